"""Torn characters: the places of the seeds, damage made from clean seeds, and healthy text."""

import json
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from msgspec.structs import replace

from bench.damage import (
    NOTE_RE,
    Damaged,
    PrivateUse,
    Recipe,
    annotate,
    ascii_signs,
    damage,
    damage_line,
    notes_of,
    traditional,
)
from policydiff.cleaning.mojibake import (
    LEADS,
    LOST,
    PRIVATE_LEADS,
    UNMAPPED_LEADS,
    char_of,
    is_private,
    restore_mojibake,
    sites,
)
from policydiff.cleaning.mojibake.restoring import Place, Row
from policydiff.cleaning.mojibake.search import Reading
from policydiff.cleaning.rules import CleaningContext, apply_edits
from policydiff.model import Line, Repair, Script
from policydiff.settings import MojibakeSettings, ReadingSettings
from policydiff.text.lines import split_lines
from policydiff.text.simplify import detect_script

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = json.loads((SEEDS.parent / "tests" / "gold" / "repairs.json").read_text("utf-8"))
DAMAGED = ("newtown-2024", "city-2020")
DEFAULTS = MojibakeSettings()
CLEAN = ("yangpu-2025", "medadmin-2024", "city-2024")


def seed_lines(plan: str) -> tuple[Line, ...]:
    return split_lines((SEEDS / f"{plan}.txt").read_text(encoding="utf-8"))


def restore(
    lines: tuple[Line, ...], settings: MojibakeSettings = DEFAULTS
) -> tuple[tuple[Line, ...], tuple[Repair, ...]]:
    reading = replace(ReadingSettings(), mojibake=settings)
    return restore_mojibake(lines, CleaningContext(detect_script(lines), reading))


def made(repairs: tuple[Repair, ...]) -> list[Repair]:
    return [repair for repair in repairs if repair.after != repair.before]


@pytest.fixture(scope="module", params=DAMAGED)
def seed(request):
    lines = seed_lines(request.param)
    return request.param, lines, *restore(lines)


def test_the_places_of_the_seeds_are_restored(seed):
    plan, lines, _, repairs = seed
    starts, offset = {}, 0
    for line in lines:
        starts[line.number] = offset
        offset += len(line.text) + 1

    found = {
        (starts[repair.line] + repair.column, repair.before, repair.after)
        for repair in made(repairs)
    }

    assert found == {
        (place["offset"], place["before"], place["after_traditional"])
        for place in GOLD
        if place["plan"] == plan
    }


def test_the_record_of_the_seeds_can_be_replayed(seed):
    _, lines, restored, repairs = seed
    texts = {line.number: line.text for line in lines}

    for number in texts:
        edits = [
            (repair.column, repair.before, repair.after)
            for repair in made(repairs)
            if repair.line == number
        ]
        texts[number] = apply_edits(texts[number], edits)

    assert texts == {line.number: line.text for line in restored}


def test_a_guess_has_a_runner_up_and_a_probability(seed):
    *_, repairs = seed

    for repair in repairs:
        assert 0 <= repair.confidence <= 1
        assert repair.runner_up != repair.after


@pytest.mark.parametrize(
    ("leads", "holds"),
    [
        (UNMAPPED_LEADS, lambda char: char == LOST),
        (PRIVATE_LEADS, is_private),
    ],
    ids=["no character", "private use"],
)
def test_the_leads_that_are_known_are_all_there_are(leads, holds):
    found = [lead for lead in LEADS if any(holds(char_of(lead, trail)) for trail in LEADS)]

    assert sorted(leads) == found


def test_what_is_certain_is_evidence_for_what_is_doubtful(seed):
    _, lines, _, repairs = seed

    _, alone = restore(lines, replace(DEFAULTS, min_certain=2.0))

    def trust(found):
        return sum(repair.confidence for repair in found)

    assert trust(repairs) > trust(alone)


def wide(text: str) -> str:
    """Give the signs of a line back their full width, as they were before the mirror."""
    notes = [found.span() for found in NOTE_RE.finditer(text)]
    table = {sign: chr(ord(sign) + 0xFEE0) for sign in ",:;?!()+"}
    return "".join(
        char if any(start < at < end for start, end in notes) else table.get(char, char)
        for at, char in enumerate(text)
    )


def retraced(damaged: str, restored: str, recipe: Recipe) -> bool:
    """Tell whether the model of the damage, with some signs left uncut, gives the seed again."""
    offsets: list[int] = []
    text = wide(restored)
    damage_line(text, recipe, lambda at: offsets.append(at) is None)
    whole = set(range(len(text.encode("gbk"))))
    for count in range(4):
        for uncut in combinations(offsets, count):
            if damage_line(text, recipe, (whole - set(uncut)).__contains__)[0] == damaged:
                return True
    return False


def test_the_model_of_the_damage_gives_the_seeds_again(seed):
    plan, lines, restored, repairs = seed
    kept = PrivateUse.KEPT if plan == "newtown-2024" else PrivateUse.DROPPED
    numbers = {repair.line for repair in made(repairs)}

    assert all(
        retraced(before.text.lstrip("? "), after.text.lstrip("? "), Recipe(private_use=kept))
        for before, after in zip(lines, restored, strict=True)
        if before.number in numbers
    )


