"""The field of a pair: it is the pair's own, whatever else is compared, and can be said."""

import json
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.errors import CodebookError
from policydiff.pipeline import load_plan
from policydiff.pipeline.compare import Against, compare
from policydiff.report import Lang, SheetName
from policydiff.report.pair import pairs
from policydiff.report.sheet_words import sheet_words
from policydiff.report.sheets import sheet
from policydiff.report.themes import theme_rows
from policydiff.result import document_json, read_result

SEEDS = Path(__file__).parents[2] / "seeds"
SCHOOL = """晨光中学{year}年工作计划
一、抓好教学常规，组织集体备课和公开课，提高课堂教学质量。
二、加强德育工作，开好主题班会，密切家校联系，办好家长学校。
三、加强教师队伍建设，开展校本研修，培养骨干教师。
四、做好校园安全工作，排查隐患，组织学生应急疏散演练。
五、办好学生食堂，做好传染病防控。
六、上好体育课，组织学生运动会和艺术节。
七、规范招生，做好初三毕业班复习备考。
八、完善教代会制度，深化校务公开。
九、加强{more}。
"""
LIBRARY = """市图书馆{year}年工作要点
一、修复古籍善本，培训古籍修复师，建古籍库房。
二、古籍善本数字化，开放古籍数据库。
三、办好少儿阅览室，给少儿讲绘本故事。
四、少儿绘本下乡，给乡村小学送绘本。
五、举办周末讲座，邀请作家到讲座现场。
六、录制讲座视频，讲座视频上网。
七、更新自助借还机，检修自助书架。
八、自助书架进社区，自助借还机进地铁。
九、整理地方文献，征集家谱。
十、出版地方文献目录，展出家谱。
"""


@pytest.fixture
def plan(tmp_path):
    def write(name: str, text: str):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, "utf-8")
        return load_plan(str(path))

    return write


@pytest.fixture
def schools(plan):
    return [
        plan("school-2023", SCHOOL.format(year=2023, more="图书馆建设，购置教学设备")),
        plan("school-2024", SCHOOL.format(year=2024, more="心理健康教育，关爱留守儿童")),
    ]


@pytest.fixture
def libraries(plan):
    return [plan(f"library-{year}", LIBRARY.format(year=year)) for year in (2023, 2024)]


def said(report, number=0):
    return json.loads(document_json(report))["comparisons"][number]


def test_a_pair_names_its_field(schools):
    report = compare(schools)
    assert said(report)["field"] == {"codebook": "education", "thesaurus": "education"}
    assert "themes-induced" not in [note["code"] for note in said(report)["notes"]]
    assert {"teaching", "safety", "family"} <= {row.code for row in report.matrix}


def test_the_tasks_of_a_school_plan_spread_over_many_themes(schools):
    primary = [task.themes.primary for task in compare(schools).plans[1].tasks]
    assert None not in primary
    assert len(set(primary)) >= 8


def test_a_third_plan_changes_nothing_of_what_is_said_of_two(schools, plan):
    other = plan(
        "other-2025", "某市2025年工作要点\n一、扩大有效投资。\n二、发展农业。\n三、办好教育。\n"
    )
    both, three = compare(schools), compare([*schools, other])
    assert said(both) == said(three)
    assert said(three, 1)["field"]["codebook"] == "general"
    assert {row.code for row in three.matrix} >= {"investment", "agriculture", "education"}


def test_an_earlier_plan_changes_nothing_of_what_is_said_of_two_but_new_terms(schools, plan):
    other = plan(
        "other-2022", "某市2022年工作要点\n一、扩大有效投资。\n二、发展农业。\n三、办好教育。\n"
    )
    both = compare(schools)
    three = compare([other, *schools], against=Against.PREVIOUS)
    assert said(both) | {"phrases": []} == said(three, 1) | {"phrases": []}


