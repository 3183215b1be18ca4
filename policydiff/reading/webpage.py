"""Read a saved web page: its main text, with lists, tables and line breaks kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Set
from itertools import takewhile
from typing import TYPE_CHECKING

from policydiff.errors import ReadingError
from policydiff.model import Line
from policydiff.reading import Extract, require_moderate
from policydiff.reading.decoding import DecodedText
from policydiff.reading.webtables import nested, opening_text, rewrite
from policydiff.settings import ReadingSettings
from policydiff.text.lines import CELL_GAP, SENTENCE_RE, removed_lines
from policydiff.text.markers import opens_with_marker

if TYPE_CHECKING:
    from resiliparse.parse.html import DOMNode, HTMLTree

OUTSIDE = "outside-main-text"
BULLET = "•"  # what the extractor puts before items of lists
# What may be hidden; HIDING_RE tells.
HIDDEN = "[hidden],[style],style,dialog,del,s,strike,img"
HIDING_RE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d])"
    r"|(?<![-\w])(?:left|top|text-indent)\s*:\s*-\d{3}"
    r"|(?<!-)\b(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*;(?=.{0,200}overflow\s*:\s*hidden)",
    re.IGNORECASE,
)
UNREAD = frozenset(("del", "s", "strike", "img"))  # struck out, or described and not said
BETWEEN_ENDS_RE = re.compile(r"\}\s+\}")
CLASS_RE = re.compile(r"\.([\w-]{1,60})")
LONGEST_HIDDEN = 200  # characters: a longer text behind a class is a tab that a script opens
CELL_GAP_RE = re.compile(r"\t+")
TAG_RE = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
# For an end tag that ends nothing, and for these, a parser looks through all open elements.
RUBY_PARTS = frozenset(("rt", "rp", "rb", "rtc"))
MOST_SOUGHT = 15_000
WHOLE_TAG_RE = re.compile(r"""<[A-Za-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""")
VALUE_RE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+)""")
ATTRIBUTE_RE = re.compile(r"[^\s/]+")
MOST_LISTS = 200  # in each other: each indents all that is in it by two blanks
MOST_COMPARED = 50_000_000  # a parser holds each attribute of a tag against all those before it
FEW_ATTRIBUTES = 100  # of tags that are not counted: real ones have thirty at most
MAIL_RE = re.compile(rb"content-type:\s{0,9}message/", re.IGNORECASE)
MOST_ARCHIVE_LEVELS = 20  # parts that hold parts: a browser writes one or two
ARCHIVE_LEVEL_RE = re.compile(rb"content-type:\s{0,9}multipart/", re.IGNORECASE)
ARCHIVE_TYPE_RE = re.compile(
    rb"content-(?:type|disposition):(?:[^\r\n]++|\r?\n[ \t]|\r[ \t])*+", re.IGNORECASE
)
LONGEST_TYPE = 2_000  # characters with its parameters: a boundary has 70 at most, a name 255
MOST_ARCHIVE_PARTS = 5_000  # a page and its pictures and styles have some hundred


def read_html(decoded: DecodedText, path: str, settings: ReadingSettings) -> Extract:
    """Return all visible lines of a page; those around its main text are furniture.

    Raises ReadingError for a page of too many tags, and ModuleNotFoundError where resiliparse
    is not installed.
    """
    _require_tags(decoded.text, path, settings)
    full, main = _visible_and_main(decoded.text, path, settings)
    lines = tuple(Line(number, text) for number, text in enumerate(full, start=1))
    first, last = _main_span(full, main, settings)
    outside = [line for line in lines if line.text and not first < line.number <= last]
    return Extract(
        lines,
        decoded.encoding,
        furniture=removed_lines(OUTSIDE, outside),
        continued=frozenset(),
        notes=decoded.remarks,
    )


