"""The language of labels; a module of its own, since JSON needs no more of them."""

from enum import StrEnum


class Lang(StrEnum):
    """The language of labels; plan text is never translated."""

    ZH = "zh"
    EN = "en"
