"""Name what a quantity counts, and by which verb: the noun phrase behind it or before it.

Some quantities name nothing of their own: they are part of a name, a label, a date.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from policydiff.model import Comparator
from policydiff.text.quantities import Quantity
from policydiff.text.quantity_words import Kind, TargetWords

EDGES = " \u3000、,，和及与或的"
_JOINTS = "、,和及与"
EACH = "分别"
_LIST_RE = re.compile("、|和(?![美谐平睦])|与|以及|(?<!普)及(?![时早格])")
_WORD_RE = re.compile("和[美谐平睦顺]|及[时格]|与会|或有")
_WORD_END_RE = re.compile("[惠普涉遍覆波]及$|目的$|[温缓]和$|参与$")
_BRACKET_RE = re.compile("^（[^（）]*）(?=.)|(?<=.)（(?:含|包括|不含|其中)[^（）]*）$")
_DOING_RE = re.compile("^(?:完成|实现|推进|推动|实施|新增|累计|力争|确保|加快|加强)+(?=..)")
_GIVING_RE = re.compile("^(?:发放|提供|给予|获得|开展|组织)+(?=..)")
_SIZED_RE = re.compile(r"^、总?(?:长度?|面积|里程|投资)约?[\d.]{1,9}[百千万亿]{0,2}\w{1,3}的(?=..)")
_GROWTH_RE = re.compile("占比|增速|增幅|涨幅|降幅")
_NEARLY = ("", "约", "近", "大约", "将近")
_PAST_HALF = "过"  # 占比过半: the word that compares is in the numeral
_REACH = tuple("达到至过破在于")  # 床位达到300张: what is counted stands before
_RATES = ("率", "度", "比例", "比重", "占比")
_QUALITIES = ("级", "类", "型", "式", "性")  # no thing by itself: 其中省级
_KIND = "类"  # 民生社会事业类: a kind, whatever is before it
_LONG_KIND = 8  # characters: 民生社会事业类 has seven
_LEVEL_RE = re.compile("^(?:国家|[省市区县校部厅局镇乡])级")
_SHORTEST = 2  # characters: no noun is shorter
_TITLE = 12  # characters: what a document is called
_WORKS = 24  # characters: what works are called
_SHORT = 4  # characters: 专项规划 or 站点 alone does not say of what
_LONG = 20  # characters: what is longer is a clause, no name
_ROUND = "百千万亿"
_MILLIONS = ("百万", "千万")
_SIZES = ("以上", "以下", "以内")
_SOME = ("余", "多")
_MANY = 20  # 加强五个新城 names a set; a set of more has no such name
_SEVERAL = 10  # 三支队伍, 四首经济 are names, 十五座桥梁 are none
_FIRST_YEAR = 1900  # 2025年 is a date, 20年 a time
_LARGE = 10_000  # 两亿元 is an amount; 八方, 三米 are not


class Slot(Struct, frozen=True):
    """A committed quantity and the stretches of its clause that may name what it counts."""

    quantity: Quantity
    before: str
    written: str
    after: str


class Phrase(Struct, frozen=True):
    """What a slot says: the thing counted, the verb that commits to it, the words as they stand."""

    object: str
    verb: str
    quote: str


def name_target(slot: Slot, topic: str, words: TargetWords, owner: str = "") -> Phrase:
    """Name what a quantity counts; ``topic`` stands in where the clause names nothing.

    Of a name that only says how much (投资) it is ``owner``'s, else that of the topic.

    >>> from policydiff.text.quantities import find_quantities
    >>> from policydiff.text.quantity_words import target_words
    >>> words = target_words()
    >>> (household,) = find_quantities("5万户", words)
    >>> name_target(Slot(household, "全年新增绿色", "5万户", "家庭"), "", words).object
    '绿色家庭'
    """
    numeral = slot.quantity.numeral
    lead = slot.quantity.lead or numeral[: numeral.startswith(_PAST_HALF)]
    subject, level = without_level(slot.before, words, lead)
    core, verb = without_lead(subject, words)
    behind = noun_behind(slot.after, words)
    if words.stand_in.fullmatch(behind):
        behind = ""
    if slot.quantity.kind is Kind.RATE:  # 半数以上的学校开设课程
        act = words.deed.search(behind, _SHORTEST)
        behind = behind[: act.start()] if act else behind
    if behind and _counts_behind(slot, core, level):
        return _counted_behind(slot, behind, words)
    work = words.work.search(verb)
    aimed = level or lead or (work and work.start())  # 新增治理面积110平方公里
    if work and aimed and _makes_a_name(work[0], core, words):
        core, verb = work[0] + core, verb[: work.start()]
    core, inner = _without_inner(core, words)
    name = trimmed(core, words)
    verb += inner + level
    tail = behind if name.endswith("所有") or behind.endswith("率") else ""
    if not name and words.deed.match(slot.after):
        name, tail = trimmed(slot.after, words), slot.after  # 投入5亿元办好民生实事
        return Phrase(name, verb, slot.before.lstrip(EDGES) + slot.written + tail.rstrip(EDGES))
    quote = slot.before.lstrip(EDGES) + slot.written + tail
    name = _whole(name + tail, topic)
    if slot.quantity.kind is not Kind.RATE:
        name = of_thing(name, owner or topic, words)
    if len(name) <= 1 or words.stand_in.fullmatch(name):
        given, done = (_verbal_noun(verb, bare, words) for bare in (_GIVING_RE, _DOING_RE))
        name = (given if given != verb else "") or topic or name or done
    return Phrase(name, verb, quote)


def _makes_a_name(work: str, core: str, words: TargetWords) -> bool:
    """Tell whether a word of work is the first half of a name: 推广面积, 签约居民满意度.

    >>> from policydiff.text.quantity_words import target_words
    >>> [_makes_a_name(*pair, target_words()) for pair in (("推广", "面积"), ("推广", "良种率"))]
    [True, False]
    """
    rated = work in words.verbal_nouns and core.endswith(_RATES)
    return rated or words.attribute.fullmatch(core) is not None


def _verbal_noun(verbs: str, plain: re.Pattern[str], words: TargetWords) -> str:
    """Return the last of several verbs where it is the noun: 发放补贴, 完成改造, 占比提高到."""
    growth = _GROWTH_RE.match(verbs)
    noun = growth[0] if growth else plain.sub("", verbs)
    return noun if growth or noun in words.verbal_nouns else ""


def of_thing(name: str, thing: str, words: TargetWords) -> str:
    """Put the thing it is of, where one is known, before a name that only says how much.

    >>> from policydiff.text.quantity_words import target_words
    >>> of_thing("产量", "粮食播种面积", target_words()), of_thing("产量", "", target_words())
    ('粮食产量', '产量')
    """
    if not thing or not words.bare.fullmatch(name):
        return name
    owner = words.bare_end.sub("", thing)
    if not _SHORTEST <= len(owner) <= _LONG or words.action.match(owner):
        return name
    shared = next(n for n in range(len(name), -1, -1) if owner.endswith(name[:n]))
    return owner + name[shared:]


def _whole(name: str, topic: str) -> str:
    """Return a name that is no more than a quality (其中省级) with the thing that has it."""
    most = _LONG_KIND if name.endswith(_KIND) else _SHORT
    lacks = len(name) <= most and name.endswith(_QUALITIES)
    thing = _LEVEL_RE.sub("", topic)
    if name.endswith(_KIND):
        thing = thing.rpartition(_KIND)[2]
    return name + thing if lacks and not thing.endswith(_QUALITIES) else name


def without_level(before: str, words: TargetWords, lead: str = "") -> tuple[str, str]:
    """Strip the verbs of level or amount off the end; return the rest and the verbs.

    ``lead`` are the comparing words behind: 托位占比不低于60% is on 托位占比, as 占比提高到60% is.

    >>> from policydiff.text.quantity_words import target_words
    >>> without_level("家庭医生签约率力争年底达到", target_words())
    ('家庭医生签约率', '力争达到')
    """
    rest, verbs = words.each.sub("", _without_moment(without_end(before), words)), ""
    while match := words.threshold.search(rest) or words.hope.search(rest):
        noun = _GROWTH_RE.fullmatch(match[0]) and (verbs or lead not in _NEARLY)
        if noun or match.start() == 1:  # 药占比
            break
        rest, verbs = trimmed(rest[: match.start()], words), match[0] + verbs
    return rest, verbs


def _without_moment(before: str, words: TargetWords) -> str:
    """Strip a time off the end, but not the 到 of the verb: 提升到2024年的90%."""
    moment = words.moment.search(before)
    if moment is None:
        return before
    of_verb = moment[0][0] in "到至" and words.threshold.search(before[: moment.start()])
    return before[: moment.start() + bool(of_verb)]


def _without_inner(core: str, words: TargetWords) -> tuple[str, str]:
    """Take a verb of completion out of the middle: 白酒产业完成产值 is 白酒产业产值."""
    found = words.inner.fullmatch(core)
    if found is None:
        return core, ""
    first, verb, last = found.groups()
    return (last if first.endswith("、") else first + last), verb


def share_out(slots: Sequence[Slot], words: TargetWords) -> tuple[str, ...]:
    """Give each number of a list with 分别 its own thing; "" where there is no such list.

    甲率、乙率分别达90%、96% are two targets. Of 城镇、农村居民收入 the first name is given the half
    that it lacks; where that half is not known the list stays whole.
    """
    nothing = ("",) * len(slots)
    if len(slots) < 2 or EACH not in slots[0].before:
        return nothing
    before, _, shared = slots[0].before.partition(EACH)
    listed, _ = without_lead(before, words)
    names = [name for name in _LIST_RE.split(trimmed(listed, words)) if name]
    if len(names) != len(slots):
        return nothing
    thing = trimmed(without_lead(without_level(shared, words)[0], words)[0], words)
    if len(thing) >= _SHORTEST:  # 小学、初中分别新增学位800个、500个
        return tuple(name + thing for name in names)
    head = words.head.search(names[-1])
    if head and head.start():
        return tuple(name if words.head.search(name) else name + head[0] for name in names)
    alike = len({name[-1] for name in names}) == 1
    return tuple(names) if alike or min(map(len, names)) >= _SHORT else nothing


def _counts_behind(slot: Slot, core: str, level: str) -> bool:
    """Tell whether the number counts what stands behind it (建设30家护理中心)."""
    if slot.after.startswith("的") or not core.strip(EDGES):
        return True
    at_level = level.endswith(_REACH) and bool(core.strip(EDGES))
    return slot.quantity.kind in (Kind.COUNT, Kind.MEASURE) and not at_level


def _counted_behind(slot: Slot, behind: str, words: TargetWords) -> Phrase:
    """Name the thing behind the number; a bare 专项规划 takes along what stands before it."""
    before = slot.before.lstrip(EDGES)
    if before.endswith(tuple(_JOINTS)) and without_end(before) != before:
        before = ""
    head = words.preposition.sub("", before)
    core, verb = without_lead(head, words)
    last = words.last_action.search(head)
    start = before
    if last and not (words.nominal.search(head) and core.strip(EDGES)):
        verb, core, start = last[0], "", before[last.start() :]
    name = trimmed(_SIZED_RE.sub("", behind), words) or behind.strip(EDGES)
    name = name if "“" in name else name.rstrip("”")  # “零事故”
    listed = "、" in core and (len(name) > _SHORTEST or head.endswith("等"))
    if core and len(name) <= _SHORT and not listed:
        name = core.strip(EDGES) + before[len(head) :] + name
    if head != before and not verb and (act := words.deed.match(slot.after, len(behind))):
        verb, behind = act[0], slot.after  # 为10万名老人提供服务: the quote says what is promised
    return Phrase(name, verb, start + slot.written + behind.rstrip(EDGES))


def without_lead(before: str, words: TargetWords) -> tuple[str, str]:
    """Strip dates, adverbs and verbs off the front; return the rest and the verbs."""
    rest, verbs = without_joint(before), ""
    while rest:
        action = words.action.match(rest)
        match = action or words.lead.match(rest)
        if match is None or (verbs and words.work_item.match(rest)):  # 完成改造项目30个
            break
        verbs += action[0] if action else ""
        rest = without_joint(rest[match.end() :])
        if action and action[0] in words.causes and (agent := words.agent.match(rest)):
            rest = rest[agent.end() :]
    return rest, verbs


def without_joint(text: str) -> str:
    """Strip particles and joints off the front, but no first half of a word (和美乡村).

    >>> without_joint("和扩建学校"), without_joint("、和美乡村")
    ('扩建学校', '和美乡村')
    """
    rest = text.lstrip(EDGES)
    start = len(text) - len(rest)
    return text[start - 1 :] if start and _WORD_RE.match(text, start - 1) else rest


def without_end(text: str) -> str:
    """Strip particles and joints off the end, but no second half of a word (惠及).

    >>> without_end("学校和"), without_end("惠及")
    ('学校', '惠及')
    """
    end = len(text.rstrip(EDGES)) + 1
    return text[:end] if _WORD_END_RE.search(text[:end]) else text[: end - 1]


def noun_behind(after: str, words: TargetWords) -> str:
    """Return the noun phrase that a number counts, up to the verb that follows it."""
    if sized := _SIZED_RE.match(after):
        return sized[0] + noun_behind(after[sized.end() :], words)
    joined = after[:1] in (*_JOINTS, "等") and not _WORD_RE.match(after)
    if joined or words.adverb.match(after):
        return ""
    relative = after.rfind("的", 1)
    stop = words.stop.search(after, max(1, relative))
    phrase = after[: stop.start()] if stop else after
    acts = words.deed.match(phrase) and not phrase.endswith("率")
    names = relative >= 0 or words.trailing.search(phrase)
    return phrase if names or not acts else ""


def trimmed(name: str, words: TargetWords) -> str:
    """Strip particles and words of work (建设, 工作) off the end of a name."""
    bare = _BRACKET_RE.sub("", without_end(without_joint(name)))
    while match := words.trailing.search(bare):
        bare = without_end(without_joint(bare[: match.start()]))
    return bare


def is_label(quantity: Quantity, clause: str, words: TargetWords) -> bool:
    """Tell whether a number is part of a name, a label, a date or an attribute.

    >>> from policydiff.text.quantities import find_quantities
    >>> from policydiff.text.quantity_words import target_words
    >>> words = target_words()
    >>> def labels(text: str) -> list[bool]:
    ...     return [is_label(quantity, text, words) for quantity in find_quantities(text, words)]
    >>> labels("新建3家医院"), labels("二级以上第3家医院"), labels("由35元提高到40元")
    ([False], [True], [True, False])
    """
    before, after = clause[: quantity.start], clause[quantity.end :]
    if words.frame.search(clause) or _is_named(quantity, before, after, words):
        return True
    if quantity.kind is Kind.TIME:
        return not _is_set_time(quantity, before, after, words)
    if _is_description(quantity, before, after, words):
        return True
    return not quantity.numeral[0].isdigit() and _is_set_phrase(quantity, before, after, words)


def _is_named(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether what stands around a number makes it a name, a place or the level before."""
    if words.name_before.search(before) or words.name_after.match(after):
        return True
    if words.base_before.search(before) and words.base_behind.match(after):
        return True
    if quantity.unit not in words.document_counters or quantity.comparator is not Comparator.EQ:
        return False
    titled = not after.strip(EDGES) or words.document_behind.search(after[:_TITLE])
    return bool(titled and words.document.search(before))


