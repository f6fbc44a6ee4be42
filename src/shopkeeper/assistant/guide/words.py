"""What the guide says, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...shop import LANGUAGES, Language, Localized, Money
from ...store.counts import Rating
from ...text.normalise import has_cjk
from ...text.numbers import parse_number
from .conditions import Condition
from .facts import amount

Names = Mapping[str, Localized]
MONEY = {"CNY": ("¥{0}", "¥{0}"), "USD": ("${0}", "${0}"), "EUR": ("€{0}", "€{0}"), "GBP": ("£{0}", "£{0}")}

TEXTS: dict[str, tuple[str, ...]] = {
    # name: Chinese, English
    "shown": ("按您说的，我挑了这 {n} 款：", "Here are {n} that fit:"),
    "shown_one": ("符合的有这一款：", "There is one that fits:"),
    "shown_all": ("符合的一共就这 {n} 款：", "These {n} are all that fit:"),
    "shown_of": ("符合的有 {total} 款，先看这 {n} 款：", "{total} fit. Here are {n} to start with:"),
    "close": ("没有完全对上的，这几款最接近，您看看：", "Nothing matches every word, but these come closest:"),
    "unchanged": ("没问题，目前还是上面这几款最合适。", "No problem. Those above are still the best fits."),
    "least": ("在您的条件里没有更便宜的了，最低就是 {value}。", "Nothing cheaper meets your conditions: {value} is the lowest."),
    "most": ("在您的条件里，{name}到 {value} 就到头了，按这一项排在前面的是：", "Under your conditions nothing goes beyond {value} ({name}). Best on that first:"),
    "more": ("再给您看 {n} 款：", "Here are {n} more:"),
    "no_more": ("符合的都给您看过了。要不要放宽一个条件？", "You have seen all that fit. Shall we loosen a condition?"),
    "noted": ("好的，{what}。", "Got it: {what}."),
    "anew": ("好的，重新找{what}。想接着之前的，说“回到刚才的”就行。", "A new search: {what}. Say “go back” for the one before."),
    "anew_without": (
        "好的，重新找{what}，之前的条件（{gone}）先不算。想接着之前的，说“回到刚才的”就行。",
        "A new search: {what}, without what held before ({gone}). Say “go back” for the one before.",
    ),
    "back": ("好的，回到刚才的：{what}。", "Back to: {what}."),
    "hello": (
        "您想找什么？可以告诉我用途、送给谁、预算，我来帮您挑。",
        "What are you looking for? Tell me what it is for, who it is for or your budget, and I will help you choose.",
    ),
    "hello_kinds": ("您想看哪一类：{choices}？", "Which kind are you interested in: {choices}?"),
    "ask_category": ("您想要哪一种：{choices}？", "Which kind do you have in mind: {choices}?"),
    "ask_price": ("预算大概在哪个范围：{choices}？", "What is your budget: {choices}?"),
    "ask_flag": ("需要“{name}”吗？", "Does “{name}” matter to you?"),
    "ask_words": ("{name}您偏好哪种：{choices}？", "Any preference on {name}: {choices}?"),
    "ask_number": ("{name}您希望是多少：{choices}？", "Any preference on {name}: {choices}?"),
    "any": ("（没有要求就说“随便”。）", "(If you have no preference, just say so.)"),
    "few": (
        "有中意的吗？说“第一款”我给您看细节，也可以让我对比一下。",
        "Does one of them appeal? Say “the first one” for details, or ask me to compare them.",
    ),
    "none": ("没有找到同时满足{what}的商品。", "Nothing in the shop meets all of this: {what}."),
    "none_plain": (
        "店里没有找到“{what}”。换个说法，或者告诉我用途，我再帮您找。",
        "I could not find “{what}” in this shop. Try other words, or tell me what it is for.",
    ),
    "none_so": (
        "店里没有找到这样的商品。告诉我商品名称或者用途，我再帮您找。",
        "I could not find that in this shop. Tell me the name of the thing, or what it is for.",
    ),
    "relax_one": ("去掉“{what}”的话有 {n} 款，比如：", "Without “{what}” there are {n}, for example:"),
    "relax_price": ("其他条件都符合的，最低是 {price}：", "Of those that meet everything else, the lowest price is {price}:"),
    "relax_price_high": ("其他条件都符合的，最高是 {price}：", "Of those that meet everything else, the highest price is {price}:"),
    "relax_ask": ("要放宽这一条吗？", "Shall I loosen that?"),
    "relax_choice": (
        "可以考虑放宽：{choices}。您愿意放宽哪一个？",
        "We could loosen one of these: {choices}. Which one can give way?",
    ),
    "gone": ("说到的那款已经不卖了。", "That one is no longer sold."),
    "which": ("您说的是哪一款？可以说“第二款”。", "Which one do you mean? You can say “the second one”."),
    "said_without": ("去掉：{what}", "Without: {what}"),
    "said_instead": ("改成：{what}", "Rather: {what}"),
    "said_compare": ("对比：{what}", "Compare: {what}"),
    "compare": ("把这 {n} 款放在一起看：", "Side by side, these {n}:"),
    "compare_two": (
        "要对比的话，请告诉我哪两款，比如“第一款和第二款”。",
        "Tell me which ones to compare, for example “the first and the second”.",
    ),
    "same": ("其余相同：{what}。", "The same in all: {what}."),
    "cheapest_of": ("最便宜的是{title}（{value}）", "the least expensive is {title} ({value})"),
    "rated_of": ("评分最高的是{title}（{value}）", "the best rated is {title} ({value})"),
    "only_of": ("只有{title}有“{value}”", "only {title} has “{value}”"),
    "best": ("{among}里，{what}的是：", "The {what} of {among}:"),
    "ties": (
        "{among}里，{what}的有 {n} 款并列（价格低的在前）：",
        "The {what} of {among}, {n} of them equal (lowest price first):",
    ),
    "unknown": ("另有 {n} 款没有标明{name}，没有算进去。", "{n} more do not state it ({name}) and are not counted."),
    "next": ("其次是{title}：{value}。", "Next is {title}: {value}."),
    "no_field": ("资料里没有能比“{what}”的数字，我不敢乱排。", "The records give no numbers to rank “{what}” by, so I will not guess."),
    "which_kind": ("您想看哪一类商品里的？", "Among which kind of product?"),
    "take": (
        "好的，{title}，{price}。请在商品页选好规格加入购物车。",
        "Good choice: {title}, {price}. Please pick the option on its page and add it to your basket.",
    ),
    "taken": ("购物车里有了：{title} × {n}，单价 {price}。", "In your basket: {title} × {n}, {price} each. "),
    "take_what": ("您想把哪一件放进购物车？告诉我名字，或者想找什么。", "Which product shall I put in? Tell me its name, or what you are looking for."),
    "basket_now": ("购物车现在共 {n} 件，合计 {total}。", "Your basket holds {n} piece{s} now, {total} in all."),
    "basket_empty": ("购物车现在是空的。", "Your basket is empty now."),
    "basket_nothing": ("购物车里还没有东西。", "There is nothing in your basket yet."),
    "basket_holds": ("购物车里有：", "In your basket:"),
    "basket_out": ("{title}已从购物车里拿出来。", "I took {title} out of your basket. "),
    "basket_set": ("{title}改成了 {n} 件。", "{title}: {n} of it now. "),
    "basket_which": ("您说的是购物车里的哪一件：{lines}？", "Which one in your basket do you mean: {lines}?"),
    "basket_few": ("{title}只剩 {n} 件，购物车没有改动。", "Only {n} of {title} left, so I left your basket as it was."),
    "basket_few_there": (
        "{title}一共只有 {n} 件，购物车里已经有 {there} 件，没有再加。",
        "There are only {n} of {title}, and {there} in your basket already, so I added no more.",
    ),
    "basket_not": ("{title}现在不能加入购物车。", "{title} cannot be put into a basket at the moment."),
    "take_option": ("{title}有这些可选：{options}。您要哪一个？", "{title} comes in {options}. Which would you like?"),
    "take_instead": ("现在可选：{options}。您要哪一个？", "There are {options}. Which would you like?"),
    "stock_yes": ("{title}，{option}：有货{left}，{price}。", "{title}, {option}: in stock{left}, {price}."),
    "stock_no": ("{title}，{option}：暂时无货。", "{title}, {option}: out of stock at the moment."),
    "stock_other": ("现在有货的是：{options}。", "In stock now: {options}."),
    "stock_none": ("{title}目前都没有货。", "{title} is out of stock in every option."),
    "no_option": ("{title}没有{option}。", "{title} does not come in {option}."),
    "plain_yes": ("{title}：有货，{price}。", "{title}: in stock, {price}."),
    "plain_no": ("{title}：暂时无货。", "{title}: out of stock at the moment."),
    "left": ("（还剩 {n} 件）", " ({n} left)"),
    "like": ("和{title}相近的有：", "Similar to {title}:"),
    "dislike": ("好的，不看这款了。", "All right, not that one."),
    "detail": ("{title}，{price}。", "{title}, {price}."),
    "why_none": ("我手里没有记录能说明这一点。", "I have no record that says so."),
    "soft": (
        "另外提到的“{what}”，商品资料里没有单独标明，请看一下详情页。",
        "About “{what}”: the records do not state it by itself, so please check the page.",
    ),
    "reset": ("好，我们重新来。", "All right, let us start again."),
    "for": ("送{who}", "for {who}"),
}
MOST = {
    # a word of degree: most in Chinese and English, least in Chinese and English
    "price": ("最贵", "most expensive", "最便宜", "least expensive"),
    "weight": ("最重", "heaviest", "最轻", "lightest"),
    "noise": ("最响", "loudest", "最安静", "quietest"),
    "battery": ("续航最长", "longest-lasting", "续航最短", "shortest-lasting"),
    "waterproof": ("防水最好", "most waterproof", "防水最弱", "least waterproof"), "brightness": ("最亮", "brightest", "最暗", "dimmest"),
    "warmth": ("最保暖", "warmest", "最凉快", "coolest"),
    "power": ("最强劲", "most powerful", "功率最小", "least powerful"),
    "thickness": ("最厚", "thickest", "最薄", "thinnest"),
    "size": ("最大", "largest", "最小", "smallest"),
    "length": ("最长", "longest", "最短", "shortest"),
    "newness": ("最新上架", "newest", "上架最早", "oldest"),
    "rating": ("评分最高", "best rated", "评分最低", "lowest rated"),
    "reviews": ("评价最多", "most reviewed", "评价最少", "least reviewed"),
}
_LEAN = {
    "price": (("价格高些", "a higher price"), ("价格低些", "a lower price")),
    "rating": (("评分高", "well rated"), ("评分低", "lower rated")),
    "reviews": (("评价多", "many reviews"), ("评价少", "few reviews")),
    "newness": (("上架时间新", "newer in the shop"), ("上架时间早", "longer in the shop")),
    "packed_weight": (
        ("重一些（按发货重量）", "heavier (by weight as packed)"),
        ("轻一些（按发货重量）", "lighter (by weight as packed)"),
    ),
}


def lower(text: str) -> str:
    """English words in small letters, but for acronyms: "USB port"."""
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in text.split())


def say(key: str, language: Language, /, **values: object) -> str:
    """A sentence in the language."""
    return TEXTS[key][0 if language == "zh" else 1].format(**values)


def money(number: float, currency: str, language: Language) -> str:
    """A price for reading, without needless zeros: ¥299, $19.90."""
    text = str(Money.of(f"{number:.2f}", currency)) if len(currency) == 3 and currency.isupper() else f"{number:g}"
    return text.removesuffix(".00")


def price(value: Money | None, language: Language) -> str:
    """A product's price for reading; says so when there is none."""
    if value is None:
        return "价格待询" if language == "zh" else "price on request"
    return str(value).removesuffix(".00")


