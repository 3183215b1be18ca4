import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from policydiff.model import Report
from policydiff.report import Lang
from policydiff.report.blocks import Diagram, Document, Edge, Paragraph, Section, Span, Tone
from policydiff.report.comparison import compare_view
from policydiff.report.explanation import explain_view
from policydiff.report.outline import outline_view
from policydiff.report.pictures import MOST_EDGES, MOST_NODES, flow_diagram
from policydiff.report.trace import trace_view
from policydiff.writers.markdown import flowchart, to_markdown

OWN_TAGS = {"b", "br", "ins", "del", "code", "details", "summary"}


def parse(text: str):
    return MarkdownIt("gfm-like", {"html": True}).parse(text)


def _inner(tokens):
    return [child for token in tokens for child in token.children or []]


class _Bold(HTMLParser):
    """Text of a page, and which of its characters stand bold."""

    def __init__(self) -> None:
        super().__init__()
        self.open = 0
        self.text = ""
        self.bold = ""

    def handle_starttag(self, tag, attrs):
        self.open += tag in ("b", "strong")

    def handle_endtag(self, tag):
        self.open -= tag in ("b", "strong")

    def handle_data(self, data):
        self.text += data
        self.bold += data if self.open else ""


def written(*spans: Span) -> str:
    """Write one paragraph; its title and the blank line behind it are not told."""
    document = Document("", (Section("", (Paragraph((spans,)),)),))
    return to_markdown(document, Lang.ZH).removeprefix("# \n\n").removesuffix("\n")


def read(text: str) -> _Bold:
    page = _Bold()
    page.feed(MarkdownIt("gfm-like", {"html": True}).renderInline(text))
    return page


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((Span("建设"), Span("站点", Tone.SHARED), Span("5个")), "建设**站点**5个"),
        ((Span("退出的任务：", Tone.DROPPED), Span("5 修渠")), "**退出的任务**：5 修渠"),
        ((Span("! 两份相隔四年。", Tone.WARNING),), "**! 两份相隔四年。**"),
        ((Span("推进"), Span("“三医”", Tone.SHARED), Span("联动")), "推进<b>“三医”</b>联动"),
        ((Span("，"), Span("“三医”", Tone.SHARED), Span("，")), "，**“三医”**，"),
        ((Span("≥"), Span("“甲”", Tone.SHARED)), "≥<b>“甲”</b>"),
        ((Span("修", Tone.NEW), Span("渠", Tone.STRONG)), "**修渠**"),
        ((Span("2*", Tone.PLAIN), Span("甲", Tone.STRONG)), r"2\*<b>甲</b>"),
        ((Span("修", Tone.STRONG), Span("渠", Tone.INSERTED)), "**修**<ins>渠</ins>"),
    ],
)
def test_bold_is_plain_where_it_renders(spans, expected):
    assert written(*spans) == expected


SIGNS = st.text("一渠b7*_`~\\<&>，。：“”（）〔!-+=≥→＝| #\u3000", max_size=5)


@example("", "< ，", "", "")  # without its stop it would end on a blank
@given(SIGNS, SIGNS.filter(lambda text: text.strip()), SIGNS, SIGNS)
def test_what_is_bold_is_read_as_bold(before, bold, between, after):
    """Whatever stands around it, the same characters come out, and the bold ones bold."""
    plain = (Span("文"), Span(before), Span(bold, Tone.SHARED), Span(between))
    page = read(written(*plain, Span(bold, Tone.STRONG), Span(after), Span("文")))

    def squeezed(text):
        return re.sub(r"\s+", "", text)

    assert squeezed(page.text) == squeezed(f"文{before}{bold}{between}{bold}{after}文")
    whole = squeezed(bold)
    cut = whole.rstrip("：:；。，、！!？?")  # a stop at the end may stand outside
    assert squeezed(page.bold) in {a + b for a in (whole, cut) for b in (whole, cut)}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: list[object] = []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("lang", Lang)
def test_report_is_as_accepted(lang, small_report, matches_golden):
    output = to_markdown(compare_view(small_report, lang), lang)

    matches_golden(f"writers/compare-{lang.value}.md", output)


def test_explanation_is_as_accepted(explained, matches_golden):
    document = explain_view(explained.pair, explained.explanation, Lang.ZH)

    matches_golden("writers/explain-zh.md", to_markdown(document, Lang.ZH))


@pytest.mark.parametrize("view", ["compare", "trace", "outline"])
def test_hostile_plans_bring_no_markup(view, hostile_report, hostile_trace):
    documents = {
        "compare": compare_view(hostile_report, Lang.EN),
        "trace": trace_view(hostile_report, hostile_trace, Lang.EN),
        "outline": outline_view(hostile_report.plans, Lang.EN),
    }
    tokens = parse(to_markdown(documents[view], Lang.EN))
    kinds = {token.type for token in [*tokens, *_inner(tokens)]}

    assert not kinds & {"link_open", "image", "code_block", "code_inline", "hr", "s_open"}
    assert all(token.info == "mermaid" for token in tokens if token.type == "fence")
    html = _Tags()
    for token in [*tokens, *_inner(tokens)]:
        if token.type in ("html_inline", "html_block"):
            html.feed(token.content)
    assert html.seen <= OWN_TAGS
    assert not html.attributes


