"""Hostile inputs, made from a seed: plans, pages, Word files, results, and what people write."""

import io
import json
import random
import zipfile
from dataclasses import dataclass
from enum import StrEnum

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARKERS = (
    "一、",
    "（一）",
    "1.",
    "1、",
    "（1）",
    "①",
    "一是",
    "第一，",
    "甲、",
    "1.1",
    "Ⅰ、",
    "a)",
)
WORK = (
    "推进社区卫生服务中心建设",
    "加强安全生产检查",
    "办好实事",
    "新增床位300张",
    "完成率达95%以上",
)
ATTACKS = (
    "\x1b[2J\x1b]0;x\x07",
    "\N{RIGHT-TO-LEFT OVERRIDE}倒\N{ZERO WIDTH SPACE}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[b](javascript:x) ![i](http://e.example/x)",
    "[red]x[/red] [link=http://e.example]",
    "|a|`b`|**c**|~~d~~",
    "=HYPERLINK(1)",
    "＝1+1",
    "::error::x",
    "##[error]x",
    "登录中.com平台 www.e.com",
    "www.163.com www.例子.中国 кто.рф",
    "GH-12 :100: :smile: a@b.cn",
    "{{ 7*7 }}{% raw %}",
    "--><!--",
    "]]>",
    "\"'&amp;&lt;",
    "?,?的?",
    "\ufffd?",
    "\ue000\U0010fffd",
    "衛(wèi)生",
    "Éî»¯",
    "9" * 400,
    "1e999",
    "\x00",
    "\u2028::warning::y",
    "\x0c- 1 -",
    "……3",
)
BREAKS = ("\n", "\r\n", "\r", "\u2028", "\n\n", "\x85", "\u2029", "\x0b\n", "\x0c\n")
ENCODINGS = ("utf-8", "utf-8", "gb18030", "utf-8-sig", "utf-16", "big5")
UNITS = (
    *(
        " ",
        "\t",
        "\u3000",
        "\xa0",
        "- 1 -\n",
        "第 ",
        "的",
        "好。",
        "，好",
        "（",
        "“",
        "《方案",
        "1.",
        "9",
    ),
    *(
        "一、改\n",
        "?的",
        "深?化",
        "\ufffd改",
        "\ue000改",
        "衛(wèi)",
        "關(guan)",
        "醫",
        "e\u0301",
        "\u200b",
    ),
    *(
        "……3\n",
        "2024年",
        "增长10%，",
        "市卫健委、",
        "责任单位：",
        "|格",
        "a\tb\tc\n",
        "\r",
        "\x85",
        "&#",
    ),
    *("<!--", "![", "**a", "<a ", "\x0b", "的\u2028", "1月\n", "①", "一是", "由1提高到2，", "═"),
)
"""What a text is blown up with, over and over: a search that looks back at each takes minutes."""
TAGS = (
    *(
        "<div>",
        "<p hidden>",
        "<b>",
        "<table><tr><td>",
        "<td rowspan=200 colspan=200>格",
        "<ol start=2>",
    ),
    *(
        "<li value=9>项",
        "<ul><li>",
        "<sup>1",
        "<rt>字",
        "<a x=1 y",
        "</x>",
        "</div>",
        "<br>",
        "<pre>\n",
    ),
    *(
        "<!--",
        "<script>",
        "<svg><g>",
        "<select>",
        "<template>",
        "&#0;",
        "&#x110000;",
        "<p style='display",
    ),
)
HOSTILE_TOML = (
    "[" * 500,
    "a = " + "{b=" * 300,
    "1" * 5_000 + " = 1",
    "year = " + "9" * 5_000,
    "weight = inf",
    "a." * 40 + "a = 1",
    "id = '\\ud800'",
    "terms = [1, {}]",
    "[[plan]]\nid = 'a'\npath = 'a'",
    "[[theme]]\ncode = 'a'\nzh = '甲'\nterms = ['甲乙']",
    "[[theme]]\ncode = 'a'\nzh = '甲'\nterms = [{ term = '甲乙', weight = nan }]",
    "[own]\n'甲乙' = ['丙丁']",
    "lang = 'zh'",
    "catalogue = 1",
)


