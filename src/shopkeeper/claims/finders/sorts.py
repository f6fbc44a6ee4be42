"""What a text calls the product: a skirt is no shirt, sneakers are shoes. Held against the sort that the title and the type say.

A word is the product's name where it stands as one: "this skirt", "a skirt that …" at the beginning, 一条半身裙. What is worn, put or used with it
("over jeans", 搭配牛仔裤, 放进背包), compared or given away is another thing, and so is what the facts mention anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ...text.attributes import attribute
from ...text.lexicon import Hit
from ...text.normalise import letterwise
from ...text.sorts import Sort, above, agree, sorts_in
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from .judgement import Judgement, asks

_NAMING = frozenset(("title", "category"))
_ANOTHER = re.compile(
    r"\b(?:with|over|under|underneath|beneath|like|than|as|next|beside|near|by|from|into|inside|onto|off|instead|unlike|without|no|not|never|every|any|other|another|"
    r"your|my|his|her|their|else|between|for|in|on|of|to|at|and|or|if|when|while|whether|pairs?|matching|replaces?|because|once|most|many|some|few|all|free|leave|swap|grab|throw|tuck|add|forget|skip|change|pack|put|take|bring|give|lose|ditch)\b"
    r"|搭|(?<![一这])把|配|(?<!一)套(?!装)|外面|里面|叠|比|像|如|换|添|选|挑|代替|替|放|装|塞|收|挂|铺|垫|进|旁|不用|不是|不再|告别|没有|其他|别的|那些|省下|除了|送|赠|每|各|及|或|与|和|跟|同|内含|附|用|穿|背|戴|你的|您的|家里|有|给|为")
_THIS = re.compile(r"(?:\b(?:this|these)(?: (?!is |are |was |in |on |with |for |of )[\w-]+){0,5} |(?:这|本|此)(?:款|件|条|双|只|个|顶|台|把|盏|张|套|支|瓶|盒|袋|副|枚|床|块|本)[^,。、;!?:]{0,10}?)$")
_BEGINS = re.compile(
    r"^[\s\"'“‘(*•-]*(?:(?:this|it|that|here)(?:'s| is)|they(?:'re| are)|these are|meet|introducing|discover|say hello to|enjoy|think of it as)?(?: (?:the|our|your new))?(?: ?\b(?:a|an|the|our|one|pair of))*"
    r"(?: ?[\w'&%-]+[ -]){0,7}$"
    r"|^[^,。、;!?:]{0,4}(?:一|1)(?:款|件|条|双|只|个|顶|台|把|盏|张|套|支|瓶|盒|袋|副|枚|床|块|幅|包|辆)[^,。、;!?:]{0,12}$|^[^,。、;!?:]{0,12}$")
_SAID_OF_IT = re.compile(r"((?:一|1|这|本|此)(?:款|件|条|双|只|个|顶|台|把|盏|张|套|支|瓶|盒|袋|副|枚|床|块|幅|包|辆))[^,。、;!?:]*的")
_VERB = re.compile(r"\s(?:it|them|this|these|that|the|a|an|your|yours|one|up|down|out|away|in the|on the)\b")  # "Light it", "Pack the": no name of a thing
_HEAD_EN = re.compile(r"(?:$|[^\w\s'’-]|\s+(?:that|which|who|for|with|in|from|made|is|are|has|have|to|and|but|you|your|we|it|by|on|at|so|crafted|cut|built|designed|keeps?|gives?|does|rolls?|can|will|fits?|"
                      r"comes?|goes|feels?|looks?|holds?|sits?|works?|adds?|lets?|makes?|[a-z]+ed|[a-z]+ing|as|without|when)\b)")
_HEAD_ZH = re.compile(r"$|[^\w]|[是的,。!;:、也都就真很能会可让给用在有轻超自适见出升才又不太连采选刚陪将把为]")
_MORE_ZH = re.compile("[领袖摆边带面底架套盒柜店风款里上色机座罩垫头]")


class Called:
    """What the facts call the product, and every other thing that they mention."""

    def __init__(self, leaves: list[Leaf]) -> None:
        self._leaves = [leaf for leaf in leaves if isinstance(leaf.value, str)]

    @cached_property
    def own(self) -> list[tuple[Sort, Leaf]]:
        """The sorts that the title and the type give."""
        return [(sort, leaf) for leaf in self._leaves if attribute(leaf.key) in _NAMING for hit in sorts_in(letterwise(leaf.value)) for sort in hit.meanings]

    @cached_property
    def mentioned(self) -> list[tuple[Sort, Leaf]]:
        """The sorts that any name or value gives, without what is only the broader word of its own: the category of a tote is bags."""
        broader = {each for sort, _ in self.own for each in above(sort) - {sort}}
        return [(sort, leaf) for leaf in self._leaves for text in (leaf.key, leaf.value) for hit in sorts_in(letterwise(text).replace("_", " ")) for sort in hit.meanings
                if sort not in broader]


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every name of a thing that stands for the product, of the family of things that it is of."""
    known = facts.derived(Called)
    if not known.own:
        return
    families = {sort.family for sort, _ in known.own}
    for hit in sorts_in(said.plain):
        mine = [sort for sort in hit.meanings if sort.family in families]
        if not mine or len(mine) < len(hit.meanings) or not _is_it(said, hit) or asks(said, hit.start):
            continue
        if not any(agree(sort, each) for sort, _ in known.mentioned for each in mine):
            leaf = next(leaf for sort, leaf in known.own if sort.family == mine[0].family)
            yield Judgement(Found(hit.start, hit.end, mine[0].name), Kind.STATEMENT, Verdict.CONTRADICTED, leaf.path)


def _is_it(said: Said, hit: Hit[Sort]) -> bool:
    """Whether a name of a thing stands where the product's own does."""
    plain = said.plain
    begin = next(start for start, end in reversed(said.sentences) if start <= hit.start)
    before, after = _SAID_OF_IT.sub(r"\1", plain[max(begin, hit.start - 80) : hit.start]), plain[hit.end : hit.end + 16]
    if _VERB.match(after) and not before.strip(" \"'“‘(*•-"):
        return False
    match = _THIS.search(before)
    if not _ends(plain[hit.start : hit.end], after, pointed=match is not None):
        return False
    if match:
        return not _ANOTHER.search(match[0].lstrip("这本此"))
    clause = re.split("[,:]", before)[-1] if not plain[hit.start].isascii() else before
    return _BEGINS.match(clause) is not None and not _ANOTHER.search(before)


def _ends(word: str, after: str, pointed: bool) -> bool:
    """Whether nothing follows that makes the word a part of another one; a Chinese word that is pointed at needs less."""
    if word.isascii():
        return _HEAD_EN.match(after) is not None
    return not _MORE_ZH.match(after) if pointed and len(word) > 1 else _HEAD_ZH.match(after) is not None
