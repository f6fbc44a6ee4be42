"""The campaigns of a shop: planned, started with the files that go out, and what they brought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from ..claims import Claim, Verdict, check, false_claims
from ..claims.records import facts_of
from ..customers.campaign import Asked, Plan, Result, plan, result
from ..customers.outgoing import Copy, audience_rows, copy_of, csv_of, mails, message_rows, write_csv
from ..shop import InvalidFile, InvalidQuery, Language
from ..store.protocol import Store

T = TypeVar("T")


class Campaigns:
    """A shop's campaigns, as they are now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(self, asked: Asked) -> Plan:
        """Who would be written to, who would be held out, who is left out and why; nothing is kept."""
        return plan(self._store, asked, datetime.now(UTC))

    def start(
        self, asked: Asked, out: Path, copies: Mapping[Language, Path], *, network: str = "google", sender: str = "", unsubscribe: str = "",
        now: datetime | None = None,
    ) -> Plan:  # fmt: skip
        """Plans, writes the files to `out` and keeps who was written to. `copies` are the files of the approved texts by language.
        Consent is read in the transaction that keeps it; when the files cannot be written, nothing is kept. `InvalidQuery` for a text
        that contradicts the record of a product that it names."""
        texts = {language: _read(path) for language, path in copies.items()}
        if out.exists():
            raise InvalidQuery(f"out: {out} is there already; name a new file or folder")
        return self._start(asked, texts, lambda made: _write(made, out, texts, network, sender, unsubscribe), now)[0]

    def start_here(self, asked: Asked, texts: Copy, *, network: str = "google") -> tuple[Plan, str]:
        """The same without files: the plan, and as CSV the audience of an advertising network or the messages."""
        return self._start(asked, texts, lambda made: csv_of(_rows(made, texts, network)))

    def _start(self, asked: Asked, texts: Copy, going_out: Callable[[Plan], T], now: datetime | None = None) -> tuple[Plan, T]:
        _true(self.claims(texts))
        if asked.channel != "ads" and not texts:
            raise InvalidQuery("copy: expected the approved text of the messages")
        at = now or datetime.now(UTC)
        with self._store.transaction():
            made = plan(self._store, asked, at)
            out = going_out(made)
            self._store.campaigns.put([made.campaign(at, _approved(texts))])
        return made, out

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


def _read(path: Path) -> str:
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
