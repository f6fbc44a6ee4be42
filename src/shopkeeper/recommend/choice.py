"""How the simple sources look at a shop: chosen by what its own shoppers did, kept, and taken up by what serves.

`suited.chosen` looks for the way that foresees best what shoppers did last in the events that are known. Whether that makes the front
page's list better is asked of the newest events, which it has not seen (see `held`): it is used where the whole 95 % interval of the
difference in nDCG@10 to the usual way is above 0, and no longer than it is not worse than that.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from ..evaluation import Difference, Interval, compare, mean
from ..models.active import Active
from ..models.card import Card, Data
from ..models.versions import CONFIG, Versions
from ..shop import InvalidFile
from .held import Held, gains, ranks
from .history import History
from .sources.basket import Basket
from .sources.people import People
from .sources.protocol import Source
from .sources.repeat import Repeat
from .sources.sequence import Kernel, Sequence
from .sources.served import Served
from .sources.trend import Trend
from .suited import USUAL, chosen

CAPABILITY = "recommend-sources"
Progress = Callable[[str, int, int], None]


_USUALLY = Kernel()


@dataclass(frozen=True, slots=True)
class Choice:
    """How sequences are looked at, and the weight of alike people beside them; the usual one, as it stands."""

    kernel: Kernel = _USUALLY
    people: float = USUAL

    def sequence(self, history: History) -> Sequence:
        """The source of sequences."""
        return Sequence(history, self.kernel)

    def alike_people(self, history: History) -> People:
        """The source of alike people, believed as much as was chosen."""
        return People(history, self.people / USUAL)

    def served(self, history: History) -> Served:
        """What the front page shows by them and by the other sources that need a history alone."""
        return Served(history, _together(history, self.sequence(history), self.alike_people(history)))

    def to_dict(self) -> dict[str, float]:
        """As JSON values."""
        return {**asdict(self.kernel), "people": self.people}


USUALLY = Choice()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, nDCG@10 of the front page's list with it (`ours`) and in the usual way on so many shoppers, the difference, and that
    to the choice which was in use before (None: there was none), which is `withdrawn` where it is worse than the usual way."""

    version: str
    active: bool
    choice: Choice
    asked: int
    ours: Interval
    usual: Interval
    difference: Difference
    against: Difference | None
    withdrawn: bool

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "version": self.version, "active": self.active, "choice": self.choice.to_dict(), "asked": self.asked,
            "ndcg@10": self.ours.to_dict(), "usual": self.usual.to_dict(), "difference": self.difference.to_dict(),
            "withdrawn": self.withdrawn, "against": self.against.to_dict() if self.against else None,
        }  # fmt: skip


def load(folder: Path) -> Choice:
    """The choice that a model folder holds; `InvalidFile` where it is none."""
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        return Choice(Kernel(float(config["fades"]), float(config["lately"])), float(config["people"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidFile(f"{folder}: not the folder of a choice of sources ({CONFIG}): {error}") from error


def in_use(versions: Versions) -> Active[Choice, Choice]:
    """The choice that is in use, the usual way where none is; looked up at each call."""
    return Active(versions, load, USUALLY)


def choose(data: Data, held: Held, versions: Versions, progress: Progress | None = None) -> Chosen:
    """Chooses by what is known, adds the version, and puts in use what serves best by what is held out: this, the one before, or none."""
    start = monotonic()
    choice, before = Choice(*chosen(held.history)), _before(versions)
    found = {each: gains(ranks(each.served(held.history), held)).tolist() for each in {choice, USUALLY, before or USUALLY}}
    if progress:
        progress("what shoppers came to next: by the front page", len(held.cases), len(held.cases))
    difference = compare(found[choice], found[USUALLY])
    against = compare(found[choice], found[before]) if before else None
    active = difference.low > 0 and (against is None or against.not_worse)
    withdrawn = not active and before is not None and not compare(found[before], found[USUALLY]).not_worse
    ours, usual = mean(found[choice]), mean(found[USUALLY])
    card = Card(
        "Choice of sources", "How sequences are looked at and how far alike people are believed, for the recommendations of this shop.",
        data, {"ndcg@10": ours, "ndcg@10 usual": usual, "ndcg@10 difference": difference},
        f"{len(held.cases):,} shoppers' next new product, among all products", choice.to_dict(), monotonic() - start,
        limits=["Of use in this shop alone."],
    )
    version = versions.add(lambda folder: _write(folder, choice), card=card)
    if active:
        versions.promote(version.name)
    elif withdrawn:
        versions.withdraw()
    return Chosen(version.name, active, choice, len(held.cases), ours, usual, difference, against, withdrawn)


def _together(history: History, sequence: Source, people: Source) -> list[Source]:
    return [sequence, people, Basket(history), Trend(history), Repeat(history)]


def _before(versions: Versions) -> Choice | None:
    try:
        return load(versions.get(versions.active).folder) if versions.active else None
    except InvalidFile:  # a file that is broken serves nobody
        return None


def _write(folder: Path, choice: Choice) -> None:
    made = datetime.now(UTC).replace(microsecond=0).isoformat()
    config = {"capability": CAPABILITY, "kind": "choice", "made": made, **choice.to_dict()}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")
