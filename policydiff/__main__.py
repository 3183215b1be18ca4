"""Start the command line; ``--version`` is answered before anything else is loaded."""

import sys

INTERRUPTED = 130
OBJECTS_BEFORE_COLLECTION = 100_000
"""A run makes many values that live to its end; looking for garbage among them costs 5 %."""


def main() -> int:
    """Run policydiff with the arguments of the process and return its exit status."""
    _fill_closed_streams()
    if sys.argv[1:] == ["--version"]:
        from policydiff.version import __version__

        return _write(f"policydiff {__version__}\n")
    try:
        import gc

        gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
        from policydiff.cli import run

        status = run(sys.argv[1:])
        gc.freeze()  # the process ends: to look for garbage once more would cost 10 %
        return status
    except KeyboardInterrupt:
        return INTERRUPTED


def _write(text: str) -> int:
    """Write to stdout past its buffer, which would fail once more at the end; 2 where it fails."""
    import os

    try:
        left = text.encode()
        while left:
            left = left[os.write(1, left) :]
    except BrokenPipeError:
        return 0  # who reads has what he wanted
    except OSError as error:
        sys.stderr.write(f"policydiff: error: stdout cannot be written ({error.strerror})\n")
        return 2
    return 0


def _fill_closed_streams() -> None:
    """Put something in place of streams that were closed (``>&-``): no file may take their number.

    What is written to stdout then fails as on a full disk; stdin stays None, for readers to tell.
    """
    import os

    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:
            os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY)  # the lowest free
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


if __name__ == "__main__":
    sys.exit(main())
