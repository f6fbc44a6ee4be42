"""A fact in English: what goes before the noun, after "with", after the subject, and what follows from it for the buyer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ....shop import Localized
from ....text.attributes import attribute, broader, find_values, spoken, values_of
from ....text.normalise import has_cjk
from ...facts import Fact
from ...names import plain_name
from ...weights import counts
from ...words import table, words
from .forms import adjective_of, is_adjective, never, noun_of, occasion_of, plural, with_article
from .grammar import article, fill, listed
from .subject import Subject

_FACTS, _BENEFITS, _LABELS = (Path(__file__).parent / "words" / f"{name}.toml" for name in ("facts", "benefits", "labels"))
_PROPER = re.compile(r"[A-Z]{2,}|\d|[a-z][A-Z]|[®™]")
_FINISHED = re.compile(r"\b(?:is|are|has|have|can|will|was|this|you|your|we)\b", re.I)
_CODE = re.compile(r"[A-Z]+-?\d|\d[A-Z]")
_MARKS = re.compile(r"\s*\([^)]*\)|\b(\w) \1\b|\bwxdxh\b|\bw x d x h\b|\bs$", re.I)  # (WxDxH), "t t"
_SHAPES = re.compile(r"\b[a-z](?=-(?:neck|line|shape|shaped|cut)|line\b(?!.))")
_RAW = tuple((re.compile(raw, re.I), said) for raw, said in (  # marks that a record's names have lost
    (r"\bon off\b", "on/off"), (r"\bwi fi\b", "Wi-Fi"), (r"\bemi rfi\b", "EMI/RFI"), (r"\b(\d) (\d) mm\b", r"\1.\2 mm"),
    (r"\brohs\b", "RoHS"), (r"\bdvi d\b", "DVI-D"), (r"\bid3\b", "ID3"), (r"\b(built|hot|plug) (in|swap|and play)\b", r"\1-\2"),
    (r"\band play\b", "and-play"), (r"^(.+) integrated$", r"integrated \1"), (r"\bd sub\b", "D-sub"), (r"\bi o\b", "I/O"),
    (r" metric$", ""), (r"\biso ([ab]) series\b", r"ISO \1-series"), (r"\benvelopes sizes\b", "envelope sizes"), (r"\bmac\b", "Mac"),
    (r"\b(contrast ratio|brightness) typical\b", r"\1"), (r"\brj 45\b", "RJ-45"), (r"\brs 232\b", "RS-232"),
))
_INITIALS = re.compile(r"^(.+) (\w{2,5})$")  # "on screen display osd"
_FEASTS = re.compile(r"\b(?:christmas|halloween|easter|thanksgiving|valentine)\b")
_AGES = {"baby": "babies", "infant": "infants", "toddler": "toddlers", "child": "children", "kid": "kids", "adult": "adults"}
_WHOLE_NUMBER = re.compile(r"^(\d+)\.0$")  # 2.0 channels
_THE = re.compile(r"(?<!the )\b(United States|United Kingdom|Netherlands|Philippines|Czech Republic|United Arab Emirates)\b")
_USB = re.compile(r"\busb(?:[ -][a-c]\b)?", re.I)
_COMPOUND = re.compile(r"^[A-Z][a-z]+-[a-z]+\b")
_TWICE = re.compile(r"\b([a-z]+) \1\b")
_COATED = re.compile(r"\bcoating (inner pot)\b")
_MEASURES = ("length", "width", "height", "depth")
_LONGEST = 90  # characters of a value that a list may hold
_LISTED = 60  # characters from which on a list is cut
_UNITS = {
    "h": ("hour", "hours"),
    "day": ("day", "days"),
    "min": ("minute", "minutes"),
    "month": ("month", "months"),
    "year": ("year", "years"),
    "in": ("inch", "inches"),
    "℃": ("℃", "℃"),
    "%": ("%", "%"),
}


@dataclass(frozen=True)
class Piece:
    """A fact and its wordings; a wording that there is none of is an empty tuple."""

    fact: Fact
    group: str
    label: str
    value: str
    adj: str = ""
    with_: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    pred: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()


def piece(fact: Fact, subject: Subject) -> Piece | None:
    """The wordings of a fact about a product; None where English has no words for it. A no is in a plan only where somebody asks."""
    value = value_of(fact)
    if value is None or (fact.value is not False and value.lower() in never()) or not _fitting(fact, subject):
        return None
    label = label_of(fact)
    if fact.value is False:
        return _no(fact, label, subject)
    if fact.value is True or re.match(r"yes\b", value, re.I):
        return _yes(fact, label, label, subject)
    if fact.name == "feature" and not _long(value) and (values_of(value) or plural(value)):
        return _yes(fact, label, value, subject)
    if counted := _counted(fact, label, value, subject):
        return counted
    if value == "1" and plural(label):
        return None
    known = _words(fact, subject.family)
    if not known and label and value.lower().endswith(f" {label}"):  # printing: mono printing
        return Piece(fact, "figures", label, value, with_=(value,), pred=(f"{_have(subject)} {value}",))
    if fact.name == "count" and value == "1":
        return None
    if not known and (re.search(r"\d|^\w$", label) or (value == "1" and counts(label))):
        return None
    if fact.name == "compatibility" and _long(value):
        return Piece(fact, "who", label, _few(value), pred=(f"{'work' if subject.plural else 'works'} with {_few(value)}",))
    if _long(value) or not known or _own(known, subject):
        return Piece(fact, "figures", label, _few(value)) if len(value) <= _LONGEST or value != _few(value) else None
    return _worded(fact, label, value, known, subject)


def _nouns(name: str, parts: list[str]) -> str:
    """Several values as what a product has: a floral print and stripes."""
    if name == "sleeve":
        return _sleeves(parts)
    return listed(said) if all(said := [noun_of(name, part) for part in parts]) else ""


def _sleeves(parts: list[str]) -> str:
    """Several kinds of sleeves: balloon and long sleeves."""
    bare = [re.sub(r"[ -]?sleeves?$", "", part) for part in parts]
    if all(before != after for before, after in zip(parts, bare, strict=True)):
        return f"{listed(bare)} sleeves"
    return listed([noun for part in parts if (noun := noun_of("sleeve", part))])


_THINGS = re.compile(r"^(?:number of )?(.+?)(?: quantity)?$")
_IN_EACH = re.compile(r"^(\w+s) per (\w+)$")


def _counted(fact: Fact, label: str, value: str, subject: Subject) -> Piece | None:
    """How many of its parts a thing has, where the record's name says of what: "HDMI ports quantity" of 2 is two HDMI ports."""
    if not re.fullmatch(r"\d{1,5}", value.replace(",", "")) or fact.unit or fact.name == "count":
        return None
    if _IN_EACH.fullmatch(label):
        return Piece(fact, "figures", label, value, with_=(f"{value} {label}",), pred=(f"{_have(subject)} {value} {label}",))
    thing = _THINGS.fullmatch(label)
    parts = thing[1] if thing else ""
    if not plural(parts) or not (label.startswith("number of ") or label.endswith(" quantity") or counts(parts)) or " of " in parts:
        return None
    number = float(value.replace(",", ""))
    if number == 1 and parts.startswith(("processor", "piece")):
        return None
    said = article(parts.removesuffix("s")) if number == 1 else f"{value} {parts}"
    return Piece(fact, "figures", label, value, with_=(said,), pred=(f"{_have(subject)} {said}",))


