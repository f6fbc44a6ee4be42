"""How Chinese says a plan."""

from __future__ import annotations

from ...brief import Brief
from ...plan import Plan
from .. import Realised
from .description import description
from .telling import Telling
from .thing import thing_of


class Chinese:
    """Every kind of text in five tones."""

    def realise(self, plan: Plan, brief: Brief, seed: int) -> Realised:
        """The plan in words."""
        telling = Telling(seed, brief.tone, thing_of(plan.material))
        sentences, said = description(plan, brief, telling)
        return Realised("".join(sentences), {}, tuple(dict.fromkeys(fact.name for each in said for fact in each.facts)))
