"""`customers`: who they are and what they will do; `train customers`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...customers.actions import ACTIONS, COST, MARGIN, Action
from ...shop import InvalidQuery
from . import behaviour, options
from .behaviour import Tongue
from .output import print_json, print_table, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...customers.next_action import NextAction
    from ...customers.outlook import Outlook, Prospect
    from ...shop import Language

app = typer.Typer(no_args_is_help=True, help="Who the shop's customers are, what they do, and what they will do.")
for each in (behaviour.funnel, behaviour.cohorts, behaviour.segments, behaviour.profile):
    app.command()(each)

Who = Annotated[str | None, typer.Argument(metavar="[ID]", help="One customer; default: the first of all.", show_default=False)]
Days = Annotated[int | None, options.flag("--days", "How far ahead; default: as the model was trained for, else 90.")]
K = Annotated[int, typer.Option("--k", min=1, max=100_000, help="How many customers.")]
Cost = Annotated[float, typer.Option("--cost", min=0, help="Of treating one customer, in the shop's currency.")]
Margin = Annotated[float, typer.Option("--margin", min=0.01, max=1, help="The part of what customers pay that the shop earns.")]
_TRIED = "Who took part: rows {customer_id, treated, at}, treated 1 or 0 by chance; JSONL, CSV, TSV or Parquet, also .gz."
Rows = Annotated[bool, typer.Option("--rows", help="Also print the ids of the orders that it is read from.")]


@app.command()
def value(
    customer: Who = None, days: Days = None, k: K = 10, rows: Rows = False, language: Tongue = "en",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What customers will buy in the coming days: the chance of an order, how many, for how much. Those with the highest value first."""
    with opened(shop, data_dir) as front:
        outlook = front.prospects.outlook(days)
        found = [outlook.of(outlook.row(customer))] if customer else outlook.best(k)
    _answer(outlook, found, rows, json, language)