def damaged_seed(plan: str, recipe: Recipe) -> Damaged:
    texts = [traditional(line.text.strip(" \u3000")) for line in seed_lines(plan)]
    return damage(texts, recipe, seed=7)


@pytest.mark.parametrize("plan", CLEAN)
@pytest.mark.parametrize("notes", ["none", "some"])
def test_damage_made_from_clean_seeds_is_undone(plan, notes):
    newtown = (SEEDS / "newtown-2024.txt").read_text(encoding="utf-8")
    noted = notes_of(newtown) if notes == "some" else {}
    damaged = damaged_seed(plan, Recipe(notes=noted))

    restored, repairs = restore(split_lines("\n".join(damaged.lines)))

    wrong = {
        line.number
        for line, truth in zip(restored, damaged.clean, strict=True)
        if line.text != truth
    }
    unsure = {repair.line for repair in repairs if repair.confidence < 0.9}
    assert damaged.places
    assert wrong <= unsure
    assert len(wrong) <= len(damaged.places) / 5


@pytest.mark.parametrize("plan", CLEAN)
@pytest.mark.parametrize("change", [str, traditional, ascii_signs], ids=lambda f: f.__name__)
def test_a_healthy_text_does_not_change(plan, change):
    lines = tuple(Line(line.number, change(line.text)) for line in seed_lines(plan))

    assert restore(lines) == (lines, ())


@pytest.mark.parametrize(
    "marks",
    [
        "??",
        "?,",
        "?;",
        "???",
        "?。",
        "?!",
        "？？",
        "????",
        "?;?;",
        "\ufffd,",
        "??,",
        "(a)?;",
        "(KPIs)??",
    ],
)
def test_planted_marks_are_left_alone(marks):
    lines = tuple(
        Line(line.number, line.text[:20] + marks + line.text[20:]) if len(line.text) > 40 else line
        for line in seed_lines("yangpu-2025")
    )

    assert restore(lines) == (lines, ())


def test_questions_are_no_damage():
    texts = (
        "为什么??因为要改革",
        "怎么办???,要靠创新",
        "真的吗?。我们认为可行",
        "A?;B 项目",
        "是否可行?!",
    )
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))

    assert any(list(sites(text)) for text in texts)
    assert restore(lines) == (lines, ())


def only_line(text: str) -> tuple[str, tuple[Repair, ...]]:
    lines, repairs = restore((Line(1, text),))
    return lines[0].text, repairs


def test_a_swallowed_digit_is_missed_but_not_made_up():
    clean = traditional("推进国家临床重点专科7个、中医优势专科建设")
    damaged = damage_line(clean, Recipe(), lambda _: True)[0]

    text, repairs = only_line(damaged)

    assert text == clean.replace("7", "?")
    lost = [repair for repair in repairs if repair.rule == "lost-digit"]
    assert [(repair.before, repair.after, repair.confidence) for repair in lost] == [
        ("?", "?", 0.0)
    ]
    assert text[lost[0].column] == "?"


def test_a_note_cut_by_the_damage_decides_what_it_stands_behind():
    text = "組建臨床重點??坡?lián)盟,發(fā)展醫(yī)療聯(lián)合體,推進(jìn)聯(lián)盟"

    restored, _ = only_line(text)

    assert restored.startswith("組建臨床重點專科聯(lián)盟")


def test_work_is_bounded_and_the_rest_is_listed_once():
    text = "加強醫(yī)??傤~預(yù)算管理," * 30

    restored, repairs = restore((Line(1, text),), MojibakeSettings(max_steps=3_000))

    *read, rest = repairs
    assert read[0].after == "保總額"
    assert {repair.rule for repair in read} == {"torn-characters"}
    assert (rest.rule, rest.after, rest.confidence) == ("torn-unread", rest.before, 0)
    assert len(read) + rest.places == 30
    assert restored[0].text.endswith("加強醫(yī)??傤~預(yù)算管理,")


def test_a_long_text_leaves_less_work_for_its_places():
    torn, settings = Line(1, "加強醫(yī)??傤~預(yù)算管理,"), MojibakeSettings(max_steps=4_000)
    long = Line(2, "加强基层医疗卫生服务。" * 200)

    _, (read,) = restore((torn,), settings)
    _, (unread,) = restore((torn, long), settings)

    assert (read.rule, read.after) == ("torn-characters", "保總額")
    assert (unread.rule, unread.places) == ("torn-unread", 1)


def test_places_that_turn_out_healthy_are_charged_as_well():
    lines = tuple(Line(number, "我们为什么??因为要改革") for number in range(1, 101))

    restored, (rest,) = restore(lines, MojibakeSettings(max_steps=10_000))

    assert restored == lines
    assert (rest.rule, rest.before, rest.after) == ("torn-unread", "??", "??")
    assert rest.line == 100 - rest.places + 1
    assert 50 <= rest.places < 100


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("?," * 100_000, 0),
        ("??" * 100_000, 0),
        ("?,中" * 20_000, 20_000),
        ("中中?;" * 9_000, 9_000),
    ],
)
def test_hostile_rows_of_marks_are_left_alone_and_told_in_a_line(text, unread):
    lines = (Line(1, text),)

    restored, repairs = restore(lines)

    assert restored == lines
    assert len(repairs) == (unread > 0)
    assert all(unread - 2_000 < repair.places < unread for repair in repairs)


