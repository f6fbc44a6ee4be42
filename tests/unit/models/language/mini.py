"""A language model small enough for tests; as a program it trains one in a process of its own, or in several by torchrun.

    python mini.py FOLDER     prints, in the first process, the losses and the bits a byte as JSON
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from shopkeeper.models.corpus import Corpus, Text, collect
from shopkeeper.models.language import sizes
from shopkeeper.models.language.sizes import Plan
from shopkeeper.models.language.train import Recipe, train
from shopkeeper.models.training.options import TrainOptions

MINI = Plan(420, {"width": 32, "layers": 2, "heads": 2, "kv_heads": 1, "inner": 64, "context": 32},
            TrainOptions(epochs=3, batch_size=8, lr=1e-2, warmup=0.1, device="cpu"))


def corpus() -> Corpus:
    draw = random.Random(0)
    colours, things = ["red", "blue", "黑色", "白色"], ["mug", "kettle", "雨伞", "背包"]
    texts = (f"The {draw.choice(colours)} {draw.choice(things)} no. {i} cost {draw.randint(10, 99)}，很好用" for i in range(400))
    return collect(Text("review", text) for text in texts)


if __name__ == "__main__":
    sizes.PLANS["tiny"] = MINI
    made = train(corpus, Recipe("tiny"), MINI.options, Path(sys.argv[1]))
    if made:
        print(json.dumps({"losses": [point.loss for point in made.run.points], "bits": made.bits.per_byte}))