CELLS = (
    *(
        "full",
        "partial",
        "none",
        "theme:a",
        "2026-11-28",
        "46354",
        "99999",
        "00000",
        "1/2/99",
        "甲",
    ),
    *(
        "1 社区",
        "1.1",
        "9" * 5_000,
        "9" * 5_000 + " 社区",
        "a · b · 2024 · c",
        "#",
        '"',
        '""',
        '"甲',
        "'=1",
    ),
    *("city-2024 ·  · " + "2" * 5_000 + " · x", "\t", "\n", "\r", "\x0b", "", " "),
)
"""What stands in tables that people fill in."""
COLUMNS = (
    *(
        "previous_plan",
        "previous_task",
        "current_plan",
        "current_task",
        "decision",
        "by",
        "on",
        "note",
    ),
    *("previous_fingerprint", "current_fingerprint", "previous_text", "current_text"),
)
PAIRS = (
    '{"previous": "seeds/city-2024.txt", "current": "seeds/yangpu-2025.txt"}',
    '{"previous": "\\ud800", "current": "a"}',
    '{"previous": "a\\u0000", "current": "' + "x" * 5_000 + '"}',
    '{"previous": 1e999, "current": ' + "9" * 5_000 + "}",
    '{"previous": "a", "current": "b", "relation": "no", "field": 1}',
    '{"previous": "a", "current": "b", "relation": "lateral", "field": "no", "id": "::error::"}',
    "[" * 2_000,
    '{"a": ' * 2_000,
    "null",
    "a\tb\tc\td\te\tf",
    "seeds/city-2024.txt\tseeds/city-2024.txt",
    "previous\tcurrent",
    "-\t-",
    "/dev/zero\t/",
    "\x1b]0;x\x07\t::error::b",
)
GOLD = {
    "a → b": {
        "links": [{"previous": "1", "current": "2", "strength": 1}],
        "disputed": [["1", "1"]],
    },
    "plans": {"a": ["1", {"id": "2", "line": 3}]},
    "themes": {"a": {"1": {"primary": "x", "themes": ["x", "y"]}}},
    "targets": {"a": [{"task": "1", "value": "10", "unit": "%"}]},
}


class Kind(StrEnum):
    """What an input is."""

    TEXT = "txt"
    MARKDOWN = "md"
    PAGE = "html"
    WORD = "docx"
    RESULT = "json"
    TABLE = "toml"
    TRIPLE = "triple"
    ARCHIVE = "mht"
    BLOWN_UP = "blown-up"
    BLOWN_UP_PAGE = "blown-up-page"
    DECISIONS = "tsv"
    PAIRS = "jsonl"
    GOLD = "gold"


@dataclass(frozen=True)
class Hostile:
    """An input: its kind, and its bytes; of a triple, those of each plan."""

    kind: Kind
    files: tuple[bytes, ...]


SHARES = {
    Kind.TEXT: 40,
    Kind.MARKDOWN: 8,
    Kind.PAGE: 10,
    Kind.WORD: 11,
    Kind.RESULT: 6,
    Kind.TABLE: 6,
    Kind.TRIPLE: 1,
    Kind.ARCHIVE: 3,
    Kind.BLOWN_UP: 2,
    Kind.BLOWN_UP_PAGE: 1,
    Kind.DECISIONS: 5,
    Kind.PAIRS: 3,
    Kind.GOLD: 4,
}


