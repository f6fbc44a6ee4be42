"""Words that a query denies though no condition says so: what nobody wants is not looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...text.normalise import CJK, has_cjk
from .spelled import Span, overlaps

# Only what denies outright: 无糖, "no-iron" and "non-stick" are what products are called.
_CUE = re.compile(
    r"不想要|不需要|不喜欢|不接受|不考虑|不要|不含|不带|不是|不选|别要|别买|别给我|别太|除了|排除|拒绝|去掉|避开|(?<!有)没有(?!.*[吗?])|"
    r"\b(?:(?:that|which|who) )?(?:(?:is|are|do|does) )?not\b(?!-| only)|\bwithout\b|\bexcept(?: for)?\b|\bexcluding\b|\bexclude\b|\bother than\b|\banything but\b|\bavoid\b|\bi (?:don'?t|do not) want\b|\bdon'?t want\b|"
    r"(?:(?<=, )|(?<=but )|(?<=and ))no\b(?! [\d$])(?!-)|(?<!\S)-(?=[a-z]{2}|[" + CJK + "])"
)
_FILLERS = re.compile(r"(?:\s?(?:(?:any|anything|an?|the|with|made of|made from|made by|too|very)(?![a-z])|任何|有|带|含))*\s?")
_ASKING = re.compile(r"(?:我?[想要]?[买来找要求][一]?[个款双件]?|\s)*")
_CHINESE = re.compile(r"(?:(?!的(?!确))[^\s,.;:!?、。()])+(?:的(?!确)|以外的?|之外的?)?")
_ENGLISH = re.compile(r"[a-z0-9'-]+(?: (?!(?:for|under|below|over \d|above|with|in|at|from|and|or|but|to|about|around|up|less|more)\b)[a-z0-9'-]+){0,2}(?: n?or [a-z0-9'-]+){0,3}")
_WORD = re.compile(r"[a-z0-9'-]+")
_OR = re.compile(r"(?:或者|或|和|跟|与|、|\bn?or|[/&])\s?$")
_GAP = re.compile(r"\s?(?:或者|或|和|跟|与|、|n?or|[/&])?\s?")
MANY = 12  # characters of Chinese from which it is a sentence rather than what is denied


def denied_words(text: str, edges: frozenset[int], kept: Sequence[Span], kinds: Sequence[Span], removed: Sequence[Span]) -> list[Span]:
    """The parts of a normalised text that are denied, with the words that deny them.

    `kept` are parts that mean something of their own, where a denial ends; so do `kinds` that do not begin it; `removed` is
    what is taken out of the text anyway. `edges` are where words begin or end.
    """
    found: list[Span] = []
    gone = {place for start, end in removed for place in range(start, end)}
    asking = _ASKING.match(text)
    first = next((i for i in range(asking.end() if asking else 0, len(text)) if text[i].isalnum() and i not in gone), len(text))
    for cue in _CUE.finditer(text):
        if overlaps(cue.span(), [*removed, *found]) or not (text[cue.start()].isascii() or cue.start() in edges):
            continue
        filled = _FILLERS.match(text, cue.end()) if cue.group() != "-" else None
        start = filled.end() if filled else cue.end()
        end = _end(text, start, edges, kept, [place for place, _ in kinds], cue.start() <= first, cue.group() == "-")
        if end > start:
            found.append((cue.start(), end))
    return found


def carried_on(text: str, denials: Sequence[Span], start: int) -> int | None:
    """Where a denial ends that goes on with what stands at `start`: "not wired or over-ear"; None where none does."""
    ends = [end for begin, end in denials if end <= start and _GAP.fullmatch(text, end, start) and _OR.search(text, begin, start)]
    return ends[-1] if ends else None


def _end(text: str, start: int, edges: frozenset[int], kept: Sequence[Span], kinds: Sequence[int], opens: bool, minus: bool) -> int:
    """Where what is denied at `start` ends; `start` itself where nothing is."""
    chinese = has_cjk(text[start : start + 1])
    match = (_CHINESE if chinese else _WORD if minus or opens else _ENGLISH).match(text, start)
    if match is None:
        return start
    end = min([match.end(), *(place for place, _ in kept if place >= start), *(place for place in kinds if place > start)])
    if chinese and opens and end == match.end() and not match.group().endswith(("的", "以外", "之外")) and not minus:
        end = max((edge for edge in edges if start < edge < end), default=start)  # the last word is what is wanted
    return end if end - start <= MANY or not chinese else start
