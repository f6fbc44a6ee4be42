"""How English says a plan."""

from __future__ import annotations

from ...brief import Brief
from ...facts import Fact
from ...plan import Plan
from ...seeds import Choices
from .. import Realised


class English:
    """A description in a few sentences: what it is, then its facts."""

    def realise(self, plan: Plan, brief: Brief, seed: int) -> Realised:
        """The plan in words."""
        choose = Choices(seed)
        name = plan.material.title.get("en") or plan.material.noun.get("en")
        facts = [fact for fact in plan.facts if fact.value is not False]
        sentences = [f"{name}." if not plan.material.brand else f"{name} by {plan.material.brand.get('en')}."]
        sentences += [_sentence(fact, choose) for fact in facts]
        return Realised(" ".join(dict.fromkeys(sentences)), {}, tuple(dict.fromkeys(fact.name for fact in facts)))


def _sentence(fact: Fact, choose: Choices) -> str:
    label = fact.label.get("en") or fact.name
    if fact.value is True:
        return f"{label.capitalize()}."
    return choose.one((f"{label.capitalize()}: {fact.text('en')}.", f"Its {label.lower()} is {fact.text('en')}."))
