import base64
import hashlib
import itertools
import re
import sys
import unicodedata
from xml.etree.ElementTree import Element

import html5lib
import pytest

from policydiff import __version__
from policydiff.errors import MissingExtraError
from policydiff.report.choices import Lang
from policydiff.writers.page import html_page

HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
SCRIPTED = {"script", "iframe", "object", "embed", "base", "img", "link", "audio", "video"}


def parse(page: str) -> Element:
    """Parse as a browser does; a mistake in the markup is an error here."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(page)


def names(tree: Element) -> list[str]:
    return [
        element.tag.rpartition("}")[2] for element in tree.iter() if isinstance(element.tag, str)
    ]


@pytest.fixture(scope="module")
def page(small_report):
    return html_page(small_report, Lang.ZH)


@pytest.fixture(scope="module")
def hostile_page(hostile_report):
    return html_page(hostile_report, Lang.EN)


def test_page_is_as_accepted(page, matches_golden):
    matches_golden("render/page.html", page.replace(__version__, "VERSION"))


def test_hostile_plans_bring_no_markup(page, hostile_page):
    own, hostile = parse(page), parse(hostile_page)

    assert set(names(hostile)) <= set(names(own))
    assert [name for name in names(hostile) if name in SCRIPTED] == ["script"]
    for element in hostile.iter():
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            if attribute in ("href", "src", "action", "formaction"):
                assert value.startswith("#")


def test_hostile_text_is_all_there_as_text(hostile_report, hostile_page):
    text = "".join(parse(hostile_page).itertext())

    for payload in (
        "<script>alert(1)</script>",
        "</td></table></details><h1>x</h1>",
        "{{ 7 * 7 }}",
    ):
        assert payload in text
    assert "题" * 10_000 in text


def test_no_unseen_character_reaches_the_page(hostile_page):
    categories = {unicodedata.category(c) for c in hostile_page if c != "\n"}

    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def test_nothing_is_fetched(page):
    assert not re.search(r"(?:https?:)?//[a-z]", page)
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_lets_in_our_own_style_and_script_only(page):
    tree = parse(page)
    policy = next(e.attrib["content"] for e in tree.iter(f"{HTML}meta") if e.get("http-equiv"))
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (element,) = tree.iter(f"{HTML}{tag}")
        digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not [e for e in tree.iter() if "style" in e.attrib]


def test_the_page_can_be_read_by_ear(page):
    tree = parse(page)

    assert next(tree.iter(f"{HTML}html")).get("lang") == "zh-CN"
    assert len(list(tree.iter(f"{HTML}main"))) == 1
    for table in tree.iter(f"{HTML}table"):
        assert table.find(f"{HTML}caption") is not None
        assert all(th.get("scope") == "col" for th in table.iter(f"{HTML}th"))
    for svg in tree.iter(f"{SVG}svg"):
        assert svg.get("role") == "img"
        assert svg.get("aria-label")
    ids = [e.attrib["id"] for e in tree.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    links = [e.attrib["href"][1:] for e in tree.iter(f"{HTML}a")]
    assert set(links) <= set(ids)


def test_headings_leave_no_level_out(page):
    levels = [int(name[1]) for name in names(parse(page)) if re.fullmatch(r"h[1-6]", name)]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_pictures_have_a_box_per_task_and_a_text_twin(page, small_report):
    tree = parse(page)
    boxes = [e for e in tree.iter(f"{SVG}rect") if e.get("class") == "box"]
    ribbons = list(tree.iter(f"{SVG}path"))
    links = sum(len(c.links) for c in small_report.comparisons)

    assert len(boxes) == sum(len(plan.tasks) for plan in small_report.plans)
    assert len(ribbons) == links
    twins = [e for e in tree.iter(f"{HTML}summary") if "文字版" in (e.text or "")]
    assert len(twins) == 2


def test_without_a_script_all_rows_are_shown(page):
    tree = parse(page)
    hidden = [e for e in tree.iter() if "hidden" in e.attrib]

    assert [e.get("id") for e in hidden] == ["filters"]


def test_the_same_report_gives_the_same_page(small_report, page):
    assert html_page(small_report, Lang.ZH) == page


def test_without_jinja_the_extra_is_named(small_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(MissingExtraError) as error:
        html_page(small_report, Lang.ZH)
    assert "policydiff[report]" in error.value.hint
