"""What sort of work a request is: one table for how many of them are answered at once and how many somebody may send."""

from __future__ import annotations

from typing import Literal

from .kinds import BULK_PATHS

Work = Literal["search", "chat", "write", "bulk"]
WORKS: tuple[Work, ...] = ("search", "chat", "write", "bulk")

_FREE = ("/health", "/metrics", "/version", "/favicon.ico", "/widget.js")  # answered whatever happens, and cheap
_FILES = ("/static/", "/media/")
_CHAT = ("/v1/chat", "/v1/guide", "/mcp", "/v1/completions", "/v1/embeddings", "/orders")
_READS = ("/v1/search", "/v1/recommend", "/v1/similarity", "/v1/match")  # questions that are sent as JSON
_LONG = (
    "/console/", "/v1/write", "/v1/explain", "/v1/quality", "/v1/catalog/", "/v1/forecast", "/v1/reorder", "/v1/what-if",
    "/v1/stock-", "/v1/purchases", "/v1/customers/", "/v1/searches/", "/v1/experiments", "/v1/rules/try",
    "/v1/recommendations/measures", "/v1/opinions",
)


def work_of(method: str, path: str) -> Work | None:
    """The sort of work that a request is: `search` (pages, searches, recommendations, records by id), `chat`, `write` (events, baskets,
    forms, single records), `bulk` (whole files, analyses, writing); None for what is never held up, such as `/health`."""
    if path in _FREE or path.startswith(_FILES):
        return None
    if path.startswith(_CHAT):
        return "chat" if method not in ("GET", "HEAD") else "search"
    if path.startswith("/console/log"):  # in and out, which no analysis is to hold up
        return "write"
    if path.startswith(_LONG) or (method in ("PUT", "POST", "DELETE") and (path in BULK_PATHS or path == "/v1/products")):
        return "bulk" if path != "/v1/events" or method != "POST" else "write"
    if method in ("GET", "HEAD") or (method == "POST" and path.startswith(_READS)):
        return "search"
    return "write"
