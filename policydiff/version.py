"""The version: read by the build, by ``--version`` and by what results say of their maker."""

__version__ = "0.1.0"
