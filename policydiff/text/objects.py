"""Objects of a line: the names that stand in it whole.

A clause of a plan says an action and its object: 推行|承诺达标合格证制度. What stands between the
verbs that open the clause and the next sign, conjunction or particle is the object. jieba's tagger
says where words end; closed lists (``data/objects.toml``) say where an object ends, for which its
kinds are too often wrong. What is no whole object for certain is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from policydiff.text.words import (
    frequency,
    is_action,
    is_word,
    kept,
    tagged_words,
    term_words,
    word_parts,
)

Word = tuple[str, str]
"""A word and its kind, as the tagger says."""

_END: Word = ("", "x")
_CLAUSE_ENDS = "，,。；;：:！!？?\n"
_COMMAS = ("，", ",")
_QUOTES = "“”‘’「」『』\"'"
_HYPHENS = "-—·－"
_LISTING = "、和与及或的"
_PREPOSITIONS = tuple("向从到至对在由将把被让使给以")
_BINDING = "在以为对将把从由向同与和及等的了"
"""A word that no dictionary has, and that begins with one of them, is torn: 以市|疾控中心."""

_AFTER_AN_OBJECT = ("", "和", "与", "及", "等", "以及")

SET_PHRASES = ("l", "i")
_VERBAL = ("v", "a", "ad", "vd", "z", "zg")
FUNCTIONAL = tuple("pcurfdyeo")
NUMERALS = "一二三四五六七八九十两双"
_NUMERAL_RE = re.compile(rf"[\d百千万亿几{NUMERALS}]")
_YEARS_RE = re.compile(rf"[\d{NUMERALS}]+年")

_OPENING_QUOTES = ("“", "「", "『")
_MULTIPLES = "百千万亿"
_UNITS = "平方公里|平方米|立方米|公里|千瓦时?|人次|公顷|[个家所张台名项条次人批件处座份户亩吨元]"
_COUNTED = f"[{_MULTIPLES}]*(?:{_UNITS})|[{_MULTIPLES}]+.?"
"""What belongs to the number before it."""
_NUMBER_RE = re.compile(rf"\d[\d.,]*[%％]?(?:{_COUNTED})?")
_MODALS = tuple("要须应将能可并")
_BINDING_KINDS = tuple("pcuyeor")
_LONGEST_QUOTED, _WORD = 14, 2
"""Characters of a name in quotation marks, which else are around speech, and of a common word."""

_WORDS_KEPT = 10_000
"""Words of which it is kept what they are: plans say the same ones again and again."""


class _Edge(Enum):
    """What ends an object: the clause, a word between whole objects, a verb, or a torn place."""

    CLAUSE = "clause"
    JOINT = "joint"
    VERB = "verb"
    BREAK = "break"


class _Front(Enum):
    """What stood in the clause before: nothing, the clause before it, an object, an action."""

    SENTENCE = "sentence"
    CLAUSE = "clause"
    LISTED = "listed"
    ACTED = "acted"

    @property
    def opens(self) -> bool:
        """Tell whether the verbs that open a clause may come next."""
        return self in (_Front.SENTENCE, _Front.CLAUSE)


def whole_objects(line: str) -> Iterator[list[Word]]:
    """Yield the words of each object of a line that stands in it whole.

    >>> ["".join(word for word, _ in words) for words in whole_objects("推行承诺达标合格证制度。")]
    ['承诺达标合格证制度']
    """
    words = [*_split(tagged_words(line)), _END, _END]
    run: list[Word] = []
    may_open = True  # each word of the run
    front, left, before = _Front.SENTENCE, _Edge.CLAUSE, ""
    is_told = False  # what the clause is about: 是…的试金石
    for (word, kind), following in pairwise(words):
        edge = _edge((word, kind), following)
        if edge is None and run and not (front.opens and may_open):
            edge = _inner_edge(word, following)
        if edge is None:
            run.append((word, kind))
            may_open = may_open and _may_open((word, kind))
            continue
        found, front = _object(run, front)
        is_whole = _Edge.BREAK not in (left, edge) and not is_told
        if found and is_whole and _stands(before, found, word, front):
            yield found
        is_told = (is_told or word == "是") and edge is not _Edge.CLAUSE
        run, left = ([(word, kind)], _Edge.JOINT) if edge is _Edge.VERB else ([], edge)
        may_open = all(map(_may_open, run))
        front, before = _next_front(front, edge, word), word


def _split(words: Iterable[Word]) -> Iterator[Word]:
    """Yield words; of one that the tagger made up, a particle or a verb at its end by itself."""
    for word, kind in words:
        if len(word) == 1 or is_word(word):
            yield word, kind
        elif word[0] in _BINDING:
            yield word[0], "c"
            yield word[1:], "n"
        elif word[-1] in _BINDING:
            yield word[:-1], "n"
            yield word[-1], "c"
        elif len(word) == _WORD and word[-1] in term_words().complements:
            yield word, "v"
        elif len(word) > 2 * _WORD - 1 and is_action(word[:_WORD]):
            yield word[:_WORD], "v"
            yield word[_WORD:], "n"
        else:
            yield word, kind


def _edge(one: Word, following: Word) -> _Edge | None:
    """Return what a word is that no object holds; None where one may go on with it."""
    word, kind = one
    lists = term_words()
    if kind == "x" and not word.isalnum() and word != "+":
        return _sign_edge(word)
    if word in lists.joints:
        return _Edge.JOINT
    if word in lists.breaks or word[0] in "这那哪":
        return _Edge.BREAK
    if kind.startswith("m") and _NUMERAL_RE.search(word):
        is_programme = _YEARS_RE.fullmatch(word) and following[0].startswith(PROGRAMMES)
        return None if is_programme or word.startswith("第") else _Edge.BREAK
    if kind.startswith("r"):
        return _Edge.JOINT
    is_function = len(word) == 1 and kind.startswith(FUNCTIONAL) and word not in lists.prefixes
    return _Edge.BREAK if is_function else None


PROGRAMMES = ("行动", "计划", "攻坚", "规划")
"""A number of years before one of these belongs to its name: 三年行动计划."""


def _sign_edge(sign: str) -> _Edge:
    if not sign or sign in _CLAUSE_ENDS:
        return _Edge.CLAUSE
    return _Edge.BREAK if sign in _HYPHENS or sign in _QUOTES else _Edge.JOINT


def _may_open(one: Word) -> bool:
    """Tell whether a word may be one of those that open a clause."""
    word, kind = one
    lists = term_words()
    return word in lists.adverbs or word in lists.heads or is_action(word) or kind in _VERBAL


def _inner_edge(word: str, following: Word) -> _Edge | None:
    """Return what a word is that stands behind the first ones of an object."""
    lists = term_words()
    if word in lists.nominal:
        return None
    if word in lists.adverbs:
        return _Edge.BREAK
    is_last = following[1] == "x" or following[0] in lists.joints
    is_noun_again = is_last or following[0].startswith(lists.after_a_verb)
    return _Edge.VERB if is_action(word) and not is_noun_again else None


def _next_front(front: _Front, edge: _Edge, word: str) -> _Front:
    """Return what the next run of words has before it in its clause."""
    if edge is _Edge.CLAUSE:
        return _Front.CLAUSE if word in _COMMAS else _Front.SENTENCE
    if edge is _Edge.VERB:
        return _Front.SENTENCE
    return _Front.LISTED if word in _LISTING and front.opens else front


def _object(run: Sequence[Word], front: _Front) -> tuple[list[Word], _Front]:
    """Return a run without the verbs that open its clause and the empty words at its ends.

    Besides, what stands in the clause by then.
    """
    tails, before, start, end = term_words().tails, "", 0, len(run)
    while start < end:
        following = run[start + 1] if start + 1 < end else _END
        if _acts(run[start], before, following, front):
            front = _Front.ACTED
        elif not _is_passed_over(run[start][0], before, following, front):
            break
        before = run[start][0]
        start += 1
    if start and front.opens and before in term_words().adverbs:
        end = start  # a verb that the tagger took for a noun: 大力|宣传教育法规
    while end > start and run[end - 1][0] in tails:
        end -= 1
    return list(run[start:end]), front


def _acts(one: Word, before: str, following: Word, front: _Front) -> bool:
    """Tell whether a word is a verb that opens a clause; 服务 may be the object of another."""
    word, kind = one
    lists = term_words()
    if is_action(word) and word not in lists.adverbs:
        if not front.opens and following[0].startswith(lists.after_a_verb):
            return False  # 推进|开放平台
        return front.opens or word not in lists.nominal or before in lists.nominal
    if word in lists.prefixes or word in lists.adverbs or word in lists.heads:
        return False
    if front is _Front.ACTED and before not in lists.adverbs:
        return False
    return kind in _VERBAL or (kind == "vn" and front is _Front.CLAUSE)


def _is_passed_over(word: str, before: str, following: Word, front: _Front) -> bool:
    """Tell whether a word at the front of a run is none of the object's, and no verb either."""
    lists = term_words()
    if word in lists.heads or (before and word in lists.complements):
        return True
    if word in lists.adverbs:
        return word not in lists.nominal or front.opens or is_action(following[0])
    return front.opens and word == "新" and following[1].startswith("v")  # 新认证绿色食品


