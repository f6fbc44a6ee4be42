"""What a review says of what: aspects and opinions, with the words that say so, by the words of `lexicon` and the shape of the clause.

Aspect-based opinion mining by rules (Hu and Liu 2004, "Mining and Summarizing Customer Reviews"): in each clause an opinion word judges the
aspect that it implies ("便宜": the price) or the nearest one that is named; a negation turns it; a clause that names none goes on about
the aspect before it. What stands before a judgement and is in no list ("the *kickstand* is great") is an aspect of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..text.analyse import names_a_thing
from ..text.normalise import letterwise
from .lexicon import OVERALL, Meaning, Polarity, good_to_have, more_of, of_the_whole, order, phrases

Mood = Callable[[str], float]  # the probability that a text is positive
OTHER = "other"
SURE = 0.85  # of the mood of a clause, before it counts as an opinion
_CLAUSE = re.compile(r"[。！？!?；;\n~…]+|[,、.](?!\d)|\s(?=(?:but|although|though|however|except|while|yet)\b)|(?=但是|但|不过|可是|然而|只是|就是(?!喜欢))")
_NOT_ZH = re.compile(r"(?:不是?|没有?|没让我|没让人|没叫人|不让人|无|并非|毫无|谈不上|算不上|不怎么|不太|不够|不会|从不|缺乏|不能|不比[^,。]{1,8})(?:很|太|那么|特别|怎么|是很|是太|什么|任何|一点|啥|出现|有|感觉|觉得)?$")
_NEITHER = re.compile("不(?:高不低|低不高|大不小|长不短|浓不淡|淡不浓|深不浅|厚不薄|薄不厚|软不硬|硬不软|轻不重|紧不松|松不紧|快不慢|甜不咸|好不坏|贵不便宜|便宜不贵|便宜也不贵|贵也不便宜|好也不坏)")
_NOT_EN = re.compile(r"(?:\b(?:not|no|never|hardly|barely|without|isn't|wasn't|aren't|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|nothing|zero|lacks?|lacking|neither|nor|far from|keeps? (?:it|me|them|you|this) from)|n't)\s(?:[\w'-]+\s){0,2}(?:[\w'-]+\s(?:or|nor)\s)?$")
_NOT_A_NOT = re.compile(r"(?:not only|no doubt|not just|nothing but|couldn't be|can't be|could not be|could not have|couldn't have|can not be|cannot be|never (?:\w+\s)?(?:so|more|such|found|owned|had))\b.*$")
_DEGREE = "非常|特别|十分|相当|真的|真是|实在|比较|有点|有些|稍微|太|很|挺|蛮|超级|超|最|更|也|都|还|就|是|又|较|好|够|极其|极|巨|确实|一直|总体|整体|感觉|觉得|比|一如既往|依然|有|真"
_REALLY = re.compile("实在(?=[太很不没是差少薄])")  # "really", where elsewhere it says that something is honest work
_MERELY = re.compile(r"可以(?!$|[的了吧啊呢哦哈呀啦]|接受|[^\u4e00-\u9fff])|支持(?=[a-z0-9])")  # "can", "works with": no praise
# What was wished or expected, or would be: no judgement of what came. "Like" where it compares.
_WISHED = re.compile(r"\b(?:want(?:ed|ing)? to|expect(?:ed)? to|hop(?:ed|ing) to|going to|than (?:i|you) (?:would|had)|(?:worried|afraid|concerned|feared) .*|would(?:'ve| have)|thought (?:it|this|that|they|i)(?: \w+){0,4} would be|if (?:it|they|this) (?:was|were)(?: \w+)?)\s(?:\w+\s){0,1}$")
_LIKES = re.compile(r"(?:^|\b(?:i|we|you|they|she|he|who|really|do|did|don't|didn't|doesn't|not|also|still|especially|always|particularly|actually|absolutely|to|and|but|husband|daughter|mom|would|didnt|dont)\s)$")
# "I usually wear a small" says nothing for or against a size.
_PLAIN_FACT = re.compile(r"\b(?:i am|i'm|i usually|i normally|i typically|i always|i ordered|i bought|i purchased|i got|i wear|i wore|i tried|i went with|i ended up|ended up|i took|for reference|usually a|normally a|typically a|my usual|model)\b")
_GOES_ON = re.compile(r"^\W*(?:$|(?:and|to|for|too|as|on|in|with|enough|at|if|because|when|overall|so|though|but|either)\b)")
_LOOKS_SO = frozenset("look looks looked looking feel feels felt".split())
_BARE = re.compile(rf"^(?:(?:{_DEGREE}|而且|并且|同时|,|\s)|(?:and|so|very|really|super|quite|too|it's|it is|is|are|was|they are|also|pretty|just|absolutely)\s)*$")
_UNKNOWN_ZH = re.compile(rf"(?:^|的|这个|这款|那个|其|它|就是|而且|还有|尤其是|特别是)?([\u4e00-\u9fff]{{2,6}}?)(?:{_DEGREE})*$")
_UNKNOWN_EN = re.compile(r"\b(?:the|its|their|my|this|these)\s((?:[a-z-]+\s){1,2})(?:is|are|was|were|looks?|feels?|seems?|works?)\s(?:[a-z']+\s){0,2}$")
_NO_THING = frozenset("我们 我 自己 大家 朋友 老公 老婆 孩子 家人 这次 第一次 今天 昨天 我觉得 觉得 个人 这也 果然 听得 上手 特别 依旧 这个 那个 能说 整体 体验 感觉 不是 没有 什么 怎么 只是 每次 时候 而已 以后 以前 之后 还会 会 到手 下次 再 使用 看起来 希望 一如 如既往 总是 给 让 把 被 所以 因为 收到 一直 现在 刚刚 真的 总之 这样 那么 虽然 如果 已经 没想到 用了 买了 这里 这么 不过 而且 还是 就是 可能 应该".split())
_NO_NOUN = frozenset("i you he she we they only one same other first rest whole way best most and or but would will really up that which also just do did not".split())
_NO_ZH = re.compile(r"建议|温馨|儿子|女儿|妈妈|爸爸|宝宝|方面|^全|(.)\1")
# The thing itself, not a part of it.
_ITSELF = frozenset("dress top shirt shirts sweater pants blouse jacket skirt tee bottom tank jeans romper chinos coat cardigan tunic shoes boots bag hat item piece product phone laptop tablet camera book watch set pair small large medium regular petite color".split())
_ITSELF_ZH = re.compile("(?:东西|产品|商品|宝贝|物品|手机|机子|机器|电脑|本本|本子|平板|热水器|衣服|裤子|鞋子|鞋|书|苹果|水果|牛奶|蒙牛|洗发水|洗发露|酒店|车|相机|照相机|香蕉|橙子|东东)$")
_THERE_IS = re.compile(r"(?:有|很多|出现|长|满是|大量|起|一堆|has|had|have|with|lots of|some|many|several|full of)\s?$")
_MARKS = " ,，。.、"
_JOINS = re.compile(r"^(?:不过|但是|但|可是|而且|然而|只是|并且|(?:but|and|although|though|however|yet)\b)\s*", re.I)
_BIG = frozenset(("screen", "sound", "noise", "colour", "smell", "storage", "weight", "heat", "packaging", "accessories", "freshness", "ease"))
_OUTSIDE = frozenset(("packaging",))  # whose looks are its own
_CIRCUMSTANCES = frozenset(("use", "season"))  # which are named without being judged
NEAR = 40  # characters between an aspect and what judges it


@dataclass(frozen=True, slots=True)
class Opinion:
    """One judgement. `aspect` is the shop-wide name's key ("other" with a `term` of its own), `term` the words of the text that name it
    (empty where the judgement alone tells), `words` those that judge, `start` to `end` the clause that is the evidence."""

    aspect: str
    polarity: Polarity
    term: str
    words: str
    start: int
    end: int

    def quote(self, text: str) -> str:
        """The clause of the text, as it was written, without the "but" that joins it to the one before."""
        words = text[self.start : self.end].strip(_MARKS)
        return _JOINS.sub("", words).strip(_MARKS) or words


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    meanings: frozenset[Meaning]

    def of(self, what: str) -> list[Meaning]:
        return sorted((meaning for meaning in self.meanings if meaning.what == what), key=lambda meaning: (order(meaning.aspect), meaning.polarity))


class _Clause:
    """A clause of a text and what is known in it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text[start:end], start, end
        found = (_Hit(*each) for each in phrases().find(self.text))
        self.hits = [hit for hit in found if not _REALLY.match(self.text, max(hit.end - 2, hit.start)) and not self._merely(hit)]

    @cached_property
    def aspects(self) -> list[_Hit]:
        return [hit for hit in self.hits if hit.of("aspect")]

    @cached_property
    def judgements(self) -> list[_Hit]:
        return [hit for hit in self.hits if hit.of("opinion") or self._fault(hit) or self._scale(hit)]

    def _merely(self, hit: _Hit) -> bool:
        """Whether a word that may praise does not: "like" that compares, "can", what was wished or expected."""
        if hit.of("aspect") or not hit.of("opinion"):
            return False
        before = self.text[: hit.start]
        if self.text[hit.start : hit.end] == "like" and not _LIKES.search(before):
            return True
        return _WISHED.search(before) is not None or _MERELY.match(self.text, max(hit.end - 2, hit.start)) is not None

    def _scale(self, hit: _Hit) -> bool:
        """Whether more or less of something is said: not of how big it looks, and not in "a small story"."""
        named = self.nearest(hit) if hit.of("scale") else None
        if named is None or self.text[named.start : named.end] in _LOOKS_SO:
            return False
        return not (self.text[hit.start : hit.end] == "小" and named.start == hit.end)

    def _fault(self, hit: _Hit) -> bool:
        return bool(hit.of("fault")) and (self.denied(hit) or not hit.of("aspect") or _THERE_IS.search(self.text[: hit.start]) is not None)

    def denied(self, hit: _Hit) -> bool:
        """Whether a "not" stands before a hit."""
        before = self.text[: hit.start]
        if before.isascii():
            return _NOT_EN.search(_NOT_A_NOT.sub("", before)) is not None
        return _NOT_ZH.search(before) is not None

    def polarity(self, hit: _Hit, meaning: Meaning) -> Polarity:
        """For or against, after "not" turned it; "not perfect" is against, "not bad" for, "neither high nor low" neither."""
        if any(each.start() < hit.end and hit.start < each.end() for each in _NEITHER.finditer(self.text)):
            return 0
        if not self.denied(hit):
            return meaning.polarity
        return 1 if meaning.polarity < 0 else -1

    def nearest(self, hit: _Hit) -> _Hit | None:
        """The aspect that a judgement is most likely of: in Chinese the last one before it, in English the nearest, else the first after."""
        others = [each for each in self.aspects if each.end <= hit.start or each.start >= hit.end]
        before = [each for each in others if each.end <= hit.start and hit.start - each.end <= NEAR]
        after = [each for each in others if each.start >= hit.end and each.start - hit.end <= NEAR]
        if before and after and self.text.isascii():
            return after[0] if after[0].start - hit.end < 2 else before[-1]
        return before[-1] if before else after[0] if after else None


