"""Reads a message into the brief. What a search reads of a query (prices, brands, colours, sizes, attributes, denial, second thoughts) is
taken from the search; here is what depends on the conversation: words of degree, values among the candidates, whom it is for, another kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import cast

from ...shop import InvalidQuery, Language, Localized
from ...text.analyse import analyse_query
from ...text.normalise import has_cjk, normalise
from ...text.people import generic, gift_wanted, occasion, recipient
from .brief import Brief, Leaning
from .conditions import Condition, passing
from .degrees import BY_KEY, Said, degrees, field_of
from .facts import Fact, Item
from .found import Found, GuideDesk, Names, search
from .pool import DEPTH, Finder, Pool
from .said import of_it
from .things import about, is_another, things
from .values import terms

# What opens or closes a message without saying what is wanted.
_FILLER = re.compile(
    r"^(?:(?:嗯|哦|噢|那|那就|那么|其实|算了|还是|不过|但是|而且|另外|最好|麻烦|请|帮我|给我|我|想要?|要|需要|换成|改成|改|换|就|哪(?:一)?(?:个|款|件|双|台)|有没有|有|来|看看|找|买|推荐|一个|一款|个|款|的|吧|能|可以|再)+(?=$|[\s,，。a-z0-9])|[\s,，。.!！?？、]+|"
    r"(?:actually|yes|yeah|sure|well|ok(?:ay)?|hmm+|oh|no(?=$)|and|but|then|now|please|maybe|make it|i(?:'d| would)? (?:like|prefer|want|need)|i'?m looking for|looking for|(?:do|have) you (?:have|got)|show me|(?:which|what)(?: one| ones)?(?: is| are|$)|got|give me|instead|also|rather|just|a|an|the|some|something|one|ones|in|with|it|they|should|be|must|have|has|to|is|for|that|who|her|his|she|he|their|likes?|loves?|really|into|can|you|find|me|my|want|need|buy|get|what about|how about)(?=$|[\s,.!?]))+"
)
_MEASURE = "(?:一)?(?:个|款|双(?![肩人面])|件|点|台|只|条|把|套|瓶|盒|支|张|副|块|床(?![上单垫头])|顶|些)?"
_WANTED = re.compile(
    r"^的|^(?:那么|那就|那|还是)(?![个款件双条台种些把只套])(?=[\u4e00-\u9fff]{2})|^(?:算了|不用了)$|^(?:你们?|您|请问|麻烦|能不能|可不可以|可以|能|店里|这里|有没有人?|那|还是|就|还|也|最好|尽量|再)*(?:给我|帮我|替我|我们?|咱)?(?:最近|现在|今天)?(?:想要?|需要|得要|要|打算|准备)?"
    rf"(?:给[他她它我]|给家人|给孩子|给自己)?(?:推荐|介绍|选购|选|挑|购买|买|找|看看|看|来|有没有|有|换成?|改成|要)(?:一下|一看)?{_MEASURE}(?=[\u4e00-\u9fff])|"
    rf"^(?:我们?)?(?:想要?|需要|得要)(?:去|用)?{_MEASURE}(?=[\u4e00-\u9fff])|"
    r"^(?:他|她|它|对方|爸妈|他们)?(?:平时|平常|很|特别|最|比较)*(?:喜欢|喜爱|爱)(?:喝|吃|玩|用|穿|看)?(?=[\u4e00-\u9fff])")
_NOT_OVER = re.compile(r"\b(?:nothing|none|not|no) (?:over|above|more than|more expensive than|pricier than)\b", re.I)
_NOT_UNDER = re.compile(r"\b(?:nothing|none|not) (?:under|below|less than|cheaper than)\b", re.I)
_HELLO = re.compile(r"^(?:你好|您好|嗨|哈喽|在吗|在不在|亲|早上好|下午好|晚上好|hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?(?=$|[\s,，。.!！~?？])[\s,，。.!！~?？]*")
_TAIL = re.compile(
    r"(?:(?<![没只还])有(?=吗|么|没有|$)|[\s,，。.!！?？、]|也?看看|也可以|都可以|也行|的|吧|吗|呢|啊|呀|哦|了|那种|款|\b(?:with|the|of|in|for|and|a|that|has|have|is|are|instead|please|then|one|ones|thanks|thank you|if possible|would be (?:nice|great|good)|is better|too)\b)+$"
)
_DENIAL = re.compile(
    r"(?:不要|不想要|不含|不带|不喜欢|别要|别|除了|(?<!有)没有|非|\b(?:no|not|without|except(?: for)?|anything but|don'?t want|avoid|excluding|other than)\b)\s*(?:太|有|带|含|any |the |a |an |made of )*([^,，。.;；!！?？]+)"
)
_ALSO = re.compile(r"还(?:想)?[要买]|也(?:想)?[要买]|再来|\b(?:also|too|as well|and)\b")
_FOR_ALL = re.compile(r"预算|一共|总共|无论|不管|\bbudget\b|\bin total\b|\baltogether\b|\bfor (?:everything|all of it|whatever)\b|\bwhatever it is\b")
_KEPT = frozenset(("price", "in_stock", "currency"))  # fields of conditions that say nothing of the kind of thing
_SHORT_FORM = re.compile(r"(?<=[a-z])'(?:m|s|ll|re|d|ve|t)\b")  # the m of "I'm" is no size
_LOOK = 20  # hits that are looked at to see what words mean
_ALIKE = 0.75  # of the best score: what is called the same
_SHARE = 0.1  # of such hits that a category must hold
_ANOTHER = 0.6  # score from which another kind was named rather than another wish about this one
_FEW, _NEARLY_ALL = 8, 0.8  # products from which a field is looked at, and values in terms of them from which it names each
_BELOW, _ABOVE = "<", ">"


@dataclass(slots=True)
class Refined:
    """A brief after a message: what was `noted` (conditions and leanings, for reading), words that no record states (`soft`), whether
    another kind of thing is looked for now, the brief that was `left` for it, the fact of which nothing has more (`reached`), and the
    candidates."""

    brief: Brief
    pool: Pool
    noted: list[Condition | Leaning] = field(default_factory=list)
    soft: str = ""
    fresh: bool = False
    left: Brief | None = None
    reached: Fact | None = None


class Reader:
    """Reads messages for one shop."""

    def __init__(self, desk: GuideDesk, finder: Finder, names: Names) -> None:
        self._desk, self._finder, self._names = desk, finder, names

    def refine(
        self, brief: Brief, text: str, language: Language, *, customer_id: str | None = None, near: Sequence[Item] = ()
    ) -> Refined:
        """The brief after a message; the one given is not changed. `near` are the products that the message speaks of, or was said before."""
        return _Refine(self._desk, self._finder, self._names, Brief.of(brief.to_dict()), text, language, customer_id, near).done()


class _Refine:
    """One message while it is being read."""

    def __init__(
        self,
        desk: GuideDesk,
        finder: Finder,
        names: Names,
        brief: Brief,
        text: str,
        language: Language,
        customer_id: str | None,
        near: Sequence[Item],
    ) -> None:
        self.desk, self.finder, self.names, self.brief, self.language = desk, finder, names, brief, language
        self.customer_id, self.near, self.noted, self.soft = customer_id, near, list[Condition | Leaning](), ""
        self.whole = normalise(text)
        self.said = self._no_values(degrees(self.whole), self.whole)
        self.text = self._people(_cut(text, [_with_noun(normalise(text), each, near) for each in self.said]))
        self.fresh, self.left = False, cast("Brief | None", None)
        self.reached: Fact | None = None

    def done(self) -> Refined:
        before = not self.brief.need
        found = self._read()
        pool = self.finder.pool(self.brief, self.language, self.customer_id, found)
        if not pool.candidates and found is not None:
            pool = self.finder.pool(self.brief, self.language, self.customer_id)
        if changed := self._degrees(pool) | (self._values(pool, before)):
            pool = self.finder.pool(self.brief, self.language, self.customer_id) if changed else pool
        return Refined(self.brief, pool, self.noted, self.soft or self._untold(), self.fresh, self.left, self.reached)

    def _no_values(self, said: Sequence[Said], text: str) -> list[Said]:
        """Words of degree but for those that are values of what was shown: a slim cut is no thickness."""
        if not said:
            return []
        fields = {fact.field for each in self.near for fact in each.facts.values() if fact.words}
        values = {value for field in fields for value in self.names.values(field)}
        words = [set(re.findall(r"[a-z]+|[\u4e00-\u9fff]+", text[slice(*each.span)])) for each in said]
        return [each for each, own in zip(said, words, strict=True) if each.kind == "most" or not values & own]

    def _people(self, text: str) -> str:
        """Takes whom it is for and the occasion out of the message, and words that name no thing."""
        text = _NOT_OVER.sub("at most", _NOT_UNDER.sub("at least", text))
        text = text[match.end() :] if (match := _HELLO.match(text.lower())) else text
        found_any = any(find(normalise(text)) for find in (recipient, occasion))
        text = normalise(text) if found_any else text
        gift, self.brief.gift = found_any and gift_wanted(text), self.brief.gift or gift_wanted(text)
        for find, name in ((recipient, "recipient"), (occasion, "occasion")):
            if found := find(text):
                setattr(self.brief, name, found[0].get(self.language))
                text = " ".join(f"{text[: found[1][0]]} {text[found[1][1] :]}".split())
        text = text if generic(normalise(text)) == normalise(text) else generic(normalise(text))
        if gift and not _bare(text):
            self._forget(_KEPT)
            self.brief.gift = True
        return text

    def _read(self) -> Found | None:
        """Takes in what the search reads of the message; its answer, where that holds under the whole brief."""
        text = _bare(self.text)
        if not text:
            return None
        if self._wants_another(text) or (self.brief.need and self._names_another_kind(text)):
            return self._another(text)
        if not self.brief.need:
            return self._first(text)
        found = self._ask(f"{self.brief.need} {text}", self._kinds(), _LOOK)
        read = _conditions(found)
        self._require(read)
        left = _bare(_without(found.understood.text, self.brief.need))
        if left and not read and not self._mentioned(left, found):
            return self._unknown(left)
        if left and not _is_denied(left, self.text) and self._is_of_need(left, found, read):
            self.brief.need = _once(f"{self.brief.need} {left}")
            self._narrow(found)
        return None

    def _category(self, text: str) -> Localized | None:
        """The category of this name, or the one whose Chinese name begins so (美妆 for 美妆个护)."""
        names = self.names.values("category")
        begun = [name for name in names if has_cjk(text) and len(text) > 1 and name.startswith(text)]
        return names.get(text) or (names[begun[0]] if len(begun) == 1 else None)

    def _is_of_need(self, left: str, found: Found, read: Sequence[Condition]) -> bool:
        """Whether words beside conditions say what the thing is: not the name of a field that was read, nor a stray word."""
        names = {word for each in read for name in self.names.field(each.field).all for word in terms(name)}
        wanted = set(analyse_query(left).words) - names
        items = self.finder.items([hit.id for hit in found.hits[:_LOOK]])
        return bool(wanted) and any(all(map(each.is_called if read else each.has, wanted)) for each in items)

    def _narrow(self, found: Found) -> None:
        """Takes the kinds that the need stands for now, where they are fewer: "something for camping", "a lantern"."""
        kinds = self._meant(found)
        if kinds and (self.brief.category or set(kinds) < set(self.brief.kinds)):
            self.brief.category, self.brief.kinds = "", kinds

    def _kinds(self) -> list[str]:
        kinds = (self.brief.category,) if self.brief.category else tuple(self.brief.kinds)
        return [str(Condition("category", "=", kinds))] if kinds else []

    def _first(self, text: str) -> Found | None:
        if exact := self._category(normalise(text)):
            self.brief.category = exact.get("en")
        found = self._ask(text, self.brief.where)
        self._require(_conditions(found))
        left = _bare(found.understood.text)
        if left and _is_denied(left, self.text):
            left, self.soft = "", next(match[0] for match in _DENIAL.finditer(normalise(self.text)))
        self.brief.need = _once(left) if left and generic(normalise(left)) else ""
        self.fresh = bool(self.brief.need)
        if self.brief.need and not self.brief.category:
            self.brief.kinds = self._meant(found)
        return None if found.relaxed or self.brief.kinds or not self.brief.need else found

    def _meant(self, found: Found) -> list[str]:
        """The categories that the words of the need stand for: those of the best hits, where these are called so; none where the words
        only tell what a thing is for."""
        best = max((hit.score for hit in found.hits), default=0.0)
        near = self.finder.items([hit.id for hit in found.hits if hit.score >= _ALIKE * best])
        wanted = set(analyse_query(self.brief.need).words)
        called = [each for each in near if 2 * sum(map(each.is_called, wanted)) >= len(wanted)]
        if not near or not wanted or len(called) < len(near) / 2:
            return []
        counts = Counter(each.kind.get("en") for each in near if each.kind)
        return [kind for kind, count in counts.items() if count >= _SHARE * len(near)]

    def _wants_another(self, text: str) -> bool:
        """Whether the message asks for another thing than the brief, see `things`; of gifts any thing is one where they were to be so
        and so."""
        brief = self.brief
        if brief.gift and not things(brief.need):
            asked = any(Condition.of(each).field not in _KEPT for each in brief.conditions) or bool(brief.need or brief.leanings)
            return asked and about(self.text) is not None
        return about(self.text) is not None and is_another(" ".join([brief.need, *self._kind_names()]), text)

    def _kind_names(self) -> list[str]:
        """What the kinds of the brief are called."""
        named = self.names.values("category")
        kinds = [self.brief.category] if self.brief.category else self.brief.kinds
        return [name.lower() for kind in kinds for name in named.get(normalise(kind), Localized(kind, kind)).all]

    def _another(self, text: str) -> Found | None:
        """Looks for another kind of thing; a size holds on where something of that kind has it."""
        left, relative = Brief.of(self.brief.to_dict()), any(each.field == "price" for each in self.brief.leanings)
        self._forget(_KEPT if self.brief.budget_for_all or not (relative or self._is_thing()) else _KEPT - {"price"})
        found, kept = self._first(text), set(self.brief.conditions)
        items = self.finder.items([hit.id for hit in found.hits[:_LOOK]]) if found else self.finder.pool(self.brief, self.language).items
        for size in (each for each in left.conditions if Condition.of(each).field == "size"):
            if not any("size" in each for each in kept) and any(passing(each.product, [Condition.of(size)]) for each in items):
                self.brief.require(Condition.of(size))
                found = None
        self.left = left if left.need or left.leanings or not set(left.conditions) <= set(self.brief.conditions) else None
        return found

    def _forget(self, stays: Collection[str]) -> None:
        """Forgets the kind of thing: whom it is for `stays`, and conditions on these fields; what was of the old kind goes."""
        self.brief.conditions = [each for each in self.brief.conditions if Condition.of(each).field in stays]
        self.brief.leanings, self.brief.category, self.brief.need, self.brief.kinds = [], "", "", []
        self.brief.settled, self.brief.gift = [each for each in self.brief.settled if each in stays], False

    def _is_thing(self) -> bool:
        """Whether the brief says what thing is looked for."""
        return bool(self.brief.category or self.brief.kinds or things(self.brief.need))

    def _unknown(self, left: str) -> Found | None:
        """Words that nothing of this kind has: another kind where something is called so, else told and left."""
        if _ALSO.search(self.whole) and only_names(left):
            return self._another(left)
        alone = self._ask(left, k=_LOOK)
        first = alone.hits[0] if alone.hits else None
        if first and first.score >= _ANOTHER and not left.endswith("的") and not of_it(self.whole) and self._is_called(first.id, left):
            return self._another(left)
        self.soft = left
        return None

    def _ask(self, query: str, where: Sequence[str] = (), k: int = DEPTH) -> Found:
        return search(self.desk, query, k, where, self.language, self.customer_id)

    def _require(self, conditions: Iterable[Condition]) -> None:
        for each in conditions:
            if each.field == "price":
                self.brief.budget_for_all = bool(_FOR_ALL.search(self.whole) or not (self._is_thing() or things(self.whole)))
            self.brief.require(each)
            self.noted.append(each)

    def _names_another_kind(self, text: str) -> bool:
        """Whether the message names a category of the shop in which none of the products is that were looked at."""
        words = set(terms(normalise(text)))
        here = {normalise(name) for each in self.near for category in each.product.category for name in category.all}
        if not self.near or (things(text) and about(self.text) is None):  # named, but joined to the thing that is looked for
            return False
        named = [name for name in self.names.values("category") if _is_named(name, normalise(text), words)]
        return bool(named) and not any(name in here for name in named)

    def _is_called(self, id: str, words: str) -> bool:
        return any(all(map(each.is_called, analyse_query(words).words)) for each in self.finder.items([id]))

    def _mentioned(self, words: str, found: Found) -> bool:
        """Whether some product that was found has all the words, wherever it has them."""
        wanted = set(analyse_query(words).words)
        items = self.finder.items([hit.id for hit in found.hits[:_LOOK]])
        return bool(wanted) and any(all(map(each.has, wanted)) for each in items)

    def _degrees(self, pool: Pool) -> bool:
        """Takes in the words of degree; whether the brief changed."""
        changed = False
        for said in self.said:
            changed |= self._degree(said, pool)
        return changed

    def _degree(self, said: Said, pool: Pool) -> bool:
        items = pool.items or list(self.near)
        meant = field_of(said.key, items) if items else None
        if meant is None:
            self.soft = self.soft or self.whole[slice(*said.span)].strip(" ,;")
            return False
        name, direction = meant[0], said.direction * meant[1]
        if name == "price" and direction > 0:
            return self._dearer()
        if said.kind == "more" and self._limited(name, direction):
            return True
        self._lean(name, direction)
        return True

    def _dearer(self) -> bool:
        """More may be spent: what bounds the price from above goes."""
        kept = [each for each in self.brief.conditions if Condition.of(each).field != "price" or Condition.of(each).op[0] == ">"]
        changed, self.brief.conditions = kept != self.brief.conditions, kept
        self.brief.leanings = [each for each in self.brief.leanings if each.field != "price"]
        return changed

    def _limited(self, name: str, direction: int) -> bool:
        """Asks for more than what is shown has, by its number as it stands in the records; whether the brief says so now. Where nothing goes
        further, that is told instead."""
        facts = [fact for each in self.near if (fact := self._shown_fact(each, name)) is not None and fact.base is not None]
        if not facts or name == "packed_weight":
            return False
        fact = max(facts, key=lambda each: direction * (each.base or 0.0))
        if fact.number is None:
            return False
        condition, tried = Condition(name, _ABOVE if direction > 0 else _BELOW, (f"{fact.number:.10g}",)), Brief.of(self.brief.to_dict())
        tried.require(condition)
        if self.finder.pool(tried, self.language, self.customer_id).candidates:
            self._require([condition])
        else:
            self.reached = fact
        self._lean(name, direction, quiet=True)
        return True

    def _shown_fact(self, item: Item, name: str) -> Fact | None:
        """A fact as a card shows it: a price is that of the variant that holds the brief."""
        fact, price = item.facts.get(name), self.finder.price(item, self.brief.holds) if name == "price" else None
        return replace(fact, number=price, base=price) if fact and price is not None else fact

    def _lean(self, name: str, direction: int, *, quiet: bool = False) -> None:
        self.brief.lean(Leaning(name, direction))
        if not quiet:
            self.noted.append(Leaning(name, direction))

    def _untold(self) -> str:
        """What is denied and no condition says, since no record states it."""
        if any(not isinstance(each, Condition) or each.op == "!=" or each.values in (("no",), ("yes",)) for each in self.noted):
            return ""
        return next((match[0].strip(" 的") for match in _DENIAL.finditer(normalise(self.text))), "")

    def _values(self, pool: Pool, first: bool) -> bool:
        """Takes in values that the candidates have and the message names, where the search did not read them; whether the brief changed."""
        items = pool.items or list(self.near)
        taken = {each.field for each in self.noted if isinstance(each, Condition)}
        denied = [match[1] for match in _DENIAL.finditer(normalise(self.text))]
        wanted = _SHORT_FORM.sub(" ", normalise(self.text) if not denied else _DENIAL.sub(" ", normalise(self.text)))
        new = [*self._named(items, taken, " ".join(denied), "!=")] if denied else []
        new += self._named(items, taken, wanted, "=")
        if not new and not taken:
            new = self._named(items, taken, wanted, "=", self.names)
        self._require(new)
        self.soft = "" if new else self.soft
        return bool(new)

    def _named(self, items: Sequence[Item], taken: set[str], text: str, op: str, names: Names | None = None) -> list[Condition]:
        """Conditions on the fields of the candidates that a text names, by their values or, with `names`, by all that the shop has."""
        out = [Condition(name, "=", ("yes" if op == "=" else "no",)) for name in _flags_of(items, text) if name not in taken]
        if op == "!=" and (free := [name for name in _free_of(items, text) if name not in taken]):
            return [Condition(name, "=", ("yes",)) for name in free]
        kinds = {
            word for each in items for category in each.product.category for name in category.all for word in terms(name)
        }
        for name, values in _values_of(items).items():
            if name in taken or name.startswith("category") or name == "brand" or _names_each(values, items):
                continue
            tried = names.sharing(name, text, _bare_value(text)) if names else values
            hits = [value for value in tried if any(_names_value(word, text, kinds) for word in value.all)]
            if hits and (names or len(hits) < len(values)):
                out.append(Condition(name, op, tuple(value.get("en") for value in hits)))
        return out[:2]


def _conditions(found: Found) -> list[Condition]:
    """What was read of a query, held or given up."""
    out = []
    for each in (*found.understood.read, *found.relaxed):
        with suppress(InvalidQuery):
            out.append(Condition.of(each))
    return out


def _values_of(items: Sequence[Item]) -> dict[str, list[Localized]]:
    facts, held = dict[str, dict[Localized, None]](), _held(items)
    for each in items:
        for fact in each.facts.values():
            if fact.words and fact.field in held:
                facts.setdefault(fact.field, {}).update(dict.fromkeys(fact.words))
    return {name: list(values) for name, values in facts.items()}


def _flags_of(items: Sequence[Item], text: str) -> list[str]:
    """The yes/no fields of the candidates that a text names: 降噪 for 主动降噪, "noise cancelling" for "active noise cancelling"."""
    flags = _flags(items)
    return [field for field, name in flags.items() if text.strip() and any(_names_flag(normalise(word), text) for word in name.all)]


def _free_of(items: Sequence[Item], text: str) -> list[str]:
    """The yes/no fields that say that the candidates have none of what a text names: silicone of "silicone-free", 硅油 of 无硅油."""
    words = set(terms(text))
    return [field for field, name in _flags(items).items() if text.strip() and _is_free(normalise(name.zh), normalise(name.en), text, words)]


def _is_free(zh: str, en: str, text: str, words: Collection[str]) -> bool:
    without = re.match(r"(.+)[- ]free$", en)
    return (zh.startswith("无") and len(zh) > 1 and zh[1:3] in text) or (without is not None and set(terms(without[1])) <= set(words))


def _names_flag(name: str, text: str) -> bool:
    if has_cjk(name):
        bare = _bare(text)
        if re.sub(r"^(?:可以?|带有?|支持|有|含)", "", name) in text or (len(name) == 3 and name[:2] in text):
            return True
        return name in text or (len(bare) > 1 and name.startswith(bare)) or (len(name) > 3 and name[-2:] in text) or (len(name) > 3 and name[:2] in text and name[0] in "可带")
    own, words = terms(name), set(terms(text))
    if len(own) == 1 and any(len(word) > 4 and own[0].startswith(word) for word in words):
        return True  # decaf
    return bool(own) and (set(own) <= words or (len(own) > 2 and set(own[1:]) <= words))


def _names_each(values: Sequence[Localized], items: Sequence[Item]) -> bool:
    """Whether a field has another value for almost each product, as a name or a model has: words of it are no condition."""
    return len(items) >= _FEW and len(values) >= _NEARLY_ALL * len(items)


def _flags(items: Sequence[Item]) -> dict[str, Localized]:
    held = _held(items)
    return {fact.field: fact.name for each in items for fact in each.facts.values() if fact.flag is not None and fact.field in held}


def _held(items: Sequence[Item]) -> set[str]:
    """The fields that at least half of the products state."""
    counts = Counter(name for each in items for name in each.facts)
    return {name for name, count in counts.items() if 2 * count >= len(items)}


def _names_value(word: str, text: str, kinds: Collection[str]) -> bool:
    """Whether a text names a value: as a whole, or by the word in which it ends (棉 of 精梳棉, "leather" of "suede leather") unless things
    of this kind are called so (tea)."""
    key = normalise(word)
    if has_cjk(key):
        ends = [key, key[-2:], key[-1:]] if len(key) > 2 else [key, key[-1:]]
        bare = _bare_value(text)
        ends = [*ends, key.removesuffix("性")] if len(key) > 2 else ends
        ends = [end for end in ends if end == key or end not in kinds]
        return any(end in text for end in ends if len(end) > 1 or len(key) == 1) or (bool(bare) and len(bare) < len(key) and bare in key and bare not in kinds)
    stems = terms(key)
    own = set(terms(text))
    if len(own) == 1 and own <= set(stems) and not own & set(kinds) and len(next(iter(own))) > 3:
        return True
    return bool(stems) and (
        set(stems) <= own or (stems[-1] in own and stems[-1] not in kinds and stems[-1].isalpha() and len(stems[-1]) > 2)
    )


def _bare_value(text: str) -> str:
    """A text that may be a value without what stands around it: 丝绸 of 要丝绸的."""
    return re.sub(r"(?:的|料|质|材质|款|式|吗|吧)+$", "", _bare(text))


def _is_named(name: str, text: str, words: set[str]) -> bool:
    if has_cjk(name):
        return len(name) >= 2 and name in text
    own = terms(name)
    return bool(own) and set(own) <= words


def _is_denied(words: str, text: str) -> bool:
    return any(normalise(words) in match[1] for match in _DENIAL.finditer(normalise(text)))


def _without(text: str, need: str) -> str:
    return text[len(need) :] if text.startswith(need) else " ".join(word for word in text.split() if word not in need.split())


def _bare(text: str) -> str:
    """A message without what opens and closes it and its clauses."""
    parts = [part for clause in re.split(r"[,，。;；!！?？\n]+", text) if (part := _bare_clause(clause))]
    return ("，" if has_cjk(text) else ", ").join(parts)


def _bare_clause(text: str) -> str:
    previous, text = "", text.strip()
    while previous != text:
        previous, text = text, _WANTED.sub("", text)
        low = text.lower()
        opening, closing = _FILLER.match(low), _TAIL.search(low)
        if closing and closing.end() > closing.start():
            text = text[: closing.start()].strip()
        elif opening and opening.end() > 0:
            text = text[opening.end() :].strip()
    return text


def _with_noun(text: str, said: Said, near: Sequence[Item]) -> tuple[int, int]:
    """A word of degree with the name of what it speaks of: 水箱大一点, "bigger tank"; a name that the products know, or one of the degree's."""
    start, end = said.span
    names = {normalise(name) for each in near for fact in each.facts.values() for name in fact.name.all}
    heads = [name[:length] for name in names if has_cjk(name) for length in range(len(name), 1, -1) if text[:start].endswith(name[:length])]
    own = re.search(f"(?:{BY_KEY[said.key].name or '(?!)'})$", text[:start])
    if heads or own:
        return start - max([*map(len, heads), len(own[0]) if own else 0]), end
    after = re.match(r" ([a-z]+)", text[end:])
    return (start, end + after.end()) if after and any(after[1] in name.split() for name in names) else (start, end)


def only_names(text: str) -> bool:
    """Whether a message asks for a thing and says nothing else: 有保温杯吗, "do you have tents"."""
    bare = _bare(normalise(text))
    thing = about(bare)
    return thing is not None and not (bare[: thing.start] + bare[thing.end :]).strip(" 有没s")


def _once(text: str) -> str:
    """A text with each of its words once."""
    return " ".join(dict.fromkeys(re.sub(r"[,，]", " ", text).split()))


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    if not spans:
        return text.strip()
    low = normalise(text)
    base = text.strip() if len(text.strip()) == len(low) else low
    for start, end in sorted(spans, reverse=True):
        base = f"{base[:start]} {base[end:]}"
    return " ".join(base.split())
