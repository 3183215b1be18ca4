from policydiff.errors import PolicyDiffError, ReadingError


def test_every_error_is_a_policydiff_error_with_a_hint():
    error = ReadingError("a.txt: no such file", hint="check the path")

    assert isinstance(error, PolicyDiffError)
    assert error.hint == "check the path"
