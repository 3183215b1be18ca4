"""What the name of an office says of it, on invented names."""

import pytest

from policydiff.comparing.relation import is_above, renamed, same_office
from policydiff.text.offices import Kind, read_office


@pytest.mark.parametrize(
    ("name", "places", "body", "organ", "kind"),
    [
        ("云山市教育局", ("云山市",), "教育局", "", Kind.DEPARTMENT),
        ("青州市东河区卫健委", ("青州市", "东河区"), "卫生健康委员会", "", Kind.DEPARTMENT),
        ("云山市城市管理局", ("云山市",), "城市管理局", "", Kind.DEPARTMENT),
        ("云山市住房和城乡建设局", ("云山市",), "住房和城乡建设局", "", Kind.DEPARTMENT),
        ("云山市市场监管局", ("云山市",), "市场监督管理局", "", Kind.DEPARTMENT),
        ("东河区人民政府办公室", ("东河区",), "人民政府", "", Kind.GOVERNMENT),
        ("清泉县政府", ("清泉县",), "人民政府", "", Kind.GOVERNMENT),
        ("东河区柳林街道办事处", ("东河区", "柳林街道"), "办事处", "", Kind.GOVERNMENT),
        ("云山二中", ("云山",), "第二中学", "", Kind.SCHOOL),
        ("云山市第二中学", ("云山市",), "第二中学", "", Kind.SCHOOL),
        ("云山二中团委", ("云山",), "第二中学", "团委", Kind.LEAGUE),
        ("共青团云山市第二中学委员会", ("云山市",), "第二中学", "团委", Kind.LEAGUE),
        ("中共清泉县委员会", ("清泉县",), "", "党委", Kind.PARTY),
        ("清泉县委", ("清泉县",), "", "党委", Kind.PARTY),
        ("国家卫生健康委员会", (), "卫生健康委员会", "", Kind.DEPARTMENT),
        ("南岭省人民政府办公厅 南岭省军区办公室", ("南岭省",), "人民政府", "", Kind.GOVERNMENT),
        ("", (), "", "", Kind.OTHER),
    ],
)
def test_a_name_says_place_body_and_kind(name, places, body, organ, kind):
    office = read_office(name)

    assert (office.places, office.body, office.organ, office.kind) == (places, body, organ, kind)
    assert office.name == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云山二中", "云山市第二中学", True),
        ("云山二中", "云山市第三中学", False),
        ("云山二中", "青州市第二中学", False),
        ("云山二中团委", "共青团云山市第二中学委员会", True),
        ("云山二中团委", "云山二中", False),
        ("东河区卫健委", "云山市东河区卫生健康委员会", True),
        ("东河区卫健委", "云山市西河区卫生健康委员会", False),
        ("东河区政府", "东河区人民政府办公室", True),
        ("甲县卫生局", "甲县卫生健康局", True),
        ("甲县卫生局", "甲县教育局", False),
        ("", "", False),
    ],
)
def test_short_and_full_names_are_one_office(one, other, same):
    assert same_office(read_office(one), read_office(other)) is same


def test_a_reform_gives_an_office_a_later_name():
    older, newer = read_office("甲县农业局"), read_office("甲县农业农村局")

    assert renamed(older, newer)
    assert not renamed(older, read_office("甲县农业局"))


@pytest.mark.parametrize(
    ("upper", "lower", "above"),
    [
        ("南岭省教育厅", "云山市教育局", True),
        ("南岭省教育厅", "北岭省云山市教育局", False),
        ("教育部", "云山市教育局", True),
        ("云山市教育局", "云山市第二中学", True),
        ("云山市教育局", "云山二中", True),
        ("云山市教育局", "云山市第一人民医院", False),
        ("云山二中", "云山市第二中学团委", True),
        ("云山市人民政府", "云山市东河区教育局", True),
        ("云山市东河区教育局", "云山市人民政府", False),
        ("东河区人民政府", "东河区柳林街道办事处", True),
        ("云山市教育局", "云山市东河区卫生健康局", False),
    ],
)
def test_an_office_stands_above_its_kind_below(upper, lower, above):
    assert is_above(read_office(upper), read_office(lower)) is above
