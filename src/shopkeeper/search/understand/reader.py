"""A query as a careful shop assistant would take it: what must hold, in which order, and what is left to look for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ...shop import Language, Localized
from ...text.analyse import Terms, analyse_query
from ...text.normalise import has_cjk
from ...text.units import unit
from ..engines.protocol import Carried, CatalogueValues
from ..filters import Filter, value_key
from ..reading import Constraint, Reading, literally
from . import phrases
from .amounts import ABOUT, Amount, base, find_amounts, meets
from .brands import ACCESSORY, meant
from .colours import Shade, compounds, find_colours
from .denial import carried_on, denied_words
from .lexicon import Field, Lexicon, Meaning, key_of, tokens
from .makers import find_makers
from .orders import find_order, find_stock
from .remains import remains
from .sizes import letters_between
from .spelled import Span, Spelled, overlaps

MOST_KINDS = 4  # that are looked at of those a query names
_WITH = re.compile(r"(?:\b(?:with|has|have|having|includ\w+|and|an?|built-in)|[带有含可要能附送配,、])$|^$")
NOTHING = Carried(0.0, 0.0, "", frozenset())
COMMON = 0.3  # share of all products that must have a field, so that a value of it may be denied of a kind that is not known
HELD = 0.5  # share of the products of the named kind that must have a field, so that a condition on it may hold


class Catalogue(Protocol):
    """What reading asks of an index."""

    def values(self) -> CatalogueValues:
        """The values that products have, by field."""

    def carried(self, kind: Terms | Filter, fields: Sequence[str]) -> Mapping[str, Carried]:
        """What the products that a text finds, or that pass a filter, have in each of the fields."""

    def kind(self, terms: Terms) -> Localized | None:
        """The category that most of the products are in that a text finds."""


@dataclass(slots=True)
class Option:
    """One way to take a phrase: values of a field, or an amount of it. `exact`: a value as it is, not only
    its end; `codes` the values' places in the field."""

    field: str
    values: tuple[str, ...] = ()
    amount: Amount | None = None
    exact: bool = True
    codes: frozenset[int] = frozenset()


@dataclass(slots=True)
class Candidate:
    """A part of the query that may be a condition, and the ways to take it. `flag` says that it is the
    name of a yes/no field, `always` that it needs no product of the kind to have the field."""

    span: Span
    options: list[Option] = field(default_factory=list)
    denied: bool = False
    weak: bool = False
    cue: int = -1
    end: int = -1
    always: bool = False
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settled:
    """A condition with where it stands and, if it is one of an amount, which."""

    filter: Filter
    span: Span
    amount: Amount | None = None


class Reader:
    """Reads the queries of one shop, whose prices are in `currency` unless its products say otherwise."""

    def __init__(self, catalogue: Catalogue, currency: str) -> None:
        self._catalogue, self._currency, self._lexicon = catalogue, currency, Lexicon()

    def read(self, query: str) -> Reading:
        """The reading of a query; never an error, whatever was typed."""
        spelled = Spelled.of(query)
        if not spelled.text.strip():
            return literally(query)
        values = self._catalogue.values()
        self._lexicon = self._lexicon.keep_up(values)
        return _Parse(spelled, self._lexicon, values, self._catalogue, _currency(values, self._currency)).reading()


def _currency(values: CatalogueValues, default: str) -> str:
    known = values.fields.get("currency")
    return known.words[0].en if known and len(known.words) == 1 else default


