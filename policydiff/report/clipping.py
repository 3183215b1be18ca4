"""Cut text to a width in cells, for pictures only: tables never cut."""

from rich.cells import cell_len


def clip(text: str, cells: int) -> str:
    """Cut text to a width, with a sign where something is missing.

    >>> clip("深化医药卫生体制改革", 9)
    '深化医药…'
    """
    if cell_len(text) <= cells:
        return text
    kept = 0
    for index, character in enumerate(text):
        kept += cell_len(character)
        if kept > cells - 1:
            return text[:index] + "…"
    return text
