"""A small HTTP server that speaks OpenAI's interface as badly as a test asks it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Mood = Callable[["Handler"], None]


class MoodyServer:
    """Answers each request with the next of `moods`, then always with the last; keeps what was asked and when."""

    def __init__(self, url: str, moods: list[Mood]) -> None:
        self.url, self.moods = url, moods
        self.asked: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.times: list[float] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    moody: MoodyServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.moody.asked.append((self.path, body, {name.lower(): value for name, value in self.headers.items()}))
        self.moody.times.append(time.monotonic())
        mood = self.moody.moods[0] if len(self.moody.moods) == 1 else self.moody.moods.pop(0)
        mood(self)

    def do_GET(self) -> None:
        self.answer(200, json.dumps({"object": "list", "data": [{"id": "moody-1", "object": "model"}]}))

    def answer(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": "application/json", "content-length": str(len(body.encode())), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body.encode())

    def stream(self, *events: str) -> None:
        """Server-sent events; the connection is closed after them, as after an answer without a length."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        for event in events:
            self.wfile.write(f"data: {event}\n\n".encode())
            self.wfile.flush()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def chunk(finish: str | None = None, usage: Any = None, **delta: Any) -> str:
    """One event of a chat."""
    return json.dumps({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "moody-1", "usage": usage,
                       "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def well(text: str = "好的", prompt: int = 7, completion: int = 2) -> Mood:
    """A good answer."""
    usage = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return lambda handler: handler.stream(*(chunk(content=character) for character in text), chunk("stop", usage), "[DONE]")


def status(code: int, message: str = "no", **headers: str) -> Mood:
    """An error. `retry_after_ms` keeps tests quick: the client waits as long before its next try."""
    return lambda handler: handler.answer(code, json.dumps({"error": {"message": message}}), **headers)


@contextmanager
def moody_server(*moods: Mood) -> Iterator[MoodyServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {}))
    server.daemon_threads, server.block_on_close = True, False
    server.RequestHandlerClass.moody = moody = MoodyServer(f"http://127.0.0.1:{server.server_port}/v1", list(moods))  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield moody
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
