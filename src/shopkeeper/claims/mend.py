"""A text without what may not be said: the smallest cut that leaves good sentences, and the record's price for a wrong one.

In this order for every claim that does not hold: a price that the record contradicts becomes the record's; a word before a noun ("the
award-winning lamp", 最柔软的) is left out; so is a clause at a comma or after "and"; else the sentence goes, and a line with it. What is
left is never a rest of a sentence that cannot stand: an end too short or one that leans on what was cut goes as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ..text.numbers import halfwidth
from .claim import Claim, Kind, Verdict
from .said import Said

_PRICE = re.compile(r"(?:^|[._])(?:sale_|current_)?price$|(?:现价|售价|价格|活动价|到手价)$")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BEFORE_NOUN = re.compile(
    r"(?i)(?:(?:\w+[- ])?award[- ]winning|best[- ]selling|bestselling|top[- ]selling|patented|certified|(?:world|industry|market|"
    r"class)[- ]leading|"
    r"world[- ]class|top[- ](?:quality|grade|notch)|best[- ]in[- ]class|unbeatable|unrivall?ed|unmatched|clinically proven|"
    r"hypoallergenic|eco-friendly|"
    r"best|finest|softest|lightest|toughest|strongest|warmest|fastest|freshest|purest|safest)")
_NOUN = re.compile(r"\s(?!(?:of|in|on|for|and|or|to|by|with|from|than|at|as|is|are|was|that|which|you|it)\b)[A-Za-z]")
_NEEDS = re.compile(r"(?i)\b(?:the|its|our|their)\s$")
_MOST = re.compile(r"最(?=[一-鿿]{1,3}的|佳|优质)")
_CLAUSE = re.compile(
    r"[,;](?!\d)\s*|[，；]|\s[-–—|·]\s|—+|(?<=[a-z])\s(?=and (?!\d))|(?=[(（【])|(?<=[)）】])|"
    r"(?<=[\u4e00-\u9fff】])\s+(?=[\u4e00-\u9fff【])")
_AND_IT = re.compile(r"(?i)\s*(?:and|but|so) (?:it|you|they|we)\b")
_LABEL = re.compile(r"【[^】]*】")
_AND = re.compile(r"(?i)^and\b")
_LEANS = re.compile(
    r"(?i)^\s*(?:and|but|or|so|which|that|who|whose|while|with|making|giving|because|since|then|thus|than|as|to|for|in|on|of|by|its|plus|"
    r"too|also|even|like|down|instead|especially|thanks|such|no matter|made|up|head)\b|"
    r"^\s*(?:而且|并且|并|但是?|却|也|还|更|又|所以|因此|因而|从而|让|使|令|于是|就|才|都|再|同时|不仅|其中|以及|和|与|等|的|像|如|"
    r"仿佛|配|很|挺|那|这|它|其|天生|显得?)")
_SUBJECT = re.compile(
    r"(?i)^(?:and |but |so )?(?:it|you|they|we|the|an?|this|that|these|our|your|there|its|each|every|no|just|simply)\b|"
    r"^[A-Z]?[a-z]+ (?:it|them|one)\b")
_DANGLING = re.compile(
    r"(?i)(?:\b(?:and|or|both|between|either|with|for|of|the|an?|is|are|by|from|to|as|than|no|not only|because|if|when|while|so)|不仅|"
    r"因为|如果|虽然|由于|除了|无论|当|以及|和|与|或|[、:：])\s*$")
_VERB = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|can|will|comes?|makes?|gives?|keeps?|holds?|fits?|looks?|feels?|works?|gets?|takes?|"
    r"brings?|lets?|goes|go|wears?|stays?|offers?|"
    r"features?|includes?|protects?|helps?|uses?|needs?|adds?|turns?|runs?|opens?|closes?|stands?|sits?|lasts?|measures?|weighs?|"
    r"wash(?:es)?|enjoy|choose|try|meet|say|wear|pair|slip|pull|"
    r"you'll|it's|they're|we've|that's|\w+'s)\b")
ROUNDS = 4
_LATIN_SHORT, _HAN_SHORT = 3, 5  # words and Chinese characters: fewer are no sentence
_HAN_ALONE = 8  # fewer cannot stand without their beginning
_HAN = re.compile("[\u4e00-\u9fff]")
_END = re.compile(r"[。！？!?.…\s\n]*$")
_BULLET = re.compile(r"^[\s\-*•·●▪◆✓✔√\d.、)）]*$")


@dataclass(frozen=True, slots=True)
class Mended:
    """The text that is left, what was cut from it, and what was put in the place of what."""

    text: str
    cut: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()


def mended(text: str, check: Callable[[str], list[Claim]]) -> Mended:
    """A text of which everything holds by `check`: mended and checked again until it does; empty where it never does."""
    out = Mended(text)
    for _ in range(ROUNDS):
        claims = check(out.text)
        if all(claim.holds for claim in claims):
            return out
        again = mend(out.text, claims)
        out = Mended(again.text, out.cut + again.cut, out.replaced + again.replaced)
    return Mended("", (*out.cut, out.text))


def mend(text: str, claims: list[Claim]) -> Mended:
    """The text without its claims that do not hold; empty where nothing good is left. What is replaced has to be checked again."""
    false = [claim for claim in claims if not claim.holds]
    if not false:
        return Mended(text)
    parts, cut, replaced = list[str](), list[str](), list[tuple[str, str]]()
    for start, end in Said(text).sentences:
        mine = [claim for claim in false if claim.span[0] < end and start < claim.span[1]]
        _add(parts, _sentence(text[start:end], start, mine, cut, replaced) if mine else text[start:end])
    return Mended(_tidy("".join(parts)), tuple(cut), tuple(replaced))


def _add(parts: list[str], part: str) -> None:
    """A sentence after the others: one whose beginning or end is gone begins and ends as a sentence does."""
    before = "".join(parts).rstrip()
    if part.strip() and (not before or before[-1] in ".!?"):
        lead = len(part) - len(part.lstrip())
        part = part[:lead] + part[lead : lead + 1].upper() + part[lead + 1 :]
    parts.append(part)


def _sentence(sentence: str, at: int, false: list[Claim], cut: list[str], replaced: list[tuple[str, str]]) -> str:
    """A sentence without what is false in it; from its end to its beginning, so that places stay."""
    left, spans = sentence, list[tuple[int, int]]()
    for claim in sorted(false, key=lambda each: each.span, reverse=True):
        start, end = max(0, claim.span[0] - at), min(len(sentence), claim.span[1] - at)
        if (price := _price(claim)) is not None:
            left = left[:start] + price + left[end:]
            replaced.append((claim.text, price))
            spans = [(s + len(price) - (end - start), e + len(price) - (end - start)) for s, e in spans]
        elif (shorter := _without_word(left, start, end)) is not None:
            cut.append(claim.text)
            spans = [(s - len(left) + len(shorter), e - len(left) + len(shorter)) for s, e in spans]
            left = shorter
        else:
            spans.append((start, end))
    return _without_clauses(left, spans, cut) if spans else left


def _price(claim: Claim) -> str | None:
    """The record's price in the way that the claim writes one; None where that is not certain."""
    if claim.kind is not Kind.MONEY or claim.verdict is not Verdict.CONTRADICTED or not _PRICE.search(claim.record.lower()):
        return None
    found, mine = _DIGITS.search(halfwidth(claim.says)), _DIGITS.search(halfwidth(claim.text))
    if not found or not mine or len(_DIGITS.findall(claim.says)) > 1:
        return None
    amount = found[0].removesuffix(".00")
    return claim.text[: mine.start()] + amount + claim.text[mine.end() :]


