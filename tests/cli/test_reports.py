"""What ``compare`` and ``render`` do with gates, templates and short room."""

import io
import json
from pathlib import Path

import docx
import pytest
from rich.cells import cell_len

from policydiff.cli import run

ROOT = Path(__file__).parents[2]
PAIR = ("compare", "city-2020", "city-2024")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Compare once; the reports are made of the saved result."""
    path = tmp_path_factory.mktemp("saved") / "result.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert run([*PAIR, "-o", str(path)]) == 0
    return str(path)


def test_a_gate_that_is_hit_exits_1_with_a_line_per_hit(saved, capsys):
    dropped = json.loads(Path(saved).read_text("utf-8"))["comparisons"][0]["summary"]["previous"]

    assert run(["render", saved, "--fail-on", "dropped:any", "--lang", "en"]) == 1
    shown = capsys.readouterr()
    lines = shown.err.splitlines()
    hits = [line for line in lines if line.startswith("policydiff: dropped: seeds/city-2020.txt:")]
    assert len(hits) == dropped["dropped"]
    assert all(
        " dropped, not in the digest " in line and "(city-2020 → city-2024)" in line
        for line in hits
    )
    assert shown.out.startswith("Comparison of work plans")


def test_compare_has_the_same_gates_as_render(saved, capsys):
    assert run([*PAIR, "--fail-on", "theme-dropped:any", "-f", "json"]) == 1
    compared = capsys.readouterr()
    assert run(["render", saved, "--fail-on", "theme-dropped:any", "-f", "json"]) == 1
    assert capsys.readouterr() == compared


def test_a_gate_that_is_not_hit_exits_0(saved, capsys):
    assert run(["render", saved, "--fail-on", "target-lowered"]) == 0
    assert capsys.readouterr().err == ""


def test_exit_code_asks_whether_tasks_differ(saved, capsys):
    assert run(["render", saved, "--exit-code"]) == 1
    assert run(["render", saved]) == 0


def test_gates_may_be_parted_by_commas_and_count_once(saved, capsys):
    options = ["--fail-on", "dropped:any,dropped", "--fail-on", "dropped:any"]
    assert run(["render", saved, *options]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("gate", ["droped", "theme:no-such-theme", "theme:", "dropped,"])
def test_a_mistyped_gate_is_an_error_and_nothing_is_written(gate, saved, capsys, tmp_path):
    target = tmp_path / "report.md"

    assert run(["render", saved, "--fail-on", gate, "-o", str(target)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("policydiff: error: ")
    assert "hint: " in shown.err
    assert not target.exists()


def test_files_are_written_also_when_a_gate_is_hit(saved, capsys, tmp_path):
    target = tmp_path / "report.md"

    assert run(["render", saved, "--fail-on", "dropped:any", "-o", str(target)]) == 1
    assert target.read_text("utf-8").startswith("# ")


def test_annotations_show_every_kind_or_the_gates_asked_for(saved, capsys):
    assert run(["render", saved, "-f", "github"]) == 0
    every = capsys.readouterr().out.splitlines()
    assert run(["render", saved, "-f", "github", "--fail-on", "theme-dropped:any"]) == 1
    asked = capsys.readouterr().out.splitlines()

    assert all(line.startswith(("::warning file=", "::notice file=")) for line in every[:-1])
    assert asked
    assert all("title=theme-dropped" in line for line in asked)
    assert len({line.split("title=")[1].split(" ")[0] for line in every[:-1]}) > 3


def test_markdown_is_kept_to_a_length(saved, capsys):
    assert run(["render", saved, "-f", "markdown"]) == 0
    whole = capsys.readouterr().out
    assert run(["render", saved, "-f", "markdown", "--max-chars", "6000"]) == 0
    short = capsys.readouterr().out

    assert len(short) <= 6000 < len(whole)
    assert run(["render", saved, "-f", "markdown", "--max-chars", "100"]) == 0
    assert "policydiff: warning: the summary alone takes " in capsys.readouterr().err


def test_a_template_takes_the_place_of_text_reports(saved, capsys, tmp_path):
    template, target = tmp_path / "brief.md.j2", tmp_path / "brief.md"
    template.write_text("{% for plan in plans %}- {{ plan.title }}\n{% endfor %}", "utf-8")

    assert run(["render", saved, "--template", str(template), "-o", str(target)]) == 0
    assert target.read_text("utf-8").startswith("- 2020年上海市卫生健康工作要点\n- ")
    assert run(["render", saved, "--template", str(template)]) == 0
    assert capsys.readouterr().out == target.read_text("utf-8")


@pytest.mark.parametrize("content", ["{% for %}", "{{ nothing }}", "\ud800"])
def test_a_template_with_a_mistake_is_an_error(content, saved, capsys, tmp_path):
    template = tmp_path / "brief.md"
    template.write_bytes(content.encode("utf-8", "surrogatepass"))

    assert run(["render", saved, "--template", str(template)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "brief.md" in shown.err


def test_a_template_is_never_overwritten(saved, capsys, tmp_path):
    template = tmp_path / "brief.md"
    template.write_text("x", "utf-8")

    assert run(["render", saved, "--template", str(template), "-o", str(template)]) == 2
    assert template.read_text("utf-8") == "x"


def test_a_word_document_is_written_by_its_suffix(saved, capsys, tmp_path):
    target = tmp_path / "对照.docx"

    assert run(["render", saved, "-o", str(target), "--lang", "zh"]) == 0
    document = docx.Document(io.BytesIO(target.read_bytes()))
    assert document.paragraphs[0].text == "工作要点对照表"


def test_the_table_fits_two_screens_and_names_all_that_came_or_went(saved, capsys):
    report = json.loads(Path(saved).read_text("utf-8"))
    (comparison,) = report["comparisons"]
    titles = {(p["id"], t["id"]): t["title"] for p in report["plans"] for t in p["tasks"]}
    tasks = [x for x in comparison["tasks"] if x["status"] != "continued"]
    themes = [x["name"] for x in comparison["themes"] if x["status"] != "continued"]

    assert run(["render", saved, "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = "".join(lines[:40])

    assert len(lines) <= 90
    assert tasks
    assert themes
    assert all(titles[comparison[x["side"]], x["task"]] in head for x in tasks)
    assert all(name in head for name in themes)
    assert "退出" not in head.partition("!")[0]  # city-2024 is a digest
    assert "--show all" in " ".join(lines[-2:])


def test_brief_is_the_answer_alone_and_all_is_everything(saved, capsys):
    shown = {}
    for options in (("--brief",), ("--show", "all"), ()):
        assert run(["render", saved, "--lang", "zh", *options]) == 0
        shown[options] = capsys.readouterr().out
    brief, whole, fitted = shown.values()

    assert brief.count("■") == 1
    assert "前期35项：" in brief
    assert whole.count("■") > fitted.count("■") > 1
    assert "--show all" not in brief + whole


def test_a_picture_asked_for_in_a_table_says_where_it_is_drawn(saved, capsys):
    assert run(["render", saved, "--lang", "en", "--show", "picture"]) == 0
    table = capsys.readouterr().out
    assert run(["render", saved, "--lang", "en", "--show", "picture", "-f", "markdown"]) == 0
    drawn = capsys.readouterr().out

    assert "-f markdown" in " ".join(table.splitlines()[-2:])
    assert "```mermaid" in drawn
    assert "-f markdown" not in drawn


def test_a_pipe_is_as_wide_as_columns_says(saved, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "70")
    assert run(["render", saved, "--lang", "zh", "--brief"]) == 0

    assert max(map(cell_len, capsys.readouterr().out.splitlines())) in range(60, 71)
