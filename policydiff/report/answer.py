"""The answer of a comparison: a few sentences with names, fit to be copied into a memo."""

from collections.abc import Iterator, Sequence

from policydiff.model import Change, Open, Side, Status, Strength, TargetChange, ThemeChange
from policydiff.report import Lang
from policydiff.report.blocks import Line, Paragraph, Span, Tone, line, status_tone
from policydiff.report.details import target_text, target_word
from policydiff.report.labels import Label, note_text, status_word, word
from policydiff.report.pair import HOLDER, Pair, Standing
from policydiff.report.themes import absent_side, theme_name, theme_names
from policydiff.report.values import (
    LEAST_SHIFT,
    counts_text,
    demanded,
    score_text,
    shift,
    shift_text,
    task_name,
)

MOST_NAMES = 40
"""Names in a sentence: an office seldom plans more tasks than that in a year."""

MOST_PLACES = 2
"""Themes or words named where work of a theme stands; all are in the JSON."""

MOST_MOVED = 3
"""Themes whose share moved most; what moved less is in the table of themes."""

MOST_TARGETS = 3
"""Targets named in a sentence; all stand in the table of targets, with their quotes."""

LEAST_DOUBT = 0.4
"""A counterpart as likely as a link that was not taken: the status stands in doubt."""

LEAST_PROOF = 0.5
"""A pair of measures that is likelier than not the same bit of work proves that a task goes on."""

_STOP = {Lang.ZH: "。", Lang.EN: "."}
_COMMA = {Lang.ZH: "、", Lang.EN: ", "}
_SEMICOLON = {Lang.ZH: "；", Lang.EN: "; "}


def answer(pair: Pair, lang: Lang) -> Paragraph:
    """Sum a pair up: both sides counted, then named, then what limits it all."""
    return Paragraph(tuple(_lines(pair, lang)))


def _lines(pair: Pair, lang: Lang) -> Iterator[Line]:
    yield (
        Span(f"{pair.previous.id} → {pair.current.id}", Tone.STRONG),
        Span(f"  {word(pair.comparison.relation, lang)}", Tone.FAINT),
    )
    yield line(_counts(pair, lang))
    for name_what in (_tasks, _thin, _themes, _elsewhere):
        for status in HOLDER:
            yield from name_what(pair, status, lang)
    yield from _moved(pair, lang)
    yield from _targets(pair, lang)
    for told in counts_text(pair.comparison, lang):
        yield line(told)
    for note in pair.comparison.notes:
        yield line(f"! {note_text(note, lang)}", Tone.WARNING)


def _counts(pair: Pair, lang: Lang) -> str:
    """Count both sides, and the links that the counts rest on."""
    summary = pair.comparison.summary
    previous, current = summary.previous, summary.current
    sides = [
        Label.ANSWER_PREVIOUS.of(
            lang,
            n=previous.tasks,
            told=_COMMA[lang].join(_side_counts(pair, previous.continued, Status.DROPPED, lang)),
        ),
        Label.ANSWER_CURRENT.of(
            lang,
            n=current.tasks,
            told=_COMMA[lang].join(_side_counts(pair, current.continued, Status.NEW, lang)),
        ),
        Label.ANSWER_LINKS.of(lang, told=_COMMA[lang].join(_links(pair, lang))),
    ]
    return _SEMICOLON[lang].join(sides) + _STOP[lang]


def _links(pair: Pair, lang: Lang) -> Iterator[str]:
    links = pair.comparison.summary.links
    yield Label.FULL_COUNT.of(lang, n=links.full)
    yield Label.PARTIAL_COUNT.of(lang, n=links.partial)
    if links.uncertain:
        yield Label.UNCERTAIN_COUNT.of(lang, n=links.uncertain)


def _side_counts(pair: Pair, continued: int, status: Status, lang: Lang) -> Iterator[str]:
    """Yield what goes on, then what is new or dropped, apart by whether that is proved."""
    yield Label.ANSWER_COUNT.of(lang, word=_word(pair, Status.CONTINUED, None, lang), n=continued)
    for reason, found in pair.by_openness(status):
        told = _word(pair, status, reason, lang)
        yield Label.ANSWER_COUNT.of(lang, word=told, n=len(found))