def _is_set_time(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell a duration or an age that a verb sets (缩短至30分钟) from a date or a label."""
    if words.within.match(after) or (quantity.unit == "年" and quantity.value > _FIRST_YEAR):
        return False
    governed = quantity.lead or words.duration.search(before)
    names = quantity.unit in ("年", "岁") and after[:1].strip(EDGES)
    return bool(governed and not names)


def _is_description(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether a number describes a thing and is not itself promised."""
    if quantity.kind is Kind.MEASURE:
        near = words.within.match(after) or _is_capacity(quantity, before, after, words)
        return bool(near) or _is_attribute(quantity, before, after, words)
    if quantity.kind is Kind.COUNT and after.startswith("的") and words.property.search(before):
        return True
    return quantity.unit in words.size_counters and _is_size(quantity, before, after, words)


def _is_capacity(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether an amount names the works of somebody: 某厂60万吨赖氨酸项目."""
    named = after[:1] not in _JOINTS and words.works.search(after[:_WORKS])
    if quantity.unit not in words.capacities or not named:
        return False
    owner, _ = without_lead(before, words)
    return bool(trimmed(owner, words)) and not words.threshold.search(before)


def _is_attribute(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether an amount describes a thing (10亿元以上企业) and is not itself promised."""
    if after.startswith("的"):
        return not words.last_action.search(before)
    compares = quantity.trail.endswith(_SIZES) or bool(quantity.lead)
    thing = after.strip(EDGES) and after[:1] not in "、和及与" and not words.deed.match(after)
    return compares and bool(thing)


def _is_size(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell whether a count tells how large a thing is (30户以上自然村寨)."""
    compares = quantity.trail.endswith(_SIZES) and not after.startswith("的")
    return compares and bool(after.strip(EDGES)) and not words.last_action.search(before)


def _is_set_phrase(quantity: Quantity, before: str, after: str, words: TargetWords) -> bool:
    """Tell 五个新城的 and 三个方面 (names of sets) from 完成两个专项规划 (a count)."""
    if quantity.kind not in (Kind.COUNT, Kind.MEASURE):
        return False
    if quantity.numeral in ("一", "二"):  # 二次招商 is the second one; two are 两
        return not quantity.lead
    large = quantity.numeral.startswith(_MILLIONS) or quantity.trail in _SIZES
    alone = large and not after.strip(EDGES)  # 减税亿元以上; 亿元以上企业 are companies
    if quantity.numeral[0] in _ROUND and not alone and not words.work.search(before):
        return not (quantity.lead or quantity.trail in _SOME)  # 百公里能耗, 亿元项目, 万家惠
    if quantity.kind is Kind.COUNT:
        if words.empty_noun.search(after[:8]) or "的" in after[2:10]:
            return True
        least = _MANY if quantity.unit in words.set_counters else _SEVERAL
        is_set = quantity.value < least
        counted = (not is_set or quantity.trail) and words.deed.search(before)
        return not (counted or quantity.lead == "上" or words.making.search(before + quantity.lead))
    done = quantity.value >= _SEVERAL and words.deed.search(before)
    said = quantity.lead or quantity.trail or done or words.making.search(before)
    if quantity.numeral[0] in _ROUND:
        return not (quantity.lead or quantity.trail in _SIZES)
    return quantity.value < _LARGE and not (said or words.threshold.search(before))
