"""Open a source as people have it: a path, '-' or bytes become lines with their numbers."""
