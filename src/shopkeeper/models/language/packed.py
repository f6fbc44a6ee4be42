"""Documents as a stream of tokens, cut into blocks of one length: nothing is padded, and no token looks into another document.

Needs torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from ..training.loop import Indices
from ..transformer import document_mask

Tokens = npt.NDArray[np.uint32]

AT_ONCE = 2048  # tokens that go through the network together: what they need stays in a processor's cache
ON_GPU = 16  # times as many there
_BATCH = 1000  # documents


def stream(tokenizer: Tokenizer, documents: Sequence[str], end: int, seed: int | None = None) -> Tokens:
    """All documents in one row, in an order drawn by `seed` (None: as they are), the token `end` before each and after the last."""
    order = range(len(documents)) if seed is None else np.random.default_rng(seed).permutation(len(documents)).tolist()
    rows = [np.array([end], np.uint32)]
    for start in range(0, len(documents), _BATCH):
        chunk = [documents[i] for i in order[start : start + _BATCH]]
        encoded = tokenizer.encode_batch_fast(chunk, add_special_tokens=False)
        rows.append(np.array([id for encoding in encoded for id in (*encoding.ids, end)], np.uint32))
    return np.concatenate(rows)


class Packed:
    """A `Lesson`: each example is a block of `context` tokens, each of which predicts the one after it."""

    def __init__(self, tokens: Tokens, context: int, end: int, device: torch.device) -> None:
        self.context, self.end, self.device = min(context, len(tokens) - 1), end, device
        self.at_once = max(1, AT_ONCE * (ON_GPU if device.type == "cuda" else 1) // self.context)
        self._tokens = tokens

    def __len__(self) -> int:
        return (len(self._tokens) - 1) // self.context

    def weigh(self, examples: Indices) -> int:
        """Every token but the last of a block predicts one."""
        return len(examples) * self.context

    def loss(self, model: nn.Module, examples: Indices) -> Tensor:
        """Next-token cross entropy: the sum of -ln p(token | the tokens of its document before it), in nats."""
        ids = self._blocks(examples)
        given, wanted = ids[:, :-1], ids[:, 1:]
        logits: Any = model(given, document_mask((given == self.end).cumsum(1))).logits
        return F.cross_entropy(logits.flatten(0, 1).float(), wanted.flatten(), reduction="sum")

    def _blocks(self, examples: Indices) -> Tensor:
        places = examples[:, None] * self.context + np.arange(self.context + 1)
        return torch.from_numpy(self._tokens[places].astype(np.int64)).to(self.device)


def mean_loss(model: nn.Module, lesson: Packed) -> float:
    """Nats a token over all blocks of a lesson, by a model that does not learn from them."""
    model.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(lesson), lesson.at_once):
            total += float(lesson.loss(model, np.arange(start, min(start + lesson.at_once, len(lesson)))))
    return total / lesson.weigh(np.arange(len(lesson)))
