"""From what happened in a shop to the recommendations that serve it: the simple sources and a network are compared on events held out,
and the network is used where it beats them.

Every source learns from the same events and is asked about the same shoppers (see `held`). The network is in use where the list with it
is better than the best without it, with the whole 95 % interval of the paired difference above 0; it then learns once more from all
events, those held out too. Where it is not, the network in use before stays as long as it is not worse than the best without it on what
came after all that it learnt; else none is in use. How the simple sources themselves look at the shop is chosen on the way, see `choice`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation import Difference, Interval, compare, mean
from ..models.active import Active
from ..models.card import Card, Data, fingerprint
from ..models.sequences.options import DEFAULTS, Recipe
from ..models.sequences.reader import SequenceReader
from ..models.split import held_out
from ..models.training.options import TrainOptions
from ..models.versions import Versions
from ..shop import InvalidFile, InvalidQuery
from ..store.protocol import Store
from .choice import Chosen, choose
from .held import CUT, Held, gains, held_by_time, held_last, ranks
from .history import History
from .ledger import Every
from .sources.learned import Learned
from .sources.protocol import Rows, Source
from .task import MODELS, mixed, read_sequences

if TYPE_CHECKING:
    from ..models.sequences.train import Made
    from ..models.training.loop import Run

CAPABILITY = "recommender"
HERE = "the shop's events"
LEARNED, NETWORK = "learned", "network alone"
FEWEST = 20  # shoppers to ask about
LOOKED = 10  # one in so many sequences is looked at, without its last item, while the network learns
MOST_LOOKED = 2000  # of them
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """How a source does on the shoppers asked about: nDCG and hit rate at 10."""

    ndcg: Interval
    hits: Interval

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"ndcg@10": self.ndcg.to_dict(), "hr@10": self.hits.to_dict()}


@dataclass(frozen=True, slots=True)
class Trained:
    """What was compared, on how many shoppers, best first; how much higher the nDCG@10 with the network is than that of the `best` without
    it, and than that of the version that was in use, on the shoppers whom it had not learnt (None: there were none). `older` is how much
    higher that of the version in use is than that of the best without it, on the same shoppers; `withdrawn` whether it is in use no
    more. `sources` is how the simple sources look at the shop from now on (None: that was not asked)."""

    version: str
    active: bool
    sequences: int
    asked: int
    figures: Mapping[str, Figures]
    best: str
    difference: Difference
    against: Difference | None
    older: Difference | None = None
    withdrawn: bool = False
    sources: Chosen | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "version": self.version, "active": self.active, "sequences": self.sequences, "asked": self.asked, "best": self.best,
            "sources": {name: each.to_dict() for name, each in self.figures.items()}, "difference": self.difference.to_dict(),
            "against": self.against.to_dict() if self.against else None, "older": self.older.to_dict() if self.older else None,
            "withdrawn": self.withdrawn, "looked": self.sources.to_dict() if self.sources else None,
        }


@dataclass(frozen=True, slots=True)
class Events:
    """What is learnt from: everybody's deeds, what they are called, whether their moments are known; `origin` is what config.json keeps
    of where they can be read again."""

    history: History
    source: str = HERE
    timed: bool = True
    origin: Mapping[str, Any] | None = None

    @property
    def data(self) -> Data:
        """The sequences."""
        found = sequences(self.history.every())
        products = self.history.products
        return Data(fingerprint(" ".join(products.ids(each.tolist())) for each in found), len(found), [self.source])


def origin_of(path: Path | None) -> dict[str, Any]:
    """What a model keeps of where its events are; without a file they are the shop's own."""
    return {"file": str(path.resolve()) if path else ""}


def events_of(store: Store, origin: Mapping[str, Any]) -> Events:
    """The events as they are now; `InvalidFile` when their file is gone or is no file of sequences."""
    if not origin["file"]:
        return Events(History.read(store), origin=origin)
    return Events(History.of_sequences(read_sequences(Path(origin["file"]))), origin["file"], timed=False, origin=origin)


