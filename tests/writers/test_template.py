"""A user's own template: filled in a sandbox, inert, limited, and clear about its mistakes."""

import json
import sys
import unicodedata

import html5lib
import pytest
from markdown_it import MarkdownIt

from policydiff.errors import MissingExtraError, UsageError
from policydiff.model import Report
from policydiff.report import Lang
from policydiff.result import document_json
from policydiff.writers import sandbox
from policydiff.writers.template import fill_template

TEMPLATE = """\
# {{ plans[0].title }}
{% for comparison in comparisons %}
{% for group in comparison.groups if group.status != "continued" %}
{% set tasks = group.previous + group.current %}
- {{ group.status|status_word(comparison.relation) }}: {{ tasks|join(" ") }}
{% endfor %}
{% endfor %}
"""


def fill(source: str, name: str, report: Report, lang: Lang) -> str:
    """Fill a template in this process, which starts faster; errors are told as by the other."""
    answer = sandbox.answer(source, name, json.loads(document_json(report)), lang)
    if "error" in answer:
        raise UsageError(f"{name}:{answer['line']}: {answer['error']}")
    return answer["text"]


TITLES = (
    "{% for task in plans[0].tasks %}<p title='{{ task.title }}'>{{ task.title }}</p>\n{% endfor %}"
)


def test_a_template_sees_the_documented_result(small_report, matches_golden):
    output = fill_template(TEMPLATE, "brief.md", small_report, Lang.ZH)

    matches_golden("writers/template.md", output)


def test_text_is_escaped_for_the_language_of_the_template(hostile_report):
    page = fill(TITLES, "page.html.j2", hostile_report, Lang.EN)
    text = fill("{{ plans[0].tasks[0].title }}", "note.md", hostile_report, Lang.EN)
    plain = fill("{{ plans[0].tasks[13].title }}", "note.txt", hostile_report, Lang.EN)

    assert "<script" not in page
    assert "'single'" not in page
    assert MarkdownIt("commonmark").render(text).startswith("<p>&lt;script&gt;")
    assert "\x1b" not in plain


EVERY_TITLE = """\
{% macro shown(text) %}<b>{{ text }}</b>{% endmacro %}
{% for task in plans[0].tasks %}
{% set kept %}{{ task.title }}{% endset %}
<p title="{{ task.title }}">{{ task.title }}|{{ shown(task.title) }}|{{ kept }}|{{
  shown("x") ~ task.title }}|{{ [task.title, kept]|join(", ") }}|{{ task.title|upper }}|{{
  task.title|truncate(30) }}|{{ [task.title] }}</p>
{% endfor %}
"""


def test_no_way_of_writing_text_lets_markup_into_a_page(hostile_report):
    output = fill(EVERY_TITLE, "page.html", hostile_report, Lang.EN)

    parsed = html5lib.parse(output, namespaceHTMLElements=False)
    tags = {element.tag for element in parsed.iter()}
    assert tags == {"html", "head", "body", "p", "b"}
    assert {name for element in parsed.iter() for name in element.attrib} == {"title"}
    for character in output:
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


MARKDOWN_TITLES = """\
{% macro shown(text) %}“{{ text }}”{% endmacro %}
| a | b | c | d |
| --- | --- | --- | --- |
{% for task in plans[0].tasks %}
| {{ task.title }} | {{ shown(task.title) }} | {{ shown("x") ~ task.title }} | {{
  [task.title, shown("x")]|join(" ") }} |
{% endfor %}
"""


def test_no_way_of_writing_text_lets_markup_into_markdown(hostile_report):
    output = fill(MARKDOWN_TITLES, "note.md.j2", hostile_report, Lang.EN)

    tokens = MarkdownIt("gfm-like").parse(output)
    kinds = {t.type for token in tokens for t in [token, *(token.children or [])]}
    assert not kinds & {"link_open", "image", "fence", "code_inline", "html_block", "em_open"}
    assert sum(token.type == "tr_open" for token in tokens) == 1 + len(
        hostile_report.plans[0].tasks
    )
    cells = sum(token.type in ("td_open", "th_open") for token in tokens)
    assert cells == 4 * (1 + len(hostile_report.plans[0].tasks))


@pytest.mark.parametrize(
    "made",
    [
        *("t.title|trim", "t.title.strip()", "t.title[0:90]", "(t.title|upper)", "(t.title * 2)"),
        *("(t.title + 'x')", "('%s' % t.title)", "('%s'|format(t.title))", "(t.title ~ 'x')"),
        *("(t.title|replace('x', 'y'))", "(t.title.split(' ')|first)", "([t.title]|join(' '))"),
    ],
)
def test_what_a_filter_or_operator_makes_of_text_is_escaped_beside_markup(hostile_report, made):
    source = f"{{% for t in plans[0].tasks %}}{{{{ '<b>'|safe ~ {made} }}}}\n\n{{% endfor %}}"
    tokens = MarkdownIt("gfm-like").parse(fill(source, "note.md", hostile_report, Lang.EN))
    kinds = {t.type for token in tokens for t in [token, *(token.children or [])]}

    assert not kinds & {"link_open", "image", "fence", "code_inline", "em_open", "strong_open"}


