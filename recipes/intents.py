"""Makes the shipped classifier of intents; see intents.sh. `python recipes/intents.py TARGET`.

It learns from the lines of intent_lines.py, but not from the later ones: it keeps a vector of every line, and those would more than double
its size; whether they would make it better was not measured. The twelfth that is held out of all lines measures and calibrates.
The taught layers that lie in TARGET (`intent_layers.py`, which holds out the same twelfth) speak with it where the decision is learnt.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from intent_lines import LANGUAGES, LATER, held_out, own, public

from shopkeeper.assistant.understand.classifier import IntentClassifier, save
from shopkeeper.assistant.understand.taught import TaughtClassifier
from shopkeeper.assistant.understand.train import Example, fit, fit_decision, temperature
from shopkeeper.assistant.understand.wishes import evidence, read
from shopkeeper.models.encoder import load_encoder

PUBLIC, MOST = 0.6, 100  # what a public row counts beside one of ours; rows of an intent


def main(target: Path) -> None:
    encode = load_encoder().encode
    lines = {language: own(language) for language in LANGUAGES}
    kept = [Example(*row) for rows in lines.values() for row in rows if held_out(row[0])]
    rows = [Example(*row) for language in LANGUAGES for row in own(language, without=LATER)]
    common = [Example(*row, PUBLIC) for row in public(MOST)]
    trial = fit([*common, *(each for each in rows if not held_out(each.text))], encode)
    one = [each for each in kept if len(each.labels) == 1]
    scores = IntentClassifier(trial, encode).scores([each.text for each in one])
    classes = np.array([trial.labels.index(each.labels[0]) for each in one])
    heat = temperature(scores, classes)
    judge = IntentClassifier(replace(trial, temperature=heat), encode, TaughtClassifier.load(target))
    print(json.dumps({"held_out": len(one), "accuracy": round(float((scores.argmax(1) == classes).mean()), 4)}))
    save(target, replace(fit([*common, *rows], encode), temperature=heat, decision=fit_decision(*decided(kept, judge))))


def decided(messages: Sequence[Example], judge: IntentClassifier) -> tuple[np.ndarray, np.ndarray]:
    """The rows of evidence of the messages, and whether each wish is in its message."""
    rows, holds = [], []
    for message in messages:
        names, some = evidence(read(message.text, judge), judge.labels)
        rows += some.tolist()
        holds += [float(name in message.labels) for name in names]
    return np.array(rows), np.array(holds)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
