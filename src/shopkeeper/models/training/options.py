"""The options that every trainer takes, checked. Standard library only: doors read them without torch."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from ...shop import InvalidQuery

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """How a network is trained. A trainer's defaults are one of these; a user replaces single values by `given`.

    `epochs`: passes over the training data, a part of one allowed; `batch_size`: examples between two changes of the weights;
    `lr`: the highest learning rate; `weight_decay`: of AdamW; `warmup`: the share of all steps in which the rate climbs to `lr`;
    `seed`: of weights, order and dropout; `device`: "cpu", "cuda", "cuda:1", …, "auto" takes a GPU where there is one; `tune`:
    how many settings to try on the validation part before the real run, 0 for none.
    """

    epochs: float = 1.0
    batch_size: int = 32
    lr: float = 3e-4
    weight_decay: float = 0.01
    warmup: float = 0.06
    seed: int = 0
    device: str = AUTO
    tune: int = 0

    def __post_init__(self) -> None:
        """`InvalidQuery` for a value with which nothing can be trained."""
        limits = {
            "epochs": self.epochs > 0, "batch_size": self.batch_size >= 1, "lr": self.lr > 0, "weight_decay": self.weight_decay >= 0,
            "warmup": 0 <= self.warmup < 1, "tune": self.tune >= 0,
        }
        wanted = {"epochs": "more than 0", "batch_size": "at least 1", "lr": "more than 0", "weight_decay": "0 or more",
                  "warmup": "a share from 0 to below 1", "tune": "0 or more"}
        for name, holds in limits.items():
            if not holds:
                raise InvalidQuery(f"--{name.replace('_', '-')}: expected {wanted[name]}, got {getattr(self, name)}")

    def given(self, **values: Any) -> TrainOptions:
        """These options with the values that are not None in place of their own."""
        return replace(self, **{name: value for name, value in values.items() if value is not None})

    def to_dict(self) -> dict[str, Any]:
        """Every option by name, as JSON values; what a model folder's config.json keeps under `training`."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
