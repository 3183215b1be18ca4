"""Every JSON that a command writes satisfies the schema that `policydiff schema` prints."""

import json

import jsonschema
import pytest

from policydiff.cli import run
from policydiff.model import FORMAT_VERSION

CITY, DISTRICT = "seeds/city-2024.txt", "seeds/yangpu-2025.txt"
COMMANDS = {
    "compare": ["compare", CITY, DISTRICT],
    "outline": ["outline", DISTRICT],
    "clean": ["clean", DISTRICT],
    "explain": ["explain", CITY, DISTRICT, "2"],
    "trace": ["trace", "互联网医院", CITY, DISTRICT],
    "themes": ["themes"],
    "eval": ["eval", "tests/gold/links.json", "--plans", "seeds", "--curve"],
}


@pytest.fixture(scope="module")
def validator(tmp_path_factory):
    path = tmp_path_factory.mktemp("schema") / "schema.json"
    assert run(["schema", "-o", str(path)]) == 0
    schema = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_json_of_each_command_is_valid(command, validator, capsys):
    assert run([*COMMANDS[command], "-f", "json"]) == 0
    document = json.loads(capsys.readouterr().out)

    validator.validate(document)
    assert document["format_version"] == FORMAT_VERSION


@pytest.mark.parametrize("command", COMMANDS)
def test_a_document_without_one_of_its_keys_is_not(command, validator, capsys):
    run([*COMMANDS[command], "-f", "json"])
    document = json.loads(capsys.readouterr().out)

    for key in document:
        rest = {name: value for name, value in document.items() if name != key}
        assert not validator.is_valid(rest), key


def test_some_other_document_is_not(validator):
    assert not validator.is_valid({"format_version": FORMAT_VERSION, "plan": []})
    assert not validator.is_valid([])