def _word(pair: Pair, status: Status, reason: Open | None, lang: Lang) -> str:
    return status_word(status, pair.comparison.relation, lang, reason)


def _tasks(pair: Pair, status: Status, lang: Lang) -> Iterator[Line]:
    for reason, found in pair.by_openness(status):
        if found:
            names = [_task(standing, lang) for standing in found]
            yield _named(pair, status, reason, Label.ANSWER_TASKS, names, lang)


def _thin(pair: Pair, status: Status, lang: Lang) -> Iterator[Line]:
    """Name the tasks that might be new or dropped but for thin evidence, where that could be said.

    They are carried on in part alone, by no pair of measures that is likelier than not.
    """
    side = HOLDER[status]
    names = [task_name(x.task) for x in pair.side(side) if _is_thin(x)]
    if names and pair.open(status) is None:
        of = Label.PREVIOUS if side is Side.PREVIOUS else Label.CURRENT
        listed = _list(names, MOST_NAMES, _SEMICOLON[lang], lang)
        told = Label.ANSWER_THIN.of(lang, side=of.of(lang), n=len(names), names=listed)
        yield line(told + _STOP[lang])


def _is_thin(standing: Standing) -> bool:
    links = [row.link for row in standing.links]
    if not links or any(x.strength is Strength.FULL or x.decided for x in links):
        return False
    return max((x.score for link in links for x in link.evidence), default=0.0) < LEAST_PROOF


def _task(standing: Standing, lang: Lang) -> str:
    """Name a task that one plan alone has, and the other's task that may be the same work."""
    name = task_name(standing.task)
    nearest = next((near for near in standing.nearest if near[1] >= LEAST_DOUBT), None)
    if nearest is None:
        return name
    task, score = nearest
    return Label.ANSWER_DOUBT.of(lang, name=name, near=task.id, score=score_text(score))


def _themes(pair: Pair, status: Status, lang: Lang) -> Iterator[Line]:
    """Name the themes that are new or dropped, of which nothing stands in the other plan."""
    found = [x for x in _changed(pair, status) if not _has_more(x)]
    for reason in dict.fromkeys(theme.open for theme in found):
        names = [theme_name(theme, lang) for theme in found if theme.open is reason]
        yield _named(pair, status, reason, Label.ANSWER_THEMES, names, lang)


def _changed(pair: Pair, status: Status) -> Iterator[ThemeChange]:
    return (theme for theme in pair.comparison.themes if theme.status is status)


def _has_more(theme: ThemeChange) -> bool:
    return bool(theme.elsewhere or absent_side(theme).mentioned)


_ELSEWHERE = {
    Status.DROPPED: Label.ANSWER_ELSEWHERE_DROPPED,
    Status.NEW: Label.ANSWER_ELSEWHERE_NEW,
}
_UNDER = {Status.DROPPED: Label.ANSWER_WENT_TO, Status.NEW: Label.ANSWER_CAME_FROM}
_SAID = {Status.DROPPED: Label.ANSWER_STILL_SAID, Status.NEW: Label.ANSWER_SAID_BEFORE}


def _elsewhere(pair: Pair, status: Status, lang: Lang) -> Iterator[Line]:
    """Name the themes whose work or words stand in the other plan, and say where."""
    names = [_whereabouts(pair, x, lang) for x in _changed(pair, status) if _has_more(x)]
    if names:
        listed = _list(names, MOST_NAMES, _SEMICOLON[lang], lang)
        told = _ELSEWHERE[status].of(lang, n=len(names), names=listed)
        yield line(told + _STOP[lang])


def _whereabouts(pair: Pair, theme: ThemeChange, lang: Lang) -> str:
    """Name a theme with the themes its work stands under, else with its words that stand there."""
    label, told = _SAID[theme.status], absent_side(theme).mentioned
    if theme.elsewhere:
        label, told = _UNDER[theme.status], tuple(_themes_of(pair, theme, lang))
    said = _list(told, MOST_PLACES, _COMMA[lang], lang)
    return label.of(lang, name=theme_name(theme, lang), names=said)


