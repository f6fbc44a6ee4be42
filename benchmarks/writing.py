"""The grounded writer over public catalogues, beside a plain template and, where people wrote, beside people.

    python benchmarks/writing.py [--size N] [--sources a,b] [--show N] [--draw N --seed S]

Each product's facts are written up by the grounded writer and by a template, one sentence that lists the facts. The ledger holds each
text against the facts once more. Against people's copy (bigbasket, advertisegen): ROUGE-L and BLEU-4, English by word and Chinese by
character, differences with 95 % intervals of the paired bootstrap; distinct-2 of all texts, the difference by jackknife; self-BLEU across
products beside the people's.
`--show` prints texts in place of measuring; `--draw` so many of each language for a reader, drawn by chance from all sources, kinds and
tones.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import cycle, islice
from random import Random
from typing import Any, get_args

from _copy import SOURCES, Sold, sold
from _machine import loop_ms, write

from shopkeeper.evaluation import Interval, compare, mean
from shopkeeper.evaluation.jackknife import jackknife
from shopkeeper.evaluation.texts import bleu4, distinct, rouge_l, self_bleu, tokens
from shopkeeper.shop import InvalidQuery, Language
from shopkeeper.writing import Brief, Copy, GroundedWriter, Material, Writer
from shopkeeper.writing.brief import TONES, Kind
from shopkeeper.writing.facts import of_pairs
from shopkeeper.writing.realise.en.realiser import English
from shopkeeper.writing.realise.zh.realiser import Chinese
from shopkeeper.writing.task import Order, Written, report_of, write_all

SIZE = 1000
READ: list[Kind] = ["description", "title", "features", "story", "description", "seo", "ad", "social", "email"]
# ChatGLM-6B's repository: p-tuning on the full AdvertiseGen, 114,599 texts to learn from. ROUGE-L there is of words cut by jieba.
PUBLISHED = {"ChatGLM-6B p-tuning, full AdvertiseGen": {"bleu_4": 0.0810, "rouge_l": 0.2497}}
Tokens = list[list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--sources", default=",".join(SOURCES))
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.draw:
        return draw(args.sources.split(","), args.draw, Random(args.seed))
    sources = {source: spread(sold(source), args.show or args.size) for source in args.sources.split(",")}
    if args.show:
        return show(sources)
    found = {source: figures(products) for source, products in sources.items()}
    print(write("writing", f"python benchmarks/writing.py --size {args.size}", {
        "size": args.size, "loop_ms": loop_ms(), **found, "published": PUBLISHED}))


def spread(products: list[Sold], size: int) -> list[Sold]:
    """So many products from everywhere in the list."""
    return products[:: max(1, len(products) // size)][:size]


def figures(products: Sequence[Sold]) -> dict[str, Any]:
    """Of the grounded writer and of the template: what `evaluate writing` measures, texts a second, self-BLEU; and the differences."""
    orders = [Order(each.facts, each.language, each.reference) for each in products]
    ours, plain = write_all(grounded().write, orders), write_all(template, orders)
    cut = {"grounded": cut_up(ours), "template": cut_up(plain)}
    people = [tokens(each.reference, each.language) for each in products if each.reference]
    out: dict[str, Any] = {"grounded": measured(ours, cut["grounded"]), "template": measured(plain, cut["template"])}
    if len(people) == len(products):
        out["people"] = {"distinct_2": distinct_of(people), "self_bleu": mean(self_bleu(people)).to_dict()}
        out["grounded less people"] = {"self_bleu": compare(self_bleu(cut["grounded"]), self_bleu(people)).to_dict()}
        out["grounded less template"] = differences(cut["grounded"], cut["template"], people)
    return out


def grounded() -> Writer:
    """The writer that needs no model."""
    return Writer([GroundedWriter({"en": English(), "zh": Chinese()})])


def template(material: Material, brief: Brief) -> Copy:
    """One sentence that lists every fact with its name."""
    name = material.title.get(brief.language) or material.noun.get(brief.language)
    brand = material.brand.get(brief.language)
    colon = ": " if brief.language == "en" else "："
    facts = [f"{fact.label.get(brief.language)}{colon}{fact.text(brief.language)}" for fact in material.facts]
    parts = [part for part in (name, brand, *facts) if part]
    return Copy(", ".join(parts) + "." if brief.language == "en" else "，".join(parts) + "。", brief.language, brief.kind)


def measured(texts: Sequence[Written], cut: Tokens) -> dict[str, Any]:
    """The report of `evaluate writing`, with self-BLEU and texts a second."""
    report = report_of(texts)
    seconds = sum(each.seconds for each in texts)
    return {**{name: value.to_dict() for name, value in report.metrics.items()}, "self_bleu": mean(self_bleu(cut)).to_dict(),
            "texts_per_s": round(len(texts) / seconds, 1), "characters": round(sum(len(each.text) for each in texts) / len(texts)),
            "counts": report.counts}


def differences(ours: Tokens, theirs: Tokens, people: Tokens) -> dict[str, Any]:
    """Ours less theirs."""
    near = {name: compare(list(map(score, ours, people)), list(map(score, theirs, people)))
            for name, score in (("rouge_l", rouge_l), ("bleu4", bleu4))}
    different = jackknife(len(ours), lambda kept: distinct([ours[n] for n in kept]) - distinct([theirs[n] for n in kept]))
    return {**{name: value.to_dict() for name, value in near.items()}, "distinct_2": different.to_dict()}


def distinct_of(cut: Tokens) -> dict[str, float]:
    """distinct-2 with its interval."""
    found: Interval = jackknife(len(cut), lambda kept: distinct([cut[n] for n in kept]))
    return found.to_dict()


def cut_up(texts: Sequence[Written]) -> Tokens:
    return [tokens(each.text, each.order.language) for each in texts]


def draw(sources: Sequence[str], size: int, chance: Random) -> None:
    """So many texts of each language, each beside its record: every source and kind in turn, descriptions twice as often, products and
    tones by chance."""
    writer, products = grounded(), {source: sold(source) for source in sources}
    for language in get_args(Language):
        spoken = cycle([source for source in sources if products[source][0].language == language])
        kinds = cycle(chance.sample(READ, len(READ)))
        for number, source in enumerate(islice(spoken, size), 1):
            each, brief = chance.choice(products[source]), Brief(next(kinds), language, chance.choice(TONES), seed=chance.randrange(1000))
            print(f"{number}. [{source}, {brief.kind}, {brief.tone}] " + " | ".join(f"{name}={value}" for name, value in each.facts))
            try:
                print(writer.write(of_pairs(each.facts, language), brief).text + "\n")
            except InvalidQuery as error:
                print(f"nothing: {error}\n")


def show(sources: dict[str, list[Sold]]) -> None:
    """The facts and what is written of them."""
    for source, products in sources.items():
        for each in write_all(grounded().write, [Order(each.facts, each.language, each.reference) for each in products]):
            print(f"[{source}] " + " | ".join(f"{name}={value}" for name, value in each.order.facts))
            print(f"  {each.text}\n  {each.unsupported or ''}\n")


if __name__ == "__main__":
    main()
