"""What the assistant is handed of the other rooms, in the form that it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..assistant.desk import Desk
from ..assistant.reply import Reply
from ..assistant.session import Session
from ..search.engines.protocol import FieldValues
from ..search.result import SearchResult, Understood
from ..search.search import LONGEST_QUERY
from ..shop import Language, NotFound, NotIndexed
from ..store.protocol import Store

if TYPE_CHECKING:
    from ..assistant.answers import Answers
    from .shop import Shop


class Hands:
    """The shop's search and catalogue for the assistant. A shop without a search index finds nothing; what the assistant looks for is not
    in the log of what shoppers search."""

    add_to_basket: Callable[[Any, str, int], Any] | None = None

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

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
