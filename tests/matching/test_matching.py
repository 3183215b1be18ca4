"""Alignment on small invented plans: what must hold whatever the weights are."""

import gc

import pytest
from msgspec.structs import replace

from policydiff.errors import CodebookError
from policydiff.matching import align
from policydiff.matching.explain import explain
from policydiff.matching.groups import group_tasks
from policydiff.matching.terms import (
    Weights,
    build,
    equivalents_of,
    load_background,
    load_thesaurus,
)
from policydiff.matching.units import SharedWords
from policydiff.model import Link, Plan, Side, Status, Strength, ThemeCoding, ThemeEvidence
from policydiff.settings import MatchingSettings
from policydiff.text.words import LONGEST_KEPT, kept
from policydiff.themes import field_names
from tests.factory import made_of, make_link

PREVIOUS = {
    "1": ("做好血液保障", "做好无偿献血招募。提高临床用血效率。"),
    "2": ("推进老旧小区改造", "改造老旧小区200个。加装电梯500部。"),
    "3": ("办好渔业文化节", "办好开渔节。举办渔歌比赛。"),
}
CURRENT = {
    "1": ("加快城镇更新", "继续推进老旧小区改造。支持既有住宅加装电梯。"),
    "2": ("保障血液供应", "扩大无偿献血队伍。加强血站建设。"),
    "3": ("发展低空经济", "建设无人机起降点。"),
}


def plan_of(name: str, tasks: dict[str, tuple[str, str]]) -> Plan:
    return made_of(name, tasks, year=None)


@pytest.fixture
def alignment():
    return align(plan_of("previous", PREVIOUS), plan_of("current", CURRENT))


def test_rewritten_tasks_are_linked(alignment):
    assert [(link.previous, link.current) for link in alignment.links] == [("1", "2"), ("2", "1")]
    assert {link.strength for link in alignment.links} == {Strength.FULL}


def test_every_task_is_in_exactly_one_group(alignment):
    assert sorted(task for group in alignment.groups for task in group.previous) == ["1", "2", "3"]
    assert sorted(task for group in alignment.groups for task in group.current) == ["1", "2", "3"]


def test_tasks_without_counterpart_are_dropped_and_new(alignment):
    status = {(g.previous, g.current): g.status for g in alignment.groups}

    assert status[("3",), ()] is Status.DROPPED
    assert status[(), ("3",)] is Status.NEW
    assert {(u.side, u.task) for u in alignment.unlinked} == {
        (Side.PREVIOUS, "3"),
        (Side.CURRENT, "3"),
    }


def test_groups_are_named_by_what_their_tasks_share_or_by_their_title(alignment):
    labels = {(group.previous, group.current): group.label for group in alignment.groups}

    assert "老旧小区改造" in labels[("2",), ("1",)]
    assert labels[("3",), ()] == "办好渔业文化节"
    assert labels[(), ("3",)] == "发展低空经济"


def test_a_task_in_one_sentence_is_told_once():
    others = {name: PREVIOUS[name] for name in ("2", "3")}
    sentence, later = "做好无偿献血招募，提高临床用血效率", "扩大无偿献血队伍，提高临床用血效率"
    previous = plan_of("previous", others | {"1": (sentence, sentence)})
    current = plan_of("current", others | {"1": (later, later)})
    link = next(link for link in align(previous, current).links if link.id == "1:1")
    assert [(item.previous, item.current) for item in link.evidence] == [("1-1", "1-1")]


def test_a_title_that_reads_otherwise_than_its_measure_is_told_too():
    title, sentence = "做好无偿献血招募", "提高无偿献血招募和临床用血效率"
    others = {name: PREVIOUS[name] for name in ("2", "3")}
    plans = [plan_of(name, others | {"1": (title, sentence)}) for name in ("previous", "current")]
    link = next(link for link in align(*plans).links if link.id == "1:1")
    assert {("", ""), ("1-1", "1-1")} <= {(item.previous, item.current) for item in link.evidence}


