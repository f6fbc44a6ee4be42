"""Sentences about one product, one after the other: which shape, which words, how the product is referred to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ...brief import Tone
from ...facts import Evidence
from ...seeds import Choices
from ...words import table
from .forms import plural
from .grammar import capital, contracted, fill, listed, sentence
from .phrases import Piece
from .subject import Subject

_TONES, MOMENTS = (Path(__file__).parent / "words" / f"{name}.toml" for name in ("tones", "moments"))
_LIKE = {"shoes": "clothes", "bags": "clothes", "jewellery": "clothes", "office": "electronics"}  # families that share moments
_ROWS = 6  # names and values that one sentence lists
_SPOKEN = ("warm", "lively")  # tones that contract
_HAVE = re.compile(r"^(?:has|have) ")
_ALIKE = (
    ("comes in ", "is available in "), ("come in ", "are available in "), ("is available in ", "comes in "),
    ("are available in ", "come in "),
)
_HEAD = re.compile(r" (?:of|for|by|in|per|to) ")
_ALONE = re.compile(r"\{called\}[.?!,]|^Hello")
_SLOT = re.compile(r"\{(\w+)\}")
_TAKES = {"np": 2, "withs": 2, "preds": 2, "pred": 1, "benefit": 1}  # how many facts a slot may say


class Talk:
    """Says pieces in sentences, each piece once, no shape twice while others are left."""

    def __init__(self, subject: Subject, tone: Tone, choose: Choices) -> None:
        self.subject, self.tone, self.choose = subject, tone, choose
        self.said: list[str] = []  # names of facts, in order
        self._spent: set[str] = set()  # shapes
        self._opened = False  # whether the product has been named
        self._called = 0  # suggestions that have referred to it
        self._named = 0  # sentences since the product was named

    def opening(self, pieces: list[Piece]) -> tuple[str, list[Piece]]:
        """The first sentence, and the pieces that it leaves."""
        done = self._say(self._shapes("open"), pieces) if pieces else None
        composed = not done and self.subject.has_moments and self.tone in ("plain", "warm", "lively") and self.choose.chance(0.5)
        role = "open_bare" if self.subject.sure and self.subject.good.noun and not self.subject.technical else "open_unsure"
        bare = None if done else (self._moment("bare"), []) if composed else self._say(self._shapes(role), [])
        self._opened = True
        return done or (bare[0] if bare and bare[0] else sentence(self.subject.called), pieces)

    def body(self, pieces: list[Piece]) -> tuple[str, list[Piece]]:
        """One sentence of some of the pieces (at least one), and the rest."""
        first = pieces[0]
        if first.benefits and first.pred and self.choose.chance(0.8) and (done := self._say(self._shapes("so"), [first])):
            return done[0], [*done[1], *pieces[1:]]
        if first.say:
            self.said.append(first.fact.name)
            return sentence(self.choose.one(first.say)), pieces[1:]
        if not (first.pred or first.with_):
            return self.listing(pieces)
        group = [p for p in pieces if p.group == first.group][:3]
        done = self._say(self._shapes("body"), group) or self._say(["{S} {preds}."], group)
        if done is None:
            return self.listing(pieces)
        return done[0], [*done[1], *(p for p in pieces if p not in group)]

    def known(self, pieces: list[Piece]) -> str:
        """Bare keywords as they were given: nothing more is known of them."""
        keys = listed([p.value for p in pieces])
        noun = self.subject.noun or "this"
        slots = {**self.subject.slots(), "keys": keys, "Keys": capital(keys), "Noun": capital(noun), "noun": noun}
        self.said += [p.fact.name for p in pieces]
        self._opened = True
        return self._toned(fill(self._shapes("known")[0], slots, self.subject.plural) or capital(keys))

    def proof(self, evidence: Evidence) -> str:
        """What buyers say, with the counts that stand behind it."""
        slots = {
            "aspect": evidence.aspect.en.lower(),
            "count": str(evidence.count),
            "positive": str(evidence.positive),
            "quote": evidence.quote.strip(),
        }
        said = [sentence(text) for text in (fill(self.choose.one(self._shapes("proof")), slots, False),) if text and evidence.aspect.en]
        quoted = (
            fill(self.choose.one(self._shapes("quote")), slots, False) if evidence.quote.isascii() and len(evidence.quote) < 120 else None
        )
        return " ".join([*said, *([sentence(quoted)] if quoted else [])])

    def plain(self, template: str) -> str | None:
        """A sentence that says no fact. {ref} is the product's short name the first time, then its noun, then a pronoun."""
        varied, slots = self.choose.varied(template), self.subject.slots()
        if "{ref}" in varied:
            pronoun = slots["s"] if "{ref} {+" in varied else slots["o"]
            slots["ref"] = (slots["ref"], self.subject.the or pronoun, pronoun)[min(self._called, 2)]
            self._called += 1
        text = fill(varied, {**slots, "called": self.subject.called, "S": self._refer()}, self.subject.plural)
        return self._toned(text) if text else None

    def closing(self) -> str | None:
        """A last sentence, where the tone has one."""
        shapes = self._shapes("close")
        return self.plain(self.choose.one(shapes)) if shapes else None

    def uses(self, most: int) -> list[str]:
        """Suggestions for such goods, which claim nothing: some that hold for the class, some put together from moments."""
        suggested = [text for use in self.choose.shuffled(self.subject.good.uses)[:most] if (text := self.plain(use))]
        moment = self._moment("use") if most > 1 and self.subject.has_moments else None
        return [*suggested[: most - 1], moment] if moment else suggested

    def _moment(self, frames: str) -> str | None:
        """A sentence put together of when and for whom."""
        words, slots = self._moments(), dict[str, str]()
        for name, pool in words.items():
            first, second = self.choose.shuffled(pool)[:2]
            slots |= {name: first, f"{name}2": second, capital(name): capital(first)}
        frame = self.choose.one(table(MOMENTS)["frames"][frames])
        return self.plain(_SLOT.sub(lambda match: slots.get(match[1], match[0]), frame))

    def _moments(self) -> dict[str, list[str]]:
        moments = table(MOMENTS)
        family = _LIKE.get(self.subject.family, self.subject.family)
        return dict(moments.get(family, moments["home"]))

    def _shapes(self, role: str) -> list[str]:
        shapes = self.choose.shuffled(table(_TONES)[self.tone].get(role, []))
        if not self.subject.name:  # "This cream." is no sentence
            shapes = [s for s in shapes if not _ALONE.search(s)]
        return [s for s in shapes if s not in self._spent] or shapes

    def _say(self, shapes: Sequence[str], pieces: list[Piece]) -> tuple[str, list[Piece]] | None:
        """A shape that the pieces fill, by chance, rather one that says two or three of them."""
        filled = []
        for shape in shapes:
            slots, taken = self._slots(shape, pieces)
            if (text := fill(self.choose.varied(shape), slots, self.subject.plural)) and (taken or not pieces):
                filled.append((len(taken), shape, text, taken))
        if not filled:
            return None
        most = max(count for count, *_ in filled)
        _, shape, text, taken = self.choose.one([each for each in filled if each[0] >= min(most, 2)])
        self._spent.add(shape)
        self.said += [p.fact.name for p in taken]
        self._named = 0 if self.subject.called in text else self._named + 1
        return self._toned(text), [p for p in pieces if p not in taken]

    def _slots(self, shape: str, pieces: list[Piece]) -> tuple[dict[str, str], list[Piece]]:
        slots = {
            **self.subject.slots(),
            "called": self.subject.called,
            "S": self._refer() if "{called}" not in shape else self.subject.slots()["s"],
            "aim": self._aim(shape),
        }
        left, taken = list(pieces), list[Piece]()
        for name in _SLOT.findall(shape):
            if name == "benefit" or name not in _TAKES:
                continue
            text, used = self._part(name, left)
            slots[name] = text
            taken += used
            left = [p for p in left if p not in used]
        benefits = [p for p in taken if p.benefits] if "{pred}" in shape else []
        slots["benefit"] = self.choose.one(benefits[0].benefits) if benefits else ""
        return slots, taken

    def _part(self, name: str, pieces: list[Piece]) -> tuple[str, list[Piece]]:
        if name == "np":
            used = _before_noun([p for p in pieces if p.adj and p.group != "named" and p.adj.lower() not in self.subject.noun.lower()])[:2]
            return (self.subject.phrase(" ".join(p.adj for p in used)) if used else "", used)
        if name == "withs":
            used = [p for p in pieces if p.with_][: _TAKES[name]]
            return (listed([self.choose.one(p.with_) for p in used]) if used else "", used)
        wanted = [p for p in pieces if p.pred]
        used = (sorted(wanted, key=lambda p: not p.benefits) if name == "pred" else wanted)[: _TAKES[name]]
        return (_joined([self.choose.one(p.pred) for p in used]) if used else "", used)

    def listing(self, pieces: list[Piece]) -> tuple[str, list[Piece]]:
        """Names and values, several to a sentence, for facts that no sentence is known for."""
        rows = [p for p in pieces if not (p.pred or p.with_)][:_ROWS] or pieces[:1]
        self.said += [p.fact.name for p in rows]
        slots = {
            "items": listed([p.value if p.label in p.value else f"{p.label} {p.value}" for p in rows]),
            "items_semi": "; ".join(f"{p.label} {p.value}" for p in rows),
            "Items_colon": capital("; ".join(f"{p.label}: {p.value}" for p in rows)),
        }
        slots["items_is"] = _the([f"{p.label} {'are' if plural(_HEAD.split(p.label)[0]) else 'is'} {p.value}" for p in rows])
        shape = self._shapes("list")[0]
        self._spent.add(shape)
        text = fill(shape, slots, False) or ""
        return sentence(text), [p for p in pieces if p not in rows]

    def _aim(self, shape: str) -> str:
        return self.choose.varied(self.choose.one(self.subject.good.aims)) if "{aim}" in shape else ""

    def _refer(self) -> str:
        """The product again: by a pronoun, now and then by its noun."""
        if not self._opened or not self.subject.noun:
            return self.subject.slots()["s"] if self._opened else self.subject.called
        return self.subject.the if self._named % 3 == 1 else self.subject.slots()["s"]

    def _toned(self, text: str) -> str:
        parts = [sentence(part) for part in re.split(r"(?<=[.?!])\s+", text)]
        whole = " ".join(parts)
        return contracted(whole) if self.tone in _SPOKEN else whole


