"""Hold hostile inputs against the laws that no input may break.

    python bench/fuzz.py [COUNT] [SEED]

Laws: nothing but PolicyDiffError, with a hint; what is shown is inert, by the judgement of
parsers; lines are lines of the file; no line is lost; the same bytes twice, and under another hash
seed; a third plan changes nothing that is said of two but for new terms. A fault is printed with
its seed and number, which make it again. ``make fuzz`` runs a million.

All that is read is held against all laws of reading, each time; one in twenty is also written in
all formats, judged by parsers, and read again for the same bytes; so is each triple of plans.
"""

import contextlib
import hashlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import html5lib
import msgspec
from markdown_it import MarkdownIt

from bench.hostile import Hostile, Kind, make
from policydiff.cli import run
from policydiff.cli.config import load_config
from policydiff.errors import PolicyDiffError
from policydiff.evaluating.gold import load_gold
from policydiff.matching.terms import load_thesaurus
from policydiff.parsing import parse_plan
from policydiff.pipeline import load_plan, read_source
from policydiff.pipeline.catalogue import load_catalogue
from policydiff.pipeline.compare import Against, compare
from policydiff.pipeline.pairs import parse_pairs
from policydiff.reading.formats import extract
from policydiff.result import Outline, document_json, read_result
from policydiff.reviewing.decisions_file import format_decisions
from policydiff.reviewing.store import load_decisions
from policydiff.settings import MatchingSettings, ReadingSettings
from policydiff.text.unseen import visible
from policydiff.themes import load_codebook

SEEDS = Path(__file__).parents[1] / "seeds"
SHOWN_EVERY = 20  # every so many plans are written in all formats, which takes 30 times as long
MOST_SECONDS = 10  # of CPU, all judges included: what looks back at each character takes minutes
SUFFIXES = {Kind.BLOWN_UP: "txt", Kind.BLOWN_UP_PAGE: "html"}
FORMATS = ("txt", "md", "json")
REPORTS = ("txt", "md", "json", "html", "csv", "jsonl")


class FaultError(Exception):
    """A law that an input broke."""


@dataclass
class Tally:
    """What a run came to; ``digest`` is that of all results, to be held against another run's."""

    faults: list[str] = field(default_factory=list)
    refused: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)


def campaign(count: int, seed: int) -> Tally:
    """Hold so many inputs against the laws and return what was found."""
    tally = Tally()
    result = _saved()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            hostile = make(seed, number, result)
            try:
                tally.digest.update(_judge(hostile, number, Path(folder)))
            except PolicyDiffError as error:
                tally.refused += 1
                said = f"{error}|{error.hint}".replace(folder, "")
                tally.digest.update(said.encode("utf-8", "backslashreplace"))
                if not error.hint:
                    tally.faults.append(f"{seed}:{number} {hostile.kind}: no hint: {error}")
            except Exception as error:
                tally.faults.append(f"{seed}:{number} {hostile.kind}: {error!r}"[:300])
    return tally


def _saved() -> str:
    plans = [load_plan(str(SEEDS / f"{name}.txt")) for name in ("city-2024", "yangpu-2025")]
    cut = [msgspec.structs.replace(plan, tasks=plan.tasks[:2]) for plan in plans]
    return document_json(compare(cut))


def _judge(hostile: Hostile, number: int, folder: Path) -> bytes:
    judges = {
        Kind.RESULT: _judge_result,
        Kind.TABLE: _judge_table,
        Kind.TRIPLE: _judge_triple,
        Kind.DECISIONS: _judge_decisions,
        Kind.PAIRS: _judge_pairs,
        Kind.GOLD: _judge_gold,
    }
    started = time.process_time()
    said = judges.get(hostile.kind, _judge_plan)(hostile, number, folder)
    _require(time.process_time() - started < MOST_SECONDS, "no small input takes seconds")
    return said


def _require(holds: object, law: str) -> None:
    if not holds:
        raise FaultError(law)


