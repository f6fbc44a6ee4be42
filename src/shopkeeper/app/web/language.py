"""Which of the two languages a visitor reads."""

from __future__ import annotations

from fastapi import Request

from ...shop import LANGUAGES, Language

COOKIE = "lang"


def language_of(request: Request) -> Language:
    """The language in the address, else the one chosen earlier, else the browser's, else English."""
    return asked(request) or _known(request.cookies.get(COOKIE)) or accepted(request.headers.get("accept-language", "")) or "en"


def asked(request: Request) -> Language | None:
    """The language that the address asks for."""
    return _known(request.query_params.get("lang"))


def accepted(header: str) -> Language | None:
    """The one of our languages that an Accept-Language header likes best."""
    ranked: list[tuple[float, Language]] = []
    for part in header.split(","):
        tag, _, parameters = part.strip().partition(";")
        language = _known(tag.split("-")[0].lower())
        if language:
            ranked.append((_quality(parameters), language))
    best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] > 0 else None


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _known(value: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language == value), None)
