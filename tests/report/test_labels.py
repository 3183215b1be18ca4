import itertools
import re
from pathlib import Path

import pytest

from policydiff.model import Change, Open, Relation, Status
from policydiff.report import Lang
from policydiff.report.labels import Label, change_word, status_word

PACKAGE = Path(__file__).parents[2] / "policydiff"


def test_only_a_longitudinal_pair_says_dropped():
    claims = {"退出", "dropped"}

    for relation, status, lang in itertools.product(Relation, Status, Lang):
        says = status_word(status, relation, lang) in claims
        assert says == (relation is Relation.LONGITUDINAL and status is Status.DROPPED)


@pytest.mark.parametrize(
    ("relation", "status", "zh", "en"),
    [
        (Relation.VERTICAL, Status.DROPPED, "未承接", "not taken up"),
        (Relation.VERTICAL, Status.NEW, "自行安排", "own initiative"),
        (Relation.SCOPE, Status.DROPPED, "本期范围外", "outside the latter scope"),
        (Relation.LONGITUDINAL, Status.NEW, "新增", "new"),
    ],
)
def test_words_fit_the_relation(relation, status, zh, en):
    assert status_word(status, relation, Lang.ZH) == zh
    assert status_word(status, relation, Lang.EN) == en


def test_words_tell_the_statuses_of_a_pair_apart():
    for relation, reason, lang in itertools.product(Relation, (None, *Open), Lang):
        words = {status_word(status, relation, lang, reason) for status in Status}
        assert len(words) == len(Status)


@pytest.mark.parametrize("reason", Open)
def test_what_proves_nothing_is_not_called_dropped(reason):
    for lang, claims in ((Lang.ZH, "退出"), (Lang.EN, "dropped")):
        said = status_word(Status.DROPPED, Relation.LONGITUDINAL, lang, reason)
        assert said != claims
        assert claims == "dropped" or claims not in said


def test_a_target_that_a_digest_lacks_is_not_called_given_up():
    def said(reason):
        return change_word(Change.GONE, Relation.LONGITUDINAL, Lang.ZH, reason)

    assert said(None) == "不再提出"
    assert said(Open.DIGEST) == "摘要未见"


def test_every_label_has_both_languages_with_the_same_values():
    for label in Label:
        zh, en = label.value
        assert zh
        assert en
        assert zh.count("{") == en.count("{")


def test_every_label_is_used():
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
    text = "".join(path.read_text("utf-8") for path in sources)

    for label in Label:
        used = re.search(rf"[Ll]abel\.{label.name}\b", text)
        assert used or label.name.startswith("STATUS_"), label
