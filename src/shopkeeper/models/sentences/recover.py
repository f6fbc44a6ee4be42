"""Brings the encoder in a folder that serves back into Hugging Face layout, so that training can go on from it.

Weights come back as they serve, rounded to int8 and fp16: the vectors are those of the folder.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile
from ..export import PLACES

_SELF = ("query", "key", "value")
_DENSE = ("attention.output", "intermediate", "output")  # the products of a layer after its attention, in their order
_PREFIX = "encoder."


def recover(folder: Path, target: Path, layers: Path | None = None) -> None:
    """Writes the encoder of `folder` (config.json, model.onnx, tokenizer.json as `models.export` makes them of a BERT-like encoder)
    to `target`, with the weights in the file `layers` in place of its own, if given. `InvalidFile` for a graph of another kind. Needs
    the extra `[train]`."""
    import onnx
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    try:
        graph = onnx.load(str(folder / "model.onnx")).graph
        tensors = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
        weights = _weights(graph, tensors | (dict(np.load(layers)) if layers else {}))
        heads = next(mark.i for node in graph.node if node.op_type == "QAttention" for mark in node.attribute if mark.name == "num_heads")
        inner, size = weights["encoder.layer.0.intermediate.dense.weight"].shape
        words, places = (weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position"))
        depth = sum(name.endswith("intermediate.dense.weight") for name in weights)
        model = BertModel(BertConfig(
            vocab_size=len(words), hidden_size=size, num_hidden_layers=depth, num_attention_heads=heads, intermediate_size=inner,
            max_position_embeddings=len(places), type_vocab_size=len(weights["embeddings.token_type_embeddings.weight"]),
        ), add_pooling_layer=False)
        model.load_state_dict({name: torch.from_numpy(np.array(value, np.float32)) for name, value in weights.items()})
    except (OSError, KeyError, StopIteration, RuntimeError) as error:
        raise InvalidFile(f"{folder}: cannot be trained further, as its graph is not that of a BERT in 8 bits; name a --base") from error
    model.save_pretrained(target)
    named = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    limit = json.loads((folder / "config.json").read_text())["max_tokens"]
    PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), model_max_length=limit, **named).save_pretrained(target)


def _weights(graph: Any, tensors: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """By their names in Transformers."""
    out = {name.removeprefix(_PREFIX): value for name, value in tensors.items() if name.startswith(_PREFIX)}
    if PLACES in tensors:
        out["embeddings.word_embeddings.weight"] = out["embeddings.word_embeddings.weight"][tensors[PLACES]]
    attention = [node for node in graph.node if node.op_type == "QAttention"]
    products = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger"]
    for layer, node in enumerate(attention):
        thirds = (np.split(each, 3, -1) for each in (_wide(tensors, node.input[1]), tensors[node.input[2]]))
        for name, weight, bias in zip(_SELF, *thirds, strict=True):
            own = f"encoder.layer.{layer}.attention.self.{name}"
            out |= {f"{own}.weight": weight.T, f"{own}.bias": bias}
        for name, product in zip(_DENSE, products[3 * layer :], strict=False):
            out[f"encoder.layer.{layer}.{name}.dense.weight"] = _wide(tensors, product).T
    return out


def _wide(tensors: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """A quantised matrix as numbers."""
    plain = name.removesuffix("_quantized")
    matrix: NDArray[np.float32] = (tensors[name].astype(np.float32) - tensors[f"{plain}_zero_point"]) * tensors[f"{plain}_scale"]
    return matrix
