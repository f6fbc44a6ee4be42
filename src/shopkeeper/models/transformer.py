"""The transformer, in one sitting: attention, positions, a decoder in the Llama layout, an encoder-decoder.

Sources: attention, heads, sinusoidal positions and the encoder-decoder are Vaswani et al. 2017 (Attention Is All You Need);
rotary positions Su et al. 2021 (RoFormer); the norm before each part Xiong et al. 2020; RMSNorm Zhang and Sennrich 2019; SwiGLU
Shazeer 2020; grouped queries Ainslie et al. 2023; all of them in one decoder: Llama, Touvron et al. 2023. Initial weights as
in GPT-2 (Radford et al. 2019).

Shapes: B texts, N tokens of which queries are made, M tokens that are looked at, D = `Shape.width`, H heads of d = D / H numbers.
A mask is bool and True where a token may be looked at; it must broadcast to [B, H, N, M]. Parameters have the names of Hugging
Face's LlamaForCausalLM, so that weights load there as they are. Needs torch: training only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a transformer is. `kv_heads` keys and values are shared by `heads` queries; `inner` is the width of the
    feed-forward part; `context` the longest text in tokens; `theta` the base of the rotary wavelengths; `eps` of the norms;
    `dropout` the share of what a layer adds to x that is dropped while it learns."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    kv_heads: int
    inner: int
    context: int = 1024
    theta: float = 10_000.0
    eps: float = 1e-5
    dropout: float = 0.0

    @property
    def head(self) -> int:
        """How many numbers a head has."""
        return self.width // self.heads

    def to_config(self) -> dict[str, Any]:
        """What config.json of a Hugging Face Llama says of the sizes."""
        return {
            "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": self.vocabulary, "hidden_size": self.width,
            "num_hidden_layers": self.layers, "num_attention_heads": self.heads, "num_key_value_heads": self.kv_heads,
            "head_dim": self.head, "intermediate_size": self.inner, "max_position_embeddings": self.context, "rope_theta": self.theta,
            "rms_norm_eps": self.eps, "hidden_act": "silu", "tie_word_embeddings": True, "attention_bias": False, "mlp_bias": False,
        }


def causal_mask(n: int, m: int, device: Any = None) -> Tensor:
    """bool[N, M]: the last of N queries sees all M tokens, each one before it a token less; nobody sees what comes later."""
    return torch.ones(n, m, dtype=torch.bool, device=device).tril(m - n)


def padding_mask(lengths: Tensor, m: int) -> Tensor:
    """bool[B, 1, 1, M] from int[B]: only the first `lengths` tokens of each text may be looked at."""
    return (torch.arange(m, device=lengths.device) < lengths[:, None])[:, None, None]


def document_mask(documents: Tensor) -> Tensor:
    """bool[B, 1, N, N] from int[B, N], the number of the document that a token is of: each sees what came before in its own."""
    same = documents[:, :, None] == documents[:, None, :]
    return (same & causal_mask(same.shape[1], same.shape[2], same.device))[:, None]


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None, causal: bool = False) -> tuple[Tensor, Tensor]:
    """softmax(q kT / sqrt(d)) v, and the weights (Vaswani et al. 2017, equation 1).

    q [..., N, d], k [..., M, d], v [..., M, e] give [..., N, e] and weights [..., N, M], each row of which sums to 1, or to 0
    where nothing may be looked at. Of `mask` and `causal` one at most.
    """
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        mask = causal_mask(q.shape[-2], k.shape[-2], q.device)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)  # a row that sees nothing came out of the softmax as nan
    return weights @ v, weights


def sinusoidal(n: int, width: int) -> Tensor:
    """float[N, D]: sin(p / 10000^(2i/D)) at 2i and the cosine at 2i+1 for position p (Vaswani et al. 2017, section 3.5)."""
    rates = torch.exp(torch.arange(0, width, 2) * (-math.log(10_000.0) / width))
    angles = torch.arange(n)[:, None] * rates
    return torch.stack((angles.sin(), angles.cos()), -1).flatten(1)


def rotary(n: int, shape: Shape, start: int = 0, device: Any = None) -> tuple[Tensor, Tensor]:
    """Cosines and sines, float[N, d] each, of the angles p * theta^(-2i/d) of positions from `start` on (Su et al. 2021)."""
    rates = shape.theta ** -(torch.arange(0, shape.head, 2, dtype=torch.float32, device=device) / shape.head)
    angles = torch.arange(start, start + n, dtype=torch.float32, device=device)[:, None] * rates
    angles = torch.cat((angles, angles), -1)  # number i turns with i + d/2, the order that Llama's weights are stored in
    return angles.cos(), angles.sin()


def turn(x: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
    """x [..., N, d] with each pair of numbers turned by the angle of its position: q.k then depends on the distance alone."""
    cos, sin = (part.to(x.dtype) for part in angles)
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat((-second, first), -1) * sin


class Past:
    """Keys and values that an attention has computed already, so that a text is read once while it is written."""

    keys: Tensor | None = None
    values: Tensor | None = None

    def grow(self, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """All keys and values so far, these at the end."""
        if self.keys is not None and self.values is not None:
            keys, values = torch.cat((self.keys, keys), 2), torch.cat((self.values, values), 2)
        self.keys, self.values = keys, values
        return keys, values


class Attention(nn.Module):
    """Multi-head attention with grouped queries: of a text on itself, or on `memory`, another text."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.head, self.groups = shape.head, shape.heads // shape.kv_heads
        self.q_proj = nn.Linear(shape.width, shape.heads * shape.head, bias=False)
        self.k_proj = nn.Linear(shape.width, shape.kv_heads * shape.head, bias=False)
        self.v_proj = nn.Linear(shape.width, shape.kv_heads * shape.head, bias=False)
        self.o_proj = nn.Linear(shape.heads * shape.head, shape.width, bias=False)

    def forward(
        self, x: Tensor, memory: Tensor | None = None, *, mask: Tensor | None = None, causal: bool = False,
        angles: tuple[Tensor, Tensor] | None = None, past: Past | None = None, weights: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """[B, N, D] from x [B, N, D] and memory [B, M, D]; with `weights` also what each head looked at, [B, H, N, M].

        Without them torch's fused kernel computes the same without ever holding the N x M weights.
        """
        q = self._heads(self.q_proj(x))
        q = turn(q, angles) if angles else q
        if memory is not None and past and past.keys is not None and past.values is not None:
            k, v = past.keys, past.values  # the other text does not grow
        else:
            k, v = (self._heads(project(x if memory is None else memory)) for project in (self.k_proj, self.v_proj))
            k = turn(k, angles) if angles else k
            k, v = past.grow(k, v) if past else (k, v)
        k, v = k.repeat_interleave(self.groups, 1), v.repeat_interleave(self.groups, 1)
        if weights:
            mixed, seen = attention(q, k, v, mask, causal)
        else:
            mixed, seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal), None
        return self.o_proj(mixed.transpose(1, 2).flatten(2)), seen

    def _heads(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (-1, self.head)).transpose(1, 2)


