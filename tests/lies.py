"""How many lies of a lying language model leave a writer, by the list of what the model planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from lying_server import lying_server, told_at
from random_goods import goods, truth
from shopkeeper.models.language.served import ServedModel
from shopkeeper.shop import InvalidQuery
from shopkeeper.writing import Author, Brief, Copy, Kind, Material, Writer
from shopkeeper.writing.llm import LlmWriter

ASKED: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind not in ("reply", "translate"))


def escaped(texts: int, last: Author, seed: int = 0, model: str = "liar") -> tuple[Counter[str], list[str]]:
    """Writes so many texts with a lying (or an "honest") server, `last` behind it. Answers who wrote how many, and the
    planted marks that left."""
    counts, out = Counter[str](), list[str]()
    with lying_server() as url:
        served = ServedModel(url, model=model, key="none")
        author = LlmWriter(lambda: served)
        done = [(material, copy) for material, copy in _written(Writer([author, last]), texts, seed)]
        lies = told_at(url.removesuffix("/v1"))
        served.close()
    marks = {(lie["lie"], mark) for lie in lies for mark in lie["marks"]}
    for material, copy in done:
        counts[f"written by {copy.writer}"] += 1
        said, true = _plain("\n".join((copy.text, *copy.fields.values()))), _plain(truth(material))
        out += [f"{mark} | {lie} | {copy.text}" for lie, mark in marks if _plain(mark) in said and _plain(mark) not in true]
    counts["texts"], counts["lies planted"], counts["lies out"] = texts, len(lies), len(out)
    return counts, out


def _written(writer: Writer, texts: int, seed: int) -> Iterator[tuple[Material, Copy]]:
    for number in range(seed, seed + texts):
        language = ("en", "zh")[number % 2]
        material = goods(number // 2, language)
        kind = ASKED[number % len(ASKED)]
        try:
            yield material, writer.write(material, Brief(kind, "zh" if language == "zh" else "en", seed=number))
        except InvalidQuery:  # nothing holds
            yield material, Copy("", "en", kind, writer="nobody")


def _plain(text: str) -> str:
    return "".join(text.lower().split())
