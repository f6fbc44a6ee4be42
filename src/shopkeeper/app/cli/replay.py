"""`evaluate recommend --replay`: what other settings would have earned, told from the shop's own log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .gates import conclude
from .output import say
from .session import opened

if TYPE_CHECKING:
    from ...evaluation import Gate


def replay(shop: str | None, data_dir: str | None, changes: Sequence[str], days: int, gates: Sequence[Gate], json: bool) -> None:
    """Replays the log of the last so many days and says what came out; exit code 1 when a gate on one of its figures is missed."""
    from ...recommend.replay import told

    with opened(shop, data_dir) as front:
        found = front.replay_recommendations(changes, days)
    if not json:
        say(told(found, "en"))
    conclude(found.report(), gates, json, more={**found.to_dict(), "sentences": {each: told(found, each) for each in ("zh", "en")}})
