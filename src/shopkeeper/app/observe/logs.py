"""Logs as JSON lines, each with the id of the request that it is about, without secrets.

What is personal is masked before (`app.discreet`); what shoppers search and say is in no line.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from ...shop import ShopkeeperError
from ..settings import SECRETS, Settings, load

REQUEST: ContextVar[str] = ContextVar("request", default="")
FACTS = "facts"  # `extra={FACTS: {…}}` of a log call: members of its line
_SHORTEST = 6  # a secret of fewer characters would blacken half of the log
_plain = logging.Formatter()


class JsonLines(logging.Formatter):
    """Each record as one line: `at`, `level`, `logger`, `message`, where there is one `request_id`, the facts of the record, and `error`
    with its traceback. `secrets` are blackened wherever they stand."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(each for each in secrets if len(each) >= _SHORTEST)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower(),
            "logger": record.name, "message": record.getMessage(),
        }
        if request := REQUEST.get():
            line["request_id"] = request
        line |= getattr(record, FACTS, {})
        if record.exc_info or record.exc_text:
            line["error"] = record.exc_text or _plain.formatException(record.exc_info)  # type: ignore[arg-type]
        text = json.dumps(line, ensure_ascii=False, default=str)
        for secret in self._secrets:
            text = text.replace(json.dumps(secret, ensure_ascii=False)[1:-1], "***")
        return text


def start_logging(shop: str | None, data_dir: str | None) -> None:
    """Makes this process log as the shop's setting `log` says; where its settings cannot be read, as ever: who opens the shop says why."""
    try:
        settings = load(shop, data_dir)
    except ShopkeeperError:
        return
    if settings.log == "json":
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines(secrets_of(settings)))
        root = logging.getLogger()
        root.handlers = [handler]
        root.setLevel(logging.WARNING)
        logging.getLogger("shopkeeper").setLevel(logging.INFO)


def secrets_of(settings: Settings) -> list[str]:
    """The secrets that the settings hold, and the passwords in their addresses."""
    held = [getattr(settings, key.name) for key in fields(settings) if key.name in SECRETS]
    addresses = [part for text in (settings.shop, settings.store, settings.read_replicas) for part in text.split() if "@" in part]
    return [secret for secret in (*held, *(each.rpartition("@")[0].rpartition(":")[2] for each in addresses)) if secret]
