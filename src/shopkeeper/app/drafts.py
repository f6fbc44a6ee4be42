"""What becomes of a text that was written: kept as a draft, edited, approved, published into the shop, and never with a false word."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from ..claims import Claim
from ..shop import (
    Arm,
    Conflict,
    Draft,
    DraftClaim,
    DraftField,
    DraftState,
    DraftVersion,
    Experiment,
    Guard,
    InvalidQuery,
    InvalidRecord,
    Localized,
    NotFound,
    Product,
    to_dict,
)
from ..store.protocol import Store
from ..writing import Copy
from ..writing.label import label
from .copywriting import Copywriter, Order

VISITORS = 2_000  # of each arm that a test of a text is planned for
WRITTEN_BY = "shopkeeper"  # who makes the first version
# Where the text of a kind stands in a product; other kinds leave it as it is.
PLACES = {"title": "title", "description": "description", "translate": "description"}


@dataclass(frozen=True, slots=True)
class Pair:
    """What was written and what a person made of it: an example to learn from."""

    facts: Sequence[Sequence[Any]]
    language: str
    kind: str
    written: str
    reference: str


class Drafts:
    """A shop's drafts. `taken_in` is called when a product has a new text, and makes it searchable."""

    def __init__(self, store: Store, copywriter: Copywriter, taken_in: Callable[[], None]) -> None:
        self._store, self._copywriter, self._taken_in = store, copywriter, taken_in

    def keep(self, copy: Copy, order: Order, *, id: str = "", now: datetime | None = None) -> Draft:
        """Keeps a text that was written as a new draft."""
        draft = self.made(copy, order, id=id, now=now)
        self._store.drafts.put([draft])
        return draft

    def made(self, copy: Copy, order: Order, *, id: str = "", now: datetime | None = None) -> Draft:
        """The draft that `keep` keeps."""
        product_id = self._product_of(order)
        fields = tuple(DraftField(name, text) for name, text in copy.fields.items())
        version = DraftVersion(copy.text, now or datetime.now(UTC), WRITTEN_BY, copy.writer, fields, _claims(copy.claims),
                               self._present(product_id, copy.kind, copy.language))  # fmt: skip
        given = tuple(DraftField(str(name), str(value)) for name, value in order.facts)
        about = order.keywords if not order.id else order.id if order.kind == "reply" else ""
        return Draft(id or secrets.token_hex(5), copy.kind, copy.language, (version,), product_id, about, order.market, order.platform,
                     order.tone, order.segment, order.brand, given)  # fmt: skip

    def get(self, id: str) -> Draft:
        """The draft of this id; `NotFound` when there is none."""
        return self._store.drafts.get(id)

    def edit(self, id: str, by: str, text: str = "", *, fields: Mapping[str, str] | None = None, version: int = 0, note: str = "") -> Draft:
        """Adds a version with this text, or with these parts where the text has parts. Its claims are kept with it, whatever they are; what
        does not hold cannot be approved. `version` is the number of the one that was edited: `Conflict` when there is a later one."""
        draft = self._at(id, version)
        parts = tuple(DraftField(name, part) for name, part in (fields or {}).items())
        whole = text.replace("\r\n", "\n").strip() or "\n".join(part.text.strip() for part in parts if part.text.strip())
        claims = self.check(draft, whole) if whole else []
        was = self._present(draft.product_id, draft.kind, draft.language)
        made = DraftVersion(whole, datetime.now(UTC), by.strip(), "", parts, _claims(claims), was, note.strip())
        return self._kept(draft.edited(made))

    def approve(self, id: str, by: str, note: str = "", *, version: int = 0) -> Draft:
        """Approves the latest version. `Conflict` when the product's text is no more what the version was written to replace,
        `InvalidQuery` when a claim does not hold."""
        draft = self._at(id, version)
        self._require_true(draft)
        self._require_same(draft, self._product(draft))
        return self._kept(draft.stepped(DraftState.APPROVED, datetime.now(UTC), by, note.strip()))

    def usable(self, id: str) -> Draft:
        """A draft whose latest version is approved or published and still holds by the records as they are now; `InvalidQuery` for any
        other."""
        draft = self._store.drafts.get(id)
        if draft.state not in (DraftState.APPROVED, DraftState.PUBLISHED):
            raise InvalidQuery(f"draft {id}: expected a text that is approved; it is {draft.state}")
        self._require_true(draft)
        return draft

    def reject(self, id: str, by: str, note: str = "", *, version: int = 0) -> Draft:
        """Decides that the latest version is not published."""
        return self._kept(self._at(id, version).stepped(DraftState.REJECTED, datetime.now(UTC), by, note.strip()))

    def publish(self, id: str, by: str, note: str = "", *, version: int = 0) -> Draft:
        """Publishes the approved version: a title or description becomes the product's in its language, and is searchable when this
        returns; any other text goes out with `drafts export --published`. `Conflict` when the product's text changed since, `InvalidQuery`
        when its record no longer supports every claim."""
        with self._store.transaction():
            draft = self._at(id, version)
            done = draft.stepped(DraftState.PUBLISHED, datetime.now(UTC), by, note.strip())
            product = self._product(draft)
            self._require_true(draft)
            self._require_same(draft, product)
            if product is not None and draft.kind in PLACES:
                self._store.products.put([_with(product, draft, len(draft.versions))])
            self._store.drafts.put([done])
        self._taken_in()
        return done

    def several(self, what: str, versions: Mapping[str, int], by: str, note: str = "") -> dict[str, str]:
        """Does one of `approve`, `publish`, `reject` to each of these drafts, as its version of this number stands (0: the latest). What
        could not be done, by draft: why. `InvalidQuery` for anything else to do."""
        acts = {"approve": self.approve, "publish": self.publish, "reject": self.reject}
        if what not in acts:
            raise InvalidQuery(f"do: expected approve, publish or reject, got {what[:20]!r}")
        refused = {}
        for id, version in versions.items():
            try:
                acts[what](id, by, note, version=version)
            except (Conflict, InvalidQuery, InvalidRecord, NotFound) as error:
                refused[id] = str(error)
        return refused

    def check(self, draft: Draft, text: str) -> list[Claim]:
        """The claims of a text, held against what this draft may speak from as it is now."""
        return self._copywriter.check(text, order_of(draft))

    def present(self, draft: Draft) -> str:
        """The product's own text that this draft is to replace, as it is now; empty where it replaces none."""
        return self._present(draft.product_id, draft.kind, draft.language)

    def label(self, draft: Draft) -> dict[str, str]:
        """What says of the text that software made it and who looked at it (see `writing.label`); empty when a person wrote all of it."""
        if not draft.software:
            return {}
        approved = next((step.by for step in reversed(draft.steps) if step.state is DraftState.APPROVED), "")
        edited = "yes" if not draft.version.writer else "no"
        found = dict(label(draft.software, draft.language, draft.market))
        return found | {"id": draft.id, "edited": edited, "approved_by": approved}

    def shown_of(self, product: Product, language: str) -> list[Draft]:
        """The drafts that software wrote whose words a product shows in a language."""
        found = self._store.drafts.all(product_id=product.id, language=language)
        return [draft for draft in found if draft.kind in PLACES and draft.software
                and any(version.text == _text(product, draft) for version in draft.versions)]  # fmt: skip

    def as_tested(self, product: Product, copies: Sequence[str]) -> Product:
        """The product as the tests that a visitor takes part in show it: `copies` are texts as "draft/version", see `recommend.tuning`."""
        for copy in copies:
            id, _, number = copy.partition("/")
            draft = self._store.drafts.get_many([id]).get(id)
            if draft and draft.product_id == product.id and draft.kind in PLACES and int(number) <= len(draft.versions):
                product = _with(product, draft, int(number))
        return product

    def test(self, id: str, *, version: int = 0, goal: str = "bought", share: float = 1.0) -> Experiment:
        """The plan of a test that shows the approved version on the product's page to half of the visitors who take part (`share` of all),
        beside the present text. `InvalidQuery` for a draft that is not approved, or that has no place on a page."""
        draft = self._at(id, version)
        if draft.state is not DraftState.APPROVED or draft.kind not in PLACES or not draft.product_id:
            raise InvalidQuery(f"draft {id}: expected an approved title or description of a product")
        self._require_true(draft)
        arms = Arm("present"), Arm("draft", (f"copy={id}/{len(draft.versions)}",))
        guards = () if goal == "revenue" else (Guard("revenue", 0.1),)
        return Experiment(f"{id}-{len(draft.versions)}", arms, goal, guards, ("product",), share, planned=VISITORS,
                          note=f"{draft.kind}/{draft.language} of {draft.product_id}"[:200], products=(draft.product_id,))  # fmt: skip

    def pairs(self) -> Iterator[Pair]:
        """Of each draft that was approved: what was written and what was approved, with the facts that it speaks from."""
        for draft in self._store.drafts.all():
            approved = [step.version for step in draft.steps if step.state is DraftState.APPROVED]
            if approved:
                facts = self._copywriter.facts(order_of(draft))
                yield Pair(facts, draft.language, draft.kind, draft.versions[0].text, draft.versions[approved[-1] - 1].text)

    def published(self) -> Iterator[dict[str, Any]]:
        """Every text that is published, with its parts and its label, for where it is used."""
        for draft in self._store.drafts.all():
            if draft.published:
                version = draft.versions[draft.published - 1]
                yield {"id": draft.id, "product_id": draft.product_id, "kind": draft.kind, "language": draft.language, "text": version.text,
                       "fields": {field.name: field.text for field in version.fields}, "platform": draft.platform,
                       "label": self.label(draft)}  # fmt: skip

    def export(self, path: Path, *, published: bool = False) -> int:
        """Writes JSON lines: `pairs` as `{facts, language, kind, written, reference}`, as `evaluate writing` and `train writer` read them,
        or what is `published`; how many. The file appears when it is whole."""
        count, aside = 0, path.with_name(path.name + ".part")
        rows = self.published() if published else map(asdict, self.pairs())
        with aside.open("w", encoding="utf-8") as file:
            for count, row in enumerate(rows, 1):  # noqa: B007
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        aside.replace(path)
        return count

    def to_dict(self, draft: Draft) -> dict[str, Any]:
        """All of a draft as JSON values, with its `state`, its `label` and the product's text as it is now (`present`)."""
        return {**to_dict(draft), "state": draft.state.value, "published": draft.published, "label": self.label(draft),
                "present": self.present(draft)}

    def _at(self, id: str, version: int) -> Draft:
        draft = self._store.drafts.get(id)
        if version and version != len(draft.versions):
            raise Conflict(f"draft {id}: there is a version {len(draft.versions)} by {draft.version.by}; read it before you decide")
        return draft

    def _kept(self, draft: Draft) -> Draft:
        self._store.drafts.put([draft])
        return draft

    def _product_of(self, order: Order) -> str | None:
        return (self._store.reviews.get(order.id).product_id if order.kind == "reply" else order.id) if order.id else None

    def _product(self, draft: Draft) -> Product | None:
        return self._store.products.get(draft.product_id) if draft.product_id else None

    def _present(self, product_id: str | None, kind: str, language: str) -> str:
        product = self._store.products.get_many([product_id]).get(product_id) if product_id else None
        return getattr(getattr(product, PLACES[kind]), language) if product is not None and kind in PLACES else ""

    def _require_true(self, draft: Draft) -> None:
        wrong = [claim for claim in self.check(draft, draft.version.text) if not claim.holds]
        if wrong:
            told = "; ".join(f"“{claim.text}”: {claim.reason.en}" for claim in wrong[:3])
            raise InvalidQuery(f"draft {draft.id}: {told}; edit the text, or the record if it is wrong")

    def _require_same(self, draft: Draft, product: Product | None) -> None:
        if product is not None and draft.kind in PLACES and _text(product, draft) not in (draft.version.was, draft.version.text):
            place = f"the {PLACES[draft.kind]} of {product.id}"
            raise Conflict(f"draft {draft.id}: {place} was changed since; look at it and save the draft again")


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a draft: `what` is "written", "edited" or the state that was decided."""

    at: datetime
    by: str
    what: str
    version: int
    note: str = ""


def history(draft: Draft) -> list[Happened]:
    """All that happened to a draft, oldest first."""
    made = [Happened(each.at, each.by, "written" if number == 1 else "edited", number, each.note)
            for number, each in enumerate(draft.versions, 1)]  # fmt: skip
    decided = [Happened(step.at, step.by, step.state.value, step.version, step.note) for step in draft.steps]
    return sorted((*made, *decided), key=lambda each: (each.at, each.version))


def order_of(draft: Draft) -> Order:
    """The order that a draft came from, as far as it says what the text may speak from."""
    id = draft.about if draft.kind == "reply" and draft.about else draft.product_id or ""
    return Order(draft.kind, id, "" if id else draft.about, () if id else tuple((each.name, each.text) for each in draft.given),
                 draft.language, draft.tone or "plain", draft.segment, draft.market, draft.platform, draft.brand)  # fmt: skip


def _claims(claims: Iterable[Claim]) -> tuple[DraftClaim, ...]:
    return tuple(DraftClaim(*claim.span, str(claim.kind), str(claim.verdict), claim.record) for claim in claims)


def _text(product: Product, draft: Draft) -> str:
    return cast(str, getattr(getattr(product, PLACES[draft.kind]), draft.language))


def _with(product: Product, draft: Draft, version: int) -> Product:
    """The product with the text of a version in its place."""
    place = PLACES[draft.kind]
    old: Localized = getattr(product, place)
    change: dict[str, Any] = {place: replace(old, **{draft.language: draft.versions[version - 1].text})}
    return replace(product, **change)
