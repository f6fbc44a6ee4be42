"""`classify`, `attributes`, `price`, `duplicates`: what the catalogue tells of its own products."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...shop import InvalidFile, InvalidQuery, Language
from ...text.units import base_unit
from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...catalog.catalogue import Advice
    from ..shop import Shop

_MOST = 20  # rows of a table; --json has all
_LEVELS = " > "
_WIDE = 60  # characters of a title
What = Annotated[str | None, typer.Argument(metavar="[TEXT|ID]", help="A text, or the id of a product.", show_default=False)]


def classify(
    what: What = None,
    taxonomy: Annotated[Path | None, options.flag("--taxonomy", "Categories, one path a line: Google's list, or your own.", "FILE")] = None,
    moves: Annotated[bool, typer.Option("--moves", help="Products that seem to stand in the wrong category.")] = False,
    k: Annotated[int, typer.Option("--k", min=1, max=100, help="How many categories.")] = 5,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """The likeliest categories of a text or a product, in the shop's own tree, with their chances and what speaks for the first."""
    if (what is None) != moves:
        raise InvalidQuery("classify: expected a text or the id of a product, or --moves")
    paths = read_taxonomy(taxonomy) if taxonomy else []
    with opened(shop, data_dir) as front:
        if what is None:
            found = front.catalogue.moves()
            if json:
                return print_json({"moves": [each.to_dict() for each in found]})
            titles = _titles(front, [id for each in found[:_MOST] for id in (each.product_id, *each.to.because)])
            print_table(
                ["product", "title", "now", "should be", "votes", "nearest there"],
                [
                    [
                        each.product_id,
                        titles[each.product_id],
                        _LEVELS.join(each.now),
                        _LEVELS.join(each.to.path),
                        f"{each.to.chance:.0%}",
                        "; ".join(titles[id] for id in each.to.because),
                    ]
                    for each in found[:_MOST]
                ],
            )
            return say(f"{len(found):,} products seem misplaced")
        guesses = front.catalogue.classify(what, k, paths)
        way = [] if paths else front.catalogue.way(what)
    if json:
        return print_json({"guesses": [each.to_dict() for each in guesses], "way": [each.to_dict() for each in way]})
    print_table(
        ["category", "chance", "because"], [[_LEVELS.join(each.path), f"{each.chance:.0%}", ", ".join(each.because)] for each in guesses]
    )


