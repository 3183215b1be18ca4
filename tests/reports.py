"""Two hand-made reports: a small one with every case, and one whose plans mean harm."""

from msgspec.structs import replace

from policydiff.comparing.statuses import with_statuses
from policydiff.model import (
    Candidate,
    Change,
    Comparator,
    Comparison,
    Completeness,
    Event,
    Evidence,
    Group,
    Level,
    Link,
    Note,
    Plan,
    Reason,
    Relation,
    Removed,
    Repair,
    Report,
    Script,
    Section,
    Side,
    Source,
    Status,
    Stop,
    Strength,
    Target,
    TargetChange,
    Task,
    ThemeChange,
    ThemeCoding,
    ThemeEvidence,
    ThemeSide,
    Trajectory,
    Unlinked,
)
from tests.factory import make_plan, make_task

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></table></details><h1>x</h1>",
    "[link=https://evil.example]x[/link] [/b] [bold]",
    "a | b || c \\| d",
    "[x](https://evil.example) ![i](https://evil.example/i.png) <https://evil.example>",
    "https://evil.example www.evil.example me@evil.example @someone #12",
    "=HYPERLINK(1)",
    "＝1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\x1b[31mred\x1b]8;;https://evil.example\x07 \x9b2J \x00 \x08 \x7f",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnp\N{POP DIRECTIONAL ISOLATE} a\N{ZERO WIDTH SPACE}b",
    "\U000e0041\ufe0f\ue000\ud800",
    "```\n~~~\n# heading\n- item\n1. item",
    "--> \"quoted\" 'single' %% end %0A::error::x",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "]]> &lt; &amp; &#60;",
    "𠮷" * 20 + "，" * 30,
    "题" * 10_000,
)


def _task(task_id: str, title: str, *measures: str, line: int = 1, **extra: object) -> Task:
    lines = {"line_start": line, "line_end": line + len(measures)}
    own = {"title": title, "line": line + 1, "section": "1", "text": "\n".join(measures), **lines}
    return make_task(task_id, *measures, **(own | extra))


def _theme(primary: str, *secondary: str) -> ThemeCoding:
    evidence = (ThemeEvidence(primary, 2.5, ("中医",), ("",)),)
    return ThemeCoding(primary, secondary, evidence)


def _plan(plan_id: str, title: str, year: int, tasks: tuple[Task, ...], **extra: object) -> Plan:
    own = {
        "title": title,
        "year": year,
        "issuer": "示例市卫生健康委员会",
        "level": Level.MUNICIPAL,
        "scope": "卫生健康",
        "source": Source(f"plans/{plan_id}.txt", "0" * 64, "utf-8", Script.HANS),
        "sections": (Section("1", "一、", "深化改革，服务发展", 1),),
    }
    return make_plan(plan_id, *tasks, **(own | extra))


def _link(
    previous: str, current: str, strength: Strength, score: float, *evidence: Evidence
) -> Link:
    reasons = (Reason("measures", 0.8, 5.0), Reason("title", 0.5, 2.0), Reason("prior", 1.0, -2.5))
    return Link(f"{previous}-{current}", previous, current, strength, score, evidence, reasons)


def _side(*tasks: str, share: float = 0.0, rank: int | None = None) -> ThemeSide:
    return ThemeSide(tasks, share, rank, share, tasks)


def _target(value: float, quote: str, line: int) -> Target:
    return Target("护理中心", Comparator.EQ, value, None, "家", "建设", quote, line, "3-1")


