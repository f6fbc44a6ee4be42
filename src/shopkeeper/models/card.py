"""What a model says of itself: the facts in its config.json and, for people, its CARD.md."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

OWN = "the shop's own"  # the licence of what a shop learnt from its own records


class Figure(Protocol):
    """A measured value with its 95 % interval, such as `evaluation.Interval`."""

    def to_dict(self) -> dict[str, float]:
        """`{value, low, high}` and perhaps more."""


@dataclass(frozen=True, slots=True)
class Data:
    """What a model was learnt from: the `fingerprint` of its rows, how many they are (0: a model made elsewhere, whose rows are not
    known here), where they come from, on which terms."""

    fingerprint: str
    rows: int
    sources: Sequence[str]
    licence: str = OWN


@dataclass(frozen=True, slots=True)
class Card:
    """A model's card. `what` says in a sentence what the model does and how it was made; `metrics` are numbers or figures by name,
    `measured` on what; `training` the options by name; `seconds` how long it took; `notes` and `limits` whole sentences."""

    title: str
    what: str
    data: Data
    metrics: Mapping[str, float | Figure]
    measured: str
    training: Mapping[str, Any]
    seconds: float
    limits: Sequence[str] = ()
    notes: Sequence[str] = ()

    def facts(self) -> dict[str, Any]:
        """What config.json keeps: `data`, `metrics` (each `{value, low, high}` or a number), `training`, `seconds`."""
        return {"data": {**asdict(self.data), "sources": list(self.data.sources)},
                "metrics": {name: _fact(value) for name, value in self.metrics.items()},
                "training": dict(self.training), "seconds": round(self.seconds, 1)}

    def text(self) -> str:
        """CARD.md."""
        data, facts = self.data, self.facts()
        rows = f"{data.rows:,} rows of" if data.rows else "Not known here; it was brought in from"
        figures = [f"| {name} | {_shown(value)} |" for name, value in facts["metrics"].items()]
        blocks = [
            [f"# {self.title}"], [self.what], [f"- {note}" for note in self.notes],
            ["## Data"],
            [f"{rows} {', '.join(data.sources)}; licence: {data.licence}; fingerprint `{data.fingerprint}`."],
            [f"## How well, measured on {self.measured}"] if figures else [],
            ["| metric | value, 95 % interval |", "|---|---|", *figures] if figures else [],
            ["## How it was made"],
            [f"In {_duration(self.seconds)} with " + (", ".join(f"{k} {v}" for k, v in self.training.items()) or "nothing to set") + "."],
            ["## Limits"] if self.limits else [], [f"- {limit}" for limit in self.limits],
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def fingerprint(rows: Iterable[str]) -> str:
    """16 hexadecimal digits that change when a row comes, goes or changes, whatever order the rows are in."""
    total = 0
    for row in rows:
        total += int.from_bytes(hashlib.blake2b(row.encode("utf-8", "replace"), digest_size=16).digest(), "big")
    return f"{total % (1 << 128):032x}"[:16]


def _fact(value: float | Figure) -> Any:
    return round(value, 6) if isinstance(value, int | float) else value.to_dict()


def _shown(value: Any) -> str:
    if not isinstance(value, dict):
        return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
    return f"{value['value']:.4f} [{value['low']:.4f}, {value['high']:.4f}]"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
