"""From facts to copy: two ways to learn it from the same pairs, an encoder-decoder and a decoder, so that they can be compared.

The encoder-decoder reads the facts whole and writes while looking at them (Vaswani et al. 2017); the decoder goes on with the facts as
with any text. Both are asked for the copy alone: the loss counts its tokens and its end, given the facts. Needs torch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from ..training.device import autocast
from ..training.loop import Indices
from ..transformer import Llama, Seq2Seq, Shape, fresh, padding_mask
from .pairs import Facts, Pair, prompt

AT_ONCE = 16  # pairs whose losses are added up before the network learns from them
ALIKE = 4  # of them, of about one length, that go through it together: little padding


def network(kind: str, shape: Shape, seed: int = 0) -> Llama | Seq2Seq:
    """A "decoder" of this shape, or an "encoder-decoder" of about as many weights: half the layers read, half write."""
    torch.manual_seed(seed)
    if kind == "decoder":
        return Llama(shape)
    return Seq2Seq(Shape(shape.vocabulary, shape.width, max(1, shape.layers // 2), shape.heads, shape.kv_heads, shape.inner, shape.context))


class Copies:
    """A `Lesson`: each example is a pair. What is longer than `context`, facts and copy each, is cut."""

    at_once = AT_ONCE

    def __init__(self, pairs: Sequence[Pair], tokenizer: Tokenizer, end: int, context: int, device: torch.device) -> None:
        def ids(texts: list[str]) -> list[list[int]]:
            return [each.ids[: context // 2 - 1] for each in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

        self.end, self.device, self._pairs = end, device, pairs
        self._facts, self._copies = ids([prompt(pair.facts, pair.title) for pair in pairs]), ids([pair.copy for pair in pairs])

    def __len__(self) -> int:
        return len(self._pairs)

    def weigh(self, examples: Indices) -> int:
        """Tokens of the copies, and their ends."""
        return sum(len(self._copies[i]) + 1 for i in examples.tolist())

    def loss(self, model: nn.Module, examples: Indices) -> Tensor:
        """Cross entropy of the copies given the facts, in nats."""
        by_length = sorted(examples.tolist(), key=lambda i: len(self._facts[i]) + len(self._copies[i]))
        return torch.stack([self._loss(model, by_length[i : i + ALIKE]) for i in range(0, len(by_length), ALIKE)]).sum()

    def _loss(self, model: nn.Module, examples: list[int]) -> Tensor:
        facts, copies = ([rows[i] for i in examples] for rows in (self._facts, self._copies))
        logits, wanted = (_read_then_write if _is_seq2seq(model) else _go_on)(model, facts, copies, self.end, self.device)
        return F.cross_entropy(logits.float(), wanted, reduction="sum")

    def bits_per_byte(self, model: nn.Module) -> float:
        """What the copies cost, given the facts, by their bytes and one for each end."""
        return self._cost(model) / math.log(2) / sum(len(pair.copy.encode()) + 1 for pair in self._pairs)

    def nats_per_token(self, model: nn.Module) -> float:
        """The mean loss of a token of the copies."""
        return self._cost(model) / self.weigh(np.arange(len(self)))

    def _cost(self, model: nn.Module) -> float:
        model.eval()
        total = 0.0
        with torch.no_grad(), autocast(self.device):
            for start in range(0, len(self), AT_ONCE):
                total += float(self.loss(model, np.arange(start, min(start + AT_ONCE, len(self)))))
        return total


def write(model: Llama | Seq2Seq, facts: Facts, tokenizer: Tokenizer, end: int, limit: int = 200) -> tuple[str, int]:
    """The copy that the model finds likeliest, token by token, and how many tokens it wrote; `limit` at most."""
    given = tokenizer.encode(prompt(facts), add_special_tokens=False).ids
    model.eval()
    with torch.no_grad():
        if isinstance(model, Seq2Seq):
            mask = padding_mask(torch.tensor([len(given)]), len(given))
            memory, past, next = model.encode(torch.tensor([given]), mask), fresh(model.shape), [end]
            written = _greedy(lambda ids: model(ids, memory, mask, past).logits, next, end, limit)
        else:
            past = fresh(model.shape)
            written = _greedy(lambda ids: model(ids, past=past).logits, [end, *given], end, limit)
    return tokenizer.decode(written), len(written)


def _greedy(logits: Any, ids: list[int], end: int, limit: int) -> list[int]:
    written: list[int] = []
    while len(written) < limit:
        token = int(logits(torch.tensor([ids]))[0, -1].argmax())
        if token == end:
            break
        written.append(token)
        ids = [token]
    return written


def _is_seq2seq(model: nn.Module) -> bool:
    return isinstance(model, Seq2Seq)


def _read_then_write(
    model: Any, facts: list[list[int]], copies: list[list[int]], end: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    source, target = _padded(facts, end, device), _padded([[end, *copy, end] for copy in copies], end, device)
    mask = padding_mask(torch.tensor([len(row) for row in facts], device=device), source.shape[1])
    logits = model(target[:, :-1], model.encode(source, mask), mask).logits
    asked = padding_mask(torch.tensor([len(copy) + 1 for copy in copies], device=device), target.shape[1] - 1)[:, 0, 0]
    return logits[asked], target[:, 1:][asked]


def _go_on(model: Any, facts: list[list[int]], copies: list[list[int]], end: int, device: torch.device) -> tuple[Tensor, Tensor]:
    rows = _padded([[end, *given, *copy, end] for given, copy in zip(facts, copies, strict=True)], end, device)
    places = torch.arange(rows.shape[1] - 1, device=device)
    first = torch.tensor([len(given) for given in facts], device=device)[:, None]
    last = first + torch.tensor([len(copy) for copy in copies], device=device)[:, None]
    asked = (places >= first) & (places <= last)
    return model(rows[:, :-1]).logits[asked], rows[:, 1:][asked]


def _padded(rows: list[list[int]], end: int, device: torch.device) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[end] * (longest - len(row))] for row in rows], device=device)
