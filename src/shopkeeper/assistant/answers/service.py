"""What the shop's pages and papers say of accounts, paying, writing reviews and reaching people, and what only a person can do."""

from __future__ import annotations

from dataclasses import replace

from ...shop import DocumentKind
from ..reply import Act, Action, Source
from .documents import from_documents, on_the_subject, policy
from .parcels import return_window
from .question import Answer, Question, nothing_known
from .which import named

_PAPERS = (DocumentKind.FAQ, DocumentKind.POLICY)
_OFFER = (Action(Act.IDLE, data={"offer": "person"}),)


def rule(ask: Question) -> Answer:
    """A rule of the shop, and what it means for the order that is named."""
    window, written = return_window(ask), policy(ask)
    if window is None:
        return written
    if not written.sure:
        return window
    return Answer(f"{window.text}\n{written.text}", (*window.sources, *written.sources), window.actions)


def only_written(ask: Question) -> Answer | None:
    """What the shop's papers say about it, and for the order that is named until when it can come back."""
    written = from_documents(ask, _PAPERS)
    return written and rule(ask)


def invoice(ask: Question) -> Answer:
    """How to get an invoice, as the shop's papers say; the shop's records hold none."""
    return from_documents(ask, _PAPERS) or on_the_subject(ask) or nothing_known(ask, "no_invoice")


def own_pages(ask: Question) -> Answer:
    """What a shopper does themselves in the shop's pages, by its papers; else a person does it."""
    return from_documents(ask, _PAPERS) or on_the_subject(ask) or nothing_known(ask, f"pages_{ask.intent}")


def erase(ask: Question) -> Answer:
    """Explains how personal data are deleted and hands over: nobody's account goes by a sentence in a chat."""
    written = from_documents(ask, _PAPERS) or on_the_subject(ask)
    text = f"{written.text}\n{ask.say('erase_person')}" if written else ask.say("erase_person")
    return Answer(text, written.sources if written else (), (_handoff(ask),))


def complaint(ask: Question) -> Answer:
    """What the shop has promised for such a case, if it is written; a person takes it from there."""
    written = from_documents(ask, _PAPERS)
    if written is None:
        return Answer(ask.say("complaint_person"), actions=(_handoff(ask),))
    return replace(written, text=f"{ask.say('sorry')}{written.text}\n{ask.say('offer_person')}", actions=_OFFER)


def to_person(ask: Question) -> Answer:
    """What only a person may look into."""
    return Answer(ask.say("payment_person"), actions=(_handoff(ask),))


def ordering(ask: Question) -> Answer:
    """How to buy: on the page of the product, or of the one that is meant."""
    found = named(ask, ask.text)
    if len(found) != 1:
        return from_documents(ask, _PAPERS) or Answer(ask.say("how_to_order"))
    product = found[0]
    ask.remember(product)
    price = str(product.price) if product.price else ask.say("unknown_value")
    text = ask.say("order_this", name=ask.name(product), price=price)
    shown = (Action(Act.SHOW, "products", {"ids": [product.id]}), Action(Act.IDLE))
    return Answer(text, (Source("product", product.id, "price", price),), shown)


def _handoff(ask: Question) -> Action:
    return Action(Act.HANDOFF, data={"reason": ask.intent})
