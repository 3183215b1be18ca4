"""Decode bytes to text: UTF-8 first, then whichever encoding yields the most common characters."""

import codecs
import re
from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import ReadingError
from policydiff.settings import ReadingSettings

# The 400 most frequent characters of 46 government reports (83 % of their running text), and
# the traditional form of those that have one. The right encoding of Chinese text puts 50-90 %
# of its non-ASCII characters here, a wrong one 0-5 %.
COMMON_CHARACTERS = frozenset(
    "业化建的发展新和全进国大实加推设动力产工中一人政区生务高民增强持等体制提作重保成改市地会行能资城合"
    "经施平创开年项深入农要家理服好治基社企长有质以济点面公量用现水升造为坚革快机目个育在度完上不心代优支"
    "主村性效定万出科技续安文更域法规系管投省稳场融级事品三善共各学对策态领放府标活程部我金海本方同环向总"
    "费型教关通源分是多乡医统落商到群境五数构元运色步办防护就收营促位亿集自范外健期协消结风台扩特整居打决"
    "十障转引路际做战导下物时与应口准利达流监立积们电划局信调险联式老小批精综网试内取贸二供园众极旅线计交"
    "培党得权专院率镇任解智两及游础明前来四绿养道模题抓争房值格接次港江第突过问表求兴势先央义带确件职术干"
    "严员低近习清均控超研验略果易委形责预示广南西北财比配条类空断间减筹难把了县于核住意组首层速字价河着团"
    "降军贫之康聚单需校功疗美车备链指益正置困督破山才措固气天神排户可攻补查税让依所门拓林污贯子头助节惠复"
    "举業發進國實設動產區務強體會資經創開項農長質濟點現爲為堅機個優萬續規穩場級學對態領標環總費關鄉醫統群"
    "數構運辦護營億範協結風臺擴決轉際戰導時與應準達監積們電劃調險聯綜網試內貿園衆極線計黨權專鎮兩遊礎來綠"
    "養題爭過問興勢義帶確職術幹嚴員習驗責預廣財條類斷間減籌難縣於組層價團軍貧單療車備鏈氣戶補稅讓門貫頭節"
    "復舉說後這裡著"
)
BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Order breaks ties. gb18030 contains gbk and gb2312; big5hkscs contains big5.
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
FOREIGN_BYTE_RE = re.compile(rb"[\x80-\xff]")
# Readings that scrapers get wrong (what a page was read as, what it was in), most frequent first:
# no charset declared, so Latin-1; no charset declared, so the system's own.
MISREADINGS = (
    ("latin-1", "gb18030"),
    ("latin-1", "utf-8"),
    ("latin-1", "big5hkscs"),
    ("cp1252", "gb18030"),
    ("cp1252", "utf-8"),
    ("gb18030", "utf-8"),
)
SAMPLE_BYTES = 64_000  # bytes weighed per candidate: enough for a verdict, bounded in cost
PADDING = "\0"  # behind a text whose last block was filled up
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
CONTROL_RE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # C0, but for blanks and escape


class DecodedText(Struct, frozen=True):
    """A text, the encoding it was in, how many characters could not be read, and remarks."""

    text: str
    encoding: str
    unreadable: int = 0
    remarks: tuple[str, ...] = ()


def decode(data: bytes, path: str, settings: ReadingSettings) -> DecodedText:
    """Decode ``data``; the encoding that the settings name wins over every detection.

    >>> decode("一、深化改革".encode("gb18030"), "plan.txt", ReadingSettings()).encoding
    'gb18030'

    Raises ReadingError for a binary file, and for text that is not in the encoding asked for.
    """
    if settings.encoding is not None:
        return _forced(data, path, settings.encoding)
    for mark, name in BOMS:
        if data.startswith(mark):
            return _lossy(data, path, name, settings)
    try:
        decoded = _checked(DecodedText(data.decode("utf-8"), "utf-8"), path, settings)
    except UnicodeDecodeError:
        decoded = _lossy(data, path, _best_candidate(data, path, settings), settings)
        return _line_by_line(data, decoded, settings) if decoded.unreadable else decoded
    return _read_again(decoded, settings)


def _forced(data: bytes, path: str, encoding: str) -> DecodedText:
    try:
        return DecodedText(data.decode(encoding).removeprefix("\ufeff"), encoding)
    except LookupError as error:
        raise ReadingError(
            f"{path}: no encoding is called {encoding!r}",
            hint="common ones: utf-8, gb18030, big5, utf-16",
        ) from error
    except UnicodeError as error:
        where = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise ReadingError(
            f"{path}: is not {encoding}{where}", hint="leave the encoding out to have it detected"
        ) from error