def _worded(fact: Fact, label: str, value: str, known: Mapping[str, Any], subject: Subject) -> Piece:
    group, benefits, value = known["group"], _benefits(fact, subject), value.removeprefix("for ")
    value = value.removesuffix(" style") if fact.name == "style" else value
    short = len(value.split()) <= 3 and not re.search(r"[,;:/()\d%]", value)
    adj = adjective_of(fact.name, value) if known.get("adj") and short else ""
    if (fact.record == "title" or fact.record.startswith("keywords[")) and fact.name in ("ingredient", "taste", "scent"):
        return Piece(fact, "named", label, value, adj)  # "lemon soap" need not contain lemon: it is said as the title says it
    if fact.name == "material" and (said := composition(value)):
        verb = "are" if subject.plural else "is"
        return Piece(fact, group, label, value, pred=(f"{verb} made of {said}",), benefits=benefits)
    if fact.name == "colour" and value in _MANY:
        return Piece(fact, group, label, value, "multicoloured", pred=(f"{'are' if subject.plural else 'is'} multicoloured",))
    if is_adjective(fact.name, value):
        return Piece(fact, group, label, value, value, (), (), (f"{'are' if subject.plural else 'is'} {value}",), (), benefits)
    slots = {**subject.slots(), **_values(fact, value)}

    def made(way: str) -> tuple[str, ...]:
        return tuple(_once(text) for each in known.get(way, ()) if (text := fill(each, slots, subject.plural)))

    if fact.name == "thickness" and not re.search(r"\d", value):
        return Piece(fact, group, label, value, pred=(f"{'are' if subject.plural else 'is'} {value}",), benefits=benefits)
    if group == "size" and fact.name in _MEASURES and not re.search(r"\d", value):
        return Piece(fact, group, label, value, pred=(f"{'are' if subject.plural else 'is'} {value} in {label}",), benefits=benefits)

    return Piece(fact, group, label, value, adj, made("with"), made("after"), made("pred"), made("say"), benefits)