def _stands(before: str, words: Sequence[Word], following: str, front: _Front) -> bool:
    """Tell whether an object is none that a verb of its own makes a sentence."""
    first, last = words[0][1], words[-1][1]
    if following == "的" and (last in ("v", *SET_PHRASES) or first == "v"):
        return False  # 事关全局的, 人民满意的
    if before in _PREPOSITIONS and last in ("v", "vn"):
        return False  # 向新片区集聚
    if front.opens and any(acts_on(*pair) for pair in pairwise(words)):
        return False  # 教师汽车|出入|校园 says what its subject does
    is_object = front is _Front.ACTED and (following in _AFTER_AN_OBJECT or not following.isalnum())
    return last != "v" or is_object


def names_in(run: str, before: str) -> Sequence[str]:
    """Return the names in a run of words that two texts share.

    ``before`` is the character in front of the run: where a clause begins, so do its verbs, and
    what stands in quotation marks is a name as it is.

    >>> names_in("推进师德建设和各项制度改革", "，")
    ('师德建设', '制度改革')
    >>> names_in("立方米", "万"), names_in("0万立方米地下水", "5")  # no units
    ((), ('地下水',))
    """
    if "+" in run or (before in _OPENING_QUOTES and len(run) <= _LONGEST_QUOTED):
        return (run,)
    if before.isdigit() or before in tuple(_MULTIPLES):  # of (150)家社区, where the numbers differ
        run = re.sub(f"^(?:{_COUNTED})", "", run)
    is_inside = before.isalnum() and before not in _MODALS
    return _names(run, _Front.LISTED if is_inside else _Front.CLAUSE)


