"""The copy that a catalogue has already, held against its own records: what it says that they do not.

A product's description is held against its facts, its title against the same without titles and tags. The answers go to a file, one line
a product (JSON lines), or one a claim that does not hold (CSV; a product without one has a line, too). A run that was stopped, at
whatever moment, goes on from what the file holds.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..claims import Claim, check, false_claims, mended
from ..claims.records import facts_of
from ..shop import InvalidFile, Language, Localized, Product, ProductStatus
from ..store.protocol import Store
from ..text.spreadsheet import Sheet, text_of

COLUMNS = ("product_id", "field", "language", "verdict", "kind", "text", "reason", "record", "mended")
_COPY = frozenset(("title", "tags"))  # facts that are copy themselves
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One text of a product with its claims that do not hold, and what is left of it without them."""

    product_id: str
    field: str
    language: Language
    claims: tuple[Claim, ...]
    mended: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"field": self.field, "language": self.language, "claims": [claim.to_dict() for claim in self.claims], "mended": self.mended}


@dataclass(slots=True)
class Findings:
    """What a run found: products looked at (`earlier` of them by a run before), those with claims that do not hold, and how many of each
    verdict and kind."""

    products: int = 0
    earlier: int = 0
    doubtful: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, doubts: list[Doubt]) -> None:
        """Counts a product."""
        self.products += 1
        self.doubtful += bool(doubts)
        self.counts.update((str(claim.verdict), str(claim.kind)) for doubt in doubts for claim in doubt.claims)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        counts = [{"verdict": verdict, "kind": kind, "claims": n} for (verdict, kind), n in self.counts.most_common()]
        return {"products": self.products, "earlier": self.earlier, "doubtful": self.doubtful, "claims": counts}


def doubts_of(product: Product, *, market: str | None = None, now: datetime | None = None, mend: bool = True) -> list[Doubt]:
    """The texts of a product that say what its own record does not, with its claims that do not hold."""
    facts, at = facts_of(product), now or datetime.now(UTC)
    without = [pair for pair in facts if pair[0] not in _COPY]
    texts = [("title", product.title, without), ("description", product.description, facts)]
    return [doubt for name, text, known in texts for doubt in _doubts(product.id, name, text, known, market, at, mend)]


def _doubts(id: str, name: str, text: Localized, facts: Any, market: str | None, now: datetime, mend: bool) -> Iterator[Doubt]:
    said: list[tuple[Language, str]] = [("zh", text.zh), ("en", text.en)]
    for language, words in said:
        false = false_claims(check(words, facts, now=now, market=market)) if words else []
        if false:
            left = mended(words, lambda again: check(again, facts, now=now, market=market)).text if mend else ""
            yield Doubt(id, name, language, tuple(false), left)


def check_catalogue(
    store: Store, out: Path, *, market: str | None = None, language: Language = "en", progress: Progress | None = None,
) -> Findings:
    """Checks every active product that `out` does not have yet; reasons in `language` in a CSV file."""
    rows = _csv_rows(language) if out.suffix.lower() == ".csv" else _json_rows
    done, found = _done(out), Findings()
    total = store.products.count() if progress else 0
    with out.open("a", encoding="utf-8", newline="") as file:
        if rows is not _json_rows and not file.tell():
            file.write(_line(COLUMNS))
        for product in store.products.all():
            if product.status is not ProductStatus.ACTIVE:
                continue
            if product.id in done:
                found.earlier += 1
                continue
            doubts = doubts_of(product, market=market)
            found.add(doubts)
            file.write(rows(product.id, doubts))
            if progress:
                progress("claims", found.products + found.earlier, total)
    return found


def _json_rows(id: str, doubts: list[Doubt]) -> str:
    return json.dumps({"product_id": id, "doubts": [doubt.to_dict() for doubt in doubts]}, ensure_ascii=False) + "\n"


def _csv_rows(language: Language) -> Callable[[str, list[Doubt]], str]:
    def rows(id: str, doubts: list[Doubt]) -> str:
        lines: list[tuple[Any, ...]] = [
            (id, doubt.field, doubt.language, claim.verdict, claim.kind, claim.text, claim.reason.get(language), claim.record,
             doubt.mended) for doubt in doubts for claim in doubt.claims]  # fmt: skip
        return "".join(_line(line) for line in lines or [(id, "", "", "holds", "", "", "", "", "")])

    return rows


def _line(values: tuple[Any, ...]) -> str:
    text = io.StringIO()
    Sheet(text).row(" ".join(str(value).split()) for value in values)
    return text.getvalue()


def _done(out: Path) -> set[str]:
    """The products that a file has, all but the last, which is done again: its lines, and a line that was not finished, are taken away."""
    if not out.exists() or not out.stat().st_size:
        return set()
    lines = out.read_bytes().splitlines(keepends=True)
    if not lines[-1].endswith(b"\n"):
        lines.pop()
    head = lines[:1] if out.suffix.lower() == ".csv" else []
    try:
        ids = [_id(line, out) for line in lines[len(head) :]]
    except (ValueError, KeyError, TypeError, StopIteration):
        raise InvalidFile(f"{out}: expected what an earlier `claims catalogue` wrote, or no such file") from None
    keep = [line for line, id in zip(lines[len(head) :], ids, strict=True) if id != ids[-1]]
    out.write_bytes(b"".join([*head, *keep]))
    return set(ids[:-1]) - {ids[-1]} if ids else set()


def _id(line: bytes, out: Path) -> str:
    text = line.decode("utf-8")
    return str(json.loads(text)["product_id"] if out.suffix.lower() != ".csv" else text_of(next(csv.reader([text]))[0]))
