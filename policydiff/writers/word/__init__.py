"""A report as a Word 对照表, the way offices hand it around."""

from policydiff.writers.word.write import word_document

__all__ = ["word_document"]
