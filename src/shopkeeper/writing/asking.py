"""How a language model is asked for a text: its rules, the form of its answer, and what was wrong with the last one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..claims import Claim
from ..models.language.protocol import Message
from ..shop import Language
from ..text.language import detect
from .brief import Brief
from .data import fenced, told
from .facts import Material
from .forms import LINES, USUAL, length, limits, parts, too_long

NAMED = 12  # wrong spans that are named in a repair
_INSTRUCTIONS = Path(__file__).with_name("instructions.md").read_text("utf-8").strip()
_LANGUAGES = {"zh": "Chinese (简体中文)", "en": "English"}
_WANTED = {
    "title": "the product's title for a listing", "features": "three to six selling points, a line each", 
    "story": "a short brand story around the product", "seo": "search title and description",
    "description": "a product description in two or three short paragraphs",
    "ad": "three headlines and two descriptions of an advertisement, a line each", "social": "a post for social media",
    "email": "an e-mail to customers", "reply": "an answer to the buyer's review", "translate": "a faithful translation of to_translate"}


def messages(material: Material, brief: Brief) -> list[Message]:
    """What the model is told: its rules, the form of the answer, and the data behind a fence."""
    names = {name: f"at most {limit} characters" + (" a line" if name in LINES else "") for name, limit in limits(brief).items()}
    fields = "\n".join(f'- "{name}": text' + (f", {names[name]}" if name in names else "") for name in parts(brief.kind))
    system = _INSTRUCTIONS.format(language=_LANGUAGES[brief.language], fields=fields, tone=brief.tone, extra=_extra(brief))
    ask = f"Write {_WANTED[brief.kind]}, about {brief.length or USUAL[brief.kind]} characters in all, in {_LANGUAGES[brief.language]}."
    return [Message("system", system), Message("user", f"{ask}\n{fenced(told(material, brief))}")]


def schema(brief: Brief) -> dict[str, Any]:
    """The JSON schema of an answer."""
    names = parts(brief.kind)
    texts = {name: {"type": "string"} for name in names}
    return {"type": "object", "properties": texts, "required": list(names), "additionalProperties": False}


def read(answer: str, brief: Brief) -> tuple[dict[str, str], str]:
    """The parts of an answer, and what is amiss with their form; no parts where the answer is none of the form asked for."""
    try:
        found = json.loads(answer[answer.index("{") : answer.rindex("}") + 1])
        fields = {name: str(found[name]).strip() for name in parts(brief.kind)}
    except (ValueError, KeyError, TypeError):
        return {}, f"answer with one JSON object with the fields {', '.join(parts(brief.kind))} and nothing else"
    if any(not isinstance(found[name], str) for name in fields):
        return {}, "each field is a text"
    return fields, misfits(fields, brief)


def misfits(fields: Mapping[str, str], brief: Brief) -> str:
    """What is amiss with the form of a text: empty parts, another language, too long; else nothing."""
    if empty := [name for name, text in fields.items() if not text.strip()]:
        return f"{', '.join(empty)} must not be empty"
    if any(_other_language(text, brief.language) for text in fields.values()):
        return f"write every field in {_LANGUAGES[brief.language]}"
    if long := too_long(fields, brief):
        return "; ".join(f"{name} has {length(fields[name], brief)} characters and may have {limit}" for name, limit in long.items())
    return ""


def repair(amiss: str, wrong: Sequence[tuple[str, Claim]]) -> str:
    """What a model is told whose answer does not hold."""
    said = [f'- in "{part}": {json.dumps(claim.text, ensure_ascii=False)}: {claim.reason.get("en")}' for part, claim in wrong[:NAMED]]
    lines = [f"The form is wrong: {amiss}."] if amiss else []
    if said:
        lines += ["These spans may not be said, as no fact supports them; leave them out, or use plain everyday words:", *said]
    return "\n".join([*lines, "Answer again with the whole JSON object. Say only what the data say."])


def _extra(brief: Brief) -> str:
    voice, out = brief.brand_voice, []
    if brief.segment and brief.segment.worries:
        out.append(f"The readers ask first about: {', '.join(brief.segment.worries)}.")
    if voice and voice.tone:
        out.append(f"The brand's own tone: {voice.tone}")
    if voice and voice.never:
        out.append(f"Never use these words: {', '.join(voice.never)}.")
    return "".join(f"\n{line}" for line in out)


def _other_language(text: str, language: Language) -> bool:
    return sum(letter.isalpha() for letter in text) > 8 and detect(text) != language
