"""Judge the repair of torn characters on damage made from clean texts.

    python bench/repair.py FOLDER [--lexicon FILE] [--mirror NAME] [--wrong]

Every text of FOLDER is turned to traditional characters, damaged as ``bench/damage.py`` tells,
and repaired. A place is exact where all of its text is as it was; a digit that was swallowed
cannot be known and counts as exact where a mark stands for it.
"""

import argparse
import dataclasses
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.damage import Damaged, Place, PrivateUse, Recipe, damage, traditional
from policydiff.cleaning.mojibake import language, restoring
from policydiff.cleaning.rules import CleaningContext
from policydiff.model import Line, Repair
from policydiff.settings import MojibakeSettings, ReadingSettings
from policydiff.text.simplify import detect_script

CERTAIN = 0.9


@dataclass(frozen=True, slots=True)
class Mirror:
    """A kind of mirror: its recipe, and whether it turns the text to traditional characters."""

    recipe: Recipe
    traditional: bool = True
    notes: str = ""


MIRRORS = {
    "city": Mirror(Recipe(private_use=PrivateUse.DROPPED)),
    "plain": Mirror(Recipe()),
    "every": Mirror(Recipe(share=1.0)),
    "simplified": Mirror(Recipe(), traditional=False),
    "exclaiming": Mirror(Recipe(signs=("，；？！", "。"))),
    "annotated": Mirror(Recipe(), notes="some"),
    "annotated-all": Mirror(Recipe(), notes="all"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a place: its text, what stood there, what was made of it."""

    damaged: str
    truth: str
    restored: str
    confidence: float
    exact: bool
    runner_up: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over all places, and edits made where nothing was damaged."""

    verdicts: tuple[Verdict, ...]
    stray: int
    seconds: float

    def summary(self) -> str:
        """Say in one line what share of places is exact, and of the certain ones right."""
        certain = [verdict for verdict in self.verdicts if verdict.confidence >= CERTAIN]
        exact = sum(verdict.exact for verdict in self.verdicts)
        right = sum(verdict.exact for verdict in certain)
        total = len(self.verdicts)
        return (
            f"{total} places, exact {exact / max(total, 1):.1%}; {len(certain)} certain "
            f"({len(certain) / max(total, 1):.0%}), right {right / max(len(certain), 1):.1%}; "
            f"{self.stray} edits elsewhere; {self.seconds:.1f} s"
        )


def judge(damaged: Damaged, settings: MojibakeSettings) -> Tally:
    """Repair a damaged text and hold each place against the truth."""
    lines = tuple(Line(number, text) for number, text in enumerate(damaged.lines, start=1))
    reading = msgspec.structs.replace(ReadingSettings(), mojibake=settings)
    context = CleaningContext(detect_script(lines), reading)
    start = time.process_time()
    _, repairs = restoring.restore(lines, context)
    seconds = time.process_time() - start
    made = [repair for repair in repairs if repair.rule == restoring.RULE]
    verdicts = [_verdict(damaged, place, made) for place in damaged.places]
    stray = [
        repair
        for repair in made
        if repair.after != repair.before and not any(_meets(repair, p) for p in damaged.places)
    ]
    return Tally(tuple(verdicts), len(stray), seconds)


def _meets(repair: Repair, place: Place) -> bool:
    end = repair.column + len(repair.before)
    return repair.line == place.line and repair.column < place.end and end > place.start


def _verdict(damaged: Damaged, place: Place, repairs: Iterable[Repair]) -> Verdict:
    """Compare the stretch that the place and the repairs that meet it cover, before and after."""
    text = damaged.lines[place.line - 1]
    met = [repair for repair in repairs if _meets(repair, place)]
    start = min([place.start, *(repair.column for repair in met)])
    end = max([place.end, *(repair.column + len(repair.before) for repair in met)])
    truth = text[start : place.start] + place.truth + text[place.end : end]
    restored, position = "", start
    for repair in met:
        restored += text[position : repair.column] + repair.after
        position = repair.column + len(repair.before)
    restored += text[position:end]
    return Verdict(
        damaged=text[max(0, start - 6) : end + 3],
        truth=truth,
        restored=restored,
        confidence=min((repair.confidence for repair in met), default=0.0),
        exact=bool(met) and _same(truth, restored),
        runner_up=met[0].runner_up if met else None,
    )


def _same(truth: str, restored: str) -> bool:
    return len(truth) == len(restored) and all(
        kept == made or (kept.isdigit() and made == restoring.MISSING)
        for kept, made in zip(truth, restored, strict=True)
    )


def notes_for(kind: str, text: str) -> dict[str, str]:
    """Return pinyin notes for the characters of a text: those of the seed's mirror, or all."""
    if not kind:
        return {}
    from bench.damage import notes_of

    seed = Path(__file__).parent.parent / "seeds" / "newtown-2024.txt"
    some = notes_of(seed.read_text(encoding="utf-8"))
    if kind == "some":
        return some
    from pypinyin import pinyin

    return {char: pinyin(char)[0][0] for char in set(text) if "\u4e00" <= char <= "\u9fff"}


def judge_file(path: Path, mirror: Mirror, settings: MojibakeSettings) -> Tally:
    """Damage and judge one text."""
    rows = [row.strip(" \u3000") for row in path.read_text(encoding="utf-8-sig").splitlines()]
    text = "\n".join(map(traditional, rows) if mirror.traditional else rows)
    recipe = dataclasses.replace(mirror.recipe, notes=notes_for(mirror.notes, text))
    return judge(damage(text.split("\n"), recipe, seed=1), settings)


def run(options: argparse.Namespace, settings: MojibakeSettings) -> Tally:
    """Judge all texts of a folder."""
    paths = sorted(Path(options.folder).glob(options.only))
    if options.lexicon:
        loaded = language.unpack(memoryview(Path(options.lexicon).read_bytes()))
        restoring.load_lexicon = lambda: loaded  # type: ignore[assignment]
    tallies = [judge_file(path, MIRRORS[options.mirror], settings) for path in paths]
    return Tally(
        tuple(verdict for tally in tallies for verdict in tally.verdicts),
        sum(tally.stray for tally in tallies),
        sum(tally.seconds for tally in tallies),
    )


def main(arguments: Sequence[str]) -> None:
    """Judge what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--only", default="*.txt", help="pattern of the file names")
    parser.add_argument("--lexicon", help="another lexicon than the one shipped")
    parser.add_argument("--mirror", default="every", choices=MIRRORS)
    parser.add_argument("--wrong", action="store_true", help="list the places that are not exact")
    options = parser.parse_args(arguments)
    tally = run(options, MojibakeSettings())
    print(f"{options.mirror}: {tally.summary()}")
    for verdict in tally.verdicts if options.wrong else ():
        if not verdict.exact:
            print(
                f"{verdict.damaged}  {verdict.truth} → {verdict.restored} "
                f"{verdict.confidence} ({verdict.runner_up})"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
