"""What the assistant is handed of the other rooms, in the form that it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..assistant.basket import PART
from ..assistant.desk import Desk
from ..assistant.reply import Reply
from ..assistant.session import Session
from ..search.engines.protocol import FieldValues
from ..search.result import SearchResult, Understood
from ..search.search import LONGEST_QUERY
from ..shop import CartLine, Language, NotFound, NotIndexed
from ..shop.cart import PricedCart
from ..store.protocol import Store
from .live import baskets

if TYPE_CHECKING:
    from ..assistant.answers import Answers
    from .shop import Shop


class Hands:
    """The shop's search and catalogue for the assistant. A shop without a search index finds nothing; what the assistant looks for is not
    in the log of what shoppers search."""

    def __init__(self, shop: Shop) -> None:
        self._shop, self.basket = shop, ShopBasket(shop)

    @property
    def store(self) -> Store:
        """The shop's records."""
        return self._shop.store

    def search(
        self, query: str, *, k: int = 10, where: Sequence[str] = (), language: Language | None = None, customer_id: str | None = None,
    ) -> SearchResult:
        """See `Shop.search`; of a long message the beginning is looked for."""
        try:
            return self._shop.search(query[:LONGEST_QUERY], k=k, where=where, language=language, customer_id=customer_id, log=False)
        except NotIndexed:
            return SearchResult("", 0, (), understood=Understood(query))

    def similar(self, id: str, k: int = 10) -> SearchResult:
        """See `Shop.similar`."""
        try:
            return self._shop.similar(id, k=k)
        except (NotIndexed, NotFound):
            return SearchResult("", 0, ())

    def fields(self) -> Mapping[str, FieldValues]:
        """See `Shop.fields`."""
        try:
            return self._shop.fields()
        except NotIndexed:
            return {}


class ShopBasket:
    """The baskets of the shop's visitors, see `assistant.basket.Basket`. Which one a conversation fills stands in its memory: the one that
    its door has named, else one that is made for it."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def look(self, session: Session) -> PricedCart | None:
        """See `Basket.look`."""
        id = str(session.memory.get(PART, ""))
        return baskets.look(self._shop, id) if id and self._shop.store.carts.get_many([id]) else None

    def add(self, session: Session, variant_id: str, quantity: int) -> PricedCart:
        """See `Basket.add`."""
        did = f"basket: {quantity} of {variant_id}"
        held = self.look(session)
        if did in session.once and held:
            return held
        line, id = CartLine(variant_id, quantity), str(session.memory.get(PART, ""))
        after = baskets.add(self._shop, id, line) if held else baskets.create(self._shop, [line], session.customer_id, id=id)
        session.memory[PART], session.once[did] = after.cart.id, True
        return after

    def set(self, session: Session, variant_id: str, quantity: int) -> PricedCart:
        """See `Basket.set`."""
        return baskets.set_quantity(self._shop, str(session.memory.get(PART, "")), variant_id, quantity)


def answering(answers: Answers) -> Callable[[Desk, Session, str, str], Reply | None]:
    """Answers to questions as the brains take them."""
    def answer(desk: Desk, session: Session, text: str, intent: str) -> Reply | None:
        found = answers.answer(session, text, intent)
        return None if found is None else Reply(found.text, session.language, found.actions, found.sources)

    return answer


def asking(answers: Answers) -> Callable[[str, Language], Reply | None]:
    """Answers a question about the shop outside of a conversation: from its policy, else from its manuals and other documents."""
    def ask(question: str, language: Language) -> Reply | None:
        asked = [answers.answer(Session("", language), question, intent) for intent in ("shop_policy", "how_to_use")]
        found = next((each for each in asked if each and each.sure), None)
        return None if found is None else Reply(found.text, language, sources=found.sources)

    return ask
