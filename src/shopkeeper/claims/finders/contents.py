"""What comes with a product and what is in it: "comes with a case", 附赠收纳袋, "with almonds" of a record that lists what comes or is in it.

An accessory that no fact names is unsupported where the text says that it comes along; promises and the like ("comes with peace of mind") are
no things. An ingredient is held against a list of ingredients only, and not where the text speaks of serving.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text.attributes import attribute, broader
from ...text.normalise import letterwise
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from ..traits import meant, mentions
from .judgement import Judgement, asks
from .lists import Members

_THING = r"(?P<thing>(?:an?|two|three|four|one|\d|its own|free|spare|extra|matching) (?:[\w'-]+ ){0,3}?[\w'-]+?(?: of [\w'-]+(?: [\w'-]+)?)?)"
_STOP = r"(?=$|[,.;:!?]|\s(?:and|or|plus|for|so|that|to|in|with|is|as|you|too|at|on|inside|which|from)\b)"
_AND_THING = re.compile(rf",? (?:and |plus )?{_THING}{_STOP}")
_COMES = (
    re.compile(rf"\b(?:(?:comes?|supplied|sold|shipped|ships|packed|packaged|bundled|delivered) (?:complete )?with|(?<!not )(?:includes?|including)|(?:also |you )gets?|in the box(?: is| are|:)?) {_THING}{_STOP}"),
    re.compile(r"\b(?P<thing>(?:an?|two|three|four|one|\d) (?:[\w'-]+ ){0,3}?[\w'-]+(?: of [\w'-]+)?) (?:(?:is|are|comes?) (?:also )?(?:included|supplied|provided|thrown in|in the box)|(?:is|are) part of the set|comes with it|included)\b"),
    re.compile(r"(?:附赠|附送|随[杯包机箱盒车鞋锅灯衣表货书]附?(?:赠送|赠|送)?|加赠|另赠|赠送|内含|内附|标配|(?:包装|盒子?|箱子?|袋)[里内中]?(?:还|另)?(?:有|含|附带?))(?:了|有)?"
               r"(?:[一二两三四五六七八九十\d]+?[个把只条支盒包瓶张件块颗份枚副根片套])?(?P<thing>[\u4e00-\u9fff]{2,6}?)(?:[一二两三四五六七八九十\d]+[个把只条支盒包瓶张件块颗份枚副根片套])?(?=$|[,。、;!?和与及])"),
    re.compile(r"(?:^|[.,;:!?] ?)(?P<thing>(?!not\b|nothing\b|all\b|everything\b)[a-z]+(?: [a-z]+)?),? (?:is |are )?included\b"),
    re.compile(r"(?:^|[、。;!?和与])(?P<thing>(?![^、。;!?]{0,5}(?:[天日时您你我货内]|快递|运费|上门))[\u4e00-\u9fff]{2,5}?)(?:我们|也|都|全|一并|给[你您]){1,3}(?:送[你您了]?|附上|配齐|配好|配了|备好|备齐|白送)(?=$|[^\w]|[了的])"),
    re.compile(r"(?:^|[、。;!?和与])(?P<thing>(?![^、。;!?]{0,5}(?:[天日时您你我货内]|快递|运费|上门))[\u4e00-\u9fff]{2,5}?)(?:(?:也|都)?是(?:白|免费)?送的|随[锅机杯盒车箱包书鞋衣]附?(?:送|赠|带))"),
)  # fmt: skip
_INSIDE_LIST = re.compile(r"\b(?:inside|extras?|also|features?|on board|you get|the details|also inside|comes with) ?:\s?(?P<list>[^.!?]{3,200})")
_ITEM = re.compile(r"(?:^|,\s?(?:and |plus )?|\s(?:and|plus)\s)(?P<thing>(?:an?|one|two|three|four|\d) (?:[\w'-]+ ){0,2}?[\w'-]+?)(?=$|[,.;:!?]|\s(?:and|or|plus|for|so|that|to|in|with|is|as|on|onto|into|at|inside|which|from|of|[a-z]+ed|tucked|sewn|built|held|kept|hidden)\b)")
_NO_THINGS = frozenset(
    "peace mind promise smile story everything character care love sense style ease confidence guarantee warranty bonus touch hint choice lot bit room view feel look twist surprise tale heart "
    "soul attitude personality reason reminder pinch splash dash list range variety mix selection blend history guide-price price discount year years month months week day days refund return "
    "returns support help service hour hours minute minutes comfort pocket pockets collar finish lining piece pieces item items part parts thing things gram grams "
    "note notes flavour scent compliment compliments nap night morning meal workout break hug cuddle better closer more".split())
_PLURAL = re.compile("(?<=[^s])s$")
_INSIDE = re.compile(
    r"(?:\b(?:contains?|containing|made (?:with|from)|baked with|studded with|packed with|loaded with|full of|blended with|sweetened with|enriched with|(?<!good )(?<!great )(?<!well )(?<!lovely )(?<!nice )(?<!best )with(?! your| a (?:cup|glass|bowl|pot|splash|drizzle|dollop))|"
    r"hints? of|pieces of|chunks of|handfuls? of)(?: (?:real|whole|roasted|toasted|crunchy|sweet|juicy|pure|organic|fresh|chopped|some|the|and|a|little|touch|of|hint|dried|natural|wild)){0,3}"
    r"|加入?了?|添了|含有?|里有|(?:成分|配料|原料)里?(?:还)?(?:有|含|是)|添加了?|用了|撒[了满]|裹[了着]|混[了入]|铺满|还有|再加|放了)(?:整颗|整粒|大颗|真|新鲜|香脆|满满|天然|优质|大量|少许|少量|一点儿?|些许|一些|一撮)?的? ?$")
_SERVING = re.compile(r"\b(?:serve|served|pour|enjoy|eat|pair|pairs|top|sprinkle|dip|spread|drink|goes|go|try|perfect|ideal|alongside|mix|stir|add)\b|搭配|佐|蘸|拌|泡|冲|煮|炒|吃|喝|配上|就着|搭")


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every accessory that the text says comes along and no fact names, and every ingredient that the list has not."""
    known = facts.derived(Members)
    leaf = next((leaf for leaf, *_ in known.lists), None)
    for match in _coming(said.plain):
        thing = match["thing"]
        if _is_thing(thing) and not _known(thing, known) and not asks(said, match.start()):
            yield Judgement(Found(*match.span("thing"), thing), Kind.STATEMENT, Verdict.UNSUPPORTED, leaf.path if leaf else "")
    yield from _inside(said, known)
    yield from _ingredients(said, facts)


