import pytest

from policydiff.text.markers import (
    Form,
    Grade,
    find_markers,
    numeral_value,
    opens_with_marker,
    read_markers,
)

SURE = [
    ("一、抓责任", Form.HAN, 1),
    ("十一．抓责任", Form.HAN, 11),
    ("（一）抓责任", Form.HAN_PAREN, 1),
    ("( 二十三 )、抓责任", Form.HAN_PAREN, 23),
    ("㈢抓责任", Form.HAN_PAREN, 3),
    ("1.抓责任", Form.ARABIC, 1),
    ("１２．抓责任", Form.ARABIC, 12),
    ("3、抓责任", Form.ARABIC, 3),
    ("4.2025年底前完成", Form.ARABIC, 4),
    ("⒌抓责任", Form.ARABIC, 5),
    ("(1) 抓责任", Form.ARABIC_PAREN, 1),
    ("⑵抓责任", Form.ARABIC_PAREN, 2),
    ("1）抓责任", Form.ARABIC_CLOSE, 1),
    ("①抓责任", Form.CIRCLED, 1),
    ("第一部分 总则", Form.PART, 1),
    ("第3章 总则", Form.CHAPTER, 3),
    ("第二节 总则", Form.DIVISION, 2),
    ("壹、总则", Form.FORMAL, 1),
    ("Ⅳ、总则", Form.ROMAN, 4),
    ("ⅱ.总则", Form.ROMAN, 2),
    ("第七条　总则", Form.ARTICLE, 7),
    ("第12条 总则", Form.ARTICLE, 12),
    ("㉒抓责任", Form.CIRCLED, 22),
]
WEAK = [
    ("一是抓责任", Form.ITEM_IS, 1),
    ("二要抓责任", Form.ITEM_MUST, 2),
    ("第三，抓责任", Form.ORDINAL, 3),
    ("其四，抓责任", Form.ITEM_WHICH, 4),
    ("3：抓责任", Form.ARABIC, 3),
    ("三）抓责任", Form.HAN_PAREN, 3),
    ("第二节水量分配", Form.DIVISION, 2),
    ("第三条公交线路", Form.ARTICLE, 3),
    ("Ⅱ规划", Form.ROMAN, 2),
    ("IV. 规划", Form.ROMAN, 4),
    ("甲、总则", Form.STEM, 1),
    ("2.1 总则", Form.DECIMAL, 1),
    ("| 7 | 修路 |", Form.ROW, 7),
    ("任务二：修路", Form.LABEL, 2),
    ("B. 修路", Form.LETTER, 2),
]
BARE = [
    ("一 抓责任", Form.HAN, 1),
    ("2 抓责任", Form.ARABIC, 2),
    ("2\t抓责任", Form.ARABIC, 2),
    ("第一　抓责任", Form.ORDINAL, 1),
    ("丁 抓责任", Form.STEM, 4),
    ("V 抓责任", Form.ROMAN, 5),
    ("B 抓责任", Form.LETTER, 2),
]
NONE = [
    "2024年工作要点",
    "第一季度完成",
    "第一、二、三产业",
    "一、二、三产业融合",
    "一、二级医院",
    "一个国家",
    "三要素保障",
    "两是",
    "百年大计",
    "其他工作",
    "A股市场",
    "Ⅱ类水质",
    "II级响应",
    "第二季度",
    "第二节课后服务",
    "12月启动",
    "3:0",
    "（以下简称本区）",
    "",
]


@pytest.mark.parametrize(("text", "form", "number"), SURE)
def test_sure_markers(text, form, number):
    marker = read_markers(text)[0]

    assert (marker.form, marker.number, marker.grade) == (form, number, Grade.SURE)
    assert text[marker.size :] == text[marker.size :].lstrip()


@pytest.mark.parametrize(("text", "form", "number"), WEAK)
def test_weak_markers_need_a_neighbour(text, form, number):
    found = {marker.form: marker for marker in read_markers(text)}

    assert (found[form].number, found[form].grade) == (number, Grade.WEAK)


@pytest.mark.parametrize(("text", "form", "number"), BARE)
def test_bare_numerals_need_a_neighbour_and_are_no_items_by_themselves(text, form, number):
    found = {marker.form: marker for marker in read_markers(text)}

    assert (found[form].number, found[form].grade) == (number, Grade.BARE)
    assert not opens_with_marker(text)


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("好。一、修路；二、修桥。", [2, 7]),
        ("好。（1）修路（2）修桥", [2, 7]),
        ("好，①修路，②修桥", [2, 6]),
        ("一、二产业，三、四线城市", []),
        ("增长3.5倍，达1.2万", []),
        ("Ⅰ类，Ⅱ类，Ⅲ类", []),
    ],
)
def test_markers_inside_lines(text, offsets):
    assert [offset for offset, _ in find_markers(text)] == offsets


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_marker(text):
    assert read_markers(text) == ()


@pytest.mark.parametrize("text", ["3.0版平台上线", "1.5万人", "2.5倍", "12.3亿元"])
def test_decimal_numbers_are_at_most_weak(text):
    assert all(marker.grade is Grade.WEAK for marker in read_markers(text))


def test_every_numeral_up_to_two_hundred_counts():
    named = {
        1: "一",
        10: "十",
        19: "十九",
        20: "二十",
        99: "九十九",
        100: "一百",
        105: "一百零五",
        119: "一百一十九",
        120: "一百二十",
    }
    assert {value: numeral_value(name) for value, name in named.items()} == {
        value: value for value in named
    }
