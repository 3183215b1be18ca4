"""Statuses: what became of each task, and whether that proves anything."""

import pytest
from msgspec.structs import replace

from policydiff.comparing.statuses import open_reason, with_statuses
from policydiff.model import (
    Carried,
    Comparison,
    Completeness,
    Evidence,
    Group,
    Link,
    Open,
    Plan,
    Relation,
    Side,
    Status,
    Strength,
    Task,
    ThemeChange,
    ThemeCoding,
    ThemeEvidence,
    ThemeSide,
)
from tests.factory import make_link, make_plan, make_task


def task(name: str, *measures: str) -> Task:
    return make_task(name, *measures, title="题")


OLD = make_plan("old", task("1", "修渠", "清淤"), task("2", "修路"))
NEW = make_plan("new", task("1", "修渠"), task("2"))
LINK = make_link("1", "1", Evidence("1-1", "1-1", ("修渠",), 0.8))
PAIR = Comparison(
    "old",
    "new",
    Relation.LONGITUDINAL,
    links=(LINK,),
    groups=(
        Group(("1",), ("1",), Status.CONTINUED, "1:1"),
        Group(("2",), (), Status.DROPPED, "1:0"),
        Group((), ("2",), Status.NEW, "0:1"),
    ),
    themes=(
        ThemeChange("road", "路", Status.DROPPED, ThemeSide(("2",), 0.2), ThemeSide((), 0.0)),
        ThemeChange(
            "water", "水", Status.CONTINUED, ThemeSide(("1",), 1.0), ThemeSide(("1",), 1.0)
        ),
    ),
)


def told(relation: Relation = Relation.LONGITUDINAL, old: Plan = OLD, new: Plan = NEW):
    return with_statuses(replace(PAIR, relation=relation), old, new)


def test_every_task_of_both_plans_has_a_status_and_an_extent():
    found = [(t.side, t.task, t.status, t.extent.carried, t.extent.of) for t in told().tasks]

    assert found == [
        (Side.PREVIOUS, "1", Status.CONTINUED, 1, 2),
        (Side.PREVIOUS, "2", Status.DROPPED, 0, 1),
        (Side.CURRENT, "1", Status.CONTINUED, 1, 1),
        (Side.CURRENT, "2", Status.NEW, 0, 1),  # nothing but a title
    ]


def test_a_title_is_carried_on_once_by_however_many_links():
    links = [make_link("2", "2", Evidence("2-0", name, (), 0.6)) for name in ("2-0", "2-1")]
    lone = replace(OLD, tasks=(OLD.tasks[0], task("2")))
    pair = replace(
        PAIR,
        links=(
            LINK,
            replace(links[0], evidence=(*links[0].evidence, Evidence("", "2-1", (), 0.6))),
        ),
    )

    extent = with_statuses(pair, lone, NEW).tasks[1].extent

    assert (extent.carried, extent.of) == (1, 1)


def test_between_full_plans_of_one_office_nothing_is_open():
    assert {task.open for task in told().tasks} == {None}
    assert {theme.open for theme in told().themes} == {None}


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (Relation.VERTICAL, Open.LEVEL),
        (Relation.LATERAL, Open.LATERAL),
        (Relation.SCOPE, Open.SCOPE),
    ],
)
def test_between_others_what_is_new_or_gone_is_open_and_what_goes_on_is_not(relation, reason):
    found = told(relation)

    assert [task.open for task in found.tasks] == [None, reason, None, reason]
    assert [theme.open for theme in found.themes] == [reason, None]
    assert (found.summary.previous.open, found.summary.current.open) == (1, 1)


@pytest.mark.parametrize("part", [Completeness.DIGEST, Completeness.EXCERPT])
def test_what_is_gone_looks_at_the_current_plan_and_what_is_new_at_the_previous(part):
    reason = Open(part.value)

    gone = told(new=replace(NEW, completeness=part)).tasks
    new = told(old=replace(OLD, completeness=part)).tasks

    assert [task.open for task in gone] == [None, reason, None, None]
    assert [task.open for task in new] == [None, None, None, reason]


ROAD = ThemeChange(
    "road", "路", Status.DROPPED, ThemeSide(("2",), 0.2, primary=("2",)), ThemeSide((), 0.0)
)


def road(change: ThemeChange, link: Link, old: Plan = OLD) -> tuple[Open | None, tuple[str, ...]]:
    pair = replace(PAIR, themes=(change,), links=(LINK, link))
    theme = with_statuses(pair, old, NEW).themes[0]
    return theme.open, theme.elsewhere


def test_a_theme_is_not_gone_while_a_task_of_it_goes_on_under_another():
    onward = make_link(
        "2", "2", Evidence("2-1", "", ("路",), 0.6), strength=Strength.PARTIAL, score=0.6
    )

    assert road(ROAD, onward) == (Open.UNDECIDED, ("2",))


def test_of_a_secondary_theme_the_measures_that_prove_it_must_go_on():
    proof = ThemeCoding("water", ("road",), (ThemeEvidence("road", 1.0, ("路",), ("2-2",)),))
    old = replace(OLD, tasks=(OLD.tasks[0], replace(task("2", "挖井", "修路"), themes=proof)))
    second = replace(ROAD, previous=ThemeSide(("2",), 0.2))
    well = make_link(
        "2", "2", Evidence("2-1", "", ("井",), 0.6), strength=Strength.PARTIAL, score=0.6
    )
    way = replace(well, evidence=(Evidence("2-2", "", ("路",), 0.6),))

    assert road(second, way, old) == (Open.UNDECIDED, ("2",))
    assert road(second, well, old) == (None, ())


def test_what_goes_on_counts_though_the_link_does_not_show_it():
    old = replace(OLD, tasks=(task("1", "修渠", "清淤", "筑坝"), OLD.tasks[1]))
    kept = Carried("1:1", (), fallen_out=("1-3",), added=(), previous_share=0.6, current_share=1.0)

    found = with_statuses(replace(PAIR, carried=(kept,)), old, NEW).tasks[0].extent

    assert (found.carried, found.of) == (2, 3)


def test_a_theme_is_not_gone_while_words_of_it_stand():
    said = replace(ROAD, current=ThemeSide((), 0.0, mentioned=("公路",)))

    assert road(said, LINK) == (Open.UNDECIDED, ())
    assert road(ROAD, LINK) == (None, ())


def test_the_relation_goes_before_the_digest():
    digest = replace(NEW, completeness=Completeness.DIGEST)

    assert open_reason(Relation.SCOPE, digest) is Open.SCOPE


def test_the_summary_counts_both_sides():
    summary = told().summary
    before, after = summary.previous, summary.current

    assert (before.tasks, before.continued, before.dropped) == (2, 1, 1)
    assert (after.tasks, after.continued, after.new) == (2, 1, 1)
    assert (summary.themes.new, summary.themes.continued, summary.themes.dropped) == (0, 1, 1)
    assert (summary.links.full, summary.links.partial, summary.links.uncertain) == (1, 0, 0)