PLAN_2020 = _plan(
    "city-2020",
    "2020年示例市卫生健康工作要点",
    2020,
    (
        _task(
            "1",
            "推进“互联网+医疗”服务，建设互联网医院",
            "建设互联网医院。",
            "推广电子健康卡。",
            line=3,
            themes=_theme("T11"),
        ),
        _task("2", "发展中医药", "实施中医药条例。", line=7, themes=_theme("T09", "T08")),
        _task(
            "3",
            "做实社区卫生服务",
            "建设30家社区护理中心。",
            "做实家庭医生签约服务。",
            line=10,
            themes=_theme("T08"),
            targets=(_target(30, "建设30家社区护理中心", 11),),
        ),
        _task("4", "打赢疫情防控狙击战", "健全发热门诊网络。", line=14, themes=_theme("T01")),
        _task("5", "加强安全生产", "开展平安医院建设。", line=17),
    ),
    document_number="示卫〔2020〕1号",
    issued_on="2020-03-01",
    repairs=(
        Repair("pinyin-note", 3, "衛(wèi)", "衛"),
        Repair("pinyin-note", 5, "衛(wèi)", "衛"),
        Repair("torn-bytes", 9, "??坡?lián)盟", "专科联盟", 0.97, "全科联盟"),
        Repair("torn-bytes", 11, "?,", "?,", 0.0),
    ),
    removed=(Removed("site-name", 1, 2, "某某网站_首页"),),
)
PLAN_2024 = _plan(
    "city-2024",
    "2024年示例市卫生健康工作要点",
    2024,
    (
        _task("1", "深化“便捷就医”数字化转型", "互联网医院全覆盖。", line=2, themes=_theme("T11")),
        _task("2", "推广电子健康卡", "电子健康卡一卡通行。", line=5, themes=_theme("T11")),
        _task(
            "3",
            "提升社区卫生服务能力",
            "建设25家社区护理中心。",
            line=8,
            themes=_theme("T08"),
            targets=(_target(25, "建设25家社区护理中心", 9),),
        ),
        _task("4", "促进中医药传承创新", "建设中医特色专科。", line=11, themes=_theme("T09")),
        _task("5", "构建生育支持政策体系", "发展普惠托育。", line=14, themes=_theme("T20")),
    ),
    completeness=Completeness.DIGEST,
)
PLAN_2025 = _plan(
    "district-2025",
    "2025年示例区卫生健康工作要点",
    2025,
    (
        _task("1", "建设区域医疗数字底座", "互联网医院接入。", line=2, themes=_theme("T11")),
        _task("2", "打造滨江健康步道", "建成健康步道。", line=5, themes=_theme("T23")),
    ),
    issuer="示例区卫生健康委员会",
    level=Level.DISTRICT,
)
_INTERNET = Evidence("1-1", "1-1", ("互联网医院",), 0.82)
_CARD = Evidence("1-2", "2-1", ("电子健康卡",), 0.74)
_NURSING = Evidence("3-1", "3-1", ("社区护理中心", "建设"), 0.9)


def told(comparison: Comparison, previous: Plan, current: Plan) -> Comparison:
    """Return a comparison with what follows from its links and groups."""
    links = (*comparison.links, *comparison.uncertain)
    measures = (
        replace(
            item,
            previous=item.previous or f"{link.previous}-0",
            current=item.current or f"{link.current}-0",
        )
        for link in links
        for item in link.evidence
    )
    likeliest = sorted(measures, key=lambda item: -item.score)
    return with_statuses(replace(comparison, measures=tuple(likeliest)), previous, current)


LONGITUDINAL = told(
    Comparison(
        previous="city-2020",
        current="city-2024",
        relation=Relation.LONGITUDINAL,
        notes=(Note("digest", "本期为摘要，未列出的任务不一定退出"),),
        themes=(
            ThemeChange("T01", "疫情防控", Status.DROPPED, _side("4", share=0.2, rank=2), _side()),
            ThemeChange(
                "T08",
                "社区卫生",
                Status.CONTINUED,
                _side("2", "3", share=0.3125, rank=1),
                _side("3", share=0.25, rank=2),
            ),
            ThemeChange(
                "T09", "中医药", Status.CONTINUED, _side("2", share=0.15), _side("4", share=0.2)
            ),
            ThemeChange(
                "T11", "数字化", Status.CONTINUED, _side("1", share=0.2), _side("1", "2", share=0.4)
            ),
            ThemeChange("T20", "生育支持", Status.NEW, _side(), _side("5", share=0.15)),
        ),
        links=(
            _link("1", "1", Strength.FULL, 0.91, _INTERNET),
            _link("1", "2", Strength.FULL, 0.885, _CARD),
            _link("2", "4", Strength.PARTIAL, 0.55, Evidence("", "4-1", ("中医药",), 0.4)),
            _link("3", "3", Strength.FULL, 0.97, _NURSING),
        ),
        groups=(
            Group(("1",), ("1", "2"), Status.CONTINUED, "1:n"),
            Group(("2",), (), Status.CONTINUED, "1:0"),
            Group(("3",), ("3",), Status.CONTINUED, "1:1"),
            Group(("4",), (), Status.DROPPED, "1:0"),
            Group(("5",), (), Status.DROPPED, "1:0"),
            Group((), ("4",), Status.CONTINUED, "0:1"),
            Group((), ("5",), Status.NEW, "0:1"),
        ),
        unlinked=(
            Unlinked(Side.PREVIOUS, "4", (Candidate("3", 0.21), Candidate("5", 0.08))),
            Unlinked(Side.PREVIOUS, "5", ()),
            Unlinked(Side.CURRENT, "5", (Candidate("3", 0.12),)),
        ),
        uncertain=(
            _link("3", "4", Strength.PARTIAL, 0.42, Evidence("3-2", "4-1", ("服务",), 0.3)),
        ),
        targets=(
            TargetChange(
                "护理中心",
                "家",
                PLAN_2020.tasks[2].targets[0],
                PLAN_2024.tasks[2].targets[0],
                Change.LOWERED,
            ),
        ),
    ),
    PLAN_2020,
    PLAN_2024,
)
VERTICAL = told(
    Comparison(
        previous="city-2024",
        current="district-2025",
        relation=Relation.VERTICAL,
        notes=(Note("vertical", "上下级计划：未承接不等于退出"),),
        themes=(
            ThemeChange("T08", "社区卫生", Status.DROPPED, _side("3", share=0.25), _side()),
            ThemeChange("T09", "中医药", Status.DROPPED, _side("4", share=0.2), _side()),
            ThemeChange(
                "T11", "数字化", Status.CONTINUED, _side("1", "2", share=0.4), _side("1", share=0.6)
            ),
            ThemeChange("T20", "生育支持", Status.DROPPED, _side("5", share=0.15), _side()),
            ThemeChange("T23", "健康促进", Status.NEW, _side(), _side("2", share=0.4)),
        ),
        links=(_link("1", "1", Strength.FULL, 0.66, Evidence("1-1", "1-1", ("互联网医院",), 0.7)),),
        groups=(
            Group(("1",), ("1",), Status.CONTINUED, "1:1"),
            *(Group((task,), (), Status.DROPPED, "1:0") for task in ("2", "3", "4", "5")),
            Group((), ("2",), Status.NEW, "0:1"),
        ),
        unlinked=(
            *(Unlinked(Side.PREVIOUS, task, (Candidate("1", 0.1),)) for task in ("2", "3", "4")),
            Unlinked(Side.PREVIOUS, "5", ()),
            Unlinked(Side.CURRENT, "2", ()),
        ),
        targets=(
            TargetChange(
                "护理中心", "家", PLAN_2024.tasks[2].targets[0], None, Change.NOT_COMPARABLE
            ),
        ),
    ),
    PLAN_2024,
    PLAN_2025,
)
SMALL = Report(
    plans=(PLAN_2020, PLAN_2024, PLAN_2025),
    comparisons=(LONGITUDINAL, VERTICAL),
    trajectories=(
        Trajectory(
            "L1",
            "互联网医院",
            (
                Stop("city-2020", ("1",), Event.FIRST_SEEN),
                Stop("city-2024", ("1", "2"), Event.SPLIT),
                Stop("district-2025", ("1",), Event.CONTINUED),
            ),
        ),
        Trajectory(
            "L2",
            "疫情防控",
            (
                Stop("city-2020", ("4",), Event.FIRST_SEEN),
                Stop("city-2024", (), Event.DROPPED, relation=Relation.LONGITUDINAL),
            ),
        ),
    ),
    parameters={"matching.threshold": 0.5, "codebook": "health"},
)


