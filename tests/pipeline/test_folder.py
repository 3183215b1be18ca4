"""Folders of plans: what is found, what is left out and why, which series they make."""

import json
import os
import shutil
from pathlib import Path

import pytest

from policydiff.cli import run
from policydiff.errors import UsageError
from policydiff.model import Event
from policydiff.pipeline.catalogue import load_catalogue
from policydiff.pipeline.compare import compare
from policydiff.pipeline.folder import compare_series, find_files, follow_series, load_found
from policydiff.settings import FolderSettings, Settings

WORK = ("推进健康云山建设", "加强医疗质量管理", "完善分级诊疗制度", "提升基层服务能力")


def plan(folder, name, office, year, tasks=WORK, title=""):
    lines = [f"{office}{year}年{title}工作要点", ""]
    for number, task in zip("一二三四五六", tasks, strict=False):
        lines += [f"{number}、{task}", f"{task}，落实{year}年各项任务，完成{len(task)}个项目。"]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def collected(folder):
    return compare_series(load_found(find_files([str(folder)]))).report


def reasons(report):
    return {Path(item.path).name: item.reason for item in report.left_out}


AWAY = ("推进健康云山建设", "完善分级诊疗制度")
"""WORK of a year in which some of it stays away."""


def test_work_is_back_after_a_year_in_which_it_stood_in_no_plan(tmp_path):
    """First and last plan are not compared: aligned for lines of work, or nobody would know."""
    for year, tasks in ((2021, WORK), (2022, AWAY), (2023, WORK)):
        plan(tmp_path, f"{year}.txt", "云山市卫生健康委员会", year, tasks)
    loaded = load_found(find_files([str(tmp_path)]))
    settings = Settings()

    lines = {x.label: x for x in compare(loaded.plans, settings=settings).trajectories}
    events = [stop.event for stop in lines["加强医疗质量管理"].stops]
    found = compare_series(loaded)
    followed = follow_series(found)

    assert events == [Event.FIRST_SEEN, Event.DROPPED, Event.RETURNED]
    assert followed.parts[0].report.trajectories == tuple(lines.values())
    assert found.parts[0].report.trajectories == ()  # nobody shows them


def test_plans_are_sorted_by_office_and_year_whatever_they_are_called(tmp_path):
    plan(tmp_path, "z.txt", "云山市卫生健康委员会", 2022)
    plan(tmp_path, "a.txt", "云山市卫生健康委员会", 2024)
    plan(tmp_path, "sub/b.txt", "云山市卫健委", 2023)
    plan(tmp_path, "c.txt", "青州市教育局", 2023)
    plan(tmp_path, "d.txt", "青州市教育局", 2024)
    report = collected(tmp_path)

    assert [series.plans for series in report.series] == [("z", "b", "a"), ("c", "d")]
    assert [(c.previous, c.current) for c in report.comparisons] == [
        ("z", "b"),
        ("b", "a"),
        ("c", "d"),
    ]
    assert {c.relation.value for c in report.comparisons} == {"longitudinal"}
    assert report.left_out == ()


def test_former_names_are_one_series_and_told(tmp_path):
    plan(tmp_path, "a.txt", "云山市卫生局", 2012)
    plan(tmp_path, "b.txt", "云山市卫生健康委员会", 2022)
    (series,) = collected(tmp_path).series

    assert series.plans == ("a", "b")
    assert "former names" in series.notes[0]


def test_the_first_plan_of_an_office_below_is_set_against_the_office_above(tmp_path):
    plan(tmp_path, "city.txt", "云山市卫生健康委员会", 2022)
    plan(tmp_path, "later.txt", "云山市卫生健康委员会", 2025)
    plan(tmp_path, "town.txt", "云山市东河区卫生健康委员会", 2024)
    report = collected(tmp_path)

    pairs = {(c.previous, c.current): c.relation.value for c in report.comparisons}
    assert pairs == {("city", "later"): "longitudinal", ("city", "town"): "vertical"}


