"""The languages that labels come in."""

from enum import StrEnum


class Lang(StrEnum):
    """The language of labels; plan text is never translated."""

    ZH = "zh"
    EN = "en"
