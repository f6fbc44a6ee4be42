"""What is logged holds no personal data, whichever way it was said."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from shopkeeper.app.discreet import discreet


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    before, stream = logging.getLogRecordFactory(), io.StringIO()
    handler, log = logging.StreamHandler(stream), logging.getLogger("shopkeeper.test")
    log.addHandler(handler)
    discreet()
    discreet()
    yield stream
    log.removeHandler(handler)
    logging.setLogRecordFactory(before)


def test_messages_arguments_and_tracebacks_are_masked(logged: io.StringIO) -> None:
    log = logging.getLogger("shopkeeper.test")
    log.warning("order of li@example.com")
    log.warning("%s ordered %d: %s", "wang@example.com", 2, ValueError("13812345678"))
    log.warning("%(who)s called", {"who": "zhao@example.com"})
    log.warning("number %d", 13812345678)
    try:
        raise ValueError("no such card: 4111 1111 1111 1111")
    except ValueError:
        log.exception("failed")
    said = logged.getvalue()
    assert said.startswith("order of [email]\n[email] ordered 2: [phone]\n[email] called\n")
    assert "ValueError: no such card: [card]" in said
    assert not [datum for datum in ("example.com", "1381", "4111") if datum in said]
