"""How good the results are: figures by pair, baselines, and the worst disagreements."""

from collections.abc import Iterator, Sequence

from policydiff.model import (
    Baseline,
    CurvePoint,
    Disagreement,
    Evaluation,
    Figures,
    Interval,
    LinksMean,
    PairEvaluation,
    Rates,
    TargetFigures,
    ThemeFigures,
)
from policydiff.report import Lang
from policydiff.report.blocks import (
    STRENGTH_TONE,
    Block,
    Cell,
    Document,
    Section,
    Table,
    Tone,
    cell,
    cells,
    paragraph,
)
from policydiff.report.labels import FigureLabel, Label, word
from policydiff.report.values import columns, score_text

Row = tuple[Cell, ...]
_WORDS_SHOWN = 3
"""Shared words that a table shows of a disagreement; JSON has all of them."""


def evaluation_view(evaluation: Evaluation, lang: Lang) -> Document:
    """Lay out an evaluation."""
    gold = paragraph(FigureLabel.GOLD.of(lang, source=evaluation.gold), tone=Tone.FAINT)
    sections = [Section("", (gold,))]
    if evaluation.mean:
        sections.append(_links(evaluation, evaluation.mean, lang))
        sections.append(_baselines(evaluation, evaluation.mean, lang))
        sections += _curve(evaluation, evaluation.mean, lang)
    if evaluation.themes:
        sections.append(_themes(evaluation.themes, lang))
    if evaluation.targets:
        sections.append(_targets(evaluation.targets, lang))
    told = [section for pair in evaluation.pairs if (section := _disagreements(pair, lang)).blocks]
    sections += told
    if told:
        hint = paragraph(FigureLabel.EXPLAIN_HINT.of(lang), tone=Tone.FAINT)
        sections.append(Section("", (hint,), rank=1))
    return Document(FigureLabel.EVALUATION.of(lang), tuple(sections))


def pair_name(pair: PairEvaluation) -> str:
    """Write the two plans of a pair."""
    return f"{pair.previous} → {pair.current}"


def _links(evaluation: Evaluation, mean: LinksMean, lang: Lang) -> Section:
    percent = f"{evaluation.confidence * 100:g}"
    interval = FigureLabel.INTERVAL.of(lang, percent=percent)
    titles = ((FigureLabel.PAIR, 1), *_RATES, interval, *_FURTHER)
    rows = [
        _figures(pair_name(pair), pair.figures, pair.interval, Tone.PLAIN)
        for pair in evaluation.pairs
    ]
    rows.append(_figures(FigureLabel.MEAN.of(lang), mean.figures, mean.interval, Tone.STRONG))
    note = FigureLabel.INTERVAL_NOTE.of(lang, percent=percent, resamples=evaluation.resamples)
    blocks = (Table(columns(lang, *titles), tuple(rows)), paragraph(note, tone=Tone.FAINT))
    return Section(FigureLabel.LINKS.of(lang), blocks)


_RATES = (FigureLabel.PRECISION, FigureLabel.RECALL, FigureLabel.F1)
"""The columns of what is told of every method."""

_FURTHER = (
    *(FigureLabel.FULL_RECALL, FigureLabel.FULL_F1, FigureLabel.AVERAGE_PRECISION),
    *(FigureLabel.STATUS_ACCURACY, FigureLabel.STATUS_F1, FigureLabel.COUNTS),
)
"""The columns of what is told of our own alone."""


def _figures(name: str, figures: Figures, interval: Interval, tone: Tone) -> Row:
    texts = (
        name,
        score_text(figures.precision),
        score_text(figures.recall),
        score_text(figures.f1),
        f"{score_text(interval.low)}–{score_text(interval.high)}",
        score_text(figures.full_recall),
        score_text(figures.full_f1),
        score_text(figures.average_precision),
        score_text(figures.status_accuracy),
        score_text(figures.status_macro_f1),
        f"{figures.predicted}/{figures.gold}",
    )
    return tuple(cell(text, tone) for text in texts)


def _baselines(evaluation: Evaluation, mean: LinksMean, lang: Lang) -> Section:
    named = ((FigureLabel.PAIR, 1), (FigureLabel.METHOD, 1), FigureLabel.THRESHOLD)
    titles = (*named, *_RATES, FigureLabel.AVERAGE_PRECISION)
    rows: list[Row] = []
    for pair in evaluation.pairs:
        rows += _methods(pair_name(pair), pair.figures, pair.baselines, Tone.PLAIN, lang)
    rows += _methods(FigureLabel.MEAN.of(lang), mean.figures, mean.baselines, Tone.STRONG, lang)
    note = paragraph(FigureLabel.BASELINES_NOTE.of(lang), tone=Tone.FAINT)
    table = Table(columns(lang, *titles), tuple(rows))
    return Section(FigureLabel.BASELINES.of(lang), (table, note))


