"""Every sentence of the pages in both languages, one table."""

from __future__ import annotations

from typing import Any

from ...shop import Language

# key: (中文, English); `{name}` is filled in by the page.
STRINGS: dict[str, tuple[str, str]] = {
    "shop_name": ("掌柜", "Shopkeeper"),
    "skip": ("跳到主要内容", "Skip to the main content"),
    "language": ("语言", "Language"),
    "home": ("首页", "Home"),
    "search": ("搜索", "Search"),
    "search_label": ("搜索商品", "Search products"),
    "search_hint": ("想找什么？中文或英文都可以", "What are you looking for? English or Chinese"),
    "suggestions": ("搜索建议", "Suggestions"),
    "suggestions_count": ("有 {n} 条建议，用上下键选择", "Suggestions: {n}. Choose with the arrow keys"),
    "product": ("商品", "Product"),
    "hero": ("今天想找点什么？", "What can I find for you today?"),
    "hero_note": ("用您自己的话描述就好，掌柜听得懂中文和英文。", "Describe it in your own words, in English or in Chinese."),
    "departments": ("逛逛分类", "Browse departments"),
    "brands": ("逛逛品牌", "Browse brands"),
    "some_products": ("店里的好东西", "From the shelves"),
    "all_products": ("全部商品", "All products"),
    "see_all": ("查看全部", "See all"),
    "count_one": ("1 件商品", "1 product"),
    "count": ("{n} 件商品", "{n} products"),
    "results_for": ("与“{q}”有关的商品", 'Results for "{q}"'),
    "filters": ("筛选", "Filters"),
    "sort": ("排序", "Sort by"),
    "sort_relevance": ("综合", "Relevance"),
    "sort_price": ("价格从低到高", "Price: low to high"),
    "sort_-price": ("价格从高到低", "Price: high to low"),
    "sort_newest": ("最新上架", "Newest"),
    "sort_popularity": ("最受欢迎", "Most popular"),
    "sort_rating": ("评分最高", "Best rated"),
    "close": ("完成", "Done"),
    "active_filters": ("已选条件", "Active filters"),
    "remove_filter": ("移除条件：{name}", "Remove filter: {name}"),
    "clear_filters": ("清除全部", "Clear all"),
    "show_more_values": ("更多选项", "More options"),
    "price_min": ("最低价", "Lowest price"),
    "price_max": ("最高价", "Highest price"),
    "min": ("最低", "Min"),
    "max": ("最高", "Max"),
    "range": ("{low} – {high}", "{low} – {high}"),
    "range_below": ("{high} 以下", "under {high}"),
    "range_above": ("{low} 以上", "{low} and over"),
    "apply": ("应用", "Apply"),
    "more": ("显示更多", "Show more"),
    "first_page": ("回到第一页", "Back to the first page"),
    "did_you_mean": ("您是不是要找：", "Did you mean: "),
    "relaxed": ("没有完全符合的商品，已放宽条件：{name}", "Nothing matched everything, so this was relaxed: {name}"),
    "why": ("为什么是它？", "Why this result?"),
    "colon": ("：", ": "),
    "why_term": ("文字匹配", "Words match"),
    "why_vector": ("含义相近", "Close in meaning"),
    "why_ranker": ("顾客常选", "What shoppers choose"),
    "why_filter": ("符合条件", "Fits your filter"),
    "empty_title": ("没有找到合适的商品", "Nothing found this time"),
    "empty_note": ("可以这样试试：", "Some things to try:"),
    "empty_words": ("换一个说法，或者少用几个词", "Use other words, or fewer of them"),
    "empty_spelling": ("检查一下有没有错别字", "Check the spelling"),
    "empty_filters": ("去掉一些筛选条件", "Remove some filters"),
    "empty_browse": ("或者直接浏览全部商品", "Or browse all products"),
    "price_from": ("{price} 起", "from {price}"),
    "price_unknown": ("暂无价格", "Price on request"),
    "price_was": ("原价", "Was"),
    "in_stock": ("有货", "In stock"),
    "preorder": ("可预订", "Pre-order"),
    "backorder": ("可订购，到货后发出", "On back-order"),
    "few_left": ("仅剩 {n} 件", "Only {n} left"),
    "out_of_stock": ("暂时缺货", "Out of stock"),
    "sku": ("货号", "SKU"),
    "view_at_shop": ("前往商品页面", "View at the shop"),
    "about": ("商品介绍", "About this product"),
    "details": ("规格参数", "Details"),
    "more_details": ("其余 {n} 项参数", "{n} more details"),
    "reviews": ("顾客评价", "Reviews"),
    "stars": ("{n} 星（满分 5 星）", "{n} out of 5 stars"),
    "reviews_count_one": ("1 条评价", "1 review"),
    "reviews_count": ("{n} 条评价", "{n} reviews"),
    "similar": ("相似的商品", "Similar products"),
    "breadcrumb": ("您的位置", "You are here"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "footer": ("由掌柜提供搜索，运行在店主自己的机器上。", "Searched by Shopkeeper, running on the shop's own machine."),
    "api": ("开发者接口", "API for developers"),
    "error_404": ("没有找到这个页面", "This page does not exist"),
    "error_other": ("出了点问题", "Something is not right"),
    "error_home": ("回到首页", "Back to the front page"),
    "field_category": ("分类", "Category"),
    "field_brand": ("品牌", "Brand"),
    "field_price": ("价格", "Price"),
    "field_color": ("颜色", "Colour"),
    "field_size": ("尺寸", "Size"),
    "field_material": ("材质", "Material"),
    "field_tags": ("标签", "Tags"),
    "field_in_stock": ("库存", "Availability"),
}


def text(key: str, language: Language, **values: Any) -> str:
    """The sentence of `key`, filled in; KeyError for an unknown key."""
    zh, en = STRINGS[key]
    return (zh if language == "zh" else en).format(**values)


def counted(key: str, number: int, language: Language) -> str:
    """The sentence of `key` for a number of things: "1 product", "1,204 products"."""
    return text(f"{key}_one", language) if number == 1 else text(key, language, n=f"{number:,}")
