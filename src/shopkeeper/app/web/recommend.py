"""The recommendations as the people of the shop see them: a list with why each product is on it, what the rules of places would change,
which sources serve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from ...models.versions import Versions
from ...recommend.online import Measured
from ...recommend.rehearsal import PlaceRehearsal
from ...recommend.result import Recommendations
from ...recommend.status import status
from ...shop import PLACES, InvalidQuery, InvalidRecord, NotFound, Rule, RuleAction
from ..request import shop_of
from .form import ids_of
from .language import language_of
from .render import page
from .strings import text

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(prefix="/console/recommend", include_in_schema=False)

LONGEST = 1000  # characters of a field
DAYS = 28  # of the measures
NOTHING = Measured(0, 0, None, None, None, None, "")  # stands for the measures that are still being counted
RELATIONS = "similar", "goes_with"
Wrong = InvalidQuery, InvalidRecord, NotFound


@dataclass(frozen=True, slots=True)
class InUse:
    """A model of the recommendations: the version that is in use, and since when; None where none is."""

    name: str
    version: str | None
    since: datetime | None


@router.get("")
def recommend(request: Request) -> Response:
    """A list with its reasons, the rules of places, what serves."""
    shop, asked = shop_of(request), {name: value.strip()[:LONGEST] for name, value in request.query_params.items()}
    known = shop.kept.ask("recommended", datetime.now(UTC).replace(second=0, microsecond=0), lambda: shop.recommendation_measures(DAYS))
    measured, answer, tried = known.value if known else NOTHING, _answer(request, asked), _tried(request, asked)
    wrong = [each for each in (answer, tried) if isinstance(each, str)]
    return page(
        request, "recommend.html", field=lambda name: asked.get(name, ""), answer=None if isinstance(answer, str) else answer, wrong=wrong,
        tried=None if isinstance(tried, str) else tried, places=PLACES, relations=RELATIONS, actions=list(RuleAction),
        rules=[rule for rule in shop.rules.all() if rule.places], now=datetime.now(UTC), serves=status(shop.recommender, measured),
        measured=measured, counting=known is None, days=DAYS, models=in_use(shop), nobody=_is_nobody(shop, asked.get("who", "")),
    )


def _is_nobody(shop: Shop, who: str) -> bool:
    """Whether nothing is known of who was filled in."""
    return bool(who) and not shop.store.customers.get_many([who]) and not len(shop.recommender.kept.history.of(session=who))


def _answer(request: Request, asked: dict[str, str]) -> Recommendations | str:
    """The list that the form asks for, or what is wrong with it."""
    shop, who, product = shop_of(request), asked.get("who"), asked.get("product")
    if asked.get("place") == "product" and not product:
        return text("recommend_needs_product", language_of(request))
    customer = bool(who and shop.store.customers.get_many([who]))
    whom: dict[str, Any] = {"customer" if customer else "session_id": who} if who else {}
    try:
        return shop.recommend(
            **whom, like=asked.get("like", ""), place=asked.get("place") or None, product=product or None,
            basket=ids_of(asked.get("basket")), relation="goes_with" if asked.get("relation") == "goes_with" else "similar",
            language=language_of(request), explain=True, log=False,
        )
    except Wrong as error:
        return _said(error, request)


def _tried(request: Request, asked: dict[str, str]) -> list[PlaceRehearsal] | str | None:
    """What the rule of the form, or the stored one of the address, would change; None where there is none."""
    shop = shop_of(request)
    try:
        if asked.get("rule"):
            return shop.try_place_rule(shop.store.rules.get(asked["rule"]), language=language_of(request))
        if not asked.get("do"):
            return None
        products, where = ids_of(asked.get("products")), tuple(each for each in [asked.get("where", "")] if each)
        rule = Rule("try", RuleAction(asked["do"]) if asked["do"] in list(RuleAction) else RuleAction.BOOST, products, where,
                    places=(asked.get("at") or PLACES[0],))
        return shop.try_place_rule(rule, ids_of(asked.get("on")), language=language_of(request))
    except Wrong as error:
        return _said(error, request)


def _said(error: Exception, request: Request) -> str:
    if isinstance(error, NotFound):
        return text("recommend_unknown", language_of(request), id=error.id)
    if isinstance(error, InvalidRecord) and error.field == "product_ids":
        return text("recommend_no_products", language_of(request))
    return str(error)


def in_use(shop: Shop) -> list[InUse]:
    """The models that recommendations can be ordered and proposed by."""
    return [_in_use(shop.models[name]) for name in shop.models if name.startswith("recommend")]


def _in_use(versions: Versions) -> InUse:
    stamp = versions.stamp()
    since = datetime.fromtimestamp(stamp[1] / 1e9, UTC) if stamp and versions.active else None
    return InUse(versions.capability, versions.active, since)
