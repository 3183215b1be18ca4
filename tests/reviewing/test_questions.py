"""What a review asks: which keys answer it, what a key decides, what another answer settles."""

import pytest

from policydiff.cli.questions import LoneQuestion, PairQuestion, link_questions, theme_questions
from policydiff.cli.session import Session
from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from policydiff.pipeline.ask import explain_tasks, review, review_themes
from policydiff.pipeline.compare import Choices
from policydiff.report import Lang
from policydiff.reviewing import Decision, Verdict
from policydiff.writers.formats import TABLE, Look, document_text
from tests.reviewing.conftest import NEW, OLD


@pytest.fixture(scope="module")
def plans():
    return tuple(
        parse_plan(read_source(name, data=text.encode()))
        for name, text in (("old.txt", OLD), ("new.txt", NEW))
    )


@pytest.fixture(scope="module")
def questions(plans):
    found = review(*plans)

    def explained(item):
        return explain_tasks(*plans, item.previous, item.current)

    return link_questions(found, found.items, explained, Lang.ZH)


@pytest.fixture(scope="module")
def themes(plans):
    found = review_themes(*plans, Choices(field="agriculture"))
    return theme_questions(found, found.items, Lang.ZH)


def pair_of(said: Decision) -> tuple[str, str]:
    sides = [side.task if side else "" for side in (said.previous, said.current)]
    return sides[0], sides[1]


def question(questions, previous: str, current: str):
    (found,) = [x for x in questions if x.item[:2] == (previous, current)]
    return found


@pytest.mark.parametrize(
    ("key", "pair", "verdict"),
    [
        ("f", ("1", "2"), Verdict.FULL),
        ("p", ("1", "2"), Verdict.PARTIAL),
        ("n", ("1", "2"), Verdict.NONE),
        ("1", ("1", ""), Verdict.NONE),
        ("2", ("", "2"), Verdict.NONE),
    ],
)
def test_a_key_decides_on_the_pair_or_on_one_of_its_tasks_alone(questions, key, pair, verdict):
    said = question(questions, "1", "2").answer(key)

    assert (pair_of(said), said.verdict) == (pair, verdict)


def test_a_key_that_answers_nothing_decides_nothing(questions):
    assert question(questions, "1", "2").answer("x") is None
    assert question(questions, "4", "").answer("f") is None


def test_what_was_said_of_a_task_alone_settles_its_other_pairs(questions):
    lone = question(questions, "1", "2").answer("1")

    settled = {x.item[:2] for x in questions if x.is_settled_by(lone)}

    assert settled == {
        x.item[:2] for x in questions if isinstance(x, PairQuestion) and x.item.previous == "1"
    }


def test_a_task_without_counterpart_is_confirmed_or_linked_to_one_that_comes_near(questions):
    asked = question(questions, "4", "")
    assert isinstance(asked, LoneQuestion)

    assert pair_of(asked.answer("n")) == ("4", "")
    if asked.near:
        said = asked.answer("1")
        assert (pair_of(said), said.verdict) == (("4", asked.near[0][0].id), Verdict.PARTIAL)
        assert asked.is_settled_by(said)
    assert asked.answer("9") is None


def test_a_question_fits_a_screen_and_its_details_do_not_have_to(questions):
    asked = question(questions, "1", "2")
    look = Look(width=80, lang=Lang.ZH)

    short = document_text(asked.document(), TABLE, look).splitlines()
    long = document_text(asked.details(), TABLE, look).splitlines()

    assert len(short) <= 32
    assert len(long) > len(short)
    assert "大坝" in "".join(short)


def test_a_theme_is_chosen_by_its_number_or_its_code(themes, monkeypatch, capsys):
    asked = next(x for x in themes if len(x.item.candidates) > 0)

    assert asked.answer("1").theme == f"agriculture/{asked.item.candidates[0].code}"
    monkeypatch.setattr("click.prompt", lambda *_, **__: "watre")
    assert asked.answer("t") is None
    assert "did you mean 'water'" in capsys.readouterr().out
    monkeypatch.setattr("click.prompt", lambda *_, **__: "water")
    assert asked.answer("t").theme == "agriculture/water"


@pytest.fixture
def walk(questions, monkeypatch):
    """Answer with keys; return what was on disk in the end."""

    def walk(keys: str) -> list[Decision]:
        disk: list[Decision] = []
        pressed = iter(keys)
        monkeypatch.setattr("click.getchar", lambda: next(pressed))
        Session(
            questions,
            Look(width=80, lang=Lang.ZH),
            "李",
            "2026-11-28",
            disk.extend,
            lambda said: [disk.remove(x) for x in said],
        ).run()
        return disk

    return walk


def test_what_is_settled_is_not_asked_and_left_out_of_what_is_left(walk, questions, capsys):
    first = questions[0].item

    (said,) = walk("1q")

    shown = capsys.readouterr().out
    assert pair_of(said) == (first.previous, "")
    settled = sum(x.is_settled_by(said) for x in questions)
    assert f"1 decided 已审 · {len(questions) - settled} left 未审" in shown
    heads = [line for line in shown.splitlines() if line.startswith("[")]
    assert not heads[1].split("] ")[1].startswith(f"{first.previous} →")


def test_back_goes_over_what_is_settled_and_an_answer_can_be_changed(walk, questions):
    assert [said.verdict for said in walk("nbfq")] == [Verdict.FULL]
    assert [pair_of(said) for said in walk("1bq")] == [(questions[0].item.previous, "")]
    assert walk("1uq") == []
    assert walk("bbq") == []


def test_a_walk_without_an_end_key_ends_with_the_questions(walk, questions):
    assert len(walk("s" * len(questions))) == 0