def hostile() -> Report:
    """Put every payload in every place that a document reaches."""
    joined = " ".join(HOSTILE[:-1])
    tasks = tuple(
        _task(str(index), payload, payload, joined, themes=ThemeCoding(payload, (payload,)))
        for index, payload in enumerate(HOSTILE, 1)
    )
    target = Target(joined, Comparator.ABOUT, 1.5, 2.0, joined, joined, joined, 1, "1-1")
    plans = tuple(
        _plan(
            plan_id,
            joined,
            2024,
            tasks,
            issuer=joined,
            document_number=joined,
            scope=joined,
            notes=(joined,),
            repairs=(Repair(joined, 1, joined, "", 0.5, joined), Repair(joined, 1, joined, joined)),
            removed=(Removed(joined, 1, 2, joined),),
        )
        for plan_id in (f"a{joined}", f"b{joined}")
    )
    names = tuple(task.id for task in tasks)
    evidence = tuple(Evidence(f"{n}-1", f"{n}-1", (joined, HOSTILE[0]), 0.5) for n in names)
    links = tuple(
        _link(name, name, Strength.FULL, 0.9, item)
        for name, item in zip(names[:-2], evidence[:-2], strict=True)
    )
    comparison = Comparison(
        previous=plans[0].id,
        current=plans[1].id,
        relation=Relation.LONGITUDINAL,
        notes=(Note("x", joined),),
        themes=(ThemeChange("T01", joined, Status.NEW, _side(), _side("1", share=0.5)),),
        links=links,
        groups=(
            *(Group((name,), (name,), Status.CONTINUED, "1:1") for name in names[:-2]),
            *(Group((name,), (), Status.DROPPED, "1:0") for name in names[-2:]),
            *(Group((), (name,), Status.NEW, "0:1") for name in names[-2:]),
        ),
        unlinked=tuple(
            Unlinked(side, name, (Candidate(names[-1], 0.1),))
            for side in Side
            for name in names[-2:]
        ),
        uncertain=(_link(names[-1], names[-2], Strength.PARTIAL, 0.4, evidence[-1]),),
        targets=(TargetChange(joined, joined, target, None, Change.GONE),),
    )
    stops = tuple(Stop(plan.id, ("1",), Event.CONTINUED) for plan in plans)
    return Report(
        plans=plans,
        comparisons=(told(comparison, *plans),),
        trajectories=(Trajectory("L1", joined, stops),),
    )


def proved() -> Report:
    """Return two plans whose later one is whole: what is gone is gone."""
    whole = replace(PLAN_2024, completeness=Completeness.FULL)
    comparison = told(replace(LONGITUDINAL, notes=()), PLAN_2020, whole)
    return Report(plans=(PLAN_2020, whole), comparisons=(comparison,))
