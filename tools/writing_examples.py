"""Writes the examples at the end of docs/writing.md: texts about the demo shop as the shop without a language model writes them.

`python tools/writing_examples.py [SHOP]`, with the folder of a demo shop that is built already, else one is built.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.copywriting import Order
from shopkeeper.app.shop import Shop
from shopkeeper.shop import Language
from shopkeeper.store.demo import build

PAGE = Path(__file__).parents[1] / "docs" / "writing.md"
BEGIN = "<!-- examples: tools/writing_examples.py -->"
UNTIL = date(2026, 9, 30)
PLATFORMS: dict[tuple[str, str], str] = {("title", "zh"): "taobao", ("social", "zh"): "xiaohongshu", ("ad", "en"): "google_ads"}
# The number of a product, the kind, the tone.
WANTED: dict[Language, str] = {
    "en": """4 title plain, 124 title plain, 184 title plain, 9 description warm, 19 description luxurious, 24 description lively,
        84 description lively, 69 description warm, 74 description expert, 139 description luxurious, 179 description plain,
        59 description plain, 149 features plain, 209 features plain, 154 story warm, 159 seo plain, 219 seo plain, 104 ad lively,
        49 social warm, 54 email warm""",
    "zh": """64 title plain, 124 title plain, 9 description warm, 19 description luxurious, 84 description lively, 144 description lively,
        194 description expert, 204 description lively, 119 description plain, 35 description lively, 89 features plain,
        149 features plain, 209 features plain, 99 seo plain, 159 seo plain, 42 story expert, 164 ad lively, 104 ad lively,
        63 social warm, 54 email warm""",
}


def orders(language: Language) -> Iterator[Order]:
    """Twenty orders, each about another product."""
    for each in WANTED[language].split(","):
        number, kind, tone = each.split()
        yield Order(kind, f"p{int(number):04d}", language=language, tone=tone, platform=PLATFORMS.get((kind, language), ""))


def example(shop: Shop, order: Order) -> str:
    """One text under its order."""
    product, copy = shop.store.products.get(order.id), shop.copywriter.write(order)
    assert copy.holds
    assert order.language
    about = ", ".join(each for each in (order.kind, order.tone, order.platform) if each)
    quoted = "\n".join(f"> {line}  " if line else ">" for line in copy.text.splitlines())
    return f"**{product.title.get(order.language)}** ({about})\n\n{quoted}\n"


def page(shop: Shop) -> str:
    """All examples, in both languages."""
    parts = [BEGIN]
    for heading, language in (("English", "en"), ("中文", "zh")):
        parts += [f"\n### {heading}\n", *(example(shop, order) for order in orders(language))]  # type: ignore[arg-type]
    return "\n".join(parts)


def main(folder: Path | None) -> None:
    """Replaces what stands behind the mark."""
    with tempfile.TemporaryDirectory() as scratch:
        shop = open_shop(str(folder or Path(scratch) / "shop"), create=True)
        if folder is None:
            build(shop.store, Path(scratch) / "media", products=240, customers=900, until=UNTIL)
            shop.index()
        before = PAGE.read_text("utf-8").partition(BEGIN)[0]
        PAGE.write_text(before + page(shop), "utf-8")
        shop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
