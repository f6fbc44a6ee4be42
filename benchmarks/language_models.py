"""The sizes of the language model beside each other: draws docs/images/language-models.png of benchmarks/results/language_model.json,
whose figures come from `recipes/language-model.sh` (a GPU is named there where one was used).

    python benchmarks/language_models.py        needs the extra [bench]

The validation loss is brought from nats a token to bits a byte by the bytes that a token stands for in the training part.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from _machine import RESULTS

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "language-models.png"


def main() -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    found = json.loads((RESULTS / "language_model.json").read_text("utf-8"))
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.8), width_ratios=(2, 1))
    colours = {name: f"C{i}" for i, name in enumerate(found["runs"])}
    for name, run in found["runs"].items():
        if "validation" in run:
            seen, bits = zip(*_curve(run, found["training_bytes"]), strict=True)
            left.plot([tokens / 1e6 for tokens in seen], bits, color=colours[name], marker="o", markersize=3, label=name)
    left.axhline(found["bits_per_byte_5gram"], color="grey", linestyle="--", linewidth=1, label="5-grams (held-out documents)")
    left.set(xlabel="million tokens seen", ylabel="bits a byte, validation part", title="while it trains")
    done = {name: run for name, run in found["runs"].items() if "bits_per_byte" in run}
    for place, (name, run) in enumerate(done.items()):
        cost = run["bits_per_byte"]
        away = [[cost["value"] - cost["low"]], [cost["high"] - cost["value"]]]
        right.errorbar(place, cost["value"], away, color=colours[name], marker="o", capsize=3)
    right.axhline(found["bits_per_byte_5gram"], color="grey", linestyle="--", linewidth=1)
    right.set_xticks(range(len(done)), [name.replace(", ", "\n") for name in done], fontsize=7)
    right.set(title="bits a byte, held-out documents", xlim=(-0.5, len(done) - 0.5))
    left.legend(frameon=False, fontsize=8)
    for axis in (left, right):
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=110)


def _curve(run: dict[str, Any], training_bytes: int) -> list[tuple[int, float]]:
    """Tokens seen and bits a byte."""
    return [(seen, loss / math.log(2) * run["tokens_a_pass"] / training_bytes) for seen, loss in run["validation"]]


if __name__ == "__main__":
    main()