def _lossy(data: bytes, path: str, encoding: str, settings: ReadingSettings) -> DecodedText:
    text = data.decode(encoding, "replace")
    return _checked(DecodedText(text.removeprefix("\ufeff"), encoding), path, settings)


def _checked(decoded: DecodedText, path: str, settings: ReadingSettings) -> DecodedText:
    """Return ``decoded`` with its U+FFFD counted, those of an earlier reader too, if it is text."""
    plain = decoded.text.rstrip(PADDING)
    if not plain.isascii() and PADDING not in plain:
        decoded = replace(decoded, text=plain)
    sample = decoded.text[:SAMPLE_BYTES]
    controls = len(CONTROL_RE.findall(sample))
    if controls > settings.max_control_share * len(sample):
        raise ReadingError(
            f"{path}: is a binary file, not text",
            hint="give a text, Markdown, HTML, .docx or PDF file",
        )
    return replace(decoded, unreadable=decoded.text.count(UNREADABLE))


def _best_candidate(data: bytes, path: str, settings: ReadingSettings) -> str:
    scores = {name: score(data, name) for name in CANDIDATES}
    best = max(CANDIDATES, key=lambda name: scores[name])
    if scores[best] < settings.min_common_share:
        raise ReadingError(
            f"{path}: is a binary file, or not Chinese text in UTF-8, GB18030, Big5 or UTF-16",
            hint="if it is text, name its encoding",
        )
    return best


def _line_by_line(data: bytes, decoded: DecodedText, settings: ReadingSettings) -> DecodedText:
    """Read a file put together out of UTF-8 and GB18030, each line in its own encoding."""
    if decoded.encoding not in ("utf-8", "gb18030"):
        return decoded
    text = "\n".join(_decoded_line(line, decoded.encoding, settings) for line in data.split(b"\n"))
    unreadable = text.count(UNREADABLE)
    if unreadable >= decoded.unreadable:
        return decoded
    remark = "some lines are in UTF-8 and some in GB18030: each was read in its own encoding"
    return DecodedText(text, "utf-8+gb18030", unreadable, (remark,))


def _decoded_line(line: bytes, usual: str, settings: ReadingSettings) -> str:
    other = "gb18030" if usual == "utf-8" else "utf-8"
    for encoding in (usual, other):
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == usual or common_share(text) >= settings.min_reread_share:
            return text
    return line.decode(usual, "replace")


def _read_again(decoded: DecodedText, settings: ReadingSettings) -> DecodedText:
    """Undo an earlier reading in the wrong encoding: Éî»¯ was GB18030, 娣卞寲 was UTF-8.

    Only a text with hardly any common character in it is tried, and only what turns it into one
    full of them is believed.
    """
    sample = decoded.text[:SAMPLE_BYTES]
    if sample.isascii() or common_share(sample) >= settings.min_common_share:
        return decoded
    for wrong, right in MISREADINGS:
        try:
            data = decoded.text.encode(wrong)
        except UnicodeEncodeError:
            continue
        if score(data, right) >= settings.min_reread_share:
            text = data.decode(right, "replace")
            remark = f"the text had been read as {wrong} before: it was read again as {right}"
            return DecodedText(text, right, text.count(UNREADABLE), (remark,))
    return decoded


def score(data: bytes, encoding: str) -> float:
    """Return the share (0..1) of non-ASCII characters that are common when read so.

    >>> score("持續推進醫療衛生改革".encode("big5hkscs"), "big5hkscs")
    0.9
    """
    return common_share(_sample(data).decode(encoding, "replace"))


def common_share(sample: str) -> float:
    """Return the share (0..1) of common characters among those that are not ASCII.

    >>> common_share("1.深化改革"), common_share("娣卞寲鏀归潻")
    (1.0, 0.0)
    """
    counts = Counter(sample)
    foreign = sum(count for character, count in counts.items() if character > "\x7f")
    if not foreign:
        return 0.0
    common = sum(count for character, count in counts.items() if character in COMMON_CHARACTERS)
    return max(0.0, (common - counts[UNREADABLE]) / foreign)


def _sample(data: bytes) -> bytes:
    """Return the stretch that holds the first non-ASCII bytes, in step with four-byte units."""
    first = FOREIGN_BYTE_RE.search(data)
    start = first.start() if first else 0
    start -= start % 4
    return data[start : start + SAMPLE_BYTES]