def opinions(text: str, mood: Mood | None = None) -> list[Opinion]:
    """The opinions of a review in their order, one for each aspect and polarity of a clause. With `mood`, a clause that names an aspect
    and judges it with no word known is read by it."""
    out, last = list[Opinion](), ""
    for clause in _clauses(text):
        found = list(_judged(clause, last)) or list(_by_mood(text, clause, mood))
        out += found
        named = [opinion.aspect for opinion in found if opinion.term and opinion.aspect != OTHER]
        named = named or [meaning.aspect for hit in clause.aspects for meaning in hit.of("aspect") if meaning.aspect != OVERALL]
        last = named[-1] if named else last
    return out


def _clauses(text: str) -> Iterator[_Clause]:
    said, start = letterwise(text), 0
    for match in _CLAUSE.finditer(said):
        if match.start() > start:
            yield _Clause(said, start, match.start())
        start = match.end()
    if start < len(said):
        yield _Clause(said, start, len(said))


def _judged(clause: _Clause, last: str) -> Iterator[Opinion]:
    seen = set[tuple[str, int]]()
    for hit in clause.judgements:
        for opinion in _readings(clause, hit, last):
            if (opinion.aspect, opinion.polarity) not in seen:
                seen.add((opinion.aspect, opinion.polarity))
                yield opinion