def digits(lines: Iterable[str]) -> Counter[str]:
    return Counter(char for line in lines for char in line if char.isdigit())


@pytest.mark.parametrize("plan", CLEAN)
@pytest.mark.parametrize("private_use", PrivateUse)
def test_no_digit_is_made_up(plan, private_use):
    damaged = damaged_seed(plan, Recipe(share=1.0, private_use=private_use))

    restored, repairs = restore(split_lines("\n".join(damaged.lines)))

    assert made(repairs)
    assert digits(line.text for line in restored) <= digits(damaged.lines)


def test_signs_that_could_be_a_wide_letter_are_none():
    texts = ("推進(jìn)專科進(jìn)入前1?。醫(yī)療服務(wù)更好", "加強醫(yī)??傤~預(yù)算管理")
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))

    restored, _ = restore(lines)

    assert [line.text for line in restored] == [texts[0], "加強醫(yī)保總額預(yù)算管理"]


def torn(clean: str, private_use: PrivateUse = PrivateUse.KEPT) -> str:
    """Return a text in traditional characters, cut wherever it can be."""
    return damage_line(traditional(clean), Recipe(private_use=private_use), lambda _: True)[0]


@pytest.mark.parametrize(
    "clean",
    [
        "扩大覆盖面,使社保基金可持续、居民受益",
        "社保基金办理更方便,群众更满意",
        "使社保基金方案得到落实",
        "强化规模化发展,提高质量",
    ],
)
def test_characters_that_the_mirror_dropped_are_put_in(clean):
    rest = torn("推进国家临床重点专科建设,加强医保总额预算管理")
    damaged = torn(clean, PrivateUse.DROPPED)

    restored, _ = restore((Line(1, rest), Line(2, damaged)))

    assert damaged != traditional(clean)
    assert restored[1].text == traditional(clean)


def test_a_number_that_may_have_lost_a_character_is_not_certain():
    rest = torn("推进国家临床重点专科建设,加强医保总额预算管理")
    damaged = torn("如期完成任务。基本完成“十三五”规划建设任务", PrivateUse.DROPPED)

    _, repairs = restore((Line(1, rest), Line(2, damaged)))

    numbers = [repair.confidence for repair in repairs if "十" in repair.after]
    assert numbers
    assert max(numbers) <= DEFAULTS.max_dropped_numeral
    assert [repair.confidence > 0.9 for repair in repairs if repair.line == 1] == [True] * 2


def test_a_place_in_doubt_stays_and_is_listed():
    lines = (Line(1, torn("推进国家临床重点专科建设,加强医保总额预算管理")),)
    doubting = MojibakeSettings(min_confidence=1.01)

    restored, repairs = restore(lines, doubting)

    assert restored == lines
    assert repairs == ()
    assert made(restore(lines)[1])


def test_only_likely_restorations_are_read_behind_a_place():
    text = "醫??傤~,國??傤~"
    sure, doubtful = (
        Place(7, "??傤~", (Reading("保總額", 11, probability, is_untouched=False),))
        for probability in (0.9, 0.3)
    )

    assert Row(text, (sure,), 100).right(1, DEFAULTS) == "傤~,國保總額"
    assert Row(text, (doubtful,), 100).right(1, DEFAULTS) == "傤~,國??傤~"


def test_places_between_pinyin_notes_are_found():
    text = "提(tí)高(gāo)?,F(xiàn)代(dài)農(nóng)業(yè)?;?huó)躍(yuè)市(shì)場(chǎng)"

    assert list(sites(text)) == [text.index("?"), text.index("?;")]
    assert list(sites("see note (a)?;or else ")) == []


def test_a_note_is_read_as_the_text_reads_it():
    rows = (
        "變(biàn)化(huà)大(dà),變(biàn)化(huà)快(kuài)",
        "活(huó)動(dòng)多(duō),活(huó)躍(yuè)",
    )
    damaged = "發(fā)展(zhǎn)?;?huó)躍(yuè)市(shì)場(chǎng)"
    lines = tuple(Line(number, text) for number, text in enumerate((*rows * 2, damaged), start=1))

    restored, _ = restore(lines)

    assert restored[-1].text == "發(fā)展(zhǎn)。活(huó)躍(yuè)市(shì)場(chǎng)"


def test_the_generator_tells_where_it_tore():
    damaged = damage([annotate("醫保總額", {"醫": "yī"})], Recipe(), seed=1)

    (place,) = damaged.places
    assert damaged.lines == ("醫(yī)??傤~",)
    assert damaged.lines[0][place.start : place.end] == "??傤~"
    assert place.truth == "保總額"
    assert detect_script((Line(1, damaged.clean[0]),)) is Script.HANT
