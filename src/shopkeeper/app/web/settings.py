"""The settings as the admins of the shop see them: what each means, its value and where that is from; the safe ones are changed here."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...shop import Language, ShopkeeperError
from ..callers import caller_of
from ..changing import CHANGEABLE, KEPT_FOR, Known, change, known, shortens
from ..request import shop_of
from ..settings import FILE, PREFIX, Settings, parsed
from ..shop import Shop
from .form import Fields
from .language import language_of
from .refused import refusal
from .render import page
from .settings_strings import GROUPS, MEANT
from .strings import text

router = APIRouter(prefix="/console/settings", include_in_schema=False)

_HELP = {key.name: str(key.metadata["help"]) for key in fields(Settings)}
# What may be said by one of a few words; the others are typed.
CHOICES: dict[str, tuple[str, ...]] = {"language": ("", "zh", "en"), "assistant": ("", "rules", "llm"), "log": ("", "json")}


@router.get("")
def settings(request: Request, written: str = Query("", max_length=60)) -> Response:
    """Every key, in groups."""
    return _list(request, written=written if written in CHANGEABLE else "")


@router.post("")
def write(request: Request, fields: Fields) -> Response:
    """Writes a key into the file, or takes it out."""
    shop, name = shop_of(request), fields.get("key", "")[:60]
    value = None if fields.get("do") == "reset" else fields.get("value", "")[:1000]
    try:
        if name in KEPT_FOR and "sure" not in fields and _removes(shop, name, value):
            return _list(request, text("settings_need_sure", language_of(request), name=name), name, value)
        before, after = change(shop.settings, name, value, shop.environment)
    except ShopkeeperError as error:
        return _list(request, refusal(error, language_of(request)), name, value)
    facts = {"before": before, "after": after, "default": value is None}
    shop.store.audit.note(caller_of(request).name, "setting changed", f"setting/{name}", facts, datetime.now(UTC))
    return RedirectResponse(f"/console/settings?written={name}#{name}", 303)


def _removes(shop: Shop, name: str, value: str | None) -> bool:
    now = next(each.value for each in known(shop.settings, shop.environment) if each.name == name)
    return shortens(name, now, getattr(Settings(), name) if value is None else parsed(name, value))


def _list(request: Request, wrong: str = "", name: str = "", value: str | None = None, written: str = "") -> Response:
    shop, language = shop_of(request), language_of(request)
    keys = {each.name: each for each in known(shop.settings, shop.environment)}
    return page(
        request, "settings.html", 422 if wrong else 200, groups={group: [keys[each] for each in names] for group, names in GROUPS.items()},
        keys=keys, wrong=wrong, changed=name, typed=value, written=written, choices=CHOICES, kept_for=KEPT_FOR, prefix=PREFIX,
        meant=lambda each: MEANT[each] if language == "zh" else _HELP[each], shown=lambda each: shown(each, language),
        waits=[each.name for each in keys.values() if not each.holds], lies=shop.store.url, file=str(shop.settings.folder / FILE),
    )  # fmt: skip


def shown(key: Known, language: Language) -> str:
    """A value as it reads on the page; of a secret only whether there is one."""
    if key.secret:
        return text("settings_secret_unset" if key.value == "" else "settings_secret_set", language)
    return worded(key.value, language)


def worded(value: Any, language: Language) -> str:
    """A value in words: yes and no, numbers without what is not there, nothing as such."""
    if isinstance(value, bool):
        return text("settings_yes" if value else "settings_no", language)
    return f"{value:g}" if isinstance(value, float) else str(value) or text("settings_nothing", language)