def _judge_plan(hostile: Hostile, number: int, folder: Path) -> bytes:
    (data,), path = hostile.files, f"a.{SUFFIXES.get(hostile.kind, hostile.kind)}"
    given = {line.number for line in extract(data, path, ReadingSettings()).lines}
    text = read_source(path, data=data)
    kept = {line.number for line in text.lines}
    gone = {n for block in text.removed for n in range(block.line_start, block.line_end + 1)}
    _require(kept | gone == given, "every line is kept or set aside")
    _require(not kept & gone, "no line is both")
    plan = parse_plan(text)
    for task in plan.tasks:
        _require({task.line_start, task.line_end} <= given, "a task stands on lines of the file")
        lines = {measure.line for measure in task.measures}
        _require(lines <= given, "a measure stands on a line of the file")
    ids = [task.id for task in plan.tasks]
    _require(len(set(ids)) == len(ids), "ids are unique")
    _require(all(name == visible(name) for name in ids), "ids are printable")
    written = document_json(Outline(plans=(plan,)))
    if number % SHOWN_EVERY == 0:
        again = document_json(Outline(plans=(load_plan(path, data=data),)))
        _require(written == again, "the same bytes twice")
        (folder / path).write_bytes(data)
        _judge_shown(["outline", str(folder / path)], FORMATS, folder)
    return written.encode()


def _judge_shown(command: list[str], formats: tuple[str, ...], folder: Path) -> None:
    """Write a result in all formats and let parsers judge them."""
    outputs = [str(folder / f"out.{suffix}") for suffix in formats]
    shown, said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(said):
        status = run([*command, *(part for output in outputs for part in ("-o", output))])
        told = run([*command, "-f", "table"])
    _require(status == told == 0, f"what is read is shown: {said.getvalue()[-200:]}")
    log = shown.buffer.getvalue().decode() + said.getvalue()  # type: ignore[attr-defined]
    _require(log == visible(log), "no unseen character on a terminal")
    _require("##[" not in log, "no command to a build service")
    for line in log.split("\n"):
        _require(not line.lstrip().startswith("::"), "no command to a build service")
    for output in outputs:
        content = Path(output).read_text(encoding="utf-8")
        _require(content == visible(content), f"no unseen character in {output[-4:]}")
        JUDGES[output.rpartition(".")[2]](content)


def _judge_markdown(content: str) -> None:
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(content)
    inner = [child for token in tokens for child in token.children or ()]
    for token in (*tokens, *inner):
        _require(token.type not in ("link_open", "image"), f"no {token.type} in Markdown")
        if token.type.startswith("html"):
            hostile = any(word in token.content.lower() for word in ("<script", "<img", "onerror"))
            _require(not hostile, "no markup of a plan in Markdown")


def _judge_page(content: str) -> None:
    tree = html5lib.parse(content, namespaceHTMLElements=False)
    for element in tree.iter():
        for name, value in element.attrib.items():
            _require(not name.startswith("on"), "no handler in a page")
            _require("javascript:" not in value.lower(), "no script in an address")
        _require(element.tag != "img", "no picture in a page")
    _require("alert(1)" not in "".join(s.text or "" for s in tree.iter("script")), "no script")


def _judge_rows(content: str) -> None:
    for line in content.split("\n"):
        _require(line.lstrip('"')[:1] not in tuple("=+-@＝＋－＠"), "no formula in a row")
        _require(not line.startswith("::"), "no command to a build service")


JUDGES: dict[str, Callable[[str], object]] = {
    "txt": str,
    "md": _judge_markdown,
    "json": json.loads,
    "html": _judge_page,
    "csv": _judge_rows,
    "jsonl": lambda content: [json.loads(line) for line in content.splitlines()],
}


def _judge_triple(hostile: Hostile, _: int, folder: Path) -> bytes:
    plans = [load_plan(f"{n}.txt", data=data) for n, data in zip("abc", hostile.files, strict=True)]
    three = compare(plans, against=Against.PREVIOUS)
    first, last = (compare(two).comparisons[0] for two in (plans[:2], plans[1:]))
    _require(first == three.comparisons[0], "a later plan changes nothing that is said of two")
    known = msgspec.structs.replace(three.comparisons[1], phrases=last.phrases)
    _require(last == known, "an earlier plan changes nothing but the terms that are new")
    files = [folder / f"{plan.id}.txt" for plan in plans]
    for path, data in zip(files, hostile.files, strict=True):
        path.write_bytes(data)
    _judge_shown(["compare", *map(str, files)], REPORTS, folder)
    return document_json(three).encode()


