"""What went wrong, in a sentence for a shopper."""

from __future__ import annotations

# How the sentences of errors begin, which are in English and made for whoever asked by the API.
_BEGINNINGS = {
    "price": "error_price", "quantity": "error_quantity", "filter": "error_filter", "no field": "error_filter", "where": "error_filter",
    "cursor": "error_cursor", "q:": "error_query", "query:": "error_query",
}
_STATUSES = {401: "error_401", 403: "error_403", 404: "error_404_note", 405: "error_405", 409: "error_409", 413: "error_413",
             422: "error_422", 429: "error_429", 503: "error_busy"}
_TITLES = {401: "error_title_403", 403: "error_title_403", 404: "error_404", 429: "error_title_429", 503: "error_title_busy"}


def sentence(status: int, message: str) -> str:
    """The key of the sentence that says what a shopper can make of an error."""
    if status == 503 and "index" in message:
        return "error_503"
    if status == 422:
        return next((key for beginning, key in _BEGINNINGS.items() if message.startswith(beginning)), _STATUSES[422])
    return _STATUSES.get(status, "error_500" if status >= 500 else "error_422")


def title(status: int, message: str) -> str:
    """The key of the heading of an error's page."""
    if status == 503 and "index" in message:
        return "error_title_setup"
    return _TITLES.get(status, "error_title_500" if status >= 500 else "error_other")
