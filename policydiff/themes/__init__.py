"""Code tasks by the themes of a codebook."""