def test_a_measure_proves_a_link_once_by_its_best_counterpart():
    others = {name: PREVIOUS[name] for name in ("2", "3")}
    written = "实施水源地保护专项规划，整治入河排污口"
    again = ("编制水源地保护专项规划", "完成水源地保护专项规划评估", "整治入河排污口二十个")
    previous = plan_of("previous", others | {"1": ("加强水源地保护", written + "。")})
    current = plan_of("current", others | {"1": ("保护水源地专项规划", "。".join(again))})
    link = next(link for link in align(previous, current).links if link.id == "1:1")
    sides = [{item.previous for item in link.evidence}, {item.current for item in link.evidence}]
    assert [len(side) for side in sides] == [len(link.evidence)] * 2
    assert ("1-1", "1-3") in {(item.previous, item.current) for item in link.evidence}


def test_several_measures_prove_a_link_each_by_its_own_counterpart():
    others = {name: PREVIOUS[name] for name in ("2", "3")}
    written = ("整治入河排污口", "划定水源地保护区", "治理黑臭水体")
    plans = [
        plan_of(name, others | {"1": ("保护水源地", "。".join(texts))})
        for name, texts in (("previous", written), ("current", written[::-1]))
    ]
    link = next(link for link in align(*plans).links if link.id == "1:1")
    assert {(item.previous, item.current) for item in link.evidence} == {
        ("", ""),
        ("1-1", "1-3"),
        ("1-2", "1-2"),
        ("1-3", "1-1"),
    }


ONE_SENTENCE = (
    (
        "深入开展治超人民战争，加强货车源头管控，创建平安货运示范区",
        "提升城市公交服务，新开通公交线路6条",
        "推进农村公路建设，新改建农村公路120公里",
        "开展停车难治理，新增公共泊位3000个",
        "加强驾校培训管理，规范教练员行为",
        "完善公共自行车网点，新增站点40个",
    ),
    (
        "打好清网人民战争，强化航道巡查和船舶登记，销毁违规渔具2000件",
        "优化公交线网，新增和调整公交线路8条",
        "加快农村公路提质改造，完成农村公路90公里",
        "强化扬尘治理，渣土车密闭率达到100%",
        "编制综合交通规划",
        "持续整治货车超限超载",
    ),
)


def in_one_sentence(name: str, sentences: tuple[str, ...]) -> Plan:
    return plan_of(name, {str(n): (text, f"{text}。") for n, text in enumerate(sentences, 1)})


@pytest.mark.parametrize(
    ("settings", "links"),
    [
        (MatchingSettings(), {"1:1": "partial", "1:6": "partial", "2:2": "full", "3:3": "full"}),
        (
            MatchingSettings(min_telling=0.02, min_carried=0.4),
            {"1:1": "partial", "1:6": "full", "2:2": "full", "3:3": "full", "4:4": "partial"},
        ),
    ],
)
def test_what_one_sentence_shares_must_be_sure(settings, links):
    """治理 of two unlike things is no link, and what is not likely the same is never all of it."""
    previous, current = ONE_SENTENCE
    found = align(in_one_sentence("p", previous), in_one_sentence("c", current), settings)

    assert {link.id: link.strength.value for link in found.links} == links


def test_what_keeps_a_pair_in_one_sentence_from_a_link_is_told():
    previous, current = (in_one_sentence(*x) for x in zip("pc", ONE_SENTENCE, strict=True))
    found = align(previous, current)
    missing = {
        pair: [note.code for note in explain(previous, current, *pair)[0].missing]
        for pair in (("4", "4"), ("1", "6"), ("1", "1"), ("2", "2"))
    }

    assert [(link.id, link.evidence) for link in found.uncertain] == [("4:4", ())]
    assert missing == {
        ("4", "4"): ["little-in-common", "no-measures", "no-themes"],
        ("1", "6"): ["faint"],
        ("1", "1"): ["not-full"],
        ("2", "2"): [],
    }


