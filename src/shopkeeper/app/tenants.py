"""Several shops in one server: who they are, and which of them a request is for.

A tenant is one store URL: a folder, or a PostgreSQL schema with a data folder. Its settings are those of its own `shopkeeper.toml`;
what the environment sets is for no tenant, or the secrets of one would be those of all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from ..shop import InvalidFile, InvalidRecord
from . import settings

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
OPEN = 32  # shops that are open at once before the one that was asked longest ago is closed


@dataclass(frozen=True, slots=True)
class Tenant:
    """A shop among others: reached under a `host` name, or under a `path` such as `/tea`."""

    name: str
    shop: str
    data_dir: str = ""
    host: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Tenants:
    """The shops that one server serves, and how many of them it keeps open at once."""

    shops: tuple[Tenant, ...]
    most_open: int = OPEN

    def of(self, host: str, path: str) -> Tenant | None:
        """The shop that a request for this host and path is for; its host names it before its path does."""
        name = host.rpartition(":")[0] if re.search(r":\d*$", host) else host
        first = "/" + path.split("/", 2)[1] if path.startswith("/") else ""
        named = next((tenant for tenant in self.shops if tenant.host and tenant.host == name.lower()), None)
        return named or next((tenant for tenant in self.shops if tenant.path and tenant.path == first), None)


def read_tenants(path: Path, reserved: Sequence[str] = ()) -> Tenants:
    """The shops of a `shops.toml`, whose relative paths are seen from its folder. `reserved` are first parts of paths that no shop may
    have. `InvalidFile` or `InvalidRecord` names what is wrong, also where two shops would share a store, a folder or an address."""
    if not path.is_file():
        raise InvalidFile(f"{path}: no such file; expected a TOML file with a table [[shops]] for each shop")
    data = settings.read_toml(path)
    if unknown := set(data) - {"shops", "most_open"}:
        raise InvalidRecord(f"{path}, {min(unknown)}", "shops or most_open", data[min(unknown)])
    most, rows = data.get("most_open", OPEN), data.get("shops")
    if type(most) is not int or most < 1:
        raise InvalidRecord(f"{path}, most_open", "a whole number above 0", most)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InvalidFile(f"{path}: expected a table [[shops]] for each shop")
    found = tuple(_tenant(f"{path}, shop {number}", row, path.parent, reserved) for number, row in enumerate(rows, 1))
    for a, b in combinations(found, 2):
        _apart(path, a, b)
    return Tenants(found, most)


def _tenant(where: str, row: Mapping[str, Any], folder: Path, reserved: Sequence[str]) -> Tenant:
    known = [each.name for each in fields(Tenant)]
    for key, value in row.items():
        if key not in known or not isinstance(value, str):
            raise InvalidRecord(f"{where}, {key}", "a text" if key in known else "one of " + ", ".join(known), "a value that is not shown")
    name, host, path = row.get("name", ""), row.get("host", "").lower(), row.get("path", "")
    if not NAME.fullmatch(name):
        raise InvalidRecord(f"{where}, name", "a name of a-z, 0-9, - and _", name)
    if bool(host) == bool(path):
        raise InvalidRecord(f"{where} ({name})", "either host or path", {"host": host, "path": path})
    if host and not HOST.fullmatch(host):
        raise InvalidRecord(f"{where}, host", "a host name such as tea.example, without a port", host)
    if path and (not NAME.fullmatch(path[1:]) or path[0] != "/" or path in reserved):
        raise InvalidRecord(f"{where}, path", "a path such as /tea, of one part, which is no page of a shop", path)
    return Tenant(name, *_places(where, row, folder), host, path)


def _places(where: str, row: Mapping[str, Any], folder: Path) -> tuple[str, str]:
    shop, data_dir = row.get("shop", ""), row.get("data_dir", "")
    if not shop:
        raise InvalidRecord(f"{where}, shop", "a folder or the URL of a database", shop)
    if "://" in shop and not data_dir:
        raise InvalidRecord(f"{where}, data_dir", "a folder, as the shop is a database", data_dir)
    return shop if "://" in shop else str(folder / shop), str(folder / data_dir) if data_dir else ""


def _apart(file: Path, a: Tenant, b: Tenant) -> None:
    """Refuses two shops of which one could see something of the other."""
    pair = f"{file}, {a.name} and {b.name}"
    if a.name == b.name or (a.host, a.path) == (b.host, b.path):
        raise InvalidFile(f"{pair}: two shops have the same {'name' if a.name == b.name else 'host' if a.host else 'path'}")
    one, other = (settings.load(each.shop, each.data_dir or None, {}) for each in (a, b))
    if _store_of(one) == _store_of(other):
        raise InvalidFile(f"{pair}: two shops have the same store; each needs one of its own, in one database ?schema={a.name}")
    if (engine := _engine_of(one)) and engine == _engine_of(other):
        raise InvalidFile(f"{pair}: two shops have their search in the same schema; each needs one of its own (engine in shopkeeper.toml)")
    folders = [each.folder.resolve() for each in (one, other)]
    if folders[0].is_relative_to(folders[1]) or folders[1].is_relative_to(folders[0]):
        raise InvalidFile(f"{pair}: one folder lies in the other ({folders[0]}, {folders[1]}); each needs one of its own")


def _store_of(shop: settings.Settings) -> tuple[str, ...]:
    """What is the same for two ways to write the place of one store."""
    if isinstance(shop.database, Path):
        return (str(shop.database.resolve()),)
    url = urlsplit(shop.database)
    if url.scheme == "sqlite":
        return (str(Path(url.path[1:]).resolve()),)
    return _schema_of(url)


def _engine_of(shop: settings.Settings) -> tuple[str, ...]:
    """Where the engine postgres keeps a shop's search; nothing for other engines, which name what they keep after the store."""
    kind, _, url = shop.engine.partition(":")
    if kind != "postgres":
        return ()
    return _schema_of(urlsplit(url)) if url else _store_of(shop)


def _schema_of(url: SplitResult) -> tuple[str, ...]:
    return ((url.hostname or "").lower(), str(url.port or 5432), url.path, *parse_qs(url.query).get("schema", ["public"]))