def test_the_tasks_of_a_pair_have_its_own_themes_in_every_report(schools, plan):
    other = plan(
        "other-2025", "某市2025年工作要点\n一、扩大有效投资。\n二、发展农业。\n三、办好教育。\n"
    )
    both, three = compare(schools), compare([*schools, other])
    primary = [
        [task.themes.primary for task in pairs(report)[0].current.tasks] for report in (both, three)
    ]
    assert primary[0] == primary[1]
    names = {row.name for row in theme_rows(three)}
    assert "投资与重大项目" in names
    rows = sheet_words(sheet(three, SheetName.THEMES), three, Lang.EN).rows
    assert {row[4] for row in rows} >= {"Teaching and its quality", "Investment and major projects"}


def test_themes_are_induced_where_one_would_hold_most_tasks(libraries):
    report = compare(libraries)
    assert said(report)["field"] == {"codebook": "induced", "thesaurus": "general"}
    assert "themes-induced" in [note["code"] for note in said(report)["notes"]]
    assert [row.code for row in report.matrix][:2] == ["I01", "I02"]
    assert len(report.matrix) >= 4
    assert any("古籍" in row.name for row in report.matrix)
    assert all(task.themes.primary for plan in report.plans for task in plan.tasks)


TRANSPORT = """某市交通运输局{year}年工作要点
一、贯通环湖高速公路，大修国道。
二、新建农村公路，推行路长制。
三、疏浚航道，新增泊位。
四、开通公交夜线，规范网约车。
五、培育甩挂运输，改善货车停靠。
六、治理公路超限超载，盯紧两客一危车辆。
七、建设客运枢纽和通用机场。
八、规范机动车维修，在公路服务区布局充电桩。
九、规范交通运输执法，推行首违不罚。
十、{more}推动大件运输许可就近办。
十一、建设智慧交通，汇聚公路、港口和公交数据。
十二、抓好党建，开展主题教育。
"""


def test_topics_stand_where_all_of_an_office_is_one_general_theme(plan):
    plans = [
        plan(f"transport-{year}", TRANSPORT.format(year=year, more=more))
        for year, more in ((2022, "压减证明事项，"), (2023, "推广电子证照，"), (2024, ""))
    ]
    report = compare(plans)
    assert said(report)["field"] == {"codebook": "topics", "thesaurus": "general"}
    assert "themes-induced" not in [note["code"] for note in said(report)["notes"]]
    primary = [task.themes.primary for task in report.plans[0].tasks]
    assert None not in primary
    assert len(set(primary)) >= 8
    assert {row.code for row in report.matrix} >= {"waterways", "transit", "ruralroads"}


def test_what_was_said_is_not_overruled(libraries, schools):
    assert said(compare(libraries, field="general"))["field"]["codebook"] == "general"
    assert said(compare(libraries, codebook="general"))["field"]["codebook"] == "general"
    assert said(compare(schools, codebook="induced"))["field"]["codebook"] == "induced"
    assert said(compare(schools, field="health"))["field"]["thesaurus"] == "health"
    with pytest.raises(CodebookError, match="no such field"):
        compare(schools, field="scholl")


def test_health_plans_keep_their_codebook():
    plans = [load_plan(str(SEEDS / f"{name}.txt")) for name in ("city-2024", "yangpu-2025")]
    assert said(compare(plans))["field"] == {"codebook": "health", "thesaurus": "health"}


def test_the_field_is_read_again(schools):
    report = compare(schools)
    assert read_result(document_json(report)).comparisons[0].field == report.comparisons[0].field


def outlined(capsys, *options: str) -> set[str | None]:
    assert run(["outline", "school.txt", "-f", "json", *options]) == 0
    (plan,) = json.loads(capsys.readouterr().out)["plans"]
    return {task["themes"]["primary"] for task in plan["tasks"]}


def test_the_field_is_said_on_the_command_line_or_in_the_configuration(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "school.txt").write_text(SCHOOL.format(year=2024, more="图书馆建设"), "utf-8")

    assert {"teaching", "exams", "health"} <= outlined(capsys)
    assert "teaching" not in outlined(capsys, "--field", "general")
    assert outlined(capsys, "--codebook", "induced") & {"I01", "I02"}
    (tmp_path / "policydiff.toml").write_text('field = "general"\n', "utf-8")
    assert "teaching" not in outlined(capsys)
    assert "teaching" in outlined(capsys, "--field", "education")
    assert run(["outline", "school.txt", "--field", "schools"]) == 2
    assert "schools: no such field" in capsys.readouterr().err
