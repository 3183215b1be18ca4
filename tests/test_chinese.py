"""Help, errors and notes in Chinese: what is known, where it is spoken, and what stays as it is."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from policydiff.cli import run
from policydiff.cli.app import COMMANDS, app, narrow, widen
from policydiff.report import Lang
from policydiff.report.labels import said
from policydiff.text.chinese import in_chinese, load_messages

PACKAGE = Path(__file__).parent.parent / "policydiff"
SAME_IN_BOTH = frozenset(
    {
        "policydiff compare --pairs pairs.tsv -f jsonl --jobs 2 > pairs.jsonl",
        "policydiff trace QUERY FOLDER --index FILE",
        "pip install pandas",
        "-o report.{}",
        "-o report.html",
        "{} -m pip install 'policydiff[xlsx]'",
        "{}{}",
    }
)
"""What is typed, not read, stands as it is in both languages."""


@pytest.fixture(autouse=True)
def plain_locale(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "90")


def template(node: ast.expr) -> str:
    """Return what a message is made of, {} for each value in it."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(template(value) for value in values)
        case ast.BinOp(left=left, right=right):
            return template(left) + template(right)
        case ast.IfExp(body=body, orelse=orelse):
            return f"{template(body)}\0{template(orelse)}"
    return "{}"


def messages(path: Path) -> Iterator[str]:
    """Yield the templates of the errors and messages of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name == "Progress" and node.args:
            what = template(node.args[0])
            yield from (f"{what} …", f"{what} {{}} of {{}}")
            continue
        if name in ("say", "needing"):
            told = [*node.args[1:], *(k.value for k in node.keywords)]
        elif re.fullmatch(r"\w+Error", name) and name not in ("AttributeError", "BlockingIOError"):
            told = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "hint")]
        else:
            continue
        for each in told:
            yield from (text for text in template(each).split("\0") if re.search("[a-z]{3}", text))


MESSAGES = sorted({text for path in PACKAGE.rglob("*.py") for text in messages(path)})


def test_messages_are_found_in_the_code():
    assert "{}: no such file" in MESSAGES
    assert len(MESSAGES) > 150


@pytest.mark.parametrize("text", MESSAGES)
def test_every_error_and_message_has_its_chinese(text):
    assert text in SAME_IN_BOTH or in_chinese(text) != text, (
        "add it to policydiff/text/data/zh.toml"
    )


def helps() -> Iterator[str]:
    context = click.Context(app)
    for command in (app, *(app.get_command(context, name) for name in COMMANDS)):
        assert command is not None
        yield from (" ".join(x.split()) for x in inspect.cleandoc(command.help or "").split("\n\n"))
        yield from (x.help for x in command.params if isinstance(x, click.Option) and x.help)
    yield from COMMANDS.values()


@pytest.mark.parametrize("text", sorted(set(helps())))
def test_every_help_text_has_its_chinese(text):
    assert in_chinese(text) != text, "add it to policydiff/text/data/zh.toml"


@pytest.mark.parametrize(("english", "chinese"), sorted(load_messages().items()))
def test_the_chinese_holds_the_values_of_the_english(english, chinese):
    values = [f"<{n}>" for n in range(english.count("{}"))]
    told = chinese.format(*values)

    assert all(value in told for value in values)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a.txt: no such file", "a.txt: 没有这个文件"),
        ("p.toml:3: no language 'xx'", "p.toml:3: 没有语言 'xx'"),
        ("x.txt: left out: the same file as y.txt", "x.txt: 未纳入：与 y.txt 是同一个文件"),
        ("line 3: number 4 (4) follows 2; 3 is missing", "第 3 行：序号 4（4）接在 2 之后，缺 3"),
        (
            "3 of 5 pairs could not be compared: see their error",
            "5 对中有 3 对无法比较：见各自的 error",
        ),
    ],
)
def test_values_and_places_stand_in_the_chinese(text, told):
    assert in_chinese(text) == told


@pytest.mark.parametrize(
    "text", ["", "加强基层卫生", "a plan of work", "no such filement", "a: b: c: d"]
)
def test_what_the_program_does_not_say_stays(text):
    assert in_chinese(text) == text


def test_braces_in_a_value_are_no_template():
    assert in_chinese("{0.x}{}: no such file") == "{0.x}{}: 没有这个文件"


def test_english_is_left_alone():
    assert said("the same file as a.txt", Lang.EN) == "the same file as a.txt"


NO_FILE = ["outline", "nowhere/plan.txt"]


@pytest.mark.parametrize(
    ("locale", "options", "is_chinese"),
    [
        ("", [], False),
        ("C.UTF-8", [], False),
        ("en_GB.UTF-8", [], False),
        ("zh_CN.UTF-8", [], True),
        ("zh_CN.UTF-8", ["--lang", "en"], False),
        ("en_GB.UTF-8", ["--lang", "zh"], True),
        ("", ["--lang=zh"], True),
    ],
)
def test_errors_and_help_follow_the_option_then_the_locale(
    locale, options, is_chinese, monkeypatch, capsys
):
    monkeypatch.setenv("LANG", locale)

    assert run([*NO_FILE, *options]) == 2
    error = capsys.readouterr().err
    assert run(["outline", *options, "--help"]) == 0
    shown = capsys.readouterr().out

    assert ("错误" in error, "没有这个文件" in error) == (is_chinese, is_chinese)
    assert ("error" in error) is not is_chinese
    assert shown.startswith("用法：" if is_chinese else "Usage: ")


def test_the_configuration_says_the_language_of_errors(tmp_path, monkeypatch, capsys):
    (tmp_path / "policydiff.toml").write_text('lang = "zh"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert run(NO_FILE) == 2
    assert "没有这个文件" in capsys.readouterr().err
    assert run([*NO_FILE, "--lang", "en"]) == 2
    assert "no such file" in capsys.readouterr().err


def test_chinese_help_is_wrapped_between_characters_not_before_a_closing_mark(capsys):
    assert run(["compare", "--lang", "zh", "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert not [line for line in lines if line.strip()[:1] in tuple("，。；：、）")]
    assert any("paragraph（条目下的段落）" in line.replace(" ", "") for line in lines)


def test_wide_characters_count_twice_and_come_back():
    text = "像 git diff（比较）那样，a b"

    assert len(widen(text)) == len(text) + sum(ord(x) > 0x2E80 for x in text)
    assert narrow(widen(text)) == text
