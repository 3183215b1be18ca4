"""What a worker may take is limited; what it answers comes back as it is."""

import pytest

from policydiff.limited import Limits, OverLimitError, run_worker

GENEROUS = Limits(20, 1_000_000_000)


def test_a_worker_answers():
    assert run_worker("tests.workers:answer", "修渠".encode(), GENEROUS, 0, 7) == ["修渠", 7]


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        (1, Limits(1, 1_000_000_000)),  # counts for ever
        (2, Limits(20, 200_000_000)),  # takes a gigabyte
        (3, GENEROUS),  # dies
        (4, GENEROUS),  # answers what is no JSON
    ],
)
def test_a_worker_that_goes_over_its_limits_or_dies_is_told(what, limits):
    with pytest.raises(OverLimitError):
        run_worker("tests.workers:answer", b"", limits, what, 0)


def test_a_worker_that_there_is_not():
    with pytest.raises(OverLimitError):
        run_worker("tests.no_such_worker:answer", b"", GENEROUS)
