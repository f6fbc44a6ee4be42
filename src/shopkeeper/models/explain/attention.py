"""Attention of a whole network in one map. Attention tells where a network takes its information from, not why it answers as it
does (Jain & Wallace 2019: other weights can give the same answer); for that see `attributions`."""

from __future__ import annotations

import numpy as np

from .replay import Floats


def rollout(attention: Floats) -> Floats:
    """How much of each token's vector at the end comes from each token at the start, float[tokens, tokens], rows sum to 1.

    Every layer mixes by the mean of its heads and, past them, hands on what it got: half and half, multiplied from the first
    layer to the last (Abnar & Zuidema 2020). `attention` is float[layers, heads, tokens, tokens]."""
    flow = np.eye(attention.shape[-1], dtype=np.float32)
    for mixed in attention.mean(axis=1):
        flow = (mixed + np.eye(len(flow), dtype=np.float32)) / 2 @ flow
    return flow
