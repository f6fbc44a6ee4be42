"""How well categories, attributes and prices are told, on public catalogues. A fifth of each is held out by the hash of its text.

    python benchmarks/catalog.py [SET …]

Sets: classify_livostyle, classify_openbg (coarse and fine), attributes (AE-110k and OA-Mine, each learnt from the rest of its own),
price_livostyle, price_icecat (title, maker and facts), price_myntra (title, maker and description); duplicates_icecat, duplicates_myntra:
what it takes to look for what is listed twice, with no vector known and with all that are needed. Vectors are kept between runs in the
folder of temporary files. Each set is added to what the file of results holds already. Beside ours stand floors of the same run: for
categories the commonest one, for prices the median of the category (or all).
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from _machine import RESULTS, data, write

from shopkeeper.catalog.attributes.task import measure as measure_attributes
from shopkeeper.catalog.attributes.train import _held, learn, read_attributes
from shopkeeper.catalog.classify import task as classes
from shopkeeper.catalog.duplicates import duplicates
from shopkeeper.catalog.price import task as prices
from shopkeeper.catalog.price.expected import Priced
from shopkeeper.evaluation import Report
from shopkeeper.models.cache import VectorCache
from shopkeeper.models.encoder import CachedEncoder, load_encoder
from shopkeeper.shop import Localized, Money, Product, Variant

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "price-advice.png"
LABELS: dict[str, int | None] = {"all": None, "5 a category": 5, "names alone": 0}


def encoder() -> CachedEncoder:
    """The shipped encoder; what it has encoded once is kept."""
    return CachedEncoder(load_encoder(), VectorCache(Path(tempfile.gettempdir()) / "shopkeeper-benchmark-vectors" / "catalog.cache"))


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data() / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def told(report: Report) -> dict[str, Any]:
    return {**{name: round(figure.value, 4) for name, figure in report.metrics.items()}, **report.counts}


def classified(source: str, given: Sequence[dict[str, Any]]) -> dict[str, Any]:
    placed, encode = classes.read_placed(enumerate(given, 1), source), encoder().encode
    found: dict[str, Any] = {how: told(classes.measure(placed, encode, labels)) for how, labels in LABELS.items()}
    held = [row.path for row in placed if classes._held(row)]
    common = Counter(row.path for row in placed if not classes._held(row)).most_common(1)[0][0]
    floor = classes.macro_f1(held, [common] * len(held))
    return {**found, "the commonest": {"macro_f1": round(floor, 4), "accuracy": round(held.count(common) / len(held), 4)}}


def classify_livostyle() -> dict[str, Any]:
    file = "catalog/livostyle.jsonl.gz"
    return classified(file, [{**row, "path": row["category_full_path"]} for row in rows(file) if row.get("category_full_path")])


def classify_openbg() -> dict[str, Any]:
    file = "catalog/openbg_items.dev.jsonl.gz"
    paths = {"coarse": ("coarse",), "fine": ("coarse", "fine")}
    return {level: classified(file, [{"title": row["title"], "path": [row[each] for each in names]} for row in rows(file)])
            for level, names in paths.items()}


def attributes() -> dict[str, Any]:
    out = {}
    for name in ("ae-110k", "oa-mine"):
        file = data() / f"catalog/attributes_{name}.dev.jsonl"
        given = read_attributes(enumerate(map(json.loads, file.read_text("utf-8").splitlines()), 1), file.name)
        model = learn([row for row in given if not _held(row)])
        out[name] = told(measure_attributes(model, [row for row in given if _held(row)]))
    return out


def priced(given: Sequence[Priced], *, draw: bool = False) -> dict[str, Any]:
    report = prices.measure(given, encoder().encode)
    if draw:
        drawn(report)
    apart: dict[bool, list[Priced]] = defaultdict(list)
    for row in given:
        apart[zlib.crc32(row.text.encode()) % prices.HELD_OUT == 0].append(row)
    by_category: dict[str, list[float]] = defaultdict(list)
    for row in apart[False]:
        by_category[row.category].append(row.price or 0.0)
    everything = median(row.price or 0.0 for row in apart[False])
    middle = {name: median(each) for name, each in by_category.items()}
    floor = [abs(middle.get(row.category, everything) - (row.price or 0)) / (row.price or 1) for row in apart[True]]
    return {"shopkeeper": told(report), "median of the category": {"mape": round(sum(floor) / len(floor), 4)}}


def drawn(report: Report) -> None:
    """Prices that were held out beside what was to be expected of them, in docs/images/price-advice.png."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    shown = sorted(report.rows[::max(1, len(report.rows) // 120)], key=lambda row: row["said"])
    figure, axis = pyplot.subplots(figsize=(10, 3.8))
    low, high = ([row[name] for row in shown] for name in ("low", "high"))
    axis.vlines(range(len(shown)), low, high, color="#e8c9bd", linewidth=4, label="80 of 100 between")
    axis.plot([row["said"] for row in shown], color="#b5532a", label="to expect")
    axis.plot([row["price"] for row in shown], "o", color="#3d6a8f", markersize=3, label="the price")
    axis.set(yscale="log", xlabel="products that were held out, by the price to expect", ylabel="US dollars", xticks=[])
    axis.grid(alpha=0.3)
    axis.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=110)