def rating(value: Rating, language: Language) -> str:
    """Stars with the number of reviews: no mean without how many it is of."""
    stars = f"{value.mean:.1f}"
    return (
        f"{stars} 分，{value.count} 条评价"
        if language == "zh"
        else f"{stars} stars from {value.count} review{'s' if value.count != 1 else ''}"
    )


def band(low: float | None, high: float | None, unit: str) -> Localized:
    """A band of numbers or prices: "under ¥300"."""
    is_money = len(unit) == 3 and unit.isupper()
    ends = [
        [money(e, unit, lang) if is_money else amount(e, unit, lang) for e in (low, high) if e is not None] for lang in ("zh", "en")
    ]
    if low is None:
        return Localized(f"{_spaced(ends[0][0])}以下", f"under {ends[1][0]}")
    if high is None:
        return Localized(f"{_spaced(ends[0][0])}以上", f"{ends[1][0]} or more")
    return Localized("–".join(ends[0]), " to ".join(ends[1]))


def _spaced(text: str) -> str:
    return text if has_cjk(text[-1]) else f"{text} "


def listed(parts: Sequence[str], language: Language, last: str = "or") -> str:
    """A、B 还是 C; A, B or C."""
    if len(parts) < 2:
        return "".join(parts)
    if language == "zh":
        return "、".join(parts[:-1]) + {"or": "，还是", "and": "和"}[last] + parts[-1]
    return ", ".join(parts[:-1]) + f" {last} " + parts[-1]


