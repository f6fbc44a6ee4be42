"""How the guide takes things into the shopper's basket, and tells what lies in it, read back from the basket itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...shop import InvalidRecord, Language, Localized, Variant
from ...shop.cart import PricedCart, PricedLine, available
from ...text.analyse import analyse_query
from ...text.normalise import normalise
from ..basket import Wish, count_of, names_basket, title_of, view
from ..reply import Act, Action, Source
from ..session import Session
from . import said, stock
from .conditions import field_key
from .facts import Item
from .found import search
from .skills import Skills
from .talk import Talk
from .telling import Telling
from .words import listed, price

FEW = 4  # variants that are told apart in one question
_NAMED = 5  # products that are looked at for the one that a message names
_AROUND = re.compile(
    r"请|麻烦|帮我|给我|把|将|也?(?:放|加|装)(?:到|进|入|在)?(?:我的)?(?:购物车|购物袋|车)(?:里|中)?(?:面)?(?:吧|了)?|加购|再?加(?=[一两二三四五六七八九十\d])|到(?:我的)?(?:购物车|购物袋)|\b(?:please|could you|can you)\b|"
    r"\b(?:add|put)\b|\b(?:to|in|into) (?:my |the )?(?:basket|cart|shopping bag|bag)\b|\b\d{1,3}(?= (?:of|more|pairs?|pieces?)\b)|\b(?:the|an?|to|in|size|colou?r|of|more|pairs?|pieces?|two|three|four|five|six|ten)\b|[\d一二两三四五六七八九十]+\s?[个件双台套瓶盒包条只份副把张](?!裤)|\b(?:it|this|that|one|them)\b|[,，。.!！?？的]")


class Taking(Telling):
    """The part of an answer that has to do with the basket."""

    def __init__(self, skills: Skills, session: Session, talk: Talk, text: str) -> None:
        super().__init__(skills, talk, session.language, session.customer_id)
        self.session, self.text, self.said = session, text, normalise(text)
        self.before = talk.basket if session.turns - talk.at <= 1 else ""

    def _take_act(self, pointed: Sequence[str]) -> str | None:
        """Takes what is pointed at, what the message names, or what was last spoken of."""
        ids = list(pointed) or [each.id for each in self._named()] or ([self.talk.focus] if self.talk.focus else [])
        ids = ids or ([self.shown[0].id] if len(self.shown) == 1 else [])
        if not ids and not self.shown:
            return self._which_product() if names_basket(self.text) and not _AROUND.sub(" ", self.said).strip(" 它这那") else None
        if len(ids) > 1 and not said.all_of_them(self.said) and "和" not in self.said and " and " not in self.said:
            ids = ids[:1] if pointed else []
        if not ids:
            self.actions.append(Action(Act.ASK, "choice", {"question": self._say("which")}))
            return self._say("which")
        if again := self._again(ids):
            return self._into_basket(*again, count_of(self.said))
        parts = []
        for id in ids:
            self.talk.focus = id
            parts.append(self._option_taken(id, self.said))
            if self.talk.open:
                break
        return "\n".join(parts)

    def _again(self, ids: Sequence[str]) -> tuple[Item, Variant] | None:
        """The variant that was just put in, where more of it is wanted and no other option is named."""
        item = next(iter(self.skills.finder.items(ids[:1])), None) if len(ids) == 1 else None
        variant = next((each for each in item.product.variants if each.id == self.before), None) if item else None
        return (item, variant) if item and variant and not stock.named_options(item, self.said) else None

    def _which_product(self) -> str:
        self.actions.append(Action(Act.ASK, "choice", {"question": self._say("take_what")}))
        return self._say("take_what")

    def _says_option(self, id: str) -> bool:
        """Whether a message answers which option is wanted."""
        item = next(iter(self.skills.finder.items([id])), None)
        return item is not None and bool(stock.named_options(item, self.said) or stock.unknown_option(item, self.said))

    def _named(self) -> list[Item]:
        """The product that the words of a message name, one alone: all of them are in its name or among its options."""
        words = _AROUND.sub(" ", self.said).strip()
        wanted = set(analyse_query(words).words)
        if not wanted:
            return []
        found = search(self.skills.desk, words, _NAMED, [], self.language, self.customer_id)
        items = self.skills.finder.items([hit.id for hit in found.hits[:_NAMED]])
        fitting = [each for each in items if _is_named(each, wanted, self.said)]
        return fitting if len(fitting) == 1 else []

    def _option_taken(self, id: str, words: str, count: int = 0) -> str:
        """Takes a product into the basket once its variant is known by the `words`; asks for the option that is missing otherwise."""
        item, count = next(iter(self.skills.finder.items([id])), None), count or count_of(words)
        self.talk.open = {}
        if item is None:
            return self._say("gone")
        chosen, title = stock.named_options(item, words), item.product.title.get(self.language)
        if unknown := stock.unknown_option(item, words):
            kept = " ".join(value.get(self.language) for value in chosen.values())
            return self._other_option(item, self._say("no_option", title=title, option=unknown.upper()), normalise(kept), count, unknown)
        fits = stock.variants(item, chosen)
        sold = [each for each in fits if each.in_stock]
        if not sold and chosen:
            named = " ".join(value.get(self.language) for value in chosen.values())
            return self._other_option(item, self._say("stock_no", title=title, option=named), "", count)
        wanted = [each for each in self.talk.brief.holds if _has_option(item, each.field)]
        sold = [v for v in sold if all(each.accepts(_option_values(v, each.field)) for each in wanted)] or sold
        if len(sold) == 1:
            return self._into_basket(item, sold[0], count)
        return self._which_option(item, sold, words, count) if sold else self._say("stock_none", title=title)

    def _other_option(self, item: Item, why: str, words: str, count: int, instead: str = "") -> str:
        """Says why it cannot be this option, and asks for one that there is, of the same kind where that is known."""
        sold = [each for each in item.product.variants if each.in_stock]
        if not sold:
            return self._say("stock_none", title=item.product.title.get(self.language))
        fits = [each for each in stock.variants(item, stock.named_options(item, words)) if each.in_stock] or sold
        asked = self._which_option(item, fits, words, count, instead)
        return f"{why}{'' if self.language == 'zh' else ' '}{asked}"

    def _which_option(self, item: Item, fits: Sequence[Variant], words: str, count: int, instead: str = "") -> str:
        """Asks for what tells the variants apart: for one option after the other where there are many, for none that all of them have."""
        options = list(dict.fromkeys(_telling_apart(each, fits, self.language) for each in fits))
        if len(options) > FEW:
            columns = _apart(fits, self.language)
            options = next((each for each in columns if instead and _are_numbers(each) == _are_numbers([instead])), columns[0])[:12]
        named = listed(options, self.language, "and")
        text = self._say("take_instead", options=named) if instead else self._say("take_option", title=item.product.title.get(self.language), options=named)
        self.talk.open = {"options": item.id, "words": words, "count": count}
        choices = [{"label": each} for each in options]
        self.actions.append(Action(Act.ASK, "options", {"question": text, "product": item.id, "choices": choices}))
        self.sources.append(Source("product", item.id, "variants.options"))
        return text

    def _into_basket(self, item: Item, variant: Variant, count: int) -> str:
        title, cost = item.product.title.get(self.language), price(variant.price, self.language)
        self.sources += [Source("product", item.id, "variants.price", cost)]
        self.actions.append(Action(Act.SHOW, "product", {"id": item.id, "variant_id": variant.id}))
        basket = self.skills.desk.basket
        if basket is None:
            return self._say("take", title=title, price=cost)
        try:
            after = basket.add(self.session, variant.id, count)
        except InvalidRecord:
            return self._not_so_many(item, variant)
        line = next(each for each in after.lines if each.variant_id == variant.id)
        self.talk.basket = variant.id
        title, cost = title_of(line).get(self.language), price(line.unit_price, self.language)
        return f"{self._say('taken', title=title, n=line.quantity, price=cost)}{self._counted(after)}"

    def _not_so_many(self, item: Item, variant: Variant) -> str:
        left, basket = available(variant), self.skills.desk.basket
        held = basket.look(self.session) if basket else None
        there = next((line.quantity for line in held.lines if line.variant_id == variant.id), 0) if held else 0
        title = item.product.title.get(self.language)
        if left is None:
            return self._say("basket_not", title=title)
        return self._say("basket_few" if not there else "basket_few_there", title=title, n=left, there=there)

    def _counted(self, basket: PricedCart) -> str:
        """How much lies in the basket now; a page shows it too."""
        self.actions.append(Action(Act.SHOW, "basket", view(basket, self.language)))
        pieces = sum(line.quantity for line in basket.lines)
        if not pieces:
            return self._say("basket_empty")
        return self._say("basket_now", n=pieces, s="" if pieces == 1 else "s", total=price(basket.subtotal, self.language))

    # what lies in it

    def _basket(self, wish: Wish) -> str:
        """What is wanted of the basket itself."""
        basket = self.skills.desk.basket
        held = basket.look(self.session) if basket else None
        self.talk.open = {}
        if held is None or not held.lines:
            self.talk.basket = "all"
            self.actions.append(Action(Act.SHOW, "basket", view(None, self.language)))
            return self._say("basket_nothing")
        if wish.do == "show":
            return self._told(held)
        lines = list(held.lines) if wish.do == "empty" else self._lines(held)
        if not lines:
            titles = [title_of(line).get(self.language) for line in held.lines]
            question = self._say("basket_which", lines=listed(titles, self.language, "or"))
            self.actions.append(Action(Act.ASK, "choice", {"question": question, "choices": [{"label": each} for each in titles]}))
            self.talk.open = {"basket": wish.do, "count": wish.count}
            return question
        return self._changed(lines, wish)

    def _changed(self, lines: Sequence[PricedLine], wish: Wish) -> str:
        basket = self.skills.desk.basket
        assert basket is not None
        after, count = None, wish.count if wish.do == "set" else 0
        for line in lines:
            try:
                after = basket.set(self.session, line.variant_id, count)
            except InvalidRecord:
                return self._say("basket_few", title=title_of(line).get(self.language), n=line.available or 0)
        assert after is not None
        self.talk.basket = lines[-1].variant_id
        named = listed([title_of(line).get(self.language) for line in lines], self.language, "and")
        text = "" if wish.do == "empty" else self._say("basket_set" if count else "basket_out", title=named, n=count)
        return f"{text}{self._counted(after)}"

    def _lines(self, held: PricedCart) -> list[PricedLine]:
        """The lines that a message means: by words, by place, the one that was spoken of last, or the only one."""
        if len(held.lines) == 1:
            return list(held.lines)
        sold = [line for line in held.lines if line.product]
        items = self.skills.finder.items(list(dict.fromkeys(line.product.id for line in sold if line.product)))
        if (place := said.place(self.said)) and self.talk.basket == "all":
            return list(held.lines[place - 1 : place])
        ids = said.pointed(self.said, items)
        lines = [line for line in sold if line.product and line.product.id in ids]
        lines = lines or [line for line in held.lines if line.variant_id == self.talk.basket and said.this(self.said)]
        options = [line for line in lines or sold if line.product and _names_own(line, self.said)]
        return options or (lines if len({line.product and line.product.id for line in lines}) == 1 == len(lines) else [])

    def _told(self, held: PricedCart) -> str:
        self.talk.basket = "all"
        rows = []
        for number, line in enumerate(held.lines, 1):
            notes = [each.text.get(self.language) for each in line.notices]
            noted = "".join(f"（{each}）" if self.language == "zh" else f" ({each})" for each in notes)
            rows.append(f"{number}. {title_of(line).get(self.language)} × {line.quantity} {price(line.unit_price, self.language)}{noted}")
        return "\n".join([self._say("basket_holds"), *rows, self._counted(held).strip()])


def _option_values(variant: Variant, field: str) -> list[Localized]:
    return [option.value for option in variant.options if field_key(option.name.get("en")) == field]


def _has_option(item: Item, field: str) -> bool:
    return any(_option_values(variant, field) for variant in item.product.variants)


def _telling_apart(variant: Variant, fits: Sequence[Variant], language: Language) -> str:
    """The options of a variant that others of these do not share."""
    told = [o.value.get(language) for o in variant.options if any(o not in other.options for other in fits)]
    return " ".join(told) or stock.option_words(variant, language)


def _apart(fits: Sequence[Variant], language: Language) -> list[list[str]]:
    """The values of each option that not all of the variants share."""
    names = [option.name for option in fits[0].options]
    columns = [list(dict.fromkeys(o.value.get(language) for v in fits for o in v.options if o.name == name)) for name in names]
    return [column for column in columns if len(column) > 1]


def _are_numbers(values: Sequence[str]) -> bool:
    return any(sign.isdigit() for value in values for sign in value)


def _is_named(item: Item, wanted: set[str], text: str) -> bool:
    """Whether all words of a message are of the product's name or of its options, and some of its name."""
    options = {word for value in stock.named_options(item, text).values() for name in value.all for word in analyse_query(name).words}
    called = {word for word in wanted if item.is_called(word)}
    hinted = {word for word in wanted if item.hints(word)}
    return bool(called) and wanted <= called | options | hinted and 2 * len(called) >= len(wanted)


def _names_own(line: PricedLine, text: str) -> bool:
    """Whether a message names the options of a line."""
    options = line.variant.options if line.variant else ()
    return bool(options) and all(any(stock.says(text, normalise(value)) for value in option.value.all) for option in options)
