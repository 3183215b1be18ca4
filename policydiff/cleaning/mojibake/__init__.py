"""Win back characters whose bytes were destroyed: ``醫??傤~`` → 醫保總額.

``docs/explanation/repair.md`` tells how such damage arises and how it is undone.
"""

from policydiff.cleaning.mojibake.sites import sites
from policydiff.cleaning.rules import Circumstances
from policydiff.text.lines import Lines, Repairs


def restore_torn(lines: Lines, circumstances: Circumstances) -> tuple[Lines, Repairs]:
    """Restore torn characters; list what is left alone with ``after == before``.

    A text without any place that looks torn costs a search and nothing else.
    """
    if not any(next(sites(line.text), None) is not None for line in lines):
        return lines, ()
    from policydiff.cleaning.mojibake.restoring import (
        restore,  # loads what a healthy text needs not
    )

    return restore(lines, circumstances)
