"""A trained language model on texts that it has not seen, beside what has learnt from the same texts without a network.

Needs the extra `[train]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..training.device import pick
from ..training.options import AUTO
from .layout import Trainable, pretrained
from .measure import Bits, bits, bits_of_ngrams, xz_per_byte


@dataclass(frozen=True, slots=True)
class Standing:
    """What `documents` cost by the model, by 5-grams of its tokens, and by xz (bits a byte)."""

    model: Bits
    ngrams: Bits
    xz: float

    def figures(self) -> dict[str, float]:
        """By the names that cards and reports have."""
        return {"bits_per_byte": self.model.per_byte, "perplexity": self.model.perplexity,
                "bits_per_byte_5gram": self.ngrams.per_byte, "perplexity_5gram": self.ngrams.perplexity, "bits_per_byte_xz": self.xz}


def cost(folder: Path, documents: Sequence[str], device: str = AUTO) -> Bits:
    """What documents cost by the model in a folder."""
    return _cost(pretrained(str(folder)), documents, device)


def standing(folder: Path, train: Sequence[str], documents: Sequence[str], device: str = AUTO) -> Standing:
    """How the model in a folder does on `documents`, beside what learns from `train`."""
    made = pretrained(str(folder))
    return beside(made, _cost(made, documents, device), train, documents)


def beside(made: Trainable, found: Bits, train: Sequence[str], documents: Sequence[str]) -> Standing:
    """What a model was found to cost, beside 5-grams and xz."""
    return Standing(found, bits_of_ngrams(train, documents, made.tokenizer, made.end), xz_per_byte(train, documents))


def _cost(made: Trainable, documents: Sequence[str], device: str) -> Bits:
    there = pick(device)
    return bits(made.model.to(there), made.tokenizer, documents, made.end, made.context, there)
