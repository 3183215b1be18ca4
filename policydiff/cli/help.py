"""Help texts wrapped by cells: a Chinese character takes two, and click counts one."""

import unicodedata

import click

_FILLER = "\ue000"  # stands beside each wide character while click counts


class CellFormatter(click.HelpFormatter):
    """A formatter that counts cells (a class: click's way to exchange it)."""

    def write_text(self, text: str) -> None:
        """Write a paragraph, wrapped by cells."""
        super().write_text(widen(text))

    def write_dl(self, rows, col_max: int = 30, col_spacing: int = 2) -> None:  # type: ignore[no-untyped-def]
        """Write a list of terms and their meanings, wrapped by cells."""
        super().write_dl([(widen(a), widen(b)) for a, b in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        """Return the text without the fillers."""
        return super().getvalue().replace(_FILLER, "")


def widen(text: str) -> str:
    r"""Return the text with a filler behind each wide character.

    >>> len(widen("工作 plan"))
    9
    """
    return "".join(
        character + _FILLER if unicodedata.east_asian_width(character) in "WF" else character
        for character in text
    )


class PlainContext(click.Context):
    """A context whose help is wrapped by cells."""

    formatter_class = CellFormatter


class PlainCommand(click.Command):
    """A command whose help is wrapped by cells."""

    context_class = PlainContext


class PlainGroup(click.Group):
    """A group whose help is wrapped by cells."""

    context_class = PlainContext
