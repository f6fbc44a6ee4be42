"""The connection to Milvus, and a sentence for whatever goes wrong with it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

from ....shop import InvalidRecord, ShopkeeperError
from ..remote.backend import Swapped

if TYPE_CHECKING:
    from pymilvus import MilvusClient

ANSWER_S = 5.0  # within which a question is answered
WRITE_S, BUILD_S = 60.0, 3600.0
REST_S = 5.0  # a server that did not answer is left alone so long: whoever asks meanwhile is told at once
BATCH = 5000  # rows of one page of many
GONE = (100, 4)  # a collection that is not there, as newer and older servers say it
RELEASED = (101,)  # one that is not loaded
SILENT = (1, 2)  # no answer in time, no connection
ACCEPTED = "`milvus:http://host:19530` (also https, `user:password@`, `/database`), or `milvus:file.db` to try it in one process"

A = TypeVar("A")


class MilvusError(ShopkeeperError):
    """The engine did not answer, or refused."""


class Place(NamedTuple):
    """Where a Milvus is: `uri` a server's or the path of a file, the rest only of a server. `shown` holds no password."""

    uri: str
    token: str
    database: str
    shown: str

    @classmethod
    def of(cls, text: str, folder: Path) -> Place:
        """What stands behind `milvus:` in the setting `engine`; a file is seen from `folder`. `InvalidRecord` when it is neither."""
        if "://" not in text:
            if not text.endswith(".db"):
                raise InvalidRecord("engine", ACCEPTED, text)
            return cls(str(folder.absolute() / text), "", "", text)
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidRecord("engine", ACCEPTED, f"milvus:{parts.scheme}://…")
        host = f"{parts.scheme}://{parts.hostname}:{parts.port or 19530}"
        token = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
        return cls(host, token, parts.path.strip("/"), host)


class Client:
    """Opens the connection when it is first needed, so that a shop opens without its engine."""

    def __init__(self, place: Place) -> None:
        if find_spec("pymilvus") is None:
            raise MilvusError("the search engine milvus needs its client: pip install shopkeeper[milvus]")
        self._place, self._lock = place, threading.Lock()
        self._open: MilvusClient | None = None
        self._loaded: set[str] = set()
        self._rests_until, self._why = 0.0, ""

    @contextmanager
    def asking(self) -> Iterator[MilvusClient]:
        """The client, for some calls; its errors come out as `MilvusError`, and `Swapped` for a collection that is gone."""
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        if time.monotonic() < self._rests_until:
            raise MilvusError(self._why)
        try:
            yield self._connected()
        except RpcError as error:
            raise self._silent(error) from error
        except MilvusException as error:
            if error.code in GONE:
                raise Swapped from error
            raise (self._silent(error) if error.code in SILENT else self._refused(error)) from error

    def query(self, collection: str, condition: str, fields: Sequence[str], strong: bool = False) -> list[dict[str, Any]]:
        """The rows that a condition holds for, at most 16,384. What this process wrote is seen; with `strong` also what others did."""
        level = "Strong" if strong else "Session"
        found = self._loaded_first(collection, lambda client: client.query(
            collection, filter=condition, output_fields=list(fields), timeout=ANSWER_S, consistency_level=level))
        return [dict(row) for row in found]

    def search(self, collection: str, field: str, vector: Any, depth: int, condition: str, params: dict[str, Any]) -> list[str]:
        """The ids of the rows whose `field` has the greatest inner products with a vector."""
        found = self._loaded_first(collection, lambda client: client.search(
            collection, data=[vector], anns_field=field, limit=depth, filter=condition, search_params=params, timeout=ANSWER_S,
            consistency_level="Session"))
        return [hit["id"] for hit in found[0]]

    def all(self, collection: str, condition: str, fields: Sequence[str], limit: int) -> list[dict[str, Any]]:
        """The rows that a condition holds for, however many; `limit` -1: all."""

        def ask(client: MilvusClient) -> list[dict[str, Any]]:
            rows: list[dict[str, Any]] = []
            pages = client.query_iterator(collection, BATCH, limit, condition, list(fields), timeout=ANSWER_S)
            while page := pages.next():
                rows += map(dict, page)
            pages.close()
            return rows

        return self._loaded_first(collection, ask)

    def write(self, collection: str, rows: list[dict[str, Any]]) -> None:
        """Adds rows, or replaces those of the same ids."""
        with self.asking() as client:
            client.upsert(collection, rows, timeout=WRITE_S)

    def delete(self, collection: str, condition: str) -> None:
        """Removes the rows that a condition holds for."""
        with self.asking() as client:
            client.delete(collection, filter=condition, timeout=WRITE_S)

    def close(self) -> None:
        """Lets the connection go."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _connected(self) -> MilvusClient:
        with self._lock:
            if self._open is None:
                self._open = self._connect()
            return self._open

    def _connect(self) -> MilvusClient:
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException

        for name in ("pymilvus", "milvus_lite"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what they would say is said in our sentences
        place = self._place
        try:
            return MilvusClient(place.uri, token=place.token, db_name=place.database, timeout=ANSWER_S)
        except MilvusException as error:
            if "://" in place.uri:
                raise
            reason = "one process at a time may have it open; for several, run Milvus as a server, see docs/scale.md"
            raise MilvusError(f"the search engine Milvus cannot open {place.shown}: {reason}") from error

    def _loaded_first(self, collection: str, ask: Callable[[MilvusClient], A]) -> A:
        """An answer from a collection that is loaded; a server that was started anew has loaded none."""
        from pymilvus.exceptions import MilvusException

        with self.asking() as client:
            while True:
                known = collection in self._loaded
                if not known:
                    client.load_collection(collection, timeout=ANSWER_S)
                    self._loaded.add(collection)
                try:
                    return ask(client)
                except MilvusException as error:
                    if not known or error.code not in RELEASED:
                        raise
                    self._loaded.discard(collection)

    def _silent(self, error: Exception) -> MilvusError:
        self._why = f"the search engine Milvus at {self._place.shown} did not answer: {_said(error)}"
        self._rests_until = time.monotonic() + REST_S
        return MilvusError(self._why)

    def _refused(self, error: Exception) -> MilvusError:
        return MilvusError(f"the search engine Milvus at {self._place.shown} refused: {_said(error)}")


def _said(error: Any) -> str:
    said = error.details() if hasattr(error, "details") else getattr(error, "message", error)
    return " ".join(str(said).split())[:300]
