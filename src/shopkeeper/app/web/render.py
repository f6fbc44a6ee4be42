"""Templates to pages."""

from __future__ import annotations

import hashlib
import re
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.datastructures import URL

from ...shop import Cart
from ..callers import ANYBODY
from ..login import form_token
from ..request import prefix_of, shop_of
from ..scopes import needed
from . import present, rooms, strings
from .doing import doing
from .language import COOKIE, asked, language_of

HERE = Path(__file__).parent
STATIC = HERE / "static"
YEAR = 365 * 24 * 3600
_CONSOLE_FORM = re.compile(r'<form(?=[^>]* method="post")(?=[^>]* action="/console)[^>]*>')
_OWN = re.compile(r'( (?:href|src|action|formaction|data-check|data-suggest)=")/(?!/)')
LOOK, LOOKS = "look", ("light", "dark")  # the cookie of the look that the visitor chose; without it the page is as their system
CART = "shopkeeper_cart"  # the cookie that holds the id of the visitor's cart


@cache
def environment() -> Environment:
    """The templates; every value that they print is escaped."""
    found = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    found.globals.update(asset=asset, picture=present.picture, outside=present.outside, saving=present.saving, item=present.item,
                         tag=present.language_tag, stars=present.stars, rooms_open_to=rooms.open_to, room_of=rooms.current)
    found.filters.update(code=code, signed=signed)
    return found


def code(sentence: str) -> Markup:
    """A sentence with the parts between backticks set as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(sentence))))  # nosec B704  escaped


def signed(number: float) -> str:
    """A number with its sign and two decimals, no sign where they are 0."""
    return f"{number:+.2f}".replace("-", "−") if abs(number) >= 0.005 else "0"


@cache
def asset(name: str) -> str:
    """The address of a static file, changed when the file does, so that it may be cached for good."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page in the visitor's language; a language that the address asks for is remembered."""
    language = language_of(request)
    state = request.scope.get("state", {})
    caller, session = state.get("caller", ANYBODY), state.get("session", "")
    count = in_basket(request) if status < 429 else 0  # a broken or busy shop must still be able to say so
    values = {"languages": links_of(request), "here": _local(str(kept_of(request))), "q": "", "note": "", "added": False,
              "rated": request.query_params.get("rated", ""), "in_basket": count, **values}
    html = environment().get_template(template).render(
        language=language, ui=lambda key, **more: strings.text(key, language, **more),
        counted=lambda key, number: strings.counted(key, number, language), say=partial(present.say, language=language),
        money=partial(present.money, language=language), card_price=partial(present.card_price, language=language),
        stock=partial(present.stock, language=language),
        attribute_value=partial(present.attribute_value, language=language),
        doing=partial(doing, language=language), explicit=asked(request), look=look_of(request),
        may=lambda path: caller.may(needed("GET", path)), signed_in=caller.name if session else "", **values,
    )
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "private, no-cache", "Content-Language": language}
    response = Response(rooted(keyed(html, session), prefix_of(request)), status, headers, media_type="text/html; charset=utf-8")
    if asked(request):
        response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="lax")
    return response


def keyed(html: str, session: str) -> str:
    """A page whose forms of the console carry what shows that they were made for this session; as it is where nobody is logged in."""
    field = f'<input type="hidden" name="csrf" value="{form_token(session)}">'
    return _CONSOLE_FORM.sub(lambda form: form[0] + field, html) if session else html


def rooted(html: str, prefix: str) -> str:
    """A page of a shop that is served under a prefix: its own links, forms and files have it. What is printed into a page is escaped
    and holds no quotation mark, so that only attributes are met."""
    return _OWN.sub(rf"\1{prefix}/", html) if prefix else html


def look_of(request: Request) -> str:
    """The look that the visitor chose, "" for that of their system."""
    kept = request.cookies.get(LOOK, "")
    return kept if kept in LOOKS else ""


def in_basket(request: Request) -> int:
    """How many pieces the visitor's basket holds."""
    cart = cart_of(request)
    return sum(line.quantity for line in cart.lines) if cart else 0


def cart_of(request: Request) -> Cart | None:
    """The visitor's basket, if they have one."""
    id = request.cookies.get(CART, "")
    return shop_of(request).store.carts.get_many([id]).get(id) if id else None


def keep_cart(response: Response, request: Request, id: str) -> None:
    """Has the visitor's browser keep the id of their basket."""
    response.set_cookie(CART, id, max_age=YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https")


def links_of(request: Request) -> dict[str, str]:
    """This page's address in either language."""
    kept = kept_of(request)
    return {language: _local(str(kept.include_query_params(lang=language))) for language in ("zh", "en")}


def kept_of(request: Request) -> URL:
    """The address of this page, without its language and what is said but once."""
    return request.url.remove_query_params(["lang", "next", "from", "added", "refused", "removed", "rated"])


def _local(url: str) -> str:
    return "/" + url.split("/", 3)[3]