def price_livostyle() -> dict[str, Any]:
    file = "catalog/livostyle.jsonl.gz"
    sold = (row for row in rows(file) if row.get("price_min_usd"))
    given = [{**row, "path": row.get("category_full_path"), "price": row["price_min_usd"]} for row in sold]
    return priced(prices.read_priced(enumerate(given, 1), file), draw=True)


def price_icecat() -> dict[str, Any]:
    def one(row: dict[str, Any]) -> dict[str, Any]:
        facts = "; ".join(f"{name[7:].replace('_', ' ')}: {value}" for name, value in row.items() if name.startswith("attr_") and value)
        return {"title": row["title"], "description": f"{row.get('short_description') or ''} {facts}", "brand": row.get("supplier"),
                "category": row.get("attr_t_product_type") or "", "price": row["price"] / 100}

    file = "search/icecat/products.jsonl.gz"
    return priced(prices.read_priced(enumerate((one(row) for row in rows(file) if row.get("price")), 1), file))


def price_myntra() -> dict[str, Any]:
    def one(row: dict[str, Any]) -> dict[str, Any]:
        return {"title": row["ProductName"], "description": row["Description"], "brand": row["ProductBrand"], "category": row["Gender"],
                "price": row["Price (INR)"]}

    file = "catalog/myntra.jsonl.gz"
    return priced(prices.read_priced(enumerate(map(one, rows(file)), 1), file))


def twice(products: Sequence[Product]) -> dict[str, Any]:
    """Pairs that may be listed twice, in processor time: the first look makes the vectors, the second has them."""
    took: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        encoder = CachedEncoder(load_encoder(), VectorCache(Path(folder) / "vectors.cache"))
        for _ in range(2):
            begun = time.process_time()
            found = duplicates(products, encoder.encode)
            took.append(round(time.process_time() - begun, 1))
        counts = {"products": len(products), "pairs": len(found), "encoded": encoder.encoded}
    return {**counts, "first_cpu_s": took[0], "again_cpu_s": took[1]}


def listed(name: str, id: str, title: str, brand: str, said: str, price: str, cents: int, barcodes: str = "") -> list[Product]:
    """The products of a file, by the names of its fields; `cents` in one of its price."""
    def variant(row: dict[str, Any]) -> Variant:
        costs = Money(round(float(row[price]) * cents), "EUR") if row.get(price) else None
        return Variant(str(row[id]), barcode=(row.get(barcodes) or [""])[0], price=costs)

    return [Product(str(row[id]), Localized(en=row[title]), (variant(row),), brand=Localized(en=row.get(brand) or ""),
                    description=Localized(en=row.get(said) or "")) for row in rows(name)]  # fmt: skip


SETS: dict[str, Callable[[], dict[str, Any]]] = {
    each.__name__: each for each in (attributes, classify_openbg, classify_livostyle, price_livostyle, price_myntra, price_icecat)
} | {
    "duplicates_icecat": lambda: twice(
        listed("search/icecat/products.jsonl.gz", "id", "title", "supplier", "short_description", "price", 1, "ean")
    ),
    "duplicates_myntra": lambda: twice(
        listed("catalog/myntra.jsonl.gz", "ProductID", "ProductName", "ProductBrand", "Description", "Price (INR)", 100)
    ),
}  # fmt: skip


def main() -> None:
    for name in sys.argv[1:] or list(SETS):
        begun, path = time.process_time(), RESULTS / "catalog.json"
        found = {**SETS[name](), "cpu_s": round(time.process_time() - begun, 1)}
        print(name, json.dumps(found), flush=True)
        kept = {key: value for key, value in json.loads(path.read_text("utf-8")).items() if key in SETS} if path.exists() else {}
        print(write("catalog", "python benchmarks/catalog.py", {**kept, name: found}))


if __name__ == "__main__":
    main()
