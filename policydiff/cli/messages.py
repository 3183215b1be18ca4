"""Messages on stderr: errors, warnings and hints, each inert and on lines of its own."""

import sys

DEBUG = "policydiff.debug"
"""Where click keeps whether tracebacks are wanted."""


def say(kind: str, message: str, hint: str = "") -> None:
    """Write a message to stderr; ``kind`` is error, warning or note."""
    from policydiff.text.unseen import visible

    text = f"policydiff: {kind}: {message}"
    if hint:
        text += f"\n  hint: {hint}"
    sys.stderr.write(_encodable(visible(text)) + "\n")
    sys.stderr.flush()


def _encodable(text: str) -> str:
    encoding = sys.stderr.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