class RMSNorm(nn.Module):
    """x / sqrt(mean(x^2) + eps), times a learnt weight (Zhang and Sennrich 2019)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(shape.width))
        self.eps = shape.eps

    def forward(self, x: Tensor) -> Tensor:
        """[..., D] to [..., D]."""
        if torch.onnx.is_in_onnx_export():  # it knows no operator for it
            return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight
        return F.rms_norm(x, self.weight.shape, self.weight, self.eps)


class SwiGLU(nn.Module):
    """down(silu(gate x) * up x): the feed-forward part (Shazeer 2020)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(shape.width, shape.inner, bias=False)
        self.up_proj = nn.Linear(shape.width, shape.inner, bias=False)
        self.down_proj = nn.Linear(shape.inner, shape.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """[..., D] to [..., D]."""
        out: Tensor = self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))
        return out


class Layer(nn.Module):
    """Attention on itself, then (with `cross`) on another text, then feed-forward: each adds to x what it makes of norm(x)."""

    def __init__(self, shape: Shape, cross: bool = False) -> None:
        super().__init__()
        self.input_layernorm, self.self_attn = RMSNorm(shape), Attention(shape)
        if cross:
            self.cross_layernorm, self.cross_attn = RMSNorm(shape), Attention(shape)
        self.post_attention_layernorm, self.mlp = RMSNorm(shape), SwiGLU(shape)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(
        self, x: Tensor, memory: Tensor | None = None, *, memory_mask: Tensor | None = None, past: tuple[Past, Past] | None = None,
        **own: Any,
    ) -> tuple[Tensor, Tensor | None]:
        """[B, N, D], and the weights of the last attention when `own`, which goes to the first one, asks for `weights`."""
        mixed, seen = self.self_attn(self.input_layernorm(x), past=past[0] if past else None, **own)
        x = x + self.dropout(mixed)
        if memory is not None:
            mixed, seen = self.cross_attn(self.cross_layernorm(x), memory, mask=memory_mask, past=past[1] if past else None,
                                          weights=own.get("weights", False))
            x = x + self.dropout(mixed)
        return x + self.dropout(self.mlp(self.post_attention_layernorm(x))), seen