def _methods(
    name: str, figures: Figures, baselines: Sequence[Baseline], tone: Tone, lang: Lang
) -> Iterator[Row]:
    own = Baseline(
        FigureLabel.OWN.of(lang),
        None,
        figures.precision,
        figures.recall,
        figures.f1,
        figures.average_precision,
    )
    for method in (own, *baselines):
        threshold = "–" if method.threshold is None else f"{method.threshold:.3f}"
        values = (method.precision, method.recall, method.f1, method.average_precision)
        texts = (name, method.name, threshold, *map(score_text, values))
        yield tuple(cell(text, tone) for text in texts)
        name = ""


def _curve(evaluation: Evaluation, mean: LinksMean, lang: Lang) -> Iterator[Section]:
    if not mean.curve:
        return
    pairs = evaluation.pairs
    each = ((f"{FigureLabel.F1.of(lang)} {pair_name(pair)}", 1) for pair in pairs)
    rows = tuple(
        _point(point, [pair.curve[index] for pair in pairs])
        for index, point in enumerate(mean.curve)
    )
    titles = columns(lang, FigureLabel.CURVE_FROM, *_RATES, *each)
    yield Section(FigureLabel.CURVE.of(lang), (Table(titles, rows),))


def _point(point: CurvePoint, pairs: Sequence[CurvePoint]) -> Row:
    texts = [score_text(x) for x in (point.min_link, point.precision, point.recall, point.f1)]
    return tuple(cell(text) for text in [*texts, *(score_text(own.f1) for own in pairs)])


def _themes(themes: ThemeFigures, lang: Lang) -> Section:
    primary = (
        f"{FigureLabel.PRIMARY.of(lang)}: {themes.primary_right}/{themes.tasks}"
        f" ({score_text(themes.primary_accuracy)})"
    )
    all_themes = f"{FigureLabel.ALL_THEMES.of(lang)}: {_rates(themes.all_themes, lang)}"
    return Section(FigureLabel.THEMES.of(lang), (paragraph(primary, all_themes),))


def _targets(targets: TargetFigures, lang: Lang) -> Section:
    counts = FigureLabel.TARGETS_LINE.of(
        lang, targets=targets.targets, missed=targets.missed, extra=targets.extra
    )
    return Section(
        FigureLabel.TARGETS.of(lang), (paragraph(f"{counts} · {_rates(targets.rates, lang)}"),)
    )


def _rates(rates: Rates, lang: Lang) -> str:
    return " · ".join(
        f"{label.of(lang)} {score_text(value)}"
        for label, value in (
            (FigureLabel.PRECISION, rates.precision),
            (FigureLabel.RECALL, rates.recall),
            (FigureLabel.F1, rates.f1),
        )
    )


def _disagreements(pair: PairEvaluation, lang: Lang) -> Section:
    titles = (
        FigureLabel.DISAGREEMENT,
        (pair.previous, 3),
        (pair.current, 3),
        Label.STRENGTH,
        Label.SCORE,
        (Label.SHARED, 3),
    )
    rows = [_row(item, FigureLabel.FALSE, lang) for item in pair.false_links]
    rows += [_row(item, FigureLabel.MISSED, lang) for item in pair.missed_links]
    blocks: list[Block] = []
    if pair.unread:
        unread = FigureLabel.UNREAD.of(lang, tasks=", ".join(pair.unread))
        blocks.append(paragraph(unread, tone=Tone.WARNING))
    if rows:
        blocks.append(Table(columns(lang, *titles), tuple(rows)))
    elif pair.figures.f1 == 1.0:
        blocks.append(paragraph(FigureLabel.NO_DISAGREEMENT.of(lang)))
    title = FigureLabel.DISAGREEMENTS.of(lang, pair=pair_name(pair))
    return Section(title, tuple(blocks), rank=1)


def _row(item: Disagreement, kind: FigureLabel, lang: Lang) -> Row:
    tone = Tone.WARNING if kind is FigureLabel.FALSE else Tone.DROPPED
    return (
        cell(kind.of(lang), tone),
        cell(f"{item.previous} {item.previous_title}"),
        cell(f"{item.current} {item.current_title}"),
        cell(word(item.strength, lang), STRENGTH_TONE[item.strength]),
        cell(score_text(item.score)),
        cells(item.shared[:_WORDS_SHOWN], Tone.SHARED) or cell("–", Tone.FAINT),
    )
