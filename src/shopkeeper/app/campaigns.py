"""The campaigns of a shop: planned, started with the files that go out, and what they brought."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from ..claims import Claim, Verdict, check, false_claims
from ..claims.records import facts_of
from ..customers.brought import Result, result
from ..customers.campaign import Asked, Plan, again, plan
from ..customers.outgoing import Copy, audience_rows, copy_of, csv_of, mails, message_rows, write_csv
from ..shop import Campaign, InvalidFile, InvalidQuery, Language, Localized
from ..store.protocol import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed:
    """A campaign with how many of its customers were written to and how many held out; who was erased since is not counted."""

    campaign: Campaign
    sent: int
    held: int

    def to_dict(self) -> dict[str, Any]:
        """`{id, channel, at, audience, sent, held}`."""
        each = self.campaign
        return {"id": each.id, "channel": each.channel, "at": each.at, "audience": each.audience, "sent": self.sent, "held": self.held}


class Campaigns:
    """A shop's campaigns, as they are now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Listed]:
        """The campaigns that were started, the oldest first."""
        found = sorted(self._store.campaigns.all(), key=lambda each: (each.at, each.id))
        counts = self._store.contacts.counts([each.id for each in found])
        return [Listed(each, *counts.get(each.id, (0, 0))) for each in found]

    def plan(self, asked: Asked) -> Plan:
        """Who would be written to, who would be held out, who is left out and why; nothing is kept."""
        return plan(self._store, asked, datetime.now(UTC))

    def start(
        self, asked: Asked, out: Path, texts: Copy, *, network: str = "google", sender: str = "", unsubscribe: str = "", by: str = "cli",
        now: datetime | None = None,
    ) -> Plan:  # fmt: skip
        """Plans, writes the files to `out` and keeps who was written to. `texts` are the approved ones by language.
        Consent is read in the transaction that keeps it; when the files cannot be written, nothing is kept. `InvalidQuery` for a text
        that contradicts the record of a product that it names."""
        if out.exists():
            raise InvalidQuery(f"out: {out} is there already; name a new file or folder")
        return self._start(asked, texts, lambda made: _write(made, out, texts, network, sender, unsubscribe), by, now)[0]

    def start_here(self, asked: Asked, texts: Copy, *, network: str = "google", by: str = "") -> tuple[Plan, str]:
        """The same without files: the plan, and as CSV the audience of an advertising network or the messages."""
        return self._start(asked, texts, lambda made: csv_of(_rows(made, texts, network)), by)

    def _start(self, asked: Asked, texts: Copy, going_out: Callable[[Plan], T], by: str, now: datetime | None = None) -> tuple[Plan, T]:
        _true(self.claims(texts))
        if asked.channel != "ads" and not texts:
            raise InvalidQuery("copy: expected the approved text of the messages")
        at = now or datetime.now(UTC)
        with self._store.transaction():
            made = plan(self._store, asked, at)
            out = going_out(made)
            made.keep(self._store, at, _approved(texts), Localized(texts.get("zh", ""), texts.get("en", "")))
            self._store.audit.note(by, "campaign.start", f"campaign/{asked.id}", {"sent": len(made.sent), "held": len(made.held)}, at)
        return made, out

    def _again(self, id: str, by: str) -> Plan:
        """A campaign whose files go out once more, which the audit remembers."""
        found = again(self._store, id)
        self._store.audit.note(by, "campaign.file", f"campaign/{id}", {"sent": len(found.sent)})
        return found

    def file(self, id: str, *, network: str = "google", by: str = "") -> str:
        """The CSV of a campaign that was started, once more, without those who do not agree to it any more."""
        texts = self._texts(id)
        return csv_of(_rows(self._again(id, by), texts, network))

    def write(self, id: str, out: Path, *, network: str = "google", sender: str = "", unsubscribe: str = "", by: str = "cli") -> None:
        """As `start` writes them, the files of a campaign that was started, without those who do not agree to it any more."""
        if out.exists():
            raise InvalidQuery(f"out: {out} is there already; name a new file or folder")
        texts = self._texts(id)
        _write(self._again(id, by), out, texts, network, sender, unsubscribe)

    def mails(self, id: str, sender: str, unsubscribe: str, *, by: str = "") -> Iterator[tuple[str, bytes]]:
        """The e-mails of a campaign that was started, a name and a message each, without those who do not agree to it any more."""
        if self._store.campaigns.get(id).channel != "email":
            raise InvalidQuery(f"campaign {id}: expected one by e-mail")
        texts = self._texts(id)
        return mails(self._again(id, by), texts, sender, unsubscribe)

    def _texts(self, id: str) -> Copy:
        campaign = self._store.campaigns.get(id)
        kept: dict[Language, str] = {"zh": campaign.text.zh, "en": campaign.text.en}
        texts: Copy = {language: text for language, text in kept.items() if text}
        if campaign.channel != "ads" and not texts:
            raise InvalidQuery(f"campaign {id}: its text was not kept; expected a campaign that was started since texts are")
        return texts

    def claims(self, texts: Copy) -> dict[Language, list[Claim]]:
        """What the texts claim that does not hold by the records of the products that they name."""
        if not texts:
            return {}
        said = "\n".join(texts.values())
        named = [product for product in self._store.products.all() if any(title in said for title in product.title.all)]
        facts, now = [pair for product in named for pair in facts_of(product)], datetime.now(UTC)
        return {language: false_claims(check(text, facts or {}, now=now)) for language, text in texts.items()}

    def result(self, id: str, days: int = 30, until: datetime | None = None) -> Result:
        """What a campaign brought in so many days from its start."""
        return result(self._store, id, until or datetime.now(UTC), days)


def read_text(path: Path) -> str:
    """The text of a file; `InvalidFile` for one that cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a file of text in UTF-8 ({error})") from error


def _true(claims: Mapping[Language, list[Claim]]) -> None:
    for language, false in claims.items():
        for claim in false:
            if claim.verdict is Verdict.CONTRADICTED:
                raise InvalidQuery(f"copy ({language}): “{claim.text.strip()}” may not go out: {claim.reason.get('en')}")


def _approved(texts: Copy) -> str:
    return sha256("\0".join(texts[language] for language in sorted(texts)).encode()).hexdigest() if texts else ""


def _rows(made: Plan, texts: Copy, network: str) -> list[list[str]]:
    return audience_rows(made, network) if made.asked.channel == "ads" else list(message_rows(made, texts))


def _write(made: Plan, out: Path, texts: Copy, network: str, sender: str, unsubscribe: str) -> None:
    if made.asked.channel in ("ads", "sms") or out.suffix.lower() == ".csv":
        return write_csv(_rows(made, texts, network), out)
    for text in texts.values():
        copy_of(text)
    messages = list(mails(made, texts, sender, unsubscribe))
    out.mkdir(parents=True)
    for name, message in messages:
        (out / name).write_bytes(message)
