"""`campaign`: an audience, who of it may be written to, the files that go out, and what it brought."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import options
from .output import print_json, print_table, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...customers.campaign import Asked, Plan, Result
    from ...shop import Language
    from ..shop import Shop

app = typer.Typer(no_args_is_help=True, help="Advertising to those who agreed to it, and what it brings.")

Name = Annotated[str, typer.Argument(help="What the campaign is called.", show_default=False)]
Channel = Annotated[Literal["email", "sms", "ads"], typer.Option("--channel", help="By which channel.")]
Segment = Annotated[str, typer.Option("--segment", metavar="NAME", help="The group it is for; default: everybody.", show_default=False)]
Where = Annotated[list[str] | None, options.flag(
    "--where", 'A condition: "orders>=2", "spent>500", "days>60", "language=zh", "country=CN", "tag=vip". Repeatable.', "CONDITION")]
Held = Annotated[float, typer.Option("--hold-out", min=0, max=0.9, help="The share that is held out by chance, to see what it brings.")]
Cap = Annotated[int, typer.Option("--cap", min=1, help="At most so many campaigns to one customer …")]
CapDays = Annotated[int, typer.Option("--cap-days", min=1, help="… in so many days.")]
Cost = Annotated[str | None, options.flag("--cost", "What one contact costs, such as 0.05 or 0.05 USD.", "MONEY")]
Budget = Annotated[str | None, options.flag("--budget", "What all contacts may cost at most.", "MONEY")]


@app.command()
def plan(
    name: Name, channel: Channel, segment: Segment = "", where: Where = None, hold_out: Held = 0.1, cap: Cap = 2, cap_days: CapDays = 7,
    cost: Cost = None, budget: Budget = None,
    rows: Annotated[bool, typer.Option("--rows", help="Also the ids of all customers, by what becomes of them.")] = False,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Who would be written to and who is left out, and why. Nothing is sent or kept."""
    with opened(shop, data_dir) as front:
        found = front.campaigns.plan(_asked(front, name, channel, segment, where, hold_out, cap, cap_days, cost, budget))
    ids = {"sent": [c.id for c in found.sent], "held": [c.id for c in found.held]} | {why: list(who) for why, who in found.left_out.items()}
    if json:
        return print_json(found.to_dict() | ({"customers": ids} if rows else {}))
    _tell(found)
    for what, who in ids.items() if rows else ():
        say(f"{what}: {' '.join(who)}")


