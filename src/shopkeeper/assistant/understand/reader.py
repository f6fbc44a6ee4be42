"""Understands a message of a shopper: what is wanted, what is named, yes or no, taken back or not, and in what mood."""

from __future__ import annotations

import re
from functools import cache

from ...models.encoder import load_encoder
from ...shop import Language
from ...text.language import detect
from ...text.normalise import has_cjk, simplified
from .anger import anger
from .answers import is_correction, read_yes
from .classifier import SHIPPED, Encode, IntentClassifier
from .slots import find_slots
from .understood import Slots, Understood, Wish
from .wishes import Found, find_wishes

CERTAIN = 0.8  # of a wish that is said while another thing was asked for
_SHORT = 40  # Latin letters of an answer to a question; Chinese says as much in a third
_LETTERS = re.compile(r"[a-zA-Z]")


class Reader:
    """Reads messages with a classifier of intents. Safe to call from several threads."""

    def __init__(self, classifier: IntentClassifier) -> None:
        self._classifier = classifier

    def __call__(self, text: str, language: Language | None = None, expects: str = "") -> Understood:
        """What a message says; see `understand`."""
        spoken = language or _language(text)
        plain = simplified(text) if has_cjk(text) else text
        slots = find_slots(plain, spoken, expects)
        yes = read_yes(plain, expects)
        found = find_wishes(plain, self._classifier)
        if _answers(plain, expects, slots, yes):
            found = [each for each in found if each.probability >= CERTAIN and len(plain) > _longest(plain)]
        wishes = tuple(_wish(each, slots, plain, spoken) for each in found)
        return Understood(text, spoken, wishes, slots, yes, is_correction(plain), anger(plain))


@cache
def shipped() -> Reader:
    """The reader with the shipped classifier and the shipped sentence encoder, both read once."""
    return Reader(IntentClassifier.load(SHIPPED, load_encoder().encode))


def reader(encode: Encode) -> Reader:
    """The reader with the shipped classifier and the shipped encoder's `encode`, where a process has that open already."""
    return Reader(IntentClassifier.load(SHIPPED, encode))


def understand(text: str, language: Language | None = None, expects: str = "") -> Understood:
    """What a shopper's message says. `language` is found out where it is None. `expects` is what the assistant has just asked for (identity,
    order, items, options, payment, reason, address, choice, confirm or "confirm:TOOL"), which makes a short answer readable ("19122",
    "the second", "visa"): such an answer has slots and no wishes."""
    return shipped()(text, language, expects)


def _wish(found: Found, slots: Slots, text: str, language: Language) -> Wish:
    own = slots if found.text == text else find_slots(found.text, language)
    return Wish(found.intent, round(found.probability, 4), found.text, own)


def _language(text: str) -> Language:
    """An order number or a name in Latin letters does not make a Chinese message English."""
    return "zh" if has_cjk(text) and len(re.findall(r"[\u4e00-\u9fff]", text)) * 3 >= len(_LETTERS.findall(text)) else detect(text)


def _longest(text: str) -> int:
    return _SHORT // 3 if has_cjk(text) else _SHORT


def _answers(text: str, expects: str, slots: Slots, yes: bool | None) -> bool:
    """Whether a message does what it was asked to: names what was asked for, or says yes or no where that was asked."""
    if not expects:
        return False
    if expects.startswith("confirm"):
        return yes is not None
    named = {
        "identity": slots.emails or slots.names or slots.zips, "order": slots.order_ids or slots.ordinals or slots.everything or slots.dates or slots.items,
        "items": slots.items or slots.ordinals or slots.everything, "options": slots.options or slots.ordinals or slots.items,
        "payment": slots.payments or slots.ordinals, "reason": slots.reason, "address": slots.addresses,
        "choice": slots.ordinals or slots.items or slots.options,
    }.get(expects)  # fmt: skip
    return bool(named)
