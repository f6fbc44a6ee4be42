"""Facts made ready to be said in Chinese: with an entry of the word files, or as a plain statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ....text.normalise import normalise
from ...facts import Fact
from .tables import Entry, entries, read, words
from .thing import Thing, garments

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PARTED = re.compile(r"[/、,，;；|]")
_RANGE = re.compile(r"[(（](?:含|不含)[)）]")
_LATIN = re.compile(r"[A-Za-z]{3,}[ -][A-Za-z]{3,}")
_ENDS = re.compile(r"(?:面料|材质|设计|风格|图案|口味|工艺|款式|型|款|风)$")
_YES = ("是", "支持", "有", "true", "yes")
_MOST = 4
_CAPITALS = re.compile(r"^(?:[vaht](?=[\u3400-\u9fff])|p(?=olo)|ol$)")


@dataclass(frozen=True, slots=True)
class Sayable:
    """Something to say: the facts behind it, the entry of its value, or the ways to state it plainly ("净含量500g")."""

    facts: tuple[Fact, ...]
    entry: Entry | None = None
    statements: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The value in a word or few."""
        return _shown(self.entry.value) if self.entry else self.value

    @property
    def value(self) -> str:
        """The values as they are said, joined."""
        return "、".join(dict.fromkeys(clean(fact) for fact in self.facts))

    @property
    def label(self) -> str:
        """The name of the fact."""
        return label_of(self.facts[0])


def sayables(facts: Iterable[Fact], thing: Thing) -> list[Sayable]:
    """What can be said of facts, in their order; what names the thing itself, what a shop keeps for its shelves, what is denied, and what
    says the same twice is left out. Plain facts of one name are joined."""
    out: list[Sayable] = []
    plain: dict[str, list[Fact]] = {}
    for fact in facts:
        if _silent(fact, thing):
            continue
        if entry := entry_of(fact, thing):
            if all(entry.value != other.entry.value for other in out if other.entry):
                out.append(Sayable((fact,), entry))
        elif label_of(fact) in plain:
            plain[label_of(fact)].append(fact)
        else:
            plain[label_of(fact)] = [fact]
            out.append(Sayable((fact,)))
    return [each if each.entry else _stated(plain[each.label][:_MOST]) for each in out]


def entry_of(fact: Fact, thing: Thing) -> Entry | None:
    """What the word files know of a fact's value."""
    text = label_of(fact).removeprefix("是否") if fact.value is True or fact.text("zh") in _YES else clean(fact)
    tried = (normalise(text), _ENDS.sub("", normalise(text)))
    found = next((known for word in tried if (known := entries().get(word))), ())
    fitting = [entry for entry in found if not entry.families or thing.family in entry.families]
    return fitting[0] if fitting else None


def clean(fact: Fact) -> str:
    """A value as it is printed: "600W(含)-900W(含)" loses its brackets, "Galanz/格兰仕" its first half."""
    text = _RANGE.sub("", fact.text("zh")).strip()
    parts = [part.strip() for part in _PARTED.split(text) if part.strip()]
    if len(parts) == 2 and _CHINESE.search(parts[1]) and not _CHINESE.search(parts[0]) and not any(map(str.isdigit, parts[0])):
        return parts[1]
    return re.sub(r"(?<=\d) (?=[A-Za-z\u3400-\u9fff])", "", text)


def label_of(fact: Fact) -> str:
    """The name of a fact in Chinese."""
    return fact.label.get("zh") or fact.name


def _silent(fact: Fact, thing: Thing) -> bool:
    text = clean(fact)
    label = label_of(fact).lower()
    known = normalise(text) in entries() or label.removeprefix("是否") in entries()
    return (not text or fact.value is False or normalise(text) in _quiet()[1] or (fact.value is True and not known) or len(text) > 60
            or (text.lower() in garments() and (text == thing.noun or text.lower() not in entries())) or _english(text)
            or (not known and any(word in label for word in _quiet()[0])))


def _english(text: str) -> bool:
    return not _CHINESE.search(text) and _LATIN.search(text) is not None


@cache
def _quiet() -> tuple[tuple[str, ...], frozenset[str]]:
    skip = read("names")["skip"]
    return words(skip["names"]), frozenset(map(normalise, words(skip["values"])))


def _stated(facts: Sequence[Fact]) -> Sayable:
    label, joined = label_of(facts[0]), "、".join(dict.fromkeys(clean(fact) for fact in facts))
    return Sayable(tuple(facts), None, tuple(way.format(v=joined, l=label) for way in _ways(label)))


@cache
def _ways(label: str) -> tuple[str, ...]:
    frames = read("names")["frames"]
    fits = [name for name in frames if name in label]
    if not label:
        return ("{v}",)
    return tuple(frames[max(fits, key=len)]) if fits else tuple(read("names")["fallback"]["ways"])


def _shown(value: str) -> str:
    return _CAPITALS.sub(lambda found: found[0].upper(), value)
