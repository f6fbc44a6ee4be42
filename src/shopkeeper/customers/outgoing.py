"""The files of a campaign that leave the shop: audiences for advertising networks, messages for the shop's own sender.

The networks ask for addresses as the SHA-256 of their normalised form, in hexadecimal: Google for Customer Match (e-mail in small letters,
for gmail.com and googlemail.com without the dots before the @; telephone as E.164), Meta for custom audiences (e-mail in small letters;
telephone as digits with the country's code, without leading zeros). Nothing else about a person is in these files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path

from ..shop import Customer, InvalidFile, InvalidQuery, Language
from ..text.spreadsheet import Sheet
from .campaign import Plan, email_of, one_mailbox, phone_of

NETWORKS = "google", "meta"
_SUBJECT = re.compile(r"\s*(?:subject|主题|标题)\s*[:：]\s*(.+)", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|mailto:)[!-~]+")
Copy = Mapping[Language, str]


def hashed(text: str) -> str:
    """The SHA-256 of a text in hexadecimal; nothing of nothing."""
    return sha256(text.encode()).hexdigest() if text else ""


def audience_rows(plan: Plan, network: str) -> list[list[str]]:
    """The file for a network, its header first, in no order that tells of a person: by the hash."""
    if network not in NETWORKS:
        raise InvalidQuery(f"network: expected one of {', '.join(NETWORKS)}, got {network[:40]!r}")
    rows = [_hashes(customer, network) for customer in plan.sent]
    return [["Email", "Phone"] if network == "google" else ["email", "phone"], *sorted(row for row in rows if any(row))]


def _hashes(customer: Customer, network: str) -> list[str]:
    email, phone = email_of(customer), phone_of(customer)
    international = phone if phone.startswith("+") else ""  # without its country's code a number is nobody's
    if network == "google":
        return [hashed(one_mailbox(email)), hashed(international)]
    return [hashed(email), hashed(international.lstrip("+").lstrip("0"))]


def copy_of(text: str) -> tuple[str, str]:
    """Subject and body of a copy: the subject stands in its first line, after "Subject:" or "主题：". `InvalidFile` without one."""
    first, _, body = text.strip().partition("\n")
    match = _SUBJECT.fullmatch(first)
    if match is None or not body.strip():
        raise InvalidFile('copy: expected "Subject: …" (or "主题：…") in the first line and the text below it')
    return match[1].strip(), body.strip()


def _for(customer: Customer, copy: Copy) -> tuple[Language, str]:
    """The copy in the customer's language, else the first one."""
    language = customer.language if customer.language and customer.language in copy else next(iter(copy))
    return language, copy[language].replace("{name}", customer.name)


def message_rows(plan: Plan, copy: Copy) -> Iterator[list[str]]:
    """What the shop's own sender needs, the header first: the address, the name, the language, and the text as that customer gets it."""
    mail = plan.asked.channel == "email"
    yield ["email", "name", "language", "subject", "text"] if mail else ["phone", "name", "language", "text"]
    for customer in plan.sent:
        language, text = _for(customer, copy)
        yield [email_of(customer) if mail else phone_of(customer), customer.name, language, *(copy_of(text) if mail else [text.strip()])]


def mails(plan: Plan, copy: Copy, sender: str, unsubscribe: str) -> Iterator[tuple[str, bytes]]:
    """A name of a file and a message (RFC 5322) for each customer, with the way to unsubscribe (RFC 2369) that every advertisement
    needs."""
    if not _LINK.fullmatch(unsubscribe):
        raise InvalidQuery("unsubscribe: expected an address that begins with https:// or mailto:, where people say that they want no more")
    for number, customer in enumerate(plan.sent, 1):
        language, text = _for(customer, copy)
        subject, body = copy_of(text)
        message = EmailMessage()
        try:
            message["From"], message["To"], message["Subject"] = sender, _line(email_of(customer)), _line(subject)
            message["List-Unsubscribe"] = f"<{unsubscribe}>"
        except ValueError as error:
            raise InvalidQuery(f"from: expected an address such as Shop <news@shop.example>, got {sender[:60]!r}") from error
        last = "不想再收到这类邮件，请点这里：" if language == "zh" else "To get no more of these: "
        message.set_content(f"{body}\n\n{last}{unsubscribe}\n")
        yield f"{number:06}.eml", message.as_bytes(policy=SMTP)


def _line(text: str) -> str:
    return " ".join(text.split())


def write_csv(rows: Iterable[list[str]], path: Path) -> None:
    """Writes rows as CSV in UTF-8, of which no cell is a formula."""
    path.write_text(csv_of(rows), "utf-8", newline="")


def csv_of(rows: Iterable[list[str]]) -> str:
    """Rows as CSV, of which no cell is a formula."""
    text = io.StringIO()
    Sheet(text).rows(rows)
    return text.getvalue()
