"""What became of `train customers`, told to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..customers.intention import CAPABILITY as INTENTION
from ..customers.intention_train import TrainedIntention
from ..customers.value_train import CAPABILITY as VALUE
from ..customers.value_train import TrainedValue


@dataclass(frozen=True, slots=True)
class TrainedCustomers:
    """What became of the models of customers; None where one could not be learnt, and then in `left_out` why not, by capability."""

    value: TrainedValue | None
    intention: TrainedIntention | None
    left_out: dict[str, str]

    @property
    def all_in_use(self) -> bool:
        """Whether everything that was learnt is in use."""
        return self.intention is None or self.intention.active

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {VALUE: self.value and self.value.to_dict(), INTENTION: self.intention and self.intention.to_dict(),
                "left_out": self.left_out}

    def __str__(self) -> str:
        lines = [f"{name}: {why}" for name, why in self.left_out.items()]
        return "\n".join([*_told_value(self.value), *_told_intention(self.intention), *lines])


def _told_value(made: TrainedValue | None) -> list[str]:
    if made is None:
        return []
    found = made.trials
    head = f"value: {len(found.best.who):,} customers, measured on the latest {found.days} days, which were not learnt from"
    table = ["  model        deviance   auc     mae of orders   top tenth paid   said over paid"]
    for trial in found.trials:
        m = {name: f"{each.value:.3f}" for name, each in trial.metrics().items()}
        table.append(f"  {trial.model:<12} {m['deviance']:<10} {m.get('auc', '-'):<7} {m['mae_orders']:<15} {m.get('top_decile', '-'):<16} "
                     f"{m.get('calibration', '-')}")  # fmt: skip
    saved = [f"  smaller than {trial.model} by {found.less(trial.model)}" for trial in found.trials if trial is not found.best]
    return [head, *table, f"  best: {found.best.model}; its deviance is", *saved,
            *(f"  left out: {name}: {why}" for name, why in found.left_out.items()), f"  version {made.version}: in use now"]


def _told_intention(made: TrainedIntention | None) -> list[str]:
    if made is None:
        return []
    figures = [f"  {name:<14} {each}" for name, each in made.metrics.items()]
    against = [f"  squared error, smaller than of the one in use by {made.difference}"] if made.difference else []
    verdict = "in use now" if made.active else "worse than the one in use, which stays"
    return [f"intention: {made.visits:,} visits, {made.purchases:,} with a purchase; on those held out:", *figures, *against,
            f"  version {made.version}: {verdict}"]