def make(seed: int, number: int, result: str) -> Hostile:
    """Return the input of that number; ``result`` is a saved result to be spoilt."""
    chance = random.Random(f"{seed}:{number}")
    kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
    makers = {
        Kind.PAGE: lambda: page(chance),
        Kind.WORD: lambda: word(chance),
        Kind.RESULT: lambda: spoilt(result, chance).encode("utf-8", "surrogatepass"),
        Kind.TABLE: lambda: table(chance).encode(),
        Kind.ARCHIVE: lambda: archive(chance),
        Kind.BLOWN_UP: lambda: blown_up(chance).encode("utf-8"),
        Kind.BLOWN_UP_PAGE: lambda: blown_up_page(chance).encode("utf-8"),
        Kind.DECISIONS: lambda: decisions(chance).encode("utf-8"),
        Kind.PAIRS: lambda: pairs(chance).encode("utf-8"),
        Kind.GOLD: lambda: gold(chance).encode("utf-8", "surrogatepass"),
    }
    if kind is Kind.TRIPLE:
        return Hostile(kind, tuple(text(chance).encode("utf-8") for _ in range(3)))
    if kind in makers:
        return Hostile(kind, (makers[kind](),))
    return Hostile(kind, (damaged(encoded(text(chance), chance), chance),))


def text(chance: random.Random) -> str:
    """Return a plan of a few lines, some of them hostile."""
    lines = [f"某市{chance.randint(1990, 2030)}年工作要点"]
    for _ in range(chance.randint(1, 9)):
        marker = chance.choice(MARKERS) if chance.random() < 0.8 else ""
        said = [
            chance.choice(ATTACKS if chance.random() < 0.35 else WORK)
            for _ in range(chance.randint(1, 4))
        ]
        lines.append(marker + chance.choice(("。", "，", "")).join(said))
    return chance.choice(BREAKS).join(lines)


