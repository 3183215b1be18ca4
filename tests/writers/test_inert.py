import json
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policydiff.text.unseen import json_text, visible
from policydiff.writers.inert import cell, inline, markdown, mermaid, starts_formula

UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _unsafe(text: str) -> list[str]:
    return [c for c in text if c != "\n" and unicodedata.category(c) in UNSAFE]


def test_no_control_format_private_or_surrogate_character_passes():
    every = "".join(map(chr, range(sys.maxunicode + 1)))

    assert not _unsafe(visible(every))


def test_ordinary_text_of_every_script_passes_unchanged():
    text = "卫生健康，“互联网+医疗”（1.5 倍）≥80% ① é 한국 ½ 𠮷 🏥\n第二行"

    assert visible(text) == text


@given(st.text())
def test_a_line_is_one_line_without_unseen_characters(text):
    line = inline(text)

    assert "\n" not in line
    assert not _unsafe(line)
    assert inline(line) == line


@given(st.text())
def test_json_escapes_keep_the_value(text):
    document = json_text(json.dumps(text, ensure_ascii=False))

    assert not _unsafe(document)
    assert json.loads(document) == text


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t=", " =", "\r=", "\n+"])
def test_a_cell_never_starts_a_formula(sign):
    shown = cell(f"{sign}HYPERLINK(1)")

    assert shown.startswith("'")
    assert not starts_formula(shown)


@pytest.mark.parametrize("text", ["", "30家", "a=b", "“+”", "互联网+医疗", "1-2家"])
def test_an_ordinary_cell_stays_as_it_is(text):
    assert cell(text) == text


def _kinds(text: str) -> set[str]:
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(f"a {markdown(text)}\n\n{markdown(text)}")
    inner = [child for token in tokens for child in token.children or []]
    comments = {"<!-- -->"}
    return {
        token.type
        for token in [*tokens, *inner]
        if not (token.type == "html_inline" and token.content in comments)
    }


PLAIN_MARKDOWN = {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


@given(st.text(alphabet="ab1 *_`[]()<>|~#!&\\/:.@-+=题，w\n", max_size=40))
def test_markdown_text_is_nothing_but_text(text):
    assert _kinds(text) <= PLAIN_MARKDOWN


@pytest.mark.parametrize(
    "text",
    [
        "# heading",
        "- item",
        "1. item",
        "***",
        "===",
        "> quote",
        "```",
        "| a |",
        "www.evil.example",
        "https://evil.example/x?a=1",
        "<https://evil.example>",
        "![i](x)",
        "&lt;b&gt; &#60;",
        "~~x~~",
        "<!-- x -->",
    ],
)
def test_markdown_constructs_come_out_as_text(text):
    assert _kinds(text) <= PLAIN_MARKDOWN


@pytest.mark.parametrize("text", ["30家", "1.5倍", "互联网+医疗", "（一）", "80%以上", "2.0版"])
def test_markdown_of_ordinary_text_is_the_text(text):
    assert markdown(text) == text


@pytest.mark.parametrize("text", ["@someone", "fix #12"])
def test_nobody_is_called_and_no_issue_linked(text):
    assert "<!-- -->" in markdown(text)


@given(st.text())
def test_a_mermaid_label_cannot_end_its_quotes(text):
    label = mermaid(text)

    assert not set('"<>`\n') & set(label)
    assert re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label) == inline(text)


@pytest.mark.parametrize("text", ["- 4 a", "1. a", "+ a", "* a", "fa:fa-car", "$$x$$", "%% a"])
def test_a_mermaid_label_holds_no_markdown_icon_or_formula(text):
    assert not re.search(r"[-.+*:$%]", mermaid(text))