def _readings(clause: _Clause, hit: _Hit, last: str) -> Iterator[Opinion]:
    """What one judgement says, once or not at all."""
    named = clause.nearest(hit)
    scaled = list(_scaled(hit.of("scale")[0], named, clause.text[named.start : named.end])) if named and hit.of("scale") else []
    meanings = scaled or hit.of("opinion") or hit.of("fault")
    if told := _told(clause, hit, meanings, named, last):
        aspect, meaning, term = told
        yield Opinion(aspect, clause.polarity(hit, meaning), term, clause.text[hit.start : hit.end], clause.start, clause.end)


def _told(clause: _Clause, hit: _Hit, meanings: Sequence[Meaning], named: _Hit | None, last: str) -> tuple[str, Meaning, str] | None:
    """Of what a judgement is: the aspect named beside it where it may mean that one, else what it implies, else a subject in no list, else
    what was spoken of before. With the meaning that holds and the words that name the aspect."""
    term = clause.text[named.start : named.end] if named else ""
    aspects = [meaning.aspect for meaning in named.of("aspect") if meaning.aspect != OVERALL] if named else []
    special = sorted((meaning for meaning in meanings if meaning.aspect), key=lambda meaning: (meaning.aspect not in aspects, meaning.aspect != last, order(meaning.aspect)))
    general = next((meaning for meaning in meanings if not meaning.aspect), None)
    if general and hit.of("aspect"):
        return hit.of("aspect")[0].aspect, general, clause.text[hit.start : hit.end]
    if special and special[0].aspect in aspects:
        return special[0].aspect, special[0], term
    if special and special[0].aspect == "looks" and _OUTSIDE & set(aspects[:1]):
        return aspects[0], special[0], term
    if general and aspects and not (special and special[0].aspect == "size" and aspects[0] not in _BIG):
        return aspects[0], general, term
    if special:
        return special[0].aspect, special[0], ""
    if general is None:
        return None
    if own := _unknown(clause, hit):
        return OTHER, general, own
    whole = clause.text[hit.start : hit.end] in of_the_whole()
    bare = last and named is None and not whole and _BARE.match(clause.text[: hit.start]) and _ends(clause.text[hit.end :])
    return (last if bare else OVERALL), general, term