def test_the_evidence_names_shared_words(alignment):
    words = " ".join(word for item in alignment.links[1].evidence for word in item.shared)

    assert "老旧小区改造" in words
    assert "加装电梯" in words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("加强无偿献血工作", "做好临床用血保障", ("无偿献血＝临床用血",)),
        ("推进血站和渔文化馆", "改建血站与渔文化馆", ("血站", "渔文化馆")),
        ("做好“十四五”规划终期评估", "研究编制“十五五”规划", ("十四五→十五五",)),
        ("市民健康素养", "居民健康档案", ("健康",)),
        ("加强渔港规划", "完善渔港规划，修编渔业规划", ("渔港规划",)),
        ("优化医疗服务模式", "探索诊疗服务模式", ("服务模式",)),
        ("推进互联网医院", "建设连进互联网平台", ("互联网",)),
        ("提高市民献血意识", "增强居民献血热情", ("献血",)),
        ("新建30家开渔节分会场", "建设20家开渔节分会场", ("开渔节分会场",)),
        ("落实“1+7”文件", "修订“1+7”文件", ("1+7", "文件")),
        ("加强领导", "完善机制", ()),
        ("稳步推进开渔节", "稳步推进开渔节会场", ("开渔节",)),  # a verb is no part of it
        ("开渔节客流达到3万人次", "开渔节客流达到5万人次", ("开渔节客流",)),
        ("推进灯塔服务点", "推广灯塔服务点", ("灯塔服务点",)),  # 服务 belongs to it
    ],
)
def test_shared_words_are_whole_and_name_synonyms(one, other, words):
    thesaurus = build({"血液": ["无偿献血", "临床用血", "血站", "献血"]})
    shared = SharedWords(
        Weights({}, lone=8.0, rarest=8.0), thesaurus, load_background(), MatchingSettings()
    )

    assert shared.between(one, other) == words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("抓好德育", "重视德育", ("德育",)),  # the field's own word, though most tasks have it
        ("抓好德育，购置器材", "重视德育，检修器材", ("器材",)),  # and not beside a better one
        ("加强管理", "加强领导", ()),  # a slogan is no proof at all
    ],
)
def test_a_word_that_most_tasks_have_is_shown_where_there_is_no_other(one, other, words):
    weights = Weights({"德育": 0.3, "加强": 0.3}, lone=8.0, rarest=8.0)
    shared = SharedWords(weights, build({}), load_background(), MatchingSettings())

    assert shared.between(one, other) == words


def test_the_reasons_add_up_to_the_score(alignment):
    for link in alignment.links:
        log_odds = sum(reason.value * reason.weight for reason in link.reasons)
        assert (log_odds > 0) == (link.score > 0.5)


ONE_FIELD = ThemeCoding("T01", (), (ThemeEvidence("T01", 2.0, ("学校",), ()),))


def themed(plan: Plan, themes: ThemeCoding) -> Plan:
    return replace(plan, tasks=tuple(replace(task, themes=themes) for task in plan.tasks))


def test_themes_say_nothing_in_plans_of_one_theme():
    """Which theme all tasks have, or whether they have one, changes no link and no score."""
    plans = plan_of("previous", PREVIOUS), plan_of("current", CURRENT)

    plain = align(*plans)
    coded = align(*(themed(plan, ONE_FIELD) for plan in plans))

    assert coded == plain


def test_no_link_rests_on_themes_alone():
    """Tasks that share a rare theme and no word that carries work are no link."""
    previous = {**PREVIOUS, "4": ("完善托育服务", "新建社区托育点。培训育婴员。")}
    current = {**CURRENT, "4": ("办好老年大学", "增开书画班。改造教室。")}
    rare = ThemeCoding("T09", (), (ThemeEvidence("T09", 2.0, ("x",), ()),))

    def coded(plan: Plan) -> Plan:
        own = [f"T0{n}" for n in range(1, 5)]
        codes = [ThemeCoding(c, (), (ThemeEvidence(c, 2.0, ("x",), ()),)) for c in own]
        tasks = zip(plan.tasks, [*codes[:3], rare], strict=True)
        return replace(plan, tasks=tuple(replace(task, themes=code) for task, code in tasks))

    found = align(coded(plan_of("previous", previous)), coded(plan_of("current", current)))

    assert ("4", "4") not in {(link.previous, link.current) for link in found.links}


def test_themes_add_nothing_where_measures_hardly_speak():
    """托育 and 老年大学 share 社区 alone; 血液 and 血站 name one work, and a theme helps it."""
    previous = {**PREVIOUS, "4": ("完善托育服务", "新建社区托育点。培训育婴员。")}
    current = {**CURRENT, "4": ("办好老年大学", "开设社区书画班。改造教室。")}
    places = {("1", "2"): "T01", ("4", "4"): "T02"}

    def coded(plan: Plan, side: int) -> Plan:
        codes = {pair[side]: code for pair, code in places.items()}
        tasks = (
            replace(task, themes=coding_of(codes.get(task.id, f"T{side + 1}{task.id}")))
            for task in plan.tasks
        )
        return replace(plan, tasks=tuple(tasks))

    plans = coded(plan_of("p", previous), 0), coded(plan_of("c", current), 1)
    themes = {
        pair: next(x.value for x in explain(*plans, *pair)[0].reasons if x.feature == "themes")
        for pair in places
    }

    assert themes[("1", "2")] > 0.0
    assert themes[("4", "4")] == 0.0


