"""A real HTTP server that is the order system of a shop, as moody as a test asks it to be."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, Any, dict[str, str]] | None
Mood = Callable[[str, str, Any], Answer]  # method, path, body; None: hangs up without an answer


class OrderServer:
    """Answers each request with the next of `moods`, then always with the last. `asked` are method, path, body and headers."""

    def __init__(self, url: str, moods: list[Mood]) -> None:
        self.url, self.moods = url, moods
        self.asked: list[tuple[str, str, Any, dict[str, str]]] = []

    @property
    def keys(self) -> list[str]:
        """The idempotency keys that came, in their order."""
        return [headers["idempotency-key"] for method, _, _, headers in self.asked if method == "POST"]


class _Handler(BaseHTTPRequestHandler):
    server_of: OrderServer

    def _serve(self) -> None:
        text = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        body = json.loads(text) if text else None
        system = self.server_of
        headers = {name.lower(): value for name, value in self.headers.items()} | {"text": text}
        system.asked.append((self.command, self.path, body, headers))
        mood = system.moods[0] if len(system.moods) == 1 else system.moods.pop(0)
        answer = mood(self.command, self.path, body)
        if answer is None:
            self.close_connection = True
            return
        status, value, more = answer
        said = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(status)
        for name, header in {"content-length": str(len(said)), **more}.items():
            self.send_header(name, header)
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_PUT = _serve

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def says(status: int, value: Any = None, **headers: str) -> Mood:
    """One answer, whatever is asked."""
    return lambda *_: (status, {} if value is None else value, {name.replace("_", "-"): text for name, text in headers.items()})


def done(*_: Any) -> Answer:
    return 200, {"state": "acknowledged"}, {}


def hangs_up(*_: Any) -> Answer:
    return None


def sleeps(seconds: float) -> Mood:
    def mood(*_: Any) -> Answer:
        time.sleep(seconds)
        return done()

    return mood


@contextmanager
def order_server(*moods: Mood) -> Iterator[OrderServer]:
    """A server while the context lasts."""
    handler = type("Bound", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.block_on_close = True, False
    handler.server_of = system = OrderServer(f"http://127.0.0.1:{server.server_port}", list(moods))  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