@app.command()
def churn(
    customer: Who = None, days: Days = None, k: K = 10, rows: Rows = False, language: Tongue = "en",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Who is likely not to buy in the coming days. First those with whom most is at stake: what they spent times the chance of no order."""
    with opened(shop, data_dir) as front:
        outlook = front.prospects.outlook(days)
        found = [outlook.of(outlook.row(customer))] if customer else outlook.at_risk(k)
    _answer(outlook, found, rows, json, language)


def _answer(outlook: Outlook, found: Sequence[Prospect], rows: bool, json: bool, language: Language) -> None:
    if json:
        total = {"customers": len(outlook.at.who), "buyers": round(float(outlook.said.buys.sum()), 1),
                 "amount": round(float(outlook.said.amount.sum()), 2), "currency": outlook.purchases.currency}
        return print_json({"model": outlook.model, "version": outlook.version, "days": outlook.days, "total": total,
                           "customers": [each.to_dict() for each in found]})
    zh, unit = language == "zh", outlook.purchases.currency
    heads = (["顾客", "会下单", "下单天数", f"会花 {unit}", "不下单", "已下单天数", f"已花 {unit}", "最近下单"] if zh else
             ["customer", "buys", "orders", unit, "no order", "days bought on", "spent", "last order"])
    print_table(heads, [
        [each.customer_id, f"{each.buys:.0%}", f"{each.orders:.1f}", f"{each.amount:,.0f}", f"{each.churn:.0%}", str(each.bought_on),
         f"{each.spent:,.0f}", f"{each.last:%Y-%m-%d}"] for each in found], right=[1, 2, 3, 4, 5, 6])  # fmt: skip
    if rows:
        say("\n".join(f"{each.customer_id}: {' '.join(each.order_ids)}" for each in found))
    _say_outlook(outlook, zh)


def _say_outlook(outlook: Outlook, zh: bool) -> None:
    """By which model it is said, and what all customers come to."""
    count, buyers, amount = len(outlook.at.who), float(outlook.said.buys.sum()), float(outlook.said.amount.sum())
    day, unit, version = f"{outlook.purchases.moment(outlook.purchases.end):%Y-%m-%d}", outlook.purchases.currency, outlook.version
    if zh:
        told = f"版本 {version}" if version else "刚刚拟合；下一步：shopkeeper train customers，比较各种模型"
        say(f"从 {day} 起 {outlook.days} 天，按 {outlook.model}（{told}）")
        say(f"全部 {count:,} 位顾客：{buyers:,.0f} 位会下单，共 {amount:,.0f} {unit}")
        return
    told = f"version {version}" if version else "fitted just now; next: shopkeeper train customers, which compares models"
    say(f"{outlook.days} days from {day}, by {outlook.model} ({told})")
    say(f"all {count:,} customers: {buyers:,.0f} will buy, {amount:,.0f} {unit}")


@app.command()
def intention(
    session: Annotated[str, typer.Argument(help="The id of a visit, as its events have it.", show_default=False)],
    rows: Annotated[bool, typer.Option("--rows", help="Also print the ids of the events that it is read from.")] = False,
    language: Tongue = "en",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """How likely a visit is to end in a purchase, from its events so far, and what speaks for it and against."""
    from ...customers.visit_words import said

    with opened(shop, data_dir) as front:
        found = front.prospects.intention(session)
    if json:
        return print_json(found.to_dict())
    if language == "zh":
        who = f"（{found.customer_id}）" if found.customer_id else ""
        say(f"访问 {session}{who}：{found.chance:.1%}，是平常的 {found.times:.1f} 倍" + ("；已经下单" if found.bought else ""))
    else:
        who = f" of {found.customer_id}" if found.customer_id else ""
        say(f"visit {session}{who}: {found.chance:.1%}, {found.times:.1f} times the usual" + ("; it has bought" if found.bought else ""))
    for what, known, share in found.because:
        say(f"  {share:+.2f}  {said(what, known, language)}")
    if rows:
        say(" ".join(found.event_ids))


@app.command("next")
def next_(
    customer: Who = None, k: K = 10,
    action: Annotated[Action | None, options.flag("--action", "Only those for whom it is this.")] = None,
    cost: Cost = COST, margin: Margin = MARGIN, rows: Rows = False, language: Tongue = "en",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What to do next for customers, and why: nothing, a reminder, something that goes with what they have, winning back. Those first
    with whom most is at stake. What an experiment has shown (`train uplift`) goes before the rules."""
    from ..next_actions import offers

    with opened(shop, data_dir) as front:
        each = front.prospects
        found = [each.next(customer, cost=cost, margin=margin)] if customer else each.next_of_all(cost=cost, margin=margin)
        shelf = offers(front, found[0]) if customer else []
    counts = Counter(one.action.value for one in found)
    shown = [one for one in found if action in (None, one.action)][: None if customer else k]
    if json:
        more = {"products": [hit.to_dict() for hit in shelf]} if customer else {}
        return print_json({"actions": counts, "customers": [one.to_dict() for one in shown], **more})
    _tell_next(shown, language)
    zh = language == "zh"
    if customer and found[0].action is Action.REMINDER:
        say(("  购物车里还有：" if zh else "  left in the basket: ") + " ".join(found[0].facts.basket))
    for hit in shelf:
        say(f"  {'给他看' if zh else 'show'} {hit.id}  {hit.title}  ({hit.reason.get(language)})")
    if rows:
        say("\n".join(" ".join([one.facts.customer_id + ":", *one.facts.order_ids, *one.facts.basket_event_ids]) for one in shown))
    if not customer:
        names = {action.value: ACTIONS[action].get(language) for action in Action}
        told = [f"{count:,} {names[name]}" for name, count in counts.most_common()]
        say("全部：" + "、".join(told) if zh else "of all: " + ", ".join(told))


def _tell_next(shown: Sequence[NextAction], language: Language) -> None:
    zh = language == "zh"
    untested = "（未试验）" if zh else " (untested)"
    heads = ["顾客", "做什么", "得失", "可联系", "因为"] if zh else ["customer", "action", "at stake", "contact", "because"]
    print_table(heads, [
        [one.facts.customer_id, ACTIONS[one.action].get(language) + ("" if one.tested or one.action is Action.NOTHING else untested),
         f"{one.facts.stake:,.0f} {one.facts.currency}", ", ".join(one.consents) or "-", one.because.get(language)]
        for one in shown], right=[2])  # fmt: skip


def train_uplift(
    data: Annotated[Path | None, options.flag("--data", _TRIED, "FILE")] = None,
    map: options.Map = None,
    experiment: Annotated[str | None, options.flag("--experiment", "An experiment of the shop instead.", "ID")] = None,
    action: Annotated[Action, typer.Option("--action", help="What was done with those treated.")] = Action.WIN_BACK,
    cost: Cost = COST, margin: Margin = MARGIN,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="How long what they bought afterwards counts.")] = 30,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Learns from an experiment what an action changes, and whether it pays to treat everyone, nobody, or those whom the model names.
    `customers next` goes by it from now on."""
    from ...customers.tried import assigned_of, read_assigned
    from ...store.importers import parse_mapping, read_rows

    if (data is None) == (experiment is None):
        raise InvalidQuery("expected either --data FILE with who was treated, or --experiment ID")
    with opened(shop, data_dir) as front:
        if data:
            people = read_assigned(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
        else:
            people = assigned_of(front.store, str(experiment))
        made = front.prospects.train_uplift(people, str(data or experiment), action, cost=cost, margin=margin, days=days)
    if json:
        return print_json(made.to_dict())
    say(f"{action}: {made.policy}\nversion {made.version}: in use now")


def train(
    days: Annotated[int, typer.Option("--days", min=7, max=730, help="How many days ahead the value of customers is said.")] = 90,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Learns what customers will do: compares models of their value on the latest days and keeps the best; learns from the visits which end
    in a purchase. What there are too few rows for is left out, with the reason. Each is put in use unless it is worse than the one before;
    exit code 1 when one is not."""
    with opened(shop, data_dir) as front, progress(json) as step:
        made = front.prospects.train(days, step)
    if json:
        print_json(made.to_dict())
    else:
        say(str(made))
    if not made.all_in_use:
        raise typer.Exit(1)
