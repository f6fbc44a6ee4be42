"""What `doctor` looks at besides whether everything is there: what is weak, what was left half done, what failed, what is old."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..models.versions import ACTIVE, CARD, CONFIG
from ..shop.job import JobState
from ..store import StoreError
from ..store.server import server_of
from .backup.make import DONE
from .backup.restore import under_way
from .checkup import Finding
from .settings import FILE, SECRETS, Settings, written

if TYPE_CHECKING:
    from .shop import Shop

SHORTEST_SECRET = 16  # characters, of those that the shop itself thinks up
OWN_SECRETS = ("checkout_secret", "customer_secret")
BACKUP_DAYS = 8
IDLE = timedelta(minutes=10)
LATELY = timedelta(days=1)
_BEHIND = 64_000_000  # bytes of a follower: some seconds of a busy shop


def of_settings(settings: Settings) -> Iterator[Finding]:
    """Settings that are weak, and work that was left half done in the folder."""
    path = settings.folder / FILE
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) and _holds_secrets(settings.folder):
        yield Finding("secrets", False, f"others on this machine can read {path}, which holds secrets", f"run: chmod 600 {path}")
    if short := [name for name in OWN_SECRETS if 0 < len(getattr(settings, name)) < SHORTEST_SECRET]:
        yield Finding("secrets", False, f"{', '.join(short)}: shorter than {SHORTEST_SECRET} characters, which can be guessed",
                      "make one with: openssl rand -hex 32")
    if settings.debug:
        yield Finding("debug", True, "errors print their traceback", "set debug = false where a shop is served")
    if settings.hosts and not settings.trusted_proxies:
        yield Finding("https", True, f"served to others as {settings.hosts}, without a proxy before it",
                      "passwords and keys need https: put a proxy before it and name it in trusted_proxies")
    if file := under_way(settings.folder):
        yield Finding("restore", False, f"a restore was begun and did not end: {file}",
                      f"run it again: shopkeeper restore {file} --shop {settings.shop} --force")
    yield from _models(settings.folder / "models")


def _holds_secrets(folder: Path) -> bool:
    keys = written(folder)
    return bool(SECRETS & {key for key, value in keys.items() if value}) or "@" in str(keys.get("store", ""))


def _models(folder: Path) -> Iterator[Finding]:
    versions = [path for path in folder.glob("*/*") if path.is_dir() and path.name not in ("training", "measured")]
    half = [path for path in versions if path.name.endswith(".part")]
    if half:
        yield Finding("models", True, f"left by a training that stopped, or one that goes on: {_names(half)}",
                      "remove them when nothing is being trained")
    if broken := [path for path in versions if path not in half and (path / CARD).exists() and not (path / CONFIG).exists()]:
        yield Finding("models", False, f"half a model, without {CONFIG}: {_names(broken)}", "remove it, or put it back from a backup")
    if bare := [path for path in versions if (path / CONFIG).exists() and not (path / CARD).exists()]:
        yield Finding("models", False, f"no {CARD}, so that nobody knows what it was trained on: {_names(bare)}",
                      "train it anew, or write the card that it came with")
    for pointer in folder.glob(f"*/{ACTIVE}"):
        name = (pointer.read_text("utf-8").split() or ["none"])[-1]
        if name not in ("none", "shipped") and not (pointer.parent / name / CONFIG).exists():
            yield Finding("models", False, f"{pointer.parent.name}: the version in use, {name}, is not there",
                          f"run: shopkeeper models rollback {pointer.parent.name}")


def _names(paths: list[Path]) -> str:
    return ", ".join(f"{path.parent.name}/{path.name}" for path in sorted(paths)[:5])


def of_shop(shop: Shop, settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """The database, the index, the audit, the queue, the backups."""
    now = now or datetime.now(UTC)
    yield from _server(shop, settings)
    if shop.indexed_revision > (revision := shop.store.products.revision()):
        yield Finding("index", False, f"it knows of change {shop.indexed_revision:,}, the store of {revision:,}: it is of another shop",
                      "run: shopkeeper index --rebuild")
    checked = shop.store.audit.verify()
    if checked.faults:
        first = checked.faults[0]
        yield Finding("audit", False, f"entry {first.number}: {first.what} ({len(checked.faults)} such)",
                      "somebody changed the database past Shopkeeper: compare it with a backup")
    else:
        yield Finding("audit", True, f"{checked.entries:,} entries, unbroken")
    yield from _queue(shop, now)
    yield _backup(shop, now)


def _server(shop: Shop, settings: Settings) -> Iterator[Finding]:
    try:
        server = server_of(shop.store)
    except StoreError as error:
        yield Finding("server", False, str(error), "see docs/store.md")
        return
    if server is None:
        return
    vector = {None: "not to be had", "": "not installed"}.get(server.vector, server.vector)
    found = f"PostgreSQL {server.version}, pgvector {vector}, {server.connections} of {server.allowed} connections"
    if settings.database_connections * 2 > server.allowed:
        yield Finding("server", False, found, f"one process may take {settings.database_connections}: lower database_connections")
    elif server.connections > 0.9 * server.allowed:
        yield Finding("server", False, found, "raise max_connections of the server, or lower database_connections")
    else:
        yield Finding("server", True, found)
    for follower in server.followers:
        late = follower.behind > _BEHIND
        yield Finding("replica", not late, f"{follower.name} is {follower.behind / 1e6:,.1f} MB behind",
                      "look at its disk and at the network between" if late else "")


def _queue(shop: Shop, now: datetime) -> Iterator[Finding]:
    failed = [job for job in shop.store.queue.newest(1000, states=(JobState.FAILED,)) if job.ended_at and now - job.ended_at < LATELY]
    if failed:
        yield Finding("jobs", False, f"{len(failed)} failed in the last day, the newest ({failed[0].kind}): {failed[0].error[:200]}",
                      f"see it with: shopkeeper jobs show {failed[0].id}")
    waiting = [job for job in shop.store.queue.newest(1000, states=(JobState.WAITING,)) if (job.not_before or job.at) <= now - IDLE]
    if waiting and not shop.store.queue.running():
        yield Finding("jobs", False, f"{len(waiting)} have waited for more than {IDLE.seconds // 60} minutes, and no worker works",
                      "start one: shopkeeper worker")


def _backup(shop: Shop, now: datetime) -> Finding:
    last = shop.store.jobs.load(DONE)
    if last is None:
        return Finding("backup", True, "none was made yet", "make one now and then: shopkeeper backup FOLDER")
    days = (now - datetime.fromisoformat(last["at"])).days
    advice = "" if days < BACKUP_DAYS else "find out why there was none since: shopkeeper backup FOLDER"
    return Finding("backup", days < BACKUP_DAYS, f"the last is {days} days old: {last['file']}", advice)
