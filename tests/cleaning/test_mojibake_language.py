"""Torn characters: the bytes of characters, the packed lexicon, and what a text teaches."""

from array import array

import pytest

from bench.lexicon import Recipe, add_words, choose, count_texts, pack
from policydiff.cleaning.mojibake import (
    LEADS,
    LOST,
    PRIVATE_LEADS,
    TRAILS,
    UNMAPPED_LEADS,
    char_of,
    is_private,
    legible,
    with_trail,
)
from policydiff.cleaning.mojibake.language import (
    COUNTS,
    UNSEEN,
    Continuations,
    Evidence,
    LanguageModel,
    Lexicon,
    load_lexicon,
    unpack,
)
from policydiff.cleaning.mojibake.prices import evidence

EVERYTHING = Recipe(least=(1,) * 5, least_with_pivot=(1,) * 5, least_frequency=1)


def test_every_pair_of_bytes_is_read_as_one_by_one():
    read = {(lead, trail): char_of(lead, trail) for lead in LEADS for trail in TRAILS}
    right = {pair: "" if char == LOST or is_private(char) else char for pair, char in read.items()}

    assert {pair: legible(*pair) for pair in right} == right
    for trail in TRAILS:
        assert with_trail(trail) == tuple(
            right[lead, trail] for lead in LEADS if right[lead, trail]
        )


@pytest.mark.parametrize(
    ("leads", "test"),
    [(UNMAPPED_LEADS, LOST.__eq__), (PRIVATE_LEADS, is_private)],
    ids=["unmapped", "private"],
)
def test_the_leads_tried_are_all_that_there_are(leads, test):
    found = [lead for lead in LEADS if any(test(char_of(lead, second)) for second in LEADS)]

    assert found == list(leads)


@pytest.fixture
def lexicon(tmp_path) -> Lexicon:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("推進專科\n推进专病,专科", encoding="utf-8")
    (tmp_path / "words.txt").write_text("专家 3\n", encoding="utf-8")
    counts = count_texts([tmp_path / "texts" / "a.txt"])
    add_words(counts, [tmp_path / "words.txt"], EVERYTHING)
    return unpack(memoryview(pack(choose(counts, EVERYTHING))))


def test_a_packed_lexicon_tells_how_contexts_go_on(lexicon):
    table = lexicon.tables[4]
    ways = table.continuations("推进专科")

    assert (ways.kept, ways.rest, ways.end - ways.start) == (1, 0, 1)
    assert table.chars[ways.start : ways.end] == "\n"
    assert COUNTS[table.codes[ways.start]] == 1
    assert table.continuations("推进专家") == UNSEEN
    assert lexicon.holds("家")
    assert not lexicon.holds("院")


def test_what_is_too_rare_is_known_as_a_rest(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("专科。\n专科。\n专病。", encoding="utf-8")
    recipe = Recipe(least=(1, 2, 9, 9, 9), least_with_pivot=(1, 2, 9, 9, 9))

    lexicon = unpack(memoryview(pack(choose(count_texts([file]), recipe))))

    assert lexicon.tables[1].continuations("专")[:2] == (1, 1)  # 科 is kept, 病 came once
    assert lexicon.tables[2].continuations("专科") == Continuations(0, 1, 0, 0)


def test_the_lexicon_shipped_is_sorted_and_complete():
    for table in load_lexicon().tables:
        assert array("Q", table.contexts).tolist() == sorted(set(table.contexts))
        assert list(table.rare) == sorted(set(table.rare))
        assert set(table.contexts).isdisjoint(table.rare)
        assert len(table.chars) == len(table.codes) == table.starts[-1]
        assert len(table.contexts) == len(table.totals) == len(table.rests)


def test_the_words_of_the_text_count_more_than_those_of_the_lexicon(lexicon):
    plain = LanguageModel(lexicon, (), 4.0)
    taught = LanguageModel(lexicon, ("\n专班\n", "专班"), 4.0)

    assert plain.log_probability("推进专", "科") > plain.log_probability("推进专", "班")
    assert taught.log_probability("推进专", "班") > plain.log_probability("推进专", "班")
    assert taught.knows("班")
    assert not plain.knows("班")


def test_evidence_counts_long_runs_and_the_characters_before_short_ones():
    found = Evidence(("\n推进专科建设", "推进专科建设", "专科学校", "二级专科学校"))

    assert found.ways("推进专科") == {"建": 2}  # the longest runs: as often as they come
    assert found.ways("科") == {"建": 1, "学": 1}  # shorter ones: behind so many characters
    assert found.ways("专") == {"科": 2}  # 进 and 级; at a beginning there is none
    assert found.ways("\n") == {"推": 1}
    assert found.ways("医") == {}


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("加强专科建设", ["\n加强专科建设\n"]),
        (
            "加强专科建设醫??傤~" + "预算管理工作落实到位并加强考核",
            ["\n加强专科建设医", "并加强考核\n"],
        ),
        ("醫??傤~预算", ["\n医"]),
    ],
)
def test_what_a_tear_may_have_reached_is_no_evidence(text, stretches):
    assert evidence([text]) == stretches


@pytest.mark.parametrize("history", ["", "推进专", "\n推", "没见过的"])
def test_the_probabilities_of_the_characters_known_add_up_to_one_at_most(lexicon, history):
    taught = "\n加强专班建设\n"
    node = LanguageModel(lexicon, (taught,), 4.0).node(history)

    total = sum(map(node.probability, {*lexicon.tables[0].chars, *taught}))

    assert 0.2 < total <= 1
