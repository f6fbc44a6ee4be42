"""A language model in the Hugging Face Llama layout, written as the GGUF file that llama.cpp runs. No torch.

What goes in: `config.json`, one or several `*.safetensors`, `tokenizer.json`. The tokenizer must be byte-level BPE without a
normaliser, and split text by one of the patterns that llama.cpp knows by name. Ours is `gpt-2`: in the `tokenizers` package
`pre_tokenizers.ByteLevel(add_prefix_space=False)` with its own pattern and `decoders.ByteLevel()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile
from .tensors import tensors
from .vocabulary import add_vocabulary

Kind = Literal["f16", "q8_0"]
Weights = NDArray[Any]
ARCHITECTURE = "LlamaForCausalLM"
BLOCK = 32  # weights that share a scale in q8_0

_NAMES = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}
_IN_LAYER = {
    "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def export_gguf(folder: Path, out: Path, kind: Kind = "q8_0") -> None:
    """Writes the model in `folder` to the file `out`, which is whole or not there.

    Matrices become `kind`: 16 bits a weight, or 8 bits with a scale for each 32 (where a row is no multiple of 32: 16 bits).
    `InvalidFile` names what in the folder is missing or of another architecture.
    """
    from gguf import GGUFWriter

    config = _config(folder)
    aside = out.with_name(out.name + ".part")
    writer = GGUFWriter(aside, "llama")
    _add_shape(writer, config, folder.name.removesuffix(".part"))
    add_vocabulary(writer, folder, config)
    for name, weights in _named(folder, config):
        _add_tensor(writer, name, weights, kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    aside.replace(out)


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found = ", ".join(config["architectures"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidFile(f"{path}: expected the configuration of a {ARCHITECTURE} ({error})") from None
    if found != ARCHITECTURE:
        raise InvalidFile(f"{path}: expected the architecture {ARCHITECTURE}, got {found}")
    for key, usual in (("hidden_act", "silu"), ("attention_bias", False), ("mlp_bias", False)):
        if config.get(key, usual) != usual:
            raise InvalidFile(f"{path}, {key}: expected {usual!r}, got {config[key]!r}")
    rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
    if (found := rope.get("rope_type", "default")) != "default":
        raise InvalidFile(f"{path}, rope_type: expected 'default', got {found!r}")
    return config


def _add_shape(writer: Any, config: Mapping[str, Any], name: str) -> None:
    heads = config["num_attention_heads"]
    rope = config.get("rope_parameters") or {}
    writer.add_name(name)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(config.get("num_key_value_heads") or heads)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(float(rope.get("rope_theta") or config.get("rope_theta") or 10_000.0))
    size = config.get("head_dim") or config["hidden_size"] // heads
    writer.add_rope_dimension_count(size)
    writer.add_key_length(size)
    writer.add_value_length(size)
    writer.add_vocab_size(config["vocab_size"])


def _named(folder: Path, config: Mapping[str, Any]) -> Iterator[tuple[str, Weights]]:
    heads = config["num_attention_heads"]
    turned = {"attn_q": heads, "attn_k": config.get("num_key_value_heads") or heads}
    for name, weights in tensors(folder):
        if name == "lm_head.weight" and config.get("tie_word_embeddings"):
            continue  # llama.cpp takes the embedding where there is no output matrix
        place = _place(name, folder)
        part = place.split(".")[-2]
        yield place, _turn(weights, turned[part]) if part in turned else weights


def _place(name: str, folder: Path) -> str:
    parts = name.removesuffix(".weight").split(".")
    if name.startswith("model.layers."):
        if inner := _IN_LAYER.get(".".join(parts[3:])):
            return f"blk.{parts[2]}.{inner}.weight"
    elif outer := _NAMES.get(".".join(parts)):
        return f"{outer}.weight"
    raise InvalidFile(f"{folder}: {ARCHITECTURE} has no weights of the name {name}")


def _turn(weights: Weights, heads: int) -> Weights:
    """The rows of each head in llama.cpp's order: it rotates neighbours where Hugging Face rotates the two halves of a head."""
    rows, columns = weights.shape
    return weights.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def _add_tensor(writer: Any, name: str, weights: Weights, kind: Kind) -> None:
    from gguf import GGMLQuantizationType, quants

    if weights.ndim == 1:
        writer.add_tensor(name, weights.astype(np.float32))
    elif kind == "q8_0" and weights.shape[1] % BLOCK == 0:
        small = GGMLQuantizationType.Q8_0
        writer.add_tensor(name, quants.quantize(weights.astype(np.float32), small), raw_dtype=small)
    else:
        writer.add_tensor(name, weights.astype(np.float16))