class _Parse:
    """One query while it is being read."""

    def __init__(self, spelled: Spelled, lexicon: Lexicon, values: CatalogueValues, catalogue: Catalogue, currency: str) -> None:
        self.spelled, self.text, self.lexicon, self.values, self.catalogue = spelled, spelled.text, lexicon, values, catalogue
        self.currency = currency
        self.sort, self.orders = find_order(self.text)
        self.stock = [each for each in find_stock(self.text) if not overlaps(each[0], self.orders)]
        self.taken: list[Span] = [*self.orders, *(span for span, _ in self.stock)]
        self.thoughts = phrases.second_thoughts(self.text)
        self.kinds: list[tuple[Span, Filter]] = []  # the kinds of product that are named
        self.kind_known = self.kind_named = False  # whether it is known what kind of product is asked for, and by its name
        self._narrow: list[Mapping[str, Carried]] | None = None
        self.fields: list[str] = []  # that conditions may be on
        self.foreign: list[Span] = []  # amounts in another currency: their numbers are no words
        self.named = True  # whether the query has words beside its conditions
        self.compounds = compounds(self.text)
        self.names: list[tuple[Span, list[str]]] = []  # the fields that are named

    def reading(self) -> Reading:
        candidates = sorted(self._candidates(), key=lambda each: each.span)
        self._deny(candidates)
        self._carry(candidates)
        self._name(candidates)
        settled = self._ranges(self._settle(candidates))
        kept = _second_thoughts(settled, self.thoughts)
        constraints = tuple(self._constraint(each) for each in _merged(kept))
        removed = [each.span for each in settled] + self.taken + self._passed_thoughts(settled)
        removed += self._denied(candidates, removed) + phrases.frames(self.text)
        left = remains(self.spelled, removed)
        sought = remains(self.spelled, removed + self.foreign) if self.foreign else left
        return Reading(left, analyse_query(sought or left), constraints, self.sort)

    def _carry(self, candidates: list[Candidate]) -> None:
        """Denies what stands in one list with denied words that are no candidates."""
        spans = [each.span for each in candidates]
        denials = denied_words(self.text, self.spelled.edges, spans, [span for span, _ in self.kinds], phrases.frames(self.text))
        for each in candidates if denials else ():
            end = None if each.denied else carried_on(self.text, denials, each.span[0])
            if end is not None:
                each.denied, each.cue = True, end

    def _denied(self, candidates: list[Candidate], removed: list[Span]) -> list[Span]:
        """What is denied without having become a condition: it is not looked for."""
        framed = removed + phrases.frames(self.text)
        stay = removed + [each.span for each in candidates if not each.denied]
        return denied_words(self.text, self.spelled.edges, stay, [span for span, _ in self.kinds], framed)

    # What may be a condition

    def _candidates(self) -> Iterator[Candidate]:
        found = list(self.lexicon.find(tokens(self.text), self._is_whole))
        colours = find_colours(self.text, self.spelled.edges)
        found = [(span, meanings) for span, meanings in found if not any(s <= span[0] and span[1] <= e and e - s > span[1] - span[0] for s, e, _ in colours)]
        for span, meanings in found:
            self._note_kind(span, meanings)
        amounts = [a for a in find_amounts(self.text, self.currency) if not overlaps(a.core, self.taken) and not self._is_network(a)]
        self.foreign = [a.span for a in amounts if a.currency is not None and a.currency != self.currency]
        phrased: list[Span] = []
        for span, meanings in found:
            candidate = self._phrase(span, meanings, [c for c in colours if overlaps(span, [c[:2]])])
            if candidate is not None and not self._within_amount(span, amounts):
                phrased.append(span)
                yield candidate
        blocked = phrased + [span for span, _ in self.kinds]
        makers = [m for m in find_makers(tokens(self.text), self._is_whole) if not overlaps(m[0], blocked)]
        for span, names in makers:
            yield from self._maker(span, names)
        taken = blocked + [span for span, _ in makers]
        for start, end, shade in colours:
            if not overlaps((start, end), taken):
                yield from self._colour((start, end), shade)
        for amount in amounts:
            if not overlaps(amount.core, taken):
                yield Candidate(amount.span, self._amount(amount), always=amount.currency == self.currency)
        for span, answer in self.stock:
            yield Candidate(span, [Option("in_stock", (answer,))], always=True)

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether a part of the text is words of their own, no part of a longer word."""
        text, edges = self.text, self.spelled.edges
        if overlaps((start, end), self.taken) or any(start >= s and end <= e and (start, end) != (s, e) for s, e in self.compounds):
            return False
        if (start and _joined(text[start - 1], text[start])) or (end < len(text) and _joined(text[end - 1], text[end])):
            return False
        if start in edges and (end in edges or text[end : end + 1] in "色款味皮的质码号装"):
            return True
        return any(place in edges for place in range(start + 1, end))

    def _note_kind(self, span: Span, meanings: list[Meaning]) -> None:
        own = [m for m in meanings if self.lexicon.fields[m.field].kinds or m.kind == "category"]
        own = [m for m in own if m.exact] or own
        if own:
            known = self.lexicon.fields[own[0].field]
            labels = (known.label(m.code, m.language) for m in own if m.field == known.key and m.kind != "name")
            values = tuple(dict.fromkeys(labels))
            self.kinds += [(span, Filter(known.key, "=", (value,))) for value in values]

    def _is_network(self, amount: Amount) -> bool:
        return amount.dimension == "mass" and self.spelled.typed_at(amount.core).endswith("G") and amount.high < 10  # 5G

    @staticmethod
    def _within_amount(span: Span, amounts: list[Amount]) -> bool:
        return any(a.core[0] <= span[0] and span[1] <= a.core[1] and (a.dimension or a.currency) for a in amounts)

    def _phrase(self, span: Span, meanings: list[Meaning], colours: list[tuple[int, int, Shade]]) -> Candidate | None:
        """A phrase of the catalogue as a candidate; None where it is a kind of product or only a field's name."""
        categories = [m for m in meanings if m.kind == "category"]
        values = [m for m in meanings if m.kind == "value" and self._is_value(m, span)]
        names = list(dict.fromkeys(m.field for m in meanings if m.kind == "name"))
        flags = [name for name in names if self.lexicon.fields[name].flags]
        if names:
            self.names.append((span, names))
        if categories:
            exact = [m for m in categories if m.exact] or categories
            labels = tuple(dict.fromkeys(self.lexicon.fields["category"].label(m.code, m.language) for m in exact))
            return Candidate(span, [Option("category", labels)], always=True)
        options = list(self._values(values, colours)) + [self._flag(name) for name in flags]
        if not options:
            return None
        options = [option for option in options if option.field == "brand"] or options
        return Candidate(span, options, flags=frozenset(flags), always=all(o.field == "brand" for o in options))

    def _flag(self, name: str) -> Option:
        """The yes of a yes/no field."""
        known = self.lexicon.fields[name]
        return Option(name, ("yes",), codes=frozenset((*known.codes.get("yes", ()), *known.codes.get("no", ()))))

    def _is_value(self, meaning: Meaning, span: Span) -> bool:
        known = self.lexicon.fields[meaning.field]
        text = self.text[slice(*span)]
        if meaning.code in known.measures or text in ("是", "否"):
            return False
        if len(text) == 1 and text.isascii() and not self.spelled.typed_at(span).isupper() and not self._after_size(span):
            return False
        if meaning.field == "brand" and not (meaning.exact and meant(text, self.text, *span, self.spelled.typed_at(span))):
            return False
        return not text.replace(".", "").isdigit()

    def _after_size(self, span: Span) -> bool:
        before, behind = self.text[max(0, span[0] - 6) : span[0]].rstrip(" :"), self.text[span[1] :].lstrip()
        return before.endswith(("size", "码", "码数", "号")) or behind.startswith(("码", "号"))

    def _values(self, meanings: list[Meaning], colours: list[tuple[int, int, Shade]]) -> Iterator[Option]:
        for key in dict.fromkeys(m.field for m in meanings):
            known, own = self.lexicon.fields[key], [m for m in meanings if m.field == key]
            codes = [m.code for m in own if m.exact] or self._ends([m.code for m in own], known)
            if known.colours and colours and not colours[0][2][1]:
                codes = known.colours.get(colours[0][2], codes)
            if codes:
                labels = dict.fromkeys(known.label(code, own[0].language) for code in codes)
                yield Option(key, tuple(labels), exact=any(m.exact for m in own), codes=frozenset(codes))

    @staticmethod
    def _ends(codes: list[int], known: Field) -> list[int]:
        """Values that end in a word, unless nearly all of the field do: "skin" tells none apart."""
        return codes if len(set(codes)) * 3 <= len(known.values.words) * 2 or len(known.values.words) < 3 else []

    def _maker(self, span: Span, names: tuple[str, ...]) -> Iterator[Candidate]:
        held = self.values.fields.get("brand")
        if held is None or held.products < HELD * self.values.products:
            return
        typed = self.spelled.typed_at(span)
        against = phrases.denied(self.text, span[0], self.spelled.edges) is not None or phrases.denied_behind(self.text, span[1]) is not None
        codes = self.lexicon.fields["brand"].codes
        own = [self.lexicon.fields["brand"].label(code, "en") for name in names for code in codes.get(name, ())]
        if not against and not own and (ACCESSORY.search(self.text) or self.text[: span[0]].endswith(("for ", "适用", "适配"))):
            return  # the device that a thing is for
        if not against and not meant(self.text[slice(*span)], self.text, *span, typed):
            return
        yield Candidate(span, [Option("brand", tuple(own) or (typed,))], always=True)

    def _colour(self, span: Span, shade: Shade) -> Iterator[Candidate]:
        language: Language = "zh" if has_cjk(self.text[slice(*span)]) else "en"
        options = []
        for known in self.lexicon.coloured:
            codes = known.colours.get(shade, [])
            options.append(Option(known.key, tuple(dict.fromkeys(known.label(code, language) for code in codes))))
        if options:
            yield Candidate(span, options)

    def _amount(self, amount: Amount) -> list[Option]:
        if amount.currency is not None:
            if amount.op == "=":  # a price and nothing else: about so much
                amount = replace(amount, op="~", low=amount.low * (1 - ABOUT), high=amount.high * (1 + ABOUT))
            return [Option("price", amount=amount)] if amount.currency == self.currency else []
        if amount.dimension:
            return [option for known in self.lexicon.fields_of(amount.dimension) for option in self._measured(known, amount)]
        return [Option("", amount=amount)]

    def _measured(self, known: Field, amount: Amount) -> Iterator[Option]:
        """What an amount asks of a field: values that are amounts themselves, or a number."""
        language: Language = "zh" if has_cjk(self.text[slice(*amount.core)]) else "en"
        values = [(code, each) for code, each in known.measures.items() if each.dimension == amount.dimension]
        codes = [code for code, each in values if base(each) == base(amount) and each.op == amount.op]
        codes = codes or [code for code, each in values if meets(each, amount)]
        same = [code for code in codes if known.measures[code].size == amount.size] if amount.dimension == "age" else []
        if codes:
            yield Option(known.key, tuple(dict.fromkeys(known.label(code, language) for code in same or codes)), amount)
        if known.values.units and amount.dimension in known.counted:
            yield Option(known.key, amount=amount)

    # Denial, names, kinds

    def _deny(self, candidates: list[Candidate]) -> None:
        edges = self.spelled.edges
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
            for span, names in self.names:
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
        known = self.lexicon.fields[name]
        if amount is None:
            return None
        if known.values.high or known.values.low:
            return Option(name, amount=amount)
        text = self.text[slice(*amount.core)]
        codes = known.codes.get(value_key(text), []) if not known.flags else []
        return Option(name, tuple(known.label(code, "en") for code in codes)) if codes else None

    # Which field, and whether it may hold

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
            terms = analyse_query(_blanked(self.text, spans + phrases.frames(self.text)))
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
            return next(self._measured(known, again), None) if known.measures else Option(known.key, amount=again)
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
            if last and _alike(last.filter, each.filter) and phrases.is_range(self.text[last.span[1] : each.span[0]]):
                wanted = letters_between(last.filter.values[0].lower(), each.filter.values[-1].lower())
                words = self.lexicon.fields[each.filter.field].values.words
                between = tuple(dict.fromkeys(word.en for size in wanted for word in words if value_key(word.en) == size))
                if between:
                    out[-1] = Settled(replace(each.filter, values=between), (last.span[0], each.span[1]))
                    continue
            out.append(each)
        return out

    # The result

    def _constraint(self, each: Settled) -> Constraint:
        return Constraint(each.filter, self.spelled.typed_at(each.span), importance(each.filter))

    def _passed_thoughts(self, settled: list[Settled]) -> list[Span]:
        return [t for t in self.thoughts if any(s.span[1] <= t[0] for s in settled) and any(s.span[0] >= t[0] for s in settled)]


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


def _joined(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def _unit_size(name: str) -> float:
    known = unit(name) if name else None
    return known[1] if known else 1.0


def _written(number: float) -> str:
    return f"{number:.10g}"


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
        i = next((i for i, other in enumerate(out) if _alike(other.filter, each.filter)), None)
        if i is None:
            out.append(each)
            continue
        other = out[i]
        values = tuple(dict.fromkeys((*other.filter.values, *each.filter.values)))
        out[i] = Settled(replace(other.filter, values=values), (other.span[0], each.span[1]), None)
    return out


def _alike(first: Filter, second: Filter) -> bool:
    return first.field == second.field and first.op == second.op and first.op in ("=", "!=") and first.field != "price"


def _blanked(text: str, spans: Sequence[Span]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
