"""Agreement of two coders: held against figures worked out by hand."""

import math

import pytest

from policydiff.reviewing import Decision, Verdict
from policydiff.reviewing.agreement import agreement, cohen_kappa, merged
from tests.reviewing.test_spoilt_files import decision


def judged(*counts: tuple[str, str, int]) -> list[tuple[str, str]]:
    return [(one, other) for one, other, count in counts for _ in range(count)]


def test_two_answers_as_worked_out_by_hand():
    """50 items: both yes 20, both no 15, 5 and 10 apart; p = .7, e = .5·.6 + .5·.4 = .5."""
    pairs = judged(
        ("full", "full", 20), ("full", "none", 5), ("none", "full", 10), ("none", "none", 15)
    )

    kappa = cohen_kappa(pairs)

    error = math.sqrt(0.7 * 0.3 / (50 * 0.5**2))
    assert kappa.value == pytest.approx(0.4)
    assert error == pytest.approx(0.1296, abs=1e-4)
    assert kappa.low == pytest.approx(0.4 - 1.96 * error, abs=1e-4)
    assert kappa.high == pytest.approx(0.4 + 1.96 * error, abs=1e-4)


def test_three_answers_as_worked_out_by_hand():
    """20 items on the diagonal 9, 4, 3 of rows 10, 5, 5 and columns 11, 5, 4.

    p = 16/20 = .8; e = (10·11 + 5·5 + 5·4)/400 = .3875; κ = .4125/.6125.
    """
    pairs = judged(
        ("full", "full", 9), ("full", "partial", 1),
        ("partial", "partial", 4), ("partial", "none", 1),
        ("none", "none", 3), ("none", "full", 2),
    )  # fmt: skip

    assert cohen_kappa(pairs).value == pytest.approx(0.4125 / 0.6125, abs=1e-4)


def test_chance_alone_is_nothing_and_less_than_chance_is_below_it():
    even = judged(
        ("full", "full", 5), ("full", "none", 5), ("none", "full", 5), ("none", "none", 5)
    )
    never = judged(("full", "none", 5), ("none", "full", 5))

    assert cohen_kappa(even).value == 0.0
    assert cohen_kappa(never).value == -1.0
    assert cohen_kappa([]).value is None
    assert cohen_kappa(judged(("full", "full", 9))).value is None


def test_the_interval_ends_where_kappa_does():
    most = cohen_kappa(judged(("full", "full", 20), ("none", "none", 20), ("full", "none", 1)))
    least = cohen_kappa(judged(("full", "none", 20), ("none", "full", 20), ("full", "full", 1)))

    assert 0 < most.low < most.value < 1 == most.high
    assert -1 == least.low < least.value < least.high < 0


def by(coder: str, *verdicts: Verdict) -> list[Decision]:
    return [
        decision(f"{task}", by=coder)._replace(verdict=verdict)
        for task, verdict in enumerate(verdicts, 1)
    ]


def test_what_only_one_coder_decided_is_left_out_and_counted():
    one = by("甲", Verdict.FULL, Verdict.NONE, Verdict.PARTIAL)
    other = by("乙", Verdict.FULL, Verdict.FULL)

    found = agreement(one, other)

    assert (found.both, found.agreed, found.only_one, found.only_other) == (2, 1, 1, 0)
    assert found.share == 0.5
    ((mine, theirs),) = found.disagreements
    assert (mine.verdict, theirs.verdict) == (Verdict.NONE, Verdict.FULL)


def test_a_merged_file_holds_both_and_marks_what_contradicts():
    one, other = by("甲", Verdict.FULL, Verdict.NONE), by("乙", Verdict.FULL, Verdict.FULL)

    file = merged(one, other)

    assert len(file.decisions) == 4
    assert sorted(comment.text for comment in file.comments) == [
        "# conflict: 乙 says full",
        "# conflict: 甲 says none",
    ]
