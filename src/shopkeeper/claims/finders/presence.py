"""That something is there or not, can be done or not, where a fact says yes or no of it: "with a lid" of `lid: No`, 没有麦克风 of 麦克风: 有.

What is meant is the name of the fact; its nouns are looked for in the text, and whether they are denied there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...text.attributes import attribute
from ...text.normalise import letterwise
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from ..traits import yes_or_no
from .judgement import Judgement, asks

_FRAME = re.compile(
    r"\b(?:attr|b|t|n|is|are|has|have|built in|included|includes?|required|needed|supported|available|number of|with|s|supports?|the|of|function|type)\b|^(?:是否(?:支持|含有|含|带有|带|可以|可|需要|需|去|有|为)?|有无|可否|能否|支持|含有|附带|带|可)|(?:功能|与否|情况)$")
_DENIED = re.compile(
    r"(?:\b(?:no|nobody|not|without|never|lacks?|lacking|minus|neither|nor|zero|instead of|free (?:of|from)|cannot|can't|rather than|out of|bring your|separate)\b|n't)(?: \w+){0,3}[ -]?$"
    r"|(?:没有?|无需?|不用|不需要?|不必|不带|不含|不配|不附|不支持|不能|不可以?|未|免|少了|省去|非|不是|别|勿|莫|避免|远离|拒绝|不(?!粘|锈|褪|掉|起|沾|烫|漏|透|易|怕|伤|变|错|仅|只|但))[^、。;!?]{0,4}$")
_NOT_AFTER = re.compile(
    r"^s?(?: (?:is|are|comes?|was|will be))?(?: (?:not|never|sold|optional|extra|missing|up to you|on you|your own|yours to)\b|n't|[,:] (?:no|none|not)(?=[.;!,]|$)|: sold separately| sold separately|-free\b)|^[^、。;!?]{0,3}(?:没有?(?!事|问题|关系|毛病|压力)|不(?!错|少|仅|但|只|怕|坏|伤|变)|未|另购|需另|得另|要另|另外|得?自己[买备配]|自备|别(?!弄?丢|忘|怕|慌|担心|犹豫|错过|小看)|勿|莫|免)")
_ASKED = re.compile(r"\b(?:if|whether|like|as|than)\b[^,.;]{0,24}$|(?:如果|像|比)[^、。;]{0,8}$")
_LEFT_OUT = re.compile("not included|sold separately|not supplied|另购|自备")
_COMES = re.compile(r"(?:\b(?:comes? with|includ\w+|with|and|plus)|附送?|送|含|带|配)(?: (?:a|an|the|its|two|one))?[^a-z]{0,2}$")
_COMES_AFTER = re.compile(r"^s?(?: (?:is|are|comes?))? ?(?:included|in the (?:box|bag|pack|package|packet|parcel|carton|set|kit)|packed|tucked in|supplied|provided|thrown in|too\b|as well)|^(?:也|都|是|随[\u4e00-\u9fff]|我们|一并|免费|白){1,3}(?:送|附|配)")
_COSTS = frozenset("运费 邮费 快递费 shipping postage delivery".split())  # what the shop takes for something is nothing that is there
_THINGS = frozenset("盖隔桶灯锁袋轮帽芯绳链扣杆架垫套网门窗镜座柄勺钉刷嘴兜领袖边夹脚篮盒罩")  # what a thing may be called by alone, of a name that ends with it
_TOO_COMMON = frozenset("size colour color brand name title price product set use care type style age time water home power set weight length front light hand".split())


@dataclass(frozen=True, slots=True)
class There:
    """That something is there, or is so."""

    name: str
    holds: bool

    def __str__(self) -> str:
        return self.name if self.holds else f"no {self.name}"


@dataclass(frozen=True, slots=True)
class Answered:
    """A fact that says yes or no of something, and the pattern of its name in a text."""

    name: str
    hint: str  # a part of it that a text has to have
    pattern: re.Pattern[str]
    holds: bool
    plainly: bool  # whether it is a yes or a no
    with_it: bool  # whether it says that something does not come with it


class Answers:
    """The facts that say yes or no of what they are called."""

    def __init__(self, leaves: list[Leaf]) -> None:
        read = [(leaf, _answered(leaf.key, leaf.value)) for leaf in leaves if isinstance(leaf.value, str | bool) and not leaf.prose]
        self.all = [(leaf, answer) for leaf, answer in read if answer]


def _plain_answer(value: str | bool) -> bool:
    return isinstance(value, bool) or letterwise(value).strip() in ("yes", "no", "是", "否", "有", "无", "none", "included", "not included")


@lru_cache(8192)
def _answered(key: str, value: str | bool) -> Answered | None:
    holds = yes_or_no(value)
    name = " ".join(_FRAME.sub(" ", letterwise(key).replace("_", " ")).split())
    if (attribute(key) is not None and not _plain_answer(value)) or not name or name in _TOO_COMMON or name in _COSTS or (name.isascii() and len(name) < 2):
        return None
    hint = name.split()[0].rstrip("s") if name.isascii() else name[-1]
    return Answered(name, hint, _pattern(name), holds is not False, holds is not None, isinstance(value, str) and _LEFT_OUT.search(letterwise(value)) is not None)


@lru_cache(8192)
def _pattern(name: str) -> re.Pattern[str]:
    """The name, in one word or two, singular or plural; a Chinese one anywhere."""
    if name.isascii():
        return re.compile(r"(?<![a-z0-9])" + r"[ -]?".join(re.escape(word.rstrip("s")) for word in name.split()) + r"(?:e?s)?(?![a-z0-9])")
    last = "" if name[-1] not in _THINGS else rf"|(?<=[带含配有无没]){re.escape(name[-1])}(?![\u4e00-\u9fff])|(?<=[带配附送]了)[\u4e00-\u9fff]{{0,2}}{re.escape(name[-1])}"
    return re.compile((re.escape(name) if len(name) > 1 else f"(?<=[带含配有无没]){re.escape(name)}") + last)


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every mention of what a fact says yes or no of; of several facts of one thing one that agrees is enough."""
    judged: dict[tuple[int, int], Judgement] = {}
    for each in _judged(said, facts):
        place = (each.found.start, each.found.end)
        if place not in judged or each.verdict is Verdict.SUPPORTED:
            judged[place] = each
    yield from judged.values()


def _judged(said: Said, facts: Facts) -> Iterator[Judgement]:
    for leaf, answer in facts.derived(Answers).all:
        for match in answer.pattern.finditer(said.plain) if answer.hint in said.plain else ():
            before = re.split(r"[,.;:!?、。；]", said.plain[max(0, match.start() - 40) : match.start()])[-1]
            after = said.plain[match.end() : match.end() + 24]
            if asks(said, match.start()) or _ASKED.search(before):
                continue
            holds = not (_DENIED.search(before) or _NOT_AFTER.match(after))
            if holds and (not answer.plainly or (answer.with_it and not (_COMES.search(before) or _COMES_AFTER.match(after)))):
                continue
            verdict = Verdict.SUPPORTED if holds == answer.holds else Verdict.CONTRADICTED
            yield Judgement(Found(match.start(), match.end(), There(answer.name, holds)), Kind.STATEMENT, verdict, leaf.path)
