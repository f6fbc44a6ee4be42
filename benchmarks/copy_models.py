"""Facts to copy: an encoder-decoder beside a decoder, the same pairs, tokenizer, options and about as many weights.

Pairs are those of AdvertiseGen (Chinese clothing; facts and the advertisement that was written of them), copies of an advertisement
left out, a tenth held out by hash. Measured: bits a byte of the held-out copies given their facts, and tokens a second of greedy
writing on one core.

    python benchmarks/copy_models.py [--epochs N] [--pairs N] [--width N] [--vocabulary N] [--device NAME]

Training takes the device; the writing is always timed on a core of the processor.
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
from shopkeeper.models.language.copy import Copies, network
from shopkeeper.models.language.copy import write as compose
from shopkeeper.models.language.pairs import Pair, prompt
from shopkeeper.models.tokenizer import as_data, learn
from shopkeeper.models.training.device import pick
from shopkeeper.models.training.loop import fit
from shopkeeper.models.training.options import TrainOptions
from shopkeeper.models.transformer import Shape

FILE = "writing/zh_advertisegen.dev.jsonl.gz"
KINDS = "decoder", "encoder-decoder"
HEAD, LAYERS, CONTEXT = 64, 4, 256
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


def split(found: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Those to learn from and a tenth by the hash of their copies, held out."""
    train, held_out = ([pair for pair in found if (part(pair.copy) != "train") == out] for out in (False, True))
    return train, held_out


def measure(kind: str, train: list[Pair], held_out: list[Pair], options: TrainOptions, width: int, vocabulary: int) -> dict[str, Any]:
    """One of the two kinds, trained and measured."""
    tokenizer = as_data(learn([prompt(pair.facts) + pair.copy for pair in train], vocabulary))
    heads, cpu, device = width // HEAD, torch.device("cpu"), pick(options.device)
    shape = Shape(tokenizer.get_vocab_size(), width, LAYERS, heads, max(1, heads // 2), width * 11 // 4, CONTEXT)
    model = network(kind, shape, options.seed)
    run = fit(model, Copies(train, tokenizer, 0, shape.context, device), options, device, tell=lambda run: print(kind, run, end="\r"))
    model.to(cpu)
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
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--vocabulary", type=int, default=8192)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    train, held_out = split(pairs(args.pairs))
    options = TrainOptions(epochs=args.epochs, batch_size=32, lr=2e-3, weight_decay=0.1, warmup=0.1, device=args.device)
    out: dict[str, Any] = {"pairs": len(train), "held_out": len(held_out), **vars(args)}
    for kind in KINDS:
        out[kind] = measure(kind, train, held_out, options, args.width, args.vocabulary)
        print(kind, json.dumps(out[kind]))
    print(write("copy_models", "python benchmarks/copy_models.py", out))


if __name__ == "__main__":
    main()