def coding_of(code: str) -> ThemeCoding:
    return ThemeCoding(code, (), (ThemeEvidence(code, 2.0, ("x",), ()),))


@pytest.mark.parametrize(
    ("title", "strength"),
    [("统筹做好其他重点工作", Strength.PARTIAL), ("做好血液保障", Strength.FULL)],
)
def test_a_catch_all_task_is_never_the_same_line_of_work(title, strength):
    plan = plan_of("previous", {**PREVIOUS, "1": (title, PREVIOUS["1"][1])})
    found = align(plan, replace(plan, id="current"))

    assert [link.strength for link in found.links if link.id == "1:1"] == [strength]


BROAD = (
    "落实最低收购价政策。改造粮仓三十座。开展粮食库存检查。推进优质粮食工程。"
    "建设应急加工点。压实收储企业责任。培训粮油保管员。"
)


@pytest.mark.parametrize(
    ("title", "text", "strength", "codes"),
    [
        ("仓房维修", BROAD, Strength.PARTIAL, ["part"]),
        ("办好粮食收储", BROAD, Strength.FULL, []),
        ("仓房维修", BROAD[:31], Strength.FULL, []),
    ],
    ids=["broad", "titles alike", "not so broad"],
)
def test_a_small_task_is_a_part_of_a_broad_one(title, text, strength, codes):
    settings = MatchingSettings(min_full=0.2)
    before = plan_of("previous", {**PREVIOUS, "1": ("办好粮食收储", text)})
    after = plan_of("current", {**CURRENT, "1": (title, "改造粮仓二十座。")})
    link = next(link for link in align(before, after, settings).links if link.id == "1:1")
    explained = explain(before, after, "1", "1", settings)[0]

    assert link.full_score >= settings.min_full
    assert link.strength is strength
    assert [note.code for note in explained.missing] == codes


def test_every_likely_pair_of_measures_is_reported_the_likeliest_first(alignment):
    pairs = {(pair.previous, pair.current): pair for pair in alignment.measures}
    scores = [pair.score for pair in alignment.measures]

    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= MatchingSettings().min_measure_score
    assert "老旧小区" in pairs["2-1", "1-1"].shared[0]
    for link in alignment.links:
        for item in link.evidence:
            ends = item.previous or f"{link.previous}-0", item.current or f"{link.current}-0"
            assert pairs[ends].score == item.score


def test_a_measure_carries_every_task_that_repeats_it():
    """A counterpart that stands elsewhere too, better placed, takes nothing away."""
    twice = {**CURRENT, "4": ("办好民生实事", "继续推进老旧小区改造。开展文化惠民演出。")}
    found = align(plan_of("previous", PREVIOUS), plan_of("current", twice))

    assert {("2", "1"), ("2", "4")} <= {(link.previous, link.current) for link in found.links}


def test_swapping_the_sides_swaps_the_links(alignment):
    swapped = align(plan_of("current", CURRENT), plan_of("previous", PREVIOUS))

    assert {(x.current, x.previous, x.score) for x in swapped.links} == {
        (x.previous, x.current, x.score) for x in alignment.links
    }


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_plan_is_linked_with_its_copy(size):
    tasks = dict(list(PREVIOUS.items())[:size])
    result = align(plan_of("previous", tasks), plan_of("current", tasks))

    assert [(g.previous, g.current) for g in result.groups] == [((t,), (t,)) for t in tasks]
    assert {group.status for group in result.groups} == {Status.CONTINUED}


def test_a_plan_without_tasks_has_only_new_tasks():
    empty = replace(plan_of("previous", {}))
    result = align(empty, plan_of("current", CURRENT))

    assert result.links == ()
    assert {group.status for group in result.groups} == {Status.NEW}


