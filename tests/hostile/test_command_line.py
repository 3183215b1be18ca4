"""The command line under attack: full disks, closed streams, hostile names, lost inputs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from policydiff.cli import run
from policydiff.cli.files import Output, write_all
from policydiff.reviewing.row import COLUMNS
from policydiff.writers.inert import markdown, quiet
from tests.hostile.work import LINEAR, calls, growth

ROOT = Path(__file__).parents[2]
YANGPU = "seeds/yangpu-2025.txt"
CITY = "seeds/city-2024.txt"


def shell(command, **environment):
    """Run a line of bash in which $P is the program."""
    program = f"{sys.executable} -m policydiff"
    return subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "P": program, **environment},
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "command", [f"outline {YANGPU} -f json", f"clean {YANGPU}", "schema", "--version"]
)
def test_a_full_disk_behind_stdout_is_an_error(command, unbuffered):
    done = shell(f"$P {command} >/dev/full", PYTHONUNBUFFERED=unbuffered)

    assert done.returncode == 2
    assert done.stderr.decode().startswith("policydiff: error: ")
    assert done.stderr.count(b"\n") == 1


def test_an_output_that_is_cut_short_is_an_error(tmp_path):
    limited = f"ulimit -f 4; trap '' XFSZ; $P outline {YANGPU} -f json > {tmp_path}/out"
    done = shell(limited, PYTHONUNBUFFERED="1")

    assert done.returncode == 2
    assert b"File too large" in done.stderr


@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        (f"$P outline {YANGPU} >&-", 2, b"Bad file descriptor"),
        ("$P --version >&-", 2, b"Bad file descriptor"),
        ("$P --version <&- >&- 2>&-", 2, b""),
        ("$P outline - <&-", 2, b"stdin is closed"),
        ("$P render - <&-", 2, b"stdin is closed"),
        (f"$P outline {YANGPU} 2>&-", 0, b""),
        ("$P outline missing.txt 2>&-", 2, b""),
        (f"$P outline {YANGPU} <&- >&- 2>&-", 2, b""),
    ],
)
def test_closed_streams(command, status, told):
    done = shell(command)

    assert done.returncode == status
    assert told in done.stderr
    assert b"internal error" not in done.stderr


@pytest.mark.parametrize("command", ["outline -", "clean -", f"compare {CITY} -"])
def test_an_endless_stdin_is_read_up_to_the_limit(command):
    done = shell(f"ulimit -v 2000000; $P {command} </dev/zero")

    assert done.returncode == 2
    assert b"larger than the limit of 50,000,000 bytes" in done.stderr


def test_a_file_is_written_where_stdout_is_closed(tmp_path):
    report = tmp_path / "a.json"

    assert shell(f"$P outline {YANGPU} -o {report} <&- >&- 2>&-").returncode == 0
    assert report.read_text(encoding="utf-8").endswith("}\n")


@pytest.mark.parametrize("name", ["a\n::error::b", "a\n  ::error::b.txt", "x\r\n::warning::y"])
@pytest.mark.parametrize("command", [["outline"], ["compare", YANGPU], ["render"], ["clean"]])
def test_a_message_is_one_line_whatever_is_in_it(capsys, command, name):
    assert run([*command, name]) == 2
    shown = capsys.readouterr().err

    assert shown.startswith("policydiff: error: ")
    assert not any(line.lstrip().startswith("::") for line in shown.split("\n"))
    assert not any(line and line[0] != " " for line in shown.split("\n")[1:])


@pytest.mark.parametrize("arguments", [["outline", "-f", "a\n::error::b"], ["x\n::error::b"]])
def test_a_usage_error_is_one_line_too(capsys, arguments):
    assert run(arguments) == 2
    assert "\n::" not in capsys.readouterr().err


HOSTILE = (
    "某市2024年工作要点\n1.推进社区建设。\n::error::建设学校。\n ::add-mask::x##[error]y\n2.好。\n"
)


@pytest.mark.parametrize("command", [["clean"], ["outline"], ["clean", "--explain"]])
def test_no_line_of_a_plan_is_a_command_to_a_build_service(tmp_path, capsys, command):
    plan = tmp_path / "::error::a.txt"
    plan.write_text(HOSTILE, encoding="utf-8")

    assert run([*command, f"::set-output::a={plan}"]) == 0
    shown = capsys.readouterr().out
    assert "社区" in shown or "--explain" in command
    assert not any(line.lstrip().startswith("::") for line in shown.split("\n"))
    assert "##[" not in shown


def test_a_table_of_plans_with_hostile_ids(tmp_path, capsys):
    for form in ("table", "markdown", "csv"):
        assert run(["compare", "-f", form, f"::error::a={CITY}", f"::error::b={YANGPU}"]) == 0
        shown = capsys.readouterr().out
        assert not any(line.lstrip().startswith("::") for line in shown.split("\n")), form


def test_ordinary_colons_stay():
    assert quiet("一::二\n## 三\na: ::b") == "一::二\n## 三\na: ::b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("见www.163.com和WWW.1.cn", "见www\\.163\\.com和WWW\\.1\\.cn"),
        ("www.例子.中国", "www\\.例子.中国"),
        ("кто.рф", "кто\\.рф"),
        ("1.推进3.5万", "1.推进3.5万"),
        ("GH-12", "GH-<!-- -->12"),
        ("bGH-12 GH-a", "bGH-12 GH-a"),
        (":+1: :100:", ":<!-- -->+1: :<!-- -->100:"),
        ("9:30:00至:12:", "9:30:00至:12:"),
    ],
)
def test_what_github_would_link_or_draw(text, shown):
    assert markdown(text) == shown
    tokens = MarkdownIt("gfm-like").parse(markdown(text))
    assert not any(inner.type == "link_open" for token in tokens for inner in token.children or ())


@pytest.mark.parametrize("text", ["登录中.com平台", "a.com", "é.com", "１.com", "_.com"])
def test_a_bare_domain_is_no_link(text):
    tokens = MarkdownIt("gfm-like").parse(markdown(text))

    assert "\\.com" in markdown(text)
    assert not any(inner.type == "link_open" for token in tokens for inner in token.children or ())


def refused(capsys, *arguments):
    assert run(arguments) == 2
    message = capsys.readouterr().err
    assert "internal error" not in message
    return message


@pytest.mark.parametrize("option", ["--codebook", "--thesaurus", "--catalogue"])
def test_no_output_takes_the_place_of_a_file_that_is_read(tmp_path, capsys, option):
    read = tmp_path / "words.json"
    read.write_text("keep", encoding="utf-8")
    other = tmp_path / "linked.json"
    os.link(read, other)

    for output in (str(read), f"{tmp_path}/./words.json", str(other)):
        message = refused(capsys, "compare", CITY, YANGPU, option, str(read), "-o", output)
        assert "is one of the inputs" in message
    assert read.read_text(encoding="utf-8") == "keep"


@pytest.mark.parametrize("command", ["outline", "clean", "compare"])
def test_no_output_takes_the_place_of_a_plan_called_by_its_id(
    tmp_path, capsys, monkeypatch, command
):
    monkeypatch.chdir(tmp_path)
    plan = Path("plan.json")
    text = (ROOT / YANGPU).read_bytes()
    plan.write_bytes(text)
    Path("plans.toml").write_text("[[plan]]\nid = 'a'\npath = 'plan.json'\n", encoding="utf-8")
    Path("policydiff.toml").write_text("catalogue = 'plans.toml'\n", encoding="utf-8")
    plans = ["a", str(ROOT / CITY)] if command == "compare" else ["a"]

    assert "is one of the inputs" in refused(capsys, command, *plans, "-o", "plan.json")
    assert plan.read_bytes() == text


def test_one_file_under_two_names_is_given_twice(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").symlink_to(tmp_path)
    for other in ("./x.md", "in/x.md", f"{tmp_path}/x.md"):
        message = refused(capsys, "outline", str(ROOT / YANGPU), "-o", "x.md", "-o", other)
        assert "given twice" in message
    assert not Path("x.md").exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [("A.md", "a.md"), ("é.md", "e\N{COMBINING ACUTE ACCENT}.md"), ("ß.md", "SS.md")],
)
def test_names_that_are_one_file_on_some_systems_are_given_twice(
    tmp_path, capsys, monkeypatch, one, other
):
    monkeypatch.chdir(tmp_path)

    message = refused(capsys, "outline", str(ROOT / YANGPU), "-o", one, "-o", other)
    assert "given twice" in message
    assert list(tmp_path.iterdir()) == []


def test_one_name_in_two_folders_is_two_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("b").mkdir()

    assert run(["outline", str(ROOT / YANGPU), "-o", "a.md", "-o", "b/A.md"]) == 0
    assert Path("a.md").read_bytes() == Path("b/A.md").read_bytes()


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "loop"])
@pytest.mark.parametrize("linked", [False, True])
def test_no_output_takes_the_place_of_what_is_no_file(tmp_path, capsys, kind, linked):
    output = tmp_path / "a.md"
    place = tmp_path / "behind" if linked else output
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/dev/full" if kind == "device" else place.name)
    if linked:
        output.symlink_to(place)
    before = place.lstat().st_ino

    message = refused(capsys, "outline", YANGPU, "-o", str(output))
    assert "not a regular file" in message or "cannot be written" in message
    assert place.lstat().st_ino == before
    assert output.is_symlink() == (linked or kind in ("device", "loop"))


def test_a_link_to_a_file_is_replaced_and_the_file_stays(tmp_path):
    kept = tmp_path / "kept.md"
    kept.write_text("kept", encoding="utf-8")
    (tmp_path / "a.md").symlink_to(kept)
    (tmp_path / "b.md").symlink_to("nowhere")
    os.link(kept, tmp_path / "c.md")
    (tmp_path / "in").symlink_to(tmp_path)
    names = ("a.md", "b.md", "c.md", "in/d.md")

    assert (
        run(["outline", YANGPU, *(x for name in names for x in ("-o", f"{tmp_path}/{name}"))]) == 0
    )
    assert kept.read_text(encoding="utf-8") == "kept"
    assert len({(tmp_path / name).read_bytes() for name in names}) == 1


@pytest.mark.parametrize("command", [["outline", YANGPU], ["compare", CITY, YANGPU]])
@pytest.mark.parametrize("kind", ["hard link", "link", "folder link"])
def test_no_output_takes_the_place_of_an_input_by_a_link(tmp_path, capsys, command, kind):
    plan = tmp_path / "plan.md"
    content = Path(command[-1]).read_bytes()
    plan.write_bytes(content)
    output = tmp_path / "out.md"
    if kind == "folder link":
        (tmp_path / "in").symlink_to(tmp_path)
        output = tmp_path / "in" / "plan.md"
    else:
        (os.link if kind == "hard link" else os.symlink)(plan, output)

    message = refused(
        capsys, *command[:-1], str(plan), "-o", f"{tmp_path}/new.json", "-o", str(output)
    )
    assert "is one of the inputs" in message
    assert plan.read_bytes() == content
    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize("folder", ["/proc", "/proc/self/fd"])
def test_a_folder_that_takes_no_file(tmp_path, capsys, folder):
    old = tmp_path / "old.md"
    old.write_text("old", encoding="utf-8")

    message = refused(capsys, "outline", YANGPU, "-o", str(old), "-o", f"{folder}/a.md")
    assert f"{folder}/a.md" in message
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["old.md"]


@pytest.mark.parametrize(
    "command",
    [
        ["outline", "no-file", "--catalogue", "PIPE"],
        ["compare", CITY, YANGPU, "--decisions", "PIPE"],
        ["compare", CITY, YANGPU, "--codebook", "PIPE"],
        ["compare", CITY, YANGPU, "--thesaurus", "PIPE"],
        ["compare", CITY, YANGPU, "--template", "PIPE"],
        ["compare", "--pairs", "PIPE", "-f", "jsonl"],
        ["compare", "--pairs", CITY, "--skip-done", "PIPE", "-f", "jsonl"],
        ["review", CITY, YANGPU, "--decisions", "PIPE", "--list"],
        ["review", "--agreement", "PIPE", "PIPE"],
        ["review", CITY, YANGPU, "--accept", "PIPE", "--by", "me"],
        ["render", "PIPE"],
        ["eval", "PIPE"],
    ],
    ids=" ".join,
)
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path, capsys, command):
    pipe = str(tmp_path / "pipe.toml")
    os.mkfifo(pipe)

    message = refused(capsys, *(part.replace("PIPE", pipe) for part in command))
    assert "pipe.toml: cannot be read (a pipe that nobody writes to)" in message


def test_a_configuration_that_is_a_pipe_is_not_waited_for(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("policydiff.toml")

    assert "policydiff.toml: cannot be read" in refused(capsys, "outline", str(ROOT / YANGPU))


def test_what_a_shell_pipes_in_under_a_name_is_read():
    done = shell(f"$P compare --pairs <(sleep 1; printf '{CITY}\\t{YANGPU}\\n') -f jsonl")

    assert done.returncode == 0, done.stderr


def test_a_folder_that_is_deleted_meanwhile(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell(f"cd {gone} && rmdir {gone} && PYTHONPATH={ROOT} $P outline {ROOT}/{YANGPU}")

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_decisions_without_end_are_told(tmp_path, capsys):
    decisions = tmp_path / "d.tsv"
    head = "\t".join(COLUMNS)
    decisions.write_text(f'{head}\na\tb\t"' + "推\n" * 300_000, encoding="utf-8")
    command = ["compare", CITY, YANGPU, "--skip-broken", "--decisions", str(decisions)]

    assert "more than 200,000 lines" in refused(capsys, *command)
    decisions.write_text(f"{head}\n{'推' * 200_000}\n", encoding="utf-8")
    message = refused(capsys, *command[:3], *command[4:])
    assert "d.tsv:2: no row of a table (field larger" in message


def outputs(folder):
    return [Output(str(folder / name), b"new") for name in ("a", "b", "c")]


@pytest.mark.parametrize("moves", [0, 1, 2])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interrupt_between_two_files_takes_the_first_back(tmp_path, monkeypatch, moves, error):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "c").symlink_to("a")
    replace, moved = Path.replace, []

    def interrupted(self, target):
        moved.append(target)
        if len(moved) == moves + 1:
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(error):
        write_all(outputs(tmp_path))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]
    assert (tmp_path / "a").read_bytes() == b"old"
    assert (tmp_path / "c").is_symlink()


def test_all_are_written_and_nothing_is_left_beside_them(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    write_all(outputs(tmp_path))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"new"}


def test_what_an_earlier_run_left_behind_blocks_nothing(tmp_path):
    for number in range(3):
        (tmp_path / f".a.{os.getpid() + number}.tmp").write_bytes(b"left")
        (tmp_path / f".policydiff-{number}.tmp").write_bytes(b"left")

    write_all(outputs(tmp_path))
    assert (tmp_path / "a").read_bytes() == b"new"


def test_the_longest_name_can_be_written(tmp_path):
    name = "x" * 255
    write_all([Output(str(tmp_path / name), b"new")])

    assert (tmp_path / name).read_bytes() == b"new"


def end_while_writing(report, number, *, handled):
    """Run an outline that is sent a signal while it writes, and return its exit status."""
    call = (
        "import os, signal, sys\n"
        "from policydiff.cli import files, run\n"
        f"signal.signal({int(number)}, signal.{handled})\n"
        f"files.os.fsync = lambda _: os.kill(os.getpid(), {int(number)})\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", call, "outline", YANGPU, "-o", str(report)]
    return subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_ended_while_writing_leaves_nothing(tmp_path, number):
    report = tmp_path / "a.md"
    report.write_text("old", encoding="utf-8")

    assert end_while_writing(report, number, handled="SIG_DFL") == 128 + number
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert report.read_text(encoding="utf-8") == "old"


def test_a_run_under_nohup_goes_on_when_the_terminal_closes(tmp_path):
    report = tmp_path / "a.md"

    assert end_while_writing(report, signal.SIGHUP, handled="SIG_IGN") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_notes_by_the_thousand_are_counted_from_some_on(tmp_path, capsys):
    plan = tmp_path / "a.txt"

    def read(size):
        plan.write_text("某市2024年工作要点\n1.推进社区建设。\n" + "1.\n" * size, encoding="utf-8")
        return run(["outline", str(plan), "-o", str(tmp_path / "a.json")])

    assert growth(read, 100) < LINEAR
    assert calls(lambda: read(200)) < 200 * 450  # the configuration is read once, not for each
    capsys.readouterr()
    read(1_000)
    said = capsys.readouterr().err
    assert said.count("stands twice") == 200
    assert "801 more numbers" in said or "800 more numbers" in said
