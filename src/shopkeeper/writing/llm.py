"""The writer with a language model: facts in, JSON out, the ledger behind it, two repairs at most, then whoever writes next.

Whatever the model is, hosted or on this machine, honest or not: a text leaves only where every claim of it holds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from ..models.language.price import Price
from ..models.language.protocol import Answer, LanguageModel, Message, ModelRefused, Sampling, Usage, whole
from ..shop import ShopkeeperError
from .asking import messages, misfits, read, repair, schema
from .brief import Brief
from .copy import Copy
from .coverage import said
from .facts import Material
from .forms import joined
from .gate import MOST_FALSE, Gate, Judged
from .label import label

REPAIRS = 2
SAMPLING = Sampling(temperature=0.7, max_tokens=900)
ModelSource = Callable[[], LanguageModel | None]
log = logging.getLogger(__name__)


class LlmWriter:
    """An author that asks the model that `model` gives, if there is one; what that costs is reckoned at `price`."""

    name = "llm"

    def __init__(self, model: ModelSource, *, price: Price = Price(), now: Callable[[], datetime] | None = None) -> None:
        self._model, self._price, self._now = model, price, now

    def write(self, material: Material, brief: Brief) -> Copy | None:
        """A text of which every claim holds; an empty one, with what it cost, where what the model writes does not hold; None where there
        is no model, or it does not answer."""
        try:
            model = self._model()
            return None if model is None else self._written(model, material, brief)
        except ShopkeeperError as error:
            log.warning("the language model writes no %s: %s", brief.kind, error)
            return None

    def _written(self, model: LanguageModel, material: Material, brief: Brief) -> Copy:
        gate, talk, used = Gate(material, brief, self._now() if self._now else None), messages(material, brief), Usage()
        judged: Judged | None = None
        for _ in range(1 + REPAIRS):
            answer = _answer(model, talk, brief)
            used += answer.usage
            fields, amiss = read(answer.text, brief)
            judged = gate.judge(fields) if fields else judged
            if fields and not amiss and judged and not judged.wrong:
                return self._copy(judged, material, brief, used)
            talk = [*talk, Message("assistant", answer.text), Message("user", repair(amiss, judged.wrong if fields and judged else ()))]
        mended = gate.mended(judged) if judged and len(judged.wrong) <= MOST_FALSE and not misfits(judged.fields, brief) else None
        return self._copy(mended if mended and not misfits(mended.fields, brief) else Judged({}, (), ()), material, brief, used)

    def _copy(self, judged: Judged, material: Material, brief: Brief, used: Usage) -> Copy:
        text = joined(judged.fields, brief.language)
        used_facts = tuple(dict.fromkeys(fact.name for fact in material.facts if said(fact, text, brief.language)))
        left = tuple(dict.fromkeys(fact.name for fact in material.facts if fact.name not in used_facts))
        kept = {} if len(judged.fields) < 2 else dict(judged.fields)
        return Copy(text, brief.language, brief.kind, kept, judged.claims, used_facts, left, self.name,
                    label(self.name, brief.language, brief.market), self._price.of(used), used.total)


def _answer(model: LanguageModel, talk: list[Message], brief: Brief) -> Answer:
    """The model's answer bound to the schema; not bound where it takes none, as the instructions ask for the form too."""
    try:
        return whole(model.complete(talk, schema=schema(brief), sampling=SAMPLING))
    except ModelRefused:
        return whole(model.complete(talk, sampling=SAMPLING))
