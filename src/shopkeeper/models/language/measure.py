"""How well a language model knows texts that it has not seen: bits a byte and perplexity, beside an n-gram model and `xz`.

Bits a byte is the cross entropy in bits by the bytes of the text (UTF-8) and so does not depend on a tokenizer; it is also what
the text would take compressed by the model, which makes it comparable with a compressor (Shannon 1948; Delétang et al. 2024). Each
document ends with a token that is predicted too, and counts a byte more for it. Needs torch, but for `xz`.
"""

from __future__ import annotations

import lzma
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from ..training.device import autocast
from .ngram import NGram
from .packed import AT_ONCE, stream

Floats = npt.NDArray[np.float64]
_LARGEST = 1 << 30  # bytes that xz may look back


@dataclass(frozen=True, slots=True)
class Bits:
    """What documents cost: `bits` and `bytes` of each one (the end of it included), `tokens` of all together."""

    bits: Floats
    bytes: Floats
    tokens: int

    @property
    def per_byte(self) -> float:
        """Bits a byte over all documents."""
        return float(self.bits.sum() / self.bytes.sum())

    @property
    def perplexity(self) -> float:
        """2 to the mean bits of a token: comparable only between models with one tokenizer."""
        return float(2 ** (self.bits.sum() / self.tokens))

    @property
    def shares(self) -> Floats:
        """What each document adds to `per_byte`, times the number of documents: their mean is `per_byte`, so that intervals of
        means are intervals of it."""
        shares: Floats = self.bits / self.bytes.mean()
        return shares


def bits(model: Any, tokenizer: Tokenizer, documents: Sequence[str], end: int, context: int, device: torch.device) -> Bits:
    """What `documents` cost by a decoder; of one that is longer than `context` each token sees at least half as many before it."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch_fast(list(documents), add_special_tokens=False)]
    windows = [(i, start, [end, *ids, end][start : start + context + 1]) for i, ids in enumerate(rows)
               for start in _starts(len(ids) + 1, context)]
    windows.sort(key=lambda window: len(window[2]))  # alike long ones together: little padding
    costs = np.zeros(len(rows))
    model.eval()
    for batch in _batches(windows):
        for (i, start, _), cost in zip(batch, _costs(model, [ids for *_, ids in batch], end, device), strict=True):
            costs[i] += float(cost[_known(start, context) :].sum())
    return Bits(costs / math.log(2), _bytes(documents), sum(len(ids) + 1 for ids in rows))


def bits_of_ngrams(train: Sequence[str], documents: Sequence[str], tokenizer: Tokenizer, end: int) -> Bits:
    """What `documents` cost by a Kneser-Ney 5-gram model of the same tokens, learnt from `train`."""
    model = NGram(stream(tokenizer, train, end), tokenizer.get_vocab_size())
    row = stream(tokenizer, documents, end)
    costs = model.bits(row)
    ends = np.flatnonzero(row == end)
    each = np.add.reduceat(costs, ends[:-1]) if len(ends) > 1 else np.zeros(0)
    return Bits(each, _bytes(documents), len(row) - 1)


def xz_per_byte(train: Sequence[str], documents: Sequence[str]) -> float:
    """Bits a byte of `documents` by `xz -9e` when it has compressed `train` before: what the file grows by. Its dictionary is as large
    as both together, so that it may look back over all of it (plain -9 looks back 64 MiB)."""
    before, after = ("\n".join((*texts, "")).encode() for texts in (train, [*train, *documents]))
    return 8 * (_compressed(after, len(after)) - _compressed(before, len(after))) / (len(after) - len(before))


def _compressed(data: bytes, window: int) -> int:
    size = min(max(window, 1 << 26), _LARGEST)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": size}]
    return len(lzma.compress(data, format=lzma.FORMAT_XZ, filters=filters))


def _bytes(documents: Sequence[str]) -> Floats:
    return np.array([len(text.encode()) + 1 for text in documents], np.float64)


def _starts(predicted: int, context: int) -> range:
    """Where the windows begin that `predicted` tokens are looked at through."""
    half = max(1, context // 2)
    return range(0, max(1, predicted - context + half), half)


def _known(start: int, context: int) -> int:
    """How many predictions of a window the one before it has made already."""
    return context - max(1, context // 2) if start else 0


def _batches(windows: Sequence[Any]) -> list[Sequence[Any]]:
    batches, start = [], 0
    for i in range(1, len(windows) + 1):
        if i == len(windows) or (i + 1 - start) * len(windows[i][2]) > AT_ONCE:
            batches.append(windows[start:i])
            start = i
    return batches


def _costs(model: Any, rows: Sequence[Sequence[int]], end: int, device: torch.device) -> list[Floats]:
    """-ln p of each token of each row but the first."""
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[end] * (longest - len(row))] for row in rows], device=device)  # what is padded comes after all
    with torch.no_grad(), autocast(device):
        logits = model(ids[:, :-1]).logits
    costs = F.cross_entropy(logits.flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none").view(len(rows), -1)
    return [cost[: len(row) - 1].double().cpu().numpy() for row, cost in zip(rows, costs, strict=True)]
