"""Product feeds: one variant a row under names that a channel prescribes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from ...shop import Attribute, InvalidRecord
from .columns import Columns, bare_key
from .grouped import GroupedProducts
from .products import Part
from .values import text


class FeedProducts(GroupedProducts):
    """What feeds have in common: fixed names, and ids that are the shop's SKUs. A subclass says which
    fields its names are, and turns into columns of ours what stands in forms of its own."""

    title: ClassVar[str]
    usual: ClassVar[str]
    names: ClassVar[Mapping[str, str]]
    ignored: ClassVar[frozenset[str]]
    added: tuple[str, ...]

    def __init__(self, columns: Sequence[str], currency: str, mapping: Mapping[str, str], now: datetime | None = None) -> None:
        self._by_key = {bare_key(c): c for c in columns}
        self.added = tuple(name for name in ("group_id", "options", "attributes") if bare_key(name) not in self._by_key)
        told = {**dict.fromkeys(self.ignored, "ignore"), **self.names, **mapping}
        if any(name in self._by_key for name in ("itemgroupid", "groupid")):
            self.added = tuple(name for name in self.added if name != "group_id")
        super().__init__(Columns("products", [*columns, *self.added], told), currency, now)
        if "group_id" in self.added:
            self.ids = f"column {self.columns.of('id')}"

    @classmethod
    def can_read(cls, columns: Iterable[str]) -> bool:
        """Whether a file with these columns has what the feed cannot do without."""
        keys = {bare_key(c) for c in columns}
        return bool(keys & {"id", "itemid"}) and "title" in keys

    def part(self, values: Mapping[str, Any], group: str = "") -> Part:
        """What a row says; its id is the variant's SKU too."""
        id = self.columns.of("id")
        if not id or not text(values.get(id)):
            raise InvalidRecord(id or "id", "the id of the item")
        part = super().part(self.prepared(values), group)
        part.attributes.sort(key=self.place)
        return part._replace(variant=replace(part.variant, sku=part.variant.sku or part.variant.id))

    def place(self, attribute: Attribute) -> int:
        """Where an attribute stands among those of its product: so it does not matter how a file orders its columns."""
        return 0

    def prepared(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values of a row with the feed's own forms as columns of ours."""
        return values

    def value(self, values: Mapping[str, Any], name: str) -> Any:
        """What stands under a name of the feed, however it is spelt; None when nothing does."""
        return values.get(self._by_key.get(bare_key(name), name))