@app.command()
def start(
    name: Name, channel: Channel,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.csv|FOLDER", help="Where the audience or the messages go: a CSV file, or for "
                                      "e-mail a folder of .eml files.", show_default=False)],
    copy: Annotated[list[str] | None, options.flag(
        "--copy", "The approved text, for each language apart where wanted: FILE, zh=FILE, en=FILE. Repeatable.", "FILE")] = None,
    network: Annotated[Literal["google", "meta"], typer.Option("--network", help="For ads: whose form of hashed addresses.")] = "google",
    sender: Annotated[str, typer.Option("--from", help="For .eml files: whom the e-mail is from.", show_default=False)] = "",
    unsubscribe: Annotated[str, typer.Option("--unsubscribe", help="For .eml files: where people say that they want no more.",
                                             show_default=False)] = "",
    segment: Segment = "", where: Where = None, hold_out: Held = 0.1, cap: Cap = 2, cap_days: CapDays = 7, cost: Cost = None,
    budget: Budget = None, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Writes the files of a campaign and keeps who was written to and who was held out."""
    with opened(shop, data_dir) as front:
        asked = _asked(front, name, channel, segment, where, hold_out, cap, cap_days, cost, budget)
        copies = _copies(copy or [])
        found = front.campaigns.start(asked, out, copies, network=network, sender=sender, unsubscribe=unsubscribe)
        doubtful = front.campaigns.claims({language: path.read_text("utf-8") for language, path in copies.items()})
    for text in dict.fromkeys(claim.text.strip() for claims in doubtful.values() for claim in claims):
        remark(f"copy: no record supports “{text}”")
    if json:
        return print_json(found.to_dict() | {"out": str(out)})
    _tell(found)
    say(f"written to {out}; next: shopkeeper campaign result {name}")


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """The campaigns that were started."""
    with opened(shop, data_dir) as front:
        found = sorted(front.store.campaigns.all(), key=lambda each: each.at)
    rows = [{"id": c.id, "channel": c.channel, "at": c.at.isoformat(timespec="minutes"), "audience": c.audience, "sent": len(c.sent),
             "held": len(c.held)} for c in found]  # fmt: skip
    if json:
        return print_json(rows)
    print_table(["campaign", "channel", "started", "audience", "sent", "held out"], [list(row.values()) for row in rows], right=[4, 5])


@app.command()
def result(
    name: Name, days: Annotated[int, typer.Option("--days", min=1, help="So many days from the start count.")] = 30,
    rows: Annotated[bool, typer.Option("--rows", help="Also the ids of the orders that count.")] = False,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """What a campaign brought: those who were written to against those who were held out."""
    with opened(shop, data_dir) as front:
        found = front.campaigns.result(name, days)
    ids = dict(zip(("sent", "held"), map(list, found.orders), strict=True))
    if json:
        return print_json(found.to_dict() | ({"order_ids": ids} if rows else {}))
    _tell_result(found)
    for what, orders in ids.items() if rows else ():
        say(f"{what}: {' '.join(orders)}")


def _asked(front: Shop, name: str, channel: str, segment: str, where: list[str] | None, hold_out: float, cap: int, cap_days: int,
           cost: str | None, budget: str | None) -> Asked:
    from ...customers.campaign import Asked
    from ...text.money import parse_money

    price, most = (parse_money(text, front.currency) if text else None for text in (cost, budget))
    return Asked(name, channel, segment, tuple(where or ()), hold_out, cap, cap_days, most, price)


def _copies(said: list[str]) -> dict[Language, Path]:
    """The file of each language; a file without a language is for both."""
    found: dict[Language, Path] = {}
    for each in said:
        if each[:3] == "zh=":
            found["zh"] = Path(each[3:])
        elif each[:3] == "en=":
            found["en"] = Path(each[3:])
        else:
            found |= {"zh": Path(each), "en": Path(each)}
    return found


def _tell(found: Plan) -> None:
    costs = f", {found.costs} in all" if found.costs else ""
    say(f"{found.asked.said}: {len(found.sent):,} are written to{costs}, {len(found.held):,} are held out")
    for reason, ids in found.left_out.items():
        say(f"  left out, {reason}: {len(ids):,}")


def _tell_result(found: Result) -> None:
    sent, held = len(found.campaign.sent), len(found.campaign.held)
    print_table(["", "customers", "bought", f"spent each, {found.currency}", "orders"], [
        ["written to", f"{sent:,}", f"{found.rates[0]:.1%}", f"{found.means[0]:,.2f}", f"{len(found.orders[0]):,}"],
        ["held out", f"{held:,}", f"{found.rates[1]:.1%}", f"{found.means[1]:,.2f}", f"{len(found.orders[1]):,}"],
    ], right=[1, 2, 3, 4])  # fmt: skip
    if found.ratio < 0.001:
        say("the two groups are not of the sizes that chance gives: something is wrong, no figure here can be trusted")
    if not found.bought.enough:
        return say("too few customers or purchases to say whether it brought anything")
    low, value, high = found.bought.low, found.bought.value, found.bought.high
    say(f"bought: {value:+.1%} of them ({low:+.1%} to {high:+.1%})" + ("" if low > 0 or high < 0 else ": no difference is proven"))
    if found.brought is not None:
        money = found.revenue
        say(f"spent each: {money.value:+,.2f} {found.currency} ({money.low:+,.2f} to {money.high:+,.2f}); "
            f"in all, less its cost: {found.brought:+,.2f}")  # fmt: skip
