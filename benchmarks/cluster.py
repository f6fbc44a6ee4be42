"""How many texts a second are encoded by one and two workers of a Ray cluster, beside this process alone.

The workers are two machines of a cluster, all of them on this one; so this shows what Ray costs, not how far it scales. Rounds
of the ways that are compared take turns, as the speed of a shared machine changes from minute to minute; the processor time of
this process and all of Ray's is counted beside it.

    python benchmarks/cluster.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import psutil
from _catalogue import products
from _machine import loop_ms, write
from ray.cluster_utils import Cluster as Machines

from shopkeeper.models.cluster import PART, Cluster, RayEncoder
from shopkeeper.models.encoder import Vectors, load_encoder
from shopkeeper.search.document import index_document

TEXTS = 10 * PART  # a round
ROUNDS = 5
Encode = Callable[[Sequence[str]], Vectors]


def main() -> None:
    """Measures and writes results/cluster.json."""
    encoder, rounds = load_encoder(), texts()
    here: dict[str, Encode] = {"one_core": lambda part: np.concatenate([encoder.encode([text]) for text in part])}
    here["in_process"] = encoder.encode
    machines = Machines(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    for _ in range(2):
        machines.add_node(num_cpus=1)
    cluster, connected_s = timed(lambda: Cluster(machines.address))
    remote = RayEncoder(encoder, cluster)
    _, first_s = timed(lambda: remote.encode(rounds[0][: 2 * PART]))
    result: dict[str, Any] = {"texts_a_round": TEXTS, "texts_a_part": PART, "connected_s": connected_s, "first_answer_s": first_s}
    result["two_workers"] = compared({**here, "ray": remote.encode}, rounds)
    machines.remove_node(next(iter(machines.worker_nodes)))
    result["one_worker"] = compared({**here, "ray": remote.encode}, rounds)
    print(write("cluster", "python benchmarks/cluster.py", result))
    cluster.close()
    machines.shutdown()


def texts() -> list[list[str]]:
    """What the encoder reads of real products, title with description, in rounds of different ones."""
    documents = (index_document(product, ("zh", "en")) for product in products())
    full = (document.texts[1] for document in documents if document)
    return [list(islice(full, TEXTS)) for _ in range(ROUNDS)]


def compared(ways: dict[str, Encode], rounds: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Texts a second and processor time a text of each way in each round, their medians, and Ray's share of the speed of the others
    in the same round."""
    rates: dict[str, list[float]] = {name: [] for name in ways}
    costs: dict[str, list[float]] = {name: [] for name in ways}
    loops = []
    for part in rounds:
        loops.append(loop_ms())
        answers = []
        for name, encode in ways.items():
            before = processor_s()
            vectors, seconds = timed(lambda encode=encode, part=part: encode(part))
            answers.append(vectors)
            rates[name].append(round(len(part) / seconds, 1))
            costs[name].append(round((processor_s() - before) / len(part) * 1000, 2))
        assert all(np.array_equal(answers[0], other) for other in answers)
    figures: dict[str, Any] = {
        name: {
            "texts_per_s": statistics.median(rates[name]), "processor_ms_a_text": statistics.median(costs[name]),
            "rounds": {"texts_per_s": rates[name], "processor_ms_a_text": costs[name]},
        }
        for name in ways
    }
    for name in ("one_core", "in_process"):
        shares = [ray / other for ray, other in zip(rates["ray"], rates[name], strict=True)]
        figures[f"ray_to_{name}"] = round(statistics.median(shares), 2)
    print(figures)
    return {**figures, "loop_ms": loops}


def processor_s() -> float:
    """The processor time of this process and of all that it started."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The answer and the seconds it took."""
    start = time.perf_counter()
    answer = work()
    return answer, round(time.perf_counter() - start, 3)


if __name__ == "__main__":
    main()
