"""`backup`, `restore`, `migrate`: the whole shop in a file, back from it, and in another database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from . import options
from .output import print_json, progress, say
from .session import opened


def backup(
    file: Annotated[Path, typer.Argument(
        metavar="FILE|FOLDER", help="A new file such as shop.zip, or a folder (no ending), in which it is named by its time.")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    verify: Annotated[bool, typer.Option("--verify", help="Make none, but check that the backup FILE is whole.")] = False,
    secrets: Annotated[bool, typer.Option("--secrets", help="Save the secrets of shopkeeper.toml too; keep such a file locked.")] = False,
    keep: Annotated[int, typer.Option("--keep", min=1, help="In a folder: how many backups stay, the newest.")] = 7,
    json: options.Json = False,
) -> None:
    """Saves the whole shop in one file while it is served: every record as it is at one moment, models, pictures, policy and settings.

    The search index is not in it: restoring makes it anew."""
    if verify:
        return _verify(file, json)
    from ..backup.make import save, save_in

    with opened(shop, data_dir) as front, progress(json) as step:
        if file.is_dir() or not file.suffix:
            saved = save_in(front, file, keep=keep, secrets=secrets, progress=step)
        else:
            saved = save(front, file, secrets=secrets, progress=step)
    if json:
        print_json(saved.to_dict())
        return
    left = "" if secrets else "; secrets of the settings are not in it"
    say(f"{saved.file}: {saved.rows:,} rows and {saved.files:,} files, {saved.bytes / 1e6:,.1f} MB{left}")
    if saved.removed:
        say(f"removed: {', '.join(saved.removed)}")


def _verify(file: Path, json: bool) -> None:
    from ..backup.archive import opened as opened_archive

    with opened_archive(file) as archive, progress(json) as step:
        size = archive.verify(step)
        found: dict[str, Any] = {"file": str(file), "whole": True, "bytes": size, "files": len(archive.files), **archive.about}
    if json:
        print_json(found)
        return
    rows = sum(table["rows"] for table in found["tables"].values())
    say(f"{file}: whole; made {found['made']} by Shopkeeper {found['shopkeeper']}, {rows:,} rows, {found['files']:,} files")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the shop that is there.")] = False,
    json: options.Json = False,
) -> None:
    """Puts a shop back from its backup: into a new folder or an empty database, or with --force over what is there.

    The backup is checked first. The records are replaced in one transaction; killed in the middle, the same command does it again."""
    from ..backup.restore import restore as put_back
    from ..settings import load

    with progress(json) as step:
        done = put_back(file, load(shop, data_dir), force=force, progress=step)
    if json:
        print_json(done.to_dict())
        return
    say(f"{done.store}: the shop of {done.made}, {done.rows:,} rows and {done.files:,} files, searchable")
    if done.missing:
        say(f"the backup holds no secrets; set these anew: {', '.join(done.missing)}")


def migrate(
    to: Annotated[str, typer.Option("--to", metavar="URL_OR_FOLDER", help="postgresql://… or a new folder.")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Copies the shop into an empty database or a new folder, all or nothing, and compares every row.

    Stop the servers first: what is written while it runs would not be there, so it refuses to end then."""
    from ..migrating import migrate as move
    from ..settings import load

    with progress(json) as step:
        done = move(load(shop, data_dir), to, progress=step)
    if json:
        print_json(done.to_dict())
        return
    for name, table in done.tables.items():
        if table.rows:
            say(f"{name:<18} {table.rows:>10,} rows  {table.digest}")
    say(f"{done.source} → {done.target}: {done.rows:,} rows, the same in both")
    for what in done.next:
        say(f"next: {what}")
