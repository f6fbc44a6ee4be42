"""A language model of a few thousand weights, drawn by chance, and pairs of facts and copy to teach it."""

from __future__ import annotations

import random
from pathlib import Path

from shopkeeper.models.language.pairs import Pair, Split, split


def small_pairs(count: int = 150) -> list[Pair]:
    """Pairs of three facts at most, some of them alike."""
    draw = random.Random(0)
    made = []
    for i in range(count):
        colour, thing = draw.choice(["red", "blue", "黑色"]), draw.choice(["mug", "kettle", "雨伞"])
        made.append(Pair([("colour", colour), ("thing", thing)], f"no {i % 90}: {colour} {thing}，好看", f"T{i % 7}"))
    return made


def small_split(count: int = 150) -> Split:
    """They divided."""
    return split(small_pairs(count))


def small_base(folder: Path) -> Path:
    """A model in Hugging Face's layout that has learnt nothing yet."""
    from shopkeeper.models.language.layout import Trainable
    from shopkeeper.models.tokenizer import SPECIAL, learn
    from shopkeeper.models.transformer import Llama, Shape

    tokenizer = learn([each.document for each in small_pairs()], 420)
    shape = Shape(tokenizer.get_vocab_size(), width=32, layers=2, heads=2, kv_heads=1, inner=64, context=64)
    Trainable(Llama(shape), tokenizer, SPECIAL.index("<|endoftext|>"), shape.context).save(folder)
    return folder