@pytest.mark.parametrize(("whole", "scoped"), [("a", "b"), ("b", "a")])
def test_of_two_scopes_of_one_year_the_plan_for_all_the_work_is_the_reference(
    tmp_path, whole, scoped
):
    for name in ("a", "b"):
        plan(tmp_path, f"{name}.txt", "云山市卫生健康委员会", 2024, [*WORK, f"建设第{name}医院"])
    listed = tmp_path / "plans.toml"
    listed.write_text(
        f'[[plan]]\nid = "{scoped}"\npath = "{scoped}.txt"\nscope = "五个新城"\n'
        f'[[plan]]\nid = "{whole}"\npath = "{whole}.txt"\nscope = ""\n',
        encoding="utf-8",
    )
    found = find_files([str(tmp_path)])
    report = compare_series(load_found(found, catalogue=load_catalogue(str(listed)))).report

    pairs = [(c.previous, c.current, c.relation.value) for c in report.comparisons]
    assert pairs == [(whole, scoped, "scope")]


def test_offices_that_have_nothing_to_do_with_each_other_are_not_compared(tmp_path):
    plan(tmp_path, "a.txt", "云山市卫生健康委员会", 2022)
    plan(tmp_path, "b.txt", "青州市教育局", 2023)

    with pytest.raises(UsageError, match="2 plans found, no two of them"):
        collected(tmp_path)


def test_a_draft_and_a_second_copy_are_told_not_compared(tmp_path):
    office = "云山市卫生健康委员会"
    plan(tmp_path, "2022.txt", office, 2022)
    plan(tmp_path, "2023.txt", office, 2023, (*WORK, "加强信息化建设"))
    text = (tmp_path / "2023.txt").read_text(encoding="utf-8")
    page = text.replace("\n", "</p><p>")
    (tmp_path / "page.html").write_text(f"<html><body><p>{page}</p></body></html>", "utf-8")
    draft = plan(tmp_path, "early.txt", office, 2023, (*WORK, "新建医院"))
    titled = draft.read_text("utf-8").replace("工作要点", "工作要点（征求意见稿）", 1)
    draft.write_text(titled, "utf-8")
    plan(tmp_path, "early-初稿.txt", office, 2023, ("举办运动会", "开展环境整治"))
    shutil.copy(tmp_path / "2022.txt", tmp_path / "copy.txt")
    report = collected(tmp_path)

    assert [series.plans for series in report.series] == [("2022", "2023")]
    told = reasons(report)
    assert told["copy.txt"].startswith("the same file as ")
    assert told["page.html"] == "the same plan as 2023"
    assert told["early.txt"] == "a draft of 2023"
    assert told["early-初稿.txt"] == "a draft of 2023"


def test_another_plan_of_the_year_is_told_apart_from_a_copy(tmp_path):
    office = "云山市卫生健康委员会"
    plan(tmp_path, "2022.txt", office, 2022)
    plan(tmp_path, "2023.txt", office, 2023)
    plan(tmp_path, "other.txt", office, 2023, ("举办运动会", "开展环境整治"))

    assert reasons(collected(tmp_path))["other.txt"].startswith("of the same office, scope and")


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path, capsys):
    inside, outside = tmp_path / "plans", tmp_path / "outside"
    plan(inside, "a.txt", "云山市卫生健康委员会", 2022)
    plan(inside, "b.txt", "云山市卫生健康委员会", 2023)
    plan(inside, "noyear.txt", "云山市卫生健康委员会", "各")
    plan(outside, "c.txt", "云山市卫生健康委员会", 2024)
    (inside / "empty.txt").write_bytes(b"")
    (inside / "photo.txt").write_bytes(b"\x89PNG\r\n")
    (inside / "notes.json").write_text("{}", "utf-8")
    (inside / ".hidden").write_text("x", "utf-8")
    (inside / "out.txt").symlink_to(outside / "c.txt")
    (inside / "round.txt").symlink_to(inside / "round.txt")
    (inside / "folder").symlink_to(outside)
    odd = os.fsencode(inside) + b"/\xff.txt"
    shutil.copy(inside / "a.txt", odd)

    assert run(["compare", str(inside), "-f", "json"]) == 0
    shown = capsys.readouterr()
    result = json.loads(shown.out)

    assert [series["plans"] for series in result["series"]] == [["a", "b"]]
    told = [line for line in shown.err.splitlines() if "left out" in line]
    assert len(told) == len(result["left_out"]) == 8
    for reason in (
        "a link that leaves the folder",
        "a link to a folder",
        "not UTF-8",
        "the file is empty",
        "a picture",
        "no year could be read",
        "data or a program",
    ):
        assert sum(reason in line for line in told) >= 1, reason


