"""`audit`: what operators and programs did, and whether the record of it was touched."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options
from .output import print_json, print_table, say
from .session import opened

app = typer.Typer(no_args_is_help=True, help="What was done in the shop and by whom: a chain in which nothing can be changed unseen.")
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Entries at most.")]
Against = Annotated[str | None, options.flag("--against", "A head that `audit head` printed and that was kept elsewhere.", "NUMBER:HASH")]


@app.command("list")
def list_(
    actor: Annotated[str | None, options.flag("--actor", "Only what this person or program did.")] = None,
    action: Annotated[str | None, options.flag("--action", "Only this, such as erase or restore.")] = None,
    subject: Annotated[str | None, options.flag("--subject", "Only what was done to this, such as customer/c42.")] = None,
    limit: Limit = 50,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What was done, the newest first."""
    with opened(shop, data_dir) as front:
        found = front.store.audit.newest(limit, actor=actor or "", kind=action or "", subject=subject or "")
    if json:
        return print_json({"entries": [
            {"number": each.number, "at": each.at.isoformat(), "actor": each.actor, "action": each.kind, "subject": each.subject,
             "facts": each.data} for each in found]})  # fmt: skip
    print_table(["#", "what", "at", "who", "to what", "facts"], [
        [str(each.number), each.kind, f"{each.at:%Y-%m-%d %H:%M}", each.actor, each.subject,
         ", ".join(f"{name}={value}" for name, value in each.data.items())] for each in found])  # fmt: skip


@app.command()
def verify(
    against: Against = None, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Reads the whole chain and checks every link; exit code 1 where something was changed, moved, taken out or, against a head that
    was kept, cut off."""
    from ...store.audited import head_of

    head = head_of(against) if against else None
    with opened(shop, data_dir) as front:
        found = front.store.audit.verify(head)
    if json:
        print_json(found.to_dict())
    else:
        say(f"{found.entries:,} entries, the facts of {found.erased:,} of them erased; head {found.head}")
        for fault in found.faults:
            say(f"entry {fault.number}: {fault.what}")
        say("the chain was touched" if found.faults else "the chain is whole")
    raise typer.Exit(1 if found.faults else 0)


@app.command()
def head(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Where the chain ends, to be kept elsewhere: `audit verify --against` shows later that nothing up to it was changed."""
    with opened(shop, data_dir) as front:
        found = front.store.audit.head()
    print_json({"head": str(found), "number": found.number}) if json else say(str(found))
