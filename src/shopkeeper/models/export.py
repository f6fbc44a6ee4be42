"""Turns a BERT-like sentence encoder of Hugging Face layout into the folder that serving reads.

The graph pools and normalises by itself, so a server needs ONNX Runtime and a tokenizer, no torch.
Weights of MatMul and Attention become int8 per output channel, embedding tables fp16: a 91 MB model
takes 35 MB, the vectors keep a cosine of about .99 with the original's. Beside it lies attention.onnx, some kilobytes
with which `models.explain` shows the attention and the token vectors of the same weights (`write_attention`); whoever
writes a model.onnx by other steps than `export_encoder` calls that once it is there.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .explain.graph import write_attention
from .source import Pooling

OPSET = 17
PLACES = "places"  # the row of each token in the table of their vectors, where several tokens share one


def export_encoder(
    source: str, target: Path, *, languages: Sequence[str] = ("en",), max_tokens: int = 128, pooling: Pooling = "mean", int8: bool = True,
    **more: Any,
) -> None:
    """Writes config.json, model.onnx, attention.onnx and tokenizer.json of the encoder `source` (a hub id or a
    folder) to `target`. Texts are cut at `max_tokens` tokens, `pooling` makes one vector of theirs; `more` joins config.json; without
    `int8` the weights stay as they are. Needs the extra `[train]`."""
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(source, attn_implementation="eager").float().eval()
    _export(sentence(model, pooling), "embedding", model.config, target, int8)
    save_tokenizer(AutoTokenizer.from_pretrained(source), target, max_tokens)
    config = {"kind": "encoder", "dimensions": model.config.hidden_size, "max_tokens": max_tokens, "languages": list(languages), **more}
    (target / "config.json").write_text(json.dumps(config, indent=1) + "\n")


def export_classifier(source: str, target: Path, *, languages: Sequence[str], max_tokens: int = 128, int8: bool = True) -> None:
    """The same of a classifier, whose graph gives logits, with its labels in config.json."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model = AutoModelForSequenceClassification.from_pretrained(source, attn_implementation="eager").float().eval()
    _export(logits(model), "logits", model.config, target, int8)
    save_tokenizer(AutoTokenizer.from_pretrained(source), target, max_tokens)
    labels = [str(model.config.id2label[i]) for i in range(model.config.num_labels)]
    config = {"kind": "classifier", "labels": labels, "temperature": 1.0, "max_tokens": max_tokens, "languages": list(languages)}
    (target / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _export(module: Any, output: str, config: Any, target: Path, int8: bool) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        trace(module, plain, output)
        if int8:
            shrink(plain, target, config)
        else:
            _fuse(plain, target / "model.onnx", config)
            write_attention(target)


def shrink(plain: Path, target: Path, config: Any) -> None:
    """Writes model.onnx and attention.onnx to the folder `target`: the traced graph `plain` of a model with the Transformers
    `config`, its operators fused, weights int8 and embedding tables fp16; of what is no transformer, the tables alone."""
    if not hasattr(config, "num_attention_heads"):
        return _halve_embeddings(plain, target / "model.onnx")
    with tempfile.TemporaryDirectory() as scratch:
        fused, quantised = (Path(scratch) / f"{name}.onnx" for name in ("fused", "int8"))
        _fuse(plain, fused, config)
        _quantise(fused, quantised)
        _halve_embeddings(quantised, target / "model.onnx")
    write_attention(target)


def save_tokenizer(tokenizer: Any, target: Path, max_tokens: int) -> None:
    """Writes tokenizer.json of a Transformers tokenizer to the folder `target`; it will cut texts at `max_tokens` tokens."""
    backend = tokenizer.backend_tokenizer
    backend.no_padding()
    backend.enable_truncation(max_tokens)
    backend.save(str(target / "tokenizer.json"), pretty=False)


def sentence(model: Any, pooling: Pooling = "mean") -> Any:
    """The network that gives one vector of length 1 for a text: that of the first token, or the mean of all where the mask is 1."""
    import torch

    class Sentence(torch.nn.Module):
        """See `sentence`."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            tokens = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            if pooling == "cls":
                return torch.nn.functional.normalize(tokens[:, 0], dim=1)
            mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
            return torch.nn.functional.normalize((tokens * mask).sum(1) / mask.sum(1), dim=1)

    return Sentence()


def logits(model: Any) -> Any:
    """The network that gives a classifier's logits alone."""
    import torch

    class Logits(torch.nn.Module):
        """See `logits`."""

        def __init__(self) -> None:
            super().__init__()
            self.classifier = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.classifier(input_ids=input_ids, attention_mask=attention_mask).logits

    return Logits()


def trace(module: Any, path: Path, output: str) -> None:
    """Writes the graph of a network that takes `input_ids` and `attention_mask`."""
    import torch

    ids = torch.tensor([[1, 2, 3, 0], [1, 2, 3, 4]])
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        module.eval(), (ids, (ids > 0).long()), str(path), opset_version=OPSET, dynamo=False,
        input_names=["input_ids", "attention_mask"], output_names=[output],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, output: {0: "texts"}},
    )


def _fuse(plain: Path, fused: Path, config: Any) -> None:
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # it would want its tables in fp32
    size = {"num_heads": config.num_attention_heads, "hidden_size": config.hidden_size}
    optimised = optimize_model(str(plain), "bert", **size, optimization_options=options)
    optimised.save_model_to_file(str(fused))


def _quantise(fused: Path, quantised: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        fused, quantised, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Attention"],
        # the fused operators are unknown to ONNX's shape inference
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _halve_embeddings(source: Path, target: Path) -> None:
    """Stores the tables that Gather reads in fp16, with a cast of just the rows that are read; rows that are equal, once."""
    import onnx

    model = onnx.load(str(source))
    tables = {t.name: t for t in model.graph.initializer}
    for node in list(model.graph.node):
        table = tables.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or table.data_type != onnx.TensorProto.FLOAT or len(table.dims) != 2:
            continue
        rows, places = np.unique(onnx.numpy_helper.to_array(table).astype(np.float16), axis=0, return_inverse=True)
        if len(rows) < table.dims[0]:
            _read_by_place(model.graph, node, places)
        else:
            rows = rows[places.reshape(-1)]
        table.CopyFrom(onnx.numpy_helper.from_array(rows, table.name))
        wide, node.output[0] = node.output[0], node.output[0] + "_fp16"
        cast = onnx.helper.make_node("Cast", [node.output[0]], [wide], to=onnx.TensorProto.FLOAT)
        model.graph.node.insert(list(model.graph.node).index(node) + 1, cast)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def _read_by_place(graph: Any, node: Any, places: Any) -> None:
    """Lets a Gather find its row by another one that says where the row of a token is."""
    import onnx

    name = PLACES if all(each.name != PLACES for each in graph.initializer) else f"{PLACES} of {node.input[0]}"
    graph.initializer.append(onnx.numpy_helper.from_array(places.reshape(-1).astype(np.int32), name))
    graph.node.insert(list(graph.node).index(node), onnx.helper.make_node("Gather", [name, node.input[1]], [f"{name}: row"]))
    node.input[1] = f"{name}: row"


def main() -> None:
    """`python -m shopkeeper.models.export SOURCE TARGET`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("source")
    parser.add_argument("target", type=Path)
    args = parser.parse_args()
    export_encoder(args.source, args.target)


if __name__ == "__main__":
    main()