@kept
def _names(run: str, front: _Front) -> tuple[str, ...]:
    names: list[str] = []
    for piece in _NUMBER_RE.split(run):
        for words, opening in _cut(tagged_words(piece), front):
            bare = _bare(words, opening)
            name = "".join(word for word, _ in bare)
            if len(name) > 1 and not all(word in term_words().adverbs for word, _ in bare):
                names.append(name)
        front = _Front.LISTED
    return tuple(names)


def _cut(words: Iterable[Word], front: _Front) -> Iterator[tuple[list[Word], _Front]]:
    """Yield what stands between words that no name holds, and what each piece has before it."""
    cut: list[Word] = []
    for one, following in pairwise((*words, _END)):
        if _is_between(one) or (cut and (one[1] == "d" or _acts_inside(one, following))):
            yield cut, front
            cut = []
            is_listed = one[0] in _LISTING or one[1].startswith(("u", "c"))
            front = _Front.LISTED if is_listed else _Front.CLAUSE
        else:
            cut.append(one)
    yield cut, front


def _is_between(one: Word) -> bool:
    word, kind = one
    lists = term_words()
    if word in lists.joints:
        return True
    if word in lists.breaks:  # 以上 belongs to a number, 新增 and 提振 may to a name
        return not kind.startswith(("f", "v")) or len(word) == 1
    return kind.startswith(_BINDING_KINDS) and not word.isascii() and word not in lists.prefixes


