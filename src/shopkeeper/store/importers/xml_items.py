"""The items of an RSS or Atom feed, one at a time, with the standard library's parser made safe."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from ...shop import InvalidRecord
from . import limits
from .encoding import MARK
from .row import Row

_CHUNK = 1 << 16
_ITEMS = frozenset(("item", "entry"))
_GOOGLE = "http://base.google.com/ns/1.0"
_LOOKS = re.compile(r"\s*<(?:\?xml|rss\b|feed\b|rdf:RDF\b|channel\b)", re.I)
_DEPTH = 64  # elements within each other
_AGREED = {"summary": "description", "content": "description"}


def looks_like(text: str) -> bool:
    """Whether a text begins as an XML feed does."""
    return bool(_LOOKS.match(text))


def read(text: io.TextIOBase) -> Iterator[Row]:
    """The items numbered from 1, their elements by name without a prefix. What comes several times is
    a list, what holds elements an object; Google's element goes before a plain one of the same name.

    Entities and other definitions of a feed's own are refused, so nothing can be blown up or fetched. After broken XML
    nothing says where the next item begins: the rest of the file is one problem.
    """
    items = _Items()
    while True:
        chunk = text.read(_CHUNK)
        problem = items.feed(chunk)
        yield from items.taken()
        if problem:
            yield Row(items.count + 1, {"text": items.unfinished()}, problem)
            return
        if not chunk:
            return


class _Refused(Exception):
    """What a feed must not hold."""


class _Element:
    """An element that is open."""

    __slots__ = ("children", "google", "name", "text")

    def __init__(self, name: str, google: bool, value: str) -> None:
        self.name, self.google = name, google
        self.text = [value] if value else []
        self.children: dict[str, tuple[bool, Any]] = {}

    def add(self, name: str, google: bool, value: Any) -> None:
        before = self.children.get(name)
        if before is None or (google and not before[0]):
            self.children[name] = (google, value)
        elif google == before[0]:
            if isinstance(before[1], list):
                before[1].append(value)
            else:
                self.children[name] = (google, [before[1], value])

    def value(self) -> Any:
        if self.children:
            return {name: value for name, (_, value) in self.children.items()}
        return "".join(self.text).strip()


class _Items:
    def __init__(self) -> None:
        self.count = 0
        self._fed, self._size, self._depth, self._damaged = 0, 0, 0, False
        self._open: list[_Element] = []
        self._done: list[Row] = []
        # The text is decoded already, whatever encoding the file says it has.
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler, self._parser.StartDoctypeDeclHandler = self._entity, self._doctype

    def feed(self, chunk: str) -> InvalidRecord | None:
        """Takes a piece of the file in ("": its end); what is wrong with it."""
        self._damaged = self._damaged or MARK in chunk
        piece = chunk.replace(MARK, "\ufffd").encode("utf-8", "replace")
        self._fed += len(piece)
        try:
            self._parser.Parse(piece, not chunk)
            if self._fed - self._parser.CurrentByteIndex > 2 * limits.LONGEST:
                raise _Refused(f"tags and comments of at most {2 * limits.LONGEST:,} bytes")
        except expat.ExpatError as error:
            return InvalidRecord("xml", f"well-formed XML; what follows cannot be read ({error})", self.unfinished()[:60] or None)
        except _Refused as error:
            return InvalidRecord("xml", str(error), self.unfinished()[:60] or None)
        return None

    def taken(self) -> list[Row]:
        """The items that are whole since the last time."""
        done, self._done = self._done, []
        return done

    def unfinished(self) -> str:
        """The beginning of the item that was being read."""
        return str(self._open[0].value())[:200] if self._open else ""

    def _entity(self, *_: Any) -> None:
        raise _Refused("a feed without entities of its own")

    def _doctype(self, name: str, system: str | None, public: str | None, own: bool) -> None:
        if own:
            raise _Refused("a feed without definitions of its own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise _Refused(f"at most {_DEPTH} elements within each other")
        space, _, local = name.rpartition(" ")
        local = local.lower()
        if not self._open and local not in _ITEMS:
            return
        self._size = 0 if not self._open else self._size + len(name)
        href = attributes.get("href", "") if local == "link" and attributes.get("rel", "alternate") == "alternate" else ""
        self._open.append(_Element(_AGREED.get(local, local), space == _GOOGLE, href))

    def _characters(self, data: str) -> None:
        if self._open:
            self._size += len(data)
            if self._size <= limits.LONGEST:
                self._open[-1].text.append(data)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        element = self._open.pop()
        if self._open:
            value = element.value()
            if value not in ("", {}) and self._size <= limits.LONGEST:
                self._open[-1].add(element.name, element.google, value)
            return
        self.count += 1
        values = element.value()
        self._done.append(Row(self.count, values if isinstance(values, dict) else {"text": values}, self._problem(values), self._size))

    def _problem(self, values: Any) -> InvalidRecord | None:
        if self._size > limits.LONGEST:
            return InvalidRecord("item", f"at most {limits.LONGEST:,} characters", None)
        if len(values) > limits.COLUMNS and isinstance(values, dict):
            return InvalidRecord("item", f"at most {limits.COLUMNS:,} fields", f"{len(values):,}")
        if self._damaged and "\ufffd" in str(values):
            return InvalidRecord("item", "text in the encoding of the file", str(values)[:60])
        return None