def test_what_a_macro_made_is_not_escaped_again(small_report):
    source = "{% macro b(t) %}<b>{{ t }}</b>{% endmacro %}{% set x = b('a<c') %}{{ x }}{{ x }}"

    assert fill(source, "a.html", small_report, Lang.EN) == "<b>a&lt;c</b>" * 2


def test_blanks_at_the_ends_of_text_are_kept(small_report):
    source = "{% for plan in plans %}{{ plan.year }}{{ ', ' if not loop.last }}{% endfor %}"

    for name in ("a.md", "a.html", "a.txt"):
        assert fill(source, name, small_report, Lang.EN) == "2020, 2024, 2025"


def test_what_a_comparison_names_is_found(small_report):
    source = """\
{% for comparison in comparisons %}
{% for link in comparison.links if link.strength == "full" %}
{{ loop.index }}/{{ loop.length }} {{ find_plan(comparison.previous).year }}: {{
  find_task(comparison.previous, link.previous).title }}
{% endfor %}
{% endfor %}
"""
    lines = fill(source, "a.txt", small_report, Lang.ZH).splitlines()

    assert lines[2:] == ["3/3 2020: 做实社区卫生服务", "1/1 2024: 深化“便捷就医”数字化转型"]


def test_words_follow_relation_reason_and_language(small_report):
    source = (
        "{{ 'gone'|change_word('vertical') }} {{ 'dropped'|status_word('longitudinal', 'digest') }}"
    )

    assert fill(source, "a.txt", small_report, Lang.ZH) == "未承接 摘要未见"
    assert fill(source, "a.txt", small_report, Lang.EN).endswith(" dropped, not in the digest")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "a\n{% for i in range(200) %}{% for j in range(200) %}{% endfor %}{% endfor %}",
            "a.md:2",
        ),
        ("{% macro m(n) %}{{ m(n - 1) ~ m(n - 1) if n }}{% endmacro %}\n{{ m(40) }}", "9,999"),
        (
            "{% for x in [1, 2] recursive %}{{ loop([1, 2]) if loop.depth < 50 }}{% endfor %}",
            "9,999 rounds of loops and calls",
        ),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "without end"),
        ("{% for i in range(99) %}{{ 'a' * 100 }}{% endfor %}", "5,000 characters"),
        ("{{ lipsum(10 ** 9) }}", "lipsum"),
    ],
)
def test_work_and_output_are_limited(source, message, small_report, monkeypatch):
    monkeypatch.setattr(sandbox, "MOST_STEPS", 9_999)
    monkeypatch.setattr(sandbox, "MOST_CHARACTERS", 5_000)

    with pytest.raises(UsageError) as error:
        fill(source, "a.md", small_report, Lang.EN)
    assert message in str(error.value)


def test_a_template_that_takes_too_long_is_stopped(small_report, monkeypatch):
    monkeypatch.setattr("policydiff.writers.template.SECONDS", 1)

    with pytest.raises(UsageError, match="more than 1 seconds"):
        fill_template("{{ 10 ** (10 ** 9) }}", "a.md", small_report, Lang.EN)


def test_a_template_that_takes_too_much_memory_is_stopped(small_report):
    with pytest.raises(UsageError, match=r"a\.md:2: more memory"):
        fill_template("a\n{{ plans[0].title * 10 ** 9 }}", "a.md", small_report, Lang.EN)


def test_the_process_tells_a_mistake_with_its_line(small_report):
    with pytest.raises(UsageError, match=r"^a\.md:2: ") as error:
        fill_template("a\n{% for %}", "a.md", small_report, Lang.EN)
    assert error.value.hint


def test_a_filter_cannot_smuggle_text_past_the_gate(hostile_report):
    source = "{{ plans[0].tasks[0].title|upper }}{{ plans[0].tasks[0].title ~ '' }}"
    marked = "{{ plans[0].tasks[13].title|safe }}"

    assert "<" not in fill(source, "page.html", hostile_report, Lang.EN)
    assert "\x1b" not in fill(marked, "page.html", hostile_report, Lang.EN)


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
        fill(source, "x.md", small_report, Lang.EN)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a\n{% for %}", "x.md:2"),
        ("{{ nothing_there }}", "x.md:1: 'nothing_there' is undefined"),
        ("a\n\n{{ 1 / 0 }}", "x.md:3: ZeroDivisionError"),
        ("a\n{% include 'b' %}", "x.md:2: a template reads no other file"),
        ("{{ find_plan('x') }}", "x.md:1: KeyError: 'x'"),
        ("{% for plan in plans %}\n{{ plan.titel }}{% endfor %}", "x.md:2"),
        ("{{ 'dropped'|status_word('sideways') }}", "sideways"),
        ("{{ plans|no_such_filter }}", "no_such_filter"),
    ],
)
def test_a_mistake_is_named(source, place, small_report):
    with pytest.raises(UsageError) as error:
        fill(source, "x.md", small_report, Lang.EN)
    assert place in str(error.value)


def test_without_jinja_the_extra_is_named(small_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(MissingExtraError) as error:
        fill_template("", "x.md", small_report, Lang.ZH)
    assert "policydiff[report]" in error.value.hint
