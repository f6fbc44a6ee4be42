"""A query as a careful shop assistant would take it: what must hold, in which order, and what is left to look for."""

from __future__ import annotations

from dataclasses import replace

from ...text.analyse import analyse_query
from ..engines.protocol import CatalogueValues
from ..filters import Filter, value_key
from ..reading import Constraint, Reading, literally
from . import phrases
from .amounts import Amount
from .asked import Asked, Candidate, Catalogue, Option, Settled
from .candidates import Candidates
from .denial import carried_on, denied_words
from .lexicon import Lexicon
from .remains import remains
from .settle import Settle, alike
from .spelled import Span, Spelled


class Reader:
    """Reads the queries of one shop, whose prices are in `currency` unless its products say otherwise."""

    def __init__(self, catalogue: Catalogue, currency: str) -> None:
        self._catalogue, self._currency, self._lexicon = catalogue, currency, Lexicon()
        self._coming: Lexicon | None = None

    def prepare(self, values: CatalogueValues) -> None:
        """Learns the words of an index that is not in use yet, so that its first query need not wait."""
        self._coming = Lexicon().keep_up(values)

    def read(self, query: str) -> Reading:
        """The reading of a query; never an error, whatever was typed."""
        spelled = Spelled.of(query)
        if not spelled.text.strip():
            return literally(query)
        values = self._catalogue.values()
        coming = self._coming
        if coming is not None and coming.origin is values.origin:
            self._lexicon, self._coming = coming, None
        self._lexicon = self._lexicon.keep_up(values)
        asked = Asked(spelled, self._lexicon, values, self._catalogue, _currency(values, self._currency))
        return _Parse(asked).reading()


def _currency(values: CatalogueValues, default: str) -> str:
    known = values.fields.get("currency")
    return known.words[0].en if known and len(known.words) == 1 else default


class _Parse:
    """One query while it is being read."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.text, self.found = asked, asked.text, Candidates(asked)

    def reading(self) -> Reading:
        candidates = self.found.all
        self._deny(candidates)
        self._carry(candidates)
        self._name(candidates)
        settled = Settle(self.asked, self.found.kinds).all(candidates)
        kept = _second_thoughts(settled, self.asked.thoughts)
        constraints = tuple(self._constraint(each) for each in _merged(kept))
        removed = [each.span for each in settled] + self.asked.taken + self._passed_thoughts(settled)
        removed += self._denied(candidates, removed) + self.asked.frames
        left = remains(self.asked.spelled, removed)
        sought = remains(self.asked.spelled, removed + self.found.foreign) if self.found.foreign else left
        foreign = tuple(self.asked.spelled.typed_at(span) for span in self.found.foreign)
        return Reading(left, analyse_query(sought or left), constraints, self.asked.order[0], foreign=foreign)

    def _carry(self, candidates: list[Candidate]) -> None:
        """Denies what stands in one list with denied words that are no candidates."""
        spans = [each.span for each in candidates]
        denials = denied_words(self.text, self.asked.spelled.edges, spans, [span for span, _ in self.found.kinds], self.asked.frames)
        for each in candidates if denials else ():
            end = None if each.denied else carried_on(self.text, denials, each.span[0])
            if end is not None:
                each.denied, each.cue = True, end

    def _denied(self, candidates: list[Candidate], removed: list[Span]) -> list[Span]:
        """What is denied without having become a condition: it is not looked for."""
        framed = removed + self.asked.frames
        stay = removed + [each.span for each in candidates if not each.denied]
        return denied_words(self.text, self.asked.spelled.edges, stay, [span for span, _ in self.found.kinds], framed)

    def _deny(self, candidates: list[Candidate]) -> None:
        edges = self.asked.spelled.edges
        before: Candidate | None = None
        for each in candidates:
            if each.options and each.options[0].field == "in_stock":
                continue
            found = phrases.denied(self.text, each.span[0], edges)
            if found is not None:
                each.denied, each.cue, each.weak = True, *found
            elif before is not None and before.denied and phrases.linked(self.text[before.span[1] : each.span[0]]):
                each.denied, each.cue, each.weak = True, before.span[1], before.weak
            before = each
        for i in range(len(candidates) - 1, -1, -1):
            each = candidates[i]
            end = phrases.denied_behind(self.text, each.span[1])
            following = candidates[i + 1] if i + 1 < len(candidates) else None
            if end is not None:
                each.denied, each.end = True, end
            elif following and following.end >= 0 and phrases.linked(self.text[each.span[1] : following.span[0]]):
                each.denied, each.end = True, following.span[0]

    def _name(self, candidates: list[Candidate]) -> None:
        """Where a field's name stands beside a candidate, that field is meant."""
        for each in candidates:
            for span, names in self.found.names:
                gap = self.text[span[1] : each.span[0]] if span[1] <= each.span[0] else self.text[each.span[1] : span[0]]
                if span == each.span or len(gap) > 6 or gap.strip(" :是为of的在").strip():
                    continue
                own = [option for option in each.options if option.field in names]
                bare = [option for option in each.options if not option.field and option.amount]
                if own:
                    each.options = own
                elif bare:
                    each.options = [option for name in names if (option := self._named_amount(name, bare[0].amount))] or each.options
                else:
                    continue
                each.span = min(span[0], each.span[0]), max(span[1], each.span[1])
                break

    def _named_amount(self, name: str, amount: Amount | None) -> Option | None:
        known = self.asked.lexicon.fields[name]
        if amount is None:
            return None
        if known.values.high or known.values.low:
            return Option(name, amount=amount)
        text = self.text[slice(*amount.core)]
        codes = known.codes.get(value_key(text), []) if not known.flags else []
        return Option(name, tuple(known.label(code, "en") for code in codes)) if codes else None

    def _constraint(self, each: Settled) -> Constraint:
        return Constraint(each.filter, self.asked.spelled.typed_at(each.span), importance(each.filter))

    def _passed_thoughts(self, settled: list[Settled]) -> list[Span]:
        return [t for t in self.asked.thoughts if any(s.span[1] <= t[0] for s in settled) and any(s.span[0] >= t[0] for s in settled)]


def importance(condition: Filter) -> float:
    """How much a condition matters, 0 to 1: when nothing passes, the one that matters least is left out first."""
    if condition.field == "price":
        return 0.9
    if condition.field == "brand":
        return 0.8
    if condition.op == "!=":
        return 0.7
    if condition.field == "in_stock":
        return 0.5
    if "size" in condition.field:
        return 0.45
    return 0.2 if "color" in condition.field else 0.3


def _second_thoughts(settled: list[Settled], thoughts: list[Span]) -> list[Settled]:
    """Without the conditions that a later one on the same field takes back."""
    kept = list(settled)
    for thought in thoughts:
        later = {each.filter.field for each in settled if each.span[0] >= thought[0]}
        kept = [each for each in kept if each.span[0] >= thought[0] or each.filter.field not in later]
    return kept


def _merged(settled: list[Settled]) -> list[Settled]:
    """Conditions that name values of one field as one: red or blue."""
    out: list[Settled] = []
    for each in settled:
        i = next((i for i, other in enumerate(out) if alike(other.filter, each.filter)), None)
        if i is None:
            out.append(each)
            continue
        other = out[i]
        values = tuple(dict.fromkeys((*other.filter.values, *each.filter.values)))
        out[i] = Settled(replace(other.filter, values=values), (other.span[0], each.span[1]), None)
    return out
