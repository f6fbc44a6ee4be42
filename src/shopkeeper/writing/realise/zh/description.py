"""A description: an opening, what is good about it, details, what to do with it, what buyers say, a last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...brief import Brief, Tone
from ...facts import Evidence
from ...plan import Plan
from .. import Realised
from .sayable import Sayable, sayables
from .tables import read, words
from .telling import Telling, fits_noun

_SIZES: dict[Tone, tuple[int, ...]] = {
    "plain": (1, 2, 2), "warm": (1, 2, 2), "lively": (1, 1, 2, 2), "expert": (2, 2, 1), "luxurious": (1, 2, 2)}
_USE, _CLOSING = 0.4, 0.1  # how often a text says what to do with the thing, and ends with a last word
_HERS = re.compile("[裙发]|耳[环坠]|丝巾|小包")  # nothing for men's goods
_FEW = 3  # facts on which a last word may look back
_NAME = 24  # characters up to which a title is a name that a sentence may hold
_OF_FACTS = re.compile("以上|细节|几点|各项|哪一点")  # last words that look back on facts
_MEASURED = re.compile("参数|指标|数据|规格|记一下")  # words that announce figures
_LIST = 4  # so many plain statements in one sentence


def description(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """One paragraph."""
    said = sayables(plan.facts, telling.thing)
    sentences = body(plan, telling, said)
    for ending, share in ((use(telling), _USE if said else 1.0), (closing(telling, len(said) >= _FEW), _CLOSING)):
        if ending and telling.choose.chance(share) and (not brief.length or sum(map(len, sentences)) + len(ending) <= brief.length):
            sentences.append(ending)
    return Realised("".join(sentences), {}, tuple(dict.fromkeys(fact.name for each in said for fact in each.facts)))


def body(plan: Plan, telling: Telling, said: Sequence[Sayable]) -> list[str]:
    """What is told of the thing, what its buyers say, and what it costs where the plan has that."""
    known, plain = [each for each in said if each.entry], [each for each in said if not each.entry]
    price = plan.material.price if plan.offer else None
    offer = [telling.fill(telling.one_of(read("sentences")["offer"][telling.tone]), given={"price": str(price)})] if price else []
    return [each for each in (*told(telling, known, plain), *proofs(telling, plan.proofs), *offer) if each]


def told(telling: Telling, known: Sequence[Sayable], plain: Sequence[Sayable]) -> Iterator[str]:
    """An opening, then the facts: those with something to say of them in twos and threes, plain statements together."""
    telling.mods = _before_noun(telling, known)
    groups = _groups(telling, [each for each in known if each.entry and each.entry.kind != "season"])
    if groups:
        yield from _opening(telling, groups.pop(0))
    elif plain:
        yield statements(telling, plain[:_LIST], "facts_opening")
        plain = plain[_LIST:]
    else:
        title = telling.thing.title if len(telling.thing.title) <= _NAME else ""
        shapes = [each for each in read("sentences")["bare"][telling.tone] if title or "{title}" not in each]
        shapes = [each for each in shapes if not (telling.named and "{this}" in each)] or ["这是{one}。"]  # "它。" is no sentence
        yield telling.fill(telling.one_of(shapes), given={"title": title})
    for number, group in enumerate(groups):
        yield from _about(telling, "detail" if number and number >= len(groups) - 2 else "benefit", group)
    for season in (each for each in known if each.entry and each.entry.kind == "season"):
        yield telling.sentence("season", [season])
    for start in range(0, len(plain), _LIST):
        yield statements(telling, plain[start : start + _LIST], "facts")


def statements(telling: Telling, plain: Sequence[Sayable], role: str) -> str:
    """Plain statements in one sentence."""
    facts = "，".join(telling.choose.one(each.statements) for each in plain)
    shapes = read("sentences")[role][telling.tone]
    if not any(map(str.isdigit, facts)):
        shapes = [each for each in shapes if not _MEASURED.search(each)]
    return telling.fill(telling.one_of(shapes) or "{facts}。", given={"facts": facts})


def proofs(telling: Telling, evidence: Sequence[Evidence]) -> Iterator[str]:
    """What buyers say, with their share."""
    for each in evidence:
        shape = telling.one_of(read("sentences")["proof"][telling.tone])
        aspect = aspect_word(each.aspect.get("zh"), telling.thing.family)
        yield telling.fill(shape, given={"aspect": aspect, "count": str(each.count), "positive": str(each.positive)})
        if each.quote:
            quote = each.quote.strip().rstrip("。.,，；; ")
            yield _ended(telling.fill(telling.one_of(read("sentences")["quote"]["any"]), given={"quote": quote}))


def aspect_word(aspect: str, family: str) -> str:
    """What an aspect is called in a sentence about such goods: the 安全 of a cream is how it sits on the skin, 气味 of food its 味道."""
    known = read("names")["aspects"]
    return str(known.get(f"{aspect} {family}", known.get(aspect, aspect)))


def _ended(text: str) -> str:
    """A sentence that ends with a quote, with its full stop, where the quote has no mark of its own."""
    return f"{text}。" if text and text[-2:-1] not in "！？!?～~" else text


def use(telling: Telling) -> str:
    """What one may do with the thing."""
    known = read("uses")
    thing = telling.thing
    closer = max((end for end in known["of"] if thing.noun.endswith(end)), key=len, default="")
    own = known.get(thing.family) if thing.sure else None
    lines = known["of"].get(closer) or known.get(thing.group) or own or known["general"]
    line = telling.one_of([each for each in lines["any"] if not (thing.for_men and _HERS.search(each))])
    return f"{line}{'！' if telling.tone == 'lively' and telling.choose.chance(0.5) else '。'}" if line else ""


def closing(telling: Telling, told: bool = True) -> str:
    """The last word; one that looks back on facts only where some were told."""
    shapes = read("sentences")["closing"][telling.tone]
    return telling.fill(telling.one_of([each for each in shapes if told or not _OF_FACTS.search(each)]))


def _opening(telling: Telling, group: list[Sayable]) -> Iterator[str]:
    for size in (len(group), 1):
        if text := telling.sentence("opening", group[:size]):
            yield text
            if group[size:]:
                yield from _about(telling, "benefit", group[size:])
            return
    yield from _about(telling, "benefit", group)


def _about(telling: Telling, role: str, group: list[Sayable]) -> Iterator[str]:
    """A sentence about all of a group, or one about each where no shape takes them together."""
    if text := telling.sentence(role, group):
        yield text
    elif len(group) > 1:
        for each in group:
            yield from _about(telling, role, [each])
    else:
        yield telling.sentence("brief", group)


def _before_noun(telling: Telling, known: Sequence[Sayable]) -> str:
    """One or two values that may stand before the noun: 宽松雪纺 of a 宽松雪纺连衣裙."""
    order = words(read("kinds")["before_noun"]["order"])
    kinds = [each for each in known if each.entry and each.entry.kind in order]
    fitting = [each for each in kinds if not each.of_part and "%" not in each.word and fits_noun(each.word, telling.thing.noun)]
    chosen = telling.choose.shuffled(fitting)[: telling.choose.one((1, 2, 2))]
    return "".join(each.word for each in sorted(chosen, key=lambda each: order.index(each.entry.kind if each.entry else "")))


def _groups(telling: Telling, known: Sequence[Sayable]) -> list[list[Sayable]]:
    out: list[list[Sayable]] = []
    left = list(known)
    while left:
        size = telling.choose.one(_SIZES[telling.tone])
        out.append(left[:size])
        left = left[size:]
    return out
