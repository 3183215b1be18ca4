"""Results as JSON: written, and read again."""
