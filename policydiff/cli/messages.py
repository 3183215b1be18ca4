"""Messages on stderr: errors, warnings and hints, each inert and on lines of its own."""

import sys

DEBUG = "policydiff.debug"
"""Where click keeps whether tracebacks are wanted."""


def say(kind: str, message: str, hint: str = "", usage: str = "") -> None:
    """Write a message to stderr; ``kind`` is error, warning or note.

    A message is one line, whatever is in it; a hint and a usage stand on lines of their own.
    """
    from policydiff.text.unseen import visible
    from policydiff.writers.inert import message_line, quiet

    lines = [f"policydiff: {kind}: {message_line(message)}"]
    lines += [f"  usage: {usage}"] if usage else []
    lines += [f"  hint: {quiet(visible(hint))}"] if hint else []
    sys.stderr.write(_encodable("\n".join(lines)) + "\n")
    sys.stderr.flush()


def _encodable(text: str) -> str:
    encoding = sys.stderr.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
