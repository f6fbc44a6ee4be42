"""Who speaks: by e-mail, or by name and postcode, before anything of an order or account is said."""

from __future__ import annotations

import re

from ..tools import ToolError
from .turn import Turn

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ZIP = re.compile(r"(?<![\w#$])\d{5,6}(?![\w.])")
_CHINESE_NAME = re.compile(r"[一-鿿]{2,4}")


def identify(turn: Turn) -> bool:
    """Tries what the message says of who they are, together with what was said before; whether it is known now."""
    if turn.session.customer_id:
        return True
    slots, known = turn.understood.slots, turn.state.identity
    for email in slots.emails:
        if _found(turn, "find_user_id_by_email", email=email):
            return True
    known |= {"name": slots.names[0]} if slots.names else {}
    zips = slots.zips or tuple(address.postcode for address in slots.addresses if address.postcode) or tuple(_ZIP.findall(turn.text))
    if "name" not in known and turn.state.expects == "identity" and (name := _bare_name(turn.text)):
        known["name"] = name
    for zip in zips:
        known["zip"] = zip
        for name in dict.fromkeys([*([known["name"]] if "name" in known else []), *_possible_names(turn.text)]):
            if _by_name(turn, name, zip):
                return True
    return bool(slots.names and "zip" in known and not zips and _by_name(turn, known["name"], known["zip"]))


def says_who(turn: Turn) -> bool:
    """Whether the message tries to say who speaks."""
    slots = turn.understood.slots
    return bool(slots.emails or slots.names or slots.zips or (turn.state.expects == "identity" and _ZIP.search(turn.text)))


def ask_who(turn: Turn) -> None:
    """Asks for what is missing. What was tried and not found is answered the same, whatever was wrong with it."""
    slots, known = turn.understood.slots, turn.state.identity
    tried = says_who(turn)
    if turn.desk.signed_only:
        turn.ask("identity", "identity_signed")
    elif tried and (slots.emails or ("name" in known and "zip" in known)):
        turn.state.tries += 1
        turn.ask("identity", "identity_not_found")
    elif tried and "name" in known:
        turn.ask("identity", "identity_zip", name=known["name"].split()[0])
    elif tried and "zip" in known:
        turn.ask("identity", "identity_name")
    else:
        turn.ask("identity", "identity_again" if turn.state.expects == "identity" else "identity")


def _by_name(turn: Turn, name: str, zip: str) -> bool:
    words = name.split()
    first, last = (words[0], words[-1]) if len(words) > 1 else (name[1:], name[:1]) if re.fullmatch(r"[一-鿿]{2,4}", name) else ("", "")
    return bool(last) and _found(turn, "find_user_id_by_name_zip", first_name=first, last_name=last, zip=zip)


def _found(turn: Turn, tool: str, **arguments: str) -> bool:
    try:
        turn.call(tool, **arguments)
    except ToolError:
        return False
    return True


def _possible_names(text: str) -> list[str]:
    """Words that follow each other and are written as names are."""
    found = [f"{match[1]} {match[2]}" for match in re.finditer(r"(?=\b([A-Z][a-z]+(?:[-'’][A-Za-z]+)?) ([A-Z][a-z]+(?:[-'’][A-Za-z]+)?)\b)", text)]
    return [name for name in found if not set(name.lower().split()) & _NOT_NAMES][:4]


def _bare_name(text: str) -> str:
    """A name that is the answer by itself: "Anna Miller, 12345"."""
    rest = re.sub(r"\d+", " ", text)
    words = [word for word in _WORD.findall(rest) if word.lower() not in _NOT_NAMES]
    if 2 <= len(words) <= 3 and all(word[:1].isupper() or text.islower() for word in words) and len(rest.split()) <= 7:
        return " ".join(words)
    match = _CHINESE_NAME.fullmatch(rest.strip(" ，,。.、"))
    return match.group() if match else ""


_NOT_NAMES = frozenset("my name is zip code postcode and it's its i'm im the i am here you go sure ok hi hello yes please email zipcode".split())
