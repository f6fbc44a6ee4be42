"""The network that reads a sequence of items and says which comes next: SASRec (Kang and McAuley 2018) of this house's own layers.

Attention looks back only, so that every place of a sequence is an example. As there, the vectors by which items are read are those
by which they are scored; other than there they have length 1 and the score is a cosine over a learnt temperature, so that the
nearest items are found by the index of vectors that search uses. Positions are rotary: what counts is how long ago an item was.
Needs torch: training only.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..transformer import Shape, Stack, rotary

TEMPERATURE = 0.07  # of the softmax, before it is learnt


class NextItem(nn.Module):
    """Items read in order, the next one scored. `shape.vocabulary` is the number of items, `shape.context` how many are read."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape, self.stack = shape, Stack(shape)
        self.dropout = nn.Dropout(shape.dropout)
        self.sharpness = nn.Parameter(torch.tensor(-math.log(TEMPERATURE)))
        for name, weight in self.named_parameters():
            if weight.ndim == 2:
                added = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(weight, std=shape.width**-0.5 / (math.sqrt(2 * shape.layers) if added else 1.0))

    def items(self) -> Tensor:
        """float[items, D]: the vector of each item, of length 1."""
        return F.normalize(self.stack.embed_tokens.weight, dim=1)

    def read(self, vectors: Tensor) -> Tensor:
        """From the items' vectors float[B, N, D], oldest first: at each place a vector of length 1, near which the next item should be."""
        angles = rotary(vectors.shape[1], self.shape, device=vectors.device)
        x = self.dropout(vectors * math.sqrt(self.shape.width))
        x, _ = self.stack(x, causal=True, angles=angles)
        return F.normalize(x, dim=-1)

    def logits(self, read: Tensor, items: Tensor) -> Tensor:
        """float[n, m] of what was read, float[n, D], against the vectors of m items."""
        return read * self.sharpness.exp() @ items.T
