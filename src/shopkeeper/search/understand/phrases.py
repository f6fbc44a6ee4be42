"""The small words between what is asked for: denial, lists, second thoughts, and the frame of a question."""

from __future__ import annotations

import re

from .spelled import Span

_DENIAL = re.compile(
    r"(?:(?P<cue>不想要|不需要|不喜欢|不接受|不考虑|不要|不含|不带|不用|不是|不看|不选|别要|别买|别给我|别|非|除了|除|无|没有|没|排除|拒绝|去掉|避开|过滤掉?|"
    r"(?:\b(?:that|which|who) (?:is|are|do|does) )?\bnot|\bno|\bnon|\bwithout|\bexcept|\bexcluding|\bexclude|\bother than|\banything but|\beverything but|\bbut not|\bavoid|\bdon'?t want|\bdo not want|\bminus|\bisn'?t|\baren'?t|\bnothing|\bhate|\bnever|\bno more)"
    r"|(?P<weak>不))"
    r"[\s-]?(?:(?:有|含|带|是|要|用|买|选|推荐|给我|来|任何|for|like|any|anything|a|an|the|in|from|by|made of|made by|made with|with|of|that is|that are|brand|colou?r|contain(?:ing)?)[\s:]?){0,3}"
    r"(?:品牌|牌子|颜色|材质|brands?|colou?rs?)?[\s:]?(?:是|为)?\s?$"
)
_DENIED_BEHIND = re.compile(r"\s?(?:色|牌|的|款|品牌|家|皮|材质)*\s?(?:除外|以外|之外|就?都?不要(?=的?\s?(?:$|[,。;!]))|就?都?不行|不考虑|不接受|excluded|免谈)(?:的)?")
_LIST = re.compile(r"[\s的色款]{0,4}(?:或者|或是|或|和|跟|与|、|,|/|还有|以及|还是|or|and|nor|&)?\s?(?:者|是)?\s?(?:in |a )?")
_LINKED = re.compile(r"[\s的色款牌]{0,4}(?:或者|或|和|跟|与|、|/|以及|还有|or|and|nor|&|, ?or|, ?and|, ?nor)\s?")
_CHANGED = re.compile(
    r"不对|说错了?|错了|算了|等等|等一下|改成|换成|还是要|还是(?=[^,。]{1,8}吧)|哦不|啊不|不不|\bsorry\b|\bactually\b|\boh,? wait\b|\bwait\b|,? ?\bno,? (?:make|actually|wait|sorry|let|i mean|better)|(?<=, )no, |"
    r"\bscratch that\b|\bi mean\b|\bon second thought\b|\bmake (?:it|that)\b|\brather\b(?! than)|\bcorrection\b"
)
_THEN_NUMBER = re.compile(r"(?:[\s,.!…]|还是|要|是|改成|换成|make|it|that|no|actually|sorry|吧|let'?s|say|了|的)*")
_RANGE = re.compile(r"\s?(?:-|~|到|至|to)\s?")
# What frames a request and says nothing about what is wanted.
_FRAME = re.compile(
    r"^\s*(?:(?:please|hi|hello|do you (?:have|sell|carry)|can i (?:get|have|see)|could i (?:get|have)|i(?:'m| am) looking for|looking for|i want|i need|i'd like|i would like|"
    r"show me|find me|find|is there|are there|what(?:'s| is| are)|your|the|any|an?|some)[\s,]+|"
    r"(?:你好|您好|请问|麻烦|我?想问(?:一?下)?|问(?:一?下)|你们|有没有|我?想要?一?[个款双件]|我?想要|我?想买一?[个款双件]?|我要买|想找一?[个款双件]?|求推荐|推荐|帮我找|要(?=[^求]))[\s,]*)+"
)
_FRAME_END = re.compile(r"(?:(?:\s|,|\.|!)*(?:吗|呢|啊|吧|呀|有吗|有没有|都行|都可以|谢谢|推荐|哪个|是哪个|有哪些|please|thanks|thank you|\?))+\s*$")


def denied(text: str, start: int, edges: frozenset[int]) -> tuple[int, bool] | None:
    """Where the words begin that deny what stands at `start`, and whether it is only 不, which denies
    no more than a yes; None when nothing does. A minus denies the word that it stands right before: "-sony"."""
    if start and text[start - 1] == "-" and text[start : start + 1].isalpha() and (start == 1 or text[start - 2] == " "):
        return start - 1, False
    match = _DENIAL.search(text, max(0, start - 30), start)
    if match is None:
        return None
    cue = match.start("cue") if match["cue"] else match.start("weak")
    if not text[cue].isascii() and cue not in edges:
        return None
    return cue, match["weak"] is not None


def denied_behind(text: str, end: int) -> int | None:
    """Where the words end that deny what stands before `end`: X除外, X以外."""
    match = _DENIED_BEHIND.match(text, end)
    return match.end() if match else None


def in_list(gap: str) -> bool:
    """Whether two things with this between them stand in one list."""
    return _LIST.fullmatch(gap) is not None


def linked(gap: str) -> bool:
    """Whether what is between two things carries a denial from one to the other: "not X or Y"."""
    return _LINKED.fullmatch(gap) is not None


def is_range(gap: str) -> bool:
    """Whether two things with this between them are the ends of a range: M到XL."""
    return _RANGE.fullmatch(gap) is not None


def second_thoughts(text: str) -> list[Span]:
    """Where a query takes back what it said: "under 500, no, make it 300"."""
    return [match.span() for match in _CHANGED.finditer(text)]


def follows(text: str, thought: Span, start: int) -> bool:
    """Whether what stands at `start` comes right after a second thought."""
    return start - thought[1] >= 0 and _THEN_NUMBER.fullmatch(text, thought[1], start) is not None


def frames(text: str) -> list[Span]:
    """The parts of a query that only ask: "do you have", 有没有, "please"."""
    return [match.span() for match in (_FRAME.match(text), _FRAME_END.search(text, max(0, len(text) - 40))) if match and match.end() > match.start()]
