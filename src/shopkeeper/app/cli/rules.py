"""`rules`: which products stand where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...shop import InvalidRecord
from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...recommend.rehearsal import Change, PlaceRehearsal
    from ...search.rehearsal import Move, Rehearsal
    from ...shop import Rule

app = typer.Typer(help="A merchant's rules about results: pins, boosts, buries, hides.", no_args_is_help=True)

Pin = Annotated[str | None, options.flag("--pin", "Put these products at the top, in this order.", "ID,ID…")]
At = Annotated[int | None, typer.Option("--at", min=1, show_default=False, help="The place of the first pinned product; default: 1.")]
Boost = Annotated[bool, typer.Option("--boost", help="Move products up.")]
Bury = Annotated[bool, typer.Option("--bury", help="Move products down.")]
Hide = Annotated[bool, typer.Option("--hide", help="Take products out.")]
Products = Annotated[str | None, options.flag("--products", "Which to boost, bury or hide, beside those of --where.", "ID,ID…")]
Strength = Annotated[float | None, options.flag("--strength", "How far, as a share of the best score, at most 1; default: 0.2.", "SHARE")]
Queries = Annotated[list[str] | None, options.flag("--query", "Only for this query. Repeatable; none: every search and page.", "TEXT")]
Contains = Annotated[bool, typer.Option("--contains", help="Also for longer queries that hold --query as words.")]
Category = Annotated[str, options.flag("--category", "Only where this category is chosen: on its page and in searches within it.", "NAME")]
From = Annotated[str | None, options.flag("--from", "From this date or moment on (UTC unless it names a zone).", "DATE")]
Until = Annotated[str | None, options.flag("--until", "Until this moment; a date is the end of that day.", "DATE")]
Places = Annotated[list[str] | None, options.flag(
    "--place", "About the recommendations at home, product, basket, purchase or email instead of searches. Repeatable.", "PLACE")]
Note = Annotated[str, typer.Option("--note", help="Why, for colleagues.", show_default=False)]


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows the rules."""
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        rules = front.rules.all()
    if json:
        return print_json([to_dict(rule) for rule in rules])
    print_table(["ID", "does", "products", "for", "from", "until", "note"], [_row(rule) for rule in rules])


@app.command()
def add(
    id: Annotated[str, typer.Argument(help="A name for the rule; an existing one is replaced.", show_default=False)],
    shop: options.Shop = None, data_dir: options.DataDir = None, pin: Pin = None, at: At = None, boost: Boost = False, bury: Bury = False,
    hide: Hide = False, products: Products = None, where: options.Where = None, strength: Strength = None, query: Queries = None,
    contains: Contains = False, category: Category = "", place: Places = None, start: From = None, until: Until = None, note: Note = "",
    json: options.Json = False,
) -> None:
    """Adds a rule, or replaces the one of this name; the next search follows it."""
    from ...shop import to_dict

    rule = _rule(id, pin, at, boost, bury, hide, products, where, strength, query, contains, category, start, until, note)
    rule = replace(rule, places=tuple(place or ()))
    with opened(shop, data_dir) as front:
        front.rules.put([rule])
        missing = [each for each in rule.product_ids if each not in front.store.products.get_many(rule.product_ids)]
    if json:
        return print_json(to_dict(rule))
    say(" · ".join(filter(None, _row(rule))))
    if missing:
        say(f"no such product yet: {', '.join(missing)}")


@app.command("try")
def try_(
    id: Annotated[str, typer.Argument(help="The stored rule to try, when no flag says what to do.")] = "try",
    shop: options.Shop = None, data_dir: options.DataDir = None, pin: Pin = None, at: At = None, boost: Boost = False, bury: Bury = False,
    hide: Hide = False, products: Products = None, where: options.Where = None, strength: Strength = None, query: Queries = None,
    contains: Contains = False, category: Category = "", place: Places = None,
    on: Annotated[list[str] | None, options.flag(
        "--on", "Try it on this query, with --place on this product or for this customer; default: what the rule names. Repeatable.",
        "TEXT")] = None,
    language: options.Language = None, json: options.Json = False,
) -> None:
    """Shows what a rule would change, and stores nothing: the flags are those of `add`."""
    with opened(shop, data_dir) as front:
        if pin or boost or bury or hide:
            rule = _rule(id, pin, at, boost, bury, hide, products, where, strength, query, contains, category, None, None, "")
        else:
            rule = front.store.rules.get(id)
        rule = replace(rule, places=tuple(place)) if place else rule
        tried: Sequence[Rehearsal | PlaceRehearsal]
        tried = (front.try_place_rule if rule.places else front.try_rule)(rule, on or (), language=language)
    if json:
        return print_json([each.to_dict() for each in tried])
    for each in tried:
        _show(each)


