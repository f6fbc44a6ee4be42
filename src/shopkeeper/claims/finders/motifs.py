"""What is printed on it: "stamped all over with sharks", 印着小恐龙, of a record whose pattern is another.

Only what a text says to be printed, sewn or painted on something is held, against facts that name a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text.normalise import letterwise
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from ..traits import Traits, mentions
from .judgement import Judgement, asks

_ENGLISH = re.compile(
    r"\b(?:stamped|printed|covered|dotted|scattered|sprinkled|decorated|adorned|patterned|emblazoned|embroidered|strewn|crawling|swarming|teeming)(?: all)?(?: over)? (?:with|in) "
    r"(?:(?:tiny|little|small|big|cheerful|friendly|bright|happy|dancing|smiling|grinning|sleepy|cute|hand-drawn|smart|a|the|our|some|lots of|dozens of) )*(?P<motif>[a-z]{3,}s)\b")
_CHINESE = re.compile(
    r"(?:[印画绣撒布缀织](?:着|有|了|满了?|上了?|的是)|(?:开|飞|游|趴|爬)(?:满了?|着)|点缀着|上面是|图案是)(?:一?[只个些群片条朵颗圈]|几[只个朵颗]|小|大|可爱的?|萌萌的|满满的?){0,3}(?P<motif>(?![有无可很不更独新别精各多满])[\u4e00-\u9fff]{2,3}?)(?=$|[^\w]|[的图纹样和与]|花纹|图案)")
_NO_MOTIFS = frozenset(
    "inks dyes paints threads crumbs toppings nuts seeds herbs spices kisses colours colors letters details buttons beads sequins words initials stitches pockets straps "
    "puddles compliments smiles memories hugs freckles scars stickers stamps glasses leaves".split())
_KINDS = frozenset("pattern detail closure material colour finish".split())  # that are judged as values
_PLURAL, _WORD, _SMALL = re.compile("s$"), re.compile("[a-z]{3,}"), frozenset("小大子儿图案花纹样的满着")


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every motif that no fact names, of a product of which the pattern is named."""
    patterns = facts.derived(Traits).texts.get("pattern", [])
    if not patterns:
        return
    for pattern in (_ENGLISH, _CHINESE):
        for match in pattern.finditer(said.plain):
            motif = match["motif"]
            known = motif in _NO_MOTIFS or _judged(motif) or any(_same(motif, text) for text, _ in facts.derived(_texts))
            if not known and not asks(said, match.start()):
                yield Judgement(Found(*match.span("motif"), motif), Kind.LOOK, Verdict.CONTRADICTED, patterns[0][1].path)


def _judged(motif: str) -> bool:
    """Whether it is a value that is judged as one."""
    return any(kind in _KINDS for mention in mentions(motif) for kind, _ in mention.meanings)


def _texts(leaves: list[Leaf]) -> list[tuple[str, Leaf]]:
    return [(letterwise(leaf.value), leaf) for leaf in leaves if isinstance(leaf.value, str)]


def _same(motif: str, text: str) -> bool:
    """Whether a text names a motif: an English one by the beginning of its words ("dino" of dinosaurs), a Chinese one by a character that says what it is."""
    if not motif.isascii():
        return not _SMALL.issuperset(motif) and bool((set(motif) - _SMALL) & set(text))
    one = _PLURAL.sub("", motif)
    return any(one.startswith(word[: max(4, len(word) - 1)]) or word.startswith(one) for word in _WORD.findall(text))
