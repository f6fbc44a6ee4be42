"""Teaches a copy of the shipped encoder's layers the intents of shoppers; see intents.sh. `python recipes/intent_layers.py TARGET [on]`.

First all layers, by the lines of intent_lines.py but those of `LAST` files, by some put together to messages of two wishes and of a
story and a wish, and by `PUBLIC` public utterances of each intent; then the `UPPER` last ones, by all lines as they are and the public
ones. With "on" only the latter, from the layers that lie in TARGET. The twelfth of our lines that is held out is measured on, and gives
the temperature.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

import numpy as np
from intent_lines import LANGUAGES, Row, held_out, own, pairs, public, stories

from shopkeeper.assistant.understand.taught import CONFIG, HEAD, LAYERS, TaughtClassifier, load_head
from shopkeeper.models.classify.calibration import temperature
from shopkeeper.models.encoder import SHIPPED
from shopkeeper.models.sentences.layers import Head, teach

LAST = "decision", "two", "one", "mixed"  # files of the lines that were written when the first teaching was done
PUBLIC, RATE = 50, 1e-4
EPOCHS, PAIRS, STORIES = 8, 1000, 500  # of each language
MORE, UPPER = 2, 3


def main(target: Path, on: bool) -> None:
    """Writes layers.npz, tokens.onnx, head.npz and taught.json to the folder `target`."""
    target.mkdir(parents=True, exist_ok=True)
    started, layers = perf_counter(), target / LAYERS
    head = load_head(target) if on else teach(SHIPPED, first(), layers, epochs=EPOCHS, lr=RATE, tell=_tell)
    rows = [*public(PUBLIC), *(row for language in LANGUAGES for row in own(language) if not held_out(row[0]))]
    head = teach(SHIPPED, rows, layers, start=(layers, head), upper=UPPER, epochs=MORE, lr=RATE, tell=_tell)
    _keep(target, head, rows=len(rows), seconds=round(perf_counter() - started))
    found = measured(TaughtClassifier.load(target), [row for language in LANGUAGES for row in own(language)])
    _keep(target, head, rows=len(rows), seconds=round(perf_counter() - started), **found)


def first() -> list[Row]:
    """What all layers learn."""
    rows = public(PUBLIC)
    for language in LANGUAGES:
        learnt = [row for row in own(language, without=LAST) if not held_out(row[0])]
        rows += [*learnt, *pairs(language, learnt, PAIRS), *stories(language, learnt, STORIES)]
    return rows


def measured(classifier: TaughtClassifier, lines: list[Row]) -> dict[str, float]:
    """How often the likeliest class is right for the lines that were held out and say one thing, and the temperature of their logits."""
    kept = [(text, some[0]) for text, some in lines if held_out(text) and len(some) == 1]
    chances, _ = classifier.read([text for text, _ in kept])
    right = np.array([classifier.labels.index(label) for _, label in kept])
    found = {"held_out": len(kept), "accuracy": round(float((chances.argmax(1) == right).mean()), 4),
             "temperature": round(temperature(np.log(chances + 1e-9), right), 4)}
    print(json.dumps(found))
    return found


def _keep(target: Path, head: Head, **about: float) -> None:
    weights = {name: value for name, value in asdict(head).items() if name != "labels"}
    np.savez_compressed(target / HEAD, **{name: value.astype(np.float16) if value.ndim == 2 else value for name, value in weights.items()})
    (target / CONFIG).write_text(json.dumps({"labels": list(head.labels), "temperature": 1.0} | about, indent=1) + "\n", "utf-8")


def _tell(step: int, steps: int, loss: float) -> None:
    if step % 50 == 0 or step == steps:
        print(step, steps, round(loss, 3), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), on="on" in sys.argv[2:])
