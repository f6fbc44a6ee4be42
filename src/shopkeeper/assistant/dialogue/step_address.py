"""Another address for an order, or for the account: said outright, or "the one of my other order"."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

from ...shop import Address, Order, OrderStatus
from ..reply import Act
from .names import address_name, numbered
from .places import NEW, ORIGINAL, meant, region_of
from .propose import TOOLS, propose
from .state import Job
from .turn import Turn

_DOUBTS = re.compile(r"\b(?:might|may|could|not sure|afraid|possibly|maybe|think|check)\b|可能|好像|怕|不确定|不知道|似乎|也许|看看|查")
_ALIKE = re.compile(r"\b(?:it|that one|same|too|also|there|new (?:home|house|place|address))\b|它|同样|一样|同一个|也|新家|新地址|新房")


def step_address(turn: Turn, job: Job) -> None:
    """One order gets another address."""
    order = turn.own.order(job.order)
    assert order is not None
    address = _address(turn, job, order)
    if order.status is OrderStatus.PENDING and address is None:
        return
    if address is not None and address == order.address and order.status is OrderStatus.PENDING:
        turn.say("address_same", order=order.id, address=address_name(address, turn.language))
        job.state = "done"
        return
    propose(turn, job, TOOLS["address"], order_id=order.id, **_fields(address or order.address))


def step_account_address(turn: Turn, job: Job) -> None:
    """The customer gets another address."""
    address = _address(turn, job, None)
    if address is None:
        return
    if address == turn.own.customer.address:
        turn.say("account_address_same", address=address_name(address, turn.language))
        job.state = "done"
        return
    propose(turn, job, TOOLS["account_address"], user_id=turn.own.customer.id, **_fields(address))


def keep_address(turn: Turn, job: Job, said: Address) -> None:
    """Takes an address that was said, completed by what is known."""
    job.address = asdict(_completed(turn, said))


def _address(turn: Turn, job: Job, order: Order | None) -> Address | None:
    """The new address; None when it was asked for."""
    if job.address is None and (shared := _said_for_another(turn, job)):
        job.address = shared
    if job.address is not None:
        address = Address(**job.address)
        if address.line1 and address.city and address.postcode:
            return address
        missing = "address_postcode" if address.line1 and address.city else "address_more"
        turn.ask("address", missing, address=address_name(address, turn.language))
        return None
    if NEW.search(job.text) and (gone := turn.own.order(turn.state.place)) and (order is None or gone.id != order.id):
        return gone.address
    if order is None and ORIGINAL.search(job.text) and turn.state.before:
        return Address(**turn.state.before)
    found = meant(job.text, turn.own, order)
    found = [address for address in found if order is None or address != order.address] or found
    if len(found) == 1:
        job.address = asdict(found[0])
        return found[0]
    if len(found) > 1:
        shown = [address_name(address, turn.language) for address in found]
        turn.ask("address", "which_address", addresses=numbered(shown), offered=shown)
        return None
    turn.act(Act.ASK, "address")
    if order is not None and _DOUBTS.search(job.text):
        turn.say("order_address", order=order.id, address=address_name(order.address, turn.language))
    turn.ask("address", "ask_address" if order else "ask_account_address", order=order.id if order else "")
    return None


def _said_for_another(turn: Turn, job: Job) -> dict[str, str] | None:
    """The address that was given for another order of the same wish, or for what such words as "it too" or 新家 point back at."""
    others = [other for other in turn.state.jobs if other is not job and other.address]
    same = [other for other in others if other.text == job.text]
    alike = [other for other in others if _ALIKE.search(job.text) and other.do != job.do]
    return next((other.address for other in [*same, *reversed(alike)]), None)


def _completed(turn: Turn, said: Address) -> Address:
    """The country, where it is not said, is the one that the customer lives in."""
    country = said.country or turn.own.customer.address.country or "US"
    region = said.region or (region_of(said.city) if country == "US" else "")
    return replace(said, country=country, region=region)


def _fields(address: Address) -> dict[str, Any]:
    return {"address1": address.line1, "address2": address.line2, "city": address.city, "state": address.region, "country": address.country or "US",
            "zip": address.postcode}  # fmt: skip
