"""How English says a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...brief import Brief, Kind
from ...plan import Plan
from ...seeds import Choices
from .. import Realised
from .description import describe
from .letters import email, reply, social, story
from .short import ad, features, seo, title

_KINDS: Mapping[Kind, Callable[[Plan, Brief, Choices], Realised]] = {
    "title": title,
    "features": features,
    "description": describe,
    "story": story,
    "seo": seo,
    "ad": ad,
    "social": social,
    "email": email,
    "reply": reply,
    "translate": describe,
}


class English:
    """Says a plan as the kind of text that is ordered."""

    def realise(self, plan: Plan, brief: Brief, seed: int) -> Realised:
        """The plan in words; see `Realiser`."""
        return _KINDS[brief.kind](plan, brief, Choices(seed))
