"""From what serving reads back to what training starts from: an exported encoder as a BERT of Hugging Face's layout.

The weights are those of the int8 graph, w = (q - zero) * scale, so the vectors are those that it serves but for the rounding of
activations. Needs the extra `[train]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidFile

Weights = NDArray[np.float32]
_DENSE = re.compile(r"/encoder/(encoder/layer\.\d+/.+/dense)/MatMul")


def unpack_encoder(folder: Path, target: Path) -> None:
    """Writes the encoder in `folder` to `target` with config.json, model.safetensors and its tokenizer. `InvalidFile` for one that
    `export_encoder` did not make of a BERT with int8 weights."""
    import onnx
    import torch
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    graph = onnx.load(str(folder / "model.onnx")).graph
    tensors = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    layers = [node for node in graph.node if node.op_type == "QAttention"]
    weights = dict(_weights(graph, tensors))
    try:
        config = _config(layers, weights)
        model = BertModel(BertConfig(**config), add_pooling_layer=False)
        model.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    except (KeyError, IndexError, RuntimeError) as error:
        raise InvalidFile(f"{folder}: cannot be trained further, as its graph is not that of a BERT in 8 bits; name a --base") from error
    model.save_pretrained(target)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    special = {name: token for name, token in _SPECIAL.items() if tokenizer.token_to_id(token) is not None}
    longest = json.loads((folder / "config.json").read_text("utf-8"))["max_tokens"]
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=longest, **special).save_pretrained(target)


_SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}


def _weights(graph: Any, tensors: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, Weights]]:
    """The parameters by the names that BertModel gives them."""
    for name, tensor in tensors.items():
        if name.startswith("encoder.") and tensor.dtype in (np.float16, np.float32):
            yield name.removeprefix("encoder."), tensor.astype(np.float32)
    layer = 0
    for node in graph.node:
        if node.op_type == "QAttention":
            yield from _attention(layer, node, tensors)
            layer += 1
        elif node.op_type == "MatMulInteger" and (found := _DENSE.match(node.output[0])):
            base = node.input[1].removesuffix("_quantized")
            table = _wide(tensors[node.input[1]], tensors[f"{base}_scale"], tensors[node.input[3]])
            yield found[1].replace("/", ".") + ".weight", np.ascontiguousarray(table.T)


def _attention(layer: int, node: Any, tensors: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, Weights]]:
    table = _wide(tensors[node.input[1]], tensors[node.input[4]], tensors[node.input[7]])
    for name, weight, bias in zip(("query", "key", "value"), np.split(table, 3, 1), np.split(tensors[node.input[2]], 3), strict=True):
        yield f"encoder.layer.{layer}.attention.self.{name}.weight", np.ascontiguousarray(weight.T)
        yield f"encoder.layer.{layer}.attention.self.{name}.bias", bias.astype(np.float32)


def _wide(table: NDArray[Any], scale: NDArray[Any], zero: NDArray[Any]) -> Weights:
    wide: Weights = ((table.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)
    return wide


def _config(layers: list[Any], weights: Mapping[str, Weights]) -> dict[str, Any]:
    vocabulary, hidden = weights["embeddings.word_embeddings.weight"].shape
    heads = next(each.i for each in layers[0].attribute if each.name == "num_heads")
    return {
        "vocab_size": vocabulary, "hidden_size": hidden, "num_hidden_layers": len(layers), "num_attention_heads": heads,
        "intermediate_size": len(weights["encoder.layer.0.intermediate.dense.weight"]), "pad_token_id": 0,
        "max_position_embeddings": len(weights["embeddings.position_embeddings.weight"]),
        "type_vocab_size": len(weights["embeddings.token_type_embeddings.weight"]),
    }
