"""A report as one self-contained web page."""

from policydiff.render.page.write import html_page

__all__ = ["html_page"]
