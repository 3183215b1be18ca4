"""Targets between two plans."""

import pytest
from msgspec.structs import replace

from policydiff.comparing.targets import object_similarity, pair_targets
from policydiff.model import Change, Plan, Relation
from policydiff.parsing.targets import read_figures
from tests.factory import make_link, make_plan, make_task


def plan(name: str, *texts: str) -> Plan:
    tasks = [make_task(str(n), text, line=n) for n, text in enumerate(texts, 1)]
    return make_plan(name, *(replace(task, targets=read_figures(task).targets) for task in tasks))


def changes(
    before: str, after: str, relation: Relation = Relation.LONGITUDINAL
) -> list[tuple[Change, str]]:
    found = pair_targets(plan("a", before), plan("b", after), [make_link("1", "1")], relation)
    return [(change.change, change.reason) for change in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("新建30家护理中心", "新建50家社区护理中心", (Change.RAISED, "")),
        ("新建30家护理中心", "新建3家护理中心", (Change.LOWERED, "")),
        ("新建30家护理中心", "再新建30家护理中心", (Change.KEPT, "")),
        ("新建11个急救分站", "新建12家急救分站", (Change.RAISED, "")),
        ("签约率达70%", "签约率达80%以上", (Change.RAISED, "")),
        ("新增1-2家医学中心", "新增2-3家医学中心", (Change.RAISED, "")),
        ("新增2-3家医学中心", "新增1-4家医学中心", (Change.NOT_COMPARABLE, "span")),
        ("签约居民达30000名", "签约居民达40%", (Change.NOT_COMPARABLE, "unit")),
        ("药品费用增长5%", "药品费用下降5%", (Change.NOT_COMPARABLE, "direction")),
        ("新增算力规模300台", "算力规模达到700台", (Change.NOT_COMPARABLE, "direction")),
        ("新建30个教学点", "新建32所教学点", (Change.RAISED, "")),
        ("资费至少降低10%", "资费至少降低20%", (Change.RAISED, "")),
        ("浓度降至35微克/立方米", "浓度降至32μg/m³", (Change.LOWERED, "")),
        ("造林面积达到15亩", "造林面积达到1公顷", (Change.KEPT, "")),
        ("农村公路达到900米", "农村公路达到1公里", (Change.RAISED, "")),
        ("粮食产量达到10亿斤", "粮食产量达到50万吨", (Change.KEPT, "")),
        ("死亡率控制在千分之五以内", "死亡率控制在0.4%以内", (Change.LOWERED, "")),
        ("绿地达到15亩", "绿地达到300棵", (Change.NOT_COMPARABLE, "unit")),
        ("投资达到一亿八千万元", "投资达到2亿元", (Change.RAISED, "")),
        ("新建公租房12 000套", "新建公租房１２，０００套", (Change.KEPT, "")),
        ("护士达到300名", "护士达到320人", (Change.RAISED, "")),
        ("培育龙头企业400户", "培育龙头企业400家", (Change.KEPT, "")),
        ("改造老旧小区716个", "改造老旧小区2000户", (Change.NOT_COMPARABLE, "unit")),
        ("签约率达半数以上", "签约率达六成以上", (Change.RAISED, "")),
        ("产值增长一倍", "产值下降5%", (Change.NOT_COMPARABLE, "unit")),
        ("产值翻一番", "产值下降5%", (Change.NOT_COMPARABLE, "direction")),
        ("耕牛存栏达到2000头", "耕牛保有量稳定在2100头", (Change.RAISED, "")),
        ("改造农村公厕60座", "完成公厕改造50座", (Change.LOWERED, "")),
        ("培育龙头企业20家", "龙头企业达到90家", (Change.NOT_COMPARABLE, "direction")),
        ("培育龙头企业20家", "龙头企业突破90家", (Change.NOT_COMPARABLE, "direction")),
        ("龙头企业总量超过80家", "龙头企业达到90家", (Change.RAISED, "")),
        ("新建农村公路60公里", "改造农村公路50公里", (Change.NOT_COMPARABLE, "direction")),
        ("每月检查门店不少于2次", "每月检查门店不少于3次", (Change.RAISED, "")),
        ("每季度检查门店2次", "每月检查门店1次", (Change.NOT_COMPARABLE, "period")),
        ("单位能耗下降4%", "单位能耗较2020年下降15%", (Change.NOT_COMPARABLE, "base")),
        ("单位能耗较2020年下降12%", "单位能耗较2020年下降15%", (Change.RAISED, "")),
        ("对糕点、饮料的检测达400批次", "抽样检测批次由400批次提高到500批次", (Change.RAISED, "")),
        ("各级河长巡河不少于9万人次", "巡河达到10万人次", (Change.RAISED, "")),
        ("开办登记时限压减至4个工作日", "办理时限压缩至3个工作日", (Change.LOWERED, "")),
        ("全年溺水事故为零", "确保全年溺水零事故", (Change.KEPT, "")),
        ("粉尘排放量削减30吨", "粉尘排放量削减45吨", (Change.RAISED, "")),
        ("完成9座水库加固主体工程", "实施6座水库加固", (Change.LOWERED, "")),
        ("新建改造农村公路60公里", "改建新建农村公路50公里", (Change.LOWERED, "")),
    ],
)
def test_paired_targets(before: str, after: str, expected: tuple[Change, str]) -> None:
    assert changes(before, after) == [expected]


