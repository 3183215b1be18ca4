"""Quantified commitments: found, named and read as numbers."""
