"""Lines of an order file under the catalogue's own ids."""

from __future__ import annotations

import pytest

from shopkeeper.shop import Customer, Localized, Product, Variant
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file
from unit.store.importers.sample_shop import products


@pytest.fixture
def line(tmp_path, write):
    """The line that a code in a column of this name becomes, and the notes of the import."""
    store = open_store(tmp_path / "shop.db")
    store.products.put([*products(), Product("other", Localized(en="Other"), (Variant("o", sku="TWICE"), Variant("o2", sku="LAMP-2")))])
    store.products.put([Product("third", Localized(en="Third"), (Variant("t", sku="TWICE"),))])
    store.customers.put([Customer("c1", email="ada@example.com")])

    def run(column, code):
        path = write(f"order_id,email,{column},quantity,price,order_date\n1,ada@example.com,{code},1,5,2024-05-01\n")
        report = import_file(store, path, kind="orders", rejects_dir=tmp_path)
        order = store.orders.get("1")
        assert order.customer_id == "c1"
        return (order.lines[0].product_id, order.lines[0].variant_id, order.lines[0].sku), report.notes

    yield run
    store.close()


@pytest.mark.parametrize(
    ("column", "code", "found"),
    [
        ("sku", "MUG-1", ("enamel-mug", "mug-v", "MUG-1")), ("variant_id", "mug-v", ("enamel-mug", "mug-v", "")),
        ("StockCode", "MUG-1", ("enamel-mug", "mug-v", "")), ("product_id", "6900000000017", ("enamel-mug", "mug-v", "")),
        ("product_id", "6900000000017.0", ("enamel-mug", "mug-v", "")), ("product_id", "enamel-mug", ("enamel-mug", "mug-v", "")),
        ("product_id", "linen-shirt", ("linen-shirt", "", "")),
    ],
)  # fmt: skip
def test_a_line_has_the_ids_that_its_code_means(line, column, code, found):
    assert line(column, code) == (found, ())


@pytest.mark.parametrize("code", ["GONE", "TWICE"])
def test_a_code_that_is_unknown_or_not_one_products_alone_is_kept_and_counted(line, code):
    note = "1 × order lines name products that the shop does not have: they keep the code of the file"
    assert line("sku", code) == ((code, "", code), (note,))
