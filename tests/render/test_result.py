import copy
import json

import jsonschema
import pytest

from policydiff import __version__
from policydiff.result.write import outline_json, result_json, result_schema


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(result_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def document(small_report):
    return json.loads(result_json(small_report))


def test_result_is_as_accepted(small_report, matches_golden):
    output = result_json(small_report).replace(__version__, "VERSION")

    matches_golden("render/result.json", output)


def test_outline_is_as_accepted(small_report, matches_golden):
    output = outline_json(small_report.plans[:1]).replace(__version__, "VERSION")

    matches_golden("render/outline.json", output)


def test_documents_satisfy_the_schema(validator, small_report, hostile_report):
    for report in (small_report, hostile_report):
        validator.validate(json.loads(result_json(report)))
        validator.validate(json.loads(outline_json(report.plans)))


def _holders(value):
    """Yield every object of a document, whatever its depth."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _holders(item)
    elif isinstance(value, list):
        for item in value:
            yield from _holders(item)


OPTIONAL = {"rank", "measure", "notes", "text", "confidence", "runner_up", "format", "uncertain"}
OPTIONAL |= {"evidence", "column", "places", "reason", "previous_task", "current_task", "matrix"}
OPTIONAL |= {"partial", "against", "relation", "gap", "carried", "survivals", "phrases", "name_en"}
OPTIONAL |= {"primary"}


def test_the_schema_fails_when_a_key_is_missing(validator, document):
    document["parameters"] = {}
    kinds = {frozenset(holder): index for index, holder in enumerate(_holders(document))}
    missed = set()
    for keys, index in kinds.items():
        for key in keys:
            broken = copy.deepcopy(document)
            del list(_holders(broken))[index][key]
            if validator.is_valid(broken):
                missed.add(key)
    assert missed == OPTIONAL


def test_the_schema_lets_keys_be_added(validator, document):
    for holder in list(_holders(document)):
        holder["added_later"] = 1

    validator.validate(document)


def test_whole_numbers_have_no_point(document):
    target = document["plans"][0]["tasks"][2]["targets"][0]

    assert target["value"] == 30
    assert isinstance(target["value"], int)


def test_counts_add_up_to_the_tasks(document):
    first, second = document["comparisons"]

    assert first["summary"]["tasks"] == {"new": 1, "continued": 4, "dropped": 2}
    assert second["summary"]["links"] == {"full": 1, "partial": 0}


def test_hostile_values_come_back_as_they_were(hostile_report):
    document = json.loads(result_json(hostile_report))
    tasks = document["plans"][0]["tasks"]

    assert [task["title"] for task in tasks] == [t.title for t in hostile_report.plans[0].tasks]
