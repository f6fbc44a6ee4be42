"""`recommend`: products for a customer, a visit, a page or a wish, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import options
from .find import Explain
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...recommend.result import Recommendations

_HEADINGS = {"en": ["#", "Product", "Price", "Why", "ID"], "zh": ["#", "商品", "价格", "理由", "ID"]}
_NOTHING = {"en": "nothing that may be recommended", "zh": "没有可以推荐的商品"}


def recommend(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    customer: Annotated[str | None, options.flag("--customer", "For this customer: what they bought, looked at and said.", "ID")] = None,
    session: Annotated[str | None, options.flag(
        "--session", "For somebody who looked at these products, the latest last.", "ID,ID")] = None,
    like: Annotated[str, options.flag("--like", 'For a wish in words, such as "简约的日系风格, under 300".', "TEXT")] = "",
    place: Annotated[Literal["home", "product", "basket", "purchase", "email"] | None, options.flag(
        "--place", "Where they stand; default: home, or what --product and --basket say.")] = None,
    product: Annotated[str | None, options.flag("--product", "For the page of this product.", "ID")] = None,
    relation: Annotated[Literal["similar", "goes_with"], typer.Option(
        "--relation", help="On a product's page: what is like it, or what goes with it.")] = "similar",
    basket: Annotated[str | None, options.flag(
        "--basket", "For a basket of these products or variants; with --place purchase, for an order of them.", "ID,ID")] = None,
    k: Annotated[int, typer.Option("--k", "-k", min=1, max=100, help="How many to show.")] = 10,
    country: Annotated[str, options.flag("--country", "Where it would be sent, such as CN.", "CODE")] = "",
    language: options.Language = None,
    explain: Explain = False,
    json: options.Json = False,
) -> None:
    """Recommends products that can be bought now, each with its reason; without any of these, what sells well."""
    with opened(shop, data_dir) as front:
        answer = front.recommend(
            customer, session=_ids(session), like=like, place=place, product=product, basket=_ids(basket), relation=relation, k=k,
            language=language, country=country, explain=explain)
    if json:
        return print_json(answer.to_dict())
    if explain:
        return say(answer.explain())
    if not answer.hits:
        return say(_NOTHING[answer.language])
    _table(answer)


def _ids(text: str | None) -> list[str]:
    return [id for each in (text or "").split(",") if (id := each.strip())]


def _table(answer: Recommendations) -> None:
    rows = [[i, hit.title, hit.price, hit.reason.get(answer.language), hit.id] for i, hit in enumerate(answer.hits, 1)]
    print_table(_HEADINGS[answer.language], rows, right=[0, 2])
