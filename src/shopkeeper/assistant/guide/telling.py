"""How the guide tells what it found: cards with their reasons, the next question, what to relax when nothing fits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...shop import Language
from ...text.analyse import analyse_query
from ...text.normalise import normalise
from ..reply import Act, Action, Source
from .brief import Leaning
from .cards import Card
from .conditions import Condition
from .facts import Item
from .pool import Loosened, Pool
from .question import Question, best_question
from .reading import Refined
from .skills import Skills, settled
from .talk import Talk
from .things import Thing, about, things
from .words import leaning as leaning_words
from .words import listed, lower, money, price, say

SHOWN = 3  # cards of a turn
MOST_SHOWN = 4
MOST_ASKED = 5  # questions of one brief
_NAMED = {"en": 48, "zh": 16}  # characters of a need that is said again where nothing is found: more is no name of a thing


_ASKING = re.compile(
    r"^(?:please\s+)?(?:(?:can|could) you\s+)?(?:help me (?:to )?(?:choose|find|pick)|i(?:'m| am) looking for|looking for|"
    r"i (?:want|need|would like)(?: to (?:buy|get))?|i'd like(?: to (?:buy|get))?|"
    r"find me|show me|recommend(?: me)?)\s+(?:(?:a|an|some|the)\s+)?|"
    r"^(?:请|麻烦)?(?:你|您)?(?:帮我|给我)?"
    r"我?(?:想要|想买|要买|想找|需要|挑选?|推荐|找|买)(?:一下)?"
    r"(?:[一几]?[个款件双只条台把套瓶张支])?", re.IGNORECASE)


def thing(need: str) -> str:
    """What a need is about, without the words that ask for it; all of it where nothing else is said."""
    return _ASKING.sub("", need.strip()).strip() or need


class Telling:
    """An answer while it is being put together: its text is returned bit by bit, its actions and sources are gathered."""

    def __init__(self, skills: Skills, talk: Talk, language: Language, customer_id: str | None) -> None:
        self.skills, self.talk, self.language, self.customer_id = skills, talk, language, customer_id
        self.asked = ""
        self.shown = skills.finder.items(talk.shown)
        self.actions: list[Action] = []
        self.sources: list[Source] = []

    def _say(self, key: str, /, **values: object) -> str:
        return say(key, self.language, **values)

    def _hello(self) -> str:
        """Asks what is looked for, with the shop's departments to choose from."""
        top = self._departments()
        self.talk.open = {}
        if not top:
            self.actions.append(Action(Act.ASK, "preference", {"question": self._say("hello")}))
            return self._say("hello")
        text = f"{self._say('hello')}{gap(self.language)}{self._say('hello_kinds', choices=listed(top, self.language))}"
        self.actions.append(Action(Act.ASK, "preference", {"question": text, "choices": [{"label": each} for each in top]}))
        return text

    def _departments(self) -> list[str]:
        roots: dict[str, None] = {}
        for product in self.skills.desk.store.products.page(limit=60):
            if product.category:
                roots[product.category[0].get(self.language)] = None
        return list(roots)[:6]

    def _recommend(self, pool: Pool, done: Refined | None = None, lead: str = "") -> str:
        self.talk.open = {}
        if not pool.candidates:
            return self._nothing(done)
        fresh = [each for each in pool.candidates if each.item.id not in self.talk.seen]
        first = pool.candidates[:SHOWN] if pool.total <= MOST_SHOWN or lead == "" else fresh[:SHOWN]
        cards = [
            self.skills.cards.card(each.item, self.talk.brief, self.language)
            for each in (pool.candidates if pool.total <= MOST_SHOWN else first)
        ]
        question = self._question(pool)
        same = not lead and [each.item.id for each in cards] == self.talk.shown and not (done and done.noted)
        heading = lead or self._heading([each.item for each in cards], pool.total)
        parts = [self._noted(done), self._show(cards, heading, again=same), self._soft(done)]
        parts.append(self._ask(question) if question else self._say("few") if len(cards) > 1 else "")
        return "\n".join(part for part in parts if part)

    def _question(self, pool: Pool) -> Question | None:
        """The next question: none when few are left, when enough was asked, and none that was asked before."""
        if len(self.talk.asked) >= MOST_ASKED or pool.total <= MOST_SHOWN:
            return None
        return best_question(pool.candidates, [*settled(self.talk.brief), *self.talk.asked])

    def _heading(self, shown: Sequence[Item], total: int) -> str:
        if not self._has_words(shown):
            return self._say("close")
        if total == 1:
            return self._say("shown_one")
        return self._say("shown_all", n=len(shown)) if len(shown) >= total else self._say("shown_of", n=len(shown), total=total)

    def _has_words(self, shown: Sequence[Item]) -> bool:
        """Whether what is shown has at least half of the words that are looked for, so that it may be said to fit."""
        brief = self.talk.brief
        wanted = set(analyse_query(brief.need).words)
        if (named := about(brief.need)) and not any(_is_one(each, named, brief.need) for each in shown):
            return False
        return bool(brief.kinds or brief.category or not wanted) or any(2 * sum(map(each.hints, wanted)) >= len(wanted) for each in shown)

    def _noted(self, done: Refined | None) -> str:
        if done is not None and done.reached is not None:
            name, value = done.reached.name.get(self.language), done.reached.said(self.language)
            value = money(done.reached.number or 0.0, done.reached.unit, self.language) if done.reached.field == "price" else value
            return self._say("least" if done.reached.field == "price" else "most", name=name, value=value)
        if done is not None and done.left is not None:
            return self._anew(done)
        if done is None or done.fresh or not done.noted:
            return ""
        words = [self._noted_words(each) for each in done.noted[:3]]
        return self._say("noted", what=("，" if self.language == "zh" else ", ").join(dict.fromkeys(words)))

    def _anew(self, done: Refined) -> str:
        """That another thing is looked for now, what of the wish before holds no more, and the way back."""
        if done.left is None:
            return ""
        what = thing(done.brief.need or done.brief.category or self.asked)
        gone = [self._words(each) for each in done.left.conditions if each not in done.brief.conditions]
        gone = [*([] if things(done.left.need) or not done.left.need else [done.left.need]), *gone]
        if gone:
            return self._say("anew_without", what=what, gone=self._among(gone[:3]))
        return self._say("anew", what=what)

    def _among(self, parts: Sequence[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(parts)

    def _noted_words(self, each: Condition | Leaning) -> str:
        if isinstance(each, Condition):
            return self.skills.cards.words(each, self.language, self.shown)
        return leaning_words(self.skills.names.field(each.field), each.field, each.direction, self.language)

    def _soft(self, done: Refined | None) -> str:
        return self._say("soft", what=done.soft) if done and done.soft else ""

    def _words(self, condition: str) -> str:
        return self.skills.cards.words(Condition.of(condition), self.language, self.shown)

    def chips(self) -> list[dict[str, str]]:
        """What the shopper may take out of the brief by one touch, or change: `field` is that of a condition."""
        brief = self.talk.brief
        plain = [(name, getattr(brief, name)) for name in ("need", "category", "recipient", "occasion") if getattr(brief, name)]
        kinds = self.skills.names.values("category")
        plain = [
            (name, kinds[normalise(value)].get(self.language) if name == "category" and normalise(value) in kinds else value)
            for name, value in plain
        ]
        chips = [{"remove": name, "label": thing(value) if name == "need" else value} for name, value in plain]
        chips += [{"remove": each, "label": self._words(each), "field": Condition.of(each).field} for each in brief.conditions]
        return chips + [{"remove": f"prefer:{each.field}", "label": self._noted_words(each)} for each in brief.leanings]

    def _show(self, cards: Sequence[Card], heading: str, *, again: bool = False) -> str:
        """Puts cards before the shopper; those that were just shown `again` are not written out once more."""
        self.talk.show([each.item.id for each in cards])
        self.actions.append(Action(Act.SHOW, "products", {"products": [each.to_dict() for each in cards]}))
        self.sources += [source for each in cards for source in each.sources]
        if again:
            return self._say("unchanged")
        lines = [each.line(number if len(cards) > 1 else None) for number, each in enumerate(cards, 1)]
        return "\n".join([heading, *lines])

    def _ask(self, question: Question) -> str:
        choices = [each.label.get(self.language) for each in question.choices]
        name = question.name.get(self.language)
        name = name if self.language == "zh" else lower(name)
        text = self._say(f"ask_{question.kind}", name=name, choices=listed(choices, self.language))
        if not self.talk.asked:
            text = f"{text}{gap(self.language)}{self._say('any')}"
        self.talk.asked.append(question.field)
        self.talk.open = {"question": question.to_dict()}
        data = {
            "question": text,
            "field": question.field,
            "choices": [{"label": label, "where": each.where} for label, each in zip(choices, question.choices, strict=True)],
        }
        self.actions.append(Action(Act.ASK, "choice", data))
        return text

    def _nothing(self, done: Refined | None) -> str:
        """Says that nothing fits, and what one gets when a condition gives way; what is shown then says what it lacks."""
        brief = self.talk.brief
        ways = self.skills.finder.relax(brief, self.language, self.customer_id) if brief.where else []
        if not ways:
            self.talk.show([])
            anew, told = self._anew(done) if done else "", brief.need or self.asked[:60]
            if things(brief.need):  # what was said of a thing that nobody sells is not said of the next
                brief.conditions = [each for each in brief.conditions if Condition.of(each).field == "price"]
            brief.need = ""
            self.actions.append(Action(Act.ASK, "preference", {"question": self._say("hello")}))
            none = self._say("none_plain", what=told) if len(told) <= _NAMED[self.language] else self._say("none_so")
            return "\n".join(part for part in (anew, none) if part)
        best = ways[0]
        cards = [self.skills.cards.missing(each.item, brief, best.dropped, self.language) for each in best.pool.candidates[:SHOWN]]
        wanted = [*([brief.need] if brief.need else [brief.category] if brief.category else []), *map(self._words, brief.conditions)]
        parts = [self._anew(done) if done else "", self._say("none", what=self._among(wanted))]
        parts += [self._show(cards, self._way(best, cards)), self._offer(ways)]
        return "\n".join(part for part in parts if part)

    def _way(self, way: Loosened, cards: Sequence[Card]) -> str:
        what = self._among(list(map(self._words, way.dropped)))
        if len(way.dropped) == 1 and (condition := Condition.of(way.dropped[0])).field == "price" and cards[0].price:
            high = float(cards[0].price.major) > condition.bounds[1]
            return self._say("relax_price" if high else "relax_price_high", price=price(cards[0].price, self.language))
        return self._say("relax_one", what=what, n=way.pool.total)

    def _offer(self, ways: Sequence[Loosened]) -> str:
        self.talk.open = {"relax": [list(way.dropped) for way in ways]}
        labels = [" + ".join(map(self._words, way.dropped)) for way in ways]
        counted = [
            f"{label}（{way.pool.total} 款）" if self.language == "zh" else f"{label} ({way.pool.total})"
            for label, way in zip(labels, ways, strict=True)
        ]
        text = self._say("relax_ask") if len(ways) == 1 else self._say("relax_choice", choices=listed(counted, self.language))
        self.actions.append(
            Action(
                Act.ASK,
                "choice",
                {
                    "question": text,
                    "choices": [{"label": label, "remove": list(way.dropped)} for label, way in zip(labels, ways, strict=True)],
                },
            )
        )
        return text


def _is_one(item: Item, named: Thing, need: str) -> bool:
    """Whether a product is called what is looked for: by the same word, or by one of its title that may mean the same; by its categories
    where the title names no thing."""
    called = [each for title in item.product.title.all for each in things(title)] or things(item.name)
    words = analyse_query(normalise(need)[named.start : named.end]).words
    return (bool(words) and all(map(item.is_called, words))) or any(named.agrees(each) for each in called)


def gap(language: Language) -> str:
    """What stands between two sentences."""
    return "" if language == "zh" else " "
