"""Names in what two texts share."""

import pytest

from policydiff.text.objects import names_in, says_nothing

COMMON = 4_600


@pytest.mark.parametrize(
    ("before", "run", "names"),
    [
        # verbs open a clause; behind a noun they are a part of it
        ("，", "培育渔家乐品牌", ["渔家乐品牌"]),
        ("新", "培育基地", ["培育基地"]),
        ("，", "监测平台", ["监测平台"]),
        ("，", "认真抓好渔船检验", ["渔船检验"]),
        ("，", "高标准渔港", ["高标准渔港"]),
        # what dangles at the end
        ("", "渔港建设加强", ["渔港建设"]),
        ("", "渔民素质高", ["渔民素质"]),
        ("", "健康促进", ["健康促进"]),
        # particles, conjunctions, pronouns, verbs with an object of their own
        ("", "渔港码头与避风锚地", ["渔港码头", "避风锚地"]),
        ("，", "渔民提供灾害保险", ["渔民", "灾害保险"]),
        ("，", "把渔政执法纳入考核", ["渔政执法", "考核"]),
        # numbers and what belongs to them
        ("", "渔港12个", ["渔港"]),
        ("5", "万亩养殖尾水治理", ["养殖尾水治理"]),
        ("的", "万亩养殖尾水治理", ["万亩养殖尾水治理"]),
        # quotation marks make a name; speech is none
        ("“", "三无必清", ["三无必清"]),
        ("", "1+7", ["1+7"]),
        ("", "稳步", []),
    ],
)
def test_names_in_a_run(before: str, run: str, names: list[str]) -> None:
    assert [*names_in(run, before)] == names


@pytest.mark.parametrize(
    "word", ["农村", "规划", "促进", "监测", "项目建设", "重要环节", "优化提升"]
)
def test_a_word_that_stands_in_any_plan_says_nothing(word: str) -> None:
    assert says_nothing(word, COMMON)


@pytest.mark.parametrize("word", ["秸秆", "渔政", "农村公路", "监测平台", "规划编制", "食品安全"])
def test_a_name_of_something_says_something(word: str) -> None:
    assert not says_nothing(word, COMMON)