_MANY = ("colorful", "colourful", "multicolor", "multicolour", "multicolored", "multicoloured", "multi-color", "multi-colored",
         "multi")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?) ?% ?(.+)")


def composition(value: str) -> str:
    """Shares of fibres in brackets behind the name of the fabric; of a thing of two fabrics each by itself; "" where there are no shares.
    A blend without the fibre that it is named after is left unnamed."""
    parts = [part.strip() for part in re.split(r",\s*| and ", value) if part.strip()]
    shares = [(float(share[1]), share[2]) for part in parts if (share := _SHARE.fullmatch(part))]
    fibres = {fibre for _, fibre in shares}
    names = [part for part in parts if not _SHARE.fullmatch(part) and not part.endswith(("blend", "knitwear")) and part not in fibres]
    plated = [part for part in parts if part.endswith("plated")]
    if plated and len(plated) < len(parts):
        return f"{listed([part for part in parts if part not in plated])} ({listed(plated)})"
    if not shares or (len(shares) == len(parts) and sum(share for share, _ in shares) <= 100):
        return ""
    fabrics: list[list[str]] = [[]]
    total = 0.0
    for amount, fibre in shares:
        if total + amount > 100 and fabrics[-1]:
            fabrics.append([])
            total = 0.0
        total += amount
        fabrics[-1].append(f"{amount:g}% {fibre}")
    if len(fabrics) > 1:
        return f"{('two', 'three', 'several')[min(len(fabrics) - 2, 2)]} fabrics ({'; '.join(listed(fabric) for fabric in fabrics)})"
    said = ", ".join(fabrics[0])
    return f"{listed(names)} ({said})" if names else listed(fabrics[0])


def _once(text: str) -> str:
    """A text in which no word follows itself: a value may end with the word that its frame goes on with ("non-stick coating")."""
    return _COATED.sub(r"\1", _TWICE.sub(r"\1", text))


_CUT_OF = {
    "fit": "top knit dress bottom onepiece outer sleep swim under",
    "neckline": "top knit dress onepiece outer sleep swim under",
    "sleeve": "top knit dress onepiece outer sleep swim",
    "waist": "bottom dress onepiece swim sleep outer under",
    "garment_length": "top knit dress bottom outer onepiece sleep",
}


def _fitting(fact: Fact, subject: Subject) -> bool:
    """Whether such goods can have such a fact: tags give a cap a neckline."""
    if fact.name in ("scent", "taste") and subject.family in ("clothes", "shoes", "bags", "jewellery"):
        return False
    kinds = _CUT_OF.get(fact.name)
    share = _SHARE.fullmatch(fact.text("en")) if fact.name == "material" else None
    if share and not any(each.kind == "material" for each in find_values(share[2].lower())):
        return False  # 100% French
    if kinds is None or subject.good.kind == "any":
        return kinds is None or subject.family not in ("shoes", "bags", "jewellery")
    return subject.good.family == "clothes" and subject.good.kind in (*kinds.split(), "set")