def _ends(after: str) -> bool:
    """Whether an English judgement stands alone: in "easy top to wear" it goes with its noun."""
    return not after.isascii() or _GOES_ON.match(after) is not None


def _scaled(scale: Meaning, named: _Hit, term: str) -> Iterator[Meaning]:
    """What more, or less, of a named thing is; nothing where it is neither good nor bad."""
    for meaning in named.of("aspect"):
        if sign := -1 if named.of("fault") else 1 if term in good_to_have() else more_of().get(meaning.aspect):
            yield Meaning("opinion", meaning.aspect, 1 if sign * scale.polarity > 0 else -1)


def _unknown(clause: _Clause, hit: _Hit) -> str:
    """What stands before a judgement as its subject and is in no list."""
    before = clause.text[: hit.start]
    if before.isascii():
        match = _UNKNOWN_EN.search(before)
        term = match[1].strip() if match else ""
        return "" if not term or _NO_NOUN & set(term.split()) or term.split()[-1] in _ITSELF else term
    match = _UNKNOWN_ZH.search(before)
    if match is None or clause.denied(hit):
        return ""
    term = match[1]
    known = len(term) > 5 or _BARE.match(term) or any(word in term for word in _NO_THING) or _NO_ZH.search(term) or _ITSELF_ZH.search(term)
    return "" if known or phrases().find(term) or not names_a_thing(term) else term


def _by_mood(text: str, clause: _Clause, mood: Mood | None) -> Iterator[Opinion]:
    hits = [hit for hit in clause.aspects if hit.of("aspect")[0].aspect != OVERALL] if mood else []
    unjudged = _CIRCUMSTANCES | {"size"} if _PLAIN_FACT.search(clause.text) else _CIRCUMSTANCES
    hits = [hit for hit in hits if hit.of("aspect")[0].aspect not in unjudged]
    if not hits or mood is None or _NEITHER.search(clause.text):
        return
    positive = mood(text[clause.start : clause.end])
    if max(positive, 1 - positive) >= SURE:
        hit = hits[-1]
        yield Opinion(hit.of("aspect")[0].aspect, 1 if positive > 0.5 else -1, clause.text[hit.start : hit.end], "", clause.start, clause.end)


def strongest(found: Sequence[Opinion]) -> list[Opinion]:
    """One opinion an aspect: what the review says of it on the whole (against, where it says both)."""
    out: dict[tuple[str, str], Opinion] = {}
    for opinion in found:
        key = (opinion.aspect, opinion.term if opinion.aspect == OTHER else "")
        known = out.get(key)
        out[key] = opinion if known is None or opinion.polarity < known.polarity else replace(known)
    return list(out.values())
