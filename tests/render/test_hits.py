import re

import pytest

from policydiff.comparing.gates import GateKind, gate_hits, parse_gate
from policydiff.render.hits import github_annotations, hit_line
from policydiff.render.labels import Lang

PAIR = "city-2020 → city-2024"
COMMAND_RE = re.compile(r"::(warning|notice) file=([^,:]*),line=\d+,title=([^,:]*)::(.*)")
EVERY = [parse_gate(kind.value) for kind in GateKind if kind is not GateKind.THEME]


def test_a_hit_is_one_line_in_the_words_of_the_relation(small_report):
    lines = [hit_line(hit, Lang.ZH) for hit in gate_hits(small_report, EVERY)]

    assert (
        "dropped: city-2020 → city-2024: 4 打赢疫情防控狙击战 (退出) [plans/city-2020.txt:14]"
        in lines
    )
    assert [line for line in lines if "district-2025" in line and "退出" in line] == []
    assert any(line.startswith("target-lowered: ") and "降低" in line for line in lines)


def test_annotations_are_as_accepted(small_report, matches_golden):
    output = github_annotations(gate_hits(small_report, EVERY), Lang.ZH)

    matches_golden("render/annotations.txt", output)


@pytest.mark.parametrize("lang", Lang)
def test_hostile_plans_give_one_command_per_hit(hostile_report, lang):
    hits = gate_hits(hostile_report, EVERY)
    lines = github_annotations(hits, lang).split("\n")

    assert len(lines) == len(hits) + 1
    for line in lines[:-1]:
        match = COMMAND_RE.fullmatch(line)
        assert match
        assert "%0A" not in re.sub("%25", "", match[4])
    for hit in hits:
        assert "\n" not in hit_line(hit, lang)