_PARTS_AND_GOODS = ("processor", "battery")  # goods that are parts of others


def _own(known: Mapping[str, Any], subject: Subject) -> bool:
    """Whether the words would say that a processor has a processor."""
    said = " ".join((*known.get("pred", ()), *known.get("with", ())))
    named = [noun for noun in (subject.noun, *_PARTS_AND_GOODS) if noun and (noun == subject.noun or noun in subject.name.lower())]
    return any(re.search(rf"\b{re.escape(noun)}\b", said) for noun in named)


def _few(value: str) -> str:
    """The first three of a long list."""
    parts = [part.strip() for part in re.split(r",\s*|;\s*|\s/\s|\n|\\n", value) if part.strip()]
    return value if len(value) <= _LISTED or len(parts) < 4 else f"{', '.join(parts[:3])} and others"


def label_of(fact: Fact) -> str:
    """The name of a fact as it stands inside a sentence."""
    label = _MARKS.sub("", fact.label.en or ("" if has_cjk(fact.name) else fact.name)).strip()
    label = _INITIALS.sub(lambda match: match[1] if _initials(match[1]).endswith(match[2].lower()) else match[0], label)
    for raw, said in _RAW:
        label = raw.sub(said, label)
    label = re.sub(r"^(.*\w) ([12])$", lambda match: f"{('first', 'second')[int(match[2]) - 1]} {match[1]}", label)
    return " ".join(_label_word(word) for word in label.split())


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.lower().split())


def _label_word(word: str) -> str:
    if word.upper() in words(_LABELS, "capitals", "acronyms"):
        return word.upper()
    return word if _PROPER.search(word) or _kept(word) else word.lower()


def value_of(fact: Fact) -> str | None:
    """The value as it stands inside a sentence: its own words, small letters where they are no names; None without English words."""
    if isinstance(fact.value, bool):
        return "yes" if fact.value else "no"
    if isinstance(fact.value, float | int):
        return _number(float(fact.value), fact.unit)
    text = _WHOLE_NUMBER.sub(r"\1", fact.value.en or _translated(fact))
    return None if not text else _capitals(_running(f"{text} {fact.unit}".strip(" ,;"), fact))


def _capitals(text: str) -> str:
    """V-neck, A-line: letters that are shapes are capitals."""
    text = _THE.sub(r"the \1", text)
    text = _USB.sub(lambda match: match[0].upper(), text)
    return _FEASTS.sub(lambda match: match[0].capitalize(), _SHAPES.sub(lambda match: match[0].upper(), text))


def _number(value: float, unit: str) -> str:
    one, many = _UNITS.get(unit, (unit, unit))
    figure = f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
    figure = figure if abs(value) >= 10_000 else figure.replace(",", "")
    return f"{figure}{'' if unit in ('%',) else ' '}{one if value == 1 else many}".strip()


def _translated(fact: Fact) -> str:
    assert isinstance(fact.value, Localized)
    meanings = [m for m in values_of(fact.value.zh) if m[0] == fact.name] or list(values_of(fact.value.zh))
    words = spoken(*meanings[0], "en") if meanings else ()
    return words[0] if words else "" if has_cjk(fact.value.zh) else fact.value.zh


def _running(text: str, fact: Fact) -> str:
    """Small letters for words that begin with a capital only because they are a value."""
    text = re.sub(r",(?=[^\s\d])", ", ", re.sub(r",?\s*(?:\\n|\n)+", ", ", text))
    text = _COMPOUND.sub(lambda match: match[0].lower(), text)  # "Built-in GPS"
    if len(text) == 1 or {fact.name, attribute(fact.name)} & words(_LABELS, "capitals", "names"):
        return text
    if text.upper() in words(_LABELS, "capitals", "acronyms"):
        return text.upper()
    if all(values_of(part.strip()) for part in text.split(", ")) or fact.record == "tags":
        return " ".join(w if _kept(w) or _CODE.search(w) else w.lower() for w in text.split())
    lowered = fact.name.replace(" ", "_") in words(_LABELS, "capitals", "lowered") or fact.record == "title"
    if len(re.findall(r"\b[A-Z]", text)) > 1 and not lowered:
        return text
    return " ".join(w if _PROPER.search(w) or _kept(w) else w.lower() for w in text.split())