def read_taxonomy(path: Path) -> list[tuple[str, ...]]:
    """The paths of a file: "Clothing > Dresses" or Google's "2271 - Apparel & Accessories > …" a line. `InvalidFile` for none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a text file with a category a line ({error})") from error
    rows = [
        line.partition(" - ")[2] if line.split(" ", 1)[0].isdigit() else line for line in lines if line.strip() and not line.startswith("#")
    ]
    if not rows:
        raise InvalidFile(f"{path}: expected a category a line, got none")
    return [tuple(level.strip() for level in row.split(">")) for row in rows]


def attributes(
    what: What = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="An attribute to look for. Repeatable.", show_default=False)
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="What products lack and their own words state.")] = False,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """The attributes that a text states: by the vocabulary of both languages, and by what was learnt of English titles. With --missing,
    what a product (or any) lacks beside others of its category and states in its title or description."""
    from ...text.attributes import name_of

    if what is None and not missing:
        raise InvalidQuery("attributes: expected a text or the id of a product, or --missing")
    with opened(shop, data_dir) as front:
        if missing:
            gaps = front.catalogue.missing(what)
            if json:
                return print_json({"suggestions": [each.to_dict() for each in gaps]})
            print_table(
                ["product", "attribute", "value", "evidence"],
                [
                    [each.product_id, each.name.get(language), each.value.get(language), each.evidence]
                    for each in gaps[:_MOST]
                    for language in _language(each.evidence)
                ],
            )
            return say(f"{len(gaps):,} values are stated and not recorded")
        assert what is not None
        found = [each.to_dict() for each in front.catalogue.stated(what, name or ())]
    if json:
        return print_json({**found[0], "titles": found})
    rows = [[each["name"], each["value"], f"{each['sure']:.0%}"] for title in found for each in title["learnt"]]
    for title in found if not name else ():
        [language] = _language(title["text"])
        read = {each["value"] for each in title["learnt"]}
        rows += [[name_of(each["attribute"], language), each["text"], ""] for each in title["vocabulary"] if each["text"] not in read]
        rows += [[each["dimension"], f"{each['text']} = {_amount(each)}", ""] for each in title["quantities"]]
    print_table(["attribute", "value", "sure"], rows)


def _language(text: str) -> tuple[Language]:
    """The language of a text, alone."""
    from ...text.normalise import has_cjk

    return ("zh",) if has_cjk(text) else ("en",)


def _amount(quantity: dict[str, Any]) -> str:
    """So much of the base unit, and how many times."""
    return f"{quantity['base']:g} {base_unit(quantity['dimension'])}" + (f" x {quantity['count']}" if quantity["count"] > 1 else "")


def price(
    product: Annotated[str | None, typer.Argument(metavar="[ID]", help="The product.", show_default=False)] = None,
    odd: Annotated[bool, typer.Option("--odd", help="Products whose price is far from what the others let expect.")] = False,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """The price to expect of a product beside the others of the shop, with the interval that holds it in 80 of 100 cases, what drives it,
    and what a change of its price did to its sales."""
    if (product is None) != odd:
        raise InvalidQuery("price: expected the ID of a product, or --odd")
    with opened(shop, data_dir) as front:
        found = front.catalogue.odd_prices() if product is None else [front.catalogue.price(product)]
    if json:
        return print_json(found[0].to_dict() if product else {"odd": [each.to_dict() for each in found]})
    for each in found[:_MOST]:
        _show(each)
    if product is None:
        say(f"{len(found):,} prices are far from what the others let expect")


def duplicates(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Products that seem to be listed twice, with the reasons."""
    with opened(shop, data_dir) as front:
        found = front.catalogue.duplicates()
        titles = _titles(front, [id for each in found[:_MOST] for id in (each.a, each.b)])
    if json:
        return print_json({"duplicates": [each.to_dict() for each in found]})
    for each in found[:_MOST]:
        say(f"{each.a} {titles[each.a]}\n{each.b} {titles[each.b]}")
        say(f"  {each.alike:.2f}: " + "; ".join(reason.en for reason in each.reasons))
    say(f"{len(found):,} pairs")


def _titles(front: Shop, ids: Sequence[str]) -> dict[str, str]:
    """The titles of products in English, Chinese where there is none, cut to what a line holds."""
    found = front.store.products.get_many(list(dict.fromkeys(ids)))
    told = {id: each.title.en or each.title.zh for id, each in found.items()}
    return {id: title if len(title) <= _WIDE else f"{title[:_WIDE]}…" for id, title in told.items()}


def _show(advice: Advice) -> None:
    said = advice.expected
    now = "no price" if advice.now is None else f"{advice.now:,.2f}"
    say(
        f"{advice.product_id}  now {now}, to expect {said.price:,.2f} {advice.currency}, "
        f"80 of 100 between {said.low:,.2f} and {said.high:,.2f}" + ("; outside" if advice.odd else "")
    )
    say("  by " + ", ".join(f"{name} x{factor:.2f}" for name, factor in said.factors.items()))
    if said.raises or said.lowers:
        say(f"  raised by {', '.join(said.raises) or 'nothing'}; lowered by {', '.join(said.lowers) or 'nothing'}")
    moved = advice.elasticity
    say(
        "  elasticity "
        + (
            f"{moved.value} [{moved.low}, {moved.high}] over {moved.weeks} weeks; observational"
            if moved.value is not None
            else f"unknown: {moved.reason}"
        )
    )
