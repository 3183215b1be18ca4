"""Time grows with the text, not with its square: four times the text, well below sixteen times."""

import contextlib
import time

import pytest

from policydiff.errors import ParsingError

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


def seconds(rows: str) -> float:
    start = time.process_time()
    with contextlib.suppress(ParsingError):
        parsed(rows)
    return time.process_time() - start


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name):
    size = 150
    few = min(seconds(HOSTILE[name](size)) for _ in range(3))
    many = min(seconds(HOSTILE[name](size * 4)) for _ in range(2))

    assert many / max(few, 0.001) < 9
