"""Texts that speak to somebody: posts, e-mails, brand stories, replies to reviews."""

from __future__ import annotations

import re
from pathlib import Path

from ....shop import Review
from ...brief import Brief
from ...plan import Plan
from ...seeds import Choices
from ...words import table
from .. import Realised
from .description import body, pieces_of
from .grammar import capital, contracted, fill, sentence, shortened
from .phrases import Piece
from .short import fitting, price_line
from .subject import Subject
from .talk import Talk

_KINDS = Path(__file__).parent / "words" / "kinds.toml"
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_SUBJECT, _PREVIEW = 60, 90
_BODY = {"xiaohongshu": 1000, "weibo": 500, "instagram": 700, "": 700}
_TITLE = {"xiaohongshu": 20}
_GOOD, _BAD = 4, 2  # stars from which on a review is a good one, up to which it is a bad one
_NOT = re.compile(
    r"\b(?:not|n't|no|never|too|poor|bad|disappoint\w*|terrible|awful|broke|late|cheap|wrong|worse|tight|small|itchy|bland|thin|but|however|although|"
    r"weak|slow|loud|hard)\b",
    re.I,
)


def social(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """A post: a first line, a few sentences, tags."""
    subject, talk, pieces = _begin(plan, brief, choose)
    hook = _said("hook", brief, subject, choose)
    body_text = fitting(_sentences(plan, brief, talk, pieces, choose), _BODY.get(brief.platform, 700))
    tags = " ".join(_tags(plan, subject, pieces))
    most = _TITLE.get(brief.platform, 0)
    head = hook if not most or len(hook) <= most else shortened(subject.short(most), most)
    parts = {"title": head, "body": body_text, "tags": tags}
    return Realised("\n\n".join(filter(None, parts.values())), parts, _used(talk))


def email(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """A subject (60 characters), a preview (90), and a letter."""
    subject, talk, pieces = _begin(plan, brief, choose)
    heads = [
        text
        for shape in choose.shuffled(table(_KINDS)["subject"][brief.tone])
        if (text := _filled(shape, subject)) and len(text) <= _SUBJECT
    ]
    head = capital(heads[0]) if heads else subject.short(_SUBJECT)
    sentences = _sentences(plan, brief, talk, pieces, choose)
    call = choose.one(table(_KINDS)["call"][brief.tone])
    preview = fitting(sentences[1:] or [call], _PREVIEW)
    sign = (brief.brand_voice.sign_off if brief.brand_voice else "") or subject.brand
    letter = "\n\n".join(filter(None, [choose.one(table(_KINDS)["greeting"][brief.tone]), " ".join(sentences), call, sign]))
    return Realised(f"{head}\n{preview}\n\n{letter}", {"subject": head, "preview": preview, "body": letter}, _used(talk))


def story(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """The brand's own sentences first, word for word, then the product; without a page the product alone."""
    subject, talk, pieces = _begin(plan, brief, choose)
    told = plan.material.story or (brief.brand_voice.story if brief.brand_voice else ())
    bridge = _filled(choose.one(table(_KINDS)["story"]["bridge"]), subject) if told else ""
    first = [" ".join(told[:4]), sentence(bridge or "")] if told and bridge else []
    paragraphs = [*first, " ".join(body(plan, brief, talk, pieces))]
    return Realised("\n\n".join(paragraphs), {}, _used(talk))


def reply(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """An answer to a review: thanks, what it speaks of, help where it is needed. It promises nothing."""
    assert brief.review is not None
    subject, talk, _ = _begin(plan, brief, choose)
    review = brief.review
    mood = "good" if review.rating >= _GOOD else "bad" if review.rating <= _BAD else "mixed"
    said = [_reply(f"thanks_{mood}", subject, choose)]
    said += [_reply("disliked" if bad else "liked", subject, choose, aspect=aspect) for aspect, bad in _aspects(review, mood)[:2]]
    said += [_reply("help", subject, choose)] if mood != "good" else []
    said += [_reply("end_bad" if mood == "bad" else "end_good", subject, choose)]
    text = " ".join(filter(None, said))
    text = contracted(text) if brief.tone in ("warm", "lively") else text
    sign = brief.brand_voice.sign_off if brief.brand_voice else ""
    return Realised(f"{text}\n{sign}".strip(), {}, _used(talk))


def _begin(plan: Plan, brief: Brief, choose: Choices) -> tuple[Subject, Talk, list[Piece]]:
    subject = Subject(plan.material)
    return subject, Talk(subject, brief.tone, choose), pieces_of(plan, subject)


def _sentences(plan: Plan, brief: Brief, talk: Talk, pieces: list[Piece], choose: Choices) -> list[str]:
    offer = price_line(plan, brief, talk.subject, choose)
    return [*body(plan, brief, talk, pieces), *([offer] if offer else [])]


def _said(section: str, brief: Brief, subject: Subject, choose: Choices) -> str:
    shapes = choose.shuffled(table(_KINDS)[section][brief.tone])
    return next((sentence(text) for shape in shapes if (text := _filled(shape, subject))), sentence(subject.called))


def _filled(shape: str, subject: Subject, **slots: str) -> str | None:
    aim = _BRACKETS.sub(lambda match: match[1].split("|")[0], subject.good.aims[0]) if subject.sure else ""
    return fill(shape, {**subject.slots(), "called": subject.called, "aim": aim, **slots}, subject.plural)


def _reply(section: str, subject: Subject, choose: Choices, **slots: str) -> str:
    text = _filled(choose.one(table(_KINDS)["reply"][section]), subject, **slots)
    return sentence(text) if text else ""


def _aspects(review: Review, mood: str) -> list[tuple[str, bool]]:
    """What a review speaks of, and whether it complains of it: by the sentence in which it does."""
    out: dict[str, bool] = {}
    for part in re.split(r"[.!?;\n]|(?=\bbut\b|\bhowever\b|\balthough\b)", review.text):
        for aspect, named in table(_KINDS)["aspects"].items():
            if any(re.search(rf"\b{re.escape(word.strip())}\b", part, re.I) for word in named.split(",")):
                out.setdefault(aspect, mood == "bad" or (mood == "mixed" and _NOT.search(part) is not None))
    return list(out.items())


def _tags(plan: Plan, subject: Subject, pieces: list[Piece]) -> list[str]:
    words = [subject.noun, subject.brand, *(p.adj for p in pieces if p.adj)]
    tags = ["#" + re.sub(r"[^A-Za-z0-9]+", "", word.title()) for word in words if word]
    return list(dict.fromkeys(tag for tag in tags if len(tag) > 2))[:5]


def _used(talk: Talk) -> tuple[str, ...]:
    return tuple(dict.fromkeys(talk.said))
