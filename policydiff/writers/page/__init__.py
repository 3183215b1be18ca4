"""A report as one self-contained web page."""

from policydiff.writers.page.page import html_page

__all__ = ["html_page"]
