"""The command line: the only place that prints, exits and reads the environment.

Importing it costs the import of click and nothing else; a command's module is loaded when the
command is called.
"""

from policydiff.cli.app import run

__all__ = ["run"]