_ORDER = (
    "feature",
    "style",
    "fit",
    "garment_length",
    "neckline",
    "waist",
    "closure",
    "detail",
    "age",
    "shape",
    "colour",
    "pattern",
    "origin",
    "taste",
    "scent",
    "ingredient",
    "material",
)


def _before_noun(pieces: list[Piece]) -> list[Piece]:
    """The first two, in the order in which English has adjectives: style, size, shape, colour, pattern, origin, material."""
    return sorted(pieces[:2], key=lambda p: _ORDER.index(p.fact.name) if p.fact.name in _ORDER else 0)


def _joined(preds: list[str]) -> str:
    """Predicates in a row, of which two that begin with have share it."""
    preds = _varied(list(dict.fromkeys(preds)))
    having = [p for p in preds if _HAVE.match(p)]
    if len(having) > 1:
        verb = having[0].split(" ", 1)[0]
        merged = f"{verb} {listed([_HAVE.sub('', p) for p in having])}"
        preds = [merged if p == having[0] else p for p in preds if p not in having[1:]]
    return listed(preds)


def _varied(preds: list[str]) -> list[str]:
    """Of two predicates in a row that come in something the second is available in it."""
    for known, other in _ALIKE:
        if len(preds) == 2 and all(p.startswith(known) for p in preds):
            return [preds[0], other + preds[1].removeprefix(known)]
    if len(preds) == 2 and all(p.startswith(("comes ", "come ")) for p in preds):
        return [preds[0], re.sub("^comes? from", "is from" if preds[1].startswith("comes") else "are from", preds[1])]
    return preds


def _the(items: list[str]) -> str:
    return listed([items[0], *(f"the {item}" for item in items[1:])])
