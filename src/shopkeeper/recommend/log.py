"""The log of recommendations: what was shown is kept in the background, so that no answer waits for it or fails by it."""

from __future__ import annotations

from dataclasses import replace

from ..shop import LoggedRecommendation
from ..store.behind import ROOM, Behind
from ..store.protocol import Recommendations
from ..text.personal import mask


class RecommendationLog(Behind[LoggedRecommendation]):
    """Keeps lists in `recommendations` for so many `days` (0: for ever), see `Behind`: `put` notes one that was shown. E-mail addresses
    and telephone numbers in a wish are masked before it is written."""

    def __init__(self, recommendations: Recommendations, *, days: int = 180, room: int = ROOM) -> None:
        super().__init__(recommendations, "log of recommendations", days=days, room=room)

    def _prepared(self, record: LoggedRecommendation) -> LoggedRecommendation:
        return replace(record, likes=mask(record.likes)) if record.likes else record
