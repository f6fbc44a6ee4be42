"""A network that learns to count, small enough for tests; as a program it trains in a process of its own.

    python counting.py adamw|muon [FOLDER [PAUSE]]     each step takes PAUSE seconds longer; prints the losses as JSON
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import torch

from shopkeeper.models.language.packed import Packed
from shopkeeper.models.training.loop import fit
from shopkeeper.models.training.optimisers import ADAMW, MUON
from shopkeeper.models.training.options import TrainOptions
from shopkeeper.models.training.processes import together
from shopkeeper.models.transformer import Llama, Shape

SHAPE = Shape(vocabulary=16, width=16, layers=1, heads=2, kv_heads=1, inner=32, context=16)
OPTIONS = TrainOptions(epochs=2, batch_size=8, lr=3e-3, weight_decay=0.1, warmup=0.1, seed=3)
WAYS = {"adamw": ADAMW, "muon": MUON}
CPU = torch.device("cpu")


def lesson():
    draw = torch.Generator().manual_seed(1)
    starts = torch.randint(0, 15, (160,), generator=draw)
    row = (starts[:, None] + torch.arange(12)) % 15 + 1
    return Packed(torch.nn.functional.pad(row, (1, 0)).flatten().numpy().astype("uint32"), SHAPE.context, 0, CPU)


def model():
    torch.manual_seed(0)
    return Llama(SHAPE)


def train(folder=None, pause=0.0, options=OPTIONS, **more):
    made = model()
    run = fit(made, lesson(), options, CPU, folder=folder, seconds=0, tell=lambda run: time.sleep(pause), **more)
    return made, run


if __name__ == "__main__":
    with together(CPU):
        way, folder, pause = (*sys.argv[1:], *("", "0")[len(sys.argv) - 2 :])
        _, run = train(Path(folder) if folder else None, float(pause), way=WAYS[way])
        if run.points:
            sys.stdout.write(json.dumps([point.loss for point in run.points]) + "\n")  # one write: two processes share the pipe
            sys.stdout.flush()