def _require_tags(page: str, path: str, settings: ReadingSettings) -> None:
    if sum(_attributes(tag[0]) ** 2 for tag in WHOLE_TAG_RE.finditer(page)) > MOST_COMPARED:
        raise ReadingError(
            f"{path}: has tags of thousands of attributes",
            hint="save the text of the plan without the page around it",
        )
    tags = Counter((name.lower(), bool(end)) for end, name in TAG_RE.findall(page))
    if tags.total() > settings.max_html_tags:
        raise ReadingError(
            f"{path}: is a page of more than {settings.max_html_tags:,} tags",
            hint="save the text of the plan without the page around it",
        )
    names = {name for name, _ in tags}
    ends = sum(max(0, tags[name, True] - tags[name, False]) for name in names)
    if ends + sum(tags[name, False] for name in RUBY_PARTS) > MOST_SOUGHT:
        raise ReadingError(
            f"{path}: is a page of more than {MOST_SOUGHT:,} end tags, or notes, of nothing",
            hint="save the text of the plan without the page around it",
        )


def _attributes(tag: str) -> int:
    """Return how many attributes a tag has at the most: its words but for the values."""
    if len(tag) < 2 * FEW_ATTRIBUTES:
        return 0
    return len(ATTRIBUTE_RE.findall(VALUE_RE.sub(" ", tag)))


def page_in_archive(data: bytes, path: str) -> bytes:
    """Return the HTML page in a file that a browser saved with all its parts (.mht).

    Raises ReadingError where there is none.
    """
    from email import message_from_bytes

    _require_plain_archive(data, path)
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise ReadingError(
        f"{path}: is a saved page (.mht) without a page in it", hint="save it as HTML only"
    )


def _require_plain_archive(data: bytes, path: str) -> None:
    """Raise ReadingError for what the parser of mails takes too long over, or falls over."""
    if len(ARCHIVE_LEVEL_RE.findall(data)) > MOST_ARCHIVE_LEVELS:
        said = "of pages in pages"
    elif MAIL_RE.search(data):
        said = "with mails in it"
    elif any(len(found[0]) > LONGEST_TYPE for found in ARCHIVE_TYPE_RE.finditer(data)):
        said = f"with a type of more than {LONGEST_TYPE:,} characters"
    elif data.count(b"\n--") + data.count(b"\r--") > MOST_ARCHIVE_PARTS:
        said = f"of more than {MOST_ARCHIVE_PARTS:,} parts"
    else:
        return
    raise ReadingError(f"{path}: is a saved page (.mht) {said}", hint="save it as HTML only")


