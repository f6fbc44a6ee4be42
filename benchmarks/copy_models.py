"""Facts to copy: an encoder-decoder beside a decoder, the same pairs, tokenizer, options and about as many weights.

Pairs are those of AdvertiseGen (Chinese clothing; facts and the advertisement that was written of them), copies of an advertisement
left out, a tenth held out by hash. Measured: bits a byte of the held-out copies given their facts, and tokens a second of greedy
writing on one core.

    python benchmarks/copy_models.py [--epochs N] [--pairs N]
"""

from __future__ import annotations

import argparse
import gzip
import json
from time import perf_counter
from typing import Any

import torch
from _machine import data, write

from shopkeeper.models.corpus import Copies as Seen
from shopkeeper.models.corpus import part
from shopkeeper.models.language.copy import Copies, Pair, network, prompt
from shopkeeper.models.language.copy import write as compose
from shopkeeper.models.language.sizes import PLANS
from shopkeeper.models.tokenizer import as_data, learn
from shopkeeper.models.training.loop import fit
from shopkeeper.models.training.options import TrainOptions
from shopkeeper.models.transformer import Shape

FILE = "writing/zh_advertisegen.dev.jsonl.gz"
PLAN = PLANS["tiny"]
WRITTEN = 20  # advertisements that are composed for the speed


def pairs(limit: int) -> list[Pair]:
    """Pairs whose copies differ from each other."""
    seen, found = Seen(), []
    with gzip.open(data() / FILE, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            copy = row["summary"].replace("<UNK>", "").replace("BRAND", "")
            facts = [(name, value) for name, _, value in (fact.partition("#") for fact in row["content"].split("*"))]
            if not seen.seen(copy):
                found.append(Pair(facts, copy))
    return found[:limit]


def measure(kind: str, train: list[Pair], held_out: list[Pair], options: TrainOptions) -> dict[str, Any]:
    """One of the two kinds, trained and measured."""
    tokenizer = as_data(learn([prompt(pair.facts) + pair.copy for pair in train], PLAN.vocabulary))
    shape, cpu = Shape(tokenizer.get_vocab_size(), **PLAN.shape), torch.device("cpu")
    model = network(kind, shape, options.seed)
    run = fit(model, Copies(train, tokenizer, 0, shape.context, cpu), options, cpu, tell=lambda run: print(kind, run, end="\r"))
    torch.set_num_threads(1)
    started = perf_counter()
    texts = [compose(model, pair.facts, tokenizer, 0) for pair in held_out[:WRITTEN]]
    seconds = perf_counter() - started
    cost = Copies(held_out, tokenizer, 0, shape.context, cpu).bits_per_byte(model)
    return {
        "weights": sum(p.numel() for p in model.parameters()), "bits_per_byte": cost, "last_loss": run.points[-1].loss,
        "train_s": run.seconds, "train_copy_tokens_per_s": run.per_second, "generated_tokens_per_s": sum(n for _, n in texts) / seconds,
        "distinct_texts": len({text for text, _ in texts}),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--pairs", type=int, default=5000)
    args = parser.parse_args()
    found = pairs(args.pairs)
    held_out, train = ([pair for pair in found if (part(pair.copy) != "train") == out] for out in (True, False))
    options = TrainOptions(epochs=args.epochs, batch_size=32, lr=2e-3, weight_decay=0.1, warmup=0.1)
    out = {"pairs": len(train), "held_out": len(held_out), "epochs": args.epochs}
    for kind in ("decoder", "encoder-decoder"):
        out[kind] = measure(kind, train, held_out, options)
        print(kind, json.dumps(out[kind]))
    print(write("copy_models", "python benchmarks/copy_models.py", out))


if __name__ == "__main__":
    main()