def sequences(every: Every) -> list[NDArray[np.int64]]:
    """The products that each user met, oldest first, each once in a row; users who met one alone are left out."""
    items = every.deeds["item"].astype(np.int64)
    new = np.ones(len(items), bool)
    new[1:] = (np.diff(every.users) != 0) | (np.diff(items) != 0)
    users, items = every.users[new], items[new]
    parts = np.split(items, np.flatnonzero(np.diff(users)) + 1)
    return [each for each in parts if len(each) > 1]


def in_use(versions: Versions) -> Active[SequenceReader, None]:
    """The network that is in use, None where none is; looked up at each call."""
    return Active(versions, SequenceReader, None)


def train(
    events: Events, versions: Versions, *, sources: Versions | None = None, given: Mapping[str, Any] | None = None,
    recipe: Recipe = Recipe(), progress: Progress | None = None,
) -> Trained:
    """Compares, adds the version, and puts it in use where it is better. `sources` are the versions of how the simple sources look at the
    shop, where that is to be chosen too; `given` options of training in place of the defaults.
    Whoever calls again after a kill goes on where it stopped. `InvalidFile` when too little happened."""
    held = held_by_time(events.history) if events.timed else held_last(events.history)
    if len(held.cases) < FEWEST:
        raise InvalidFile(f"{events.source}: expected {FEWEST} shoppers or more who came back and met a new product, got {len(held.cases)}")
    options, work = DEFAULTS.given(**(given or {})), versions.folder
    found = {name: _ranks(name, build(held.history), held, progress) for name, build in MODELS.items()}
    best = _best(found)
    looked = choose(events.data, held, sources, progress) if sources else None
    with tempfile.TemporaryDirectory() as scratch:
        model = Path(scratch)
        runs = [_learnt(held.history, recipe, options, work, model, progress, looked=True)]
        found |= _with_network(SequenceReader(model), held, progress)
        difference = compare(gains(found[LEARNED]).tolist(), gains(found[best]).tolist())
        against, older = _against(versions, held, found[LEARNED], found[best])
        active = difference.low > 0 and (against is None or against.not_worse)
        if active:
            runs.append(_learnt(events.history, recipe, runs[0].options, work, model, progress))
        until = events.history.every().deeds["at"].max() if active else held.now.timestamp() * 1e6
        about = {"origin": dict(events.origin or {}), "timed": events.timed, "until": int(until)}
        card = _card(events, held, found, best, difference, runs, recipe)
        version = versions.add(lambda folder: _move(model, folder), card=card, about=about)
    withdrawn = not active and older is not None and not older.not_worse
    if active:
        versions.promote(version.name)
    elif withdrawn:
        versions.withdraw()
    for run in runs:
        run.clear()
    return Trained(version.name, active, runs[0].sequences, len(held.cases), _figures(found), best, difference, against, older, withdrawn,
                   looked)


def _learnt(
    history: History, recipe: Recipe, options: TrainOptions, work: Path, folder: Path, progress: Progress | None, looked: bool = False,
) -> Made:
    """Trains a network on a history and writes it to `folder`. With `looked` the last items of some sequences are not learnt: settings
    are chosen by them."""
    try:
        from ..models.sequences.train import train as train_network
    except ModuleNotFoundError as error:
        raise InvalidQuery(f"training needs {error.name}: pip install 'shopkeeper[train]'") from None
    every, numbers = _renumbered(sequences(history.every()))
    aside = [each for place, each in enumerate(every) if looked and held_out(str(place), LOOKED) and len(each) > 2]
    learn = [each[:-1] if looked and held_out(str(place), LOOKED) and len(each) > 2 else each for place, each in enumerate(every)]
    made = train_network(learn, len(numbers), recipe, options, work, held=aside[:MOST_LOOKED], tell=_telling(progress))
    made.write(history.products.ids(numbers.tolist()), folder)
    return made


