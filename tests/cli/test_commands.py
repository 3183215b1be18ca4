"""The command line: what goes to stdout, what to stderr, and the exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.cli.app import COMMANDS
from policydiff.cli.commands import reading

ROOT = Path(__file__).parents[2]
CITY, YANGPU = "seeds/city-2024.txt", "seeds/yangpu-2025.txt"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def process(*arguments: str, **more) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "policydiff", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, check=False, **more)


def test_version(capsys):
    assert run(["--version"]) == 0
    assert process("--version").stdout.decode() == capsys.readouterr().out


def test_help_lists_every_command_with_its_own_summary(capsys):
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in listed
        assert run([name, "--help"]) == 0
        assert f"Usage: policydiff {name} [OPTIONS]" in capsys.readouterr().out


def test_help_is_wrapped_by_cells(capsys):
    from rich.cells import cell_len

    for name in COMMANDS:
        run([name, "--help"])
        widest = max(cell_len(line) for line in capsys.readouterr().out.splitlines())
        assert widest <= 80


def test_compare_prints_a_table_with_chinese_labels_by_default(capsys):
    assert run(["compare", CITY, YANGPU]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("工作要点对照\n")
    assert "city-2024 → yangpu-2025" in shown.out
    assert shown.err == ""


def test_json_on_stdout_and_in_a_file_are_the_same(capsys, tmp_path):
    target = tmp_path / "result.json"

    assert run(["compare", CITY, YANGPU, "-f", "json", "-o", str(target)]) == 0
    shown = capsys.readouterr().out
    assert shown == target.read_text(encoding="utf-8")
    assert json.loads(shown)["comparisons"][0]["relation"] == "vertical"


def test_with_an_output_file_and_no_format_stdout_is_empty(capsys, tmp_path):
    files = [tmp_path / "a.md", tmp_path / "a.json", tmp_path / "a.txt"]
    options = [part for file in files for part in ("-o", str(file))]

    assert run(["compare", CITY, YANGPU, *options]) == 0
    assert capsys.readouterr().out == ""
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert texts[0].startswith("# ")
    assert texts[1].startswith("{")
    assert "\x1b" not in texts[2]
    assert sorted(tmp_path.iterdir()) == sorted(files)


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_asked(capsys, width):
    from rich.cells import cell_len

    assert run(["compare", CITY, YANGPU, "--width", str(width)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert not any(line != line.rstrip() for line in lines)


def test_json_does_not_depend_on_language_colour_or_width(capsys):
    run(["compare", CITY, YANGPU, "-f", "json"])
    plain = capsys.readouterr().out
    run(
        [
            "compare",
            CITY,
            YANGPU,
            "-f",
            "json",
            "--lang",
            "en",
            "--color",
            "always",
            "--width",
            "60",
        ]
    )
    assert capsys.readouterr().out == plain


@pytest.mark.parametrize(
    ("environment", "options", "english"),
    [
        ({}, [], False),
        ({"LANG": "C.UTF-8"}, [], False),
        ({"LANG": "zh_CN.UTF-8"}, [], False),
        ({"LANG": "en_GB.UTF-8"}, [], True),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW"}, [], False),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang", "en"], True),
    ],
)
def test_labels_follow_the_option_then_the_locale(
    capsys, monkeypatch, environment, options, english
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert run(["outline", YANGPU, *options]) == 0
    assert ("What was read" in capsys.readouterr().out) is english


@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_colour(capsys, monkeypatch, environment, options, coloured):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert run(["outline", YANGPU, *options]) == 0
    assert ("\x1b[" in capsys.readouterr().out) is coloured


def test_plans_by_id_by_label_and_from_stdin():
    content = (ROOT / CITY).read_bytes()

    done = process("outline", "city-2020", "news=-", f"late={YANGPU}", "-f", "json", input=content)

    plans = json.loads(done.stdout)["plans"]
    assert [plan["id"] for plan in plans] == ["city-2020", "news", "late"]
    assert [plan["source"]["path"] for plan in plans] == ["seeds/city-2020.txt", "-", YANGPU]
    assert plans[0]["title"] == "2020年上海市卫生健康工作要点"


def test_files_of_one_name_are_told_apart_by_their_folders(capsys, tmp_path):
    for folder, seed in (("2024", CITY), ("2025", YANGPU)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_bytes((ROOT / seed).read_bytes())

    assert run(["outline", *map(str, tmp_path.glob("*/plan.txt")), "-f", "json"]) == 0
    ids = {plan["id"] for plan in json.loads(capsys.readouterr().out)["plans"]}
    assert ids == {"2024/plan", "2025/plan"}


def test_against_first(capsys):
    seeds = ["seeds/city-2020.txt", CITY, YANGPU]
    run(["compare", *seeds, "-f", "json", "--against", "first"])
    pairs = [
        (c["previous"], c["current"]) for c in json.loads(capsys.readouterr().out)["comparisons"]
    ]
    assert pairs == [("city-2020", "city-2024"), ("city-2020", "yangpu-2025")]


def test_a_relation_that_is_given_is_said_to_be(capsys):
    run(["compare", CITY, YANGPU, "-f", "json", "--relation", "longitudinal"])
    comparison = json.loads(capsys.readouterr().out)["comparisons"][0]
    assert comparison["relation"] == "longitudinal"
    assert comparison["notes"][0]["code"] == "relation-given"


def test_the_wrong_order_is_warned_of(capsys):
    assert run(["compare", YANGPU, CITY, "-f", "json"]) == 0
    shown = capsys.readouterr()
    assert shown.err.startswith("policydiff: warning: yangpu-2025 (2025) is later than city-2024")
    json.loads(shown.out)


def test_clean_prints_the_text_without_page_junk(capsys):
    assert run(["clean", "seeds/newtown-2024.txt"]) == 0
    text = capsys.readouterr().out
    assert "2024年上海市新城卫生健康工作要点" in text
    assert "京ICP备" not in text
    assert run(["clean", "seeds/newtown-2024.txt", "--explain", "--lang", "en"]) == 0
    assert "traditional-script" in capsys.readouterr().out


def test_themes_shows_both_codebooks(capsys):
    for name, code in (("health", "tcm"), ("general", "agriculture")):
        assert run(["themes", name, "-f", "json"]) == 0
        codes = [theme["code"] for theme in json.loads(capsys.readouterr().out)["themes"]]
        assert code in codes


def test_schema_is_json(capsys):
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("arguments", [["compare", CITY, YANGPU], ["schema"], ["--help"]])
def test_a_closed_pipe_ends_quietly(arguments):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "policydiff", *arguments]

    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, cwd=ROOT, check=False)

    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gbk"},
    ],
)
def test_any_console_gets_a_table_and_files_are_utf_8(environment, tmp_path):
    target = tmp_path / "report.md"
    env = {**os.environ, **environment}

    done = process("compare", CITY, YANGPU, "-f", "table", "-o", str(target), env=env)

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"city-2024" in done.stdout
    assert "社区" in target.read_text(encoding="utf-8")
    as_json = process("outline", YANGPU, "-f", "json", env=env)
    assert json.loads(as_json.stdout.decode("utf-8"))["plans"][0]["year"] == 2025


def test_an_interrupt_ends_with_130(monkeypatch, capsys):
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "load_plans", interrupt)
    assert run(["outline", YANGPU]) == 130
    assert capsys.readouterr().out == ""


def test_explain_agrees_with_compare(capsys):
    run(["compare", CITY, YANGPU, "-f", "json"])
    link = json.loads(capsys.readouterr().out)["comparisons"][0]["links"][0]
    name = f"{link['previous']}:{link['current']}"

    assert run(["explain", CITY, YANGPU, name, "-f", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["explanations"]
    for key in ("score", "strength", "evidence", "reasons"):
        assert found[key] == link[key]
    assert run(["explain", CITY, YANGPU, name, "--lang", "en"]) == 0
    assert "Parts of the score" in capsys.readouterr().out


def test_explain_without_a_second_task_shows_all_links(capsys):
    run(["explain", CITY, YANGPU, "二", "-f", "json"])
    found = json.loads(capsys.readouterr().out)["explanations"]
    assert len(found) > 1
    assert {item["previous"] for item in found} == {"2"}
    assert run(["explain", CITY, YANGPU, "二"]) == 0
    assert f"2 → {found[1]['current']}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("互联网医院", "phrase"),
        ("tcm", "theme"),
        ("city-2024:二", "task"),
        ("phrase:tcm", "phrase"),
    ],
)
def test_trace_follows_phrases_themes_and_tasks(capsys, query, kind):
    status = run(["trace", query, CITY, YANGPU, "-f", "json"])
    trace = json.loads(capsys.readouterr().out)["trace"]
    assert status == (0 if any(stop["count"] or stop["tasks"] for stop in trace["stops"]) else 1)
    assert trace["kind"] == kind
    assert [stop["plan"] for stop in trace["stops"]] == ["city-2024", "yangpu-2025"]


def test_lines_of_work_run_over_all_plans(capsys):
    seeds = ["seeds/city-2020.txt", CITY, "seeds/newtown-2024.txt", YANGPU]
    run(["compare", *seeds, "-f", "json"])
    result = json.loads(capsys.readouterr().out)
    assert len(result["comparisons"]) == 3
    on_lines = [
        (stop["plan"], task)
        for line in result["trajectories"]
        for stop in line["stops"]
        for task in stop["tasks"]
    ]
    tasks = [(plan["id"], task["id"]) for plan in result["plans"] for task in plan["tasks"]]
    assert sorted(on_lines) == sorted(tasks)


def test_another_plan_changes_nothing_between_two(capsys):
    run(["compare", CITY, YANGPU, "-f", "json"])
    alone = json.loads(capsys.readouterr().out)["comparisons"][0]
    run(["compare", "seeds/city-2020.txt", CITY, YANGPU, "-f", "json"])
    among = json.loads(capsys.readouterr().out)["comparisons"][1]
    first = [found.pop("phrases") for found in (alone, among)]
    assert among == alone
    new = [{p["text"] for p in phrases if p["status"] == "new"} for phrases in first]
    assert new[0] != new[1]  # a term is new only if no plan before has it: all plans count


def test_compare_tells_which_pair_it_is_at():
    from policydiff import compare, load_plan

    told = []
    plans = [
        load_plan(f"seeds/{name}.txt") for name in ("city-2024", "newtown-2024", "yangpu-2025")
    ]
    compare(plans, on_pair=lambda number, total: told.append((number, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]  # the last is aligned for lines of work alone


def test_a_file_for_excel_has_a_mark_in_front(tmp_path):
    target = tmp_path / "links.csv"
    assert run(["compare", CITY, YANGPU, "-o", str(target)]) == 0
    assert not target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run(["compare", CITY, YANGPU, "-f", "csv-excel", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_parts_of_a_report_can_be_shown_alone(capsys):

    run(["compare", "seeds/city-2020.txt", CITY, "--lang", "en", "--show", "targets"])
    shown = [line for line in capsys.readouterr().out.splitlines() if line.startswith("■")]
    assert shown == ["■ Overview", "■ city-2020 → city-2024 · Targets"]
    run(["compare", "seeds/city-2020.txt", CITY, "--lang", "en", "-f", "markdown"])
    assert capsys.readouterr().out.count("## ") > len(shown)


@pytest.mark.parametrize("format_name", ["json", "table", "markdown", "html"])
def test_output_depends_on_nothing_but_the_input(format_name, tmp_path):
    plans = [str(ROOT / plan) for plan in (CITY, YANGPU)]
    command = [sys.executable, "-m", "policydiff", "compare", *plans, "-f", format_name]
    outputs = set()
    for seed, zone, folder in (("0", "UTC", ROOT), ("4242", "Asia/Shanghai", tmp_path)):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, capture_output=True, check=True, cwd=folder, env=env)
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_the_bare_command_shows_its_help_on_stderr(capsys):
    assert run([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Usage: policydiff [OPTIONS] COMMAND")


def test_a_trace_without_a_hit_exits_1_as_grep_does(capsys):
    assert run(["trace", "没有这样的词语", CITY, YANGPU]) == 1
    assert capsys.readouterr().out


def test_explain_takes_two_tasks_apart(capsys):
    assert run(["explain", CITY, YANGPU, "二", "8", "-f", "json"]) == 0
    apart = capsys.readouterr().out
    assert run(["explain", CITY, YANGPU, "二:8", "-f", "json"]) == 0

    assert capsys.readouterr().out == apart
    assert run(["explain", CITY, YANGPU, "二", "8", "9"]) == 2


def test_the_version_has_a_short_option(capsys):
    assert run(["-V"]) == 0
    assert capsys.readouterr().out.startswith("policydiff ")
