"""Do the guide's questions find what a shopper has in mind, and how long does a turn take?

Questions: simulated shoppers, each with one product of the demo shop in mind, open with the name of its group of goods ("headphones") and
answer truthfully from its record, in words of their language; what they cannot answer they decline. Rank of that product after 0, 1, 2
and 3 questions, and how many it takes until it is among the first three, beside the same shopper who is asked a random one of the
questions worth asking, and beside no questions (the rank stays). Differences are paired by shopper.

Speed: conversations over 20,000 products of the demo shop's kinds, each turn by the clock and by the processor's time of its thread; the
vectors of products are those of their kind with noise, queries are encoded as ever.

    python benchmarks/guide.py [--shop DEMO_SHOP] [--shoppers N] [--products N] [--work FOLDER] [--part questions|speed]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from _machine import loop_ms, write

from shopkeeper import open_shop
from shopkeeper.app.shop import Shop
from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.guide.answers import take_answer
from shopkeeper.assistant.guide.brief import Brief
from shopkeeper.assistant.guide.conditions import Condition, passing
from shopkeeper.assistant.guide.facts import item
from shopkeeper.assistant.guide.guide import Guide
from shopkeeper.assistant.guide.question import Question, questions
from shopkeeper.assistant.guide.skills import settled
from shopkeeper.assistant.session import Session
from shopkeeper.evaluation.intervals import compare, mean
from shopkeeper.models.cache import VectorCache
from shopkeeper.models.encoder import SHIPPED, CachedEncoder, OnnxEncoder
from shopkeeper.search.document import encoder_texts
from shopkeeper.shop import Language, Product
from shopkeeper.store import open_store
from shopkeeper.store.demo.build import build
from shopkeeper.store.demo.catalogue import catalogue
from shopkeeper.text.language import detect

ASKED = 3
LOST = 61  # the rank of a product that is not among the candidates
FIRST = 3
UNTIL = date(2026, 9, 30)
READ: list[bool] = []  # of each answer whether it was understood
Choose = Callable[[Sequence[Question]], Question]


@dataclass(frozen=True)
class Shopper:
    """Someone who has a product in mind and says only its group of goods."""

    target: Product
    language: Language
    opening: str


def main() -> None:
    """Measures and writes results/guide_questions.json and results/guide_speed.json."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shop", type=Path, help="a demo shop that is indexed; by default one is made")
    parser.add_argument("--shoppers", type=int, default=150, help="of each language")
    parser.add_argument("--products", type=int, default=20_000)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--part", choices=("questions", "speed"), action="append")
    options = parser.parse_args()
    parts: list[str] = options.part or ["questions", "speed"]
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        if "questions" in parts:
            tell("guide_questions", asked(options.shop or demo(Path(folder) / "demo"), options.shoppers))
        if "speed" in parts:
            tell("guide_speed", speed(Path(folder) / "large", options.products))


def tell(name: str, result: dict[str, Any]) -> None:
    """Prints and writes a result."""
    print(result)
    print(write(name, "python benchmarks/guide.py", result))


def demo(folder: Path) -> Path:
    """The demo shop, indexed."""
    shop = open_shop(str(folder), create=True)
    build(shop.store, folder / "media")
    shop.index()
    shop.close()
    return folder


def guide_of(shop: Shop) -> Guide:
    """The guide over a shop, its searches not logged."""
    search = lambda query, **how: shop.search(query, log=False, **how)  # noqa: E731
    return Guide(Desk(shop.store, search=search, similar=shop.similar, fields=shop.fields))


def asked(folder: Path, count: int) -> dict[str, Any]:
    """The ranks after each question, by language and together."""
    shop = open_shop(str(folder))
    guide, out = guide_of(shop), dict[str, Any]()
    runs = {language: [play(guide, each, seed) for seed, each in enumerate(shoppers(shop, language, count))] for language in ("zh", "en")}
    for name, rows in (*runs.items(), ("both", runs["zh"] + runs["en"])):
        out[name] = figures(rows)
    shop.close()
    return out | {"answers": len(READ), "answers_understood": mean([float(each) for each in READ]).to_dict()}


def shoppers(shop: Shop, language: Language, count: int) -> list[Shopper]:
    """So many, drawn once from the products; each says the name of the group that its product's kind is in."""
    products = [each for each in shop.store.products.all() if each.in_stock]
    drawn = random.Random(f"shoppers {language}").sample(products, count)
    return [Shopper(each, language, each.category[min(1, len(each.category) - 1)].get(language)) for each in drawn]


def play(guide: Guide, shopper: Shopper, seed: int) -> dict[str, Any]:
    """The ranks of the product with the guide's questions and with random ones."""
    dice = random.Random(seed)
    best = lambda found: max(found, key=lambda each: each.gain)  # noqa: E731
    return {"guide": ranks(guide, shopper, best, random.Random(seed)), "random": ranks(guide, shopper, dice.choice, random.Random(seed))}


def ranks(guide: Guide, shopper: Shopper, choose: Choose, dice: random.Random) -> list[int]:
    """The rank after 0, 1 … `ASKED` questions; once nothing is left to ask it stays."""
    brief = guide.refine(Brief(), shopper.opening, language=shopper.language)
    out = []
    for _ in range(ASKED + 3):
        pool = guide.skills.finder.pool(brief, shopper.language)
        ids = [each.item.id for each in pool.candidates]
        out.append(ids.index(shopper.target.id) + 1 if shopper.target.id in ids else LOST)
        found = questions(pool.candidates, settled(brief)) if len(ids) > FIRST else []
        if found:
            question = choose(found)
            READ.append(take_answer(question, answer(question, shopper, dice), brief).taken)
            brief.settle(question.field)
    return out