def test_numbers_are_not_compared_across_levels() -> None:
    pair = ("新建30家护理中心", "新建3家护理中心")
    assert changes(*pair, Relation.VERTICAL) == [(Change.NOT_COMPARABLE, "level")]
    assert changes(*pair, Relation.SCOPE) == [(Change.NOT_COMPARABLE, "level")]


def test_what_only_ends_alike_is_not_the_same_thing() -> None:
    assert not object_similarity("汽车制造业增加值", "健康医药业增加值")
    assert not object_similarity("项目", "“好房子”示范项目")
    assert object_similarity("装备制造业增加值", "高端装备制造业增加值") > 0.75


def test_unlike_objects_are_new_and_gone() -> None:
    found = pair_targets(
        plan("a", "新建30家护理中心"),
        plan("b", "新建5家康复中心"),
        [make_link("1", "1")],
        Relation.LONGITUDINAL,
    )
    assert [(c.change, c.object) for c in found] == [
        (Change.NEW, "康复中心"),
        (Change.GONE, "护理中心"),
    ]


def test_other_counters_count_other_things_where_the_heads_differ() -> None:
    found = changes("新增1.2万个中小学学位", "建成12所中小学")
    assert found == [(Change.NEW, ""), (Change.GONE, "")]


def test_one_counter_counts_other_things_where_a_name_goes_on() -> None:
    assert changes("实施1600个城市更新", "实施30个城市更新片区") == [
        (Change.NEW, ""),
        (Change.GONE, ""),
    ]
    assert changes("培训3000名渔业船员", "渔业船员数达到3200名") == [(Change.RAISED, "")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("开工亿元以上水利项目20个", "开工水利项目90个"),
        ("培育年收入超10亿元企业5家", "培育年收入超1亿元企业50家"),
        ("改造公厕60座", "新建小区60座"),
        ("生猪存栏达到30万头", "生猪出栏达到60万头"),
        ("签发原木产地证书500份", "签发各类产地证书900份"),
        ("提前申报率达到65%", "“两步申报”率提高10个百分点"),
        ("新建乡镇分馆3个", "实现乡镇全覆盖"),
        ("小麦种植面积达到30万亩", "玉米种植面积达到40万亩"),
        ("市政领域投资达到1400亿元", "能源领域投资额达到1700亿元"),
        ("新增中小学学位2万个", "新增中学学位1万个"),
        ("下岗人员再就业2000人", "新增就业5000人"),
        ("抽检食品由300批次提高到400批次", "抽检玩具500批次"),
        ("实施用能设备更新项目30个", "实施节能改造和设备更新项目90个"),
    ],
)
def test_things_of_another_size_or_kind_are_no_pair(before: str, after: str) -> None:
    assert changes(before, after) == [(Change.NEW, ""), (Change.GONE, "")]


def test_of_two_pairs_alike_in_name_those_with_the_same_work_are_taken() -> None:
    found = pair_targets(
        plan("a", "改造农村公路60公里、新建农村公路30公里"),
        plan("b", "新建农村公路40公里、改造农村公路50公里"),
        [make_link("1", "1")],
        Relation.LONGITUDINAL,
    )
    assert [c.change for c in found] == [Change.RAISED, Change.LOWERED]


def test_linked_tasks_come_first() -> None:
    previous = plan("a", "新建30家护理中心", "新建9家护理中心")
    current = plan("b", "新建8家护理中心")
    (change, _) = pair_targets(previous, current, [make_link("2", "1")], Relation.LONGITUDINAL)
    assert change.previous is not None
    assert change.previous.value == 9


def test_of_one_name_the_pair_of_the_stronger_link_is_taken() -> None:
    previous = plan("a", "接待读者18万人次")
    current = plan("b", "接待读者力争突破20万人次", "接待读者不低于3万人次")
    links = [make_link("1", "1", score=0.9), make_link("1", "2", score=0.5)]
    found = pair_targets(previous, current, links, Relation.LONGITUDINAL)
    assert [c.change for c in found] == [Change.RAISED, Change.NEW]


def test_so_many_new_ones_and_so_many_in_all_each_find_their_like() -> None:
    found = changes("新建乡镇分馆3个，全县分馆达到11个", "新建分馆2个，分馆总数达到13个")
    assert found == [(Change.LOWERED, ""), (Change.RAISED, "")]


def test_outside_links_a_short_name_pairs_with_nothing() -> None:
    found = pair_targets(
        plan("a", "完成投资30亿元"), plan("b", "完成投资50亿元"), [], Relation.LONGITUDINAL
    )
    assert {c.change for c in found} == {Change.NEW, Change.GONE}


def test_every_target_stands_once() -> None:
    previous = plan("a", "新建30家护理中心、15家康复中心", "培训200名医生")
    current = plan("b", "新建20家康复中心、3家护理中心和9家护理中心")
    found = pair_targets(previous, current, [make_link("1", "1")], Relation.LONGITUDINAL)
    quotes = [t.quote for c in found for t in (c.previous, c.current) if t]
    assert len(quotes) == len(set(quotes)) == 6


def test_likeness_looks_at_the_head_of_the_name() -> None:
    near = object_similarity("示范性康复中心", "上海市示范性社区康复中心")
    far = object_similarity("互联网社区卫生服务中心", "上海市社区卫生服务中心社区护理中心")
    assert near > 0.6 > 0.5 > far
