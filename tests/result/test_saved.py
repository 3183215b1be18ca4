import json

import pytest

from policydiff.errors import ReadingError
from policydiff.result import Outline, document_json, read_result


@pytest.fixture
def document(small_report):
    return json.loads(document_json(small_report))


def test_a_result_comes_back_as_it_was(small_report, hostile_report):
    for report in (small_report, hostile_report):
        assert read_result(document_json(report)) == report


def test_an_outline_is_a_result_without_comparisons(small_report):
    report = read_result(document_json(Outline(plans=small_report.plans)))

    assert report.plans == small_report.plans
    assert report.comparisons == ()


def test_a_newer_minor_version_is_read(document, small_report):
    document["format_version"] = "1.7"
    document["plans"][0]["added_later"] = {"a": 1}

    assert read_result(json.dumps(document)) == small_report


@pytest.mark.parametrize("version", ["2.0", "0.9", "11.0", "", None, 1])
def test_another_major_version_is_refused(document, version):
    document["format_version"] = version

    with pytest.raises(ReadingError, match=r"format"):
        read_result(json.dumps(document))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "1",
        '"x"',
        "null",
        '{"format_version": "1.0"}',
        "[" * 100_000,
        "NaN",
        "1" * 9999,
    ],
)
def test_what_is_no_result_is_refused(text):
    with pytest.raises(ReadingError) as error:
        read_result(text)
    assert error.value.hint


def _set(document, path, value):
    *parents, last = path
    for key in parents:
        document = document[key]
    document[last] = value


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("plans", 0, "tasks", 1, "title"), 5, "plans[0].tasks[1].title: expected str, got int"),
        (("plans", 0, "level"), "galactic", "plans[0].level: invalid enum value 'galactic'"),
        (("plans", 0, "tasks"), {}, "plans[0].tasks: expected array, got object"),
        (("plans", 0, "source"), [], "plans[0].source: expected object, got array"),
        (("plans", 0, "year"), True, "plans[0].year: expected int | null, got bool"),
        (("comparisons", 0, "links", 0, "score"), "1", "links[0].score: expected float, got str"),
        (("comparisons", 0, "links", 0, "score"), 10**400, "comparisons[0].links[0].score: "),
        (("comparisons", 0, "previous"), "nowhere", "plan 'nowhere' is not in the result"),
        (("comparisons", 0, "groups", 0, "current"), ["99"], "task '99' is not in plan"),
        (("comparisons", 0, "unlinked", 0, "task"), "99", "task '99' is not in plan"),
        (("comparisons", 0, "uncertain", 0, "current"), "99", "task '99' is not in plan"),
        (("comparisons", 0, "themes", 0, "previous", "tasks"), ["99"], "task '99' is not in plan"),
        (("trajectories", 0, "stops", 0, "plan"), "x", "plan 'x' is not in the result"),
        (("trajectories", 0, "stops", 0, "partial"), ["99"], "stops[0]: task '99' is not in plan"),
        (("comparisons", 0, "themes", 1, "current", "tasks"), ["99"], "task '99' is not in plan"),
        (("comparisons", 0, "targets", 0, "current_task"), "99", "task '99' is not in plan"),
        (("comparisons", 0, "targets", 0, "previous_task"), "99", "task '99' is not in plan"),
        (("comparisons", 0, "unlinked", 0, "nearest", 0, "task"), "99", "task '99' is not in plan"),
    ],
)
def test_a_mistake_is_named_with_its_place(document, path, value, where):
    _set(document, path, value)

    with pytest.raises(ReadingError) as error:
        read_result(json.dumps(document))
    assert where in str(error.value)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1e999", ": expected float <="),
        ("-1e999", ": expected float >="),
        ("NaN", ": expected float, got NaN or Infinity"),
        ("9" * 400, ": number out of range"),
        ("9" * 5_000, "not JSON: Exceeds the limit"),
    ],
    ids=["infinite", "below", "nan", "digits", "thousands"],
)
@pytest.mark.parametrize("place", [("score",), ("reasons", 0, "value")])
def test_a_number_that_no_computer_holds_is_refused(document, place, number, said):
    _set(document, ("comparisons", 0, "links", 0, *place), "NUMBER")

    with pytest.raises(ReadingError) as error:
        read_result(json.dumps(document).replace('"NUMBER"', number))
    assert said in str(error.value)


def test_what_is_nearest_to_a_task_stands_in_the_other_plan(document):
    """city-2024 has five tasks, district-2025 two."""
    alone = document["comparisons"][1]["unlinked"]
    assert (alone[0]["side"], alone[-1]["side"]) == ("previous", "current")
    alone[-1]["nearest"] = [{"task": "5", "score": 0.1}]
    assert read_result(json.dumps(document)).comparisons[1].unlinked[-1].nearest[0].task == "5"

    alone[0]["nearest"] = [{"task": "5", "score": 0.1}]
    with pytest.raises(ReadingError, match=r"task '5' is not in plan 'district-2025'"):
        read_result(json.dumps(document))


def test_a_missing_key_is_named_with_its_place(document):
    del document["plans"][2]["tasks"][0]["number"]

    with pytest.raises(ReadingError, match=r"plans\[2\]\.tasks\[0\]\.number: missing"):
        read_result(json.dumps(document))
