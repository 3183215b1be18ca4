"""Office: who issued a plan, read once from the name printed on it.

Place, level, kind and names of an office are told by the form of its name and the words of
data/offices.toml and data/places.toml; plans and stages compare offices, never names.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache

from msgspec import Struct

from policydiff.model import Level
from policydiff.text.files import load_table
from policydiff.text.words import load_list

_UNIT_RE = re.compile(
    r"[^省市区县盟旗、，。\s]{1,8}?"
    r"(?:特别行政区|自治区|自治州|自治县|新区|省|(?<![城都])市(?!场)|州(?![省市])|盟(?!会)"
    r"|(?<![社校军辖小])区|县|旗|街道|(?<!城)镇(?![化村])|(?<!城)乡(?![村镇]))"
)
_STATE_RE = re.compile(r"^(?:中华人民共和国|国家)(?=.)")
_NAME_RE = re.compile(r"[^，,。；;：:、\d\s|?？《》]+")
_EDGES = " \u3000\xa0?？"
_SHORTEST, _LONGEST = 3, 30  # characters of the name of an office
_STANDING = 6  # … of one without a place: a name of its own and what it is
_JOINT_RE = re.compile(r"[、\s]+")
_NUMBERED = (
    r"^(?P<place>[^\W\d_]{{0,8}}?)第?(?P<number>[一二三四五六七八九十]{{1,3}})(?P<short>{})$"
)
_ASSEMBLED = "委员会"  # what stands behind the house that a party or league speaks for
_COMMITTEE_RE = re.compile(r"^(?P<league>团)?[省市区县州旗]?委(?:员会)?$")


class Kind(StrEnum):
    """What kind of house an office is."""

    PARTY = "party"
    LEAGUE = "league"
    GOVERNMENT = "government"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    DEPARTMENT = "department"
    OTHER = "other"


class Office(Struct, frozen=True):
    """An office as its name tells it.

    ``name`` is as printed; of joint issuers the other fields tell the first. ``places`` stand
    from the widest down; ``body`` is what the office is there, in full, ``organ`` what part of
    the body speaks; ``field`` is what a department works on.
    """

    name: str
    places: tuple[str, ...]
    body: str
    organ: str
    field: str
    kind: Kind
    level: Level

    @property
    def place(self) -> str:
        """Return the whole name of the place, "" where the office names none."""
        return "".join(self.places)

    @property
    def full(self) -> str:
        """Return the name in full: 上海市卫生健康委员会 for 上海市卫健委."""
        return f"{self.place}{self.body}{self.organ}"


@lru_cache(maxsize=4096)
def read_office(name: str) -> Office:
    """Read the name of an office into what it says.

    >>> office = read_office("上海市杨浦区卫健委")
    >>> office.places, office.body, office.field, office.kind.value
    (('上海市', '杨浦区'), '卫生健康委员会', '卫生健康', 'department')
    >>> read_office("绍兴一中团委").full, read_office("共青团绍兴市第一中学委员会").full
    ('绍兴第一中学团委', '绍兴市第一中学团委')
    >>> read_office("中共某县委员会").kind.value, read_office("国务院办公厅").body
    ('party', '国务院')
    """
    first = _JOINT_RE.split(name.strip(), maxsplit=1)[0]
    organ, rest = _without_lead(first)
    rest = _STATE_RE.sub("", rest)
    places, rest = split_places(rest)
    if match := _COMMITTEE_RE.match(rest):
        organ, rest = organ or ("团委" if match["league"] else "党委"), ""
    elif organ:
        rest = rest.removesuffix(_ASSEMBLED)
    for word in office_words().organs:
        if not organ and rest.endswith(word):
            organ, rest = word, rest.removesuffix(word)
    more, body = _in_full(rest)
    body = _without_bureau(body)
    return Office(
        name=name,
        places=(*places, *more),
        body=body,
        organ=organ,
        field=_field(body),
        kind=kind_of(organ or body),
        level=level_of(name),
    )


def _without_lead(name: str) -> tuple[str, str]:
    """Return the organ that the beginning of a name stands for, and the rest: 共青团某中学."""
    for lead, organ in office_words().organ_leads:
        if name.startswith(lead) and not name.endswith("中央"):
            return organ, name.removeprefix(lead)
    return "", name


def split_places(name: str) -> tuple[tuple[str, ...], str]:
    """Return the places that a name begins with, and the rest.

    >>> split_places("杭州市余杭区教育局"), split_places("云山市市场监督管理局")
    ((('杭州市', '余杭区'), '教育局'), (('云山市',), '市场监督管理局'))
    """
    places: list[str] = []
    rest = name
    if match := _province_re().match(rest):
        places.append(match[0])
        rest = rest[match.end() :]
    while match := _UNIT_RE.match(rest):
        places.append(match[0])
        rest = rest[match.end() :]
    return tuple(places), rest


def _in_full(rest: str) -> tuple[tuple[str, ...], str]:
    """Return the name of a body in full, and a place that its short form hides: 绍兴一中."""
    words = office_words()
    if match := _numbered_re().match(rest):
        kind = dict(words.numbered).get(match["short"], match["short"])
        place = (match["place"],) if match["place"] else ()
        return place, f"第{match['number']}{kind}"
    for short, full in words.short_names:
        if rest.endswith(short) and not rest.endswith(full):
            return (), rest.removesuffix(short) + full
    return (), "人民政府" if rest == "政府" else rest


def _without_bureau(body: str) -> str:
    """Return the house for which a general office signs: 人民政府 for 人民政府办公厅."""
    for bureau in office_words().bureaus:
        house = body.removesuffix(bureau)
        if house != body and kind_of(house) is not Kind.OTHER:
            return house
    return body


def _field(body: str) -> str:
    newest = next((names[-1] for names in office_words().successions if body in names), body)
    if kind_of(newest) is not Kind.DEPARTMENT:
        return ""
    for ending in office_words().field_endings:
        if newest.endswith(ending):
            return _STATE_RE.sub("", newest.removesuffix(ending))
    return ""


def kind_of(body: str) -> Kind:
    """Return the kind of an office by what the name of its body ends with."""
    endings = office_words().kinds
    return next((kind for kind, ends in endings if body.endswith(ends)), Kind.OTHER)


def is_office(name: str) -> bool:
    """Tell whether a line is the name of an office that issues plans, or of several.

    >>> [is_office(name) for name in ("某县水利局", "绍兴一中", "新闻中心", "某县干部")]
    [True, True, False, False]
    >>> is_office("云山交通投资有限公司党委"), is_office("本公司党委")
    (True, False)
    >>> is_office("某省人民政府办公厅 某省军区办公室")
    True
    """
    return all(map(_is_one_office, _JOINT_RE.split(name.strip(_EDGES))))


def _is_one_office(name: str) -> bool:
    if not _SHORTEST <= len(name) <= _LONGEST or not _NAME_RE.fullmatch(name):
        return False
    office = read_office(name)
    said = office.body + office.organ
    if len(said) < _SHORTEST - 1 or (office.kind is Kind.OTHER and not ends_as_office(name)):
        return False
    if office.kind is Kind.DEPARTMENT and len(said) < _SHORTEST:
        return False
    if office.places or office.level is Level.NATIONAL:
        return True
    if len(name) >= _STANDING and name.endswith(load_list("offices", "standing")):
        return True
    return office.kind in (Kind.SCHOOL, Kind.HOSPITAL, Kind.LEAGUE) and len(name) > _SHORTEST


def ends_as_office(name: str) -> bool:
    """Tell whether a name ends as those of offices do.

    >>> ends_as_office("水利局"), ends_as_office("水利")
    (True, False)
    """
    return name.endswith(load_list("offices", "offices"))


def is_unit(name: str) -> bool:
    """Tell whether a name ends as those of offices or of their parts, without a place: 财务处.

    >>> [is_unit(name) for name in ("财务处", "省防汛中心", "含护坡", "处")]
    [True, True, False, False]
    """
    ends = (*load_list("offices", "offices"), *load_list("offices", "units"))
    return 1 < len(name) <= _LONGEST and name.endswith(ends)


def level_of(office: str) -> Level:
    """Return the level of government of an office, or of a title that names a place.

    >>> [level_of(name).value for name in ("上海市卫生健康委员会", "贵州省人民政府", "杨浦区")]
    ['municipal', 'provincial', 'district']
    >>> [level_of(name).value for name in ("广西壮族自治区人民政府", "国家医疗保障局", "某协会")]
    ['provincial', 'national', 'other']
    """
    rest = strip_province(office)
    if re.search(r"(?<![社园片治示范政景])区|县|旗", rest):
        return Level.DISTRICT
    if re.search(r"[^城都]市|^市|自治州|盟(?!会)", rest):
        return Level.MUNICIPAL
    if _province_re().match(office) or re.search(r"省|自治区|特别行政区", rest):
        is_city = any(office.startswith(name) for name in load_list("places", "municipalities"))
        return Level.MUNICIPAL if is_city else Level.PROVINCIAL
    national = load_list("places", "national")
    is_ministry = re.fullmatch(r"[^\W\d_]{2,12}(?<!支)部(?:办公厅)?", office)
    if is_ministry and any(house in office[:-1] for house in load_list("offices", "houses")):
        return Level.OTHER  # a department of a company or a school
    return Level.NATIONAL if is_ministry or any(w in office for w in national) else Level.OTHER


def strip_province(name: str) -> str:
    """Return a name without the province or municipality that it begins with.

    >>> strip_province("广西壮族自治区南宁市"), strip_province("苏州市")
    ('南宁市', '苏州市')
    """
    return _province_re().sub("", name.strip(), count=1)


@cache
def _province_re() -> re.Pattern[str]:
    names = (*load_list("places", "municipalities"), *load_list("places", "provinces"))
    return re.compile(rf"^(?:{'|'.join(names)})(?:省|市|[^\W\d_]{{0,4}}自治区|特别行政区)?")


class OfficeWords(Struct, frozen=True):
    """The words of data/offices.toml."""

    bureaus: tuple[str, ...]
    organs: tuple[str, ...]
    organ_leads: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...]
    field_endings: tuple[str, ...]
    subordinates: tuple[tuple[Kind, str], ...]
    numbered: tuple[tuple[str, str], ...]
    short_names: tuple[tuple[str, str], ...]
    successions: tuple[tuple[str, ...], ...]


@cache
def office_words() -> OfficeWords:
    """Load the words that the package ships."""
    table = load_table(__file__, "offices.toml")
    return OfficeWords(
        bureaus=tuple(table["bureaus"]),
        organs=tuple(table["organs"]),
        organ_leads=tuple(table["organ_leads"].items()),
        kinds=tuple((Kind(kind), tuple(ends)) for kind, ends in table["kinds"].items()),
        field_endings=tuple(table["field_endings"]),
        subordinates=tuple((Kind(kind), field) for kind, field in table["subordinates"].items()),
        numbered=tuple(table["numbered"].items()),
        short_names=tuple(table["short_names"].items()),
        successions=tuple(tuple(names) for names in table["successions"]),
    )


@cache
def _numbered_re() -> re.Pattern[str]:
    words = office_words().numbered
    kinds = "|".join(dict.fromkeys((*(full for _, full in words), *(short for short, _ in words))))
    return re.compile(_NUMBERED.format(kinds))
