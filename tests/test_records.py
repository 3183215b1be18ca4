"""Records behave as the standard library's frozen, slotted dataclasses do."""

import copy
import dataclasses
import pickle

import pytest

from policydiff.model import Line, Repair
from policydiff.records import dataclass


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    text: str
    numbers: tuple[int, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Ours:
    text: str
    numbers: tuple[int, ...] = ()
    name: str | None = None


VALUES = [("a",), ("a", (1,)), ("b", (), "x"), ("", (2, 3), None)]


@pytest.mark.parametrize("values", VALUES)
def test_a_record_is_shown_and_taken_apart_like_a_dataclass(values):
    ours, standard = Ours(*values), Standard(*values)

    assert repr(ours) == repr(standard).replace("Standard", "Ours")
    assert dataclasses.asdict(ours) == dataclasses.asdict(standard)
    assert Ours.__match_args__ == Standard.__match_args__
    assert Ours.__slots__ == Standard.__slots__


@pytest.mark.parametrize("one", VALUES)
@pytest.mark.parametrize("other", VALUES)
def test_records_are_equal_where_all_their_fields_are(one, other):
    assert (Ours(*one) == Ours(*other)) is (Standard(*one) == Standard(*other))
    assert len({Ours(*one), Ours(*other)}) == len({Standard(*one), Standard(*other)})


def test_records_of_two_classes_are_never_equal():
    assert Ours("a") != Standard("a")
    assert Ours("a") != ("a", (), None)


def test_a_record_cannot_be_changed():
    record = Ours("a")

    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'text'"):
        record.text = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.more = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del record.text
    assert record == Ours("a")


def test_a_field_without_default_must_be_given():
    with pytest.raises(TypeError, match="text"):
        Ours()
    with pytest.raises(TypeError, match="more"):
        Ours("a", more=1)


def test_what_the_standard_library_does_with_dataclasses_works():
    repair = Repair("spacing", 1, " ", "")

    assert dataclasses.is_dataclass(repair)
    assert dataclasses.replace(repair, line=2) == Repair("spacing", 2, " ", "")
    assert copy.deepcopy(repair) == copy.copy(repair) == repair
    assert pickle.loads(pickle.dumps(repair)) == repair
    match Line(1, "一、"):
        case Line(number, text):
            assert (number, text) == (1, "一、")


def test_what_a_record_cannot_do_is_refused_when_its_class_is_made():
    with pytest.raises(TypeError, match=r"names: use dataclasses\.dataclass"):

        @dataclass(frozen=True, slots=True)
        class _Listed:
            names: list[str] = dataclasses.field(default_factory=list)

    with pytest.raises(TypeError, match=r"__post_init__: use dataclasses\.dataclass"):

        @dataclass(frozen=True, slots=True)
        class _Checked:
            name: str

            def __post_init__(self) -> None:
                raise AssertionError

    with pytest.raises(TypeError, match="frozen"):
        dataclass(frozen=False, slots=True)