def _visible_and_main(
    page: str, path: str, settings: ReadingSettings
) -> tuple[list[str], list[str]]:
    """Return the lines of all that the page shows, and those of its main text."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    if page.count("<li") + page.count("<LI") > MOST_LISTS and _depth(tree, "li") > MOST_LISTS:
        raise ReadingError(
            f"{path}: is a page of more than {MOST_LISTS} lists in each other",
            hint="save the text of the plan without the page around it",
        )
    _remove_hidden(tree)
    rewrite(tree)
    full = extract_plain_text(tree, preserve_formatting=True)
    require_moderate(full, path, settings)
    main = (
        full
        if page.count("<div") + page.count("<DIV") > settings.max_html_depth
        and _is_deep(tree, settings)
        else extract_plain_text(tree, preserve_formatting=True, main_content=True)
    )
    return _lines_of(full), _lines_of(main)


def _remove_hidden(tree: HTMLTree) -> None:
    """Take out what a browser does not show, in one walk: a collection searches anew per item."""
    document = tree.document
    if document is None or document.query_selector(HIDDEN) is None:
        return
    classes = _hidden_classes(document)
    hidden = [node for node in document if _is_hidden(node, classes)]
    for node in reversed(hidden):  # what is inside goes before what is around it
        node.decompose()


def _is_hidden(node: DOMNode, classes: Set[str]) -> bool:
    from resiliparse.parse.html import ElementNode

    if not isinstance(node, ElementNode):
        return False
    if node.hasattr("hidden") or node.tag in UNREAD:
        return True
    if node.tag == "dialog" and not node.hasattr("open"):
        return True
    if HIDING_RE.search(node.getattr("style") or ""):
        return True
    if classes.isdisjoint(node.class_list):
        return False
    shown = opening_text(node)
    return len(shown) <= LONGEST_HIDDEN and not shown.endswith("…")


def _hidden_classes(document: DOMNode) -> Set[str]:
    """Return the classes that the styles of the page itself hide, for every screen."""
    found: set[str] = set()
    for node in document:
        if node.tag != "style":
            continue
        sheet = _everywhere(node.text or "")
        for selectors, _, said in (rule.rpartition("{") for rule in sheet.split("}")):
            if HIDING_RE.search(said):
                names = (CLASS_RE.fullmatch(one.strip()) for one in selectors.split(","))
                found.update(name[1] for name in names if name)
    return found


def _everywhere(sheet: str) -> str:
    """Return a style sheet without comments and what holds for some screens: @media {…}."""
    first, *comments = sheet.split("/*")
    plain = first + "".join(comment.partition("*/")[2] for comment in comments)
    first, *blocks = BETWEEN_ENDS_RE.sub("}}", plain).split("@")
    return first + "".join(block.partition("}}")[2] for block in blocks)


def _is_deep(tree: HTMLTree, settings: ReadingSettings) -> bool:
    """Tell whether a search for the main text would take too long: the square of the depth."""
    return _depth(tree, "div") > settings.max_html_depth


def _depth(tree: HTMLTree, tag: str) -> int:
    """Return how many elements of a tag stand in each other at the most."""
    if tree.document is None:
        return 0
    return max((level for _, level in nested(tree.document, (tag,))), default=0)


def _lines_of(text: str) -> list[str]:
    """Return the lines of what a page shows; what it names twice over (&amp;nbsp;) is itself."""
    from policydiff.reading.markup import spell_out

    return [CELL_GAP_RE.sub(CELL_GAP, line.strip()) for line in spell_out(text)[0].split("\n")]


def _main_span(full: list[str], main: list[str], settings: ReadingSettings) -> tuple[int, int]:
    """Return where the main text starts and ends in ``full``.

    What the extractor leaves out amid the main text (short lists) is in, and so is any task
    that it left out at either end.
    """
    wanted = [text for text in main if text]
    last = _end_of_run(full, wanted)
    first = len(full) - _end_of_run(full[::-1], wanted[::-1])
    if not wanted or first >= last:
        return 0, len(full)
    numbered = [index for index, text in enumerate(full) if opens_with_marker(text)]
    if len(numbered) > 1 and not any(first <= index < last for index in numbered):
        return 0, len(full)  # what was taken for the main text holds no item of the page
    tasks = [index for index, text in enumerate(full) if _is_task_like(text, settings)]
    last = max([last, *(index + 1 for index in tasks)])
    behind = takewhile(lambda i: not full[i] or _is_point(full[i]), range(last, len(full)))
    return min([first, *tasks]), max([last, *(index + 1 for index in behind if full[index])])


def _is_task_like(text: str, settings: ReadingSettings) -> bool:
    """Tell whether a line is numbered and long enough, with a full stop, to be a task."""
    long = len(text) >= settings.min_content and SENTENCE_RE.search(text) is not None
    return long and opens_with_marker(text)


def _is_point(text: str) -> bool:
    """Tell whether a line is an item of a list of sentences: lists of links have none."""
    return text.startswith(BULLET) and SENTENCE_RE.search(text) is not None


def _end_of_run(full: list[str], wanted: list[str]) -> int:
    """Return how many lines of ``full`` it takes to see all ``wanted`` lines in order.

    A wanted line may be the start of a line: the extractor cuts some short.
    """
    places: dict[str, list[int]] = {}
    for index, text in enumerate(full):
        places.setdefault(text, []).append(index)
    position = 0
    for text in wanted:
        ahead = places.get(text, [])
        found = bisect_left(ahead, position)
        if found < len(ahead):
            position = ahead[found] + 1
        elif position < len(full) and full[position].startswith(text):
            position += 1
    return position
