"""Makes the shipped classifier of intents; see intents.sh. `python recipes/intents.py TARGET`.

It learns from the training part of the public customer-service utterances (English, 27 intents) and from `intents.en*.tsv` and
`intents.zh*.tsv` beside this file, which were written for it; a twelfth of those is held out to measure and to calibrate, then all
are learnt.
The taught layers that lie in TARGET (`intent_layers.py`, which holds out the same twelfth) speak with it where the decision is learnt.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np

from shopkeeper.assistant.understand.classifier import IntentClassifier, save
from shopkeeper.assistant.understand.labels import POLITE
from shopkeeper.assistant.understand.taught import TaughtClassifier
from shopkeeper.assistant.understand.train import Example, fit, fit_decision, temperature
from shopkeeper.assistant.understand.wishes import Reading, cut, evidence
from shopkeeper.models.encoder import load_encoder

PUBLIC, MOST = 0.6, 100  # what a public row counts beside one of ours; rows of an intent
JOINTS = {
    "en": (". ", " and ", ", also ", ". also ", ", and ", " then ", "? ", "; ", " btw ", ", "),
    "zh": ("，", "，还有", "。", "，顺便", "？", "，另外", " ", "，再", "，", "，然后"),
}
PAIRS, STORIES = 300, 100  # messages that are put together for the decision, of each language
HERE = Path(__file__).parent


def main(target: Path) -> None:
    encode = load_encoder().encode
    public, own = list(public_rows("train")), {language: own_rows(language) for language in ("en", "zh")}
    every = [each for rows in own.values() for each in rows]
    trial = fit([*public, *(each for each in every if not held_out(each))], encode)
    kept = [each for each in every if held_out(each)]
    one = [each for each in kept if len(each.labels) == 1]
    scores = IntentClassifier(trial, encode).scores([each.text for each in one])
    classes = np.array([trial.labels.index(each.labels[0]) for each in one])
    heat = temperature(scores, classes)
    judge = IntentClassifier(replace(trial, temperature=heat), encode, TaughtClassifier.load(target))
    apart = {language: [each for each in rows if held_out(each)] for language, rows in own.items()}
    messages = [*(replace(each, weight=3.0) for each in kept), *put_together(apart)]
    decision = fit_decision(*decided(messages, judge))
    print(json.dumps({"held_out": len(one), "accuracy": round(float((scores.argmax(1) == classes).mean()), 4)}))
    save(target, replace(fit([*public, *every], encode), temperature=heat, decision=decision))


def put_together(own: Mapping[str, Sequence[Example]]) -> Iterator[Example]:
    """Messages of two wishes, and of a story and a wish, out of utterances of one."""
    for language, rows in own.items():
        draw = Random(3)
        wishes = [each for each in rows if len(each.labels) == 1 and each.labels[0] not in {*POLITE, "context", "other"}]
        stories = [each for each in rows if each.labels == ("context",)]
        yield from pairs(language, wishes, PAIRS, draw)
        for story, wish in ((draw.choice(stories), draw.choice(wishes)) for _ in range(STORIES)):
            text = story.text.rstrip(".?!。？！") + draw.choice(JOINTS[language][::2]) + wish.text
            yield Example(text, wish.labels, 0.5)


def pairs(language: str, wishes: Sequence[Example], count: int, draw: Random) -> Iterator[Example]:
    """Messages of two wishes out of utterances of one."""
    for first, second in (draw.sample(list(wishes), 2) for _ in range(count)):
        text = first.text.rstrip(".?!。？！") + draw.choice(JOINTS[language]) + second.text
        yield Example(text, tuple(dict.fromkeys((*first.labels, *second.labels))))


def decided(messages: Sequence[Example], judge: IntentClassifier) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows of evidence of the messages of several parts, whether each wish is in its message, and what the row counts."""
    rows, holds, weights = [], [], []
    for message in messages:
        parts, sentences = cut(message.text)
        if len(parts) == 1:
            continue
        scores = judge.scores(parts)
        for name, row in zip(*evidence(Reading(tuple(parts), sentences, judge.chances(scores), scores), judge.labels), strict=True):
            rows.append(row)
            holds.append(float(name in message.labels))
            weights.append(message.weight)
    return np.array(rows), np.array(holds), np.array(weights)


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
    """The utterances written for this, one a line after its intents; each once."""
    lines = [line for path in sorted(HERE.glob(f"intents.{language}*.tsv")) for line in path.read_text("utf-8").splitlines() if line]
    return list(dict.fromkeys(Example(text, tuple(intents.split("+"))) for intents, text in (line.split("\t") for line in lines)))


def held_out(example: Example) -> bool:
    """Whether an utterance is in the twelfth that is only measured on."""
    return int(hashlib.blake2b(example.text.encode(), digest_size=8).hexdigest(), 16) % 12 == 0

if __name__ == "__main__":
    main(Path(sys.argv[1]))
