"""The small grammar of English that copy needs: articles, agreement, lists, capitals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_SLOT = re.compile(r"\{(\+?)([\w-]+)\}")
_LETTERS = re.compile(r"([A-Z])(?:[A-Z0-9]|[- ]|$)")  # an acronym or a single letter: spelt out
_AN = re.compile(r"[aeiou]|8|11\b|18\b|hour|honest|heir", re.I)
_A = re.compile(r"uni(?!n|m)|us[aeu]|eu|one\b|one-|once|ubiq|ut[ei]|11\d", re.I)
_IRREGULAR = {"be": ("is", "are"), "have": ("has", "have"), "do": ("does", "do"), "go": ("goes", "go"), "can": ("can", "can")}
_END = re.compile(r"[.!?…][\"'”’)]*$")
_CONTRACTIONS = (
    ("it is", "it's"),
    ("that is", "that's"),
    ("there is", "there's"),
    ("you are", "you're"),
    ("you will", "you'll"),
    ("do not", "don't"),
    ("does not", "doesn't"),
    ("need not", "needn't"),
    ("they are", "they're"),
    ("is not", "isn't"),
    ("we are", "we're"),
)
_SMALL = frozenset("a an and as at but by for from in of on or the to with".split())
_UNITS = frozenset("g/m² mm cm m km g kg mg ml l w v h in ft oz lb lbs lm min x rpm px".split())
UNCOUNTED = frozenset("compatibility clothing jewellery jewelry furniture luggage".split())


def article(phrase: str) -> str:
    """The phrase with a or an: by its first sound, so that it is "an hour", "a unit", "an LED lamp", "an 8 cm heel"."""
    if letter := _LETTERS.match(phrase):
        return f"{'an' if letter[1] in 'AEFHILMNORSX' else 'a'} {phrase}"
    return f"{'an' if _AN.match(phrase) and not _A.match(phrase) else 'a'} {phrase}"


def agree(verb: str, plural: bool) -> str:
    """A verb in the third person of the present: hold -> holds, go -> goes, carry -> carries."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb][plural]
    if plural:
        return verb
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


def listed(items: Sequence[str], last: str = "and") -> str:
    """a; a and b; a, b and c; what comes twice is said once."""
    items = list(dict.fromkeys(items))
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A text as a sentence: a capital, a full stop unless a mark ends it, no space doubled."""
    plain = re.sub(r"\s+", " ", text).strip().replace(" ,", ",")
    return capital(plain) if _END.search(plain) else capital(plain.rstrip(",;:")) + "."


def headline(text: str) -> str:
    """A text with the capitals of a title."""
    words = text.split(" ")
    return " ".join(w if _as_it_stands(words, at) else capital(w) for at, w in enumerate(words))


def _as_it_stands(words: Sequence[str], at: int) -> bool:
    """Whether a word keeps its letters in a headline: a small word inside it, a name, the unit of a number (9 mm)."""
    word, before = words[at], words[at - 1] if at else ""
    if word == "x":  # 44 x 30 cm
        return True
    unit = before[-1:].isdigit() and word.strip(",;:") in _UNITS
    return unit or (at > 0 and word in _SMALL) or not word.islower() or not word[:1].isalpha()


def fill(template: str, slots: Mapping[str, str], plural: bool) -> str | None:
    """A template with its slots filled: {name} a slot, {+verb} a verb that agrees; None where a slot has nothing to say."""
    missing = False

    def put(match: re.Match[str]) -> str:
        nonlocal missing
        if match[1]:
            return agree(match[2], plural)
        value = slots.get(match[2], "")
        missing = missing or not value
        return value

    filled = _SLOT.sub(put, template)
    return None if missing else filled


def contracted(text: str) -> str:
    """As one speaks: it's, don't, there's."""
    for full, short in _CONTRACTIONS:
        text = re.sub(rf"\b{full}\b(?=\s\w)", short, text)
        text = re.sub(rf"\b{capital(full)}\b(?=\s\w)", capital(short), text)
    return text


def shortened(text: str, most: int) -> str:
    """The text cut after a whole word, at most so many characters."""
    if len(text) <= most:
        return text
    cut = text[: most + 1].rsplit(" ", 1)[0].rstrip(" ,;:-–—")
    while cut.rsplit(" ", 1)[-1].lower() in _SMALL:
        cut = cut.rsplit(" ", 1)[0].rstrip(" ,;:-–—")
    return cut