def _without_word(sentence: str, start: int, end: int) -> str | None:
    """The sentence without an adjective that stands before a noun, or without 最."""
    words = sentence[start:end]
    if _MOST.match(sentence, start):
        return sentence[:start] + sentence[start + 1 :]
    if not _BEFORE_NOUN.fullmatch(words) or not _NOUN.match(sentence, end):
        return None
    before, after = sentence[:start], sentence[end:].lstrip()
    superlative = words.lower().endswith("est") and not words.lower().startswith("best-")
    if superlative and not _NEEDS.search(before):
        return None
    if match := re.search(r"(?i)\b(an?)\s$", before):
        article = "an" if after[0].lower() in "aeiou" else "a"
        before = before[: match.start(1)] + (article.capitalize() if match[1][0].isupper() else article) + " "
    before = re.sub(r",\s$", " ", before)
    return before + (after[0].upper() + after[1:] if not before.strip() else after)


def _without_clauses(sentence: str, spans: list[tuple[int, int]], cut: list[str]) -> str:
    """The clauses of a sentence that hold nothing false, where they can stand without the others; empty where none can."""
    body = sentence[: len(sentence) - len(_END.search(sentence)[0])]  # type: ignore[index]
    lead, end = body[: len(body) - len(body.lstrip())], sentence[len(body) :]
    clauses = _clauses(body)
    kept = [n for n, (start, stop) in enumerate(clauses) if not any(s < stop and start < e for s, e in spans)]
    parts = [body[start:stop] for start, stop in clauses]
    kept = [n for n in kept if not (_LABEL.fullmatch(parts[n]) and n + 1 < len(parts) and n + 1 not in kept)]
    rest = _joined(parts, kept)
    if not _stands(parts, kept, rest):
        cut.append(sentence.strip())
        return "\n" if "\n" in end else ""
    cut += [part.strip(" ,，；;") for n, part in enumerate(parts) if n not in kept]
    return lead + rest + end