def encoded(said: str, chance: random.Random) -> bytes:
    """Return a text in some encoding."""
    return said.encode(chance.choice(ENCODINGS), "replace")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes as they are, or with a few flipped, cut off or doubled."""
    if not data or chance.random() < 0.7:
        return data
    spoiled = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
    cut = chance.randrange(len(spoiled))
    return bytes(chance.choice((spoiled, spoiled[:cut], spoiled + spoiled[cut:])))


def page(chance: random.Random) -> bytes:
    """Return a page with elements in no good order."""
    tags = ("div", "p", "b", "table", "td", "tr", "li", "span", "script", "svg", "template", "pre")
    pieces = ["<html><body>"]
    for line in text(chance).splitlines():
        tag, more = chance.choice(tags), chance.choice(("", " hidden", " style='display:none'"))
        pieces.append(f"<{tag}{more}>{line}" + (f"</{chance.choice(tags)}>" * chance.randint(0, 3)))
    return damaged(encoded("".join(pieces), chance), chance)


def word(chance: random.Random) -> bytes:
    """Return a Word file whose parts say odd things."""
    odd = (*map(str, range(3)), "9" * 5_000, "-1", "٣", "x", "")
    bodies = []
    for line in text(chance).splitlines():
        numbering = f'<w:numPr><w:ilvl w:val="{chance.choice(odd)}"/><w:numId w:val="1"/></w:numPr>'
        shown = "".join(c for c in line if c >= " " and c not in "<&>\ufffe\uffff")
        bodies.append(f"<w:p><w:pPr>{numbering}</w:pPr><w:r><w:t>{shown}</w:t></w:r></w:p>")
    label = chance.choice(("%1.", "%1%1" * 500, "%9", "（%1）", "\N{RIGHT-TO-LEFT OVERRIDE}%1"))
    level = f'<w:lvl w:ilvl="{chance.choice(odd)}"><w:start w:val="{chance.choice(odd)}"/>'
    level += f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{label}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    declared = chance.choice(("utf-8", "utf-8", "utf-8", "gb18030", "utf-7", "none", "utf-16"))
    parts = {
        "word/document.xml": f"<?xml version='1.0' encoding='{declared}'?><w:document "
        f"xmlns:w='{WORD}'><w:body>{''.join(bodies)}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering xmlns:w='{WORD}'>{numbering}</w:numbering>",
    }
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return damaged(buffer.getvalue(), chance)


def spoilt(result: str, chance: random.Random) -> str:
    """Return a saved result in which one value is another."""
    document = json.loads(result)
    place = document
    while True:
        if isinstance(place, list):
            keys: list[object] = list(range(len(place)))
        else:
            keys = list(place)
        key = chance.choice(keys)
        below = place[key]
        if not below or not isinstance(below, list | dict) or chance.random() < 0.2:
            break
        place = below
    values = (None, -1, 10**400, 1e308, "x" * 9, [], {}, True, 0.5, *ATTACKS)
    place[key] = chance.choice(values)
    said = json.dumps(document, ensure_ascii=chance.random() < 0.5)
    return said.replace("1e+308", chance.choice(("1e999", "-1e999", "NaN", "1" * 5_000)))


def table(chance: random.Random) -> str:
    """Return TOML, or nearly so."""
    return "\n".join(chance.choice(HOSTILE_TOML) for _ in range(chance.randint(1, 3)))


def archive(chance: random.Random) -> bytes:
    """Return a page saved by a browser with all its parts, or something like it."""
    types = ("text/html", "text/html; charset=x", "image/png", "message/rfc822", "multipart/mixed")
    codings = ("8bit", "base64", "quoted-printable", "x-uuencode", "x")
    pieces = [b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n"]
    for _ in range(chance.randint(1, 3)):
        kind = chance.choice(types) + "; a=b" * chance.choice((0, 0, 3, 900))
        head = (
            f"\n--b\nContent-Type: {kind}\nContent-Transfer-Encoding: {chance.choice(codings)}\n\n"
        )
        pieces += [head.encode(), page(chance)]
    return damaged(b"".join(pieces), chance)


def blown_up(chance: random.Random) -> str:
    """Return a plan with one thing in it over and over, in a line or over many."""
    unit, count = chance.choice(UNITS), chance.choice((100, 1_000, 8_000))
    run = unit * (count // len(unit))
    if chance.random() < 0.3:
        run = run.replace(unit * 10, unit * 10 + "\n")
    return f"某市2024年工作要点\n1.推进社区建设。{run}\n2.好。\n{run[:99]}\n3.办好实事。"


def blown_up_page(chance: random.Random) -> str:
    """Return a page with a tag or two over and over."""
    tags = "".join(chance.choice(TAGS) for _ in range(chance.randint(1, 3)))
    return f"<html><body>{tags * chance.choice((10, 100, 700))}<p>1.推进社区建设。</p><p>2.好。</p>"


def decisions(chance: random.Random) -> str:
    """Return a decisions file that hands and programs have been in."""
    columns = COLUMNS[: chance.choice((8, 9, len(COLUMNS)))]
    head = [chance.choice((*COLUMNS, *CELLS)) if chance.random() < 0.02 else x for x in columns]
    usual = ("city-2024", "1 社区", "yangpu-2025", "2 社区", "full", "me", "2026-11-28", "", "", "")
    rows = [head]
    for _ in range(chance.randint(0, 5)):
        row = [chance.choice((*CELLS, *ATTACKS)) if chance.random() < 0.1 else x for x in usual]
        row = [f'"{x}\n"' if chance.random() < 0.05 else x for x in row]
        row = [f'"{x}' if chance.random() < 0.03 else x for x in row]
        rows.append(row[: chance.randint(1, 10)] if chance.random() < 0.1 else row)
    between = chance.choice(("\t", "\t", "\t", ",", ";"))
    return chance.choice(BREAKS).join(between.join(row) for row in rows)


def pairs(chance: random.Random) -> str:
    """Return a list of pairs of plans, most of which are none."""
    rows = [chance.choice((*PAIRS, *ATTACKS)) for _ in range(chance.randint(1, 4))]
    return chance.choice(("\n", "\r\n", "\n\n")).join(rows)


def gold(chance: random.Random) -> str:
    """Return links that people found, as JSON or TOML, with a value that is another."""
    if chance.random() < 0.2:
        return table(chance)
    return spoilt(json.dumps(GOLD), chance)
