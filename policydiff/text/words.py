"""Words from data files: the lexicon by which parts of a plan are told; the reader of TOML."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from policydiff.errors import PolicyDiffError

_WHEN = r"(?:到|至|在)?(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:年?底|年内|今年|全年)?前?"


class Lexicon(Struct, frozen=True):
    """Compiled patterns, each matched at the beginning of a paragraph (see data/parts.toml)."""

    title: re.Pattern[str]
    cover_letter: re.Pattern[str]
    part_heading: re.Pattern[str]
    report_title: re.Pattern[str]
    report_given: re.Pattern[str]
    plan_title: re.Pattern[str]
    appeal: re.Pattern[str]
    appeal_on: re.Pattern[str]
    byline: re.Pattern[str]
    review: re.Pattern[str]
    review_perhaps: re.Pattern[str]
    past: re.Pattern[str]
    past_title: re.Pattern[str]
    preface: re.Pattern[str]
    results_title: re.Pattern[str]
    ahead: re.Pattern[str]
    guidance: re.Pattern[str]
    aims: re.Pattern[str]
    framing: re.Pattern[str]
    stated: re.Pattern[str]
    schedule: re.Pattern[str]
    times: re.Pattern[str]
    calendar: re.Pattern[str]
    details: re.Pattern[str]
    outlook: re.Pattern[str]
    conclusion: re.Pattern[str]
    forward: re.Pattern[str]
    closing: re.Pattern[str]
    colophon: re.Pattern[str]
    signature: re.Pattern[str]
    appendix: re.Pattern[str]
    attachments: re.Pattern[str]
    glossary: re.Pattern[str]
    contents: re.Pattern[str]
    page_junk: re.Pattern[str]
    page_foot: re.Pattern[str]
    digest: re.Pattern[str]
    offices: re.Pattern[str]
    action: re.Pattern[str]
    adverbial: re.Pattern[str]


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicon that the package ships.

    >>> bool(load_lexicon().review.match("2024年工作回顾"))
    True
    """
    parts = load_table(__file__, "parts.toml")
    actions = load_table(__file__, "actions.toml")
    patterns = {name: _either(rules) for name, rules in parts.items() if name != "title"}
    title = "|".join(parts["title"])
    adverbs, verbs, openers, endings = (
        f"(?:{'|'.join(actions[key])})" for key in ("adverbs", "verbs", "openers", "endings")
    )
    number = r"(?:[^\W\d_]{1,12}\s?[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?\d{1,5}\s?号)?"
    return Lexicon(
        title=re.compile(
            rf"[^。；;]{{0,60}}(?:{title})(?:的通知|的公告)?(?:[（(][^）)]{{1,20}}[）)])?{number}"
            r"[\s\d\-/.年月日]{0,12}$"
        ),
        action=re.compile(rf"(?:{_WHEN})?(?:{adverbs}){{0,2}}{verbs}"),
        adverbial=re.compile(rf"{openers}[^，,]*$|.*{endings}$"),
        **patterns,
    )


@cache
def load_list(file: str, key: str) -> tuple[str, ...]:
    """Return one list of a data file of this folder.

    >>> "上海" in load_list("places", "municipalities")
    True
    """
    return tuple(load_table(__file__, f"{file}.toml")[key])


def _either(rules: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule})" for rule in rules))


LARGEST = 5_000_000  # bytes: the largest shipped codebook has 60,000, 7,000 plans listed 3 million
# Signs that the parser of TOML stops at, at two microseconds each.
MARKS = ".,=[{\\\n"
MOST_MARKS = 250_000
SHIPPED_HINT = "a file of the package is damaged: install policydiff again"
# The parser takes time with the square of the parts of a dotted key: a.b.c has three, nobody needs
# thirty. Possessive, so that no part is looked at twice.
LONG_KEY_RE = re.compile(
    r"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){30}"""
)
PLACE_RE = re.compile(r" \(at line (\d+), column \d+\)$")


def load_table(module: str, name: str) -> Mapping[str, Any]:
    """Load a TOML file that the package ships in ``data`` beside a module, its ``__file__``.

    >>> from policydiff.comparing import relation
    >>> sorted(load_table(relation.__file__, "notes.toml")["scope"])
    ['en', 'zh']
    """
    return parse_toml(load_text(module, name), name, PolicyDiffError, SHIPPED_HINT)


def load_text(module: str, name: str) -> str:
    """Load the text of a file that the package ships in ``data`` beside a module."""
    path = Path(module).with_name("data") / name
    try:
        return read_text(str(path), PolicyDiffError, SHIPPED_HINT)
    except FileNotFoundError:
        raise PolicyDiffError(f"{path}: no such file", hint=SHIPPED_HINT) from None


def read_text(path: str, kind: type[PolicyDiffError], hint: str, largest: int = LARGEST) -> str:
    """Return the text of a file, line ends as LF.

    Raises FileNotFoundError where there is none, and an error of ``kind`` where it cannot be read,
    is too large or is not UTF-8.
    """
    data = read_bytes(path, kind, hint, largest)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise kind(f"{path}:{line}: not UTF-8", hint="save it as UTF-8") from None


def read_bytes(path: str, kind: type[PolicyDiffError], hint: str, largest: int) -> bytes:
    """Return the bytes of a file, ``largest`` of them at most. Raises as ``read_text`` does."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise kind(f"{path}: cannot be read ({error.strerror})", hint=hint) from None
    except ValueError:  # a NUL or half a character in the name
        raise kind(f"{path!r}: not a file name", hint="check the path") from None
    if len(data) > largest:
        raise kind(f"{path}: larger than the limit of {largest:,} bytes", hint=hint)
    return data


def parse_toml(text: str, name: str, kind: type[PolicyDiffError], hint: str) -> Mapping[str, Any]:
    """Return what a TOML text says; an error of ``kind`` names the line of a mistake.

    >>> from policydiff.errors import CatalogueError
    >>> parse_toml("a = " + "[" * 9000, "my.toml", CatalogueError, "")
    Traceback (most recent call last):
        ...
    policydiff.errors.CatalogueError: my.toml: not valid TOML: nests too deep
    """
    import tomllib  # on first use: most runs read no such file

    if sum(map(text.count, MARKS)) > MOST_MARKS:
        raise kind(f"{name}: larger than the limit of {MOST_MARKS:,} lines and values", hint=hint)
    long = LONG_KEY_RE.search(text)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        raise kind(f"{name}:{line}: not valid TOML: a key of more than 30 parts", hint=hint)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE_RE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        said = PLACE_RE.sub("", str(error)).replace(" (at end of document)", "")
        raise kind(f"{name}:{line}: not valid TOML: {said}", hint=hint) from None
    except RecursionError:
        raise kind(f"{name}: not valid TOML: nests too deep", hint=hint) from None
    except ValueError:  # a number of more digits than Python reads
        raise kind(f"{name}: not valid TOML: a number out of range", hint=hint) from None
