"""The same plan comes out of every format and encoding: the tasks that the text file has."""

import html
import re
from functools import cache
from pathlib import Path

import pytest

from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from tests.reading.samples import Layout, paragraph, printed, word

SEEDS = Path(__file__).parents[2] / "seeds"
PLANS = sorted(path.stem for path in SEEDS.glob("*.txt"))
UNFIT_FOR_XML_RE = re.compile("[\x00-\x08\x0b-\x1f\ue000-\uf8ff]")


def raw(name):
    return (SEEDS / f"{name}.txt").read_text(encoding="utf-8")


def titles(path, data=None):
    plan = parse_plan(read_source(path, data=data))
    return [(task.number, task.title) for task in plan.tasks]


@cache
def expected(name):
    return titles(str(SEEDS / f"{name}.txt"))


def as_page(name):
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in raw(name).split("\n"))
    return (
        "<!DOCTYPE html><html><head><title>x</title></head><body><div class='nav'><a href='1'>首页"
        f"</a></div><div class='article'>{body}</div><div class='footer'>版权</div></body></html>"
    ).encode()


def as_lines_of_a_page(name):
    body = "<br>".join(map(html.escape, raw(name).split("\n")))
    return f"<html><body><div id='zoom'>{body}</div></body></html>".encode("gb18030")


def as_word(name):
    lines = UNFIT_FOR_XML_RE.sub("", raw(name).replace("\n", "\v\n")).split("\n")
    return word("".join(paragraph(html.escape(line)) for line in lines))


def as_pdf(name):
    lines = read_source(str(SEEDS / f"{name}.txt")).lines
    return printed([line.text for line in lines if line.text], Layout(head="工作要点"))


FORMATS = {
    "plan.txt": lambda name: raw(name).encode("gb18030"),
    "plan16.txt": lambda name: raw(name).encode("utf-16-le"),
    "plan.md": lambda name: raw(name).replace("\n", "\r\n\r\n").encode("utf-8-sig"),
    "plan.html": as_page,
    "lines.html": as_lines_of_a_page,
    "plan.docx": as_word,
    "plan.pdf": as_pdf,
}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("path", FORMATS)
def test_every_format_yields_the_tasks_of_the_text(path, name):
    assert titles(path, FORMATS[path](name)) == expected(name)
