"""What a text states of a product: values read out of an English title, values that the vocabulary knows, quantities in base units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...text.attributes import Said, attribute, find_values, name_of
from ...text.units import Quantity, find_quantities
from .extractor import Extracted

# Words without which a value of the kind is something else: 开放式 of a wardrobe is no way to wear it.
_WITH = {
    "wearing": re.compile("耳|眼镜|手表|ear|head|glasses|watch", re.I),
    "bed_size": re.compile("床|被|毯|垫|枕|四件套|bed|duvet|sheet|quilt|mattress|blanket", re.I),
    "heel": re.compile("鞋|靴|跟|shoe|boot|sandal|heel|pump|sneaker|loafer", re.I),
}
_FOODS = frozenset("粉驼米咖桔")  # rather a food or an animal than a colour, where they stand alone


@dataclass(frozen=True, slots=True)
class Stated:
    """What `text` states: `learnt` out of an English title, `known` to the vocabulary of both languages, `quantities`."""

    text: str
    learnt: tuple[Extracted, ...]
    known: tuple[Said, ...]
    quantities: tuple[Quantity, ...]

    def to_dict(self) -> dict[str, Any]:
        """`{text, learnt, vocabulary: [{attribute, value, text, span}], quantities: [{text, value, unit, dimension, base, count, span}]}`,
        `base` being the amount in the base unit of the dimension."""
        vocabulary = [
            {"attribute": each.kind, "value": each.value, "text": self.text[each.start : each.end], "span": [each.start, each.end]}
            for each in self.known
        ]
        return {"text": self.text, "learnt": [each.to_dict() for each in self.learnt], "vocabulary": vocabulary,
                "quantities": [_quantity(each, self.text) for each in self.quantities]}  # fmt: skip


def stated(text: str, learnt: Sequence[Extracted] = ()) -> Stated:
    """What a text states; of `learnt`, what was read out of it, that which the vocabulary does not know better."""
    said = find_values(text)
    known = [each for each in said if _is_told(each, text)]
    return Stated(text, tuple(_surest(_apart(learnt, said))), tuple(known), tuple(find_quantities(text)))


def _is_told(said: Said, text: str) -> bool:
    """Whether a value is of an attribute that has a name and fits the text."""
    wanted = _WITH.get(said.kind)
    word = text[said.start : said.end]
    return name_of(said.kind, "zh") != said.kind and (wanted is None or wanted.search(text) is not None) and not (
        said.kind == "colour" and word in _FOODS
    )


def _apart(learnt: Sequence[Extracted], said: Sequence[Said]) -> list[Extracted]:
    """Those that do not stand in words that the vocabulary knows, at more length or as something else: "Cow" of "Cow Print" is no brand."""
    out = []
    for each in learnt:
        beside = [known for known in said if known.start < each.end and each.start < known.end]
        of_it = [known for known in beside if known.kind == attribute(each.name)]
        if not beside or (of_it and not any(known.end - known.start > each.end - each.start for known in of_it)):
            out.append(each)
    return out


def _surest(learnt: Sequence[Extracted]) -> list[Extracted]:
    """One of each attribute, whatever it is called (Brand, Brand Name), and one attribute of the same words: the surest, in the order of
    the text."""
    best: dict[str, Extracted] = {}
    for each in sorted(learnt, key=lambda each: -each.sure):
        if not any(other.start < each.end and each.start < other.end for other in best.values()):
            best.setdefault(attribute(each.name) or each.name, each)
    return sorted(best.values(), key=lambda each: each.start)


def _quantity(each: Quantity, text: str) -> dict[str, Any]:
    return {"text": text[each.start : each.end], "value": each.value, "unit": each.unit, "dimension": each.dimension,
            "base": each.base, "count": each.count, "span": [each.start, each.end]}  # fmt: skip