def test_each_field_has_a_thesaurus():
    for field in field_names():
        assert list(load_thesaurus(MatchingSettings(field=field)).terms)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("health", "无偿献血"),
        ("general", "高标准农田"),
        ("education", "大课间"),
        ("environment", "黑臭水体"),
        ("agriculture", "稻渔"),
        ("security", "缉枪治爆"),
    ],
)
def test_the_thesaurus_of_the_field_is_used(field, text):
    thesaurus = load_thesaurus(MatchingSettings(field=field))
    assert [term.text for term in thesaurus.find(f"抓好{text}工作")] == [text]


@pytest.mark.parametrize("field", ["agriculture", "education", "environment", "security"])
def test_a_term_stands_for_one_object(field):
    terms = list(load_thesaurus(MatchingSettings(field=field)).terms.values())
    assert [term.text for term in terms if len(term.concepts) > 1] == []


@pytest.mark.parametrize(
    ("field", "phrase", "text", "expected"),
    [
        ("general", "反诈", "严打电信诈骗犯罪", ("电信诈骗",)),
        ("general", "反诈", "加强反诈宣传", ()),
        ("general", "反诈", "开展法治宣传", ()),
        ("health", "家庭医生", "考核家医签约", ("家医",)),
        ("health", "家庭医生", "创建国家医学中心", ()),
        ("health", "五味子", "考核家医签约", ()),
        ("health", "规划编制", "做好规划研究", ("规划研究",)),
        ("health", "规划编制", "实施设施专项规划", ()),
        ("general", "出口退税", "扩大出口信用保险覆盖面", ()),
    ],
)
def test_other_words_for_a_phrase_are_those_of_its_concept(field, phrase, text, expected):
    find = equivalents_of(phrase, MatchingSettings(field=field))
    assert find(text)[: len(expected) or None] == expected


def test_a_users_thesaurus_links_what_shares_no_word(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text(
        '[own]\n"开渔节" = ["开渔节", "祭海大典"]\n"渔歌" = ["渔歌比赛", "海上对歌"]\n'
        '"渔文化" = ["渔业文化", "海洋民俗"]\n',
        "utf-8",
    )
    previous = plan_of("previous", PREVIOUS)
    current = plan_of("current", {**CURRENT, "4": ("传承海洋民俗", "举行祭海大典。组织海上对歌。")})

    def pairs(settings: MatchingSettings) -> set[tuple[str, str]]:
        return {(x.previous, x.current) for x in align(previous, current, settings).links}

    assert ("3", "4") not in pairs(MatchingSettings())
    assert ("3", "4") in pairs(MatchingSettings(thesaurus=str(path)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[own]\n"a" = "b"\n', ":2: a is not a list"),
        ('[own]\n"a" = ["献"]\n', ":2: a is not a list"),
        ("[own\n", ":1: not valid"),
    ],
)
def test_a_mistake_in_a_thesaurus_names_file_and_line(tmp_path, text, message):
    path = tmp_path / "words.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(CodebookError, match=r"words\.toml") as caught:
        load_thesaurus(MatchingSettings(thesaurus=str(path)))

    assert message in str(caught.value)


def test_partial_links_never_join_groups():
    def link(previous: str, current: str, strength: Strength) -> Link:
        return make_link(previous, current, strength=strength)

    groups = group_tasks(
        ["1", "2", "3"],
        ["1", "2"],
        [
            link("1", "1", Strength.FULL),
            link("2", "1", Strength.PARTIAL),
            link("3", "1", Strength.FULL),
        ],
    )

    assert [(g.previous, g.current, g.shape, g.status) for g in groups] == [
        (("1", "3"), ("1",), "n:1", Status.CONTINUED),
        (("2",), (), "1:0", Status.CONTINUED),
        ((), ("2",), "0:1", Status.NEW),
    ]


def test_what_is_found_in_a_text_is_kept_unless_it_is_long():
    asked = []

    @kept
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    long = "长" * (LONGEST_KEPT + 1)
    assert [length(text) for text in ("短", "短", long, long)] == [1, 1, len(long), len(long)]
    assert asked == ["短", long, long]


@pytest.mark.parametrize("change", [gc.enable, gc.disable])
def test_the_collector_is_left_as_it_was_even_after_a_mistake(change):
    plans = plan_of("previous", PREVIOUS), plan_of("current", CURRENT)
    try:
        change()
        with pytest.raises(CodebookError):
            align(*plans, MatchingSettings(thesaurus="none.toml"))
        align(*plans)
        assert gc.isenabled() is (change is gc.enable)
    finally:
        gc.enable()
