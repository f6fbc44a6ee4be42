"""Lists of which a fact knows some members and nothing knows others: "oats, butter and chocolate chips" of a record that has oats and butter.

Only what stands beside a known member in the same list is a claim, and only of facts that are lists of what is in something, comes with
it or works with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from ...text.attributes import attribute
from ...text.normalise import letterwise
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from ..traits import meant, mentions
from .judgement import Judgement, asks

_KEYS = re.compile(r"in the box|includ|accessor|piece|content|kit\b|comes with|works with|support|compatib|ingredient|contains|附件|配件|赠品|包含|清单|内含|套装|适用|系统|兼容|配料|成分|原料|炉灶|收纳|连接")
_LISTS = frozenset(("ingredient", "compatibility", "connectivity", "taste", "operating_system"))
_MARK = re.compile(r"\s?(?:,|、|;|&|\+|，)\s?(?:and |or |plus )?|\s(?:and|or|plus|as well as)\s|和|与|及|还有|加上?")
_LEAD = re.compile(
    r"^.*\b(?:with|of|from|contains?|contain|includes?|including|box|kit|for|to|but|works|talks|has|have|is|are|plus|in|made|only|just|than|real|pure|your|our|its)\b:?\s"
    r"|^.*[:：]\s?|^.*(?:有|送|附赠?|含有?|带|配有?|包括|包含|只有|用了?|加|是|为|由|随[镜机箱]|除了|采用|适合|适用于?|用于|支持|兼容|具备)(?=[^\x00-\x7f])")
_BULLET = re.compile(r"^[\s❶-❿①-⑳•●◆■★☆✅✔·►▶*#-]+")
_COLON = re.compile(r"^.*[:：]\s?")
_NEW = re.compile(r"(?:made |comes |filled )?(?:with|containing|of|from|for)\b")  # begins a list of its own
_TAIL = re.compile(
    r"\s(?:in|on|for|with|that|which|to|at|by|from|so|make|makes|soften|go|are|is|into|give|keep|per|come|comes|all|without|work|works|blended|baked|sit|do|can|will|may)\b.*$"
    r"|(?:都|也|各|给|做|全|样样|三种|两种|四种|五种|等|的|就|，|正?合适|一起|炒|煮|搭配|慢慢).*$")
# What begins a clause of its own, or ends a list without being of it.
_CLAUSE = re.compile(
    r"(?:comes?|prints?|has|have|is|are|was|that'?s?|this|it|they|you|we|which|there|goes|works?|weighs?|measures?|fits?|makes?|runs?|keeps?|carries|contains?|includes?|holds|gives?|"
    r"takes?|lasts?|ships?|costs?|sits?|looks?|feels?|can|will|may|pairs?|for the record|among others|so on|more|etc|the like|others|everything else)\b")
_SAID_OF_YOU = re.compile(
    r"\b(?:you|your|it|its|they|them|we|us|i|me|my|that|which|is|are|was|be|as|so|if|when|while|because|just|then|once|until|now|here|there|what|how|where|who|but|yet|"
    r"nothing|everything|anything|something|none|both|else|others|perfect|ideal|great|easy|ready|even|never|not|too|always|every|simply|really|ever|today|forever)\b")
_ARTICLE = re.compile(
    r"^(?:(?:a |an |the |some )?(?:little|touch of|pinch of|dash of|hint of|bit of|drop of|pair of|curl of|squeeze of|splash of|twist of|whisper of|ribbon of|swirl of|sprinkle of|scoop of|spoonful of|knob of|drizzle of|shaving of|suspicion of|handful of|lots of|plenty of)|a|an|the|some|any|two|three|four|five|six|one|its|our|fresh|real|no|\d+)\s+|^[大中小共各]{0,3}[一二两三四五六七八九十\d]+[个把只条支盒包瓶张件块颗份根副枚双套对片卷袋罐台]"
    r"|^(?:适合|适用于?|用于|支持|兼容|具备|放在|摆在|(?:还有)?(?:一点儿?|一些|少许|些许|一撮))")
_NO_ITEM = re.compile("[a-z]+ed|box|parcel|pack|package|years?|months?|weeks?|days?|hours?|minutes?|half|quarter|(?:the )?rest|gone|done|(?:.* )?(?:hundred|thousand|million|dozen|tenths?|fifths?|quarters?|thirds?)(?: .*)?|spun|grown|drawn|taken|made|brought|kept|left|cut|ground|blown|woven|sewn|built|sold|caught|whole|raw")
_CODE = re.compile(r"[a-z]{1,2}[ -]?\d{1,4}[a-z]?")  # a machine or a size that is called by a letter and a number
_ENDING = re.compile("(?<=[a-z]{3})(?:ies|es|s|y|e)$")
_LATIN = re.compile("[a-z]+")
_WORDS = re.compile(r"[a-z]{3,}")
_ADJECTIVE = re.compile("^(?:新鲜|香脆|香甜|爽脆|优质|精选|配套|专用|满满|整颗|天然|香|脆|嫩|软|大|小|好)的?")
_SMALL = frozenset("and the with for its our your real fresh pure free more other own all good soft little bit pinch touch dash handful hint few some lots plenty generous drop".split())


class Members:
    """The facts that are lists, and every word of the facts."""

    def __init__(self, leaves: list[Leaf]) -> None:
        self.texts = [leaf for leaf in leaves if isinstance(leaf.value, str)]
        self.names = [leaf.key for leaf in leaves if not isinstance(leaf.value, str) and leaf.value is not False]
        self.lists = [(leaf, *_read(leaf.value)) for leaf in self.texts if _is_list(leaf.key)]

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of every name and text."""
        return frozenset().union(*(_read(text)[0] for leaf in self.texts for text in (leaf.key, leaf.value)), *(_read(name)[0] for name in self.names))

    @cached_property
    def text(self) -> str:
        """All of them, plain."""
        return " ".join((*(_read(text)[1] for leaf in self.texts for text in (leaf.key, leaf.value)), *(_read(name)[1] for name in self.names)))

    @cached_property
    def values(self) -> frozenset[tuple[str, str]]:
        """The values that they say."""
        return frozenset((kind, value) for leaf in self.texts for text in (leaf.key, leaf.value) for mention in mentions(_read(text)[1])
                         for kind, value, _ in meant(mention))

    def knows(self, item: str) -> bool:
        """Whether the facts have all that an item says; nothing is said by what has no word."""
        stems = _stems(item)
        han = "".join(re.findall("[\u4e00-\u9fff]", item)).removesuffix("子").removesuffix("儿")
        if not (stems or han) and (code := _CODE.fullmatch(item.strip())):
            return code[0] in self.text
        if not (stems or han) or (stems and all(any(word.startswith(stem) for word in self.words) for stem in stems)):
            return True
        if han and (han in self.text or ((plainer := _ADJECTIVE.sub("", han)) in self.text and len(plainer) > 1)):
            return True
        said = mentions(item)
        covered = sum(mention.end - mention.start for mention in said)
        return covered > 0.7 * len(item) and all(any(meaning in self.values for meaning in mention.meanings) for mention in said)

    def member(self, item: str) -> Leaf | None:
        """The list that has an item."""
        stems, han = _stems(item), "".join(re.findall("[\u4e00-\u9fff]", item))
        return next((leaf for leaf, words, text in self.lists if (stems and stems <= words) or (han and len(han) > 1 and han in text)), None)