def test_files_of_one_name_in_two_folders_have_ids_of_their_own(tmp_path):
    plan(tmp_path, "2022/plan.txt", "云山市卫生健康委员会", 2022)
    plan(tmp_path, "2023/plan.txt", "云山市卫生健康委员会", 2023)
    (series,) = collected(tmp_path).series

    assert [name.removeprefix(str(tmp_path)) for name in series.plans] == [
        "/2022/plan.txt",
        "/2023/plan.txt",
    ]


def test_more_files_than_a_run_reads_are_told_in_one_line(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").touch()
    found = find_files([str(tmp_path)], FolderSettings(max_files=3))

    assert len(found.paths) == 3
    assert [item.reason for item in found.left_out] == [
        "this file and all after it, 2: a run reads 3 files"
    ]


def test_a_folder_without_plans_is_an_error_that_says_what_to_do(tmp_path, capsys):
    assert run(["compare", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "0 plans found" in told
    assert "hint:" in told


def test_the_overview_shows_series_and_pairs(tmp_path, capsys):
    plan(tmp_path, "a.txt", "云山市卫生健康委员会", 2022)
    plan(tmp_path, "b.txt", "云山市卫生健康委员会", 2023, (*WORK[1:], "加强信息化建设"))

    assert run(["compare", str(tmp_path), "--lang", "en", "--width", "120"]) == 0
    shown = capsys.readouterr().out
    assert "1 series, 2 plans, 1 pairs; 0 files left out" in shown
    assert "云山市卫生健康委员会" in shown
    assert "a → b" in shown


def test_a_catalogue_has_the_last_word(tmp_path, capsys):
    plans = tmp_path / "plans"
    plan(plans, "a.txt", "云山市卫生健康委员会", 2022)
    undated = plan(plans, "b.txt", "云山市卫生健康委员会", 2023)
    undated.write_text(undated.read_text("utf-8").replace("2023年", ""), "utf-8")
    catalogue = tmp_path / "plans.toml"
    catalogue.write_text('[[plan]]\nid = "later"\npath = "plans/b.txt"\nyear = 2023\n', "utf-8")

    command = ["compare", str(plans), "-f", "json", "--catalogue", str(catalogue)]
    assert run(command) == 0
    assert json.loads(capsys.readouterr().out)["series"][0]["plans"] == ["a", "later"]


def test_a_catalogue_of_a_folder_can_be_read_and_says_what_was_read(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plan(tmp_path, "plans/a.txt", "云山市卫生健康委员会", 2022)
    plan(tmp_path, "plans/b.txt", "云山市卫生健康委员会", 2023)
    (tmp_path / "plans/empty.txt").write_bytes(b"")

    assert run(["catalogue", "plans"]) == 0
    text = capsys.readouterr().out
    Path("plans.toml").write_text(text, encoding="utf-8")
    first, second = load_catalogue("plans.toml").entries
    assert (first.id, first.path, second.overrides.year) == ("a", "plans/a.txt", 2023)
    assert first.overrides.issuer == "云山市卫生健康委员会"
    assert "# left out: plans/empty.txt: the file is empty" in text

    Path("plans.toml").write_text(text.replace("year = 2022", "year = 2021"), encoding="utf-8")
    assert run(["compare", "plans", "--catalogue", "plans.toml", "-f", "json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [row["year"] for row in result["plans"]] == [2021, 2023]


def test_names_of_files_are_inert_in_a_catalogue(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    odd = 'a"\nyear = 1\x7f#.txt'
    plan(tmp_path / "plans", odd, "云山市卫生健康委员会", 2022)
    (tmp_path / "plans" / "b\n[[plan]]\n.txt").write_bytes(b"")

    run(["catalogue", "plans"])
    Path("plans.toml").write_text(capsys.readouterr().out, encoding="utf-8", newline="")
    (entry,) = load_catalogue("plans.toml").entries
    assert entry.path == f"plans/{odd}"


def test_a_file_that_is_not_the_one_of_the_catalogue_is_left_out(tmp_path, capsys):
    plan(tmp_path, "a.txt", "云山市卫生健康委员会", 2022)
    plan(tmp_path, "b.txt", "云山市卫生健康委员会", 2023)
    listed = plan(tmp_path, "c.txt", "云山市卫生健康委员会", 2024)
    catalogue = tmp_path / "plans.toml"
    catalogue.write_text(f'[[plan]]\nid = "c"\npath = "{listed}"\nsha256 = "0"\n', "utf-8")

    assert run(["compare", str(tmp_path), "-f", "json", "--catalogue", str(catalogue)]) == 0
    left_out = json.loads(capsys.readouterr().out)["left_out"]
    assert "not the file that" in next(x["reason"] for x in left_out if x["path"] == str(listed))


def test_a_folder_of_reports_has_an_index_and_a_page_for_each_series(tmp_path, capsys):
    plans, site = tmp_path / "plans", tmp_path / "site"
    plan(plans, "a.txt", "云山市卫生健康委员会", 2022)
    plan(plans, "b<i>.txt", "云山市卫生健康委员会", 2023)
    plan(plans, "c.txt", "青州市教育局", 2023)

    assert run(["compare", str(plans), "-o", f"{site}/"]) == 0
    assert capsys.readouterr().out == ""
    assert sorted(file.name for file in site.iterdir()) == ["index.html", "series-1.html"]
    index = (site / "index.html").read_text("utf-8")
    assert 'href="series-1.html"' in index
    assert 'href="series-1.html#pair-1"' in index
    assert "series-2.html" not in index  # one plan alone has no page
    assert "b&lt;i&gt;" in index
    assert "<i>" not in index
    assert 'id="pair-1"' in (site / "series-1.html").read_text("utf-8")
    assert "http" not in index.replace("http-equiv", "")


def test_pages_of_an_earlier_run_go_and_files_of_others_stay(tmp_path, capsys):
    plans, site = tmp_path / "plans", tmp_path / "site"
    for office in ("云山市卫生健康委员会", "青州市教育局"):
        for year in (2022, 2023):
            plan(plans, f"{office[0]}{year}.txt", office, year)
    assert run(["compare", str(plans), "-o", f"{site}/"]) == 0
    (site / "series-9.html").write_text("<!doctype html><title>mine</title>", encoding="utf-8")
    (site / "notes.html").write_bytes((site / "series-2.html").read_bytes())
    for path in plans.glob("青*"):
        path.unlink()
    capsys.readouterr()

    assert run(["compare", str(plans), "-o", f"{site}/"]) == 0
    told = capsys.readouterr().err
    assert sorted(file.name for file in site.iterdir()) == [
        *("index.html", "notes.html", "series-1.html", "series-9.html")
    ]
    assert "series-2.html: of an earlier run, removed" in told
    assert "series-9.html: not of this run, left as it is" in told


@pytest.mark.parametrize("place", ["plans/site/", "no-such/site/", "file/"])
def test_a_folder_that_reports_must_not_go_to_is_told_before_any_work(
    tmp_path, capsys, monkeypatch, place
):
    monkeypatch.chdir(tmp_path)
    plan(tmp_path, "plans/a.txt", "云山市卫生健康委员会", 2022)
    (tmp_path / "file").touch()

    assert run(["compare", "plans", "-o", place]) == 2
    assert "hint:" in capsys.readouterr().err
    assert run(["compare", "plans/a.txt", "-o", "site/"]) == 2
