"""Tables of tasks: rows become tasks, columns become measures and particulars."""

import pytest

from .laws import check_ids_are_unique, check_measures_stand_at_their_lines
from .texts import parsed, text_of

TITLE = "2024年某县水利重点任务分解表\n"


def read(rows):
    plan = parsed(TITLE + rows)
    check_measures_stand_at_their_lines(text_of(TITLE + rows), plan)
    check_ids_are_unique(plan)
    return plan


def test_a_row_is_a_task_with_its_particulars():
    plan = read(
        "序号 | 重点任务 | 工作措施 | 责任单位 | 完成时限 | 备注\n"
        "1 | 修渠 | 修渠十里；清淤三条 | 水利局 | 6月底 | 续建\n"
        "2 | 修坝 | 修坝一座 | 水利局、财政局 | 全年 | \n"
    )

    assert [(t.number, t.title, [m.text for m in t.measures]) for t in plan.tasks] == [
        ("1", "修渠", ["修渠十里", "清淤三条"]),
        ("2", "修坝", ["修坝一座"]),
    ]
    assert plan.tasks[0].particulars.responsible == "水利局"
    assert plan.tasks[0].particulars.deadline == "6月底"
    assert plan.tasks[0].particulars.remarks == "续建"
    assert plan.tasks[1].particulars.responsible == "水利局、财政局"


def test_a_column_of_subjects_names_the_tasks():
    plan = read(
        "形式 | 序号 | 议题 | 主要内容\n协商 | 1 | 物业管理 | 完善考评。\n"
        " | 2 | 古村保护 | 编制名录。\n"
    )

    assert [(t.title, t.measures[0].text) for t in plan.tasks] == [
        ("物业管理", "完善考评"),
        ("古村保护", "编制名录"),
    ]


def test_the_measures_of_the_only_row_are_its_tasks():
    plan = read(
        "序号 | 任务 | 措施 | 成果\n1 | 修渠 | 清淤三条 | 报告一篇\n〃 | 〃 | 绿化 | 图一幅\n"
    )

    assert [[m.text for m in t.measures] for t in plan.tasks] == [
        ["清淤三条", "报告一篇", "绿化", "图一幅"]
    ]


def test_a_head_of_two_rows_is_one_head():
    plan = read(
        "类别 | 任务 | | 责任科室\n〃 | 名称 | 目标 | 〃\n水利 | 修渠 | 新增15条 | 水利科\n"
    )

    assert [(t.title, t.particulars.responsible) for t in plan.tasks] == [("修渠", "水利科")]
    assert [m.text for m in plan.tasks[0].measures] == ["新增15条"]


def test_a_row_that_goes_on_is_no_second_head():
    plan = read(
        "类别 | 任务 | 措施 | 责任科室\n水利 | 修渠 | 清淤 | 水利科\n〃 | 〃 | 工作巡查 | 〃\n"
    )

    assert [[m.text for m in t.measures] for t in plan.tasks] == [["清淤", "工作巡查"]]


def test_a_category_before_the_number_is_a_section():
    plan = read(
        "类别 | 序号 | 任务内容\n水利 | 1 | 新建水站12个\n | 2 | 修坝一座\n农田 | 3 | 平整农田\n"
    )

    assert [section.heading for section in plan.sections] == ["水利", "农田"]
    assert [(task.number, task.title) for task in plan.tasks] == [
        ("1", "新建水站12个"),
        ("2", "修坝一座"),
        ("3", "平整农田"),
    ]
    assert len({task.section for task in plan.tasks[:2]}) == 1


def test_merged_cells_say_what_stands_above():
    plan = read(
        "序号 | 任务 | 措施 | 责任单位\n1 | 修渠 | 修渠十里 | 水利局\n"
        "〃 | 〃 | 清淤三条 | 〃\n2 | 修坝 | 修坝一座 | 〃\n"
    )

    assert [[m.text for m in task.measures] for task in plan.tasks] == [
        ["修渠十里", "清淤三条"],
        ["修坝一座"],
    ]
    assert [task.particulars.responsible for task in plan.tasks] == ["水利局", "水利局"]


def test_a_row_of_one_cell_opens_a_section_and_a_head_may_come_again():
    plan = read(
        "序号 | 任务 | 牵头单位\n一、水利\n1 | 修渠 | 水利局\n2 | 修坝 | 水利局\n"
        "序号 | 任务 | 牵头单位\n二、农田\n3 | 平整农田 | 农业局\n4 | 种树 | 林业局\n"
    )

    assert [section.heading for section in plan.sections] == ["水利", "农田"]
    assert [task.number for task in plan.tasks] == ["1", "2", "3", "4"]


def test_rows_need_no_number():
    plan = read("任务 | 措施 | 时间节点\n修渠 | 修渠十里 | 年底\n修坝 | 修坝一座 | 年底\n")

    assert [(t.number, t.title, t.particulars.deadline) for t in plan.tasks] == [
        ("", "修渠", "年底"),
        ("", "修坝", "年底"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "电话 | 地址\n一、水利\n1.修渠。修渠十里。\n2.修坝。修坝一座。\n",
        "姓名 | 职务 | 单位\n一、水利\n1.修渠。修渠十里。\n2.修坝。修坝一座。\n",
    ],
)
def test_a_table_of_other_things_is_none(rows):
    plan = read(rows)

    assert [task.title for task in plan.tasks] == ["修渠", "修坝"]
    assert all(not task.particulars.responsible for task in plan.tasks)


@pytest.mark.parametrize(
    "rows",
    [
        "序号\n任务\n1\n修渠。\n2\n修桥。\n",  # two columns: a list
        "任务\n责任单位\n时限\n1\n修渠。\n2\n修桥。\n",  # no numbers
        "序号\n任务\n责任单位\n1\n修渠。\n水利局\n",  # one row
    ],
)
def test_lines_that_stand_below_each_other_are_not_always_cells(rows):
    plan = parsed(TITLE + "一、种树。种树百亩。\n二、种草。种草十亩。\n" + rows)

    assert not any(task.particulars.responsible for task in plan.tasks)


def test_a_cell_as_above_in_a_standing_table_is_no_measure():
    plan = read("序号\n任务\n措施\n责任单位\n1\n修渠\n清淤三条。\n水利局\n2\n修坝\n〃\n〃\n")

    assert [[m.text for m in t.measures] for t in plan.tasks] == [["清淤三条"], ["修坝"]]
    assert [t.particulars.responsible for t in plan.tasks] == ["水利局", "水利局"]
