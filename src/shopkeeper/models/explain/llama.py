"""A language model in the Llama layout, replayed in numpy: every head's attention and the exact probability of every token.

The served model keeps its attention to itself and is rounded to 8 bits; this one reads the weights as they were learnt. The
mathematics of `models.transformer` and its sources, forwards only: RMSNorm, rotary positions, grouped queries, SwiGLU.
Shapes: N tokens, D numbers a token, H heads of d.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile
from ..language.tensors import tensors
from .replay import Floats

Ids = NDArray[np.int64]


class Pass(NamedTuple):
    """What came out: `logits` float[N, vocabulary] for the token after each, `vectors` float[N, D] of the last layer, `attention`
    float[layers, H, N, N]."""

    logits: Floats
    vectors: Floats
    attention: Floats


class Llama:
    """The weights of a Hugging Face folder: config.json and *.safetensors."""

    def __init__(self, folder: Path) -> None:
        try:
            config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
            self._layers, self._heads = int(config["num_hidden_layers"]), int(config["num_attention_heads"])
            self._groups = self._heads // int(config.get("num_key_value_heads") or self._heads)
            self._eps = float(config["rms_norm_eps"])
            self._theta = float((config.get("rope_parameters") or config).get("rope_theta", 10_000.0))
        except (OSError, ValueError, KeyError) as error:
            raise InvalidFile(f"{folder / 'config.json'}: expected the description of a Llama model ({error!r})") from None
        self._weights = {name: np.asarray(weights, np.float32) for name, weights in tensors(folder)}

    def __call__(self, ids: Ids) -> Pass:
        """One text, int[N]."""
        x = self._weights["model.embed_tokens.weight"][ids]
        maps = []
        for layer in range(self._layers):
            name = f"model.layers.{layer}."
            mixed, looked = self._attend(self._norm(x, f"{name}input_layernorm"), f"{name}self_attn.")
            x = x + mixed
            x = x + self._feed(self._norm(x, f"{name}post_attention_layernorm"), f"{name}mlp.")
            maps.append(looked)
        head = self._weights.get("lm_head.weight", self._weights["model.embed_tokens.weight"])  # often one and the same table
        x = self._norm(x, "model.norm")
        return Pass(x @ head.T, x, np.stack(maps))

    def _norm(self, x: Floats, name: str) -> Floats:
        scaled: Floats = x / np.sqrt((x * x).mean(-1, keepdims=True) + self._eps) * self._weights[f"{name}.weight"]
        return scaled

    def _project(self, x: Floats, name: str) -> Floats:
        projected: Floats = x @ self._weights[f"{name}.weight"].T
        return projected

    def _attend(self, x: Floats, name: str) -> tuple[Floats, Floats]:
        """[N, D] and the weights [H, N, N] of softmax(q kT / sqrt(d)), each token looking at itself and those before."""
        q, k, v = (self._split(self._project(x, f"{name}{each}_proj"), each) for each in "qkv")
        scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1]) + np.triu(np.full((len(x), len(x)), -np.inf, np.float32), 1)
        looked = np.exp(scores - scores.max(-1, keepdims=True))
        looked /= looked.sum(-1, keepdims=True)
        mixed = (looked @ v).swapaxes(0, 1).reshape(len(x), -1)
        return self._project(mixed, f"{name}o_proj"), looked.astype(np.float32)

    def _split(self, x: Floats, kind: str) -> Floats:
        """[H, N, d], queries and keys turned by their positions; a key serves a group of queries."""
        count = self._heads if kind == "q" else self._heads // self._groups
        heads = x.reshape(len(x), count, -1).swapaxes(0, 1)
        heads = heads if kind == "v" else self._turn(heads)
        return heads if kind == "q" else np.repeat(heads, self._groups, axis=0)

    def _turn(self, x: Floats) -> Floats:
        half = x.shape[-1] // 2
        angles = np.arange(x.shape[1])[:, None] * self._theta ** -(np.arange(half) / half)
        cos, sin = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
        first, second = x[..., :half], x[..., half:]
        return np.concatenate([first * cos - second * sin, second * cos + first * sin], axis=-1)

    def _feed(self, x: Floats, name: str) -> Floats:
        gate = self._project(x, f"{name}gate_proj")
        return self._project(gate / (1 + np.exp(-gate)) * self._project(x, f"{name}up_proj"), f"{name}down_proj")


@lru_cache(maxsize=1)
def llama(folder: Path) -> Llama:
    """The model of a folder, kept for the next question. A version's folder never changes."""
    return Llama(folder)
