"""How large a language model is made, and how it is trained where nothing else is asked for. Standard library only.

Embeddings are shared with the output; vocabularies are small, so that most weights are in the layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ..training.options import TrainOptions

Size = Literal["tiny", "small", "base"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The vocabulary that the tokenizer is learnt with, what `Shape` takes beside it, the options of training."""

    vocabulary: int
    shape: dict[str, Any]
    options: TrainOptions


PLANS: dict[Size, Plan] = {
    # 5.0, 16.9 and 88.1 million weights
    "tiny": Plan(8192, {"width": 256, "layers": 4, "heads": 4, "kv_heads": 2, "inner": 704, "context": 256},
                 TrainOptions(epochs=3, batch_size=8, lr=8e-3, weight_decay=0.1, warmup=0.05)),
    "small": Plan(8192, {"width": 384, "layers": 8, "heads": 6, "kv_heads": 2, "inner": 1152, "context": 512},
                  TrainOptions(epochs=4, batch_size=8, lr=5e-3, weight_decay=0.1, warmup=0.05)),
    "base": Plan(16384, {"width": 768, "layers": 12, "heads": 12, "kv_heads": 4, "inner": 2048, "context": 1024},
                 TrainOptions(epochs=4, batch_size=32, lr=3e-3, weight_decay=0.1, warmup=0.05)),
}

CONTINUED = TrainOptions(epochs=1, batch_size=8, lr=1e-4, weight_decay=0.01, warmup=0.05)  # all weights of a model that knows much
LORA = TrainOptions(epochs=2, batch_size=8, lr=5e-4, weight_decay=0.0, warmup=0.05)
COPY = TrainOptions(epochs=1, batch_size=16, lr=6e-4, weight_decay=0.01, warmup=0.05)  # of facts to copy, by a small model
CONTEXT = 512  # tokens of a block when a model is trained on


def defaults(size: Size, base: str | None, lora: bool) -> TrainOptions:
    """The options of a training, before any is given."""
    return PLANS[size].options if base is None else LORA if lora else CONTINUED
