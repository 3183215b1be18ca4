"""Compare government work plans (工作要点): what is new, continued or dropped, with evidence."""

__version__ = "0.1.0"
