"""Read a source: path, ``-`` or bytes → CleanText."""
