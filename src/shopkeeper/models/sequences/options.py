"""What a sequence model is made of, and the options that suit it. Standard library only: doors read them without torch."""

from __future__ import annotations

from dataclasses import dataclass

from ..training.options import TrainOptions

DEFAULTS = TrainOptions(epochs=12.0, batch_size=256, lr=3e-3, weight_decay=0.01, warmup=0.06)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How large the network is: `width` of an item's vector, `layers`, `heads`, `inner` width of the feed-forward part; how many items
    it reads (`context`, the newest); the share of its numbers that is dropped while it learns."""

    width: int = 64
    layers: int = 2
    heads: int = 2
    inner: int = 128
    context: int = 50
    dropout: float = 0.5