def _judge_result(hostile: Hostile, number: int, folder: Path) -> bytes:
    said = hostile.files[0].decode("utf-8", "surrogatepass")
    report = read_result(said)
    if number % SHOWN_EVERY:
        return repr(report).encode("utf-8", "surrogatepass")
    path = folder / "result.json"
    path.write_text(said, encoding="utf-8", errors="replace")
    with contextlib.redirect_stderr(io.StringIO()) as told:
        status = run(
            ["render", str(path), *(p for s in REPORTS for p in ("-o", f"{folder}/r.{s}"))]
        )
    _require(status in (0, 2) and "internal error" not in told.getvalue(), told.getvalue()[-200:])
    return repr(report).encode("utf-8", "surrogatepass")


def _judge_table(hostile: Hostile, _: int, folder: Path) -> bytes:
    path = folder / "table.toml"
    path.write_bytes(hostile.files[0])
    readers: tuple[Callable[[str], object], ...] = (
        load_catalogue,
        load_codebook,
        load_config,
        lambda name: load_thesaurus(MatchingSettings(thesaurus=name)),
    )
    for reader in readers:
        with contextlib.suppress(PolicyDiffError):
            reader(str(path))
    return b""


def _said(command: list[str]) -> tuple[int, str]:
    """Return the status of a command, and what it says on stdout and stderr."""
    shown, said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(said):
        status = run(command)
    _require("internal error" not in said.getvalue(), said.getvalue()[-200:])
    return status, shown.buffer.getvalue().decode() + said.getvalue()  # type: ignore[attr-defined]


def _judge_decisions(hostile: Hostile, number: int, folder: Path) -> bytes:
    path = folder / "decisions.tsv"
    path.write_bytes(hostile.files[0])
    read = load_decisions(str(path))
    written = format_decisions(read)
    path.write_text(written, encoding="utf-8")
    again = load_decisions(str(path))
    _require(len(again.decisions) == len(read.decisions), "no decision is lost in writing")
    _require(len(again.mistakes) == len(read.mistakes), "what was refused stays refused")
    _require(format_decisions(again) == written, "what is written again stays the same")
    shown = written if not (read.mistakes or read.comments) else ""  # which stay as they stand
    _require(shown == visible(shown).replace("\\x09", "\t"), "no unseen character for people")
    if number % SHOWN_EVERY == 0:
        plans = [str(SEEDS / f"{name}.txt") for name in ("city-2024", "yangpu-2025")]
        status, _ = _said(
            ["compare", *plans, "--decisions", str(path), "-f", "json", "--skip-broken"]
        )
        _require(status in (0, 2), "decisions are applied or refused")
    return written.encode("utf-8", "surrogatepass")


def _judge_pairs(hostile: Hostile, number: int, folder: Path) -> bytes:
    asked = list(parse_pairs(hostile.files[0].decode("utf-8")))
    _require(all(row.problem or (row.previous and row.current) for row in asked), "a pair is two")
    if number % SHOWN_EVERY == 0 and asked:
        path = folder / "pairs.jsonl"
        path.write_bytes(hostile.files[0])
        _, said = _said(["compare", "--pairs", str(path), "-f", "jsonl"])
        lines = [row for row in said.split("\n") if row.startswith("{")]
        _require(len([json.loads(row) for row in lines]) == len(asked), "a line for each pair")
        _require(said == visible(said) and "internal error" not in said, "no unseen character")
    return repr(asked).encode("utf-8", "surrogatepass")


def _judge_gold(hostile: Hostile, _: int, folder: Path) -> bytes:
    content = hostile.files[0]
    path = folder / ("gold.json" if content.lstrip().startswith(b"{") else "gold.toml")
    path.write_bytes(content)
    return repr(load_gold(str(path))).encode("utf-8", "surrogatepass")


def main() -> int:
    """Run a campaign and print what it came to; the digest does not hang on the hash seed."""
    asked = [int(word) for word in sys.argv[1:3]]
    count, seed = [*asked, *(1_000, 0)[len(asked) :]]
    started, used = time.time(), time.process_time()
    tally = campaign(count, seed)
    print(*tally.faults, sep="\n")
    print(
        f"{count:,} inputs, {len(tally.faults)} faults, {tally.refused:,} refused,"
        f" {time.process_time() - used:.0f} s of CPU, {time.time() - started:.0f} s"
    )
    print(tally.digest.hexdigest())
    return bool(tally.faults)


if __name__ == "__main__":
    sys.exit(main())
