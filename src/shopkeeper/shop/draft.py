"""A text that was written for a product and is not out yet: its versions, who changed, approved and published it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .errors import Conflict, InvalidRecord
from .localized import Language
from .product import require_id

TEXT_KINDS = "title", "features", "description", "story", "seo", "ad", "social", "email", "reply", "translate"
MARKETS = "", "cn", "eu", "uk", "us"  # "": no particular one
VERDICTS = "supported", "contradicted", "unsupported", "forbidden"


class DraftState(StrEnum):
    """A draft is approved by a person before it is published; an edit makes it a draft again."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"


_NEXT = {
    DraftState.DRAFT: (DraftState.APPROVED, DraftState.REJECTED),
    DraftState.APPROVED: (DraftState.PUBLISHED, DraftState.REJECTED),
    DraftState.PUBLISHED: (),
    DraftState.REJECTED: (),
}


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A claim of a version as it was checked when the version was made: from which character to which (first and last + 1), its kind,
    the verdict (`VERDICTS`) and the path of the record that says so."""

    start: int
    end: int
    kind: str
    verdict: str
    record: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidRecord("end", "a place behind start, which is 0 or more", self.end)
        if self.verdict not in VERDICTS:
            raise InvalidRecord("verdict", "one of " + ", ".join(VERDICTS), self.verdict)


@dataclass(frozen=True, slots=True)
class DraftField:
    """A part of a text that has several: the headline of an advert, the tags of a post."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A text as somebody left it. `by` is who: a person's name, or "shopkeeper". `writer` is what made the words ("grounded", the name
    of a model), empty when a person did. `fields` are the parts of a text that has several; `was` is the product's own text that it was
    written to replace, as it was at that moment; `note` says what was changed."""

    text: str
    at: datetime
    by: str
    writer: str = ""
    fields: tuple[DraftField, ...] = ()
    claims: tuple[DraftClaim, ...] = ()
    was: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidRecord("text", "a text", self.text)
        if not self.by.strip():
            raise InvalidRecord("by", "who wrote it", self.by)
        if self.claims and max(claim.end for claim in self.claims) > len(self.text):
            raise InvalidRecord("claims", f"places within the {len(self.text)} characters of the text", max(c.end for c in self.claims))


@dataclass(frozen=True, slots=True)
class DraftStep:
    """What was decided of a version (numbered from 1): by whom, when, why."""

    state: DraftState
    version: int
    at: datetime
    by: str
    note: str = ""

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise InvalidRecord("by", "who decided it", self.by)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text of a kind (`TEXT_KINDS`) in a language, about a product or, without `product_id`, about keywords (`about`) or pairs of a name
    and a value (`given`). For a reply `about` is the id of the review. `brand` is the brand's page, which may be cited. `versions` and
    `steps` only ever grow. `market`, `platform`, `tone`, `segment` are what was asked for."""

    id: str
    kind: str
    language: Language
    versions: tuple[DraftVersion, ...]
    product_id: str | None = None
    about: str = ""
    market: str = ""
    platform: str = ""
    tone: str = ""
    segment: str = ""
    brand: str = ""
    given: tuple[DraftField, ...] = ()
    steps: tuple[DraftStep, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if self.kind not in TEXT_KINDS:
            raise InvalidRecord("kind", "one of " + ", ".join(TEXT_KINDS), self.kind)
        if self.market not in MARKETS:
            raise InvalidRecord("market", "one of " + ", ".join(filter(None, MARKETS)), self.market)
        if not self.versions:
            raise InvalidRecord("versions", "at least one version")
        if wrong := [step.version for step in self.steps if not 1 <= step.version <= len(self.versions)]:
            raise InvalidRecord("steps.version", f"a version from 1 to {len(self.versions)}", wrong[0])

    @property
    def version(self) -> DraftVersion:
        """The latest version."""
        return self.versions[-1]

    @property
    def state(self) -> DraftState:
        """What was decided of the latest version; a draft as long as nothing was."""
        last = self.steps[-1] if self.steps else None
        return last.state if last and last.version == len(self.versions) else DraftState.DRAFT

    @property
    def published(self) -> int:
        """The number of the version that was published last, 0 when none was."""
        return next((step.version for step in reversed(self.steps) if step.state is DraftState.PUBLISHED), 0)

    @property
    def at(self) -> datetime:
        """When anything last happened to it."""
        moments = [self.version.at, *(step.at for step in self.steps[-1:])]
        return max(moments)

    @property
    def software(self) -> str:
        """What wrote words that may still stand in the latest version: the writer of the latest version that software made, else empty."""
        return next((version.writer for version in reversed(self.versions) if version.writer), "")

    def edited(self, version: DraftVersion) -> Draft:
        """With one more version, which nobody has approved yet."""
        return replace(self, versions=(*self.versions, version))

    def stepped(self, state: DraftState, at: datetime, by: str, note: str = "") -> Draft:
        """With the latest version in this state; `Conflict` when that cannot follow on the one it has."""
        if state not in _NEXT[self.state]:
            raise Conflict(f"draft {self.id}: version {len(self.versions)} is {self.state} and cannot be {state}")
        return replace(self, steps=(*self.steps, DraftStep(state, len(self.versions), at, by, note)))

    def grew_from(self, earlier: Draft) -> bool:
        """Whether everything that was kept of it is still there."""
        return self.versions[: len(earlier.versions)] == earlier.versions and self.steps[: len(earlier.steps)] == earlier.steps
