"""Encodings: the same plan out of each of them, damage counted, binary files refused."""

import random
from pathlib import Path

import pytest

from policydiff.errors import ReadingError
from policydiff.reading import decoding
from policydiff.settings import ReadingSettings

SEEDS = Path(__file__).parents[2] / "seeds"
PLANS = sorted(path.stem for path in SEEDS.glob("*.txt"))
SIMPLIFIED = ("city-2024", "medadmin-2024", "yangpu-2025")


def decode(data, path, encoding=None):
    return decoding.decode(data, path, ReadingSettings(encoding=encoding))


def text_of(name):
    return (SEEDS / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("name", PLANS)
def test_every_plan_comes_back_from_every_encoding(name, encoding):
    decoded = decode(text_of(name).encode(encoding), name)

    assert decoded.text == text_of(name)
    assert decoded.unreadable == 0


@pytest.mark.parametrize("encoding", ["gbk", "gb2312"])
@pytest.mark.parametrize("name", SIMPLIFIED)
def test_subsets_of_gb18030_are_read_as_gb18030(name, encoding):
    data = text_of(name).encode(encoding, "ignore")

    decoded = decode(data, name)

    assert decoded.encoding == "gb18030"
    assert decoded.text == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs"])
def test_big5_is_told_from_gb18030(encoding):
    plain = text_of("city-2020").replace("\N{KATAKANA LETTER PA}", "")  # the two differ on kana
    data = plain.encode(encoding, "ignore")

    decoded = decode(data, "plan.txt")

    assert decoded.encoding == "big5hkscs"
    assert decoded.text == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("seed", range(5))
def test_ten_bad_bytes_do_not_change_the_verdict(encoding, seed):
    data = bytearray(text_of("city-2020").encode(encoding, "ignore"))
    places = random.Random(seed)
    for _ in range(10):
        data[places.randrange(len(data))] = 0xFF

    decoded = decode(bytes(data), "plan.txt")

    assert decoded.encoding == encoding
    assert 1 <= decoded.unreadable <= 40


def test_a_short_plan_is_enough():
    assert decode("一、深化医药卫生体制改革".encode("gb18030"), "plan.txt").encoding == "gb18030"


def test_a_plan_behind_64_kb_of_ascii():
    data = b" " * 100_001 + "一、深化医药卫生体制改革".encode("gb18030")

    assert decode(data, "plan.txt").encoding == "gb18030"


def test_a_forced_encoding_wins():
    data = "卫生改革".encode()

    assert decode(data, "plan.txt", "gb18030").text == data.decode("gb18030")


@pytest.mark.parametrize(
    ("encoding", "message"),
    [("ascii", "is not ascii at byte 0"), ("klingon", "no encoding is called 'klingon'")],
)
def test_a_forced_encoding_that_fails(encoding, message):
    with pytest.raises(ReadingError, match=message) as caught:
        decode("一、".encode(), "plan.txt", encoding)

    assert caught.value.hint


def test_a_codec_that_is_no_text_encoding_is_refused():
    with pytest.raises(ReadingError, match="no encoding is called 'hex'"):
        decode(b"00", "plan.txt", "hex")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        bytes(1000),
        random.Random(1).randbytes(5000),
        b"\x7fELF" + bytes(64),
        b"GIF89a" + random.Random(2).randbytes(3000),
        "Größe der Fläche".encode("latin-1"),
    ],
    ids=["png", "nul", "noise", "elf", "gif", "latin-1"],
)
def test_binary_files_and_foreign_encodings_are_refused(data):
    with pytest.raises(ReadingError, match="binary file") as caught:
        decode(data, "plan.txt")

    assert caught.value.hint


def test_a_stray_nul_does_not_make_a_text_binary():
    assert decode(("深化改革" * 50 + "\0").encode(), "plan.txt").encoding == "utf-8"


def test_lone_surrogates_are_counted_not_lost():
    decoded = decode("深化\ud800改革体制发展".encode("utf-8", "surrogatepass"), "plan.txt")

    assert (decoded.encoding, decoded.unreadable) == ("utf-8", 3)
    assert decoded.text.replace("\ufffd", "") == "深化改革体制发展"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("latin-1", "gb18030"),
        ("latin-1", "utf-8"),
        ("latin-1", "big5hkscs"),
        ("cp1252", "gb18030"),
        ("gb18030", "utf-8"),
    ],
)
def test_an_earlier_reading_in_the_wrong_encoding_is_undone(wrong, right):
    text = "一、深化医改\n1.推进区域医疗中心建设。完善体制机制，加强基层服务能力。\n"
    if right == "big5hkscs":
        text = "一、衛生要點\n1.推進區域醫療中心建設。完善體制機制，加強基層服務能力。\n"
    if wrong == "cp1252":
        text += "喆"  # a lead byte of 86, which only cp1252 has
    data = text.encode(right)
    misread = data.decode(wrong, "replace" if wrong == "gb18030" else "strict").encode()

    decoded = decode(misread, "plan.txt")

    assert decoded.encoding == right
    assert f"had been read as {wrong}" in decoded.remarks[0]
    assert decoded.text == text or wrong == "gb18030"
    assert decoded.text.count("\n") == 2


@pytest.mark.parametrize(
    "text", ["Café déjà vu, naïve façade", "plan → étape", "龘靐齉爩", "1. 2. 3.", "こんにちは"]
)
def test_foreign_and_rare_text_is_left_alone(text):
    assert decode(text.encode(), "plan.txt").text == text


@pytest.mark.parametrize("usual", ["utf-8", "gb18030"])
def test_lines_in_two_encodings(usual):
    other = "gb18030" if usual == "utf-8" else "utf-8"
    first = "一、深化医药卫生体制改革，推进公立医院高质量发展。\n" * 5
    second = "二、加强基层服务能力建设。"

    decoded = decode(first.encode(usual) + second.encode(other), "plan.txt")

    assert (decoded.text, decoded.unreadable) == (first + second, 0)
    assert decoded.encoding == "utf-8+gb18030"
    assert decoded.remarks


def test_replacement_characters_of_an_earlier_reader_are_counted():
    assert decode("专科\ufffd盟".encode(), "plan.txt").unreadable == 1
