"""The peer, in its own environment: `python _txtai_worker.py TEXTS MODEL FOLDER`, one JSON line in, one out.

Runs where txtai is installed and Shopkeeper is not. TEXTS is JSONL of {id, text}; a line in is {"queries": [...], "limit": n}, a line
out {"seconds": [...], "ids": [[...]]}. The first line out is about indexing.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}


def main() -> None:
    """Indexes, or loads what was indexed, and answers until standard input ends."""
    texts, model, folder = sys.argv[1:4]
    import torch
    from txtai import Embeddings

    torch.set_num_threads(1)
    embeddings = Embeddings(path=model, hybrid=True, content=True)
    start = time.perf_counter()
    if Path(folder).exists():
        embeddings.load(folder)
        seconds = json.loads((Path(folder) / "seconds.json").read_text())
    else:
        rows = [json.loads(line) for line in Path(texts).read_text("utf-8").splitlines()]
        embeddings.index((row["id"], row["text"]) for row in rows)
        seconds = time.perf_counter() - start
        embeddings.save(folder)
        (Path(folder) / "seconds.json").write_text(json.dumps(seconds))
    _say({"version": version("txtai"), "torch": torch.__version__, "count": embeddings.count(), "seconds": seconds})
    for line in sys.stdin:
        asked = json.loads(line)
        took, ids = [], []
        for query in asked["queries"]:
            start = time.perf_counter()
            found = embeddings.search(query, asked["limit"])
            took.append(time.perf_counter() - start)
            ids.append([row["id"] for row in found])
        _say({"seconds": took, "ids": ids, "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024})


def _say(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
