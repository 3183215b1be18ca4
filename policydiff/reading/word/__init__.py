"""Word files: paragraphs with the numbers that Word shows, tables, notes."""
