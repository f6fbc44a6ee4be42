"""A look at a file before any of it goes in: how it would be read, and what would become of its first rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...shop import InvalidFile, InvalidRecord
from ..protocol import Store
from .columns import Field
from .limits import TooMuch
from .plan import Plan, plan_import
from .rejects import Rejects
from .report import Reason
from .row import Row
from .rows import Source
from .run import Run
from .synonyms import KINDS
from .vendor import Vendor

ROWS = 1_000  # that are looked at
RECORDS = 6  # that are shown as they would be stored
REJECTED = 100  # rejected rows that are named
EXAMPLES, LONGEST = 3, 60  # values of a column that are shown, and characters of each
_BOTH = {"products": ("title", "description", "brand", "category")}  # fields that may be of either language


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: some of its values, and the field that it fills as a mapping says it, such as `price_eur_cents`,
    `attribute:Colour` or `ignore`."""

    name: str
    examples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that would be rejected: its number as a spreadsheet shows it, the column, what was expected and what is there."""

    row: int
    field: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the first `ROWS` rows of a file found; `whole` when it has no more. `fixed`: the columns are read by the names
    that the format gives them, whatever a mapping says. `targets` are the fields that a column may become, and `named` those that keep the
    name of the column: "attribute" and "option". Counts as in `ImportReport`."""

    kind: str
    format: str
    encoding: str
    delimiter: str
    ids: str
    fixed: bool
    columns: tuple[Column, ...]
    targets: tuple[str, ...]
    named: tuple[str, ...]
    read: int
    whole: bool
    new: int
    changed: int
    unchanged: int
    rejected: int
    reasons: tuple[Reason, ...]
    rows: tuple[Rejected, ...]
    records: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]

    @property
    def accepted(self) -> int:
        """Records that would be in the store."""
        return self.new + self.changed + self.unchanged

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def look(
    store: Store, path: str | Path, *, kind: str | None = None, format: str = "auto", mapping: Mapping[str, str] | None = None,
    currency: str = "CNY", now: datetime | None = None,
) -> Look:  # fmt: skip
    """Reads the beginning of a file as `import_file` would, and writes nothing. `InvalidFile` as there."""
    moment = now or datetime.now(UTC)
    plan = plan_import(Path(path), kind, format, dict(mapping or {}), currency, moment)
    beginning = plan.source = _Beginning.of(plan.source)
    run = Run(store, plan, moment, "", True, plan.source.path.parent, None)
    run.rejects = kept = _Kept(plan.source.path)
    run.shown = RECORDS
    try:
        records = run.go()
    except TooMuch as error:
        raise InvalidFile(f"{path}: {error}") from None
    state = run.state
    return Look(
        plan.kind, plan.format, plan.source.encoding, plan.source.delimiter, plan.layout.ids, _is_fixed(plan), _columns(plan),
        *_offered(plan), state.rows, not beginning.cut, state.new, state.changed, state.unchanged, kept.count,
        tuple(kept.reasons.values()), tuple(kept.rows), tuple(records),
        plan.notes + tuple(f"{count:,} × {what}" for what, count in run.told.items()),
    )  # fmt: skip


def targets(kind: str) -> tuple[str, ...]:
    """The fields that a column may become, with their languages; none for a file of several kinds."""
    found: list[str] = []
    for field in dict.fromkeys(target for target, _ in KINDS.get(kind, {}).values()):
        found += [field, f"{field}_zh", f"{field}_en"] if field in _BOTH.get(kind, ()) else [field]
    return tuple(found)


def _is_fixed(plan: Plan) -> bool:
    return plan.columns is None and not isinstance(plan.layout, Vendor)


def _offered(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that a column may become, and those that keep its name."""
    if isinstance(plan.layout, Vendor):
        return plan.layout.known, ("attribute",)
    return targets(plan.kind), ("attribute", "option") if plan.kind == "products" else ()


class _Beginning(Source):
    """The first rows of a file; `cut` once it is known that there are more."""

    cut = False

    @classmethod
    def of(cls, source: Source) -> _Beginning:
        return cls(**{each.name: getattr(source, each.name) for each in fields(Source)})

    def rows(self, only: Sequence[str] | None = None, at: Callable[[int], None] | None = None) -> Iterator[Row]:
        found = super().rows(only, at)
        yield from itertools.islice(found, ROWS)
        object.__setattr__(self, "cut", next(found, None) is not None)


class _Kept(Rejects):
    """Rejected rows in memory, the first of them one by one."""

    def __init__(self, source: Path) -> None:
        super().__init__(source, None)
        self.rows: list[Rejected] = []

    def __call__(self, row: Row, error: InvalidRecord) -> None:
        super().__call__(row, error)
        if len(self.rows) < REJECTED:
            self.rows.append(Rejected(row.number, error.field, error.expected, "" if error.got is None else str(error.got)[:LONGEST]))


def _columns(plan: Plan) -> tuple[Column, ...]:
    names = plan.columns.fields if plan.columns else dict.fromkeys(plan.source.columns)
    return tuple(Column(name, _examples(plan.source.first, name), _field(plan, name)) for name in names)


def _field(plan: Plan, column: str) -> str:
    field: Field | None = plan.columns.fields[column] if plan.columns else None
    if field is not None:
        return field.told
    return plan.layout.fields.get(column, "") or "ignore" if isinstance(plan.layout, Vendor) else column


def _examples(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    values = (str(value).strip() for row in rows if (value := row.values.get(column)) not in (None, "", []))
    return tuple(itertools.islice((value[:LONGEST] for value in dict.fromkeys(values) if value), EXAMPLES))
