"""Terms 「词项」: what a text is compared by: concepts of the thesaurus and character n-grams."""

import re
from operator import add
from sys import intern

from policydiff.matching.thesaurus import Thesaurus

CONCEPT_MARK = "#"
"""Stands before the name of a concept, so that it is never taken for an n-gram."""

_RUN_RE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[A-Za-z]{2,}|\d+\+\w")
"""What n-grams are taken from: runs of Han; a Latin word or a name like 1+7 is one term.

Two and three characters did best on the annotated pairs; words from a segmenter did worse."""

_SUCCESSORS = (
    # 十四五 → 十五五, 第五轮 → 第六轮, 2.0版 → 3.0版 carry on the same line of work
    (re.compile(r"[“\"]?十[一二三四五六七八九]五[”\"]?(?:时期)?"), "五年规划"),
    (re.compile(r"(?:第[一二三四五六七八九十\d]{1,3}|新一)([轮批届期])"), r"新一\1"),
    (re.compile(r"\d\.0版?"), "升级版"),
)


def succession(text: str) -> str:
    """Give successive editions of a plan or programme one name.

    >>> succession("“十四五”规划") == succession("“十五五”规划")
    True
    >>> succession("第五轮行动计划")
    '新一轮行动计划'
    """
    for pattern, name in _SUCCESSORS:
        text = pattern.sub(name, text)
    return text


def successors(one: str, other: str) -> list[tuple[str, str]]:
    """Return the editions of one plan or programme that two texts name.

    >>> successors("编制“十四五”规划", "研究“十五五”规划")
    [('十四五', '十五五')]
    """
    return [
        (mine.group().strip('“”"'), theirs.group().strip('“”"'))
        for pattern, _ in _SUCCESSORS
        if (mine := pattern.search(one)) and (theirs := pattern.search(other))
    ]


def find_terms(text: str, thesaurus: Thesaurus) -> list[str]:
    """Return the terms of ``text``, each as often as it occurs.

    >>> from policydiff.matching.thesaurus import build
    >>> find_terms("做好献血", build({"献血": ["献血"]}))
    ['做好', '好献', '献血', '做好献', '好献血', '#献血']
    """
    text = succession(text)
    terms: list[str] = []
    for run in _RUN_RE.findall(text):
        if run[0].isascii():
            terms.append(run)
            continue
        pairs = list(map(intern, map(add, run, run[1:])))
        terms += pairs
        terms += map(intern, map(add, pairs, run[2:]))
    terms += [
        intern(CONCEPT_MARK + concept) for term in thesaurus.find(text) for concept in term.concepts
    ]
    return terms
