"""Teaches a copy of the shipped encoder's layers the intents of shoppers; see intents.sh. `python recipes/intent_layers.py TARGET`.

It learns from the lines of intent_lines.py, those of one wish put together to messages of two and of a story and a wish too, and from
`PUBLIC` public utterances of each intent. The twelfth of our lines that is held out is measured on, and gives the temperature.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from intent_lines import LANGUAGES, Row, held_out, own, pairs, public, stories

from shopkeeper.assistant.understand.taught import CONFIG, HEAD, LAYERS, TaughtClassifier
from shopkeeper.models.classify.calibration import temperature
from shopkeeper.models.encoder import SHIPPED
from shopkeeper.models.sentences.layers import teach

PUBLIC, EPOCHS, RATE = 50, 8, 1e-4
PAIRS, STORIES = 1000, 500  # of each language


def main(target: Path) -> None:
    """Writes layers.npz, head.npz and taught.json to the folder `target`."""
    lines, started = {language: own(language) for language in LANGUAGES}, perf_counter()
    rows = public(PUBLIC)
    for language, some in lines.items():
        learnt = [row for row in some if not held_out(row[0])]
        rows += [*learnt, *pairs(language, learnt, PAIRS), *stories(language, learnt, STORIES)]
    target.mkdir(parents=True, exist_ok=True)
    head = teach(SHIPPED, rows, target / LAYERS, epochs=EPOCHS, lr=RATE, tell=lambda *where: print(*where, flush=True))
    np.savez_compressed(target / HEAD, weights=head.weights.astype(np.float16), bias=head.bias)
    about = {"labels": list(head.labels), "temperature": 1.0, "rows": len(rows), "seconds": round(perf_counter() - started)}
    (target / CONFIG).write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    found = measured(TaughtClassifier.load(target), [row for some in lines.values() for row in some])
    (target / CONFIG).write_text(json.dumps(about | found, indent=1) + "\n", "utf-8")


def measured(classifier: TaughtClassifier, lines: list[Row]) -> dict[str, float]:
    """How often the likeliest class is right for the lines that were held out and say one thing, and the temperature of their logits."""
    kept = [(text, some[0]) for text, some in lines if held_out(text) and len(some) == 1]
    chances = classifier.predict([text for text, _ in kept])
    right = np.array([classifier.labels.index(label) for _, label in kept])
    found = {"held_out": len(kept), "accuracy": round(float((chances.argmax(1) == right).mean()), 4),
             "temperature": round(temperature(np.log(chances + 1e-9), right), 4)}
    print(json.dumps(found))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
