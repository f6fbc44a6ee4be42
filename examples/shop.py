"""A shop from four spreadsheets: import, index, done. The other examples use the shop that this one makes."""

from pathlib import Path

from shopkeeper import open_shop

SAMPLE = Path(__file__).parent / "sample"

shop = open_shop("teahouse", create=True)
for name in ("products", "customers", "orders", "reviews"):
    report = shop.import_file(SAMPLE / f"{name}.csv")
    print(f"{name}: {report.new} new, {report.rejected} rejected")  # → products: 30 new, 0 rejected
shop.index()
print(f"{shop.searchable} products can be found")  # → 30 products can be found
shop.close()
