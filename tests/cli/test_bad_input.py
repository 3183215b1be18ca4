"""Bad input: exit 2, one clear message, nothing on stdout, no file half written."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from policydiff.cli import run

ROOT = Path(__file__).parents[2]
YANGPU = "seeds/yangpu-2025.txt"


@pytest.fixture
def fails(capsys):
    """Run a command that must fail, and return its message."""

    def call(*arguments: str) -> str:
        assert run(arguments) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith("policydiff: error: ")
        assert shown.err.count("policydiff: error: ") == 1
        assert "Traceback" not in shown.err
        return shown.err

    return call


def test_a_missing_file(fails):
    assert "plans/none.txt: no such file" in fails("outline", "plans/none.txt")


def test_a_directory(fails):
    assert "seeds: is a directory" in fails("outline", "seeds")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(fails, tmp_path):
    secret = tmp_path / "plan.txt"
    secret.write_text("一、修渠。", encoding="utf-8")
    secret.chmod(0)

    assert "no permission" in fails("outline", str(secret))


def test_an_empty_file(fails, tmp_path):
    empty = tmp_path / "plan.txt"
    empty.touch()

    assert f"{empty}: the file is empty" in fails("outline", str(empty))


def test_a_binary_file(fails, tmp_path):
    picture = tmp_path / "plan.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)

    assert str(picture) in fails("outline", str(picture))


def test_no_numbered_items(fails, tmp_path):
    prose = tmp_path / "prose.txt"
    prose.write_text("今年修渠。\n明年修坝。\n", encoding="utf-8")

    message = fails("outline", str(prose))

    assert "no numbered items found; looked for 一、" in message
    assert "今年修渠。" in message


def test_a_plan_given_twice(fails, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_bytes((ROOT / YANGPU).read_bytes())

    assert f"{YANGPU}: the same plan given twice" in fails(
        "compare",
        YANGPU,
        YANGPU,
    )
    assert f"{YANGPU} and {copy}: the same plan" in fails("compare", YANGPU, str(copy))


def test_one_plan_only(fails):
    message = fails("compare", YANGPU)

    assert "1 plan given, two are needed" in message
    assert "hint: policydiff compare PREVIOUS CURRENT" in message


def test_no_plan_at_all(fails):
    assert "no plans named" in fails("compare")


def test_stdin_twice(fails):
    assert "stdin can be read once only" in fails("compare", "a=-", "b=-")


def test_an_unknown_id_is_answered_with_the_nearest(fails):
    message = fails("compare", "city-2021", YANGPU)

    assert "city-2021: no such file, and no such id in seeds/plans.toml" in message
    assert "hint: did you mean 'city-2020'?" in message


def test_an_unknown_command_and_option(fails):
    assert "did you mean 'compare'?" in fails("compara")
    assert "No such option" in fails("compare", "--formt", "json")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[theme]]\ncode = 'a'\nzh = '甲'\nterms = ['甲乙'\n", ":5:"),
        ("[[theme]]\ncode = 'a'\nzh = '甲'\nterm = ['甲乙']\n", ":4:"),
    ],
)
def test_a_codebook_with_a_mistake(fails, tmp_path, text, expected):
    book = tmp_path / "book.toml"
    book.write_text(text, encoding="utf-8")

    assert f"{book}{expected}" in fails("compare", "city-2024", YANGPU, "--codebook", str(book))
    assert f"{book}{expected}" in fails("themes", str(book))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[plan]]\nid = 'a'\npath = \n", ":3: not valid TOML"),
        ("[[plan]]\nid = 'a'\npath = 'a.txt'\n\n[[plan]]\npath = 'b.txt'\n", ":5: a plan needs"),
        ("[[plan]]\nid = 'a'\npath = 'a.txt'\nyaer = 2024\n", "did you mean 'year'?"),
        ("[[plan]]\nid = 'a'\npath = 'a.txt'\nyear = '2024'\n", ":1: year must be a number"),
        ("[[plan]]\nid = 'a'\npath = 'a.txt'\nlevel = 'town'\n", "known: national, provincial"),
        ("[[plan]]\nid = 'a'\npath = 'a.txt'\n" * 2, ":4: id 'a' is given twice"),
        ("plan = 'a'\n", "plan must be [[plan]] tables"),
    ],
)
def test_a_catalogue_with_a_mistake(fails, tmp_path, text, expected):
    catalogue = tmp_path / "plans.toml"
    catalogue.write_text(text, encoding="utf-8")

    assert expected in fails("outline", "a", "--catalogue", str(catalogue))


def test_a_catalogue_that_is_not_there(fails):
    assert "none.toml: no such catalogue" in fails("outline", "a", "--catalogue", "none.toml")


def test_a_file_that_is_not_the_one_catalogued(fails, tmp_path):
    (tmp_path / "a.txt").write_text("一、修渠。\n二、修坝。\n", encoding="utf-8")
    catalogue = tmp_path / "plans.toml"
    catalogue.write_text("[[plan]]\nid='a'\npath='a.txt'\nsha256='00'\n", encoding="utf-8")

    assert "not the file that" in fails("outline", "a", "--catalogue", str(catalogue))


def test_a_configuration_with_a_mistake(fails, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("policydiff.toml").write_text("lang = 'zh'\ncatalog = 'x'\n", encoding="utf-8")

    assert "policydiff.toml:2: unknown key 'catalog'" in fails("outline", "a")
    Path("policydiff.toml").write_text("field = 'health'\nlang = 'de'\n", encoding="utf-8")
    assert "policydiff.toml:2: no language 'de'" in fails("outline", "a")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.xyz", "no format of this command has the suffix '.xyz'"),
        ("nowhere/report.md", "no such directory"),
        ("folder.md", "not a regular file"),
        ("plan.txt", "is one of the inputs"),
    ],
)
def test_an_output_file_that_cannot_be(fails, tmp_path, name, expected):
    (tmp_path / "folder.md").mkdir()
    plan = tmp_path / "plan.txt"
    plan.write_bytes((ROOT / YANGPU).read_bytes())

    assert expected in fails("outline", str(plan), "-o", str(tmp_path / name))
    assert plan.read_bytes() == (ROOT / YANGPU).read_bytes()


def test_control_characters_in_a_file_name_are_shown(fails):
    message = fails("outline", "no\x1b[2Jfile\N{RIGHT-TO-LEFT OVERRIDE}.txt")

    assert "no\\x1b[2Jfile\\u202e.txt" in message


def test_a_defect_is_one_message_without_debug(fails, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("policydiff.cli.commands.reading.load_plans", broken)
    assert "internal error: RuntimeError: boom" in fails("outline", YANGPU)
    with pytest.raises(RuntimeError, match="boom"):
        run(["outline", YANGPU, "--debug"])


def test_no_file_is_left_where_writing_fails(fails, tmp_path, monkeypatch):
    first, second = tmp_path / "a.md", tmp_path / "b.json"
    first.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policydiff.cli.files.os.fsync", full)
    assert "No space left" in fails("outline", YANGPU, "-o", str(first), "-o", str(second))
    assert first.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [first]


def test_a_link_is_replaced_and_never_followed(tmp_path, capsys):
    precious, link = tmp_path / "precious", tmp_path / "report.md"
    precious.write_text("keep", encoding="utf-8")
    link.symlink_to(precious)

    assert run(["outline", YANGPU, "-o", str(link)]) == 0
    assert precious.read_text(encoding="utf-8") == "keep"
    assert not link.is_symlink()


def test_rights_of_a_replaced_file_are_kept(tmp_path):
    report = tmp_path / "report.md"
    report.write_text("old", encoding="utf-8")
    report.chmod(0o640)

    assert run(["outline", YANGPU, "-o", str(report)]) == 0
    assert stat.S_IMODE(report.stat().st_mode) == 0o640


def test_a_task_that_is_not_there(fails):
    message = fails("explain", "seeds/city-2024.txt", YANGPU, "二:99")
    assert "yangpu-2025: no task '99'" in message
    assert "its tasks are 1, 2," in message


def test_nothing_to_trace(fails):
    assert "nothing to trace" in fails("trace", " ", "seeds/city-2024.txt", YANGPU)


def test_an_interrupt_while_writing_leaves_nothing(tmp_path, monkeypatch, capsys):
    report = tmp_path / "report.md"
    report.write_text("old", encoding="utf-8")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("policydiff.cli.files.os.fsync", interrupt)
    assert run(["outline", YANGPU, "-o", str(report)]) == 130
    assert report.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [report]
    assert capsys.readouterr().out == ""


def test_a_full_disk_leaves_the_old_file(tmp_path):
    report = tmp_path / "result.json"
    report.write_text("old", encoding="utf-8")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))"
    call = "import sys; from policydiff.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", f"{limit}\n{call}", "outline", YANGPU, "-o", str(report)]

    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)

    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().startswith(f"policydiff: error: {report}: File too large")
    assert report.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [report]


@pytest.mark.parametrize("kind", ["fifo", "device"])
def test_no_pipe_and_no_device_is_waited_for(fails, tmp_path, kind):
    name = str(tmp_path / "pipe")
    if kind == "fifo":
        os.mkfifo(name)
    else:
        name = os.devnull
    assert "is a device or a pipe" in fails("outline", name)


def test_an_output_file_given_twice(fails, tmp_path):
    report = str(tmp_path / "report.md")
    assert f"{report}: given twice" in fails("outline", YANGPU, "-o", report, "-o", report)
    assert list(tmp_path.iterdir()) == []
