"""What a language model is told of a product: data behind a fence, from which instructions that somebody hid there are left out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from ..shop import Language
from .brief import Brief
from .facts import Material

LONGEST = 400  # characters of one value
MOST = 40  # facts

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|above|previous|data)\b"
    r"|\b(?:system|assistant|developer)\s*(?:prompt|message|note)?\s*[:：>\]]|\bnew instructions?\b|<\|?\w+\|?>|\[/?inst\]"
    r"|\byou (?:must|should|are to|have to) (?:now )?(?:write|say|add|claim|mention|state)"
    r"|\b(?:write|say|add|claim|mention|state|insert|include) (?:that|this|the (?:words?|sentence|phrase))\b"
    r"|(?:忽略|无视|忘记|不要理会|覆盖).{0,12}(?:指令|指示|规则|要求|提示|以上|之前|前面)|系统(?:提示|消息|指令)|(?:请|务必|必须|一定要)(?:在文案中)?(?:写|说|加上|声称|注明|提到|强调)"
    r"|文案(?:里|中)?(?:必须|务必|要|请)(?:写|说|加|包含)",
    re.IGNORECASE | re.DOTALL,
)


def gives_orders(text: str) -> bool:
    """Whether a text of the shop's data tells its reader what to write: data that do are no facts."""
    return bool(_ORDERS.search(text))


def without_orders(records: Any) -> Any:
    """JSON values without the texts that give orders: what they say supports nothing."""
    if isinstance(records, str):
        return "" if gives_orders(records) else records
    if isinstance(records, dict):
        return {name: without_orders(value) for name, value in records.items()}
    if isinstance(records, list | tuple):
        return [without_orders(value) for value in records]
    return records


def cleaned(material: Material) -> Material:
    """The material without what gives orders: no writer may speak from it."""
    facts = tuple(fact for fact in material.facts if not any(map(gives_orders, (fact.text("zh"), fact.text("en"), *fact.label.all))))
    quotes = tuple(replace(each, quote="" if gives_orders(each.quote) else each.quote) for each in material.evidence)
    policy, story = (tuple(text for text in texts if not gives_orders(text)) for texts in (material.policy, material.story))
    return replace(material, facts=facts, evidence=quotes, policy=policy, story=story, records=without_orders(material.records))


def told(material: Material, brief: Brief) -> dict[str, Any]:
    """All that a text may speak from, as JSON values in the language of the order, without what gives orders."""
    language = brief.language
    facts = [{"name": fact.label.get(language) or fact.name, "value": fact.text(language)} for fact in material.facts[:MOST]]
    out = {
        "product": material.title.get(language) or material.noun.get(language), "brand": material.brand.get(language),
        "category": [each.get(language) for each in material.category], "facts": facts,
        "price": str(material.price) if material.price else "", "price_before": str(material.compare_at) if material.compare_at else "",
        "buyers": [_said(each, language) for each in material.evidence], "shop_rules": list(material.policy),
        "brand_story": list(material.story), "review_to_answer": brief.review.text if brief.review else "", "to_translate": brief.source,
    }
    return {name: kept for name, value in out.items() if (kept := _kept(value))}


def fenced(value: Any) -> str:
    """JSON values as data that cannot end their own fence."""
    return "<data>" + json.dumps(value, ensure_ascii=False).replace("<", "‹") + "</data>"


def _said(evidence: Any, language: Language) -> dict[str, Any]:
    return {"aspect": evidence.aspect.get(language), "praise": evidence.positive, "of": evidence.count, "quote": evidence.quote}


def _kept(value: Any) -> Any:
    """A value without texts that give orders, and long ones cut; a fact without its value is none."""
    if isinstance(value, str):
        return "" if gives_orders(value) else value[:LONGEST]
    if isinstance(value, dict):
        kept = {name: _kept(each) for name, each in value.items()}
        return {} if "" in (kept.get("value"), kept.get("name")) else kept
    if isinstance(value, list):
        return [each for each in map(_kept, value) if each not in ("", {})]
    return value
