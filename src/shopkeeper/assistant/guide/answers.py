"""Reads the answer to a question of the guide."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...text.analyse import analyse
from ...text.normalise import has_cjk, normalise
from ...text.numbers import parse_number
from .brief import Brief, Leaning
from .conditions import Condition
from .question import Choice, Question
from .said import declines, yes_no

_SHORT = 8  # characters of a yes or no by itself
_DENIED = re.compile(r"不要|不想要|别要|不喜欢|除了|\bnot\b|\bno\b|\bexcept\b|\bother than\b")
_NUMBER = re.compile(r"(?<![a-z0-9.])\d+(?:[.,]\d+)*(?![a-z0-9.])|[一二三四五六七八九十百千万两]{1,6}")
_UNITS = (
    r"小时|升|克|公斤|千克|瓦|寸|英寸|毫米|厘米|天|人|个|档|分贝|hours?|hrs?|days?|l|litres?|liters?|kg|g|w|watts?|inch(?:es)?|mm|cm|db|"
    r"people|persons?|ml|mah"
)
_ABOUT = r"大概|大约|差不多|就|要|来|吧|的|about|around|or so|[\s,，。.!]"
_MONEY = (
    r"左右|上下|以内|以下|不超过|最多|块钱?|元|人民币|rmb|yuan|[¥$]|max(?:imum)?|at most|up to|tops|under"
)
_ONLY_A_NUMBER = {"price": re.compile(f"(?:{_ABOUT}|{_MONEY})*"), "number": re.compile(f"(?:{_ABOUT}|{_UNITS})*")}


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether a message answered the question, and what of it is left to be read."""

    taken: bool
    rest: str = ""
    declined: bool = False


def take_answer(question: Question, text: str, brief: Brief) -> Answered:
    """Takes the answer to a question into the brief."""
    said = normalise(text)
    if question.kind != "flag" and (named := [each for each in question.choices if _names(each, said)]):
        return _named(question, named, said, text, brief)
    if declines(said):
        brief.settle(question.field)
        return Answered(True, declined=True)
    if question.kind == "flag" and (wanted := _wanted(question, said)) is not None:
        return _flag(question, wanted, said, text, brief)
    if question.kind in ("price", "number") and (choice := _numbered(question, said)):
        brief.require(choice)
        brief.settle(question.field)
        return Answered(True)
    return Answered(False)


def _wanted(question: Question, said: str) -> bool | None:
    """Yes or no to a question about a feature; None where the message speaks of something else ("no wheels")."""
    if any(normalise(name) in said for name in question.name.all):
        return _DENIED.search(said) is None
    first = re.split(r"[,，。.;；!！]|\bbut\b|但", said, maxsplit=1)[0].strip()
    return yes_no(first) if len(first) <= _SHORT else None


def _flag(question: Question, wanted: bool, said: str, text: str, brief: Brief) -> Answered:
    brief.settle(question.field)
    if wanted:
        brief.require(Condition.of(question.choices[0].where))
    else:  # not needed: those without it come first, none is left out
        brief.lean(Leaning(question.field, -1))
    rest = re.split(r"[,，。;；]|\bbut\b|但", said, maxsplit=1)
    return Answered(True, rest[1].strip() if len(rest) > 1 else "")


def _named(question: Question, named: list[Choice], said: str, text: str, brief: Brief) -> Answered:
    brief.settle(question.field)
    conditions = [Condition.of(each.where) for each in named if each.where]
    if question.kind in ("category", "words"):
        op = "!=" if _DENIED.search(said) else "="
        values = tuple(value for each in conditions for value in each.values)
        if question.kind == "category" and op == "=" and len(values) == 1:
            brief.category = values[0]
        else:
            brief.require(Condition(question.field.partition(":")[0], op, values))
    else:
        brief.require(conditions[0])
    rest = said if any(_whole_label(each, said) for each in named) else ""
    for each in named:
        for label in each.label.all:
            rest = rest.replace(normalise(label), " ")
    return Answered(True, _DENIED.sub(" ", rest).strip(" ,，。.!的吧"))


def _names(choice: Choice, said: str) -> bool:
    return any(_label_in(normalise(label), said) for label in choice.label.all if choice.where)


def _whole_label(choice: Choice, said: str) -> bool:
    return any(normalise(label) in said for label in choice.label.all)


def _label_in(label: str, said: str) -> bool:
    if has_cjk(label):
        return label in said or (
            len(said) >= 2 and said.rstrip("的吧款") in label and has_cjk(said) and len(said.rstrip("的吧款")) >= 2
        )
    words, own = analyse(said).words, analyse(label).words
    return bool(own) and (set(own) <= set(words) or (0 < len(words) <= len(own) and set(words) <= set(own) and not said.isdigit()))


def _numbered(question: Question, said: str) -> Condition | None:
    """A bare number as an answer: a budget is a ceiling, another number picks the band that it lies in."""
    numbers = [float(number) for match in _NUMBER.finditer(said) if (number := parse_number(match[0])) is not None]
    if len(numbers) != 1 or not _ONLY_A_NUMBER[question.kind].fullmatch(_NUMBER.sub("", said)):
        return None
    if question.kind == "price":
        return Condition("price", "<=", (f"{numbers[0]:.10g}",))
    return next((Condition.of(each.where) for each in question.choices if Condition.of(each.where).accepts([numbers[0]])), None)
