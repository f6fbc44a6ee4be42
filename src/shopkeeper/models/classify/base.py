"""What a classifier may start from where no encoder is given: the network that serves now, or a small one that knows nothing yet.

Needs the extra `[train]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ..tokenizer import END, PAD, SPECIAL, learn

VOCABULARY = 16_000


def new_base(texts: Iterable[str], labels: int, folder: Path) -> Path:
    """Writes a `Convolution` without knowledge and a tokenizer learnt from `texts`, in Hugging Face's layout."""
    from transformers import PreTrainedTokenizerFast

    from .convolution import Convolution, ConvolutionConfig

    tokenizer = learn(texts, VOCABULARY)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token=PAD, unk_token=END).save_pretrained(folder)
    pad, unknown = SPECIAL.index(PAD), SPECIAL.index(END)
    config = ConvolutionConfig(tokenizer.get_vocab_size(), pad_token_id=pad, unk_token_id=unknown, num_labels=labels)
    Convolution(config).save_pretrained(folder)
    return folder


def served_base(served: Path, folder: Path) -> Path | None:
    """Writes the network of a classifier's folder in Hugging Face's layout, its weights read from the ONNX graph (tables were rounded
    to fp16 there), so that it can learn on. None where it is not a `Convolution`."""
    import onnx
    import torch
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    from .convolution import Convolution, ConvolutionConfig

    config = json.loads((served / "config.json").read_text("utf-8"))
    if "network" not in config:
        return None
    network = Convolution(ConvolutionConfig(**config["network"]))
    weights = _weights(onnx.load(str(served / "model.onnx")))
    network.load_state_dict({name: torch.from_numpy(weights[f"classifier.{name}"].copy()) for name in network.state_dict()})
    network.save_pretrained(folder)
    tokenizer = Tokenizer.from_file(str(served / "tokenizer.json"))
    tokenizer.no_truncation()
    pad, unknown = (tokenizer.id_to_token(each) for each in (network.config.pad_token_id, network.config.unk_token_id))
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token=pad, unk_token=unknown).save_pretrained(folder)
    return folder


def _weights(model: Any) -> dict[str, Any]:
    """The graph's tensors as float32; rows of a table that are stored once are given back to each of their tokens."""
    import onnx

    tensors = {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}
    found = {name: value.astype(np.float32) for name, value in tensors.items() if value.dtype in (np.float16, np.float32)}
    makers = {output: node for node in model.graph.node for output in node.output}
    for node in model.graph.node:
        maker = makers.get(node.input[1]) if node.op_type == "Gather" and node.input[0] in found else None
        if maker is not None and maker.op_type == "Gather" and maker.input[0] in tensors:
            found[node.input[0]] = found[node.input[0]][tensors[maker.input[0]]]
    return found
