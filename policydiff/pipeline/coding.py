"""Code plans by themes: choose their field, and with it codebook and thesaurus, and code them.

What a run works out of a single plan, its codes and its terms, it works out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import INDUCED, FieldChoice, Plan
from policydiff.settings import MatchingSettings, ThemeSettings
from policydiff.themes import (
    GENERAL,
    TOPICS,
    Codebook,
    code_plan,
    common_field,
    field_of,
    induce_codebook,
    load_codebook,
    require_field,
    tells_apart,
)

if TYPE_CHECKING:
    from policydiff.comparing.phrases import TermSource

AUTO = "auto"
_Key = tuple[str, str]


def _key(plan: Plan) -> _Key:
    return plan.source.path, plan.id


class Coded(Struct, frozen=True):
    """Plans whose tasks are coded, the codebook that they are coded by, and their field."""

    plans: tuple[Plan, ...]
    codebook: Codebook
    field: FieldChoice

    def matching(self, settings: MatchingSettings) -> MatchingSettings:
        """Return the settings by which these plans are matched: with their field's thesaurus."""
        return replace(settings, field=self.field.thesaurus)


class Coder:
    """Code plans as was asked for (a class: what is asked of a plan is worked out once).

    ``codebook`` is a value, a name, a path, ``induced``, or ``auto``; ``field`` is a name, or
    ``auto``. Plans of one coder must differ in their ids or files.
    """

    __slots__ = ("_books", "_codebook", "_done", "_field", "_fields", "_settings", "_terms")

    def __init__(self, codebook: str | Codebook, field: str, settings: ThemeSettings) -> None:
        self._codebook = codebook
        self._field = field if field == AUTO else require_field(field)
        self._settings = settings
        self._books: dict[str, Codebook] = {}
        self._fields: dict[_Key, str] = {}
        self._done: dict[_Key, dict[str, Plan]] = {}
        self._terms: dict[_Key, TermSource] = {}

    def code(self, plans: Sequence[Plan]) -> Coded:
        """Code plans by one codebook, and say which; nothing but these plans decides.

        The field is the one that all of them are plainly from, and its codebook is taken where
        none is given. Where neither was asked for and that does not tell the tasks apart, the
        finer topics do, or else the plans' own words make one.
        """
        name = self._common_field(plans) if self._field == AUTO else self._field
        if self._codebook == INDUCED:
            return self._induced(plans, name)
        if self._codebook != AUTO:
            return self._by(plans, self._book(self._codebook), name)
        coded = self._by(plans, self._book(name), name)
        if self._field != AUTO or tells_apart(coded.plans, self._settings):
            return coded
        if name == GENERAL:
            finer = self._by(plans, self._book(TOPICS), name)
            if tells_apart(finer.plans, self._settings):
                return finer
        induced = self._induced(plans, name)
        return induced if tells_apart(induced.plans, self._settings) else coded

    def code_all(self, plans: Sequence[Plan], pairs: Sequence[Coded]) -> Coded:
        """Code plans for the table over all of them, once their pairs have been coded.

        Its codebook is that of the field that all pairs share, else the general one; the topics
        stand, and themes are induced, only where they do so of every pair.
        """
        if len(plans) == 2:
            return pairs[0]
        if self._field != AUTO or self._codebook != AUTO:
            return self.code(plans)
        names = {pair.field.thesaurus for pair in pairs}
        name = names.pop() if len(names) == 1 else GENERAL
        books = {pair.codebook.name for pair in pairs}
        if books == {INDUCED}:
            return self._induced(plans, name)
        if books == {TOPICS}:
            return self._by(plans, self._book(TOPICS), name)
        return self._by(plans, self._book(name), name)

    def thesaurus_of(self, plan: Plan) -> str:
        """Return the name of the thesaurus that the words of a plan are looked up in."""
        return self._common_field((plan,)) if self._field == AUTO else self._field

    def terms(self, plan: Plan) -> TermSource:
        """Return the terms of a plan, as they are held against those of others."""
        from policydiff.comparing.phrases import term_source  # for an outline nobody asks

        if _key(plan) not in self._terms:
            self._terms[_key(plan)] = term_source(plan)
        return self._terms[_key(plan)]

    def forget(self, plan: Plan) -> None:
        """Let go of what was worked out of a plan that is out of use."""
        for known in (self._fields, self._done, self._terms):
            for key in [key for key in known if key[0] == plan.source.path]:
                del known[key]

    def _common_field(self, plans: Sequence[Plan]) -> str:
        for plan in plans:
            if _key(plan) not in self._fields:
                self._fields[_key(plan)] = field_of(plan, self._settings)
        return common_field(self._fields[_key(plan)] for plan in plans)

    def _book(self, codebook: str | Codebook) -> Codebook:
        if not isinstance(codebook, str):
            return codebook
        if codebook not in self._books:
            self._books[codebook] = load_codebook(codebook, self._settings)
        return self._books[codebook]

    def _by(self, plans: Sequence[Plan], book: Codebook, name: str) -> Coded:
        for plan in plans:
            done = self._done.setdefault(_key(plan), {})
            if book.origin not in done:
                done[book.origin] = code_plan(plan, book, self._settings)
        coded = tuple(self._done[_key(plan)][book.origin] for plan in plans)
        return Coded(coded, book, FieldChoice(book.name, name))

    def _induced(self, plans: Sequence[Plan], name: str) -> Coded:
        book = induce_codebook(plans, self._settings)
        coded = tuple(code_plan(plan, book, self._settings) for plan in plans)
        return Coded(coded, book, FieldChoice(book.name, name))


def code_plans(
    plans: Sequence[Plan], codebook: str | Codebook, settings: ThemeSettings, field: str = AUTO
) -> Coded:
    """Code plans by one codebook: the one asked for, else the one that they choose.

    >>> from policydiff.pipeline import load_plan
    >>> code_plans([load_plan("seeds/yangpu-2025.txt")], AUTO, ThemeSettings()).field
    FieldChoice(codebook='health', thesaurus='health')
    """
    return Coder(codebook, field, settings).code(plans)
