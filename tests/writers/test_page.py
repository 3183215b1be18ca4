import base64
import hashlib
import itertools
import re
import sys
import unicodedata
from xml.etree.ElementTree import Element

import html5lib
import pytest
from msgspec.structs import replace

from policydiff import __version__, compare, load_plan
from policydiff.errors import MissingExtraError
from policydiff.model import Extent, Group, LeftOut, Series, Side, Status, TaskStatus
from policydiff.report import Lang
from policydiff.report.pictures import MOST_NODES
from policydiff.writers.page import html_page, index_page, template

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
    matches_golden("writers/page.html", page.replace(__version__, "VERSION"))


def test_hostile_plans_bring_no_markup(page, proved_report, hostile_page):
    hostile = parse(hostile_page)
    own = {*names(parse(page)), *names(parse(html_page(proved_report, Lang.EN)))}

    assert set(names(hostile)) <= own
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
    without_hashes = re.sub(r"sha256-[\w+/=]+", "", page)  # base64 may hold two slashes

    assert not re.search(r"(?:https?:)?//[a-z]", without_hashes)
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
        assert all(th.get("scope") in ("col", "row") for th in table.iter(f"{HTML}th"))
    for svg in tree.iter(f"{SVG}svg"):
        assert svg.get("aria-hidden") == "true" or svg.get("aria-label")
    for box in tree.iter(f"{SVG}a"):
        assert "".join(box.find(f"{SVG}title").itertext())
    ids = [e.attrib["id"] for e in tree.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    links = [e.attrib["href"][1:] for e in tree.iter(f"{HTML}a")]
    assert set(links) <= set(ids)


def test_headings_leave_no_level_out(page):
    levels = [int(name[1]) for name in names(parse(page)) if re.fullmatch(r"h[1-6]", name)]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_first_screen_is_the_answer_and_the_themes(page, small_report):
    main = next(parse(page).iter(f"{HTML}main"))
    first, second = main[0], main[1]

    assert [part.get("id") for part in first] == ["overview", "themes"]
    assert second.get("id") == "plans"
    answers = [e for e in first.iter(f"{HTML}div") if e.get("class") == "headline"]
    assert len(answers) == len(small_report.comparisons)


def with_class(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if name in element.get("class", "").split()]


def test_pictures_have_a_box_per_task_that_leads_to_its_row(page, small_report):
    tree = parse(page)
    wide, narrow = with_class(tree, "wide"), with_class(tree, "narrow")
    plans = {plan.id: plan for plan in small_report.plans}
    rows = {row.get("id"): "".join(row.itertext()) for row in tree.iter(f"{HTML}article")}

    assert len(wide) == len(narrow) == len(small_report.comparisons)
    for pictures in (wide, narrow):
        for picture, comparison in zip(pictures, small_report.comparisons, strict=True):
            tasks = [*plans[comparison.previous].tasks, *plans[comparison.current].tasks]
            boxes = list(picture.iter(f"{SVG}a"))
            assert len(boxes) == len(tasks)
            assert len(list(picture.iter(f"{SVG}path"))) == len(comparison.links)
            told = {box.find(f"{SVG}title").text: rows[box.get("href")[1:]] for box in boxes}
            for task in tasks:
                assert any(name.endswith(task.title) and task.title in told[name] for name in told)


def test_a_pair_of_too_many_tasks_says_that_it_has_no_picture(small_report):
    first, *others = small_report.plans
    more = tuple(replace(first.tasks[0], id=f"x{n}") for n in range(MOST_NODES))
    comparison = small_report.comparisons[0]
    alone = tuple(Group((task.id,), (), Status.DROPPED, "1:0") for task in more)
    told = tuple(
        TaskStatus(Side.PREVIOUS, task.id, Status.DROPPED, None, Extent(0, 2)) for task in more
    )
    comparison = replace(
        comparison, groups=comparison.groups + alone, tasks=comparison.tasks + told
    )
    report = replace(
        small_report,
        plans=(replace(first, tasks=first.tasks + more), *others),
        comparisons=(comparison,),
    )

    tree = parse(html_page(report, Lang.ZH))

    assert not list(tree.iter(f"{SVG}path"))
    (figure,) = tree.iter(f"{HTML}figure")
    assert "故不画" in "".join(figure.itertext())


def test_themes_are_bars_one_for_each_plan(page, small_report):
    (table,) = with_class(parse(page), "bars")
    head, *rows = table.iter(f"{HTML}tr")

    assert [th.text for th in head][1:] == [plan.id for plan in small_report.plans]
    lengths = []
    for row in rows:
        for share, rect in zip(
            (
                float(text.strip()[:-1])
                for text in row.itertext()
                if re.fullmatch(r"[0-9.]+% ?", text)
            ),
            (rect for rect in row.iter(f"{SVG}rect") if float(rect.get("height")) > 0),
            strict=True,
        ):
            lengths.append(float(rect.get("height")) / share)
    assert len(lengths) > 5
    assert max(lengths) - min(lengths) < 0.01  # as long as the share, whatever the theme


def test_what_is_gone_and_new_is_marked_in_the_cards(proved_report):
    proved = parse(html_page(proved_report, Lang.ZH))
    gone = ["".join(p.itertext()) for p in with_class(proved, "gone")]

    assert gone == ["实施中医药条例。 [8]", "做实家庭医生签约服务。 [12]"]
    assert all(p[0].tag == f"{HTML}del" for p in with_class(proved, "gone"))
    assert [e.text for h4 in proved.iter(f"{HTML}h4") for e in h4.iter(f"{HTML}ins")] == [
        "构建生育支持政策体系"
    ]
    struck = {"".join(e.itertext()) for e in proved.iter(f"{HTML}del")}
    assert {"打赢疫情防控狙击战", "加强安全生产", "做实家庭医生签约服务。"} <= struck


def test_what_proves_nothing_is_not_struck(page):
    """The later plan is a digest: what it lacks may stand in the whole text."""
    first = next(e for e in parse(page).iter(f"{HTML}section") if e.get("id") == "pair-1")
    cards = list(first.iter(f"{HTML}article"))
    lacking = ["".join(p.itertext()) for card in cards for p in with_class(card, "open")]

    assert lacking == ["实施中医药条例。 [8]", "做实家庭医生签约服务。 [12]"]
    assert not [e for card in cards for e in card.iter(f"{HTML}h4") for _ in e.iter(f"{HTML}del")]


def test_no_mark_is_doubled(page):
    """A status stands once on its row; shapes such as 1:0 stand nowhere."""
    for row in parse(page).iter(f"{HTML}article"):
        (status,) = [p for p in row.iter(f"{HTML}p") if p.get("class") == "status"]
        (word,) = status.iter(f"{HTML}b")
        assert "".join(status.itertext()).count(word.text) == 1
        assert not re.search(r"\b[01n]:[01n]\b", "".join(row.itertext()))


def test_every_cell_names_its_column_where_a_phone_hides_the_heads(page):
    for table in parse(page).iter(f"{HTML}table"):
        if "bars" in table.get("class", ""):
            continue
        heads = [th.text for th in table.iter(f"{HTML}th")]
        for row in table.find(f"{HTML}tbody"):
            assert [td.get("data-label") for td in row] == heads


def test_a_page_of_two_long_plans_is_small():
    plans = [load_plan(f"seeds/{name}.txt") for name in ("city-2020", "yangpu-2025")]

    page = html_page(compare(plans), Lang.ZH)

    assert len(page.encode()) < 350_000


def test_without_a_script_all_rows_are_shown(page):
    tree = parse(page)
    hidden = [e for e in tree.iter() if "hidden" in e.attrib]

    assert {e.get("id") or e.get("class") for e in hidden} == {"filters", "told"}
    assert not any("".join(e.itertext()) for e in hidden if e.get("class") == "told")


@pytest.fixture(scope="module")
def folder_report(small_report):
    names = tuple(plan.id for plan in small_report.plans)
    left_out = (LeftOut("plans/copy.txt", "the same file as plans/city-2020.txt"),)
    series = (Series("series-1", "示例市卫生健康委员会", "", names),)
    return replace(small_report, series=series, left_out=left_out)


def test_the_index_says_in_words_what_is_open(folder_report):
    """The later plan of the first pair is a digest, so nothing is called dropped."""
    tree = parse(index_page(folder_report, {"series-1": "series-1.html"}, Lang.ZH))
    pairs, cells = list(tree.iter(f"{HTML}table"))[1], {}
    for td in pairs.find(f"{HTML}tbody")[0]:
        cells[td.get("data-label")] = "".join(td.itertext()).strip()

    assert cells["退出"] == "2 摘要未见"
    assert cells["新增"] == "1 新增"
    assert cells["任务"] == "5 → 5"
    assert [th.text for th in pairs.iter(f"{HTML}th")] == list(cells)
    (reason,) = [td for td in tree.iter(f"{HTML}td") if td.get("data-label") == "原因"]
    assert reason.text == "与 plans/city-2020.txt 是同一个文件"
    links = [a.get("href") for a in tree.iter(f"{HTML}a")]
    assert links == ["series-1.html", "series-1.html#pair-1", "series-1.html#pair-2"]


def test_an_index_of_200_plans_is_small(folder_report):
    many = replace(folder_report, comparisons=folder_report.comparisons * 100)

    assert len(index_page(many, {"series-1": "series-1.html"}, Lang.ZH).encode()) < 2_000_000


def test_the_same_report_gives_the_same_page(small_report, page):
    assert html_page(small_report, Lang.ZH) == page


def test_without_jinja_the_extra_is_named(small_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    template.cache_clear()  # as in a new process

    with pytest.raises(MissingExtraError) as error:
        html_page(small_report, Lang.ZH)
    assert "policydiff[report]" in error.value.hint
