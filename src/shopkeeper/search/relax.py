"""When nothing has all that a query asks for: what is given up, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from ..text.analyse import STOPWORDS, Terms, analyse_query
from .floor import VAGUE
from .reading import Constraint, Reading

# Words that name no thing, so that something else may be shown for them.
NO_THING = VAGUE | STOPWORDS | frozenset(
    "thing something anything stuff item product good gift present best great nice cheap new sale deal "
    "东西 物品 商品 产品 礼物 礼品 好看 便宜 好 好用 新款 优惠 特价 打折 送礼".split()
)
NOT_LOOKED_FOR = ("price", "brand", "in_stock", "category")  # fields whose words are no part of what titles say of a thing

T = TypeVar("T")
Answers = Callable[["Relaxed"], T | None]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A reading with what was `given_up` of it, conditions or at last the words, and the `text` that is
    left of the query beside conditions."""

    reading: Reading
    given_up: tuple[str, ...]
    text: str


def whole(reading: Reading) -> Relaxed:
    """The reading with nothing given up."""
    return _way(reading, reading.constraints, by_words=True)


def relax(reading: Reading, answers: Answers[T]) -> T | None:
    """The answer with as little given up as need be; None when there is none at all.

    Conditions go one after the other, the one that matters least first, until `answers` gives
    something; then each that went comes back if there is an answer with it too. What a condition that
    went says of the thing is looked for by its words, if they find something. Where even the words
    alone find nothing and name no thing, they are given up and the conditions tried without them.
    """
    for by_words in (True, False) if reading.constraints and _names_nothing(reading) else (True,):
        kept = sorted(reading.constraints, key=lambda each: -each.importance)
        while by_words or kept:
            answer = _answer(reading, kept, by_words, answers)
            if answer is not None:
                return _restored(reading, kept, by_words, answers, answer)
            if not kept:
                break
            kept.pop()
    return None


def _names_nothing(reading: Reading) -> bool:
    return bool(reading.text.strip()) and all(word in NO_THING for word in reading.terms.words)


def _answer(reading: Reading, kept: list[Constraint], by_words: bool, answers: Answers[T]) -> T | None:
    """The answer with the conditions that are `kept`, those that went as words if possible."""
    way = _way(reading, kept, by_words)
    words = [each.words for each in reading.constraints if each not in kept and _is_said(each)]
    if words and by_words and reading.text.strip():
        answer = answers(replace(way, reading=_with_words(way.reading, words), text=" ".join([*words, way.text])))
        if answer is not None:
            return answer
    return answers(way)


def _is_said(each: Constraint) -> bool:
    """Whether titles may say what a condition asks for: a material does, a colour or size is that of one variant."""
    condition = each.filter
    options = "color" in condition.field or "size" in condition.field or condition.field in NOT_LOOKED_FOR
    return condition.op == "=" and not options and ".." not in condition.values[0]


def _with_words(reading: Reading, words: list[str]) -> Reading:
    text = " ".join([*words, reading.text])
    corrected = " ".join([*words, reading.corrected]) if reading.corrected else None
    own, more = reading.terms, analyse_query(" ".join(words))
    terms = Terms(*([*dict.fromkeys((*more[i], *own[i]))] for i in (0, 1)))
    return replace(reading, text=text, terms=terms, corrected=corrected)


def _restored(reading: Reading, kept: list[Constraint], by_words: bool, answers: Answers[T], answer: T) -> T:
    gone = sorted((each for each in reading.constraints if each not in kept), key=lambda each: -each.importance)
    for each in gone[1:] if len(kept) + len(gone) > 1 else ():  # the first of them is what left nothing
        better = _answer(reading, [*kept, each], by_words, answers)
        if better is not None:
            kept, answer = [*kept, each], better
    return answer


def _way(reading: Reading, kept: list[Constraint] | tuple[Constraint, ...], by_words: bool) -> Relaxed:
    left = tuple(each for each in reading.constraints if each in kept)
    gone = sorted((each for each in reading.constraints if each not in kept), key=lambda each: each.importance)
    given_up = tuple(str(each.filter) for each in gone)
    if by_words:
        return Relaxed(_searched(replace(reading, constraints=left)), given_up, reading.text)
    bare = replace(reading, text="", terms=analyse_query(""), constraints=left, slots=(), meant=None, corrected=None)
    return Relaxed(_searched(bare), (reading.text, *given_up), "")


def _searched(reading: Reading) -> Reading:
    """A query that is nothing but conditions is ranked by the words that ask for them."""
    if reading.text.strip():
        return reading
    words = " ".join(each.words for each in reading.constraints if each.filter.op == "=" and not each.filter.values[0][:1].isdigit())
    return replace(reading, text=words, terms=analyse_query(words))
