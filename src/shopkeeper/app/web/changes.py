"""Changes of rules and synonyms as the console's forms name them: read, tried, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ...search.rule_files import day_or_moment
from ...search.tuning import Trial
from ...search.words.synonyms import parse_synonym
from ...shop import InvalidQuery, NotFound, Rule, RuleAction, RuleMatch, Synonym
from .form import ids_of

if TYPE_CHECKING:
    from ..shop import Shop

# What a form may hold; what is left out of an address is as a new rule has it.
FIELDS = ("do", "rule", "products", "where", "queries", "match", "at", "strength", "category", "from", "until", "note", "words", "weight")
DROP_RULE, SWITCH, SYNONYM, DROP_SYNONYM, WEIGHT = "drop-rule", "switch", "synonym", "drop-synonym", "weight"
LONGEST = 1000  # characters of a field


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a form asks for: what kind (`do`), its fields, and the trial of it."""

    do: str
    fields: Mapping[str, str]
    trial: Trial

    @property
    def rule(self) -> Rule | None:
        """The rule that would be there."""
        return self.trial.rule if isinstance(self.trial.rule, Rule) else None

    @property
    def synonym(self) -> Synonym | None:
        """The synonym that would be there."""
        return self.trial.synonym if isinstance(self.trial.synonym, Synonym) else None

    @property
    def address(self) -> str:
        """The fields as they stand in an address."""
        return urlencode({name: value for name, value in self.fields.items() if value})


def change_of(shop: Shop, asked: Mapping[str, str]) -> Change | None:
    """What a form or an address asks for, None where it asks for nothing; `InvalidRecord`, `InvalidQuery` and `NotFound` say what is
    wrong with it."""
    fields = {name: value.strip()[:LONGEST] for name in FIELDS if (value := asked.get(name))}
    do = fields.get("do", "")
    if not do:
        return None
    if do in list(RuleAction):
        return Change(do, fields, Trial(rule=_rule(shop, fields)))
    if do == DROP_RULE:
        return Change(do, fields, Trial(rule=shop.store.rules.get(fields.get("rule", "")).id))
    if do == SWITCH:
        rule = shop.store.rules.get(fields.get("rule", ""))
        return Change(do, fields, Trial(rule=rule.id if rule.enabled else replace(rule, enabled=True)))
    if do == SYNONYM:
        return Change(do, fields, Trial(synonym=parse_synonym(fields.get("words", ""))))
    if do == DROP_SYNONYM:
        return Change(do, fields, Trial(synonym=shop.store.synonyms.get(fields.get("words", "")).id))
    if do == WEIGHT:
        return Change(do, fields, Trial(weight=_share("weight", fields.get("weight", ""))))
    raise InvalidQuery(f"do: expected a change of a rule or a synonym, got {do[:20]!r}")


def keep(shop: Shop, change: Change, by: str, now: datetime) -> None:
    """Stores a change; the next search follows it, and the audit log keeps who made it."""
    if change.synonym:
        shop.synonyms.put([change.synonym])
        told = "synonym.put", f"synonym/{change.synonym.id}"
    elif change.trial.synonym is not None:
        shop.synonyms.delete([str(change.trial.synonym)])
        told = "synonym.delete", f"synonym/{change.trial.synonym}"
    elif change.do == SWITCH:
        rule = shop.store.rules.get(change.fields["rule"])
        shop.rules.put([replace(rule, enabled=not rule.enabled)])
        told = "rule.put", f"rule/{rule.id}"
    elif change.rule:
        shop.rules.put([change.rule])
        told = "rule.put", f"rule/{change.rule.id}"
    elif change.trial.rule is not None:
        shop.rules.delete([str(change.trial.rule)])
        told = "rule.delete", f"rule/{change.trial.rule}"
    else:
        raise InvalidQuery("do: this change can be tried, not kept; the weight of meaning is the setting `weight`")
    shop.store.audit.note(by, *told, {}, now)


def fields_of(rule: Rule) -> dict[str, str]:
    """A rule as the fields of a form."""
    start, end = (_day(moment, last) for moment, last in ((rule.starts_at, False), (rule.ends_at, True)))
    return {
        "do": rule.action.value, "rule": rule.id, "products": " ".join(rule.product_ids), "where": "\n".join(rule.where),
        "queries": "\n".join(rule.queries), "match": rule.match.value, "at": str(rule.position), "strength": f"{rule.strength:g}",
        "category": rule.category, "from": start, "until": end, "note": rule.note,
    }


def _rule(shop: Shop, fields: Mapping[str, str]) -> Rule:
    """The rule that the fields describe. A moment whose day was not changed stays the moment that it was."""
    queries, id = _lines(fields.get("queries", "")), fields.get("rule", "")
    action, products = RuleAction(fields["do"]), ids_of(fields.get("products"))
    known = shop.store.rules.get_many([id]).get(id) if id else None
    shown = fields_of(known) if known else {}
    product_of(shop, tuple(product for product in products if not known or product not in known.product_ids))
    more: dict[str, Any] = {name: _moment(known, shown, fields, *asked) for name, asked in (
        ("starts_at", ("from", "starts_at", False)), ("ends_at", ("until", "ends_at", True)))}
    return Rule(
        id or _name(action, products, queries), action, products, _lines(fields.get("where", "")), queries,
        RuleMatch.CONTAINS if fields.get("match") == RuleMatch.CONTAINS else RuleMatch.EXACT, _whole("at", fields.get("at") or "1"),
        _share("strength", fields.get("strength") or "0.2"), note=fields.get("note", ""), category=fields.get("category", ""),
        enabled=known.enabled if known else True, **more,
    )


def _moment(known: Rule | None, shown: Mapping[str, str], fields: Mapping[str, str], field: str, name: str, end: bool) -> datetime | None:
    text = fields.get(field, "")
    if known and text == shown[field]:
        return getattr(known, name)  # type: ignore[no-any-return]
    return day_or_moment(field, text or None, end=end)


def _day(moment: datetime | None, last: bool) -> str:
    """The day of a moment; the last one that lies before it, where it ends something."""
    if moment is None:
        return ""
    return (moment.astimezone(UTC) - (timedelta(microseconds=1) if last else timedelta())).strftime("%Y-%m-%d")


def _name(action: RuleAction, products: tuple[str, ...], queries: tuple[str, ...]) -> str:
    """What a rule is called that was given no name."""
    about = "+".join(products)[:80]
    return " ".join(filter(None, [action.value, about, f"@ {queries[0][:80]}" if queries else ""]))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _whole(field: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidQuery(f"{field}: expected a whole number, got {text[:20]!r}") from None


def _share(field: str, text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1
    if not 0 <= found <= 1:
        raise InvalidQuery(f"{field}: expected a number from 0 to 1, got {text[:20]!r}")
    return found


def product_of(shop: Shop, ids: tuple[str, ...]) -> None:
    """`NotFound` for the first of these products that the shop does not have."""
    known = shop.store.products.get_many(ids)
    if missing := [id for id in ids if id not in known]:
        raise NotFound("product", missing[0])
