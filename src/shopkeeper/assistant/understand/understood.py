"""What was understood of a message: records only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ...shop import Address, Language, PaymentKind

Reason = Literal["", "no longer needed", "ordered by mistake"]
Direction = Literal["", "bigger", "smaller", "cheaper", "dearer", "cheapest", "dearest", "lighter", "darker", "lightest", "newest"]


@dataclass(frozen=True, slots=True)
class Item:
    """Goods as a shopper names them. `text` is the phrase as written ("the blue one", "黑色那件外套"), `kind` the noun of a product in it
    ("" where there is none), `words` what else describes it (colours, sizes, materials, brands), lower case. `ordinal` is its place in
    a list that was shown: 2 for "the second one", -1 for the last, 0 for none; `quantity` is 0 where no number is said."""

    text: str
    kind: str = ""
    words: tuple[str, ...] = ()
    ordinal: int = 0
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """How something is wanted instead. `text` is the phrase as written ("purple, same size"); `words` are the values said in it ("purple",
    "m"), lower case; `same` names what is to stay as it is ("size", "colour", "material" …, "*": all the rest), `different` what is not;
    `direction` is where to go from what there is ("bigger") or which of all ("cheapest")."""

    text: str
    words: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    direction: Direction = ""


@dataclass(frozen=True, slots=True)
class PaymentWish:
    """A way to pay or to be paid back. `original` is the one that the order was paid with; `denied` is one that is not wanted any more
    ("instead of PayPal")."""

    text: str
    kind: PaymentKind | None = None
    original: bool = False
    brand: str = ""
    last_four: str = ""
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """Money that was named, in major units; `currency` is an ISO code or "" where only the shop can know."""

    value: Decimal
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Slots:
    """The facts in a message, each as written unless a field says otherwise, in the order in which they were said."""

    order_ids: tuple[str, ...] = ()
    tracking: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    zips: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    items: tuple[Item, ...] = ()
    options: tuple[Option, ...] = ()
    payments: tuple[PaymentWish, ...] = ()
    reason: Reason = ""
    quantities: tuple[int, ...] = ()
    amounts: tuple[Amount, ...] = ()
    dates: tuple[str, ...] = ()
    ordinals: tuple[int, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that a shopper wants: a name of `labels.WISHES`, how likely that is (0 to 1), the part of the message that says it, and
    what is named in that part."""

    intent: str
    probability: float
    text: str
    slots: Slots = Slots()


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as it was understood. `wishes` stand in the order in which they were said and are empty where nothing was understood
    or a question was answered; "other" is a wish that no shop serves. `yes` is True for a yes and nothing but a yes, False
    for a refusal, else None. `correction`: something said before is taken back or changed. `anger` goes from 0 to 1."""

    text: str
    language: Language
    wishes: tuple[Wish, ...] = ()
    slots: Slots = Slots()
    yes: bool | None = None
    correction: bool = False
    anger: float = 0.0

    @property
    def intents(self) -> tuple[str, ...]:
        """The names of the wishes."""
        return tuple(wish.intent for wish in self.wishes)
