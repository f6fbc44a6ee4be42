"""The mixture of sources that suits a shop: chosen by what its customers did last, which is hidden meanwhile."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from .asked import Asked
from .foresight import Foresight
from .history import History
from .sources.mixed import Mixed
from .sources.people import People
from .sources.protocol import Scored, Source
from .sources.sequence import Kernel
from .sources.sequence import Sequence as SequenceSource

ASKED = 8_000  # customers whose last product is foreseen for the choice
FEWEST = 200  # with fewer customers the usual is as good as a choice
KERNELS = [Kernel(fades, lately) for fades, lately in ((0.8, 0.6), (0.9, 0.6), (0.9, 0.7), (0.95, 0.75))]
WEIGHTS = 0.0, 0.3, 0.6, 1.0  # of alike people beside sequences
USUAL = 0.6


def suited(history: History) -> Source:
    """Sequences and alike people, mixed as foresees the last product of this history's customers best (nDCG@10)."""
    kernel, weight = chosen(history)
    return blended(SequenceSource(history, kernel), People(history), weight)


def chosen(history: History) -> tuple[Kernel, float]:
    """How sequences are looked at, and the weight of alike people."""
    trial = Foresight.of(_sequences(history), most=ASKED)
    if len(trial.hidden) < FEWEST:
        return Kernel(), USUAL
    sources = {kernel: SequenceSource(trial.history, kernel) for kernel in KERNELS}
    kernel = max(KERNELS, key=lambda each: _gain(trial, sources[each]))
    sequence, people = _Remembered(sources[kernel]), _Remembered(People(trial.history))
    return kernel, max(WEIGHTS, key=lambda weight: _gain(trial, blended(sequence, people, weight)))


def blended(sequence: Source, people: Source, weight: float) -> Source:
    """Sequences with alike people of a weight."""
    return Mixed([(sequence, 1.0), *([(people, weight)] if weight else [])])


def _gain(trial: Foresight, source: Source) -> float:
    return float(np.mean(trial.ask(source).gains(10)))


def _sequences(history: History) -> list[tuple[str, list[str]]]:
    """What each user did, each product by its id, oldest first."""
    every = history.every()
    items = history.products.ids(every.deeds["item"].tolist())
    pairs = zip(every.users.tolist(), items, strict=True)
    return [(str(user), [item for _, item in done]) for user, done in groupby(pairs, key=lambda pair: pair[0])]


class _Remembered:
    """A source that is asked the same again."""

    def __init__(self, source: Source) -> None:
        self.name, self._source = source.name, source
        self._answers: dict[tuple[str | None, int], Scored] = {}

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`."""
        key = asked.customer, n
        if key not in self._answers:
            self._answers[key] = self._source.candidates(asked, n)
        return self._answers[key]
