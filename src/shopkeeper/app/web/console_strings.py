"""Sentences of the console's pages about the catalogue, in both languages; `strings.STRINGS` has them too."""

from __future__ import annotations

CONSOLE: dict[str, tuple[str, str]] = {
    "list_comma": ("，", ", "),
    "room_catalog": ("商品", "Catalogue"),
    "catalog_none": ("没有发现。", "None was found."),
    "catalog_more": ("一共 {n} 条；全部：{command}", "{n} in all; to see them: {command}"),
    "catalog_scores": ("质量分", "Quality"),
    "catalog_scores_note": (
        "每个在售商品 100 分起，缺什么、错什么就扣多少；分低的在前，先改扣分最多的。",
        "Every active product begins with 100 and loses points for what is missing or wrong; the worst first, and of each what costs most.",
    ),
    "catalog_prices": ("价格可疑", "Odd prices"),
    "catalog_prices_note": (
        "和其他商品相比差得太远的价格：可能少打或多打了一个零，也可能有道理，请人看一眼。",
        "Prices far from what the other products let expect: a zero too few or too many, or right after all; a person should look.",
    ),
    "catalog_moves": ("分类可疑", "Wrong category"),
    "catalog_moves_note": ("最像它的商品几乎都在另一个分类里。", "The products most like it nearly all stand in another category."),
    "catalog_values": ("可补的属性", "Values to take over"),
    "catalog_values_note": (
        "标题或描述里写了、属性里没填的值，原文就是依据。",
        "Values that the title or description states and the attributes lack, with the words that say so.",
    ),
    "catalog_twice": ("疑似重复", "Listed twice"),
    "catalog_twice_note": (
        "标题几乎一样、又没有不同数字和属性的商品。",
        "Products with nearly the same title and no number or attribute that tells them apart.",
    ),
    "catalog_product": ("商品", "Product"),
    "catalog_score": ("分数", "Score"),
    "catalog_mend": ("先改什么", "What to mend first"),
    "catalog_price": ("现价", "Price now"),
    "catalog_expected": ("预计", "To expect"),
    "catalog_between": ("80% 落在", "80 of 100 between"),
    "catalog_because": ("依据", "Because of"),
    "catalog_raises": ("抬高的词", "Words that raise it"), "catalog_lowers": ("压低的词", "Words that lower it"),
    "catalog_stands": ("现在的分类", "Stands in"),
    "catalog_should": ("建议的分类", "Should stand in"),
    "catalog_field": ("属性", "Attribute"),
    "catalog_value": ("值", "Value"),
    "catalog_evidence": ("原文", "Words"),
    "catalog_other": ("另一个", "The other"),
    "catalog_alike": ("相似度", "Alike"),
    "catalog_by_words": ("用词", "words"),
    "catalog_by_neighbours": ("相似商品", "products alike"),
    "catalog_by_spread of neighbours": ("相似商品的价差", "spread of their prices"),
    "catalog_by_category": ("分类", "category"),
    "catalog_by_brand": ("品牌", "brand"),
}
