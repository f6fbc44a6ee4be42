"""Facts and the copy that people wrote of them: a shop's own, and those of files, as a writer learns them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..models.language.pairs import Pair
from ..shop import LANGUAGES, InvalidFile
from ..store.importers import read_rows
from ..store.protocol import Store
from ..writing.names import key_of
from .texts import product_facts

_COPY, _FACTS, _TITLE, _KIND = "copy", "facts", "title", "kind"
_APPROVED = "reference"  # the copy in what `export drafts` writes


def copy_pairs(store: Store, files: Sequence[Path] = (), mapping: Mapping[str, str] | None = None) -> Iterator[tuple[str, Pair]]:
    """Where it comes from, and the pair: the shop's products that have a description, in order of their ids, then the files.

    A row of a file has the `copy`, a `title` perhaps, and `facts`: an object, a list of pairs, or a text such as `颜色#红*材质#棉` or
    `colour: red; material: cotton`; without `facts` every other column is one. Approved drafts that were exported are read as they are,
    the descriptions among them. `InvalidFile` for a row without copy or facts.
    """
    for product in store.products.all():
        for language in LANGUAGES:
            copy, title = ((text.zh if language == "zh" else text.en) for text in (product.description, product.title))
            if copy and title:
                yield "products", Pair(product_facts(product, language), copy, title)
    yield from file_pairs(files, mapping)


def file_pairs(files: Sequence[Path], mapping: Mapping[str, str] | None = None) -> Iterator[tuple[str, Pair]]:
    """The pairs of files, see `copy_pairs`."""
    for path in files:
        for row in read_rows(path, mapping):
            if _APPROVED not in row.values or row.values.get(_KIND, "description") == "description":
                yield path.name, _pair(row.values, f"{path}, row {row.number}")


def _pair(values: Mapping[str, Any], where: str) -> Pair:
    copy, title = values.get(_COPY) or values.get(_APPROVED), str(values.get(_TITLE) or "")
    if not isinstance(copy, str) or not copy.strip():
        raise InvalidFile(f"{where}, {_COPY}: expected the text that was written of the facts; name the column with --map theirs={_COPY}")
    others = {name: value for name, value in values.items() if name not in (_COPY, _TITLE)}
    known = tuple(_facts(values.get(_FACTS, others)))
    title = title or next((value for name, value in known if key_of(name) == _TITLE), "")
    facts = tuple((name, value) for name, value in known if key_of(name) != _TITLE)
    if not facts and not title:
        raise InvalidFile(f"{where}, {_FACTS}: expected names and values, got {str(values.get(_FACTS))[:80]!r}")
    return Pair(facts, copy, title)


def _facts(given: Any) -> Iterator[tuple[str, str]]:
    if isinstance(given, str):
        given = _read(given)
    for pair in given.items() if isinstance(given, Mapping) else given or ():
        name, value = pair if len(pair) == 2 else ("", None)
        if str(name).strip() and value not in (None, "", [], {}):
            yield str(name).strip(), _shown(value)


def _read(text: str) -> Any:
    if text.lstrip()[:1] in ("[", "{"):
        return json.loads(text)
    if "#" in text:
        return [fact.split("#", 1) for fact in text.split("*") if "#" in fact]
    return [fact.split(":", 1) for fact in text.replace("：", ":").replace("；", ";").replace("\n", ";").split(";") if ":" in fact]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value).strip()
