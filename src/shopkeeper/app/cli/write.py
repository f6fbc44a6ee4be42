"""`write`, `drafts`: texts about products, each claim with its record, and what becomes of them."""

from __future__ import annotations

import json as jsons
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ...shop import InvalidFile, InvalidQuery
from . import options
from .output import lines, print_json, print_table, progress, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...shop import Draft
    from ...writing import Copy
    from ..copywriting import Order
    from ..shop import Shop

TextKind = Literal["title", "features", "description", "story", "seo", "ad", "social", "email", "reply", "translate"]
ToneName = Literal["plain", "warm", "lively", "expert", "luxurious"]
PlatformName = Literal["taobao", "xiaohongshu", "weibo", "instagram", "google_ads", "shopify", "amazon"]
StateName = Literal["draft", "approved", "published", "rejected"]
MarketName = Literal["cn", "eu", "uk", "us"]
_MARKS = {"supported": "✓", "contradicted": "✗", "unsupported": "?", "forbidden": "✗"}


def write(
    kind: Annotated[TextKind, typer.Argument(help="What to write.", show_default=False)],
    id: Annotated[str, typer.Argument(help="The product's id; for a reply that of the review.", show_default=False)] = "",
    keywords: Annotated[str, typer.Option("--keywords", metavar="TEXT", show_default=False, help=(
        'Write from bare keywords, which are all that is known: "wireless earbuds, noise cancelling".'))] = "",
    facts: Annotated[Path | None, options.flag("--facts", "Write from a JSON file of [[name, value], …].", "FILE")] = None,
    all: Annotated[bool, typer.Option("--all", help="Write for every active product; each text is kept as a draft. Run it again after a "
                                      "stop to go on.")] = False,
    language: Annotated[options.LanguageName | None, options.flag(
        "--language", "Of the text; default: the shop's, else the product's.")] = None,
    tone: Annotated[ToneName, typer.Option("--tone", help="How it sounds.")] = "plain",
    segment: Annotated[str, typer.Option("--segment", metavar="NAME", help="The group of customers it speaks to, see `customers segments`.",
                                         show_default=False)] = "",
    market: Annotated[MarketName | None, options.flag("--market", "Whose law on advertising and labels holds.")] = None,
    platform: Annotated[PlatformName | None, options.flag("--platform", "Where it will stand, with its limits of length.")] = None,
    brand: Annotated[Path | None, options.flag("--brand", "A page on the brand: its story, words to use and to avoid.", "brand.md")] = None,
    n: Annotated[int, typer.Option("--n", min=1, max=20, help="So many different texts.")] = 1,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number, another wording.")] = 0,
    draft: Annotated[bool, typer.Option("--draft", help="Keep the text as a draft.")] = False,
    forecast: Annotated[bool, typer.Option("--forecast", help="With --all: only say what it would take, from three texts.")] = False,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Writes a text about a product, or from keywords or facts, and tells each of its claims with the record that supports it."""
    from ..bulk_writing import order_for_all
    from ..copywriting import Order

    asked: dict[str, Any] = {"language": language, "tone": tone, "segment": segment, "market": market or "", "platform": platform or "",
                             "brand": _page(brand), "seed": seed}
    if (all and (id or keywords or facts or n > 1)) or (forecast and not all):
        raise InvalidQuery("expected --all (and --forecast) without a product, keywords, facts or --n")
    with opened(shop, data_dir) as front:
        if all:
            return _all(front, order_for_all(kind, **asked), forecast, json)
        order = Order(kind, id, keywords, _pairs(facts), **asked)
        copies = list(front.copywriter.variants(order, n))
        kept = [front.drafts.keep(copy, order) for copy in copies] if draft else []
    if json:
        found = [copy.to_dict() | ({"draft": kept[i].id} if draft else {}) for i, copy in enumerate(copies)]
        return print_json(found[0] if n == 1 else found)
    for i, copy in enumerate(copies):
        _show(copy, kept[i].id if draft else "", first=i == 0)


def _all(front: Shop, order: Order, only_forecast: bool, json: bool) -> None:
    from dataclasses import asdict

    from ..bulk_writing import forecast, write_all

    if only_forecast:
        found = forecast(front.store, front.copywriter, order)
        return print_json(asdict(found)) if json else say(str(found))
    with progress(json) as step:
        run = write_all(front.store, front.copywriter, front.drafts, order, lines(step))
    if json:
        return print_json(asdict(run))
    say(f"{run.written:,} drafts written{', goes on where it stopped' if run.resumed else ''}; {run.had:,} products had an open one, "
        f"of {run.nothing:,} nothing may be said" + (f"; {run.tokens:,} tokens, ${run.cost:,.2f}" if run.tokens else ""))
    say("next: shopkeeper drafts list, or /console/writing")


def _show(copy: Copy, kept: str, first: bool) -> None:
    say(("" if first else "\n") + copy.text + "\n")
    for claim in copy.claims:
        say(f"  {_MARKS[claim.verdict]} {claim.text}  ({claim.kind}: {claim.record or claim.verdict})")
    if copy.label.get("visible") == "yes":
        remark(copy.label["notice"])
    if kept:
        remark(f"kept as draft {kept}")


def _page(path: Path | None) -> str:
    return "" if path is None else _read(path, "a page of text in UTF-8")


def _pairs(path: Path | None) -> tuple[tuple[str, Any], ...]:
    if path is None:
        return ()
    wanted = '[[name, value], …], with texts, numbers or true and false as values'
    try:
        rows = jsons.loads(_read(path, wanted))
    except ValueError as error:
        raise InvalidFile(f"{path}: expected {wanted} ({error})") from None
    if not isinstance(rows, list) or not rows or not all(_is_pair(row) for row in rows):
        raise InvalidFile(f"{path}: expected {wanted}")
    return tuple((name, value) for name, value in rows)


def _is_pair(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 2 and isinstance(row[0], str) and isinstance(row[1], str | int | float)


def _read(path: Path, wanted: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected {wanted} ({error})") from None


app = typer.Typer(help="Texts that were written: read, edit, approve, publish.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The draft's id.", show_default=False)]
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="The drafts' ids.", show_default=False)]
By = Annotated[str, typer.Option("--by", help="Who does it: a name, which is kept.", show_default=False)]
Note = Annotated[str, typer.Option("--note", help="Why.")]


@app.command("list")
def list_(
    state: Annotated[StateName | None, options.flag("--state", "Only those in this state.")] = None,
    product: Annotated[str | None, options.flag("--product", "Only those about this product.", "ID")] = None,
    k: options.K = 20,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Shows the drafts to which something happened last."""
    asked: dict[str, Any] = {name: value for name, value in (("state", state), ("product_id", product)) if value}
    with opened(shop, data_dir) as front:
        found = front.store.drafts.newest(k, **asked)
        if json:
            return print_json([front.drafts.to_dict(draft) for draft in found])
    print_table(["ID", "text", "kind", "about", "state", "versions", "by"], [_row(each) for each in found], right=[5])


@app.command()
def show(id: Id, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows a draft: its text, what its claims stand on, every version and decision."""
    with opened(shop, data_dir) as front:
        draft, whole = front.drafts.get(id), front.drafts.to_dict(front.drafts.get(id))
    print_json(whole) if json else say(_told(draft))


@app.command()
def edit(
    id: Id, text: Annotated[str, typer.Argument(help="The new text.", show_default=False)], by: By, note: Note = "",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Adds a version with another text; it has to be approved anew."""
    with opened(shop, data_dir) as front:
        _done(front, front.drafts.edit(id, by, text, note=note), json)


@app.command()
def approve(
    ids: Ids, by: By, note: Note = "", shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Approves the latest version of each: every claim of it must hold."""
    _each("approve", ids, by, note, shop, data_dir, json)


@app.command()
def reject(
    ids: Ids, by: By, note: Note = "", shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Decides that the latest version of each is not published."""
    _each("reject", ids, by, note, shop, data_dir, json)


@app.command()
def publish(
    ids: Ids, by: By, note: Note = "", shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Publishes the approved version of each: a title or description becomes the product's, unless that was changed meanwhile."""
    _each("publish", ids, by, note, shop, data_dir, json)


@app.command("test")
def try_(
    id: Id, goal: Annotated[Literal["clicked", "bought", "revenue"], typer.Option("--goal", help="What decides; clicked: put into the "
                                                                                  "basket.")] = "bought",
    share: Annotated[float, typer.Option("--share", min=0.01, max=1, help="Part of the visitors that takes part.")] = 1.0,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Shows the approved version on the product's page to half of the visitors, and measures what it brings."""
    from datetime import UTC, datetime

    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        begun = front.experiments.start(front.drafts.test(id, goal=goal, share=share), datetime.now(UTC))
    print_json(to_dict(begun)) if json else say(f"{begun.id}: started; next: shopkeeper experiments result {begun.id}")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write: JSON lines.", show_default=False)],
    published: Annotated[bool, typer.Option("--published", help="Instead the texts that are published, with their labels.")] = False,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Writes every text that was approved beside what was written first, with its facts: examples for `train writer`."""
    with opened(shop, data_dir) as front:
        count = front.drafts.export(file, published=published)
    print_json({"file": str(file), "texts": count}) if json else say(f"{count:,} texts written to {file}")


def _each(what: str, ids: list[str], by: str, note: str, shop: str | None, data_dir: str | None, json: bool) -> None:
    """Does something to one draft, or to several; of several, those that it cannot be done to are told and the exit code is 1."""
    with opened(shop, data_dir) as front:
        if len(ids) == 1:
            return _done(front, getattr(front.drafts, what)(ids[0], by, note), json)
        refused = front.drafts.several(what, dict.fromkeys(ids, 0), by, note)
    done = [id for id in dict.fromkeys(ids) if id not in refused]
    print_json({"done": done, "refused": refused}) if json else _told_each(what, done, refused)
    if refused:
        raise typer.Exit(1)


def _told_each(what: str, done: list[str], refused: dict[str, str]) -> None:
    say(f"{what}: {len(done)} done, {len(refused)} not")
    for id, reason in refused.items():
        say(f"  {id}: {reason}")


def _done(front: Shop, draft: Draft, json: bool) -> None:
    if json:
        return print_json(front.drafts.to_dict(draft))
    wrong = [claim for claim in draft.version.claims if claim.verdict != "supported"]
    say(f"{draft.id}: version {len(draft.versions)} is {draft.state}" + (f"; {len(wrong)} of its claims do not hold" if wrong else ""))


def _row(draft: Draft) -> list[Any]:
    text = " ".join(draft.version.text.split())
    about = draft.product_id or draft.about[:20] or "facts"
    who = draft.steps[-1].by if draft.steps else draft.version.by
    short = text if len(text) <= 60 else text[:59] + "…"
    return [draft.id, short, f"{draft.kind}/{draft.language}", about, draft.state, len(draft.versions), who]


def _told(draft: Draft) -> str:
    from ..drafts import history

    out = [f"{draft.id}: {draft.kind} in {draft.language} about {draft.product_id or draft.about or 'facts'}, {draft.state}", "",
           draft.version.text, ""]  # fmt: skip
    out += [f"  {_MARKS[c.verdict]} {draft.version.text[c.start:c.end]}  ({c.kind}: {c.record or c.verdict})" for c in draft.version.claims]
    happened = [f"{each.at:%Y-%m-%d %H:%M}  version {each.version} {each.what} by {each.by}" + (f": {each.note}" if each.note else "")
                for each in history(draft)]  # fmt: skip
    return "\n".join([*out, "", *happened])