def answer(question: Question, shopper: Shopper, dice: random.Random) -> str:
    """What the shopper says: the choice that their product fits (one of several at random), else that they do not mind."""
    zh = shopper.language == "zh"
    if question.kind == "flag":
        has = item(shopper.target).facts.get(question.field)
        return ("要" if zh else "yes") if has and has.flag else ("不用" if zh else "no")
    fits = [each for each in question.choices if passing(shopper.target, [Condition.of(each.where)])]
    return dice.choice(fits).label.get(shopper.language) if fits else ("随便" if zh else "no preference")


def figures(rows: Sequence[Mapping[str, Sequence[int]]]) -> dict[str, Any]:
    """Means with intervals, and differences paired by shopper; an interval that leaves 0 out is sure."""
    out: dict[str, Any] = {"shoppers": len(rows)}
    for arm in ("guide", "random"):
        for turn in range(ASKED + 1):
            out[f"{arm}_rank_{turn}"] = mean([float(row[arm][turn]) for row in rows]).to_dict()
            out[f"{arm}_first_three_{turn}"] = mean([float(row[arm][turn] <= FIRST) for row in rows]).to_dict()
        out[f"{arm}_questions_until_first_three"] = mean([float(until(row[arm])) for row in rows]).to_dict()
    for turn in range(1, ASKED + 1):
        guide = [-float(row["guide"][turn]) for row in rows]
        out[f"ranks_gained_on_random_{turn}"] = difference(guide, [-float(row["random"][turn]) for row in rows])
        out[f"ranks_gained_on_no_questions_{turn}"] = difference(guide, [-float(row["guide"][0]) for row in rows])
    out["questions_saved_on_random"] = difference([-float(until(r["guide"])) for r in rows], [-float(until(r["random"])) for r in rows])
    return out


def until(ranks: Sequence[int]) -> int:
    """How many questions until the product is among the first three; one more than were asked when it never is."""
    return next((turn for turn, rank in enumerate(ranks) if rank <= FIRST), len(ranks))


def difference(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, float]:
    """How much more, with its interval."""
    found = compare(ours, theirs)
    return {"value": round(found.value, 3), "low": round(found.low, 3), "high": round(found.high, 3)}


TALKS = [
    ["我想买个耳机", "头戴式", "500以内", "要降噪的", "便宜一点的", "对比前两款", "还有别的吗", "续航最长的是哪个"],
    ["羽绒服 M码", "要黑色", "算了还是红色吧", "太贵了", "不要灰鸭绒", "第一个有L码吗", "随便", "重新开始"],
    ["送女朋友的礼物，500块以内", "美妆个护", "面霜", "干性皮肤", "哪个评价最好", "不喜欢第一个"],
    ["running shoes size 41 under 600", "lighter", "cheaper", "compare the first two", "is the first one in stock?", "show me more"],
    ["quiet humidifier for the baby's room", "at least 3 litres", "with a night light", "the cheapest", "more like the first one"],
    ["suitcase", "under 700", "no preference", "polycarbonate", "the lightest one", "something bigger", "start over"],
]


def speed(folder: Path, products: int) -> dict[str, Any]:
    """Milliseconds of a turn, by the clock and by the thread's processor time, over a shop of so many products."""
    large_shop(folder, products)
    shop = open_shop(str(folder))
    shop.warm()
    guide, loop = guide_of(shop), loop_ms()
    start = time.perf_counter()
    guide.warm()
    warm = time.perf_counter() - start
    run(guide, TALKS)  # the first of each kind decodes its products
    turns = [pair for _ in range(3) for pair in run(guide, TALKS)]
    shop.close()
    clock, processor = (np.array(each) * 1000 for each in zip(*turns, strict=True))
    out = {"products": products, "turns": len(turns), "warm_s": round(warm, 2), "loop_ms": [loop, loop_ms()]}
    for name, values in (("clock_ms", clock), ("processor_ms", processor)):
        out[name] = {f"p{q}": round(float(np.percentile(values, q)), 1) for q in (50, 90, 95, 99)}
    return out


def run(guide: Guide, talks: Sequence[Sequence[str]]) -> list[tuple[float, float]]:
    """The seconds of each turn of some conversations, by the clock and by the thread's processor time."""
    out = []
    for talk in talks:
        session = Session("speed")
        for text in talk:
            session.language = detect(text)
            clock, processor = time.perf_counter(), time.thread_time()
            guide.turn(session, text)
            out.append((time.perf_counter() - clock, time.thread_time() - processor))
    return out


def large_shop(folder: Path, count: int) -> None:
    """So many products of the demo shop's kinds, indexed; a product's vectors are those of its kind with noise."""
    folder.mkdir(parents=True, exist_ok=True)
    items = catalogue(7, count, UNTIL)
    store = open_store(folder / "shop.db")
    for start in range(0, count, 500):
        store.products.put(each.product for each in items[start : start + 500])
    store.close()
    encoder, draw = OnnxEncoder(SHIPPED), np.random.default_rng(7)
    kinds = sorted({each.kind.noun.en for each in items})
    of_kind = dict(zip(kinds, encoder.encode(kinds), strict=True))
    (folder / "index").mkdir(exist_ok=True)
    cache = VectorCache(folder / "index" / "vectors.cache")
    near: dict[str, Any] = {}
    for each in items:
        for text in encoder_texts(each.product, encoder.languages):
            vector = of_kind[each.kind.noun.en] + 0.03 * draw.standard_normal(encoder.dimensions).astype(np.float32)
            near[text] = vector / np.linalg.norm(vector)
    CachedEncoder(encoder, cache, lambda parts: (np.stack([near[text] for text in part]) for part in parts)).encode(list(near))
    cache.close()
    shop = open_shop(str(folder), create=True)
    shop.index()
    shop.close()


if __name__ == "__main__":
    main()
