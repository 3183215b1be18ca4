"""Decisions of people: kept in a file, found again after a re-scrape, applied, compared."""
