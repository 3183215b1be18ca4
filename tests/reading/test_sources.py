"""Sources that cannot be read: one clear error each, with a hint."""

import errno
import os

import pytest

from policydiff.errors import ReadingError
from policydiff.pipeline import read_source
from policydiff.reading import explained
from policydiff.settings import ReadingSettings


def refused(path, settings=None, **keywords):
    with pytest.raises(ReadingError) as caught:
        read_source(str(path), settings or ReadingSettings(), **keywords)
    assert caught.value.hint
    return str(caught.value)


def test_a_missing_file(tmp_path):
    assert refused(tmp_path / "none.txt") == f"{tmp_path}/none.txt: no such file"


def test_a_path_through_a_file(tmp_path):
    (tmp_path / "a.txt").write_text("一、")

    assert "no such file" in refused(tmp_path / "a.txt" / "b.txt")


def test_a_directory(tmp_path):
    assert refused(tmp_path).endswith("is a directory")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert "is a device or a pipe" in refused(tmp_path / "pipe")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no devices on this system")  # noqa: PTH110
def test_a_device_is_refused():
    assert "is a device or a pipe" in refused("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_permission(tmp_path):
    (tmp_path / "a.txt").write_text("一、")
    (tmp_path / "a.txt").chmod(0)

    assert "no permission" in refused(tmp_path / "a.txt")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM])
def test_a_refusal_by_the_system_is_told_as_missing_permission(code):
    error = explained("a.txt", OSError(code, "refused"))

    assert (str(error), error.hint) == (
        "a.txt: no permission to read it",
        "check the file's rights",
    )


def test_a_name_with_a_nul():
    assert "not a file name" in refused("a\0b")


def test_a_name_too_long():
    assert "cannot be read" in refused("a" * 5000)


def test_an_empty_file(tmp_path):
    (tmp_path / "a.txt").touch()

    assert refused(tmp_path / "a.txt").endswith("the file is empty")


@pytest.mark.parametrize("content", [b"\n \n\t\n", "\u3000\n\u00a0".encode(), b"\xef\xbb\xbf"])
def test_a_blank_file(content):
    assert refused("-", data=content).endswith("the file is blank")


def test_a_file_over_the_limit_names_the_limit(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"1" * 1001)

    message = refused(tmp_path / "a.txt", ReadingSettings(max_bytes=1000))

    assert message.endswith("larger than the limit of 1,000 bytes")


def test_piped_data_over_the_limit_is_refused_too():
    assert "1,000 bytes" in refused("-", ReadingSettings(max_bytes=1000), data=b"1" * 1001)


def test_a_file_at_the_limit_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"1" * 1000)

    assert read_source(str(tmp_path / "a.txt"), ReadingSettings(max_bytes=1000)).lines
