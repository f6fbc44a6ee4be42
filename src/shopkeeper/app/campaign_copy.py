"""The texts of a campaign out of the writing room: what was approved there, in the form in which it goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..shop import Draft, DraftState, InvalidQuery, Language
from ..store.protocol import Store

if TYPE_CHECKING:
    from .shop import Shop

KINDS: Mapping[str, tuple[str, ...]] = {"email": ("email",), "sms": ("social", "ad", "story")}  # of texts, by channel; ads take none
_MOST = 200  # approved texts to choose from
_SUBJECT = {"zh": "主题：", "en": "Subject: "}


def choices(store: Store, kinds: Iterable[str]) -> list[Draft]:
    """The approved and published texts of some kinds, those to which something happened last first."""
    found = [draft for kind in kinds for state in (DraftState.APPROVED, DraftState.PUBLISHED)
             for draft in store.drafts.newest(_MOST, state=state, kind=kind)]  # fmt: skip
    return sorted(found, key=lambda draft: draft.at, reverse=True)[:_MOST]


def texts_of(shop: Shop, ids: Sequence[str], channel: str) -> dict[Language, str]:
    """The texts of these drafts by language, as `Campaigns.start` takes them. `InvalidQuery` for a draft that is not approved, whose claims
    do not hold any more, that is of no kind for this channel, and for two of one language; `NotFound` for one that there is not."""
    texts: dict[Language, str] = {}
    for id in ids:
        draft = shop.drafts.usable(id)
        if draft.kind not in (kinds := KINDS.get(channel, ())):
            raise InvalidQuery(f"draft {id}: expected one of {', '.join(kinds) or 'none: ads take no text'}, it is {draft.kind}")
        if draft.language in texts:
            raise InvalidQuery(f"draft {id}: there is another text in {draft.language} already; expected one in each language")
        texts[draft.language] = text_of(draft)
    return texts


def text_of(draft: Draft) -> str:
    """The latest version as it goes out: of an e-mail the subject in the first line, then its body; of a post without its tags."""
    parts = {field.name: field.text.strip() for field in draft.version.fields}
    if draft.kind == "email" and parts.get("subject"):
        return f"{_SUBJECT[draft.language]}{' '.join(parts['subject'].split())}\n\n{parts.get('body', '')}"
    return "\n".join(text for name, text in parts.items() if text and name != "tags") or draft.version.text