def condition(each: Condition, name: Localized, values: Sequence[Localized], units: str, language: Language) -> str:
    """A condition for reading. `values` are what the shop calls its values, `units` what its numbers count (a currency for money)."""
    zh = language == "zh"
    if each.op in ("=", "!=") and not any(".." in value for value in each.values):
        if units and len(each.values) == 1 and parse_number(each.values[0]) is not None:
            values = [Localized(*(amount(float(each.values[0]), units, lang) for lang in LANGUAGES))]
        return _words(each, name.get(language), [value.get(language) for value in values], zh)
    low, high = each.bounds
    label = band(low if low > float("-inf") else None, high if high < float("inf") else None, units).get(language)
    if each.op in ("<", "<=", ">", ">="):
        shown = _amount(each.values[0], units, language)
        zh_words, en_words = {
            "<": ("低于", "under"),
            "<=": ("不超过", "at most"),
            ">": ("高于", "over"),
            ">=": ("至少", "at least"),
        }[each.op]
        label = f"{zh_words} {shown}" if zh else f"{en_words} {shown}"
    elif all(".." in value for value in each.values) and len(each.values) == 1:
        ends = [_amount(end.removeprefix("<"), units, language) for end in each.values[0].split("..") if end.removeprefix("<")]
        label = "–".join(ends) if zh else " to ".join(ends)
    return f"价格{label}" if zh and each.field == "price" else label if each.field == "price" else f"{name.get(language)} {label}"


