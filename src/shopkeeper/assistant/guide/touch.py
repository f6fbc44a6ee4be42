"""What a shopper does to the brief with a finger instead of words: conditions that are taken out or put in, products to be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...shop import Language
from .brief import Brief
from .cards import Cards
from .conditions import Condition
from .words import listed, say


@dataclass(frozen=True, slots=True)
class Touch:
    """`remove` are chips of the brief (see `Brief.remove`), `add` conditions such as `color=red`, `compare` ids of products."""

    remove: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()

    def apply(self, brief: Brief) -> None:
        """Changes a brief. `InvalidQuery` for a condition that is none."""
        for chip in self.remove:
            brief.remove(chip)
        for each in self.add:
            brief.require(Condition.of(each))


def worded(touch: Touch, labels: Mapping[str, str], titles: Sequence[str], cards: Cards, language: Language) -> str:
    """What is done, as the shopper would have said it. `labels` are those of the chips as they stand, `titles` of the products."""
    if titles:
        return say("said_compare", language, what=listed(titles, language, "and"))
    if touch.add:
        wanted = [cards.words(Condition.of(each), language) for each in touch.add]
        return say("said_instead", language, what=listed(wanted, language, "and"))
    return say("said_without", language, what=listed([labels.get(each, each) for each in touch.remove], language, "and"))
