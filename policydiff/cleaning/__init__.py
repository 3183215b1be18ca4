"""Turn lines as they were scraped into clean lines, with a record of every change."""
