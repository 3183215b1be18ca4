"""Work grows with what is given, not with its square: calls counted, which no load changes."""

import pytest

from bench.growth import LINEAR, SUBJECTS, growth

AT_SIZE = ("plans in one compare",)
"""Subjects that must be as large: a plan is held against those of up to eight years before."""


@pytest.mark.parametrize("name", SUBJECTS)
def test_work_grows_linearly(name):
    subject = SUBJECTS[name]
    size = subject.size if name in AT_SIZE else subject.size // 4
    assert growth(subject._replace(size=size)).work <= LINEAR
