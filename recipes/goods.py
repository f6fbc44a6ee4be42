"""Makes src/shopkeeper/assistant/shipped/goods: what Chinese requests for goods name. `python recipes/goods.py TARGET`.

It learns from the training part of the tagged shopping requests (Unlicense) and prints how well the other part is read. Titles tagged
with products and brands, learnt before them, made it worse (f1 .59 against .62).
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from shopkeeper.assistant.understand.slots.goods import PLACES, TAGS, GoodsTagger, surroundings

KINDS = {"cp": "product", "pp": "brand", "gg": "size", "xh": "model", "yl": "material"}
PASSES = 8


def main(target: Path) -> None:
    tagger = learn([(row["text"], tags_of(row)) for row in rows("train")])
    print(json.dumps(measure(tagger)))
    tagger.save(target / "weights.npz")


def rows(part: str) -> list[dict]:
    path = Path(os.environ["SHOPKEEPER_DATA"]) / "service" / "zh" / f"shopper_requests_tagged.{part}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def tags_of(row: dict) -> list[int]:
    """The tags of a row's letters: each entity where it stands first behind the one before it."""
    tags, begin = [0] * len(row["text"]), 0
    for kind, words in row["entities"]:
        start = row["text"].find(words, begin)
        start = start if start >= 0 else row["text"].find(words)
        if start >= 0 and words:
            tags[start] = TAGS.index(f"B-{KINDS[kind]}")
            tags[start + 1 : start + len(words)] = [TAGS.index(f"I-{KINDS[kind]}")] * (len(words) - 1)
            begin = start + len(words)
    return tags


def learn(examples: list[tuple[str, list[int]]]) -> GoodsTagger:
    """The mean of the perceptron's weights over all steps."""
    now = GoodsTagger(np.zeros((PLACES, len(TAGS)), np.float32), np.zeros((len(TAGS), len(TAGS)), np.float32))
    total, step = GoodsTagger(np.zeros_like(now.weights), np.zeros_like(now.steps)), 1
    order = random.Random(0)
    for _ in range(PASSES):
        for text, tags in order.sample(examples, len(examples)):
            places = surroundings(text)
            said = now.tags(places) if places else tags
            for change, path in ((1, tags), (-1, said)) if said != tags else ():
                for here, tag in zip(places, path, strict=True):
                    now.weights[here, tag] += change
                    total.weights[here, tag] += change * step
                for before, tag in zip([0, *path], path, strict=False):
                    now.steps[before, tag] += change
                    total.steps[before, tag] += change * step
            step += 1
    return GoodsTagger(now.weights - total.weights / step, now.steps - total.steps / step)


def measure(tagger: GoodsTagger) -> dict[str, float]:
    """f1 of each kind, and of all together, on the part that was not learnt; a part counts as found when its kind and words are right."""
    right, said, there = Counter(), Counter(), Counter()
    for row in rows("dev"):
        truth = Counter((KINDS[kind], words) for kind, words in row["entities"])
        found = Counter((part.kind, part.text) for part in tagger(row["text"]))
        for counts, parts in ((right, truth & found), (said, found), (there, truth)):
            for (kind, _), count in parts.items():
                counts[kind] += count
                counts["all"] += count
    return {f"f1 {kind} ({there[kind]})": round(2 * right[kind] / max(1, said[kind] + there[kind]), 4) for kind in sorted(there)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
