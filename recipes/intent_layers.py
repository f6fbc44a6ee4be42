"""Teaches a copy of the shipped encoder's layers the intents of shoppers; see intents.sh. `python recipes/intent_layers.py TARGET`.

It learns from the lines of `intents.*.tsv` beside this file, which were written for it, and from `PUBLIC` of each intent of the public
customer-service utterances (Bitext, CDLA-Sharing-1.0). A twelfth of our lines is held out: it is measured on, and gives the temperature.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
from pathlib import Path
from time import perf_counter

import numpy as np

from shopkeeper.assistant.understand.taught import CONFIG, HEAD, LAYERS, TaughtClassifier
from shopkeeper.assistant.understand.train import temperature
from shopkeeper.models.encoder import SHIPPED
from shopkeeper.models.sentences.layers import teach

PUBLIC, EPOCHS = 50, 6
Row = tuple[str, tuple[str, ...]]


def main(target: Path) -> None:
    """Writes layers.npz, head.npz and taught.json to the folder `target`."""
    own, started = own_rows(), perf_counter()
    rows = [row for row in own if not held_out(row[0])] + public_rows()
    target.mkdir(parents=True, exist_ok=True)
    head = teach(SHIPPED, rows, target / LAYERS, epochs=EPOCHS, tell=lambda *where: print(*where, flush=True))
    np.savez_compressed(target / HEAD, weights=head.weights.astype(np.float16), bias=head.bias)
    about = {"labels": list(head.labels), "temperature": 1.0, "rows": len(rows), "seconds": round(perf_counter() - started)}
    (target / CONFIG).write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    (target / CONFIG).write_text(json.dumps(about | measured(target, own), indent=1) + "\n", "utf-8")


def measured(target: Path, own: list[Row]) -> dict[str, float]:
    """How often the likeliest class is right for the lines that were held out and say one thing, and the temperature of their logits."""
    classifier = TaughtClassifier.load(target)
    kept = [(text, some[0]) for text, some in own if held_out(text) and len(some) == 1]
    chances = classifier.predict([text for text, _ in kept])
    right = np.array([classifier.labels.index(label) for _, label in kept])
    found = {"held_out": len(kept), "accuracy": round(float((chances.argmax(1) == right).mean()), 4),
             "temperature": temperature(np.log(chances + 1e-9), right)}
    print(json.dumps(found))
    return found


def own_rows() -> list[Row]:
    """The lines that were written for this, each once."""
    lines = (line for path in sorted(Path(__file__).parent.glob("intents.*.tsv")) for line in path.read_text("utf-8").splitlines())
    pairs = (line.split("\t") for line in lines if line)
    return list(dict.fromkeys((text, tuple(intents.split("+"))) for intents, text in pairs))


def public_rows() -> list[Row]:
    """The first `PUBLIC` of each intent."""
    path, rows, seen = Path(os.environ["SHOPKEEPER_DATA"]) / "service" / "bitext" / "intents.train.csv", list[Row](), dict[str, int]()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen[row["intent"]] = seen.get(row["intent"], 0) + 1
            if seen[row["intent"]] <= PUBLIC:
                rows.append((row["utterance"], (row["intent"],)))
    return rows


def held_out(text: str) -> bool:
    """Whether a line is in the twelfth that is only measured on."""
    return int(hashlib.blake2b(text.encode(), digest_size=8).hexdigest(), 16) % 12 == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
