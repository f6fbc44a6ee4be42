"""What the guide is able to do, made once for a shop."""

from __future__ import annotations

from .brief import Brief
from .cards import Cards
from .found import GuideDesk, Names
from .pool import Finder
from .reading import Reader
from .shelf import Shelf
from .superlative import Extremes


class Skills:
    """The parts of a guide by their names."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk, self.shelf, self.names = desk, Shelf(desk.store), Names(desk.fields)
        self.finder = Finder(desk, self.shelf)
        self.reader, self.cards = Reader(desk, self.finder, self.names), Cards(self.shelf, self.names)
        self.extremes = Extremes(self.finder, self.shelf)


def settled(brief: Brief) -> list[str]:
    """The fields of which a brief says all that need be known."""
    conditions = (each.field for each in brief.holds if each.field != "category")
    return [*brief.settled, *conditions, *(each.field for each in brief.leanings)]
