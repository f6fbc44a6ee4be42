"""Which parts of a query may be conditions: phrases of the catalogue, makers, colours, amounts, stock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...shop import Language
from ...text.normalise import has_cjk
from ..filters import Filter
from . import phrases
from .amounts import ABOUT, Amount, base, find_amounts, meets
from .asked import HELD, Asked, Candidate, Option
from .brands import ACCESSORY, meant
from .colours import Shade, compounds, find_colours
from .lexicon import Field, Meaning, tokens
from .makers import find_makers
from .spelled import Span, overlaps


class Candidates:
    """The candidates of a query; with them come the `kinds` of product that it names, the `names` of fields, and the
    amounts in a `foreign` currency, whose numbers are no words."""

    def __init__(self, asked: Asked) -> None:
        self.spelled, self.text, self.lexicon, self.values = asked.spelled, asked.text, asked.lexicon, asked.values
        self.currency, self.stock, self.taken = asked.currency, asked.stock, asked.taken
        self.kinds: list[tuple[Span, Filter]] = []
        self.names: list[tuple[Span, list[str]]] = []
        self.foreign: list[Span] = []
        self.compounds = compounds(self.text)
        self.all = sorted(self._candidates(), key=lambda each: each.span)

    def _candidates(self) -> Iterator[Candidate]:
        words = tokens(self.text)
        found = list(self.lexicon.find(words, self._is_whole))
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
        makers = [m for m in find_makers(words, self._is_whole) if not overlaps(m[0], blocked)]
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
            return [option for known in self.lexicon.fields_of(amount.dimension) for option in measured(known, amount, self.text)]
        return [Option("", amount=amount)]


def _joined(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def measured(known: Field, amount: Amount, text: str) -> Iterator[Option]:
    """What an amount asks of a field: values that are amounts themselves, or a number."""
    language: Language = "zh" if has_cjk(text[slice(*amount.core)]) else "en"
    values = [(code, each) for code, each in known.measures.items() if each.dimension == amount.dimension]
    codes = [code for code, each in values if base(each) == base(amount) and each.op == amount.op]
    codes = codes or [code for code, each in values if meets(each, amount)]
    same = [code for code in codes if known.measures[code].size == amount.size] if amount.dimension == "age" else []
    if codes:
        yield Option(known.key, tuple(dict.fromkeys(known.label(code, language) for code in same or codes)), amount)
    if known.values.units and amount.dimension in known.counted:
        yield Option(known.key, amount=amount)
