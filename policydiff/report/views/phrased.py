"""Wordings that first appear or are gone, with their counts and a sentence."""

from policydiff.model import Comparison, PhraseChange, Status
from policydiff.report.blocks import STATUS_TONE, Cell, Column, Paragraph, Span, Table, Tone, cell
from policydiff.report.labels import Label, Lang
from policydiff.report.marking import mark_words

_WORD = {
    Status.NEW: Label.FIRST_MENTION,
    Status.DROPPED: Label.GONE,
    Status.CONTINUED: Label.SAME_WORDING,
}


def phrase_lines(comparison: Comparison, lang: Lang) -> Paragraph:
    """List the phrases of a comparison in short: each with how often it stands there."""
    return Paragraph(
        tuple(
            (
                Span(f"{_WORD[status].of(lang)}: ", STATUS_TONE[status]),
                Span(" · ".join(f"{phrase.text} {_times(phrase)}" for phrase in phrases)),
            )
            for status in (Status.NEW, Status.DROPPED)
            if (phrases := [item for item in comparison.phrases if item.status is status])
        )
    )


def _times(phrase: PhraseChange) -> int:
    return phrase.current if phrase.status is Status.NEW else phrase.previous


def phrase_table(comparison: Comparison, lang: Lang) -> Table:
    """Lay out the phrases of a comparison; "first" means within the plans given."""
    columns = (
        Column(Label.CHANGE.of(lang)),
        Column(Label.PHRASE.of(lang), ratio=1),
        Column(Label.COUNT.of(lang)),
        Column(Label.QUOTE.of(lang), ratio=4),
    )
    return Table(columns, tuple(_row(phrase, lang) for phrase in comparison.phrases))


def _row(phrase: PhraseChange, lang: Lang) -> tuple[Cell, ...]:
    quotes = tuple(
        (
            *mark_words(quote.text, [phrase.text]),
            Span(f" [{quote.plan} {Label.ONE_LINE.of(lang, first=quote.line)}]", Tone.FAINT),
        )
        for quote in phrase.quotes[:1]
    )
    return (
        cell(_WORD[phrase.status].of(lang), STATUS_TONE[phrase.status]),
        cell(phrase.text, Tone.STRONG),
        cell(f"{phrase.previous} → {phrase.current}"),
        quotes or cell("–", Tone.FAINT),
    )
