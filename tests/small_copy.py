"""A shop whose texts are written by somebody predictable: what the tests of drafts stand on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from shopkeeper.app.copywriting import Copywriter
from shopkeeper.app.evidence import Groups, evidence_of, records_of
from shopkeeper.app.shop import Shop
from shopkeeper.claims import check
from shopkeeper.shop import Localized, Review
from shopkeeper.writing import Brief, Copy, Material, Writer
from shopkeeper.writing.label import label
from small_shop import product, small_shop

PRODUCTS = [
    product("shirt", "Linen shirt", "亚麻衬衫", facts=[(Localized("重量", "Weight"), "180 g"), (Localized("材质", "Material"), "linen")],
            description=Localized("一件衬衫。", "A shirt.")),
    product("mug", "Stoneware mug", "陶杯", facts=[(Localized("容量", "Capacity"), "350 ml")],
            description=Localized("一只杯子。", "A mug.")),
]


class Clerk:
    """Says what the thing is and its first fact; a draft's seed and tone show in the words. Counts what it wrote."""

    name = "clerk"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Brief]] = []

    def write(self, material: Material, brief: Brief) -> Copy | None:
        self.asked.append((material.id, brief))
        facts = [fact.text(brief.language) for fact in material.facts]
        name = material.title.get(brief.language) or material.noun.get(brief.language)
        if not facts:
            return None
        zh, edition = brief.language == "zh", brief.seed % 4
        text = f"{name}，{facts[0]}，版本{'甲乙丙丁'[edition]}。" if zh else f"{name}, {facts[0]}, edition {'abcd'[edition]}."
        fields = {"subject": name, "body": text} if brief.kind == "email" else {}
        whole = f"{name}\n{text}" if fields else text
        return Copy(whole, brief.language, brief.kind, fields, tuple(check(whole, material.records)), (material.facts[0].name,), (),
                    self.name, label(self.name, brief.language, brief.market), 0.002, 100)


def copy_shop(folder: Path, clerk: Any = None, products: Any = PRODUCTS) -> Shop:
    """A small shop with two products, a review, an index, and the clerk."""
    writer = Writer([clerk or Clerk()])

    def copywriter(shop: Shop) -> Copywriter:
        groups = Groups(shop.store)
        reviewed = lambda id: shop.reviews.summary(id)  # noqa: E731
        return Copywriter(shop.store, lambda: writer, evidence=partial(evidence_of, reviewed), segment=groups.get,
                          records=partial(records_of, shop.store, reviewed))  # fmt: skip

    shop = small_shop(folder, copywriter=copywriter)
    shop.store.products.put(products)
    shop.store.reviews.put([Review("r1", "mug", 2, "Arrived chipped")])
    shop.index()
    return shop


def as_it_was(shop: Shop) -> None:
    """Takes back what a test did: drafts, tests, what visitors did, texts of products."""
    store = shop.store
    for table in (store.drafts, store.experiments, store.recommendations, store.events):
        table.delete([each.id for each in table.all()])
    shop.put_products(PRODUCTS)
    shop.experiments._looked = -float("inf")
