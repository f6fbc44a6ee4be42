"""How Chinese says a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...brief import Brief, Kind
from ...plan import Plan
from .. import Realised
from .adverts import ad, seo
from .description import description
from .lines import features
from .posts import email, social
from .reply import reply
from .story import story
from .telling import Telling
from .thing import thing_of
from .title import title

_KINDS: Mapping[Kind, Callable[[Plan, Brief, Telling], Realised]] = {
    "title": title, "features": features, "description": description, "story": story, "seo": seo, "ad": ad, "social": social,
    "email": email, "reply": reply, "translate": description}


class Chinese:
    """Every kind of text in five tones."""

    def realise(self, plan: Plan, brief: Brief, seed: int) -> Realised:
        """The plan in words."""
        return _KINDS[brief.kind](plan, brief, Telling(seed, brief.tone, thing_of(plan.material)))
