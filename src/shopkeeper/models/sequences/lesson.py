"""What the network learns of sequences: at each place, which item came next. Needs torch.

The loss is the softmax over all items (full), or where they are many over those of the batch's answers and a few drawn alike for the
whole batch, each logit less the logarithm of the chance that it was drawn (Bengio and Senécal 2008; logQ correction).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from .network import NextItem

Items = NDArray[np.int64]

FULL = 4_096  # items, up to which the softmax is over all of them
DRAWN = 1_024  # items of a sampled softmax: three times as fast as all of 12,000
AT_ONCE = 256  # sequences that go through the network together
GROUPS = 6  # of sequences alike in length, that are padded together
_NONE = -1  # no item


class NextItems:
    """Sequences of item numbers, newest last, cut into stretches of `context` + 1; see `training.loop.Lesson`. The softmax is over
    all items up to `full` of them; with `last` only the last item of each sequence is a next item."""

    at_once = AT_ONCE

    def __init__(
        self, sequences: Sequence[Items], items: int, context: int, device: Any, full: int = FULL, last: bool = False,
    ) -> None:
        parts = (stretches(each[-context - 1 :] if last else each, context) for each in sequences)
        self.stretches, self._last = [stretch for part in parts for stretch in part], last
        self._items, self._device, self._kind, self._sampled = items, device, torch.device(device).type, items > full
        counts = np.bincount(np.concatenate(self.stretches), minlength=items) if self.stretches else np.zeros(items)
        self._share = torch.tensor((counts + 1) ** 0.75 / ((counts + 1) ** 0.75).sum(), dtype=torch.float32, device=device)

    def __len__(self) -> int:
        return len(self.stretches)

    def weigh(self, examples: Items) -> int:
        """How many next items these stretches hold."""
        return sum(1 if self._last else len(self.stretches[i]) - 1 for i in examples.tolist())

    def loss(self, model: NextItem, examples: Items) -> Tensor:
        """The summed cross entropy of all next items of these stretches, in nats."""
        with torch.autocast(self._kind, enabled=False):  # numbers so small are multiplied as fast in float32, and cosines keep their digits
            return self._loss(model, [self.stretches[i] for i in examples.tolist()])

    def _loss(self, model: NextItem, known: Sequence[Items]) -> Tensor:
        items = model.items()
        parts = [_read(model, items, padded(rows, self._device), self._last) for rows in alike(known)]
        read, answers = (torch.cat(part) for part in zip(*parts, strict=True))
        return self._sampled_loss(model, read, answers, items) if self._sampled else _cross_entropy(model.logits(read, items), answers)

    def _sampled_loss(self, model: NextItem, read: Tensor, answers: Tensor, items: Tensor) -> Tensor:
        drawn = torch.multinomial(self._share, min(DRAWN, self._items), replacement=True)
        chance = (self._share * len(drawn)).log()
        wrong = model.logits(read, items[drawn]) - chance[drawn]
        wrong[drawn == answers[:, None]] = -torch.inf
        right = (read * items[answers]).sum(1) * model.sharpness.exp()
        every = torch.logaddexp(right, wrong.float().logsumexp(1))
        return (every - right).sum()


def stretches(items: Items, context: int) -> list[Items]:
    """A sequence cut from its end into parts of at most `context` next items, each beginning with the last item of the one before."""
    ends = range(len(items), 1, -context)
    return [items[max(0, end - context - 1) : end] for end in ends]


def alike(rows: Sequence[Items], parts: int = GROUPS) -> list[list[Items]]:
    """The rows in `parts` of about as many items, the shortest together: little is padded so."""
    ordered = sorted(rows, key=len)
    part = np.cumsum([len(row) for row in ordered]) * parts // (sum(map(len, rows)) + 1)
    return [[ordered[i] for i in np.flatnonzero(part == each)] for each in np.unique(part)]


def padded(rows: Sequence[Items], device: Any) -> Tensor:
    """int64[n, longest]: the rows, each filled up behind its end with -1."""
    longest = max(map(len, rows))
    table = np.full((len(rows), longest), _NONE, np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return torch.from_numpy(table).to(device)


def _read(model: NextItem, items: Tensor, rows: Tensor, last: bool) -> tuple[Tensor, Tensor]:
    """What was read before each next item of the rows (or only the last one), float[n, D], and those next items, int[n]."""
    given, wanted = rows[:, :-1], rows[:, 1:]
    there = wanted >= 0
    if last:
        there &= F.pad(wanted[:, 1:], (0, 1), value=_NONE) == _NONE
    return model.read(items[given.clamp(min=0)])[there], wanted[there]


def _cross_entropy(logits: Tensor, answers: Tensor) -> Tensor:
    return F.cross_entropy(logits.float(), answers, reduction="sum")
