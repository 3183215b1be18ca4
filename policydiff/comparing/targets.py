"""Pair the targets of two plans, within linked tasks first, and say what became of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache

from msgspec import Struct

from policydiff.model import Change, Link, Plan, Relation, Strength, Target, TargetChange
from policydiff.settings import ComparingSettings
from policydiff.text.files import load_table
from policydiff.text.numerals import scaled

DEFAULTS = ComparingSettings()

_STOCK_RE = re.compile("(?<=..)(?:存栏量?|保有量|拥有量|存量|总?数量?|总量)$")
"""Words at the end of a name for how much of it there is: 能繁母猪存栏, 能繁母猪保有量."""
_WORK_RE = re.compile("(?<=..)(?:新建|改建|扩建|建设|改造|提升|升级|整治|治理|修复|更新|培训)+$")
"""Work at the end of a name that may stand before it: 户厕改造, 改造户厕."""
_DEED_RE = re.compile("(?:综合)?(?:治理|办理|审批|处理|检测|检验|培训|建设|改造|整治|修复)")
_START_RE = re.compile(r"[由从][^\d，,；;。]{0,6}(\d+(?:\.\d+)?)([万亿]?)")
_SIZE_RE = re.compile(  # 亿元以上项目 are others than 项目
    "[\\d.一二两三五十百千万亿]+(?:元|吨|亩|人|户|头|平方米|公里|千瓦)(?:以上|以下|级)"
    "|超过?[\\d.一二两三五十百千万亿]+元"
)
_LIST_RE = re.compile(
    "、|中小学|供排水|(?:改造|建设|提升|治理|修复|更新|项目|工程|企业|机构|中心|基地)和"
)
_EVERY_KIND_RE = re.compile("^各[类种](?=..)")
_NO_LEVEL_RE = re.compile("至少|至多|不到|达标")
_PERIOD_RE = re.compile("每(?:个?月|季度?|周|天|日|旬|学期|半年)")
_BASE_RE = re.compile(r"[较比与]((?:19|20)\d\d)年")


@cache
def _words(name: str) -> tuple[str, ...]:
    """Return a list of words of ``data/targets.toml``."""
    return tuple(load_table(__file__, "targets.toml")[name])


def _says(text: str, name: str) -> bool:
    return any(word in text for word in _words(name))


class _Placed(Struct, frozen=True):
    """A target with its task and place in the plan, and whether its unit is its own there."""

    place: int
    task: str
    target: Target
    alone: bool


def pair_targets(
    previous: Plan,
    current: Plan,
    links: Sequence[Link],
    relation: Relation,
    settings: ComparingSettings = DEFAULTS,
) -> tuple[TargetChange, ...]:
    """Return every target of both plans once: paired, new or gone; in the order of current.

    Targets pair by what they count: in linked tasks from ``min_linked_target_likeness`` on,
    elsewhere from ``min_target_likeness``. Only a longitudinal pair of plans is compared in
    numbers; on any other, a paired target is not comparable ("level").
    """
    before, after = _placed(previous), _placed(current)
    linked = {(link.previous, link.current): link for link in links}
    pairs = _pair(before, after, linked, settings)
    taken = {a.place for a, _ in pairs.values()}
    changes = [
        _paired(*pairs[b.place], relation, settings) if b.place in pairs else _alone(b, Change.NEW)
        for b in after
    ]
    return (*changes, *(_alone(a, Change.GONE) for a in before if a.place not in taken))


@lru_cache(maxsize=65_536)  # plans name the same things over and over
def object_similarity(one: str, other: str, settings: ComparingSettings = DEFAULTS) -> float:
    """Return how alike two counted things are named, 0..1, by pairs of characters.

    Half of it is the likeness of the whole names (the mean of Dice's coefficient and of the part
    of the shorter that the longer holds), half of their ends, where a Chinese noun has its head.

    >>> round(object_similarity("护理中心", "社区护理中心"), 2)
    0.81
    >>> object_similarity("护理中心", "急救分站")
    0.0
    """
    first, second = _pairs_of(one), _pairs_of(other)
    if not first or not second or _only_ends_alike(one, other, settings):
        return float(one == other != "")
    shared = sum((first & second).values())
    sizes = sum(first.values()), sum(second.values())
    whole = shared / min(sizes) / 2 + shared / sum(sizes)
    ends = [_pairs_of(name[-settings.max_object_head :]) for name in (one, other)]
    return (whole + _dice(*ends)) / 2


def _only_ends_alike(one: str, other: str, settings: ComparingSettings) -> bool:
    """Tell 汽车制造业增加值 and 健康医药业增加值 apart: what they share says not of what."""
    shortest, longest = sorted((len(one), len(other)))
    if shortest <= settings.max_general_object and one != other:
        return longest > settings.max_general_name
    one, other = (_letters(name).rstrip("额量数") for name in (one, other))  # “两步申报”率
    shared = _same_end(one, other)
    first, second = one[: len(one) - shared], other[: len(other) - shared]
    return bool(shared and first and second) and not set(first) & set(second)


def _same_end(one: str, other: str) -> int:
    shortest = min(len(one), len(other))
    return next((n for n in range(shortest) if one[-1 - n] != other[-1 - n]), shortest)


def _dice(first: Counter[str], second: Counter[str]) -> float:
    sizes = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / sizes if sizes else 0.0


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name))


def _pairs_of(name: str) -> Counter[str]:
    letters = _letters(name)
    return Counter(letters[i : i + 2] for i in range(len(letters) - 1))


def _placed(plan: Plan) -> tuple[_Placed, ...]:
    targets = [(task.id, target) for task in plan.tasks for target in task.targets]
    units = Counter((task, target.unit) for task, target in targets)
    return tuple(
        _Placed(place, task, target, units[task, target.unit] == 1)
        for place, (task, target) in enumerate(targets)
    )


def _pair(
    before: Sequence[_Placed],
    after: Sequence[_Placed],
    linked: Mapping[tuple[str, str], Link],
    settings: ComparingSettings,
) -> dict[int, tuple[_Placed, _Placed]]:
    """Return the best one-to-one pairs, by the place of the current target; ties by place."""
    candidates = sorted(
        (
            (rank, a, b)
            for a, b in _candidates(before, after, settings)
            if (rank := _rank(a, b, linked.get((a.task, b.task)), settings)) is not None
        ),
        key=lambda candidate: (candidate[0], candidate[1].place, candidate[2].place),
    )
    pairs: dict[int, tuple[_Placed, _Placed]] = {}
    taken: set[int] = set()
    for _, a, b in candidates:
        if a.place not in taken and b.place not in pairs:
            taken.add(a.place)
            pairs[b.place] = (a, b)
    return pairs


def _candidates(
    before: Iterable[_Placed], after: Iterable[_Placed], settings: ComparingSettings
) -> Iterator[tuple[_Placed, _Placed]]:
    """Yield the pairs whose names end alike, by any two characters: no other can be a pair."""
    by_key: dict[str, list[_Placed]] = {}
    for placed in after:
        for key in _keys(placed.target.object, settings):
            by_key.setdefault(key, []).append(placed)
    for a in before:
        found = {
            b.place: b for key in _keys(a.target.object, settings) for b in by_key.get(key, ())
        }
        for b in found.values():
            yield a, b


def _keys(name: str, settings: ComparingSettings) -> frozenset[str]:
    return frozenset(_pairs_of(name[-settings.max_object_head :])) or frozenset([name])


def _rank(
    a: _Placed, b: _Placed, link: Link | None, settings: ComparingSettings
) -> tuple[float, ...] | None:
    """Return the order in which a pair is taken (least first); None where it is no pair.

    What can be compared goes first; of names as alike, that of the stronger link.
    """
    floor = settings.min_linked_target_likeness if link else settings.min_target_likeness
    similarity = _likeness(a.target, b.target, settings)
    continued = link is not None and _said_before(a, b)
    if continued or (link and similarity < floor and _only_ones(a, b, link)):
        similarity = max(similarity, floor)
    shortest = min(len(a.target.object), len(b.target.object))
    if similarity < floor or (not link and shortest < settings.min_target_object):
        return None
    if not continued and _counts_others(a.target, b.target, settings):
        return None
    apart = bool(_measured(a.target, b.target, settings))
    said = _direction(a.target) != _direction(b.target)
    return (not link, not continued, apart, -similarity, -link.score if link else 0, said)


def _said_before(a: _Placed, b: _Placed) -> bool:
    """Tell whether the current plan says the number that it starts from: 由600批次提高到750批次."""
    found = _START_RE.search(b.target.quote)
    start = scaled(*found.groups()) if found else None
    return start is not None and a.target.unit == b.target.unit and float(start) == a.target.value


def _only_ones(a: _Placed, b: _Placed, link: Link) -> bool:
    """Tell whether two targets of one line of work alone have their unit, and are named so.

    One name is the end of the other (巡河, 河长巡河), or has work before that end (办理时限).
    """
    if link.strength is not Strength.FULL or not (a.alone and b.alone):
        return False
    if a.target.unit != b.target.unit or a.target.unit in _words("common_units"):
        return False
    names = (a.target.object, b.target.object)
    shared = _same_end(*names)
    rests = [name[: len(name) - shared] for name in names]
    return shared > 1 and any(not rest or _DEED_RE.fullmatch(rest) for rest in rests)


def _likeness(a: Target, b: Target, settings: ComparingSettings) -> float:
    """Return how alike two targets are named, whatever word says that there are so many.

    Work that stands at the end of one name may be the verb of the other: 改造农村户厕, 户厕改造.
    """
    alike = object_similarity(a.object, b.object, settings)
    first, second = _STOCK_RE.sub("", a.object), _STOCK_RE.sub("", b.object)
    if first != a.object and second != b.object:
        alike = max(alike, object_similarity(first, second, settings))
    works = [_WORK_RE.search(t.object) for t in (a, b)]
    for work, bare, other in ((works[0], a, b), (works[1], b, a)):
        if work and set(work[0]) & set(other.qualifier):
            named = bare.object[: work.start()]
            alike = max(alike, object_similarity(named, other.object, settings))
    return alike


def _counts_others(a: Target, b: Target, settings: ComparingSettings) -> bool:
    """Tell whether counters count things of other kinds: 学位 by 个, 中小学 by 所.

    Names of other kinds end otherwise; by one counter, where the longer name goes on
    (城市更新, 城市更新片区) with more than a word that says the same (签约居民数). Things of
    another size are others too, and several kinds in one number are others than one.
    """
    if _SIZE_RE.findall(a.object) != _SIZE_RE.findall(b.object):
        return True
    if _of_one_kind(a.object, b.object) or _of_one_kind(b.object, a.object):
        return True
    several = [bool(_LIST_RE.search(target.object)) for target in (a, b)]
    if several[0] != several[1] and not {a.unit, b.unit} & {*_words("rates")}:
        return True
    one_kind = len({x.object[-settings.max_object_kind :] for x in (a, b)}) == 1
    if one_kind:
        return False
    shorter, longer = sorted((a.object, b.object), key=len)
    goes_on = longer.startswith(shorter) and longer[len(shorter) :] not in _words("same_kind")
    if {a.unit, b.unit} & {*_measures(), *_words("rates")}:
        return goes_on and a.unit != b.unit  # 乡镇全覆盖, 乡镇分馆3个
    return a.unit != b.unit or goes_on


def _of_one_kind(one: str, every: str) -> bool:
    """Tell whether one name is of a kind of what the other counts in all: 产地证书, 各类证书."""
    kind = _EVERY_KIND_RE.sub("", every)
    return kind != every and one != kind and one.endswith(kind)


def _unit(target: Target, settings: ComparingSettings) -> str:
    """Return the unit that a target is compared in, one for all that mean the same."""
    if target.unit == "户" and target.object.endswith(_words("firms")):
        return settings.like_counters[0].split()[0]
    for group in settings.like_counters:
        if target.unit in group.split():
            return group.split()[0]
    return _measures().get(target.unit, (target.unit,))[0]


@cache
def _measures() -> dict[str, tuple[str, Fraction]]:
    units = load_table(__file__, "units.toml")["units"]
    return {unit: (base, Fraction(factor)) for unit, (base, factor) in units.items()}


def _alone(placed: _Placed, change: Change) -> TargetChange:
    target = placed.target
    if change is Change.NEW:
        return TargetChange(
            target.object, target.unit, None, target, change, current_task=placed.task
        )
    return TargetChange(target.object, target.unit, target, None, change, previous_task=placed.task)


def _paired(
    a: _Placed, b: _Placed, relation: Relation, settings: ComparingSettings
) -> TargetChange:
    reason = _incomparable(a.target, b.target, relation, settings)
    return TargetChange(
        object=b.target.object,
        unit=b.target.unit,
        previous=a.target,
        current=b.target,
        change=Change.NOT_COMPARABLE if reason else _moved(a.target, b.target),
        reason=reason,
        previous_task=a.task,
        current_task=b.task,
    )


def _incomparable(a: Target, b: Target, relation: Relation, settings: ComparingSettings) -> str:
    """Return why two targets of one thing are not compared in numbers; "" where they are."""
    if relation is not Relation.LONGITUDINAL:
        return "level"
    if apart := _measured(a, b, settings):
        return apart
    (low, high), (new_low, new_high) = _ends(a), _ends(b)
    return "span" if (new_low - low) * (new_high - high) < 0 else ""


def _measured(a: Target, b: Target, settings: ComparingSettings) -> str:
    """Return by what two numbers are measured differently: unit, period, base or direction."""
    if _unit(a, settings) != _unit(b, settings):
        return "unit"
    if period_named(a) != period_named(b):
        return "period"
    if _BASE_RE.findall(a.quote) != _BASE_RE.findall(b.quote):  # 较2020年, against last year
        return "base"
    return "direction" if len({_direction(a), _direction(b)} - {""}) > 1 else ""


def period_named(target: Target) -> str:
    """Return in what time something is done so often: 每月 of 每月检查不少于2次, else "".

    >>> from policydiff.model import Comparator
    >>> period_named(Target("检查", Comparator.GE, 2.0, None, "次", "", "每月检查不少于2次", 1))
    '每月'
    """
    found = _PERIOD_RE.search(target.quote) if target.unit in _words("occasions") else None
    return found[0] if found else ""


def _direction(target: Target) -> str:
    """Tell a fall (下降5%), a rise (增长5%), an addition (新增5家) and a level (达到5%) apart."""
    lead = _NO_LEVEL_RE.sub("", target.qualifier)
    if _says(lead, "level"):
        return "level"
    if _says(lead, "fall"):
        return "fall"
    if target.unit in _words("rates"):
        return "rise" if _says(lead, "rise") else ""
    if _says(lead, "mending") and not _says(lead, "making"):
        return "mending"
    if _says(lead, "addition"):
        return "addition"
    total = target.object.endswith("总量") or _says(lead, "passing")
    return "level" if total else ""


def change_named(target: Target) -> str:
    """Return the plan's own word where a target says by how much a thing changes, else "".

    >>> from policydiff.model import Comparator
    >>> fall = Target("立案数", Comparator.EQ, 8.0, None, "%", "同比下降", "立案数同比下降8%", 1)
    >>> change_named(fall)
    '下降'
    """
    by_direction = {"fall": _words("fall"), "rise": _words("rise"), "addition": _words("growth")}
    words = by_direction.get(_direction(target), ())
    return next((w for w in words if w in target.qualifier and w[-1] not in "速幅"), "")


def _ends(target: Target) -> tuple[Fraction, Fraction]:
    """Return both ends of a value in the unit that it is compared in."""
    _, factor = _measures().get(target.unit, ("", Fraction(1)))
    upper = target.value if target.value_max is None else target.value_max
    return Fraction(str(target.value)) * factor, Fraction(str(upper)) * factor


def _moved(a: Target, b: Target) -> Change:
    (low, high), (new_low, new_high) = _ends(a), _ends(b)
    if (low, high) == (new_low, new_high):
        return Change.KEPT
    return Change.RAISED if new_low + new_high > low + high else Change.LOWERED
