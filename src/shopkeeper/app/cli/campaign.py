"""`campaign`: an audience, who of it may be written to, the files that go out, and what it brought."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ...shop import InvalidQuery
from . import options
from .behaviour import Plot, Tongue
from .output import print_json, print_table, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...customers.brought import Result
    from ...customers.campaign import Asked, Plan
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
Out = Annotated[Path, typer.Option("--out", metavar="FILE.csv|FOLDER", help="Where the audience or the messages go: a CSV file, or for "
                                   "e-mail a folder of .eml files.", show_default=False)]
Network = Annotated[Literal["google", "meta"], typer.Option("--network", help="For ads: whose form of hashed addresses.")]
Sender = Annotated[str, typer.Option("--from", help="For .eml files: whom the e-mail is from.", show_default=False)]
Unsubscribe = Annotated[str, typer.Option("--unsubscribe", help="For .eml files: where people say that they want no more.",
                                          show_default=False)]
Budget = Annotated[str | None, options.flag("--budget", "What all contacts may cost at most.", "MONEY")]


@app.command()
def plan(
    name: Name, channel: Channel, segment: Segment = "", where: Where = None, hold_out: Held = 0.1, cap: Cap = 2, cap_days: CapDays = 7,
    cost: Cost = None, budget: Budget = None,
    rows: Annotated[bool, typer.Option("--rows", help="Also the ids of all customers, by what becomes of them.")] = False,
    language: Tongue = "en",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Who would be written to and who is left out, and why. Nothing is sent or kept."""
    with opened(shop, data_dir) as front:
        found = front.campaigns.plan(_asked(front, name, channel, segment, where, hold_out, cap, cap_days, cost, budget))
    if json:
        return print_json(found.to_dict() | ({"customers": found.rows} if rows else {}))
    _tell(found, language)
    for what, who in found.rows.items() if rows else ():
        say(f"{what}: {' '.join(who)}")


@app.command()
def start(
    name: Name, channel: Channel, out: Out,
    copy: Annotated[list[str] | None, options.flag(
        "--copy", "The approved text, for each language apart where wanted: FILE, zh=FILE, en=FILE. Repeatable.", "FILE")] = None,
    draft: Annotated[list[str] | None, options.flag(
        "--draft", "The approved text of the writing room with this id, one for each language. Repeatable.", "ID")] = None,
    network: Network = "google", sender: Sender = "", unsubscribe: Unsubscribe = "",
    segment: Segment = "", where: Where = None, hold_out: Held = 0.1, cap: Cap = 2, cap_days: CapDays = 7, cost: Cost = None,
    budget: Budget = None, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Writes the files of a campaign and keeps who was written to and who was held out."""
    with opened(shop, data_dir) as front:
        asked = _asked(front, name, channel, segment, where, hold_out, cap, cap_days, cost, budget)
        texts = _texts(front, channel, copy or [], draft or [])
        found = front.campaigns.start(asked, out, texts, network=network, sender=sender, unsubscribe=unsubscribe)
        doubtful = front.campaigns.claims(texts)
    for text in dict.fromkeys(claim.text.strip() for claims in doubtful.values() for claim in claims):
        remark(f"copy: no record supports “{text}”")
    if json:
        return print_json(found.to_dict() | {"out": str(out)})
    _tell(found, "en")
    say(f"written to {out}; next: shopkeeper campaign result {name}")


@app.command()
def file(
    name: Name, out: Out, network: Network = "google", sender: Sender = "", unsubscribe: Unsubscribe = "",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Writes the files of a campaign that was started once more, without those who do not agree to it any more."""
    with opened(shop, data_dir) as front:
        front.campaigns.write(name, out, network=network, sender=sender, unsubscribe=unsubscribe)
    if json:
        return print_json({"id": name, "out": str(out)})
    say(f"written to {out}")


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """The campaigns that were started."""
    with opened(shop, data_dir) as front:
        rows = [each.to_dict() | {"at": each.campaign.at.isoformat(timespec="minutes")} for each in front.campaigns.all()]
    if json:
        return print_json(rows)
    if not rows:
        return say("no campaign was started yet; next: shopkeeper campaign plan NAME --channel email")
    print_table(["campaign", "channel", "started", "audience", "sent", "held out"], [list(row.values()) for row in rows], right=[4, 5])


@app.command()
def result(
    name: Name, days: Annotated[int, typer.Option("--days", min=1, help="So many days from the start count.")] = 30,
    rows: Annotated[bool, typer.Option("--rows", help="Also the ids of the orders that count.")] = False,
    plot: Plot = None, language: Tongue = "en", shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """What a campaign brought: those who were written to against those who were held out."""
    with opened(shop, data_dir) as front:
        found = front.campaigns.result(name, days)
    if plot:
        from ...customers import plots

        plots.write(plots.campaign_figure(found, language), plot)
    ids = dict(zip(("sent", "held"), map(list, found.orders), strict=True))
    if json:
        return print_json(found.to_dict() | ({"order_ids": ids} if rows else {}))
    _tell_result(found, language)
    for what, orders in ids.items() if rows else ():
        say(f"{what}: {' '.join(orders)}")


def _asked(front: Shop, name: str, channel: str, segment: str, where: list[str] | None, hold_out: float, cap: int, cap_days: int,
           cost: str | None, budget: str | None) -> Asked:
    from ...customers.campaign import Asked
    from ...text.money import parse_money

    price, most = (parse_money(text, front.currency) if text else None for text in (cost, budget))
    return Asked(name, channel, segment, tuple(where or ()), hold_out, cap, cap_days, most, price)


def _texts(front: Shop, channel: str, files: list[str], drafts: list[str]) -> dict[Language, str]:
    """The text of each language, out of files or of the writing room."""
    from ..campaign_copy import texts_of
    from ..campaigns import read_text

    if files and drafts:
        raise InvalidQuery("copy, draft: expected one of the two")
    return texts_of(front, drafts, channel) if drafts else {language: read_text(path) for language, path in _copies(files).items()}


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


def _tell(found: Plan, language: Language) -> None:
    from ...customers.audience import audience_said
    from ...customers.campaign import LEFT_OUT

    sent, held = f"{len(found.sent):,}", f"{len(found.held):,}"
    if language == "zh":
        costs = f"，共 {found.costs}" if found.costs else ""
        say(f"{audience_said(found.asked.said, 'zh')}：发送 {sent} 人{costs}，留出 {held} 人")
    else:
        costs = f", {found.costs} in all" if found.costs else ""
        say(f"{found.asked.said}: {sent} are written to{costs}, {held} are held out")
    for reason, ids in found.left_out.items():
        say(f"  不发，{LEFT_OUT[reason].zh}：{len(ids):,}" if language == "zh" else f"  left out, {reason}: {len(ids):,}")


def _tell_result(found: Result, language: Language) -> None:
    zh, columns = language == "zh", zip(found.customers, found.rates, found.means, found.orders, strict=True)
    unit = found.currency
    heads = ["顾客", "下单的", f"每人花 {unit}", "订单"] if zh else ["customers", "bought", f"spent each, {unit}", "orders"]
    names = ("发送组", "对照组") if zh else ("written to", "held out")
    print_table(["", *heads], [[name, f"{len(who):,}", f"{rate:.1%}", f"{mean:,.2f}", f"{len(orders):,}"]
                               for name, (who, rate, mean, orders) in zip(names, columns, strict=True)], right=[1, 2, 3, 4])  # fmt: skip
    for sentence in found.said(language):
        say(sentence)