def _inside(said: Said, known: Members) -> Iterator[Judgement]:
    """Every thing of a list that begins with "Inside:" or the like, of which no fact speaks."""
    for match in _INSIDE_LIST.finditer(said.plain):
        for item in _ITEM.finditer(match["list"]):
            thing, at = item["thing"], match.start("list")
            if _is_thing(thing) and not _known(thing, known) and not any(_known(f"a {word}", known) for word in thing.split()[1:]):
                yield Judgement(Found(at + item.start("thing"), at + item.end("thing"), thing), Kind.STATEMENT, Verdict.UNSUPPORTED, "")


def _coming(plain: str) -> Iterator[re.Match[str]]:
    """Every thing that is said to come along, and those that an English text adds to it: "with a case and a cloth"."""
    for pattern in _COMES:
        for match in pattern.finditer(plain):
            yield match
            more = _AND_THING.match(plain, match.end("thing")) if pattern is _COMES[0] else None
            while more:
                yield more
                more = _AND_THING.match(plain, more.end("thing"))


def _is_thing(thing: str) -> bool:
    """Whether it is something that can be put into a box."""
    words = re.findall("[a-z]+", thing)
    return not (words and any(_PLURAL.sub("", word) in _NO_THINGS or word in _NO_THINGS for word in words))


def _known(thing: str, known: Members) -> bool:
    """Whether the facts name a thing, at least by its last word: "a handy carry case" of a case."""
    if not thing.isascii():
        return known.knows(thing) or thing[-2:] in known.text or (len(thing) > 3 and thing[:2] in known.text)
    words = re.findall(r"[a-z]+(?= of )|[a-z]+$", thing)
    return any(known.knows(word) for word in words)


def _ingredients(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every food that the text says is in it, of a product whose ingredients are listed."""
    leaf, has = facts.derived(_listed)
    if leaf is None:
        return
    for mention in mentions(said.plain):
        foods = [value for kind, value in mention.meanings if kind in ("taste", "ingredient")]
        before = re.split(r"[.。!?;；]", said.plain[max(0, mention.start - 60) : mention.start])[-1]
        if foods and mention.holds and has.isdisjoint(foods) and _INSIDE.search(before) and not _SERVING.search(before) and not asks(said, mention.start):
            word = said.plain[mention.start : mention.end]
            if not any(word in letterwise(str(each.value)) for each in facts.own):
                yield Judgement(Found(mention.start, mention.end, word), Kind.INGREDIENT, Verdict.UNSUPPORTED, leaf.path)


def _listed(leaves: list[Leaf]) -> tuple[Leaf | None, frozenset[str]]:
    """The list of what is in it, and the foods that any fact names, with what they are one of."""
    leaf = next((leaf for leaf in leaves if attribute(leaf.key) == "ingredient"), None)
    values = {value for each in leaves if isinstance(each.value, str) for mention in mentions(letterwise(each.value)) for _, value, holds in meant(mention) if holds}
    return leaf, frozenset(values).union(*(broader("taste", value) for value in values))
