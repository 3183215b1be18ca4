"""Start the command line; ``--version`` is answered before anything else is loaded."""

import sys

INTERRUPTED = 130
OBJECTS_BEFORE_COLLECTION = 100_000
"""A run makes many values that live to its end; looking for garbage among them costs 5 %."""


def main() -> int:
    """Run policydiff with the arguments of the process and return its exit status."""
    if sys.argv[1:] == ["--version"]:
        from policydiff.version import __version__

        sys.stdout.write(f"policydiff {__version__}\n")
        return 0
    try:
        import gc

        gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
        from policydiff.cli import run

        status = run(sys.argv[1:])
        gc.freeze()  # the process ends: to look for garbage once more would cost 10 %
        return status
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