@pytest.mark.parametrize("report", ["small_report", "hostile_report"])
def test_every_row_has_as_many_cells_as_its_head(report, request):
    text = to_markdown(compare_view(request.getfixturevalue(report), Lang.ZH), Lang.ZH)
    expected = sum(line.startswith("| ") for line in text.splitlines())
    tables, rows, width = 0, 0, 0
    for token in parse(text):
        if token.type == "table_open":
            tables += 1
        elif token.type == "tr_open":
            rows += 1
            count = 0
        elif token.type in ("td_close", "th_close"):
            count += 1
            width = count if token.type == "th_close" else width
        elif token.type == "tr_close":
            assert count == width
    assert tables
    assert rows == expected - tables


def test_details_are_folded_behind_the_summary(small_report):
    """The answer and what has no counterpart stand open; tables and the picture are folded."""
    tokens = parse(to_markdown(compare_view(small_report, Lang.EN), Lang.EN))
    depth, opened, folded = 0, [], []
    for token in tokens:
        if token.type == "html_block":
            depth += token.content.count("<details>") - token.content.count("</details>")
            folded += re.findall("<summary>(.*)</summary>", token.content)
        elif token.type == "inline" and token.level == 1 and not depth:
            opened.append(token.content)
        elif token.type == "fence":
            assert depth
    assert depth == 0
    assert opened[:2] == ["Comparison of work plans", "Overview"]
    assert any("Tasks without a counterpart" in title for title in opened)
    assert folded[0] == "Themes over time"
    assert folded[-1] == "How tasks flow"


def test_whole_sections_are_left_out_where_room_is_short(small_report):
    document = compare_view(small_report, Lang.EN)
    whole = to_markdown(document, Lang.EN)
    short = to_markdown(document, Lang.EN, max_chars=len(whole) - 1)

    assert len(short) < len(whole)
    assert "Left out for length:" in short
    assert short.splitlines()[-1].endswith("How tasks flow")
    assert short.count("<details>") == short.count("</details>")


def test_the_summary_is_never_left_out(small_report):
    text = to_markdown(compare_view(small_report, Lang.EN), Lang.EN, max_chars=10)

    assert "## Overview" in text
    assert "<details>" not in text


def test_enough_room_leaves_nothing_out(small_report):
    document = compare_view(small_report, Lang.EN)
    whole = to_markdown(document, Lang.EN)

    assert to_markdown(document, Lang.EN, max_chars=len(whole)) == whole


@pytest.mark.parametrize("report", ["small_report", "hostile_report"])
def test_the_picture_is_quoted_line_by_line(report, request):
    report = request.getfixturevalue(report)
    (fence,) = [t for t in parse(to_markdown(compare_view(report, Lang.ZH), Lang.ZH)) if t.info]
    first, *rest = fence.content.splitlines()
    shapes = (
        r'  subgraph c\d+\["[^"<>]*"\]',
        r'    p\d+t\d+\["[^"<>]*"\](:::(new|dropped|open))?',
        r"  p\d+t\d+ (-->|-\.->) p\d+t\d+",
        r"  classDef (new|dropped|open) stroke:[^ ]+",
        r"  end",
    )

    assert first == "flowchart LR"
    assert all(any(re.fullmatch(shape, line) for shape in shapes) for line in rest)
    nodes = [line for line in rest if re.match(r"    p", line)]
    assert len(nodes) == sum(len(plan.tasks) for plan in report.plans)


def test_a_picture_of_too_many_links_is_left_without_them(small_report):
    first, second = small_report.comparisons
    busy = replace(first, links=first.links * 200)
    report = replace(small_report, comparisons=(busy, second))

    assert not flow_diagram(report, Lang.ZH).edges
    assert flow_diagram(report, Lang.ZH).nodes


def test_a_picture_of_too_many_tasks_is_left_out(small_report):
    first, *others = small_report.plans
    tasks = tuple(replace(first.tasks[0], id=f"x{n}") for n in range(MOST_NODES))
    report = replace(small_report, plans=(replace(first, tasks=tasks), *others), comparisons=())

    assert flow_diagram(report, Lang.ZH) == Diagram((), ())


def test_the_largest_picture_is_within_what_mermaid_reads(small_report):
    first = small_report.plans[0]
    tasks = tuple(replace(first.tasks[0], id=f"x{n}", title="-" * 99) for n in range(MOST_NODES))
    report = Report(plans=(replace(first, tasks=tasks),), comparisons=())
    edges = (Edge("p10t199", "p10t199", Tone.FAINT),) * MOST_EDGES

    diagram = replace(flow_diagram(report, Lang.ZH), edges=edges)

    assert len(diagram.nodes) == MOST_NODES
    assert len(flowchart(diagram)) < 50_000
