"""Words that ask for an order or for what is in stock."""

from __future__ import annotations

import re

from .spelled import Span

_FROM = r"(?:按|按照)?"
# sort: how it is asked for. Only what says it outright: "cheap", 好评 and 新款 are words like others.
_ORDERS: tuple[tuple[str, str], ...] = (
    ("price", rf"{_FROM}价格?(?:从|由)?低(?:到|至)高(?:排序|排列)?|价格?升序|最便宜|最低价|价格最低|最实惠|\bcheapest(?: first)?\b|\blowest[ -]priced?(?: first)?\b|"
              r"\bprice:? (?:low(?:est)? to high(?:est)?|ascending)\b|\bleast expensive\b|\b(?:from )?low(?:est)? to high(?:est)?(?: price)?\b"),
    ("-price", rf"{_FROM}价格?(?:从|由)?高(?:到|至)低(?:排序|排列)?|价格?降序|最贵|价格最高|最高价|\bmost expensive\b|\bhighest[ -]priced?(?: first)?\b|"
               r"\bprice:? (?:high(?:est)? to low(?:est)?|descending)\b|\bpriciest\b|\b(?:from )?high(?:est)? to low(?:est)?(?: price)?\b"),
    ("newest", r"最新(?:上架|上市|到货|发布|出|推出)?(?:的)?|新品优先|上新时间|按?(?:上架|上新)时间(?:排序)?|\bnewest(?: first)?\b|\blatest\b|\bnew arrivals?\b|\bmost recent\b|\bjust (?:in|arrived)\b"),
    ("popularity", r"销量最[高好大多]|卖[得的]?最好|卖[得的]?最多|最[热畅]销|最(?:受欢迎|火爆?|热门)|人气最[高旺]|热销(?:榜|排行榜?|款)?|销量排序|按销量(?:排序|从高到低)?|买[得的]?(?:人)?最多|"
                   r"\bbest[ -]?sell(?:ing|ers?)\b|\bmost popular\b|\btop[ -]?selling\b|\bmost (?:bought|purchased|sold)\b|\btrending\b|\bby popularity\b|\bmost[ -]loved\b"),
    ("rating", r"评分最[高好]|好评最[多高]|评价最[好高]|口碑最[好佳棒]|好评率最高|按?(?:评分|评价|好评)(?:排序|从高到低)|得分最高|星级最高|"
               r"\b(?:top|best|highest|most highly)[ -]?rated?\b|\bbest[ -]?review(?:ed|s)\b|\b(?:highest|best|top) (?:rating|score|review)s?\b|\bby rating\b|\bhighest reviewed\b"),
)
_ORDER = re.compile("|".join(f"(?P<o{i}>{pattern})" for i, (_, pattern) in enumerate(_ORDERS)))
_AGAINST = re.compile(r"(?:不要|不是|别|非|not(?: the)?|no)\s?$")
_SOLD_OUT = r"缺货|无货|没货|断货|售罄|卖完|\bsold[ -]?out\b|\bout of stock\b|\bunavailable\b"
_STOCK = re.compile(
    rf"(?P<no>{_SOLD_OUT})(?:的)?|(?P<yes>(?:现在|目前|当前|马上)?(?:还)?有(?:现)?货(?!架)|现货|有库存|能(?:马上|立刻|立即)?发货|库存充足|\b(?:currently |still )?in[ -]stock\b(?: now)?|"
    r"\bavailable(?: (?:right )?now| immediately| today)|\bready to ship\b)(?:的)?"
)
_NOT_STOCK = re.compile(r"(?:不看|不要|别|没有|除了|排除|不显示|不含|去掉|过滤|隐藏|not|no|without|exclude|excluding|hide|except|nothing|isn't|aren't)(?: any| the| anything)?\s?$")


def find_order(text: str) -> tuple[str, list[Span]]:
    """The order that a normalised query asks for ("" for none; the last one named), and where."""
    sort, spans = "", []
    for match in _ORDER.finditer(text):
        if _AGAINST.search(text, max(0, match.start() - 8), match.start()):
            continue
        sort = _ORDERS[int((match.lastgroup or "o0")[1:])][0]
        spans.append(match.span())
    return sort, spans


def find_stock(text: str) -> list[tuple[Span, str]]:
    """Where a normalised query asks for products that are in stock ("yes") or sold out ("no")."""
    found = []
    for match in _STOCK.finditer(text):
        against = _NOT_STOCK.search(text, max(0, match.start() - 14), match.start())
        start = against.start() if against else match.start()
        found.append(((start, match.end()), "yes" if (match["yes"] is None) == (against is not None) else "no"))
    return found
