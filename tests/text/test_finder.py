"""Finding terms: longest first, exclusions, gaps, folding; and the laws of all of them."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from policydiff.text.finder import EXCLUSION, TermIndex, fold


def found(lexicon: TermIndex, text: str) -> list[tuple[str, str]]:
    return [(hit.theme, hit.term) for hit in lexicon.find(text)]


def test_a_term_inside_a_longer_term_of_another_theme_does_not_count():
    lexicon = TermIndex([("专科", "specialty", 1.0), ("专科医师规范化培训", "workforce", 2.0)])
    assert found(lexicon, "完善专科医师规范化培训") == [("workforce", "专科医师规范化培训")]
    assert found(lexicon, "完善专科医师培训") == [("specialty", "专科")]


def test_a_term_that_a_longer_one_overlaps_does_not_count():
    lexicon = TermIndex([("社区康复", "a", 1.0), ("康复中心建设", "b", 1.0)])
    assert found(lexicon, "社区康复中心建设") == [("b", "康复中心建设")]


def test_terms_of_two_themes_on_the_same_words_both_count():
    lexicon = TermIndex([("四好农村路", "farm", 1.0), ("四好农村路", "road", 1.0)])
    assert found(lexicon, "建设“四好农村路”") == [("farm", "四好农村路"), ("road", "四好农村路")]


def test_an_exclusion_silences_its_own_theme_only():
    lexicon = TermIndex(
        [("中医", "tcm", 2.0), ("集中医疗", "tcm", EXCLUSION), ("医疗资源", "tiered", 1.0)]
    )
    assert found(lexicon, "集中医疗资源") == [("tiered", "医疗资源")]
    assert found(lexicon, "发展中医") == [("tcm", "中医")]


def test_an_excluded_term_does_not_push_a_shorter_one_aside():
    lexicon = TermIndex(
        [("卫生健康", "x", 1.0), ("卫生健康委", "x", EXCLUSION), ("健康", "y", 1.0)]
    )
    assert found(lexicon, "市卫生健康委员会") == [("y", "健康")]


def test_a_gap_holds_a_few_characters_of_one_clause():
    lexicon = TermIndex([("健康…行动", "promotion", 1.0)])
    assert found(lexicon, "实施健康上海行动") == [("promotion", "健康…行动")]
    assert found(lexicon, "重视健康，采取行动") == []
    assert found(lexicon, "健康一二三四五六七八九行动") == []


def test_quotes_width_and_case_do_not_matter():
    lexicon = TermIndex([("互联网+", "digital", 1.0), ("AED", "emergency", 1.0)])
    assert found(lexicon, "“互联网”＋护理，配置ａｅｄ") == [
        ("digital", "互联网+"),
        ("emergency", "AED"),
    ]


WORDS = st.text(alphabet="甲乙丙丁", min_size=2, max_size=4)
TERMS = st.lists(st.tuples(WORDS, st.sampled_from("xy"), st.just(1.0)), max_size=8, unique=True)


@settings(max_examples=60)
@given(TERMS, st.text(alphabet="甲乙丙丁，", max_size=30))
def test_hits_stand_where_they_say_and_do_not_overlap(terms, text):
    hits = TermIndex(terms).find(text)
    spans = sorted({(hit.start, hit.end) for hit in hits})
    assert all(text[hit.start : hit.end] == hit.term for hit in hits)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@settings(max_examples=60)
@given(TERMS, st.text(alphabet="甲乙丙丁，", max_size=30))
def test_the_order_of_terms_does_not_matter(terms, text):
    def place(lexicon: TermIndex) -> set[tuple[int, str, str]]:
        return {(hit.start, hit.term, hit.theme) for hit in lexicon.find(text)}

    assert place(TermIndex(terms)) == place(TermIndex(terms[::-1]))


@given(st.text(max_size=40))
def test_folding_is_idempotent(text):
    assert fold(fold(text)) == fold(text)