def _renumbered(found: Sequence[NDArray[np.int64]]) -> tuple[list[NDArray[np.int64]], NDArray[np.int64]]:
    """The sequences in numbers of those products alone that occur in them, and which these are."""
    numbers, items = np.unique(np.concatenate(found), return_inverse=True) if found else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    return np.split(items.astype(np.int64), np.cumsum([len(each) for each in found])[:-1]), numbers


def _with_network(reader: SequenceReader, held: Held, progress: Progress | None) -> dict[str, Rows]:
    """The ranks by the network alone and with the neighbours."""
    neighbours = mixed(held.history)
    alone, both = Learned(held.history, lambda: reader), Learned(held.history, lambda: reader, neighbours)
    return {NETWORK: _ranks(NETWORK, alone, held, progress), LEARNED: _ranks(LEARNED, both, held, progress)}


def _against(versions: Versions, held: Held, ours: Rows, simple: Rows) -> tuple[Difference | None, Difference | None]:
    """How much higher nDCG@10 is than with the version in use, on what came after all that it learnt, and how much higher that of the
    version in use is than without a network; None where nothing can be said."""
    config = versions.get(versions.active).config if versions.active else {}
    later = [place for place, case in enumerate(held.cases) if config.get("timed") and case.at > config["until"]]
    if len(later) < FEWEST:
        return None, None
    old = SequenceReader(versions.get(versions.active or "").folder)
    source = Learned(held.history, lambda: old, mixed(held.history))
    theirs = ranks(source, replace(held, cases=[held.cases[i] for i in later]))
    of_ours, of_theirs, of_simple = (gains(each).tolist() for each in (ours[later], theirs, simple[later]))
    return compare(of_ours, of_theirs), compare(of_theirs, of_simple)


def _ranks(name: str, source: Source, held: Held, progress: Progress | None) -> Rows:
    found = ranks(source, held)
    if progress:
        progress(f"what shoppers came to next: by {name}", len(held.cases), len(held.cases))
    return found


def _best(found: Mapping[str, Rows]) -> str:
    return max(found, key=lambda name: float(gains(found[name]).mean()))


def _figures(found: Mapping[str, Rows]) -> dict[str, Figures]:
    shown = sorted(found, key=lambda name: -float(gains(found[name]).mean()))
    return {name: Figures(mean(gains(found[name]).tolist()), mean((found[name] < CUT).astype(float).tolist())) for name in shown}


def _move(made: Path, folder: Path) -> None:
    for path in made.iterdir():
        shutil.move(path, folder / path.name)


def _telling(progress: Progress | None) -> Callable[[Run], None] | None:
    return (lambda run: progress(f"training: {run}", len(run.points), run.steps)) if progress else None


def _card(
    events: Events, held: Held, found: Mapping[str, Rows], best: str, difference: Difference, runs: Sequence[Made], recipe: Recipe,
) -> Card:
    metrics: dict[str, float | Interval] = {}
    for name, each in _figures(found).items():
        metrics |= {f"ndcg@10 {name}": each.ndcg, f"hr@10 {name}": each.hits}
    how = "that they met after a moment before which all was known" if events.timed else "that they met last"
    again = len(runs) > 1
    return Card(
        "Recommender", "Says which products a shopper will come to next: a transformer that reads what they met, beside the neighbours in "
        "everybody's sequences.", events.data, {**metrics, f"ndcg@10 {LEARNED} less {best}": difference},
        f"{len(held.cases):,} shoppers' next new product, {how}, among all products", {**runs[0].options.to_dict(), **asdict(recipe)},
        sum(run.run.seconds for run in runs),
        notes=(["It was measured without the events held out and then learnt anew from all of them."] if again
               else ["It learnt without the events held out, and is not in use: the simple sources serve as well or better."]),
        limits=["It knows the products that it learnt from; newer ones are found by the other sources until it is trained again."],
    )
