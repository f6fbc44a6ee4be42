"""A small network that learns to classify on two processor cores in minutes: convolutions over tokens beside a table of n-grams.

Two readers of the same tokens, each with a loss of its own; the logits of a text are the sum of theirs, which is right more often
than either.

- Convolutions of a few widths over token vectors, of which the greatest and the scaled sum over the text are kept (Kim 2014): what
  stands near what, for tokens that are alike too.
- A weight for each hashed run of one, two or three tokens, summed and divided by the square root of their number (Joulin et al. 2017;
  hashing: Weinberger et al. 2009): exact phrases, which a linear model on character n-grams lives on.

The model is of Hugging Face's layout and kind, so the same trainer fits it as any encoder. Needs the extra `[train]`; its ONNX graph
does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModelForSequenceClassification, PretrainedConfig, PreTrainedModel
from transformers.utils import ModelOutput

KIND = "shopkeeper-convolution"
_RUNS = ((0, (1,)), (7, (36313, 27191)), (11, (52361, 36313, 27191)))  # what is added, and the factor of each token of a run
_STEP = 16.0  # of a weight in the table: Adam moves it so much faster than the others
PADDED = 2  # tokens that hold nothing, behind every text, so that the longest run and convolution fit


class ConvolutionConfig(PretrainedConfig):
    """`dimensions` of a token's vector, `filters` for each of the `widths`, `buckets` of the table; shares of vectors, tokens and kept
    values that are dropped while it learns."""

    model_type = KIND
    keys_to_ignore_at_inference = ["parts"]  # noqa: RUF012  the trainer adds a list to it

    def __init__(
        self, vocab_size: int = 1000, dimensions: int = 192, filters: int = 128, widths: Sequence[int] = (2, 3, 4), buckets: int = 1 << 18,
        drop: float = 0.5, drop_vectors: float = 0.2, drop_tokens: float = 0.1, pad_token_id: int = 0, unk_token_id: int = 1, **more: Any,
    ) -> None:
        self.vocab_size, self.dimensions, self.filters, self.widths, self.buckets = vocab_size, dimensions, filters, list(widths), buckets
        self.drop, self.drop_vectors, self.drop_tokens, self.unk_token_id = drop, drop_vectors, drop_tokens, unk_token_id
        super().__init__(pad_token_id=pad_token_id, **more)


@dataclass
class Said(ModelOutput):
    """`logits` [texts, labels] and the two that they are the sum of."""

    logits: Tensor | None = None
    parts: tuple[Tensor, Tensor] | None = None


class Convolution(PreTrainedModel):
    """The network; see the module."""

    config_class = ConvolutionConfig
    base_model_prefix = "convolution"

    def __init__(self, config: ConvolutionConfig) -> None:
        super().__init__(config)
        size, kept = config.dimensions, 2 * config.filters * len(config.widths)
        self.words = nn.Embedding(config.vocab_size, size, padding_idx=config.pad_token_id)
        self.convolutions = nn.ModuleList(nn.Conv1d(size, config.filters, width, padding=width // 2) for width in config.widths)
        self.head = nn.Linear(kept, config.num_labels)
        self.runs = nn.Embedding(config.buckets, config.num_labels)
        self.bias = nn.Parameter(torch.zeros(config.num_labels))
        self.post_init()

    def _init_weights(self, module: nn.Module) -> None:
        if module is self.words:
            nn.init.normal_(self.words.weight, 0, 0.1)
        elif module is self.runs:
            nn.init.zeros_(self.runs.weight)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor | None = None) -> Said:
        """Logits of int64[texts, tokens]; `labels` are for the trainer alone."""
        ids = nn.functional.pad(input_ids, (0, PADDED), value=self.config.pad_token_id)
        mask = nn.functional.pad(attention_mask, (0, PADDED)).float()
        parts = self._near(ids, mask), self._runs(ids, mask)
        return Said(logits=parts[0] + parts[1], parts=parts)

    def _near(self, ids: Tensor, mask: Tensor) -> Tensor:
        config = self.config
        if self.training:
            ids = torch.where(torch.rand_like(mask) < config.drop_tokens, config.unk_token_id, ids)
        vectors = self._dropped(self.words(ids) * mask.unsqueeze(-1), config.drop_vectors).transpose(1, 2)
        root, kept = mask.sum(1, keepdim=True).clamp(min=1).sqrt(), []
        for convolution in self.convolutions:
            found = torch.relu(convolution(vectors))[:, :, : ids.shape[1]] * mask.unsqueeze(1)
            kept += [found.amax(2), found.sum(2) / root]
        return self.head(self._dropped(torch.cat(kept, 1), config.drop))

    def _runs(self, ids: Tensor, mask: Tensor) -> Tensor:
        places, there = [], []
        for added, factors in _RUNS:
            last = ids.shape[1] - len(factors) + 1
            hashed = sum(ids[:, i : i + last] * factor for i, factor in enumerate(factors))
            places.append((hashed + added) % self.config.buckets)
            there.append(mask[:, len(factors) - 1 :])
        present = torch.cat(there, 1)
        weights = self.runs(torch.cat(places, 1)) * present.unsqueeze(-1)
        return _STEP * weights.sum(1) / present.sum(1, keepdim=True).clamp(min=1).sqrt() + self.bias

    def _dropped(self, values: Tensor, share: float) -> Tensor:
        return nn.functional.dropout(values, share, self.training)


def losses_of(outputs: Any) -> tuple[Tensor, ...]:
    """The logits that have a loss of their own: of this network its two readers', of any other its only ones."""
    return outputs.parts if isinstance(outputs, Said) and outputs.parts else (outputs.logits,)


AutoConfig.register(KIND, ConvolutionConfig)
AutoModelForSequenceClassification.register(ConvolutionConfig, Convolution)