def _themes_of(pair: Pair, theme: ThemeChange, lang: Lang) -> Iterator[str]:
    """Yield the primary themes of the tasks in which work of a theme stands; a task without any."""
    side = Side.PREVIOUS if theme.status is Status.NEW else Side.CURRENT
    names = theme_names(pair.comparison.themes, lang)
    tasks = (pair.tasks[side, task] for task in theme.elsewhere)
    yield from dict.fromkeys(names.get(x.themes.primary or "", task_name(x)) for x in tasks)


def _named(
    pair: Pair, status: Status, reason: Open | None, what: Label, names: Sequence[str], lang: Lang
) -> Line:
    told = what.of(lang, word=_word(pair, status, reason, lang), n=len(names), names="\0")
    head, _, rest = told.partition("\0")
    listed = _list(names, MOST_NAMES, _SEMICOLON[lang], lang)
    return (
        Span(head, status_tone(status, reason)),
        Span(f"{listed}{rest}{_STOP[lang]}"),
    )


def _list(names: Sequence[str], most: int, separator: str, lang: Lang) -> str:
    told = separator.join(names[:most])
    return told if len(names) <= most else Label.ANSWER_REST.of(lang, names=told)


def _moved(pair: Pair, lang: Lang) -> Iterator[Line]:
    """Name the themes of both plans whose share moved most, with both shares."""
    themes = pair.comparison.themes
    both = [x for x in themes if x.previous.share_primary and x.current.share_primary]
    both.sort(key=lambda theme: -abs(shift(theme)))
    moved = [theme for theme in both if abs(shift(theme)) >= LEAST_SHIFT][:MOST_MOVED]
    if moved:
        names = _SEMICOLON[lang].join(shift_text(theme, lang) for theme in moved)
        yield line(Label.ANSWER_MOVED.of(lang, names=names) + _STOP[lang])


_TARGET_ORDER = (Change.RAISED, Change.LOWERED, Change.GONE, Change.NEW)


def _targets(pair: Pair, lang: Lang) -> Iterator[Line]:
    """Name the targets that moved, are gone or new, in one sentence."""
    told = []
    for said, found in _by_word(pair, lang):
        named = tuple(dict.fromkeys(_target(target, lang) for target in found))
        names = _list(named, MOST_TARGETS, _COMMA[lang], lang)
        if len(named) < len(found) and len(named) <= MOST_TARGETS:  # one is there twice
            names = Label.ANSWER_REST.of(lang, names=names)
        told.append(Label.ANSWER_TARGETS.of(lang, word=said, n=len(found), names=names))
    told += _counted_alone(pair, lang)
    if told:
        sentence = Label.ANSWER_TOLD.of(
            lang, what=Label.TARGETS.of(lang), told=_SEMICOLON[lang].join(told)
        )
        yield line(sentence + _STOP[lang])


def _by_word(pair: Pair, lang: Lang) -> Iterator[tuple[str, list[TargetChange]]]:
    """Yield the targets that moved, are gone or new, by the word for what became of them."""
    for change in _TARGET_ORDER:
        found: dict[str, list[TargetChange]] = {}
        for item in pair.comparison.targets:
            if demanded(item) is change:
                found.setdefault(target_word(item, pair, lang), []).append(item)
        yield from sorted(found.items(), key=lambda one: one[1][0].change is not change)


def _counted_alone(pair: Pair, lang: Lang) -> Iterator[str]:
    """Yield how many targets stayed, and how many cannot be compared: with these it adds up."""
    for change in (Change.KEPT, Change.NOT_COMPARABLE):
        found = [target for target in pair.comparison.targets if target.change is change]
        if found:
            said = target_word(found[0], pair, lang)
            yield Label.ANSWER_TARGETS_ALONE.of(lang, word=said, n=len(found))


def _target(change: TargetChange, lang: Lang) -> str:
    values = [target_text(target, lang) for target in (change.previous, change.current) if target]
    return f"{change.object} {'→'.join(values)}"
