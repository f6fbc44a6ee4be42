"""Makes the shipped classifier of intents; see intents.sh. `python recipes/intents.py TARGET`.

It learns from the training part of the public customer-service utterances (English, 27 intents) and from `intents.en.tsv` and
`intents.zh.tsv` beside this file, which were written for it; a third of those is held out to measure and to calibrate, then all are learnt.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from shopkeeper.assistant.understand.classifier import save
from shopkeeper.assistant.understand.train import Example, Fitted, features, fit, temperature
from shopkeeper.models.encoder import load_encoder

PUBLIC, MOST = 0.3, int(os.environ.get("MOST", "1000"))  # what a public row counts beside one of ours; rows of an intent
HERE = Path(__file__).parent


def main(target: Path) -> None:
    encode = load_encoder().encode
    public, own = list(public_rows("train")), [each for language in ("en", "zh") for each in own_rows(language)]
    trial = fit([*public, *(each for each in own if not held_out(each))], encode)
    kept = [each for each in own if held_out(each) and len(each.labels) == 1]
    chances, labels = logits(trial, kept, encode), np.array([trial.labels.index(each.labels[0]) for each in kept])
    heat = temperature(chances, labels)
    print(json.dumps({"held_out": len(kept), "accuracy": round(float((chances.argmax(1) == labels).mean()), 4), "temperature": heat}))
    final = fit([*public, *own], encode)
    save(target, final.labels, final.weights, final.bias, heat)


def public_rows(part: str) -> Sequence[Example]:
    """The first `MOST` of each intent."""
    path = Path(os.environ["SHOPKEEPER_DATA"]) / "service" / "bitext" / f"intents.{part}.csv"
    rows: dict[str, list[Example]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if len(rows[row["intent"]]) < MOST:
                rows[row["intent"]].append(Example(row["utterance"], (row["intent"],), PUBLIC))
    return [each for some in rows.values() for each in some]


def own_rows(language: str) -> Sequence[Example]:
    """The utterances written for this, one a line after its intents."""
    lines = (HERE / f"intents.{language}.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line)
    return [Example(text, tuple(intents.split("+"))) for intents, text in pairs]


def held_out(example: Example) -> bool:
    """Whether an utterance is in the third that is only measured on."""
    return int(hashlib.blake2b(example.text.encode(), digest_size=8).hexdigest(), 16) % 3 == 0


def logits(fitted: Fitted, examples: Sequence[Example], encode: object) -> np.ndarray:
    """float32[examples, classes]."""
    return np.asarray(features([each.text for each in examples], encode, 1.0) @ fitted.weights + fitted.bias, np.float32)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