Cache = list[tuple[Past, Past]]  # of each layer: of the text on itself, of the text on another


def fresh(shape: Shape) -> Cache:
    """What a model has computed of a text before it has read any of it."""
    return [(Past(), Past()) for _ in range(shape.layers)]


def _start(past: Cache | None) -> int:
    return past[0][0].keys.shape[2] if past and past[0][0].keys is not None else 0


class Output(NamedTuple):
    """Logits float[B, N, vocabulary] of the token that follows each one; weights [B, H, N, M] of each layer when asked for."""

    logits: Tensor
    weights: tuple[Tensor, ...]


class Stack(nn.Module):
    """Token embedding, layers and the last norm: Llama's decoder without its output."""

    def __init__(self, shape: Shape, cross: bool = False) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape, cross) for _ in range(shape.layers))
        self.norm = RMSNorm(shape)

    def forward(self, x: Tensor, past: Cache | None = None, **each: Any) -> tuple[Tensor, tuple[Tensor, ...]]:
        """[B, N, D] of embedded tokens through every layer; `each` goes to all of them."""
        seen = []
        for i, layer in enumerate(self.layers):
            x, weights = layer(x, past=past[i] if past else None, **each)
            seen.append(weights)
        return self.norm(x), tuple(w for w in seen if w is not None)


class Llama(nn.Module):
    """A decoder: predicts each token from those before it. Its output matrix is the embedding (Press and Wolf 2017)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape, self.model = shape, Stack(shape)
        _initialise(self, shape)

    def forward(self, ids: Tensor, mask: Tensor | None = None, past: Cache | None = None, weights: bool = False) -> Output:
        """From ids int[B, N]. `mask` replaces the causal one (see `document_mask`); with `past` (see `fresh`) the ids go on with
        the text that was given before."""
        n, start = ids.shape[1], _start(past)
        mask = causal_mask(n, start + n, ids.device) if mask is None and past else mask
        x, seen = self.model(self.model.embed_tokens(ids), past, mask=mask, causal=mask is None, weights=weights,
                             angles=rotary(n, self.shape, start, ids.device))
        return Output(F.linear(x, self.model.embed_tokens.weight), seen)


class Seq2Seq(nn.Module):
    """An encoder-decoder: reads one text whole, writes another while looking at it. Sinusoidal positions, one embedding for both."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape, self.encoder, self.decoder = shape, Stack(shape), Stack(shape, cross=True)
        _initialise(self, shape)
        self.encoder.embed_tokens.weight = self.decoder.embed_tokens.weight
        self.register_buffer("positions", sinusoidal(shape.context, shape.width), persistent=False)

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        """[B, M, D] of ids int[B, M], of which those may be looked at that `mask` bool[B, 1, 1, M] says."""
        x, _ = self.encoder(self._embed(ids, 0), mask=mask)
        return x

    def forward(self, ids: Tensor, memory: Tensor, mask: Tensor, past: Cache | None = None, weights: bool = False) -> Output:
        """Goes on with ids int[B, N] for the text that `encode` made `memory` [B, M, D] of; weights are of ids on that text."""
        n, start = ids.shape[1], _start(past)
        own = causal_mask(n, start + n, ids.device) if past else None
        x, seen = self.decoder(self._embed(ids, start), past, memory=memory, memory_mask=mask, mask=own, causal=not past, weights=weights)
        return Output(F.linear(x, self.decoder.embed_tokens.weight), seen)

    def _embed(self, ids: Tensor, start: int) -> Tensor:
        scaled = self.decoder.embed_tokens(ids) * math.sqrt(self.shape.width)
        return scaled + self.positions[start : start + ids.shape[1]]


def _initialise(model: nn.Module, shape: Shape) -> None:
    """Normal weights of deviation .02; less for what is added to x, once for each layer."""
    for name, weight in model.named_parameters():
        if weight.ndim == 2:
            added = name.endswith(("o_proj.weight", "down_proj.weight"))
            nn.init.normal_(weight, std=0.02 / math.sqrt(2 * shape.layers) if added else 0.02)
