"""Answers out of the shop's policies, its common questions and its manuals, in the words that stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...shop import DocumentKind
from ..reply import Act, Action, Source
from ..tools.records import orders_of
from .library import FLOOR, Found, content_words
from .naming import Naming, kinds_in, whole_terms
from .question import Answer, Question, nothing_known
from .quoting import LONGEST, commands, shortened
from .sections import Section
from .which import named

_NARROW = frozenset(
    "check_cancellation_fee check_refund_policy check_payment_methods check_invoice get_invoice delete_account contact_customer_service "
    "delivery_period return_item exchange_item".split()
)
_AS_LIKELY = 0.6  # of the best section's chance: a paragraph beside it is told too
LOW = 0.05  # chance below FLOOR from which on a section is still told as the nearest there is
_LOOK, _MANY = 12, 1_000  # sections that are looked at: those that may answer, all of a manual
_CHOICE, _ORDERS = 6, 20  # manuals put up for choice, orders whose goods count as owned
# What a wish is about even where the shopper does not say so.
HINTS: dict[str, tuple[str, ...]] = {
    "check_cancellation_fee": ("cancel", "free_of_charge"), "check_refund_policy": ("return",),
    "check_payment_methods": ("payment",), "delivery_options": ("deliver",), "delivery_period": ("how_long",),
    "check_invoice": ("invoice",), "get_invoice": ("invoice",), "delete_account": ("erase",), "contact_customer_service": ("support",),
    "newsletter_subscription": ("newsletter",), "create_account": ("sign_up", "account"), "registration_problems": ("sign_up",),
    "recover_password": ("password",), "track_order": ("track",), "track_refund": ("refund",), "review": ("leave_review",),
    "set_up_shipping_address": ("address",), "change_shipping_address": ("address", "change"), "cancel_order": ("cancel",),
    "return_item": ("return",), "exchange_item": ("exchange",), "get_refund": ("refund",), "payment_issue": ("payment",),
}  # fmt: skip
_MANUAL = frozenset("how use your user guide manual instruction 使用 说明 使用说明 说明书 手册 指南 的".split())


def from_documents(ask: Question, kinds: Sequence[DocumentKind] = tuple(DocumentKind), floor: float = FLOOR) -> Answer | None:
    """The section that answers the question, quoted, or the question which of several manuals; None where nothing is above the floor."""
    found = ask.library.find(ask.text, ask.language, hints=HINTS.get(ask.intent, ()), kinds=kinds, k=_LOOK)
    hits = [hit for hit in found if hit.chance >= floor and not commands(hit.section.text)]
    fitting = _of_its_product(ask, hits)
    if not fitting:
        return None
    best = fitting[0]
    rivals = [hit.section for hit in fitting if hit.section.product_ids and hit.chance > best.chance / 2]
    if best.section.product_ids and len({section.document_id for section in rivals}) > 1:
        return _which_manual(ask, rivals)
    return _quoted(ask, _with_its_neighbour(best, found))


def _with_its_neighbour(best: Found, hits: Sequence[Found]) -> Section:
    """The best section; with the paragraph of the same policy before or after it where that is as likely: a rule and its exception are
    told together."""
    section, least = best.section, best.chance * _AS_LIKELY
    beside = [hit.section for hit in hits if hit.section.document_id == section.document_id and hit.chance > least]
    near = next((each for each in beside if abs(each.place - section.place) == 1), None)
    if near is None or section.kind is not DocumentKind.POLICY:
        return section
    if len(section.text) + len(near.text) > LONGEST[section.language]:
        return section
    first, second = sorted((section, near), key=lambda each: each.place)
    return replace(section, text=(" " if section.language == "en" else "").join((first.text, second.text)))


def policy(ask: Question) -> Answer:
    """A rule of the shop, from its policies and common questions, or where nothing else is said from a manual."""
    return from_documents(ask) or on_the_subject(ask) or nothing_known(ask)


def on_the_subject(ask: Question) -> Answer | None:
    """What the shop's papers say about the subject of the wish, told as not quite the answer; None where the wish has no narrow subject
    or nothing is near."""
    hints = HINTS.get(ask.intent, ()) if ask.intent in _NARROW else ()
    found = ask.library.find(ask.text, ask.language, hints=hints, hinted=1.0, kinds=(DocumentKind.FAQ, DocumentKind.POLICY))
    near = [hit.section for hit in found if hit.chance >= LOW and not commands(hit.section.text)]
    return _hedged(ask, near[0], "on_the_subject") if near else None


def how_to_use(ask: Question) -> Answer:
    """A step of the manual of the product that is meant; asks which where several manuals would answer."""
    answer = from_documents(ask, (DocumentKind.MANUAL,)) or from_documents(ask, (DocumentKind.FAQ, DocumentKind.POLICY))
    return answer or _nearest(ask) or nothing_known(ask)


def _nearest(ask: Question) -> Answer | None:
    """The nearest that the manual of the thing has, told as that; None where no thing with a manual is named or spoken of."""
    found = ask.library.find(ask.text, ask.language, kinds=(DocumentKind.MANUAL,), k=_MANY)
    focus = {product.id for product in named(ask, "")}
    hits = [hit for hit in found if hit.section.product_ids and not commands(hit.section.text)]
    best = max((_named_in_title(ask, hit.section) for hit in hits), default=0)
    named_ones = [hit for hit in hits if best and _named_in_title(ask, hit.section) == best]
    mine = named_ones or [hit for hit in hits if focus & frozenset(hit.section.product_ids)]
    if not mine:
        return None
    return _hedged(ask, mine[0].section, "nearest_in_manual")


def _hedged(ask: Question, section: Section, key: str) -> Answer:
    """What is near, told as no more than that, with a person on offer."""
    return replace(_quoted(ask, section, key), actions=(Action(Act.IDLE, data={"offer": "person"}),), sure=False)


def _of_its_product(ask: Question, hits: Sequence[Found]) -> list[Found]:
    """Leaves out manuals of other products than the one that the shopper speaks of. Where they name none, it is one that they bought."""
    if not any(hit.section.product_ids for hit in hits):
        return list(hits)
    words = frozenset(Naming.of(ask.text).words)
    fits = [_named_in_title(ask, hit.section) for hit in hits]
    titled = [hit for hit, fit in zip(hits, fits, strict=True) if fit and fit == max(fits)]
    meant = frozenset(product.id for product in named(ask, ask.text)) if not titled else frozenset()
    if titled or meant or ask.intent != "how_to_use":
        kept = titled or [hit for hit in hits if meant & frozenset(hit.section.product_ids)]
    else:
        kept = [hit for hit in hits if not words - frozenset(content_words(hit.section.text))]
        kept = [hit for hit in kept if hit.section.document_id == ask.memory.get("manual")] or kept
        bought = _bought(ask) if kept else frozenset()
        kept = [hit for hit in kept if bought & frozenset(hit.section.product_ids)] or kept
    return [hit for hit in hits if not hit.section.product_ids or hit in kept]


def _named_in_title(ask: Question, section: Section) -> int:
    """How well the question names the thing that a manual is of: by words of its title, and by its kind."""
    if not section.product_ids:
        return 0
    shared = (frozenset(whole_terms(ask.text)) & frozenset(content_words(section.title))) - _MANUAL
    return len(shared) + 3 * bool(kinds_in(ask.text) & kinds_in(section.title))


def _bought(ask: Question) -> frozenset[str]:
    orders = orders_of(ask.desk, ask.session)[-_ORDERS:]
    return frozenset(line.product_id for order in orders for line in order.lines)


def _which_manual(ask: Question, rivals: Sequence[Section]) -> Answer:
    titles = list(dict.fromkeys(section.title for section in rivals))[:_CHOICE]
    lines = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    ids = list(dict.fromkeys(section.document_id for section in rivals))[:_CHOICE]
    choice = Action(Act.ASK, "choice", {"of": "manual", "manuals": ids})
    return Answer(f"{ask.say('which_manual')}\n{lines}", actions=(choice,), sure=False)


def _quoted(ask: Question, section: Section, key: str = "") -> Answer:
    ask.memory["manual"] = section.document_id
    quote = shortened(section.text, section.language)
    key = key or f"says_{section.kind.value}" if section.language == ask.language else "says_in_other_language"
    text = ask.say(key, title=section.title, quote=ask.quote(quote))
    return Answer(text, (Source("document", section.document_id, f"body.{section.language}", quote),))
