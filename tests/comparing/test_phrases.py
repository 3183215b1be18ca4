"""New and vanished terms."""

import math

import pytest
from msgspec.structs import replace

from policydiff.comparing import phrases
from policydiff.matching.terms import load_background
from policydiff.model import PhraseChange, Plan, Removed, Section, Status
from policydiff.parsing import parse_plan
from policydiff.pipeline import read_source
from policydiff.settings import ComparingSettings
from policydiff.text.objects import whole_objects
from tests.factory import make_plan, make_task

BACKGROUND = load_background()


def plan(name: str, *measures: str, issuer: str = "") -> Plan:
    return make_plan(name, make_task("1", *measures), title="", issuer=issuer)


def phrase_changes(earlier, current, *rest):
    """Find the terms of plans as the pipeline does: each is read once."""
    sources = [phrases.term_source(plan) for plan in (*earlier, current)]
    known = phrases.SeenPairs(sources).before(current.id)
    return phrases.phrase_changes(*sources[-2:], known, *rest)


def terms(changes: tuple[PhraseChange, ...], status: Status) -> list[str]:
    return [change.text for change in changes if change.status is status]


OLD = plan("a", "推进社区卫生服务中心建设", "开展健康促进行动", "加强渔港经济区建设")
NEW = plan("b", "增设100家智慧健康驿站", "推进社区卫生服务中心建设", "推进智慧健康驿站运行")


def test_new_and_vanished_terms_with_counts_and_sentences() -> None:
    changes = phrase_changes([OLD], NEW, BACKGROUND)
    new = next(change for change in changes if change.status is Status.NEW)
    assert (new.text, new.previous, new.current) == ("智慧健康驿站", 0, 2)
    assert [(q.plan, q.line) for q in new.quotes] == [("b", 1), ("b", 3)]
    assert "渔港经济区" in terms(changes, Status.DROPPED)


def test_what_stays_is_neither() -> None:
    texts = [change.text for change in phrase_changes([OLD], NEW, BACKGROUND)]
    assert not any("社区卫生" in text for text in texts)


def test_new_means_new_against_every_earlier_plan() -> None:
    first = plan("z", "推进智慧健康驿站建设")
    changes = phrase_changes([first, OLD], NEW, BACKGROUND)
    assert "智慧健康驿站" not in terms(changes, Status.NEW)


def test_what_stands_outside_the_tasks_of_the_other_plan_is_neither() -> None:
    aside = Removed("review", 1, 1, "我们建成了智慧\n健康驿站。")
    told = replace(OLD, removed=(aside,), sections=(Section("1", "一", "渔港经济区建设", 1),))
    new = plan("b", "增设智慧健康驿站", "推进社区卫生服务中心建设")
    gone = phrase_changes([OLD], replace(new, sections=told.sections), BACKGROUND)
    assert terms(phrase_changes([told], new, BACKGROUND), Status.NEW) == []
    assert terms(phrase_changes([OLD], new, BACKGROUND), Status.NEW) == ["智慧健康驿站"]
    assert "渔港经济区" not in terms(gone, Status.DROPPED)


def test_a_place_of_the_issuer_is_no_term() -> None:
    old = plan("a", "推进健康促进", issuer="上海市卫生健康委员会")
    new = plan("b", "推进健康杨浦建设", "推进杨浦数字孪生医院建设", issuer="杨浦区卫生健康委员会")
    found = terms(phrase_changes([old], new, BACKGROUND), Status.NEW)
    assert any("数字孪生" in text for text in found)
    assert not any("杨浦" in text for text in found)


def test_numbers_and_their_units_are_no_part_of_a_term() -> None:
    new = plan("b", "增配604台自动式体外除颤仪")
    (found,) = terms(phrase_changes([OLD], new, BACKGROUND), Status.NEW)
    assert found in "自动式体外除颤仪"


def test_a_term_begins_and_ends_between_words() -> None:
    before = plan("a", "做好夏粮收购")
    after = plan("b", "推进与放射医学影像检查互认", "做好夏粮收购")

    found = terms(phrase_changes([before], after, BACKGROUND), Status.NEW)

    assert found
    assert not [term for term in found if term.startswith("学影像")]


def test_damaged_text_is_no_term() -> None:
    new = plan("b", "推进茽款建鐣铺厣建设")
    assert terms(phrase_changes([OLD], new, BACKGROUND), Status.NEW) == []


