"""Logs without personal data: whatever the program and its libraries log is masked before any handler sees it."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from ..text.personal import mask

_plain = logging.Formatter()


def discreet() -> None:
    """Masks e-mail addresses, telephone numbers and so on in all that this process logs from now on; twice is as good as once."""
    make = logging.getLogRecordFactory()
    if not isinstance(make, _Masking):
        logging.setLogRecordFactory(_Masking(make))


class _Masking:
    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        if isinstance(record.args, tuple):  # the parts stay apart, as far as they can: a formatter may ask for the arguments
            record.args = tuple(map(_masked, record.args))
        with suppress(Exception):  # a message that does not fit its arguments is for logging itself to complain of
            said = record.getMessage()
            if (masked := mask(said)) != said:
                record.msg, record.args = masked, ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = mask(_plain.formatException(record.exc_info))
        return record


def _masked(argument: object) -> object:
    """An argument that is written as a text without what is personal in it; a number stays one, for the sake of `%d`."""
    if isinstance(argument, int | float):
        return argument
    text = str(argument)
    masked = mask(text)
    return argument if masked == text else masked
