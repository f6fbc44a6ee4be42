"""Writes a trained network as `reader.SequenceReader` reads it. Needs the extra `[train]`.

The graph holds no table of items: it is handed their vectors, which lie once, in the index that also finds the next ones.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from ..export import OPSET
from ..vectors import write_vectors
from ..versions import CONFIG
from .network import NextItem
from .reader import IDS, READER

CHUNK = 100_000  # vectors that are written at once


class _Last(nn.Module):
    """The network that gives what the whole sequence leads to."""

    def __init__(self, network: NextItem) -> None:
        super().__init__()
        self.network = network

    def forward(self, items: Tensor) -> Tensor:
        return self.network.read(items)[:, -1]


def write(network: NextItem, ids: Sequence[str], folder: Path) -> None:
    """Fills `folder` with all but CARD.md; `ids` are those of the items, in the order of the network's."""
    network = network.cpu().eval()
    folder.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        vectors, sharpness = network.items().numpy(), float(network.sharpness.exp())
    write_vectors(folder, (vectors[start : start + CHUNK] for start in range(0, len(vectors), CHUNK)), vectors.shape[1])
    _trace(network, folder / READER)
    (folder / IDS).write_text(json.dumps(list(ids), ensure_ascii=False) + "\n", "utf-8")
    config = {"kind": "sequences", "items": len(ids), "dimensions": vectors.shape[1], "context": network.shape.context,
              "sharpness": sharpness}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")


def _trace(network: NextItem, path: Path) -> None:
    torch.onnx.export(
        _Last(network).eval(), (torch.randn(2, 3, network.shape.width),), str(path), opset_version=OPSET, dynamo=False,
        input_names=["items"], output_names=["next"], dynamic_axes={"items": {0: "sequences", 1: "places"}, "next": {0: "sequences"}},
    )