def _kept(word: str) -> bool:
    """Whether a word keeps its capitals: a name, an acronym."""
    if word in ("L", "K", "W", "V"):  # units
        return True
    return word.strip(",.") in words(_LABELS, "capitals", "acronyms") or word.lower().strip(",.") in words(_LABELS, "capitals", "kept")


def _values(fact: Fact, value: str) -> dict[str, str]:
    """The forms of a value that templates ask for."""
    value = _AGES.get(value, value) if fact.name == "age" else value
    parts = [part.strip() for part in re.split(r",\s+|、|;\s*", value) if part.strip()]
    parts = [part for part in parts if part not in _MANY] if fact.name == "colour" and len(parts) > 1 else parts
    value = listed(parts) if 1 < len(parts) < 5 and all(len(part.split()) < 4 for part in parts) else value
    plain = _ASIDE.sub("", value)
    return {
        "brief_v": plain,
        "a_brief_v": with_article(plain),
        "short_v": short[1] if (short := _SHORT.search(value)) else plain,
        "a_short_v": with_article(short[1] if short else plain),
        "cells_v": value if _CELLS.match(value) else "",
        "fields_v": listed([f"{part.strip()}s" if not part.strip().endswith("s") else part.strip() for part in value.split("/")]),
        "purpose_v": value if "/" not in value else listed([f"{part.strip()}s" for part in value.split("/")]),
        "use_v": value if value.endswith("ing") else f"{value} use",
        "socket_v": re.sub(r"^socket ", "", plain, flags=re.I),
        "print_v": re.sub(r" printing$", "", plain),
        "v": value,
        "a_v": with_article(value),
        "and_v": listed(parts) if parts else value,
        "n_v": _nouns(fact.name, parts) if len(parts) > 1 else noun_of(fact.name, value),
        "for_v": _capitals(occasion_of(", ".join(parts))),
    }


_ASIDE = re.compile(r"\s*\([^)]*\)")
_SHORT = re.compile(r"\(([A-Z]{2,5})\)")  # the letters that a long name is known by: Polyvinyl chloride (PVC)
_CELLS = re.compile(r"(?:AAA?|9V|C|D|CR\d+)$")


def _long(value: str) -> bool:
    return len(value.split()) > 9 or bool(re.search(r"[.;!?]\s", value)) or _FINISHED.search(value) is not None


def _yes(fact: Fact, label: str, said: str, subject: Subject) -> Piece | None:
    """A property that a product has: "foldable" is what it is, "night light" what it has."""
    if not said or said in ("colour", "size", "material"):
        return None
    benefits = tuple(b for kind, value in values_of(said) if kind == "feature" for b in _benefit("feature", value, subject))
    if (not said.endswith(" included") and _is_adjective(said)) or (
        fact.name == "feature" and values_of(said) and _last(said) not in words(_LABELS, "property", "had")
    ):
        adj = said if len(said.split()) < 3 else ""
        return Piece(fact, "does", label, said, adj, (), (), (f"{'are' if subject.plural else 'is'} {said}",), (), benefits)
    if (does := said.split(" ", 1))[0].lower() in words(_LABELS, "property", "verbs"):
        verb = does[0].lower().removesuffix("s") if subject.plural else does[0].lower()
        return Piece(fact, "does", label, said, pred=(" ".join((verb, *does[1:])),), benefits=benefits)
    if said.startswith("no "):
        return Piece(fact, "does", label, said, pred=(f"{_have(subject)} {said}",), benefits=benefits)
    if said.endswith((" compliance", " compatibility")) or said == "plug-and-play" or said.startswith("easy to "):
        said = said.replace(" compliance", " compliant").replace(" compatibility", " compatible")
        return Piece(fact, "does", label, said, pred=(f"{'are' if subject.plural else 'is'} {said}",), benefits=benefits)
    included = said.endswith(" included")
    thing = said.removesuffix(" included").removeprefix("with ")
    noun = thing if plural(thing) or _last(thing) in words(_LABELS, "property", "uncounted") or _bare_ing(thing) else article(thing)
    pred = f"{_have(subject)} {noun}{' in the box' if included else ''}"
    return Piece(fact, "does", label, said, "", () if included else (noun,), (), (pred,), (), benefits)


