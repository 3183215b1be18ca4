"""Two small plans and a folder to review them in: what seeds would tell takes a second each."""

import json
from pathlib import Path

import pytest

from policydiff.cli import run

OLD = """某县2023年水务工作要点
1.加固小型水库大坝。完成十座小型水库的除险加固，安装雨情自动测报设施。
2.推进农村供水管网改造。更换老旧管网五十公里，建立水质检测站。
3.开展河道清淤疏浚。清理主要河道淤泥，修复岸坡护栏。
4.举办节水知识竞赛。组织中小学生参加节水知识竞赛。
"""
NEW = """某县2024年水务工作要点
1.推进农村供水管网改造。更换老旧管网六十公里，完善水质检测站。
2.加固小型水库大坝。继续完成小型水库的除险加固，管护雨情自动测报设施。
3.整治河湖岸线乱占。清查河湖岸线违法占用，清理河道垃圾。
4.建设智慧水务平台。归集取水计量数据，上线移动巡查终端。
"""


class Desk:
    """A folder with two plans, and what a reviewer does there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plans = [str(folder / name) for name in ("old.txt", "new.txt")]
        self.write(OLD, NEW)

    def write(self, old: str, new: str) -> None:
        """Write both plans."""
        for name, text in zip(self.plans, (old, new), strict=True):
            Path(name).write_text(text, encoding="utf-8")

    def listed(self, capsys, *options: str) -> list[dict[str, str]]:
        """Return what is worth a look."""
        capsys.readouterr()
        assert run(["review", *self.plans, "--list", *options]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    def accept(self, lines: list[dict[str, str]], *options: str) -> int:
        """Read decisions back."""
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (self.folder / "lines.jsonl").write_text(text, encoding="utf-8")
        return run(["review", *self.plans, "--accept", "lines.jsonl", *options])

    def decide(self, old: str, new: str, verdict: str, by: str = "李") -> None:
        """Decide on a pair of tasks by their ids; "" is no counterpart."""
        line = {
            "previous_plan": "old",
            "previous_task": old,
            "current_plan": "new",
            "current_task": new,
            "decision": verdict,
            "by": by,
            "on": "2026-11-28",
        }
        assert self.accept([line]) == 0


@pytest.fixture
def small_desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)
