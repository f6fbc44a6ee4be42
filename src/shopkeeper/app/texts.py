"""All that a shop has written and was told, as texts that a language model learns from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..models.corpus import Text
from ..shop import LANGUAGES, Conversation, Document, InvalidFile, Language, Localized, Product, Review
from ..shop.conversation import Speaker
from ..store.importers import read_rows
from ..store.protocol import Store
from ..text.language import detect

_PLAIN = (".txt", ".md")
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {"brand": "品牌", "category": "类目", "True": "是", "False": "否", "colon": "：", "customer": "顾客", "assistant": "客服",
           "agent": "客服", "system": "系统"},
    "en": {"brand": "Brand", "category": "Category", "True": "yes", "False": "no", "colon": ": ", "customer": "Customer",
           "assistant": "Service", "agent": "Service", "system": "System"},
}


def texts(store: Store, files: Sequence[Path] = (), mapping: Mapping[str, str] | None = None) -> Iterator[Text]:
    """The shop's products, documents, reviews and conversations in order of their ids, then the files: rows of any table (their
    `text`, or else all their texts), or plain text, in which an empty line ends a document."""
    for product in store.products.all():
        yield from (Text("product", product_text(product, language)) for language in LANGUAGES if _in(product.title, language))
    for document in store.documents.all():
        yield from (Text("document", _document(document, language)) for language in LANGUAGES if _in(document.body, language))
    for review in store.reviews.all():
        yield Text("review", _review(review))
    for conversation in store.conversations.all():
        yield Text("conversation", _conversation(conversation))
    for path in files:
        yield from from_file(path, mapping)


def from_file(path: Path, mapping: Mapping[str, str] | None = None) -> Iterator[Text]:
    """The texts of a file, see `texts`; `InvalidFile` when it cannot be read."""
    found = _plain(path) if path.suffix.lower() in _PLAIN else _rows(path, mapping)
    return (Text(path.name, text) for text in found)


def product_text(product: Product, language: Language) -> str:
    """A product as a language model reads it: its title, a line for each fact, an empty line, its description. So the facts
    with an empty line after them ask for a description."""
    facts = "\n".join(f"{name}{_WORDS[language]['colon']}{value}" for name, value in product_facts(product, language))
    return "\n\n".join(part for part in (_in(product.title, language) + "\n" + facts, _in(product.description, language)) if part.strip())


def product_facts(product: Product, language: Language) -> list[tuple[str, str]]:
    """Name and value of what is known of a product in one language: brand, category, attributes."""
    words = _WORDS[language]
    category = " > ".join(_in(each, language) for each in product.category)
    facts = [(words["brand"], _in(product.brand, language)), (words["category"], category)]
    for attribute in product.attributes:
        value = attribute.value
        shown = _in(value, language) if isinstance(value, Localized) else words[str(value)] if isinstance(value, bool) else f"{value:g}"
        facts.append((_in(attribute.name, language), f"{shown} {attribute.unit}".strip()))
    return [(name, value) for name, value in facts if name and value.strip(" >")]


def _in(text: Localized, language: Language) -> str:
    return text.zh if language == "zh" else text.en


def _document(document: Document, language: Language) -> str:
    return f"{_in(document.title, language)}\n\n{_in(document.body, language)}"


def _review(review: Review) -> str:
    return "\n".join(part for part in (review.title, review.text) if part)


def _conversation(conversation: Conversation) -> str:
    words = _WORDS[conversation.language or detect(" ".join(message.text for message in conversation.messages))]
    said = [message for message in conversation.messages if message.speaker != Speaker.SYSTEM]
    return "\n".join(f"{words[message.speaker]}{words['colon']}{message.text}" for message in said)


def _rows(path: Path, mapping: Mapping[str, str] | None) -> Iterator[str]:
    for row in read_rows(path, mapping):
        values = {name: value for name, value in row.values.items() if isinstance(value, str) and value.strip()}
        yield values.get("text") or "\n".join(values.values())


def _plain(path: Path) -> Iterator[str]:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise InvalidFile(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a text in UTF-8 ({error})") from None
    yield from text.replace("\r\n", "\n").split("\n\n")
