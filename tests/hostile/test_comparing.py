"""Comparisons of hostile plans: one endless line, many plans, many sections to leave out."""

import pytest

from policydiff.cli import run
from policydiff.comparing.phrases import phrase_changes, term_source
from policydiff.matching.terms import load_background
from policydiff.pipeline import load_plan
from policydiff.report import Lang
from policydiff.report.blocks import Document, Paragraph, Section, Span
from policydiff.writers.markdown import to_markdown
from tests.hostile.work import LINEAR, growth, in_child


def source(body):
    text = f"某市2024年工作要点\n1.推进社区建设。{body}\n2.好。\n"
    return term_source(load_plan("a.txt", data=text.encode()))


@pytest.mark.parametrize("unit", ["推进", "建设工作", "的", "养老驿站与", "深化Ab医改"])
def test_new_terms_of_one_long_line(unit):
    short, long = source("做好河道"), source(unit * (140_000 // len(unit)))
    in_child(lambda: phrase_changes(short, long, short.pairs, load_background()))
    in_child(lambda: phrase_changes(long, short, long.pairs, load_background()))


def sections(count):
    return tuple(
        Section(f"节{n}", (Paragraph(((Span("的" * 90),),)),), rank=1 + n % 7) for n in range(count)
    )


def test_sections_that_are_left_out_are_written_once():
    def write(count):
        return to_markdown(Document("题", sections(count)), Lang.ZH, 1_000)

    assert growth(write, 50) < LINEAR


@pytest.mark.parametrize("most", [1, 300, 1_000, 2_500, 3_500, 10_000])
def test_as_many_sections_as_fit_are_kept(most):
    document = Document("题", sections(30))
    text, whole = to_markdown(document, Lang.ZH, most), to_markdown(document, Lang.ZH)
    kept = [n for n in range(30) if f"## 节{n}\n" in text]
    gone = [n for n in range(30) if n not in kept]

    assert (text == whole) == (len(whole) <= most)
    assert len(text) <= most or not kept
    assert all(f"节{n}" in text.splitlines()[-1] for n in gone)
    assert not gone or max(1 + n % 7 for n in kept or [0]) <= min(1 + n % 7 for n in gone)


def test_plans_of_which_no_task_has_a_theme_are_shown(tmp_path, capsys):
    book = tmp_path / "book.toml"
    book.write_text("[[theme]]\ncode = 'a'\nzh = '甲'\nterms = ['无处有']\n", encoding="utf-8")
    plans = ["seeds/city-2024.txt", "seeds/yangpu-2025.txt"]

    assert run(["compare", *plans, "--codebook", str(book), "--show", "all"]) == 0
    assert "internal error" not in capsys.readouterr().err