def _acts_inside(one: Word, following: Word) -> bool:
    """Tell a verb in a name with an object of its own: 残疾人|提供|康复服务."""
    word, kind = one
    lists = term_words()
    if word in lists.breaks and kind == "v" and following is not _END:
        return True
    if word in lists.nominal or following is _END or _makes_a_noun(following[0]):
        return False
    return word in lists.only_verbs or (kind == "v" and is_action(word))


def _makes_a_noun(word: str) -> bool:
    """Tell a word that is one name with a verb before it: 监测|平台, 捐献|法; not 搞好|物质文明."""
    nouns = term_words().after_a_verb
    return word.startswith(nouns) and any(
        word.startswith(noun) and (len(noun) > 1 or len(word) <= _WORD) for noun in nouns
    )


def acts_on(one: Word, following: Word) -> bool:
    """Tell a verb from the beginning of a name: it has the next word for its object.

    >>> acts_on(("学习", "v"), ("理论", "n")), acts_on(("学习", "v"), ("制度", "n"))
    (True, False)
    """
    word, kind = one
    is_verb = kind == "v" and len(word) > 1 and word not in term_words().nominal
    is_name = len(following[0]) == 1 or following[1].startswith("v")
    return is_verb and not is_name and not _makes_a_noun(following[0])


def _bare(words: Sequence[Word], front: _Front) -> Sequence[Word]:
    """Return words without the verbs that open them and without what dangles at their end."""
    start, end = _opening(words, front), len(words)
    while end - start > 1 and _dangles(words[end - 1]):
        end -= 1
    is_torn = end - start == 1 and len(words) - start == 2 and words[-1][1].startswith("v")
    return words[start:] if is_torn else words[start:end]  # 健康|促进


def _opening(words: Sequence[Word], front: _Front) -> int:
    """Return how many words are the verbs of the others, with their adverbs."""
    count = 0
    for place, (one, following) in enumerate(pairwise(words), 1):
        if _leads(one, following, front):
            count = place
        elif one[0] in term_words().adverbs:
            front = _Front.CLAUSE
        else:
            break
    return count


def _leads(one: Word, following: Word, front: _Front) -> bool:
    word, kind = one
    lists = term_words()
    if word in lists.only_verbs or (word in lists.verbs and word not in lists.nominal):
        return True
    is_noun = following[1].startswith("v") or _makes_a_noun(following[0])
    return front.opens and not is_noun and (kind == "v" or is_action(word))


def _dangles(one: Word) -> bool:
    word, kind = one
    lists = term_words()
    if word in lists.nominal:
        return False
    if word in lists.only_verbs or word in lists.heads or word in lists.adverbs:
        return True
    is_verb = kind == "v" and (word in lists.breaks or is_action(word))
    is_left_over = kind.startswith(("f", "d", "i")) or (kind == "a" and len(word) == 1)
    return is_verb or is_left_over or (kind == "m" and word[0] in NUMERALS)


@lru_cache(maxsize=_WORDS_KEPT)
def says_nothing(name: str, common: int) -> bool:
    """Tell a name of words that stand in any plan, or in the language at large.

    A word of two characters that its corpus has ``common`` times names too much.

    >>> [says_nothing(name, 4_600) for name in ("农村", "重要环节", "项目建设")]
    [True, True, True]
    >>> [says_nothing(name, 4_600) for name in ("秸秆", "农村公路")]
    [False, False]
    """
    words = [*tagged_words(name)]
    lists = term_words()
    if len(words) == 1 and len(name) >= 2 * _WORD:
        words = word_parts(name) or words
    is_common = len(name) <= _WORD and frequency(name) >= common
    if len(words) == 1 and (is_common or name in lists.nominal):
        return True
    empty = lists.tails | lists.heads | lists.adverbs
    return all(word in empty or is_action(word) for word, _ in words)