@app.command()
def delete(
    ids: Annotated[list[str], typer.Argument(help="Names, as `rules list` shows them.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Removes rules. Exit code 1 when there was none of these."""
    with opened(shop, data_dir) as front:
        count = front.rules.delete(ids)
    print_json({"deleted": count}) if json else say(f"{count} deleted")
    if not count:
        raise typer.Exit(1)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="JSON, as `rules list --json` prints it, or a table, such as CSV.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Adds the rules of a file, all or none."""
    from ...search.rule_files import read_rules

    rules = read_rules(file)
    with opened(shop, data_dir) as front:
        written = front.rules.put(rules)
    counts = {"new": written.new, "changed": written.changed, "unchanged": written.unchanged}
    print_json(counts) if json else say(" · ".join(f"{count} {name}" for name, count in counts.items()))


def _rule(
    id: str, pin: str | None, at: int | None, boost: bool, bury: bool, hide: bool, products: str | None, where: list[str] | None,
    strength: float | None, query: list[str] | None, contains: bool, category: str, start: str | None, until: str | None, note: str,
) -> Rule:
    from ...search.rule_files import day_or_moment
    from ...shop import Rule, RuleAction, RuleMatch

    chosen = [action for action, given in zip(RuleAction, (pin is not None, boost, bury, hide), strict=True) if given]
    if len(chosen) != 1:
        raise InvalidRecord("rule", "one of --pin, --boost, --bury and --hide", " ".join(f"--{action}" for action in chosen) or "none")
    more: dict[str, Any] = {"position": at, "strength": strength}
    return Rule(
        id, chosen[0], _ids(pin) or _ids(products), tuple(where or ()), tuple(query or ()),
        RuleMatch.CONTAINS if contains else RuleMatch.EXACT,
        starts_at=day_or_moment("--from", start), ends_at=day_or_moment("--until", until, end=True), note=note, category=category,
        **{name: value for name, value in more.items() if value is not None},
    )


def _ids(text: str | None) -> tuple[str, ...]:
    return tuple(id for part in (text or "").split(",") if (id := part.strip()))


def _row(rule: Rule) -> list[str]:
    from ...shop import RuleAction, RuleMatch

    does = f"pin at {rule.position}" if rule.action is RuleAction.PIN else rule.action.value
    if rule.action in (RuleAction.BOOST, RuleAction.BURY):
        does += f" by {rule.strength:g}"
    queries = " | ".join(rule.queries) + (" …" if rule.queries and rule.match is RuleMatch.CONTAINS else "")
    held = " in ".join(filter(None, [queries or ("" if rule.category else "every search"), rule.category]))
    held = f"recommendations: {', '.join(rule.places)}" if rule.places else held
    dates = [f"{moment:%Y-%m-%d %H:%M}" if moment else "" for moment in (rule.starts_at, rule.ends_at)]
    return [rule.id, does if rule.enabled else f"({does})", " ".join((*rule.product_ids, *rule.where)), held,
            *dates, rule.note]


def _show(tried: Rehearsal | PlaceRehearsal) -> None:
    from ...search.rehearsal import Rehearsal

    if isinstance(tried, Rehearsal):
        total = f"{tried.total_before} → {tried.total_after}" if tried.total_before != tried.total_after else f"{tried.total_after}"
        say(f"{tried.query or '*'}  ({total})")
        return _moves(tried.moves)
    say(f"{tried.place}  {tried.on}".rstrip())
    _moves(tried.changes)


def _moves(moves: Sequence[Move | Change]) -> None:
    if not moves:
        return say("  nothing changes")
    rows = [[move.before or "–", "→", move.after or "–", move.title, move.id] for move in moves]
    print_table(["before", "", "after", "product", "ID"], rows, right=[0, 2])
