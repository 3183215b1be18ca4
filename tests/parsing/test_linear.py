"""Work grows with the text, not with its square: four times the text, hardly more than four."""

import contextlib

import pytest

from policydiff.errors import ParsingError
from tests.hostile.work import LINEAR, growth, in_child

from .texts import parsed

BODY = "推进护理中心建设，完善转诊制度。" * 6
HOSTILE = {
    "plan": lambda n: "一、抓好落实\n" + "".join(f"{i % 9 + 1}.做好。{BODY}\n" for i in range(n)),
    "one line": lambda n: "".join(f"一、标题（一）做好。1．{BODY}2．{BODY}" for _ in range(n // 4)),
    "restarts": lambda n: "".join(f"{i % 7 + 1}.做好。\n" for i in range(n * 4)),
    "headings": lambda n: "".join(f"小标题\n{i % 50 + 1}.做好。\n" for i in range(n * 2)),
    "openers": lambda n: "1.好。\n" + "相关新闻\n2.好。\n3.好。\n" * n,
    "contents": lambda n: "目录\n" * (n * 4) + "1.好。\n2.好。\n",
    "dots": lambda n: f"1.好。{'…' * n * 40}\n2.好。",
    "brackets": lambda n: f"1.好。{'（' * n * 40}\n2.好。（（{'负责' * n * 20}",
    "commas": lambda n: f"1.好。{'推进，' * n * 20}\n2.好。",
    "said": lambda n: f"1.好。{'，一是好' * n * 10}\n2.好。",
    "blanks": lambda n: f"1.好{' ' * n * 40}x。\n2.好。",
    "no items": lambda n: "没有编号的一段话。\n" * (n * 4),
}


def read(rows: str) -> None:
    with contextlib.suppress(ParsingError):
        parsed(rows)


@pytest.mark.parametrize("name", HOSTILE)
def test_work_is_linear(name):
    assert growth(lambda size: read(HOSTILE[name](size)), 40) < LINEAR
    in_child(lambda: read(HOSTILE[name](600)))