def _clauses(body: str) -> list[tuple[int, int]]:
    """Where each clause of a sentence begins and ends, its mark with it."""
    edges = [0, *(match.end() for match in _CLAUSE.finditer(body)), len(body)]
    return [(start, stop) for start, stop in pairwise(edges) if body[start:stop].strip()]


def _joined(parts: list[str], kept: list[int]) -> str:
    text = "".join(parts[n] for n in kept)
    text = re.sub(r"(?:\s*(?:[,，；;、–—|·-]|\band))+\s*$", "", text).rstrip()
    if kept and kept[0] > 0:
        text = re.sub(r"^\s*(?:and|but|so)\s+(?=(?:it|you|they|we|the|this|that)\b)", "", text, flags=re.IGNORECASE).lstrip()
        return text[:1].upper() + text[1:]
    if len(parts) - 1 not in kept and _AND.match(parts[-1]) and len(kept) > 1 and not _VERB.search(parts[kept[-1]]):
        return re.sub(r",\s*([^,]+)$", r" and \1", text)
    return text


def _stands(parts: list[str], kept: list[int], rest: str) -> bool:
    """Whether what is left is a sentence of its own: long enough, leaning on nothing that is gone, with its subject and verb."""
    han = len(_HAN.findall(rest))
    if not kept or ((han < _HAN_SHORT) if han else len(rest.split()) < _LATIN_SHORT) or _DANGLING.search(rest):
        return False
    gone = [n for n in range(len(parts)) if n not in kept]
    if any(_AND.match(parts[n]) and n + 1 in kept and not re.search(r"[,，]\s*$", parts[n - 1]) for n in gone if n):
        return False
    if any(_LEANS.search(parts[n + 1]) and not _AND_IT.match(parts[n + 1]) for n in gone if n + 1 in kept and (n == 0 or han)):
        return False
    return (kept[0] == 0 and _kept_verb(parts, rest, han)) or _alone(parts, kept, rest, han)


def _kept_verb(parts: list[str], rest: str, han: int) -> bool:
    return bool(han) or not _VERB.search("".join(parts)) or _VERB.search(rest) is not None


def _alone(parts: list[str], kept: list[int], rest: str, han: int) -> bool:
    """Whether a sentence can stand without its beginning: with a subject and a verb, or as one of a list that has none."""
    if han:
        return han >= _HAN_ALONE
    if not _VERB.search("".join(parts)):
        return len(kept) > 1
    return _SUBJECT.search(rest) is not None and _VERB.search(rest) is not None


def _tidy(text: str) -> str:
    """Without double spaces, empty bullets and blank ends."""
    lines = [line for line in text.split("\n") if line.strip() == "" or not _BULLET.fullmatch(line)]
    out = "\n".join(re.sub(r"(?<=\S)[ \t]{2,}", " ", line).rstrip() for line in lines)
    out = re.sub(r"\n{3,}", "\n\n", out).strip()
    return out[:-1] + {";": ".", "；": "。"}[out[-1]] if out.endswith((";", "；")) else out
