"""The console's page about the catalogue: what products lack, odd prices, wrong categories, values to take over, what is listed twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from ...catalog.catalogue import Catalogue
from ...shop import InvalidFile, NotIndexed
from ..request import shop_of
from .render import page

router = APIRouter(prefix="/console/catalog", include_in_schema=False)

SHOWN = 50  # rows of a list; the command and the API give all
Part = Literal["scores", "prices", "moves", "values", "twice"]
PARTS: dict[Part, Callable[[Catalogue], Sequence[Any]]] = {
    "scores": lambda ours: [each for each in ours.scores() if each.fixes], "prices": Catalogue.odd_prices, "moves": Catalogue.moves,
    "values": Catalogue.missing, "twice": Catalogue.duplicates,
}  # fmt: skip


@router.get("")
def catalogue(request: Request, show: Annotated[Part, Query()] = "scores") -> Response:
    """One list at a time: some are learnt from all products when they are first asked for."""
    shop = shop_of(request)
    try:
        rows, trouble = PARTS[show](shop.catalogue), ""
    except (InvalidFile, NotIndexed) as error:
        rows, trouble = [], str(error)
    named, spread = [id for row in rows[:SHOWN] for id in _products(row)], _spread(shop.catalogue) if show == "scores" else []
    return page(
        request, "catalog.html", parts=PARTS, show=show, rows=rows[:SHOWN], count=len(rows), trouble=trouble, spread=spread,
        active=sum(n for _, n in spread), products=shop.store.products.get_many(list(dict.fromkeys(named))),
    )


def _products(row: Any) -> list[str]:
    return [row.product_id] if hasattr(row, "product_id") else [row.a, row.b]


def _spread(catalogue: Catalogue) -> list[tuple[str, int]]:
    """How many products have a score in each fifth."""
    values = [min(each.value, 99) // 20 for each in catalogue.scores()]
    return [(f"{20 * fifth}–{100 if fifth == 4 else 20 * fifth + 19}", values.count(fifth)) for fifth in range(5)] if values else []
