"""compare --pairs: a line a pair in the order of the input, whatever happens to single ones."""

import json
import os
import signal
import subprocess
import sys

import pytest

from policydiff.cli import run
from policydiff.pipeline.pairs import (
    How,
    PairComparer,
    PairRequest,
    answers,
    answers_of_workers,
    parse_pairs,
)
from policydiff.result import line_json

CITY20, CITY, DISTRICT = (f"seeds/{x}.txt" for x in ("city-2020", "city-2024", "yangpu-2025"))
PAIRS = f"""\
previous\tcurrent
{CITY20}\t{CITY}
{CITY}\tno-such.txt

{CITY}\t{DISTRICT}\tlateral\teducation\tmine
"""


def written(tmp_path, text=PAIRS, name="pairs.tsv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_pair_is_a_line_and_a_failure_stands_in_its_place(tmp_path, capsys):
    assert run(["compare", "--pairs", written(tmp_path), "-f", "jsonl"]) == 0
    one, broken, other = lines(capsys)

    assert one["pair"] == {"id": "2", "previous": CITY20, "current": CITY}
    assert one["plans"] == ["city-2020", "city-2024"]
    assert one["comparison"]["relation"] == "longitudinal"
    assert broken["error"] == "no-such.txt: no such file"
    assert broken["hint"]
    assert other["pair"]["id"] == "mine"
    assert other["comparison"]["relation"] == "lateral"
    assert other["comparison"]["field"]["thesaurus"] == "education"


def test_a_pair_is_what_compare_says_of_it(tmp_path, capsys):
    run(["compare", "--pairs", written(tmp_path), "-f", "jsonl"])
    first = lines(capsys)[0]["comparison"]
    run(["compare", CITY20, CITY, "-f", "json"])

    assert json.loads(capsys.readouterr().out)["comparisons"] == [first]


def test_the_lines_are_valid(tmp_path, capsys):
    import jsonschema

    run(["schema"])
    schema = json.loads(capsys.readouterr().out)
    run(["compare", "--pairs", written(tmp_path), "-f", "jsonl"])
    for line in lines(capsys):
        jsonschema.validate(line, schema)


def test_json_lines_ask_the_same_as_columns(tmp_path):
    rows = [
        {"previous": CITY20, "current": CITY},
        {"previous": CITY, "current": DISTRICT, "relation": "lateral", "id": "mine"},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    columns = f"{CITY20}\t{CITY}\n{CITY}\t{DISTRICT}\tlateral\t\tmine\n"

    assert list(parse_pairs(text)) == list(parse_pairs(columns))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("only-one.txt", "names no two plans"),
        ("a\tb\tsideways", "Invalid enum value 'sideways'"),
        ('{"previous": "a", "current": "b", "color": "red"}', "unknown field `color`"),
        ('{"previous": ', "is no pair"),
        ("a\tb\t\t\t1\tmore", "has 6 columns"),
    ],
)
def test_a_line_that_is_no_pair_says_why(row, problem):
    (request,) = parse_pairs(row)
    assert problem in request.problem

    line = json.loads(next(answers([request], How(), line_json))[0])
    assert line["error"].startswith("line 1 of the pairs ")


def test_two_jobs_write_the_same_lines_in_the_same_order(tmp_path, capsys):
    path = written(tmp_path, PAIRS + f"{CITY20}\t{DISTRICT}\n" * 9)
    run(["compare", "--pairs", path, "-f", "jsonl"])
    one = capsys.readouterr().out

    assert run(["compare", "--pairs", path, "-f", "jsonl", "--jobs", "2"]) == 0
    assert capsys.readouterr().out == one


def test_a_process_that_dies_is_one_error_line():
    requests = [PairRequest("a", "b", line=number) for number in range(1, 21)]
    found = list(answers_of_workers(requests, How(), encode_or_die, 2))

    assert [json.loads(line)["pair"]["id"] for line, _ in found] == [str(n) for n in range(1, 21)]
    told = [json.loads(line)["error"] for line, _ in found]
    assert ["died (exit status 9)" in error for error in told] == [n == 3 for n in range(1, 21)]


def encode_or_die(line):
    if line.pair.id == "3" and "died" not in line.error:
        os._exit(9)
    return line_json(line)


def test_plans_are_dropped_when_they_are_not_in_use():
    comparer = PairComparer(How(max_plans_in_use=2))
    first = comparer.answer(PairRequest(CITY20, CITY, line=1))
    comparer.answer(PairRequest(CITY, DISTRICT, line=2))
    comparer.answer(PairRequest(CITY20, DISTRICT, line=3))

    assert list(comparer._plans) == [CITY20, DISTRICT]
    assert comparer.answer(PairRequest(CITY20, CITY, line=1)) == first


def test_what_is_done_is_skipped_and_what_failed_is_tried_again(tmp_path, capsys):
    path = written(tmp_path)
    run(["compare", "--pairs", path, "-f", "jsonl"])
    whole = capsys.readouterr().out.splitlines(keepends=True)
    done = written(tmp_path, "".join(whole[:2]) + whole[2][:40], "done.jsonl")

    assert run(["compare", "--pairs", path, "-f", "jsonl", "--skip-done", done]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines(keepends=True) == whole[1:]
    assert "last line is not whole" in shown.err


def test_nothing_left_to_do_is_no_error(tmp_path, capsys):
    path = written(tmp_path, f"{CITY20}\t{CITY}\n")
    run(["compare", "--pairs", path, "-f", "jsonl"])
    done = written(tmp_path, capsys.readouterr().out, "done.jsonl")

    assert run(["compare", "--pairs", path, "-f", "jsonl", "--skip-done", done]) == 0
    assert capsys.readouterr().out == ""


def test_the_status_is_2_only_where_no_pair_could_be_compared(tmp_path, capsys):
    assert run(["compare", "--pairs", written(tmp_path, "a\tb\nc\td\n"), "-f", "jsonl"]) == 2
    assert len(lines(capsys)) == 2


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-f", "json"],
        ["-f", "jsonl", CITY],
        ["-f", "jsonl", "--relation", "scope"],
        ["-f", "jsonl", "--fail-on", "new"],
    ],
)
def test_what_does_not_go_with_pairs_is_told(tmp_path, capsys, options):
    assert run(["compare", "--pairs", written(tmp_path), *options]) == 2
    assert "hint: policydiff compare --pairs" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_whole_lines(tmp_path, jobs):
    path = written(tmp_path, f"{CITY20}\t{CITY}\n" * 400)
    command = [sys.executable, "-m", "policydiff", "compare", "--pairs", path, "-f", "jsonl"]
    process = subprocess.Popen(
        [*command, "--jobs", jobs], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, told = process.communicate(timeout=60)

    assert process.returncode == 130, told
    whole = (first + rest).splitlines(keepends=True)
    assert 1 <= len(whole) < 400
    assert [json.loads(line)["pair"]["id"] for line in whole] == [
        str(number) for number in range(1, len(whole) + 1)
    ]
