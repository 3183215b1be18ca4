import unicodedata

import pytest
from rich.cells import cell_len
from rich.console import Console

from policydiff.model import CleanText, Report
from policydiff.report import Lang
from policydiff.report.blocks import Column, Document, Section, Table, cell
from policydiff.report.comparison import compare_view
from policydiff.report.explanation import explain_view
from policydiff.report.outline import ThemeEntry, clean_view, codebook_view, outline_view
from policydiff.report.trace import trace_view
from policydiff.writers.inert import inline
from policydiff.writers.terminal import terminal_text

WIDTHS = (80, 120)
VIEWS = ("compare", "explain", "rejected", "outline", "clean", "codebook")


def show(document, width: int, *, coloured: bool = False) -> str:
    return terminal_text(document, width, coloured=coloured)


def _document(view, report: Report, lang, explained, rejected):
    plan = report.plans[0]
    theme = ThemeEntry("T01", "疫情防控", "疫情防控与传染病防治", ("新冠", "发热门诊"))
    match view:
        case "compare":
            return compare_view(report, lang)
        case "explain":
            return explain_view(explained.pair, explained.explanation, lang)
        case "rejected":
            return explain_view(rejected.pair, rejected.explanation, lang)
        case "outline":
            return outline_view(report.plans, lang)
        case "clean":
            return clean_view(CleanText(plan.source, (), plan.repairs, plan.removed), lang)
    return codebook_view("health", [theme], lang)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", Lang)
def test_view_is_as_accepted(view, width, lang, small_report, explained, rejected, matches_golden):
    document = _document(view, small_report, lang, explained, rejected)

    matches_golden(f"writers/{view}-{width}-{lang.value}.txt", show(document, width))


@pytest.mark.parametrize("view", ["compare", "outline", "clean"])
@pytest.mark.parametrize("width", [*WIDTHS, 40])
def test_hostile_plans_cannot_steer_the_terminal(view, width, hostile_report, explained, rejected):
    output = show(_document(view, hostile_report, Lang.ZH, explained, rejected), width)

    unsafe = {
        c for c in output if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")
    }
    assert not unsafe
    assert max(map(cell_len, output.splitlines())) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_a_trace_is_as_accepted(width, small_report, trace, matches_golden):
    output = show(trace_view(small_report, trace, Lang.ZH), width)

    matches_golden(f"writers/trace-{width}-zh.txt", output)


def test_nothing_is_cut_off(hostile_report):
    output = show(compare_view(hostile_report, Lang.ZH), 80)

    assert output.count("题") >= 10_000
    assert "…" not in output
    folded = "".join(output.split())
    for payload in ("[link=https://evil.example]", "[bold]", "<script>alert(1)</script>"):
        assert payload in folded


def test_every_title_is_shown_whole(small_report):
    output = "".join(show(compare_view(small_report, Lang.ZH), 200).split())

    for plan in small_report.plans:
        for task in plan.tasks:
            assert "".join(inline(task.title).split()) in output


def test_nothing_hangs_on_colour(small_report):
    document = compare_view(small_report, Lang.ZH)
    plain, colored = show(document, 80), show(document, 80, coloured=True)

    assert "\x1b" not in plain
    assert "\x1b" in colored
    assert Console(width=80).render_str(plain).plain == plain
    for word in ("新增", "延续", "退出", "未承接", "自行安排"):
        assert word in plain


@pytest.mark.parametrize("width", [20, 31, 60])
def test_in_a_narrow_table_every_column_keeps_its_text(width):
    columns = tuple(Column(name, ratio) for name, ratio in (("甲", 1), ("乙丙丁戊己", None)) * 3)
    row = tuple(cell(f"子{number}丑寅卯辰巳") for number in range(6))
    document = Document("表", (Section("", (Table(columns, (row, row)),)),))

    output = show(document, width)

    assert max(map(cell_len, output.splitlines())) <= max(width, 4 * len(columns) + 1)
    assert all(output.count(character) == 2 for character in "012345")
    assert all(output.count(character) == 12 for character in "子丑寅卯辰巳")
