"""`erase` and `retention`: what is kept of persons goes, when they ask and when it is old."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...shop import InvalidQuery
from . import options
from .output import print_json, say
from .session import opened


def erase(
    customer: Annotated[str | None, options.flag("--customer", "Who is to be erased.", "ID")] = None,
    check: Annotated[Path | None, options.flag("--check", "Instead: whether this shop has signed a certificate, as it is.", "FILE")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Erases a customer for good: their records, what names them anywhere else, files of the shop's folder, caches; prints a certificate.

    Orders, reviews and events stay without a name. A run that was cut off is finished by the same command, or within the hour by a
    server. Backups are not changed: whoever was erased is erased again when one is put back.
    """
    if (customer is None) == (check is None):
        raise InvalidQuery("erase: expected --customer ID, or --check FILE")
    with opened(shop, data_dir) as front:
        if check is not None:
            from ..privacy.certificate import check as checked
            from ..privacy.person import SECRET

            found = checked(front.store.persons.secret(SECRET), check.read_bytes())
        else:
            from ..privacy.erase import erase as erase_person

            found = erase_person(front, str(customer))
    print_json(found.told) if json else say(str(found))


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Removes what is older than the settings keep it (`log_days`, `event_days` …), as a server does every hour."""
    from ..privacy.retention import sweep

    with opened(shop, data_dir) as front:
        found = sweep(front, dry_run=dry_run)
    if json:
        print_json({"dry_run": dry_run, "gone": found})
        return
    say("\n".join(f"{kind}: {count:,}{' would go' if dry_run else ''}" for kind, count in found.items()) or "everything is kept for ever")
