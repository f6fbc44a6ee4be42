"""The shopping guide: a turn of a conversation, and each of its abilities by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...shop import Language, NotFound
from ..reply import Reply
from ..session import Session
from .brief import Brief
from .cards import Card
from .compare import Comparison, compare
from .facts import Item
from .found import GuideDesk, once
from .pool import Loosened, Pool
from .question import Candidate, Question, best_question
from .skills import Skills, settled
from .superlative import Superlative
from .talk import Talk
from .telling import SHOWN
from .touch import Touch, worded
from .turn import Turn


@dataclass(frozen=True, slots=True)
class Recommended:
    """What fits a brief: the first cards of `total`, the question that would help most, and where nothing fits what may be relaxed."""

    cards: tuple[Card, ...]
    total: int
    question: Question | None = None
    relax: tuple[Loosened, ...] = ()


class Guide:
    """The guide of one shop; for any number of conversations at once."""

    def __init__(self, desk: GuideDesk) -> None:
        self.skills = Skills(desk)

    def warm(self) -> None:
        """Reads what the first turns would wait for."""
        self.skills.names.warm()
        self.skills.shelf.warm()

    def refine(
        self, brief: Brief, text: str, *, language: Language, customer_id: str | None = None, shown: Sequence[str] = ()
    ) -> Brief:
        """The brief after a message; `shown` are the products that "cheaper" is compared with."""
        near = self.skills.finder.items(shown)
        return self.skills.reader.refine(brief, text, language, customer_id=customer_id, near=near).brief

    def recommend(self, brief: Brief, *, language: Language, customer_id: str | None = None, k: int = SHOWN) -> Recommended:
        """The products that fit a brief best, and the question that would help most."""
        return self._recommended(brief, self.skills.finder.pool(brief, language, customer_id), language, customer_id, k)

    def best_question(self, candidates: Sequence[Candidate], brief: Brief) -> Question | None:
        """See `question.best_question`; none about what the brief has settled."""
        return best_question(candidates, settled(brief))

    def compare(self, ids: Sequence[str], *, language: Language) -> Comparison:
        """Products side by side; `NotFound` for one that is not sold."""
        return compare(self._sold(ids), self.skills.shelf, language)

    def superlative(
        self, query: str, field: str, direction: int, *, language: Language, where: Sequence[str] = ()
    ) -> Superlative | None:
        """The first of all products that a query means by a field (its key, or a word of `degrees.DEGREES` such as weight), most
        (`direction` 1) or least (-1); None where none states it."""
        brief = self.skills.reader.refine(Brief(conditions=list(where)), query, language).brief
        return self.skills.extremes.superlative(self.skills.extremes.matching(brief, language), field, direction)

    def relax(self, brief: Brief, *, language: Language, customer_id: str | None = None) -> list[Loosened]:
        """See `Finder.relax`."""
        return self.skills.finder.relax(brief, language, customer_id)

    def continues(self, session: Session, text: str) -> bool:
        """Whether a message goes on with what the guide and the shopper were about: it answers the open question, points at what was shown,
        criticises it, says another condition, or asks for more, a comparison, a size."""
        return Turn(self.skills, session, Talk.of(session), text, None).continues()

    def go_on(self, session: Session, text: str) -> Reply | None:
        """The answer to a message that `continues`; None, and nothing changed, for any other."""
        turn = Turn(self.skills, session, Talk.of(session), text, None)
        return self._answer(turn, session) if turn.continues() else None

    def turn(self, session: Session, text: str, understood: Any = None) -> Reply:
        """The answer to a message; the brief in `session.memory["guide"]` follows it."""
        return self._answer(Turn(self.skills, session, Talk.of(session), text, understood), session)

    def look_at(self, session: Session, product_id: str) -> None:
        """Has the next words be about a product that the shopper looks at: nothing else is before them, and nothing is open. `NotFound`
        when it is not sold."""
        self._sold([product_id])
        talk = Talk.of(session)
        talk.shown, talk.focus, talk.open = [], product_id, {}
        talk.keep(session)

    def worded(self, session: Session, touch: Touch) -> str:
        """What a touch does, as the shopper would have said it. `NotFound` for a product that is not sold, `InvalidQuery` for a condition
        that is none."""
        language, talk = session.language, Talk.of(session)
        titles = [each.product.title.get(language) for each in self._sold(touch.compare)]
        chips = {each["remove"]: each["label"] for each in Turn(self.skills, session, talk, "", None).chips()}
        return worded(touch, chips, titles, self.skills.cards, language)

    def touched(self, session: Session, touch: Touch, text: str = "") -> Reply:
        """The answer to a touch, and to the words that came with it, which are read into the brief."""
        turn = Turn(self.skills, session, Talk.of(session), text, None)
        with once():
            return self._kept(turn, session, turn.touched(touch))

    def _sold(self, ids: Sequence[str]) -> list[Item]:
        items = self.skills.shelf.items(ids)
        if gone := [id for id in ids if id not in items]:
            raise NotFound("product", gone[0])
        return list(items.values())

    def _answer(self, turn: Turn, session: Session) -> Reply:
        with once():
            return self._kept(turn, session, turn.reply())

    def _kept(self, turn: Turn, session: Session, reply: Reply) -> Reply:
        turn.talk.keep(session)
        return reply

    def _recommended(self, brief: Brief, pool: Pool, language: Language, customer_id: str | None, k: int) -> Recommended:
        if not pool.candidates:
            return Recommended((), 0, None, tuple(self.skills.finder.relax(brief, language, customer_id)))
        cards = [self.skills.cards.card(each.item, brief, language) for each in pool.candidates[:k]]
        return Recommended(tuple(cards), pool.total, self.best_question(pool.candidates, brief))
