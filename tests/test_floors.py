"""No figure of quality falls below its floor, and no floor is lowered silently."""

import pytest

from tests import floors, update_floors

FIGURES = {"mean": {"f1": 0.8587, "recall": 1.0}, "tasks": {"exact": 97}}


@pytest.fixture(scope="module")
def figures():
    return floors.measure()


def test_every_figure_reaches_its_floor(figures):
    least, _ = floors.read_floors(floors.FLOORS.read_text(encoding="utf-8"))

    assert not [str(short) for short in floors.shortfalls(figures, least)]
    assert {part: set(own) for part, own in figures.items()} == {
        part: set(own) for part, own in least.items()
    }


def test_a_figure_below_its_floor_is_named():
    short = floors.shortfalls(FIGURES, {"mean": {"f1": 0.86}, "themes": {"f1": 0.1}})

    assert [str(item) for item in short] == [
        "mean.f1: 0.8587, floor 0.86",
        "themes.f1: 0.0000, floor 0.1",
    ]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "floors.toml"


def update(path, *arguments):
    return update_floors.main(arguments, path, lambda: FIGURES)


def written(path):
    return floors.read_floors(path.read_text(encoding="utf-8"))


def test_floors_are_raised_to_just_below_the_figures(path):
    path.write_text('["mean"]\nf1 = 0.5\nrecall = 1\n', encoding="utf-8")

    assert update(path) == 0
    assert written(path) == ({"mean": {"f1": 0.853, "recall": 1}, "tasks": {"exact": 97}}, [])
    before = path.read_text(encoding="utf-8")
    assert update(path) == 0
    assert path.read_text(encoding="utf-8") == before


def test_a_floor_is_not_lowered(path, capsys):
    text = '["mean"]\nf1 = 0.9\nrecall = 0.5\n'
    path.write_text(text, encoding="utf-8")

    assert update(path) == 1
    assert path.read_text(encoding="utf-8") == text
    assert "mean.f1: 0.8587, floor 0.9: not lowered" in capsys.readouterr().err


def test_a_floor_is_lowered_with_a_reason_that_is_kept(path):
    path.write_text('["mean"]\nf1 = 0.9\n', encoding="utf-8")

    assert update(path, "--allow-lower", "mean.f1", "--why", "“x” 更好") == 0
    least, record = written(path)
    assert least["mean"]["f1"] == 0.853
    assert record == [floors.Lowered("mean.f1", 0.9, 0.853, "“x” 更好")]


@pytest.mark.parametrize(
    "arguments", [["--allow-lower", "mean.f1"], ["--allow-lower", "mean.x", "--why", "because"]]
)
def test_a_reason_and_a_true_name_are_needed(path, arguments):
    path.write_text('["mean"]\nf1 = 0.9\n', encoding="utf-8")

    with pytest.raises(SystemExit) as caught:
        update(path, *arguments)
    assert caught.value.code
