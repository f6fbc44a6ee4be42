"""A story: the brand's own page where there is one, a quiet beginning, the thing, a last word."""

from __future__ import annotations

from ...brief import Brief
from ...plan import Plan
from .. import Realised
from .description import body, closing, use
from .sayable import sayables
from .tables import read
from .telling import Telling

_SENTENCES = 3


def story(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """Three paragraphs at most. What is told of the brand is said in its page's own words."""
    lines, said = read("formats")["story"], sayables(plan.facts, telling.thing)
    page = "".join(plan.material.story[:_SENTENCES])
    start = telling.one_of(lines[f"opening_{telling.tone}"])
    if page and telling.thing.brand:
        start = telling.fill(telling.one_of(lines["brand"]), given={"story": page, "brand": telling.thing.brand})
    elif page:
        start = page
    turn = telling.fill(telling.one_of(lines["turn"]))
    paragraphs = [f"{start}{turn}", "".join(body(plan, telling, said)), f"{use(telling)}{closing(telling, len(said) > 2)}"]
    return Realised("\n\n".join(filter(None, paragraphs)), {}, tuple(dict.fromkeys(f.name for s in said for f in s.facts)))
