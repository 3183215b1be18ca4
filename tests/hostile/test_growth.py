"""Work grows with what is given, not with its square: calls counted, which no load changes."""

import pytest

from bench.growth import LINEAR, SUBJECTS, growth


@pytest.mark.parametrize("name", SUBJECTS)
def test_work_grows_linearly(name):
    subject = SUBJECTS[name]
    assert growth(subject._replace(size=subject.size // 4)).work <= LINEAR
