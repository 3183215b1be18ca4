"""Lines of a review as JSON Lines, CSV or a workbook, written and read back."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any

from policydiff.errors import ReviewError, needing
from policydiff.reviewing.decisions_file import DELIMITERS
from policydiff.reviewing.store import LOCAL_ENCODINGS, LONGEST_FILE, UTF_16
from policydiff.text.files import read_bytes
from policydiff.writers.inert import cell, starts_formula

Row = Sequence[object]
Cells = Mapping[str, str]


def rows_text(rows: Sequence[Row]) -> str:
    """Write rows as CSV with a byte order mark, as Excel needs it; no cell begins a formula."""
    out = StringIO()
    out.write("\ufeff")
    csv.writer(out, lineterminator="\r\n").writerows([cell(str(x)) for x in row] for row in rows)
    return out.getvalue()


def workbook(rows: Sequence[Row]) -> bytes:
    """Write rows as a workbook, texts wrapped. Raises MissingExtraError without the extra."""
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    wrapped = import_module("openpyxl.styles").Alignment(wrap_text=True, vertical="top")
    sheet = book.active
    for row in rows:
        sheet.append([cell(str(x)) for x in row])
    for column in sheet.columns:
        longest = max(len(str(place.value or "")) for place in column)
        sheet.column_dimensions[column[0].column_letter].width = min(max(10, longest), 60)
        for place in column:
            place.number_format = "@"
            place.alignment = wrapped
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read_rows(name: str) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of a filled-in list with their numbers; the suffix tells the format.

    Raises ReviewError, naming the file, for what cannot be read as such.
    """
    content = _content(name)
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xlsx":
        yield from _from_workbook(name, content)
        return
    text = _text(name, content)
    yield from _from_csv(name, text) if suffix in (".csv", ".tsv") else _from_json_lines(name, text)


def _text(name: str, content: bytes) -> str:
    """Return what bytes say, also as Excel saves them; a wrong guess does not agree with the plans.

    Raises ReviewError for what is no text.
    """
    encodings = ("utf-16",) if content.startswith(UTF_16) else ("utf-8-sig", *LOCAL_ENCODINGS)
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReviewError(f"{name}: not UTF-8 text", hint="save it as UTF-8")


def _content(name: str) -> bytes:
    if name != "-":
        try:
            return read_bytes(name, ReviewError, "check the path", LONGEST_FILE)
        except FileNotFoundError:
            raise ReviewError(f"{name}: no such file", hint="check the path") from None
    content = sys.stdin.buffer.read(LONGEST_FILE + 1)
    if len(content) > LONGEST_FILE:
        raise ReviewError(f"{name}: larger than {LONGEST_FILE:,} bytes", hint="split the list")
    return content


def _from_csv(name: str, text: str) -> Iterator[tuple[int, Cells]]:
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = next(reader, [])
        for row in reader:
            yield reader.line_num, dict(zip(names, map(_plain, row), strict=False))
    except csv.Error as error:
        raise ReviewError(
            f"{name}:{reader.line_num}: {error}", hint="save it as CSV with commas, in UTF-8"
        ) from None


def _from_json_lines(name: str, text: str) -> Iterator[tuple[int, Cells]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ReviewError(
                f"{name}:{number}: not a line of JSON: {error}", hint="one object a line"
            ) from None
        if not isinstance(value, dict):
            raise ReviewError(f"{name}:{number}: not an object", hint="one object a line")
        yield number, {key: "" if item is None else str(item) for key, item in value.items()}


def _from_workbook(name: str, content: bytes) -> Iterator[tuple[int, Cells]]:
    openpyxl = _openpyxl()
    try:
        sheet = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True).active
        rows = [[_shown(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # a broken workbook raises whatever its parts raise
        raise ReviewError(f"{name}: not a workbook: {error}", hint="save it as .xlsx") from None
    for number, row in enumerate(rows[1:], 2):
        yield number, dict(zip(rows[0], map(_plain, row), strict=False))


def _shown(value: object) -> str:
    """Return a cell as text; a date as ISO 8601."""
    if value is None:
        return ""
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat())[:10] if isoformat else str(value)


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and starts_formula(text[1:]) else text


def _openpyxl() -> Any:
    with needing("xlsx", "reading and writing workbooks needs the package openpyxl"):
        return import_module("openpyxl")