def _amount(text: str, units: str, language: Language) -> str:
    number = float(text.replace(",", ""))
    return money(number, units, language) if len(units) == 3 and units.isupper() else amount(number, units, language)


def _words(each: Condition, name: str, values: list[str], zh: bool) -> str:
    flag = each.values[0].lower() in ("yes", "no") and len(each.values) == 1
    if flag and each.field == "in_stock":
        return ("有货" if each.values[0] == "yes" else "无货") if zh else ("in stock" if each.values[0] == "yes" else "sold out")
    if flag:
        wanted = (each.values[0].lower() == "yes") == (each.op == "=")
        return (
            (f"{'' if wanted else '不要'}{name}")
            if zh
            else f"{'' if wanted else 'no '}{lower(name)}"
        )
    shown = ("或" if zh else " or ").join(values[:4]) + ("等" if zh and len(values) > 4 else " …" if len(values) > 4 else "")
    if each.field in ("brand", "color", "category", "tags"):
        return f"{'不要' if zh else 'not '}{shown}" if each.op == "!=" else shown
    joined = f"{name}：{shown}" if zh else f"{name}: {shown}"
    return (f"{name}不要{shown}" if zh else f"{name}: not {shown}") if each.op == "!=" else joined


def leaning(name: Localized, field: str, direction: int, language: Language) -> str:
    """What is rather wanted, for reading."""
    if field in _LEAN:
        return _LEAN[field][0 if direction > 0 else 1][0 if language == "zh" else 1]
    if language == "zh":
        return f"{name.zh or name.en}尽量{'高' if direction > 0 else '低'}"
    return f"{'higher' if direction > 0 else 'lower'} {name.get('en').lower()}"
