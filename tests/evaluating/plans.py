"""Small invented plans to judge."""

from policydiff.model import Plan
from tests.factory import made_of

TEXTS = {
    "1": ("做好血液保障", "做好无偿献血招募。提高临床用血效率。"),
    "2": ("推进老旧小区改造", "改造老旧小区200个。加装电梯500部。"),
    "3": ("办好渔业文化节", "办好开渔节。举办渔歌比赛。"),
}
LATER = {
    "1": ("加快城镇更新", "继续推进老旧小区改造。支持既有住宅加装电梯。"),
    "2": ("保障血液供应", "扩大无偿献血队伍。加强血站建设。"),
    "3": ("发展低空经济", "建设无人机起降点。"),
}


def make_plan(name: str, texts: dict[str, tuple[str, str]]) -> Plan:
    return made_of(name, texts, year=None)
