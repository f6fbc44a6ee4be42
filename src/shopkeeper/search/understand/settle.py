"""Which candidates become conditions: the field that each is about, and whether the products that are meant have it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...text.analyse import analyse_query
from ...text.units import unit
from ..engines.protocol import Carried
from ..filters import Filter, value_key
from . import phrases
from .asked import HELD, Asked, Candidate, Option, Settled
from .candidates import measured
from .lexicon import key_of
from .sizes import letters_between
from .spelled import Span

MOST_KINDS = 4  # that are looked at of those a query names
_WITH = re.compile(r"(?:\b(?:with|has|have|having|includ\w+|and|an?|built-in)|[带有含可要能附送配,、])$|^$")
NOTHING = Carried(0.0, 0.0, "", frozenset())
COMMON = 0.3  # share of all products that must have a field, so that a value of it may be denied of a kind that is not known


class Settle:
    """Settles the candidates of one query, in which the `kinds` of product are named."""

    def __init__(self, asked: Asked, kinds: Sequence[tuple[Span, Filter]]) -> None:
        self.asked, self.kinds = asked, kinds
        self.spelled, self.text, self.lexicon, self.values = asked.spelled, asked.text, asked.lexicon, asked.values
        self.catalogue, self.taken, self.thoughts = asked.catalogue, asked.taken, asked.thoughts
        self.kind_known = self.kind_named = False  # whether it is known what kind of product is asked for, and by its name
        self._narrow: list[Mapping[str, Carried]] | None = None
        self.fields: list[str] = []  # that conditions may be on
        self.named = True  # whether the query has words beside its conditions

    def all(self, candidates: list[Candidate]) -> list[Settled]:
        """The conditions that these candidates are, from left to right."""
        return self._ranges(self._settle(candidates))

    def _settle(self, candidates: list[Candidate]) -> list[Settled]:
        evidence = self._evidence(candidates)
        settled: list[Settled] = []
        for each in candidates:
            settled += self._choose(each, evidence, settled)
        return settled

    def _evidence(self, candidates: list[Candidate]) -> list[Mapping[str, Carried]]:
        """What the products of each kind that the query names have; of a query that names none of the
        shop's kinds, what those have that the rest of its words finds."""
        fields = list(dict.fromkeys(o.field for c in candidates if not c.always for o in c.options if o.field))
        self.fields = fields
        if not fields:
            return []
        spans = [c.span for c in candidates if c.options and any(o.exact for o in c.options) and c.options[0].field != "category"] + self.taken
        kinds = [kind for span, kind in self.kinds if not self._is_denied(span, candidates)][:MOST_KINDS]
        if not kinds:
            terms = analyse_query(_blanked(self.text, spans + self.asked.frames))
            self.named = bool(terms.words)
            if self.named and (category := self.catalogue.kind(terms)) is not None:
                kinds = [Filter("category", "=", (category.all[0],))]
        self.kind_known = bool(kinds)
        self.kind_named = self.kind_known and bool(self.kinds)
        found = [self.catalogue.carried(kind, fields) for kind in kinds] if kinds or not self.named else [self.catalogue.carried(terms, fields)]
        return [each for each in found if each]

    def _narrower(self) -> list[Mapping[str, Carried]]:
        """What the products have of the kind that the whole query finds: bone conduction is of some headphones only."""
        if self._narrow is None:
            category = self.catalogue.kind(analyse_query(self.text))
            kind = Filter("category", "=", (category.all[0],)) if category else None
            carried = self.catalogue.carried(kind, [*self.fields, "category"]) if kind else {}
            named = {code for _, each in self.kinds if each.field == "category" for code in self._codes("category", each.values)}
            within = carried and not named.isdisjoint(carried["category"].words)
            self._narrow = [carried if within else dict.fromkeys(self.fields, NOTHING)]
        return self._narrow

    def _codes(self, key: str, values: Sequence[str]) -> set[int]:
        return {code for value in values for code in self.lexicon.fields[key].codes.get(value_key(value), ())}

    @staticmethod
    def _is_denied(span: Span, candidates: list[Candidate]) -> bool:
        return any(each.denied and each.span == span for each in candidates)

    def _choose(self, each: Candidate, evidence: list[Mapping[str, Carried]], before: list[Settled]) -> list[Settled]:
        bare = bool(each.options) and not each.options[0].field
        option, unit_name = (self._bare(each, before), "") if bare else self._best(each, evidence)
        if option is None and self.kind_named and any(o.exact and o.amount is None for o in each.options):
            option, unit_name = self._best(each, self._narrower())
        if option is None and each.denied and not each.weak and not self.kind_named:
            option = self._common(each)
        if option is None:
            return []
        flag = option.field in each.flags and option.values == ("yes",)
        denied = each.denied and (flag or not each.weak)
        if not denied and (option.field == "category" or self.lexicon.fields[option.field].kinds):
            return []
        if not option.values and option.amount is None:
            if not denied:
                return []
            option = replace(option, values=(self.spelled.typed_at(each.span),))
        span = each.cue if denied and each.cue >= 0 else each.span[0], max(each.span[1], each.end)
        return [Settled(self._filter(option, denied, flag, unit_name), span, option.amount)]

    def _best(self, each: Candidate, evidence: list[Mapping[str, Carried]]) -> tuple[Option | None, str]:
        """The way to take a candidate that most products of the kind named allow, and their unit."""
        options = [option for option in each.options if option.field and (option.values or option.amount or each.denied)]
        if not self.kind_named and self._is_thing(each):
            options = [option for option in options if option.field not in each.flags]
        if each.always:
            return (options[0] if options else None), ""
        if not self.kind_named:
            options = [option for option in options if self._is_general(option) or (self.kind_known and option.exact)]
        ranked = [(option, self._held(option, carried[option.field]), carried[option.field]) for carried in evidence for option in options]
        if evidence:
            held = [each for each in ranked if each[1] >= HELD]
            option, _, carried = max(held, key=self._rank, default=(None, 0.0, None))
            if option and carried and self.lexicon.fields[option.field].sizes and option.amount is None:
                option = self._of_kind(option, carried)
            return option, carried.unit if carried else ""
        likely = [option for option in options if self._plausible(option)]
        return max(likely, key=lambda option: self.values.fields[option.field].products, default=None), ""

    def _of_kind(self, option: Option, carried: Carried) -> Option:
        """Of the ways to write a size those that products of the kind have: "large" is L of a jacket."""
        own = tuple(v for v in option.values if not self._codes(option.field, [v]).isdisjoint(carried.words))
        return replace(option, values=own or option.values)

    def _common(self, each: Candidate) -> Option | None:
        """What is denied of a kind that is not known: a value of a field that many products of the shop have."""
        fields, least = self.values.fields, COMMON * self.values.products
        options = [o for o in each.options if o.field and o.exact and o.amount is None and fields[o.field].products >= least]
        return max(options, key=lambda option: fields[option.field].products, default=None)

    def _is_thing(self, each: Candidate) -> bool:
        """Whether the name of a yes/no field is what is looked for: the cable of "usb c cable", no wish for one that comes with it."""
        behind = _blanked(self.text, self.taken)[each.span[1] :]
        before = self.text[: each.span[0]].rstrip()
        if not each.flags or each.denied or behind.strip(" ,.!?") or _WITH.search(before):
            return False
        typed = key_of(self.text[slice(*each.span)])
        names = (name for key in each.flags for name in self.lexicon.fields[key].values.names)
        return not any(typed == key_of(text) for name in names for text in name.all)  # "fleece-lined" is whole, a "cable included" is not

    def _rank(self, each: tuple[Option, float, Carried]) -> tuple[bool, bool, bool, float]:
        option, share, carried = each
        return option.exact, self._plausible(option), not option.codes.isdisjoint(carried.words), share

    @staticmethod
    def _held(option: Option, carried: Carried) -> float:
        if option.amount is None:
            return carried.share
        return carried.share - carried.numbers if option.values else carried.numbers

    def _is_general(self, option: Option) -> bool:
        """Whether a condition makes sense for products of any kind: an amount, a colour, a size. The
        values of other fields are as often the kind of product itself ("laptop bag") or another's part."""
        known = self.lexicon.fields[option.field]
        return option.amount is not None or bool(known.colours) or known.sizes

    def _plausible(self, option: Option) -> bool:
        known = self.values.fields[option.field]
        if option.values or option.amount is None:
            return True
        size = _unit_size(known.units[0] if known.units else "")
        return known.low <= option.amount.high * option.amount.size / size and option.amount.low * option.amount.size / size <= known.high

    def _bare(self, each: Candidate, before: list[Settled]) -> Option | None:
        """What a number without a unit is: another value after a second thought, a price where it is compared."""
        amount = each.options[0].amount
        prices = self.values.fields.get("price")
        if amount is None or prices is None:
            return None
        if not amount.compared:
            earlier = next((s for s in reversed(before) if s.amount is not None), None)
            if earlier is None or earlier.amount is None or not any(phrases.follows(self.text, t, each.span[0]) for t in self.thoughts):
                return None
            again = replace(earlier.amount, low=amount.low, high=amount.high)
            known = self.lexicon.fields[earlier.filter.field]
            return next(measured(known, again, self.text), None) if known.measures else Option(known.key, amount=again)
        return Option("price", amount=amount) if amount.high >= prices.low / 2 else None

    def _filter(self, option: Option, denied: bool, flag: bool, unit_name: str) -> Filter:
        if flag:
            return Filter(option.field, "=", ("no" if denied else "yes",))
        if option.values:
            return Filter(option.field, "!=" if denied else "=", option.values)
        amount = option.amount
        assert amount is not None
        known = self.values.fields[option.field]
        scale = amount.size / _unit_size(unit_name or (known.units[0] if known.units else "")) if amount.dimension else 1.0
        low, high = _written(amount.low * scale), _written(amount.high * scale)
        if amount.op in ("~", ".."):
            return Filter(option.field, "!=" if denied else "=", (f"{low}..{'<' if amount.open else ''}{high}",))
        return Filter(option.field, "!=" if denied and amount.op == "=" else amount.op, (low,))

    def _ranges(self, settled: list[Settled]) -> list[Settled]:
        """M到XL as every size between."""
        out: list[Settled] = []
        for each in settled:
            last = out[-1] if out else None
            if last and alike(last.filter, each.filter) and phrases.is_range(self.text[last.span[1] : each.span[0]]):
                wanted = letters_between(last.filter.values[0].lower(), each.filter.values[-1].lower())
                words = self.lexicon.fields[each.filter.field].values.words
                between = tuple(dict.fromkeys(word.en for size in wanted for word in words if value_key(word.en) == size))
                if between:
                    out[-1] = Settled(replace(each.filter, values=between), (last.span[0], each.span[1]))
                    continue
            out.append(each)
        return out


def _unit_size(name: str) -> float:
    known = unit(name) if name else None
    return known[1] if known else 1.0


def _written(number: float) -> str:
    return f"{number:.10g}"


def alike(first: Filter, second: Filter) -> bool:
    """Whether two conditions name values of one field in the same way."""
    return first.field == second.field and first.op == second.op and first.op in ("=", "!=") and first.field != "price"


def _blanked(text: str, spans: Sequence[Span]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
