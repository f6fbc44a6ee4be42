"""What the codes of a file name in the shop: variants by their id, SKU or barcode, or a product by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...shop import InvalidRecord
from ..protocol import By, Coded, Products
from .values import Cell, identity

# Which reading of a code goes first depends on the column that it stands in.
ORDERS: dict[str, tuple[By, ...]] = {
    "variant_id": ("id", "sku", "barcode", "product"),
    "sku": ("sku", "id", "barcode", "product"),
    "barcode": ("barcode", "sku", "id", "product"),
    "product_id": ("product", "id", "sku", "barcode"),
}


def code(cell: Cell) -> str:
    """A cell as a code: tables write "690.0" for 690."""
    return identity(cell.value)


class Codes:
    """The codes of one batch of rows, looked up in the store at once."""

    def __init__(self) -> None:
        self._found: Mapping[str, list[Coded]] = {}

    def look_up(self, products: Products, codes: Iterable[str]) -> None:
        """Asks for all codes that are about to be needed."""
        self._found = products.by_code(list(dict.fromkeys(codes)))

    def find(self, field: str, code: str) -> list[Coded]:
        """What a code in a column of this field means: several when it is not one variant's alone."""
        found = self._found.get(code, [])
        for by in ORDERS[field]:
            if matches := [match for match in found if match.by == by]:
                return matches
        return []

    def variant(self, one: Mapping[str, Cell], column: str = "variant_id") -> str:
        """The id of the variant that a row names; `InvalidRecord` when it names none (in `column`), or several."""
        told = [(field, one[field]) for field in ORDERS if field in one and code(one[field])]
        if not told:
            raise InvalidRecord(column, "the id, SKU or barcode of a variant")
        for field, cell in told:
            matches = self.find(field, code(cell))
            if len(matches) > 1:
                raise InvalidRecord(cell.column, f"the code of one variant (this one fits {len(matches)})", cell.value)
            if matches:
                return matches[0].variant_id
        raise InvalidRecord(told[0][1].column, "the id, SKU or barcode of a variant that the shop has", told[0][1].value)
