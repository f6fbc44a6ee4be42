"""The shop that the sample files speak of."""

from __future__ import annotations

from pathlib import Path

from shopkeeper.shop import Localized, Option, Product, Variant
from shopkeeper.store.importers import import_file

SAMPLES = Path(__file__).parents[3] / "samples"


def products():
    size = Localized(zh="尺码", en="Size")
    small, medium = (Variant(f"SHIRT-{s}", sku=f"SHIRT-{s}", options=(Option(size, Localized(en=s)),)) for s in "SM")
    return [
        Product("enamel-mug", Localized(zh="搪瓷杯", en="Enamel mug"), (Variant("mug-v", sku="MUG-1", barcode="6900000000017"),)),
        Product("linen-shirt", Localized(zh="亚麻衬衫", en="Linen shirt"), (small, medium)),
        Product("lamp", Localized(zh="台灯", en="Lamp"), (Variant("lamp", barcode="6901234567892"),)),
    ]


def take(store, name, rejects, **options):
    """Imports a sample; the report, and its reasons as (column, row, count)."""
    report = import_file(store, SAMPLES / name, rejects_dir=rejects, **options)
    return report, [(reason.field, reason.row, reason.count) for reason in report.reasons]