def test_no_term_repeats_what_a_better_one_tells_and_the_number_is_a_setting() -> None:
    settings = ComparingSettings(max_phrases=5)
    plans = [parse_plan(read_source(f"seeds/{n}.txt")) for n in ("city-2020", "yangpu-2025")]
    changes = phrase_changes(plans[:1], plans[1], BACKGROUND, settings)
    for status in (Status.NEW, Status.DROPPED):
        found = terms(changes, status)
        assert len(found) == len(set(found)) == 5
        assert not any(a != b and a in b for a in found for b in found)


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("推行“一井一档”管理", "一井一档"),
        ("落实田长一岗双责", "田长一岗双责"),
        ("修订水库移民条例", "水库移民条例"),
        ("让渔民真正得实惠", None),
        ("进一步挖掘潜力", None),
        ("坚持标本兼治", None),  # a set phrase, and no name with a number as 一岗双责
        ("开展水库移民等帮扶", "水库移民"),  # 等 goes on with what is no term
        ("以更具体措施抓春耕", None),
        ("确保农户积极参与", None),
        ("为农户提供优质种苗", "优质种苗"),
        ("推广“2025”计划", None),
    ],
)
def test_a_term_is_what_an_editor_would_print(sentence: str, term: str | None) -> None:
    found = terms(phrase_changes([OLD], plan("b", sentence), BACKGROUND), Status.NEW)
    assert found == ([term] if term else [])


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("实行畜禽检疫承诺公示制度", "畜禽检疫承诺公示制度"),
        ("监测高毒性赤潮", "高毒性赤潮"),  # 高 belongs to its word
        ("严防输入性赤潮", "输入性赤潮"),
        ("推广无人值守灯塔", "无人值守灯塔"),
        ("落实渔排养殖补贴政策", "渔排养殖补贴政策"),
        ("推进渔港动态调整", "渔港动态调整"),  # a verb that ends the object of another
        ("渔港动态调整到位", None),  # and one of its own
        ("发展休闲渔排，整治渔港油污", "渔港油污"),  # 发展 and 整治 open their clauses
        ("推进整治平台建设", "整治平台"),  # here it does not
        ("加大海藻转产转业力度", "海藻转产转业"),
        ("造就渔民满意的码头", None),
        ("向渔港集中区集聚", None),
        ("以新灯塔投用为契机", None),
        ("建立灯塔对渔船履行引航职责档案", None),
        ("实施灯塔维护三年行动计划", "灯塔维护三年行动计划"),
        ("维护灯塔三座", None),
        ("推广“一灯一件事”", "一灯一件事"),  # a number in a name is none to be cut out
        ("做实灯塔档案", "灯塔档案"),  # not 实灯
        ("引导渔民把学习理论与出海相结合", None),  # a verb with its object
        ("完善渔民学习制度", "渔民学习制度"),
        ("规划好渔港园区", None),
        ("大力宣传灯塔知识法规，造灯塔", "灯塔知识法规"),
        ("灯塔是海上安全的守护石", None),  # a figure: what something is said to be
        ("改造灯塔，守护海上安全", "海上安全"),
        ("渔船随意出入保护水域，应予劝阻", None),  # what a subject does
        ("增配604台自动式体外除颤仪", "自动式体外除颤仪"),
    ],
)
def test_a_term_is_a_whole_object(sentence: str, term: str | None) -> None:
    found = ["".join(word for word, _ in words) for words in whole_objects(sentence)]
    names = phrases.term_source(plan("b", sentence)).terms
    assert term in names if term else not [text for text in found if text in names]


@pytest.mark.parametrize(
    ("sentence", "term", "weight"),
    [
        ("修订水库移民规程", "水库移民规程", 1.0),
        ("修订水库移民条例", "水库移民条例", 2.0),  # it ends as names do
        ("修订遗体捐献条例", "遗体捐献条例", 2.0 * 0.8),  # a verb in it
        ("建设中西医协同旗舰科室", "中西医协同旗舰科室", 0.8),  # long
        ("改善黑板报", "黑板报", 1.0),  # a word
        ("设立科创板", "科创板", 2.0),  # one that the genre coined
        ("推广“一窗两办”", "一窗两办", 3.0),  # named
        ("打造“样板间”", "样板间", 1.0),  # a figure
    ],
)
def test_a_term_counts_by_what_it_is_made_of(sentence: str, term: str, weight: float) -> None:
    assert phrases.term_source(plan("b", sentence)).terms[term] == pytest.approx(weight)


def test_a_term_of_a_title_counts_twice_and_a_sentence_that_is_both_once() -> None:
    titled = make_plan("b", make_task("1", "修订水库移民规程", title="水库移民规程"), title="")
    alone = make_plan("b", make_task("1", "修订水库移民规程", title="修订水库移民规程"), title="")
    assert phrases.term_source(titled).terms["水库移民规程"] == pytest.approx(2 * (1 + math.log(2)))
    assert phrases.term_source(alone).terms["水库移民规程"] == pytest.approx(2)


def test_what_mostly_stands_inside_a_longer_term_is_a_part_of_it() -> None:
    part = plan("b", "巩固渔业互助", "建立渔业互助保险", "推广渔业互助保险")
    half = plan("b", "巩固渔业互助", "建立渔业互助保险")
    assert set(phrases.term_source(part).terms) == {"渔业互助保险"}
    assert "渔业互助" in phrases.term_source(half).terms


@pytest.mark.parametrize("term", ["健康积分制", "中医膏方节"])
def test_the_terms_of_the_seeds(term: str) -> None:
    names = ("city-2020", "city-2024", "yangpu-2025")
    plans = [parse_plan(read_source(f"seeds/{name}.txt")) for name in names]
    found = terms(phrase_changes(plans[:2], plans[2], BACKGROUND), Status.NEW)
    assert any(term in text for text in found)
