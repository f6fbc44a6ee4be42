"""Our own model as a writer: on held-out pairs of AdvertiseGen beside the grounded writer, a plain template and what was published.

Its texts are looked at twice: as the model draws them, and behind the gate with the grounded writer for those that say too little. Measured
are ROUGE-L, BLEU-4 (by character), distinct-2, claims of a text that the ledger finds no record for, and the words that the gate calls
strangers; differences with 95 % intervals of the paired bootstrap.

    python benchmarks/writer_model.py MODEL.gguf PAIRS.jsonl [--texts N] [--show N]        PAIRS: python recipes/writer_pairs.py PAIRS.jsonl
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from _machine import write
from writing import PUBLISHED, template

from shopkeeper.app.copy_pairs import file_pairs
from shopkeeper.evaluation import compare
from shopkeeper.evaluation.texts import rouge_l, tokens
from shopkeeper.models.language.llama import LlamaModel
from shopkeeper.models.language.pairs import split
from shopkeeper.models.language.protocol import whole
from shopkeeper.shop import InvalidQuery
from shopkeeper.text.language import detect
from shopkeeper.writing import Brief, Copy, GroundedWriter, Material, Writer
from shopkeeper.writing.facts import of_pairs
from shopkeeper.writing.gate import Gate
from shopkeeper.writing.learned import SAMPLING, LearnedWriter, asked_of, whole_sentences
from shopkeeper.writing.realise.en import English
from shopkeeper.writing.realise.zh import Chinese
from shopkeeper.writing.task import Order, Written, report_of, write_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--texts", type=int, default=100)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    pairs = split(pair for _, pair in file_pairs([args.pairs]))
    held_out = [pair for pair in pairs.held_out if not pair.title and detect(pair.copy) == "zh"][: args.texts]
    orders = [Order([list(fact) for fact in pair.facts], "zh", pair.copy) for pair in held_out]
    model, grounded = LlamaModel(args.model), GroundedWriter({"en": English(), "zh": Chinese()})
    own = Writer([LearnedWriter(lambda: model), grounded])
    authors: list[str] = []

    def kept(material: Material, brief: Brief) -> Copy:
        copy = own.write(material, brief)
        authors.append(copy.writer)
        return copy

    texts = {
        "as drawn": write_all(lambda material, brief: _drawn(model, material, brief), orders), "behind the gate": write_all(kept, orders),
        "grounded": write_all(Writer([grounded]).write, orders), "template": write_all(template, orders)}
    out = {name: {**_figures(found), "wrong_spans_a_text": _wrong(found)} for name, found in texts.items()}
    near = {name: _near(found) for name, found in texts.items()}
    for name in ("as drawn", "behind the gate"):
        out[f"{name} less grounded"] = {"rouge_l": compare(near[name], near["grounded"]).to_dict()}
    if args.show:
        _show(orders[: args.show], texts)
    told = {"texts": len(orders), "learnt_from": len(pairs.train), "written_by_own": authors.count("own"), **out, "published": PUBLISHED}
    print(write("writer_model", "python benchmarks/writer_model.py", told))


def _drawn(model: LlamaModel, material: Material, brief: Brief) -> Copy:
    text = whole_sentences(whole(model.complete(asked_of(material, brief), sampling=SAMPLING)))
    if not text:
        raise InvalidQuery("the model wrote nothing")
    return Copy(text, brief.language, brief.kind)


def _figures(texts: list[Written]) -> dict[str, Any]:
    report = report_of(texts)
    return {**{name: value.to_dict() for name, value in report.metrics.items() if not isinstance(value, float)}, "counts": report.counts}


def _wrong(texts: list[Written]) -> float:
    """Spans of a text that the gate would name."""
    brief = Brief("description", "zh")
    found = [len(Gate(of_pairs(each.order.facts, "zh"), brief).judge({"text": each.text}).wrong) for each in texts]
    return round(sum(found) / len(found), 3)


def _near(texts: list[Written]) -> list[float]:
    return [rouge_l(tokens(each.text, "zh"), tokens(each.order.reference, "zh")) for each in texts]


def _show(orders: list[Order], texts: dict[str, list[Written]]) -> None:
    for number, order in enumerate(orders):
        print(" | ".join(f"{name}={value}" for name, value in order.facts), f"\n  people: {order.reference}")
        for name, found in texts.items():
            print(f"  {name}: {found[number].text}")


if __name__ == "__main__":
    main()
