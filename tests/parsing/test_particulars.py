"""Who is responsible for a task and until when: said in brackets, on lines, behind a full stop."""

import pytest

from policydiff.parsing.tasks import read_particulars

from .texts import parsed


@pytest.mark.parametrize(
    ("text", "responsible", "deadline"),
    [
        ("修渠。（责任单位：水利局；完成时限：2024年9月底）", "水利局", "2024年9月底"),
        ("修渠。（牵头单位：水利局，配合单位：财政局）", "水利局；财政局", ""),
        ("修渠。【责任部门：水利局、财政局】", "水利局、财政局", ""),
        ("修渠。责任单位：水利局。时间要求：年底前。", "水利局", "年底前"),
        ("责任领导：王某某 责任科室：工程科", "王某某；工程科", ""),
        ("修渠。（某县水利局牵头，某县财政局配合）", "某县水利局牵头，某县财政局配合", ""),
        (
            "修渠。（水利部、财政部等有关部门按职责分工负责）",
            "水利部、财政部等有关部门按职责分工负责",
            "",
        ),
        ("修渠。（某县水利局、某县财政局）", "某县水利局、某县财政局", ""),
        ("修渠十里。（农水处、省防汛中心）", "农水处、省防汛中心", ""),
        ("修渠十里。（农水处、财务处按职责分工负责）", "农水处、财务处按职责分工负责", ""),
    ],
)
def test_particulars_are_read(text, responsible, deadline):
    found = read_particulars([text])

    assert (found.responsible, found.deadline) == (responsible, deadline)


@pytest.mark.parametrize(
    "text",
    [
        "落实责任单位和完成时限。",
        "建设省级水利中心（国家水利中心）分中心。",
        "由专人（专职或兼职）负责。",
        "明确要求：责任到人。",
        "活动时间：5月上旬。",
        "修渠（含支渠）十里。",
        "新建泵站（东河站、西河站）",
        "修渠十里。（含两座泵站、一处涵洞）",
    ],
)
def test_near_misses_say_nothing(text):
    found = read_particulars([text])

    assert (found.responsible, found.deadline) == ("", "")


def test_lines_of_their_own_belong_to_the_task_above():
    plan = parsed(
        "某区2024年实事项目计划\n1.修渠十里\n责任单位：区水利局\n完成时限：10月\n"
        "2.修坝一座\n牵头单位：区水利局\n配合单位：各街道\n"
    )

    assert [(t.title, t.particulars.responsible, t.particulars.deadline) for t in plan.tasks] == [
        ("修渠十里", "区水利局", "10月"),
        ("修坝一座", "区水利局；各街道", ""),
    ]