@lru_cache(4096)
def _is_list(key: str) -> bool:
    return attribute(key) in _LISTS or _KEYS.search(letterwise(key).replace("_", " ")) is not None


@lru_cache(8192)
def _read(text: str) -> tuple[frozenset[str], str]:
    """The stems of a text, and it as plain."""
    return _stems(text), letterwise(text)


def _stems(text: str) -> frozenset[str]:
    return frozenset(_ENDING.sub("", word)[:7] for word in _WORDS.findall(letterwise(text)) if word.rstrip("s") not in _SMALL and word not in _SMALL)


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every item of a list whose neighbours are known and which is not."""
    known = facts.derived(Members)
    if not known.lists or not _MARK.search(said.plain):
        return
    for start, end in said.sentences:
        items = list(_items(said, start, end))
        for run in _runs(items):
            leaf = next((known.member(item) for _, _, item in run if known.member(item)), None)
            if leaf is None or len(run) < 2:
                continue
            for at, to, item in run:
                if not known.knows(item) and not asks(said, at):
                    yield Judgement(Found(at, to, item), Kind.INGREDIENT if attribute(leaf.key) == "ingredient" else Kind.STATEMENT, Verdict.UNSUPPORTED, leaf.path)


def _runs(items: list[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Stretches of short items."""
    run: list[tuple[int, int, str]] = []
    for each in items:
        short = 0 < len(each[2] if each[2].isascii() else _LATIN.sub("xx", each[2])) <= (28 if each[2].isascii() else 8) and len(each[2].split()) <= 4 and not _CLAUSE.match(each[2]) and not _SAID_OF_YOU.search(each[2]) and not _NO_ITEM.fullmatch(each[2])
        if short:
            run.append(each)
        else:
            yield run
            run = []
    yield run


def _items(said: Said, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The parts of a sentence between commas and "and", each without what leads to it and what follows; a Chinese comma ends a list."""
    at, first, plain = start, True, said.plain
    for match in [*_MARK.finditer(plain, start, end), None]:
        to = match.start() if match else end
        part = plain[at:to].rstrip(" .。!")
        if not first and _NEW.match(part):
            first = True
            yield at, at, ""
        colon = _COLON.match(part)
        head = colon.end() if colon else bullet.end() if (bullet := _BULLET.match(part)) else 0
        lead = _LEAD.match(part[head:]) if first else None
        head += lead.end() if lead else 0
        article = _ARTICLE.match(part[head:])
        head += article.end() if article else 0
        body = _TAIL.sub("", part[head:]).strip() if not (article and article[0].startswith("no ")) else ""  # what is denied is no item
        offset = max(part.find(body, head), 0) if body else head
        yield at + offset, at + offset + len(body), body
        first = bool(match) and "，" in said.text[match.start() : match.end()] if match else False
        if first:
            yield to, to, ""
        at = match.end() if match else end
