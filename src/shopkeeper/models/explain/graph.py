"""Writes `attention.onnx`, the few kilobytes beside a `model.onnx` that let it show its attention.

A fused attention operator keeps its probabilities to itself. The nodes written here take what goes into each of
them and the very weights that it uses, and compute its softmax(Q K' / sqrt(d)) once more (Vaswani et al. 2017).
The file holds these nodes and outputs alone: the bytes of `model.onnx` followed by its bytes are the whole graph,
since the fields of a message that occurs twice are joined when a Protocol Buffer is read. So no weight is stored
twice, and `model.onnx`, which answers every search, stays as it is. Needs the extra `[train]`; reading does not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ...shop import InvalidFile
from .replay import ATTENTION, FILE, TOKENS, VECTORS

_FUSED = ("QAttention", "Attention")  # where the exporter could not fuse a layer, its Softmax is there itself
_NORM = ("SkipLayerNormalization", "LayerNormalization")


def write_attention(folder: Path) -> bool:
    """Writes `attention.onnx` beside the `model.onnx` of a folder. False, and no file, where the graph holds no attention of a
    known kind: fused attention of a BERT-like encoder, quantised or not, or a plain softmax over tokens.

    The graph must take one text at a time without padding, as Shopkeeper's serving does. Its last LayerNormalization
    gives the token vectors."""
    import onnx

    model = onnx.load(str(folder / "model.onnx"))
    norms = [node for node in model.graph.node if node.op_type in _NORM]
    found = [node for node in model.graph.node if node.op_type in (*_FUSED, "Softmax")]
    if not norms or not found or any(_unusual(node) for node in found):
        return False
    tensors = {each.name: each for each in model.graph.initializer}
    writer = _Writer()
    layers = [writer.probabilities(node, tensors) for node in found]
    writer.output(writer.op("Concat", *layers, axis=0), ATTENTION)
    writer.output(norms[-1].output[0], VECTORS)
    (folder / FILE).write_bytes(writer.part.SerializeToString())
    return True


def write_tokens(folder: Path, target: Path) -> None:
    """Writes to the folder `target` the file `TOKENS` for the `model.onnx` of `folder`: with its bytes behind those of the model, the
    graph gives the vectors of a text's tokens beside the text's own, at no cost. `InvalidFile` where the graph is that of no BERT."""
    import onnx

    norms = [node for node in onnx.load(str(folder / "model.onnx")).graph.node if node.op_type in _NORM]
    if not norms:
        raise InvalidFile(f"{folder}: a model.onnx without a LayerNormalization gives no vectors of tokens")
    writer = _Writer()
    writer.output(norms[-1].output[0], VECTORS)
    (target / TOKENS).write_bytes(writer.part.SerializeToString())


def _unusual(node: Any) -> bool:
    """Attention without a bias, with something added to its scores, that looks only back, or turns by position itself."""
    marks = {each.name: each.i for each in node.attribute}
    fused = node.op_type in _FUSED
    added = node.op_type == "Attention" and any(node.input[4:])
    return fused and (not node.input[2] or added or any(marks.get(name) for name in ("unidirectional", "do_rotary")))


class _Writer:
    """Collects the nodes of a part of a graph; every name in it begins with `explain`."""

    def __init__(self) -> None:
        import onnx

        self.part = onnx.ModelProto()

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Adds a node and answers the name of its output."""
        from onnx import helper

        name = f"explain_{len(self.part.graph.node)}"
        self.part.graph.node.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def constant(self, value: Any) -> str:
        """Adds a constant and answers its name."""
        from onnx import numpy_helper

        name = f"explain_constant_{len(self.part.graph.initializer)}"
        self.part.graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def output(self, source: str, name: str) -> None:
        """Makes a float tensor an output of the graph."""
        from onnx import TensorProto, helper

        self.part.graph.node.append(helper.make_node("Identity", [source], [name], name=f"explain_{name}"))
        self.part.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))

    def probabilities(self, node: Any, tensors: Any) -> str:
        """[1, heads, tokens, tokens]: one layer's attention, from the query's token (row) to the key's (column)."""
        if node.op_type == "Softmax":
            return str(node.output[0])
        marks = {each.name: each for each in node.attribute}
        heads, hidden = marks["num_heads"].i, tensors[node.input[2]].dims[0] // 3
        scale = marks["scale"].f if "scale" in marks else (hidden / heads) ** -0.5
        split = self.op("Reshape", self._projection(node), self.constant(np.array([0, 0, 3, heads, -1], np.int64)))
        query, key = (self.op("Gather", split, self.constant(np.int64(part)), axis=2) for part in (0, 1))
        scores = self.op("Einsum", query, key, equation="bqhd,bkhd->bhqk")
        return self.op("Softmax", self.op("Mul", scores, self.constant(np.float32(scale))), axis=-1)

    def _projection(self, node: Any) -> str:
        """[1, tokens, 3 * hidden]: Q, K and V side by side, by the operator's own weights."""
        if node.op_type == "Attention":
            tokens, weight, bias = node.input[:3]
            return self.op("Add", self.op("MatMul", tokens, weight), bias)
        tokens, weight, bias, scale, weight_scale, _, zero, weight_zero = node.input[:8]
        product = self.op("Cast", self.op("MatMulInteger", tokens, weight, zero, weight_zero), to=1)  # 1: float
        return self.op("Add", self.op("Mul", product, self.op("Mul", scale, weight_scale)), bias)
