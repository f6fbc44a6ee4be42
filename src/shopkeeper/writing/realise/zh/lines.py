"""Features, one a line: what it is, in brackets, and what it is good for."""

from __future__ import annotations

from ...brief import Brief
from ...plan import Plan
from .. import Realised
from .sayable import Sayable, sayables
from .telling import Telling

_MOST = 8
_SHAPES = ("{a1}，{p1}", "{p1}，{pp1}", "{p1}")


def features(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """A line for each fact that has something to say of it, then the plain ones."""
    said = sayables(plan.facts, telling.thing)
    chosen = sorted(said, key=lambda each: each.entry is None)[:_MOST]
    lines = [_line(telling, each) for each in chosen]
    if not lines and telling.thing.title:  # nothing is known but the name
        lines = [f"【{telling.thing.noun}】{telling.thing.title}"]
    return Realised("\n".join(lines), {}, tuple(dict.fromkeys(fact.name for each in chosen for fact in each.facts)))


def _line(telling: Telling, said: Sayable) -> str:
    if said.entry is None and said.statements and said.value not in said.statements[0]:
        return f"【{said.statements[0]}】"
    if said.entry is None:
        return f"【{said.label}】{said.value}" if said.label else f"【{said.value}】"
    name = telling.head(said)
    shapes = telling.choose.shuffled(_SHAPES)
    text = next((filled for shape in (*shapes, "{p1}", "{a1}") if (filled := telling.fill(shape, [said]))), "")
    return f"【{name}】{text}"
