import sys

import pytest
from markdown_it import MarkdownIt

from policydiff.errors import MissingExtraError, UsageError
from policydiff.render.labels import Lang
from policydiff.render.template import fill_template

TEMPLATE = """\
# {{ plans[0].title }}
{% for comparison in comparisons %}
{% for group in comparison.groups if group.status != "continued" %}
{% set tasks = group.previous + group.current %}
- {{ group.status|status_word(comparison.relation) }}: {{ tasks|join(" ") }}
{% endfor %}
{% endfor %}
"""
TITLES = (
    "{% for task in plans[0].tasks %}<p title='{{ task.title }}'>{{ task.title }}</p>\n{% endfor %}"
)


def test_a_template_sees_the_documented_result(small_report, matches_golden):
    output = fill_template(TEMPLATE, "brief.md", small_report, Lang.ZH)

    matches_golden("render/template.md", output)


def test_text_is_escaped_for_the_language_of_the_template(hostile_report):
    page = fill_template(TITLES, "page.html.j2", hostile_report, Lang.EN)
    text = fill_template("{{ plans[0].tasks[0].title }}", "note.md", hostile_report, Lang.EN)
    plain = fill_template("{{ plans[0].tasks[13].title }}", "note.txt", hostile_report, Lang.EN)

    assert "<script" not in page
    assert "'single'" not in page
    assert MarkdownIt("commonmark").render(text).startswith("<p>&lt;script&gt;")
    assert "\x1b" not in plain


def test_a_filter_cannot_smuggle_text_past_the_gate(hostile_report):
    source = "{{ plans[0].tasks[0].title|upper }}{{ plans[0].tasks[0].title ~ '' }}"
    marked = "{{ plans[0].tasks[13].title|safe }}"

    assert "<" not in fill_template(source, "page.html", hostile_report, Lang.EN)
    assert "\x1b" not in fill_template(marked, "page.html", hostile_report, Lang.EN)


@pytest.mark.parametrize(
    "source",
    [
        "{{ plans.__class__.__mro__ }}",
        "{{ plans.append(1) }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ range(10**9) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__ }}",
    ],
)
def test_the_sandbox_holds(source, small_report):
    with pytest.raises(UsageError):
        fill_template(source, "x.md", small_report, Lang.EN)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a\n{% for %}", "x.md:2"),
        ("{{ nothing_there }}", "nothing_there"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ 'dropped'|status_word('sideways') }}", "sideways"),
        ("{{ plans|no_such_filter }}", "no_such_filter"),
    ],
)
def test_a_mistake_is_named(source, place, small_report):
    with pytest.raises(UsageError) as error:
        fill_template(source, "x.md", small_report, Lang.EN)
    assert place in str(error.value)
    assert error.value.hint


def test_without_jinja_the_extra_is_named(small_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(MissingExtraError) as error:
        fill_template("", "x.md", small_report, Lang.ZH)
    assert "policydiff[report]" in error.value.hint