def _bare_ing(thing: str) -> bool:
    """Whether a name in -ing takes no article: heating, not coating."""
    return thing.endswith("ing") and re.search(r"(?:^|[ -])(?:coating|ring|lining|housing)$", thing) is None


def _no(fact: Fact, label: str, subject: Subject) -> Piece:
    """A property that a product has not: "is not waterproof", "has no night light"."""
    has_not = f"{_have(subject)} no {label.removeprefix('with ')}"
    return Piece(fact, "not", label, "no", pred=(f"{'are' if subject.plural else 'is'} not {label}" if _is_adjective(label) else has_not,))


def _is_adjective(label: str) -> bool:
    last = _last(label)
    return last.endswith(tuple(words(_LABELS, "property", "adjective"))) and last not in words(_LABELS, "property", "noun")


def _last(label: str) -> str:
    return re.split(r"[ -]", label.lower())[-1]


def _have(subject: Subject) -> str:
    return "have" if subject.plural else "has"


def _benefits(fact: Fact, subject: Subject) -> tuple[str, ...]:
    """What follows from a fact whose name means just the attribute."""
    if not isinstance(fact.value, Localized):
        return ()
    known = [m for text in fact.value.all for m in values_of(text) if m[0] in (fact.name, "feature", "connectivity")]
    return tuple(dict.fromkeys(b for kind, value in known for b in _benefit(kind, value, subject)))


def _benefit(kind: str, value: str, subject: Subject) -> tuple[str, ...]:
    said = table(_BENEFITS)
    keys = [f"{kind}:{each}" for each in (value, *sorted(broader(kind, value)))]
    found = next((each for key in keys for each in (said.get(f"{key}:{subject.family}"), said.get(key)) if each), ())
    return tuple(text for each in found if (text := fill(each, subject.slots(), subject.plural)))


_WORKED = re.compile(r"(?:knit|crochet|sequins?|lace|mesh|embroidery|fringe)$")
_SET = re.compile(r"^(?:rhinestone|crystal|pearl|bead|sequin)s?$")  # what is set on a thing that is of something else
_AMOUNT = re.compile(r"\d\s?(?:g|kg|ml|l|cm|mm|in|oz)\b", re.I)


@lru_cache(20_000)
def _section(name: str, label: str, value: str, family: str) -> Mapping[str, Any]:
    """The words for a fact: by the record's own name first, then by the attribute where the name means just that."""
    sections = table(_FACTS)
    if name.endswith(" choices"):
        name = "size choices" if name.endswith("size choices") else name
        return dict(sections[name if name in sections and not _AMOUNT.search(value) else "choices"])
    if name == "material" and family in ("clothes", "shoes", "bags", "general") and _SET.search(value):
        return dict(sections["material_set"])
    if name == "material" and (kind := "worked" if _WORKED.search(value) else "plated" if value.endswith("plated") else ""):
        return dict(sections[f"material_{kind}"])
    by_name = _by_name()
    key = by_name.get(label) or by_name.get(name)
    if key is None and name in sections and "names" not in sections[name]:
        plain = sections[name].get("plain", "")
        key = name if not plain or label in ("", name) or label in [each.strip() for each in plain.split(",")] else None
    return {} if key is None else {**sections[key], **sections.get(f"{key}:{family}", {})}


def _words(fact: Fact, family: str) -> Mapping[str, Any]:
    found = _section(fact.name, plain_name(fact.label.en), value_of(fact) or "", family)
    return {} if isinstance(fact.value, float) and not fact.unit and "names" not in found else found


@cache
def _by_name() -> dict[str, str]:
    return {name.strip(): key for key, section in table(_FACTS).items() for name in section.get("names", "").split(",") if name.strip()}
