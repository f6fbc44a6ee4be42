"""What a network adds to the neighbours in sequences: the last product of each person, among all products, and how fast it answers.

    python benchmarks/recommend_network.py beauty|toys|sports [--without-validation] [--epochs N]

All but the last product of each person is learnt; with `--without-validation`, the protocol of most published figures, the last but one
is not learnt either, only known when the last is asked for. Run again after a break, it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from _machine import data, write

from shopkeeper.evaluation import compare, mean
from shopkeeper.models.sequences.options import DEFAULTS, Recipe
from shopkeeper.models.sequences.reader import SequenceReader
from shopkeeper.models.sequences.train import train
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.held import CUT, MISSED, Held, gains, held_last
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.learned import Learned
from shopkeeper.recommend.sources.protocol import Source
from shopkeeper.recommend.sources.sequence import Sequence
from shopkeeper.recommend.task import mixed, read_sequences
from shopkeeper.recommend.train import sequences

WORK = Path(tempfile.gettempdir()) / "recommend_network"
CORES = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--without-validation", action="store_true")
    parser.add_argument("--epochs", type=float, default=DEFAULTS.epochs)
    args = parser.parse_args()
    people = list(read_sequences(data() / "recommend" / f"{args.name}.txt"))
    shown = f"recommend_network_{args.name}" + ("_without_validation" if args.without_validation else "")
    options = f"{args.name}" + (" --without-validation" if args.without_validation else "") + f" --epochs {args.epochs:g}"
    print(write(shown, f"python benchmarks/recommend_network.py {options}", measured(people, args.epochs, args.without_validation)))


def measured(people: list[tuple[str, list[str]]], epochs: float, without: bool) -> dict[str, Any]:
    """The figures of the neighbours, of the network, and of both."""
    import torch

    torch.set_num_threads(CORES)
    held = held_last(History.of_sequences([(who, items[:-1] if without else items) for who, items in people]))
    wanted = {who: items[-2:] for who, items in people}
    last = [wanted[people[int(case.customer)][0]] for case in held.cases]
    products = held.history.products
    for items in last:  # the answers may be products that nobody else met
        products.add(items[-1])
    found = sequences(held.history.every())
    made = train(found, len(products), Recipe(), DEFAULTS.given(epochs=epochs, device="cpu"), WORK, tell=_tell)
    with tempfile.TemporaryDirectory() as folder:
        made.write(products.ids(range(len(products))), Path(folder))
        reader, neighbours = SequenceReader(Path(folder)), mixed(held.history)
        sources = {"sequence": Sequence(held.history), "mixed": neighbours, "network": Learned(held.history, lambda: reader),
                   "learned": Learned(held.history, lambda: reader, neighbours)}
        asked = [Asked(customer=case.customer, recent=(items[0],) if without else (), now=held.now)
                 for case, items in zip(held.cases, last, strict=True)]
        rows = products.rows([items[-1] for items in last])
        ranks = {name: _ranks(source, held, asked, rows) for name, source in sources.items()}
    return {
        "people": len(asked), "products": len(products), "train_s": round(made.run.seconds), "epochs": epochs, "cores": CORES,
        "sources": {name: _figures(*each) for name, each in ranks.items()},
        "learned_less_mixed": compare(gains(ranks["learned"][0]).tolist(), gains(ranks["mixed"][0]).tolist()).to_dict(),
    }


def _ranks(source: Source, held: Held, asked: list[Asked], wanted: list[int]) -> tuple[np.ndarray, list[float]]:
    """The rank of each person's last product among those that they had not met, and the milliseconds of each answer."""
    ranks, times = [], []
    for each, row in zip(asked, wanted, strict=True):
        met = np.unique([*held.history.of(each.customer)["item"].tolist(), *held.history.products.rows(each.recent)])
        start = time.perf_counter()
        found = source.candidates(each, CUT + len(met)).rows
        times.append((time.perf_counter() - start) * 1000)
        place = np.flatnonzero(found[~np.isin(found, met)] == row)
        ranks.append(int(place[0]) if len(place) else MISSED)
    return np.array(ranks), times


def _figures(ranks: np.ndarray, times: list[float]) -> dict[str, Any]:
    return {"ndcg@10": mean(gains(ranks).tolist()).to_dict(), "hr@10": mean((ranks < CUT).astype(float).tolist()).to_dict(),
            "p50_ms": round(float(np.median(times)), 3)}


def _tell(run: Any) -> None:
    if len(run.points) % 50 == 0 or len(run.points) == run.steps:
        print(run, flush=True)


if __name__ == "__main__":
    main()
