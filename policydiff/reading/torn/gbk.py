"""The two bytes of a character in a GBK page, and what a reader makes of any two bytes."""

from functools import cache

ASCII_END = 0x80
LEADS = range(0x81, 0xFF)
TRAILS = tuple(trail for trail in range(0x40, 0xFF) if trail != 0x7F)
LOST = "?"
PRIVATE_START, PRIVATE_END = "\ue000", "\uf8ff"


@cache
def pair_of(char: str) -> tuple[int, int] | None:
    r"""Return the lead and the trail byte of a character, or None where it has no such two.

    >>> [hex(byte) for byte in pair_of("科")]
    ['0xbf', '0xc6']
    """
    try:
        encoded = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (encoded[0], encoded[1]) if len(encoded) == 2 else None


@cache
def char_of(lead: int, trail: int) -> str:
    r"""Return the character of two bytes; ``?`` where no character has them.

    Bytes of the user-defined areas give private-use characters, as on the pages seen.

    >>> char_of(0xBF, 0xC6), char_of(0xC2, 0x28), char_of(0xAC, 0xD6)
    ('科', '?', '\ue0f1')
    """
    pair = bytes((lead, trail))
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        pass
    try:
        char = pair.decode("gb18030")
    except UnicodeDecodeError:
        return LOST
    return char if len(char) == 1 and is_private(char) else LOST


def is_private(char: str) -> bool:
    """Tell whether a character is one of a private-use area."""
    return PRIVATE_START <= char <= PRIVATE_END


@cache
def legible(lead: int, trail: int) -> str:
    """Return the character of two bytes that a text can have had; "" where there is none."""
    char = char_of(lead, trail)
    return "" if char == LOST or is_private(char) else char


@cache
def with_trail(trail: int) -> tuple[str, ...]:
    """Return the characters that end in this byte.

    >>> len(with_trail(0xA3)), "專" in with_trail(0xA3)
    (112, True)
    """
    return tuple(char for lead in LEADS if (char := legible(lead, trail)))


@cache
def with_lead(lead: int) -> tuple[str, ...]:
    """Return the characters that begin with this byte."""
    return tuple(char for trail in TRAILS if (char := legible(lead, trail)))


@cache
def unmapped_pairs() -> dict[int, tuple[int, ...]]:
    """Return, by first byte, the second bytes with which it gives ``?``, both non-ASCII."""
    found = {
        first: tuple(second for second in LEADS if char_of(first, second) == LOST)
        for first in LEADS
    }
    return {first: seconds for first, seconds in found.items() if seconds}


@cache
def private_pairs() -> dict[int, tuple[int, ...]]:
    """Return, by first byte, the second bytes with which it gives a private-use character."""
    found = {
        first: tuple(second for second in LEADS if is_private(char_of(first, second)))
        for first in LEADS
    }
    return {first: seconds for first, seconds in found.items() if seconds}
