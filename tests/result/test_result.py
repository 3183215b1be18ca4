import copy
import json

import jsonschema
import pytest

from policydiff import __version__
from policydiff.result import Outline, document_json, result_schema


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(result_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def document(small_report):
    return json.loads(document_json(small_report))


def test_result_is_as_accepted(small_report, matches_golden):
    output = document_json(small_report).replace(__version__, "VERSION")

    matches_golden("result/result.json", output)


def test_outline_is_as_accepted(small_report, matches_golden):
    output = document_json(Outline(plans=small_report.plans[:1])).replace(__version__, "VERSION")

    matches_golden("result/outline.json", output)


def test_documents_satisfy_the_schema(validator, small_report, hostile_report):
    for report in (small_report, hostile_report):
        validator.validate(json.loads(document_json(report)))
        validator.validate(json.loads(document_json(Outline(plans=report.plans))))


def _holders(value):
    """Yield every object of a document, whatever its depth."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _holders(item)
    elif isinstance(value, list):
        for item in value:
            yield from _holders(item)


def test_the_schema_fails_when_a_key_is_missing(validator, document):
    kinds = {frozenset(holder): index for index, holder in enumerate(_holders(document))}
    missed = set()
    for keys, index in kinds.items():
        for key in keys:
            broken = copy.deepcopy(document)
            del list(_holders(broken))[index][key]
            if validator.is_valid(broken):
                missed.add(key)
    assert missed == {"matching.threshold", "codebook"}  # settings come and go


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

    assert first["summary"]["previous"] == {"tasks": 5, "continued": 3, "dropped": 2, "open": 2}
    assert first["summary"]["current"] == {"tasks": 5, "continued": 4, "new": 1, "open": 0}
    assert second["summary"]["links"] == {"full": 1, "partial": 0, "uncertain": 0}


def test_hostile_values_come_back_as_they_were(hostile_report):
    document = json.loads(document_json(hostile_report))
    tasks = document["plans"][0]["tasks"]

    assert [task["title"] for task in tasks] == [t.title for t in hostile_report.plans[0].tasks]
