"""A turn of the guide: which of its abilities a message asks for, and what that gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...text.normalise import normalise
from ..basket import Wish, names_basket, wish_of
from ..reply import Act, Action, Reply, Source
from ..session import Session
from . import said, stock
from .answers import take_answer
from .brief import Brief
from .cards import Card
from .compare import compare
from .conditions import Condition
from .degrees import Said, degrees
from .facts import Item
from .found import similar
from .most import MostTold
from .question import Question
from .reading import Refined
from .skills import Skills
from .superlative import Matching, Superlative
from .taking import Taking
from .talk import Talk
from .telling import MOST_SHOWN, SHOWN, gap, thing
from .things import about, things
from .touch import Touch
from .words import MOST, price, rating

_SHORT = 16  # characters of a message that says only that it does not matter


class Turn(Taking):
    """One message and its answer."""

    def __init__(self, skills: Skills, session: Session, talk: Talk, text: str, understood: Any) -> None:
        super().__init__(skills, session, talk, text)
        self.understood, self.asked = understood, text.strip()
        self.wish = wish_of(text, touched=bool(talk.basket) and session.turns - talk.at <= 1)
        self._read: Refined | None = None

    def continues(self) -> bool:
        """See `Guide.continues`."""
        if self.wish or (names_basket(self.text) and said.act(self.said) == "take"):
            return True
        if self._wants_alike():
            return True
        if self.session.turns - self.talk.at > 1:
            return False
        if self._goes_back():
            return True
        if not (self.shown or self.talk.open):
            return not self.talk.focus and about(self.said) is not None
        if self.talk.open and (said.declines(self.said) or said.yes_no(self.said) is not None):
            return True
        if "question" in self.talk.open:
            question = Question.of(self.talk.open["question"])
            if take_answer(question, self.text, Brief.of(self.talk.brief.to_dict())).taken:
                return True
        if said.act(self.said) or degrees(self.said) or said.pointed(self.said, self.shown, self.talk.focus):
            return True
        done = self._refinement([], None)
        before, after = self.talk.brief, done.brief
        for_whom = (after.recipient, after.occasion) != (before.recipient, before.occasion)
        changed = done.noted or done.fresh or done.left or after.need != before.need or for_whom
        return bool(changed or (done.soft and said.of_it(self.said)))

    def _goes_back(self) -> bool:
        """Whether the wish that was left is wanted after all: as such, or by the name of its thing."""
        if not self.talk.before or said.act(self.said) == "back":
            return bool(self.talk.before)
        named = about(said.RETURNS.sub("", self.said)) if said.RETURNS.search(self.said) else None
        return named is not None and any(named.agrees(each) for each in things(self.talk.before.get("need", "")))

    def _wants_alike(self) -> bool:
        """Whether others like the product that is looked at are wanted."""
        return bool(self.talk.focus) and not self.shown and said.act(self.said) == "like"

    def reply(self) -> Reply:
        """The answer."""
        return self._replied(self._answer())

    def touched(self, touch: Touch) -> Reply:
        """The answer to a touch, and to the words that came with it."""
        if touch.compare:
            return self._replied(self._compare(touch.compare) or "")
        touch.apply(self.talk.brief)
        if self.asked:
            return self._replied(self._refined([], self.text))
        if self.talk.brief.empty:
            return self._replied(self._hello())
        return self._replied(self._recommend(self.skills.finder.pool(self.talk.brief, self.language, self.customer_id)))

    def _replied(self, text: str) -> Reply:
        self.actions.append(Action(Act.SHOW, "brief", {"brief": self.talk.brief.to_dict(), "chips": self.chips()}))
        if not any(each.act is Act.ASK for each in self.actions):
            self.actions.append(Action(Act.IDLE))
        return Reply(text, self.language, tuple(self.actions), tuple(dict.fromkeys(self.sources)))

    def _answer(self) -> str:
        act, pointed = said.act(self.said), said.pointed(self.said, self.shown, self.talk.focus)
        if self.wish:
            return self._basket(self.wish)
        if (doing := self.talk.open.get("basket")) and not act:
            return self._basket(Wish(doing, self.talk.open.get("count", 0)))
        if (id := self.talk.open.get("options")) and act in ("", "take", "stock") and self._says_option(id):
            return self._option_taken(id, f"{self.talk.open.get('words', '')} {self.said}", self.talk.open.get("count", 0))
        self.talk.basket = ""
        if act == "reset":
            return self._reset()
        if self._goes_back():
            return self._back()
        if self._wants_alike():
            return self._like([self.talk.focus]) or self._say("no_more")
        if self.talk.open and act in ("", "more") and not pointed and (answered := self._answered()) is not None:
            return answered
        if said_most := [each for each in degrees(self.said) if each.kind == "most"]:
            return self._most(said_most[0], pointed)
        if act == "take" and (taken := self._take_act(pointed)) is not None:
            return taken
        handler = getattr(self, f"_{act}", None) if act not in ("", "take", "back") and self.shown else None
        if handler and (answer := handler(pointed)) is not None:
            return str(answer)
        return self._refined(pointed)

    def _reset(self) -> str:
        self.talk.brief, self.talk.shown, self.talk.seen, self.talk.open, self.talk.asked, self.talk.focus = (
            Brief(),
            [],
            [],
            {},
            [],
            "",
        )
        return f"{self._say('reset')}{gap(self.language)}{self._hello()}"

    def _back(self) -> str:
        """Goes on with the wish that was left for another thing; that one is kept to come back to in its turn."""
        brief, self.talk.before = Brief.of(self.talk.before), self.talk.brief.to_dict()
        self.talk.brief, self.talk.seen, self.talk.asked = brief, [], []
        what = [thing(brief.need)] if brief.need else [each for each in (brief.recipient, brief.occasion) if each]
        told = self._say("back", what=self._among([*what, *map(self._words, brief.conditions)]))
        return f"{told}\n{self._recommend(self.skills.finder.pool(brief, self.language, self.customer_id))}"

    # answers to what was asked

    def _answered(self) -> str | None:
        if "question" in self.talk.open:
            return self._question_answered(Question.of(self.talk.open["question"]))
        if "relax" in self.talk.open:
            return self._relaxed(self.talk.open["relax"])
        return None

    def _question_answered(self, question: Question) -> str | None:
        brief = Brief.of(self.talk.brief.to_dict())
        answered = take_answer(question, self.text, brief)
        if not answered.taken:
            return None
        self.talk.brief = brief
        if answered.rest and not answered.declined:
            return self._refined([], answered.rest)
        return self._recommend(self.skills.finder.pool(brief, self.language, self.customer_id))

    def _relaxed(self, ways: list[list[str]]) -> str | None:
        """Gives up what the shopper lets go of: the one that is offered, or the one that they name."""
        named = [
            way
            for way in ways
            if any(self._words(each).lower() in self.said or _mentions(self.said, self._words(each)) for each in way)
        ]
        agreed = said.yes_no(self.said)
        if agreed is None and self.understood is not None:
            agreed = getattr(self.understood, "yes", None)
        if not named and (agreed is not True or not ways) and not said.declines(self.said):
            return None
        for each in (named or ways)[0]:
            self.talk.brief.remove(each)
            if str(Condition("category", "=", (self.talk.brief.category,))) == each:
                self.talk.brief.category = ""
        return self._recommend(self.skills.finder.pool(self.talk.brief, self.language, self.customer_id))

    # what is wanted

    def _refined(self, pointed: Sequence[str], text: str | None = None) -> str:
        if text is None and said.declines(self.said) and len(self.said) <= _SHORT:
            return self._declined()
        done = self._refinement(pointed, text)
        if said.declines(self.said) and not done.noted and done.brief.need == self.talk.brief.need:
            return self._declined()
        if len(pointed) == 1 and not (done.noted or done.fresh or done.reached or degrees(self.said)):
            return self._detail(pointed) or ""
        self._take(done)
        if done.brief.empty or self.said in ("随便看看", "just looking", "just browsing"):
            return self._hello()
        return self._recommend(done.pool, done)

    def _refinement(self, pointed: Sequence[str], text: str | None) -> Refined:
        """The brief after the message, or after `text` of it; read once."""
        if text is None and not pointed and self._read is not None:
            return self._read
        near = [each for each in self.shown if each.id in pointed] or self.shown
        words = (said.unpointed(self.text) if pointed else self.text) if text is None else text
        done = self.skills.reader.refine(self.talk.brief, words, self.language, customer_id=self.customer_id, near=near)
        self._read = done if text is None and not pointed else self._read
        return done

    def _declined(self) -> str:
        if "question" in self.talk.open:
            self.talk.brief.settle(Question.of(self.talk.open["question"]).field)
        if self.talk.brief.empty:
            return self._hello()
        return self._recommend(self.skills.finder.pool(self.talk.brief, self.language, self.customer_id))

    def _take(self, done: Refined) -> None:
        if done.fresh:
            self.talk.seen, self.talk.asked = [], []
        if done.left is not None:
            self.talk.before = done.left.to_dict()
        self.talk.brief = done.brief

    # acts

    def _more(self, pointed: Sequence[str]) -> str | None:
        pool = self.skills.finder.pool(self.talk.brief, self.language, self.customer_id)
        left = [each for each in pool.candidates if each.item.id not in self.talk.seen]
        if not left:
            return self._say("no_more")
        return self._recommend(pool, lead=self._say("more", n=min(SHOWN, len(left))))

    def _compare(self, pointed: Sequence[str]) -> str | None:
        ids = list(pointed) if len(pointed) > 1 else [each.id for each in self.shown][:MOST_SHOWN]
        if len(ids) < 2:
            self.actions.append(Action(Act.ASK, "choice", {"question": self._say("compare_two")}))
            return self._say("compare_two")
        comparison = compare([self.skills.shelf.items([id])[id] for id in ids], self.skills.shelf, self.language)
        self.actions.append(Action(Act.SHOW, "comparison", comparison.to_dict()))
        self.sources += comparison.sources
        self.talk.shown = ids
        return f"{self._say('compare', n=len(ids))}\n{comparison.text()}"

    def _dislike(self, pointed: Sequence[str]) -> str | None:
        if not pointed:
            return None
        self.talk.brief.disliked += [id for id in pointed if id not in self.talk.brief.disliked]
        done = self.skills.reader.refine(
            self.talk.brief, _after_pointing(self.text), self.language, customer_id=self.customer_id, near=self.shown
        )
        self._take(done)
        return f"{self._say('dislike')}\n{self._recommend(done.pool, done)}"

    def _like(self, pointed: Sequence[str]) -> str | None:
        if not pointed and degrees(self.said):  # "something like these but lighter"
            return None
        pointed = pointed or ([self.talk.focus] if self.talk.focus else self.talk.shown[:1])
        item = next(iter(self.skills.finder.items(pointed[:1])), None)
        if item is None:
            return None
        brief = self.talk.brief
        brief.liked += [id for id in pointed if id not in brief.liked]
        if degrees(self.said):  # "like the first but lighter"
            return self._refined(pointed)
        alike = similar(self.skills.desk, item.id, 40)
        pool = self.skills.finder.pool(brief, self.language, self.customer_id, alike)
        if not pool.candidates:
            return self._say("no_more")
        cards = [self.skills.cards.card(each.item, brief, self.language) for each in pool.candidates[:SHOWN]]
        self.talk.open = {}
        return self._show(cards, self._say("like", title=item.product.title.get(self.language)))

    def _why(self, pointed: Sequence[str]) -> str | None:
        items = [each for each in self.shown if each.id in pointed] or self.shown
        cards = [self.skills.cards.card(each, self.talk.brief, self.language) for each in items]
        self.sources += [source for each in cards for source in each.sources]
        lines = [each.line() for each in cards if each.why]
        return "\n".join(lines) if lines else self._say("why_none")

    def _detail(self, pointed: Sequence[str]) -> str | None:
        if len(pointed) != 1:
            return None
        item = next(each for each in self.shown if each.id == pointed[0])
        self.talk.focus = item.id
        card = self.skills.cards.card(item, self.talk.brief, self.language)
        self.sources += card.sources
        self.actions.append(Action(Act.SHOW, "products", {"products": [card.to_dict()]}))
        return self._details(item, card)

    def _details(self, item: Item, card: Card) -> str:
        gap = "：" if self.language == "zh" else ": "
        facts = [each for each in item.facts.values() if each.place in ("attributes", "variants.options")]
        lines = [self._say("detail", title=card.title, price=price(card.price, self.language))]
        lines += [f"· {each.name.get(self.language)}{gap}{each.said(self.language)}" for each in facts]
        self.sources += [
            Source("product", item.id, f"{each.place}.{each.name.get(self.language)}", each.said(self.language)) for each in facts
        ]
        rated = self.skills.shelf.rating(item.id)
        lines += [f"· {rating(rated, self.language)}"] if rated else []
        about = item.product.description.get(self.language)
        lines += [f"“{about}”"] if about else []
        self.sources += [Source("product", item.id, "description", about)] if about else []
        return "\n".join(lines)

    def _stock(self, pointed: Sequence[str]) -> str | None:
        items = [each for each in self.shown if each.id in pointed] or (
            [each for each in self.shown if each.id == self.talk.focus] or self.shown
        )
        if len(items) > MOST_SHOWN:
            return None
        self.talk.focus = items[0].id if len(items) == 1 else self.talk.focus
        self.sources += [Source("product", each.id, "variants.stock") for each in items]
        return "\n".join(stock.answer(each, self.said, self.language) for each in items)

    # superlatives

    def _most(self, most: Said, pointed: Sequence[str]) -> str:
        rest = f"{self.said[: most.span[0]]} {self.said[most.span[1] :]}"
        if self.shown and (len(pointed) > 1 or said.all_of_them(self.said)):
            return self._most_of_shown(most, [each for each in self.shown if not pointed or each.id in pointed])
        done = self.skills.reader.refine(self.talk.brief, rest, self.language, customer_id=self.customer_id, near=self.shown)
        self._take(done)
        if done.brief.empty or not (done.brief.need or done.brief.category):
            self.actions.append(Action(Act.ASK, "preference", {"question": self._say("which_kind")}))
            return self._say("which_kind")
        matching = self.skills.extremes.matching(done.brief, self.language, self.customer_id)
        if not matching.items:
            return self._nothing(done)
        told = self._tell_most(most, self.skills.extremes.superlative(matching, most.key, most.direction))
        return "\n".join(part for part in (self._anew(done), told) if part)

    def _most_of_shown(self, most: Said, items: Sequence[Item]) -> str:
        matching = Matching(tuple(items), items[0].kind, True, tuple(self.talk.brief.holds))
        return self._tell_most(most, self.skills.extremes.superlative(matching, most.key, most.direction))

    def _tell_most(self, most: Said, found: Superlative | None) -> str:
        words = MOST[most.key][(0 if most.direction > 0 else 2) + (self.language == "en")]
        if found is None:
            pool = self.skills.finder.pool(self.talk.brief, self.language, self.customer_id)
            return f"{self._say('no_field', what=words)}\n{self._recommend(pool)}"
        return MostTold(self, found, words).text()


def _mentions(said_text: str, words: str) -> bool:
    parts = [part for part in normalise(words).replace(":", " ").replace("：", " ").split() if len(part) > 1]
    return bool(parts) and all(part in said_text for part in parts)


def _after_pointing(text: str) -> str:
    """What follows the pointing in "not the first, something lighter"."""
    for sign in ("，", ",", "。", ";", "；", " but ", "但"):
        if sign in text:
            return text.split(sign, 1)[1]
    return ""
