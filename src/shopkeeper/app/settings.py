"""Settings: the only place that reads environment variables and `shopkeeper.toml`.

Each field of `Settings` is one key. It is taken from the environment (`SHOPKEEPER_<KEY>`), else from `shopkeeper.toml` in
the shop's folder (or the data folder, when the shop is a database URL), else from its default.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from ..shop import LANGUAGES, InvalidFile, InvalidRecord
from .limits import rates_of
from .toml_lines import rewritten

FILE = "shopkeeper.toml"
PREFIX = "SHOPKEEPER_"


def _key(default: Any, help: str, secret: bool = False) -> Any:
    return field(default=default, metadata={"help": help, "secret": secret}, repr=not secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting; see `docs/settings.md`. `shop` is a folder or a database URL."""

    shop: str = _key("./shop", "The shop: a folder, or the URL of its database. Not read from the file, which lies in that folder.")
    store: str = _key("", "URL of the database; empty: `shop.db` (SQLite) in the shop's folder.")
    read_replicas: str = _key(
        "", "URLs of PostgreSQL servers that follow that of `store`, several with spaces between; pages and hits are read there, see "
        "docs/scale.md.", secret=True)
    data_dir: str = _key("", "Folder for the index, pictures and rejects; empty: the shop's folder, or `./shop-data` for a database URL.")
    database_connections: int = _key(15, "PostgreSQL: connections of each process, at most.")
    database_connect_s: float = _key(10.0, "PostgreSQL: seconds until a new connection, or a free one, is given up.")
    database_statement_s: float = _key(60.0, "PostgreSQL: seconds that one statement may take; 0: any time.")
    database_lock_s: float = _key(30.0, "PostgreSQL: seconds that a statement may wait for others' locks; 0: any time.")
    currency: str = _key("CNY", "Currency of prices in files that name none; three letters.")
    language: str = _key("", "Language of answers, `zh` or `en`; empty: that of the query.")
    weight: float = _key(-1.0, "Share of the vectors in a search, 0 (words only) to 1 (meaning only); -1: chosen for each query.")
    understand: bool = _key(
        True, "Whether words of a query such as `under 500`, `red` or `in stock` become filters; false: they are only searched for."
    )
    index_memory_mb: int = _key(
        100, "Memory for vectors in each process, in MB (2.1 million products); an index that is built larger is read from its mapped "
        "file, which is slower."
    )
    engine: str = _key(
        "", "The search engine: empty: `local`, in the data folder; `postgres`: in the store's database, which then is PostgreSQL; "
        "`postgres:postgresql://user:password@host/database`: in another, see docs/postgres.md; `milvus:http://host:19530`: see "
        "docs/scale.md.",
        secret=True,
    )
    log_searches: bool = _key(True, "Whether searches and recommendations are kept, to count them and to learn from clicks.")
    log_days: int = _key(180, "Days that a search or a list of recommendations is kept; 0: for ever.")
    basket_days: int = _key(60, "Days that a basket is kept which nobody changes; 0: for ever.")
    conversation_days: int = _key(180, "Days that a conversation with the assistant is kept after its last message; 0: for ever.")
    event_days: int = _key(0, "Days that what visitors did is kept; models learn from it. 0: for ever.")
    order_days: int = _key(0, "Days after which an order loses who it is of, where it went and its note, the sale stays; 0: never.")
    review_days: int = _key(0, "Days after which a review loses its author; 0: never.")
    message_days: int = _key(0, "Days that a message which could not be taken in keeps its body; 0: for ever.")
    reject_days: int = _key(0, "Days that files of rejected rows are kept; 0: for ever.")
    port: int = _key(8777, "Port that `serve` listens on.")
    search_taste: float = _key(
        0.0, "How far a search lifts what its visitor met before and such brands, 0 (not at all) to 1; see docs/ranking.md.")
    recommend_margin: float = _key(0.0, "How much recommendations lift products that earn more, 0 (not at all) to 1.")
    recommend_clearance: float = _key(0.0, "How much recommendations lift products of which too many lie in stock, 0 (not at all) to 1.")
    recommend_explore: float = _key(
        0.0, "Share of lists of recommendations, 0 to 0.5, in which two products change places by chance, so that the log can tell what "
        "other settings would have earned, see docs/ab-tests.md."
    )
    shopify_secret: str = _key("", "Secret that Shopify signs its webhooks with; empty: none are taken in.", secret=True)
    woocommerce_secret: str = _key("", "Secret that WooCommerce signs its webhooks with; empty: none are taken in.", secret=True)
    webhook_hosts: str = _key(
        "", "Hosts in your own networks that webhooks may be sent to, such as `erp.lan 10.0.0.7`; others there are never called.")
    checkout_url: str = _key(
        "", "Where a basket is paid, such as `https://shop.example/cart/{variant_id}:{quantity},...`; also `{cart_id}` and `{payload}`, "
        "see docs/connect.md."
    )
    checkout_secret: str = _key("", "Secret that signs `{payload}` of `checkout_url`.", secret=True)
    order_system: str = _key(
        "", "Where orders live: empty: here; the URL of the shop's own system (docs/assistant.md); `shopify:name.myshopify.com`; "
        "`woocommerce:https://shop.example`."
    )
    order_system_secret: str = _key(
        "", "What signs requests to the order system; Shopify's access token; WooCommerce's `consumer key:consumer secret`.", secret=True)
    llm: str = _key(
        "", "The language model: a GGUF file (seen from the shop's folder) or the URL of an OpenAI-compatible server, such as "
        "`http://127.0.0.1:11434/v1`; empty: the shop's own, if one was trained."
    )
    llm_model: str = _key("", "Which of the server's models; empty: the first that it lists.")
    llm_key: str = _key("", "Key for the server; it is sent there and written nowhere.", secret=True)
    llm_timeout_s: float = _key(60.0, "Seconds that the server may be silent before it is asked again, three times in all.")
    llm_budget: int = _key(0, "Tokens of the server that may be used in a day (UTC), questions and answers together; 0: any number.")
    llm_price: str = _key(
        "", "What the server's tokens cost: US dollars for a million read/written, such as `0.25/2`; empty: nothing is counted.")
    llm_budget_usd: float = _key(0.0, "US dollars at `llm_price` that the server may cost in a day (UTC); 0: any sum.")
    assistant: str = _key(
        "", "What the assistant of the chat thinks with: `rules`, or `llm`, the language model before the rules; empty: `llm` where "
        "that setting is a server, else `rules`.")
    assistant_timeout_s: float = _key(30.0, "Seconds after which the rules answer in the chat, if the language model has not.")
    customer_secret: str = _key(
        "", "Secret with which the shop's own backend signs who a visitor of the chat is, see docs/assistant.md; empty: the chat asks.",
        secret=True)
    signed_customers_only: bool = _key(
        False, "Whether the chat tells of orders to signed customers only; false: also to who says a customer's email address, or name and "
        "postcode.")
    hosts: str = _key(
        "", "Host names under which others than this machine reach the server, such as `shop.example`, several with spaces between; needed "
        "by `serve --host`, see docs/keys.md.")
    trusted_proxies: str = _key(
        "127.0.0.1 ::1", "Addresses or networks of proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed, several with spaces "
        "between.")
    widget_origins: str = _key(
        "", "Origins of pages that may embed `/widget.js`, such as `https://shop.example`; several with spaces between.")
    limits: str = _key(
        "", "Requests a second that one key, or one address without a key, may send to one server process: `search=50 chat=2 write=20 "
        "bulk=2` is usual, 0 is any number, `off` no limit. Who sits at the machine of a shop without keys is never limited.")
    key_budget: int = _key(0, "Requests that a key may send in a day (UTC); 0: any number.")
    log: str = _key(
        "", "How servers and workers log: empty: warnings, as text; `json`: each request and event as a line, see docs/monitoring.md.")
    otel_endpoint: str = _key(
        "", "Where traces are sent: the address of an OpenTelemetry collector (OTLP over HTTP), such as `http://127.0.0.1:4318`.")
    debug: bool = _key(False, "Whether an unexpected error prints its traceback instead of writing it to a file.")

    @property
    def is_url(self) -> bool:
        """Whether `shop` is the URL of a database instead of a folder."""
        return "://" in self.shop

    @property
    def folder(self) -> Path:
        """Where the index, pictures, rejects and `shopkeeper.toml` lie."""
        return Path(self.data_dir or ("./shop-data" if self.is_url else self.shop))

    @property
    def database(self) -> str | Path:
        """The database of the shop: a URL, or the path of a SQLite file, which no character of a name can break."""
        return self.store or (self.shop if self.is_url else Path(self.shop) / "shop.db")

    def require_shop(self) -> None:
        """`InvalidFile` when `shop` is a folder that holds none."""
        if isinstance(self.database, Path) and not self.database.exists():
            advice = "`shopkeeper init` makes an empty one, `shopkeeper demo` a demo shop"
            raise InvalidFile(f"{self.shop}: no shop in this folder; {advice}")


def load(shop: str | None = None, data_dir: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of a shop; the arguments win over the environment, which wins over the file.

    `InvalidRecord` names the key or variable that is unknown or wrong, `InvalidFile` a file that is not TOML.
    """
    given: dict[str, Any] = from_environment(environ)
    given |= {name: value for name, value in (("shop", shop), ("data_dir", data_dir)) if value}
    path = Settings(**{k: v for k, v in given.items() if k in ("shop", "data_dir")}).folder / FILE
    return Settings(**{**_from_file(path), **given})


def unknown_variables(environ: Mapping[str, str] | None = None) -> list[str]:
    """Environment variables that begin like ours but set nothing, such as a misspelt one."""
    ours = {PREFIX + f.name.upper() for f in fields(Settings)}
    return sorted(name for name in (os.environ if environ is None else environ) if name.startswith(PREFIX) and name not in ours)


def template() -> str:
    """A `shopkeeper.toml` with every key at its default, commented out."""
    lines = ["# The settings of this shop. Each key can also be set as SHOPKEEPER_<KEY> in the environment."]
    for key in fields(Settings):
        if key.name != "shop":
            lines += ["", f"# {key.metadata['help']}", f"# {key.name} = {_toml(key.default)}"]
    return "\n".join(lines) + "\n"


def reference() -> str:
    """The table of all keys in Markdown, as `docs/settings.md` shows it."""
    lines = ["| key | environment | default | meaning |", "|---|---|---|---|"]
    for key in fields(Settings):
        lines.append(f"| `{key.name}` | `{PREFIX}{key.name.upper()}` | `{_toml(key.default)}` | {key.metadata['help']} |")
    return "\n".join(lines)


def parsed(name: str, text: str) -> Any:
    """The value of a key, as the environment would say it; `InvalidRecord` for one that does not fit."""
    return _checked(name, _parsed(text.strip(), type(getattr(Settings(), name)), name), name)


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The keys that an environment gives, by default that of this process."""
    out, environ = {}, os.environ if environ is None else environ
    for key in fields(Settings):
        variable = PREFIX + key.name.upper()
        if text := environ.get(variable, "").strip():
            out[key.name] = _checked(key.name, _parsed(text, type(key.default), variable), variable)
    return out


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file says, nothing where there is none; `InvalidFile` when it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidFile(f"{path}: expected a TOML file ({error})") from None


def written(folder: Path) -> dict[str, Any]:
    """The keys of a folder's `shopkeeper.toml` as they stand there; none where there is no such file."""
    return read_toml(folder / FILE)


def text_of(folder: Path) -> str:
    """A folder's `shopkeeper.toml` with its comments; "" where there is none."""
    try:
        return (folder / FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""


def write(folder: Path, settings: Mapping[str, Any], like: str = "") -> None:
    """Writes `shopkeeper.toml` at once, for its owner alone to read, with the comments and in the order of the file `like`."""
    aside = folder / f"{FILE}.part"
    aside.unlink(missing_ok=True)
    aside.touch(mode=0o600)
    aside.write_text(rewritten(like, settings), "utf-8")
    aside.replace(folder / FILE)


def _from_file(path: Path) -> dict[str, Any]:
    data = read_toml(path)
    known = [f.name for f in fields(Settings) if f.name != "shop"]
    for name in data:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.5)
            raise InvalidRecord(f"{path}, {name}", f"the key {near[0]}" if near else "one of the keys " + ", ".join(known), data[name])
    return {name: _checked(name, value, f"{path}, {name}") for name, value in data.items()}


def _parsed(text: str, kind: type, where: str) -> Any:
    if kind is bool:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(text.lower(), text)
    try:
        return kind(text)
    except ValueError:
        raise InvalidRecord(where, _KINDS[kind], text) from None


def _checked(name: str, value: Any, where: str) -> Any:
    key = next(f for f in fields(Settings) if f.name == name)
    default: Any = key.default
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    shown = "a value that is not shown" if key.metadata["secret"] else value
    if type(value) is not type(default):
        raise InvalidRecord(where, _KINDS[type(default)], shown)
    if name in _RULES and not _RULES[name][0](value):
        raise InvalidRecord(where, _RULES[name][1], shown)
    return value


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


def _is_network(text: str) -> bool:
    try:
        return bool(ip_network(text))
    except ValueError:
        return False


SECRETS = frozenset(key.name for key in fields(Settings) if key.metadata["secret"])
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
def _is_limits(text: str) -> bool:
    try:
        rates_of(text)
    except ValueError:
        return False
    return True


_PRICE = re.compile(r"\s*\d+(\.\d+)?\s*/\s*\d+(\.\d+)?\s*")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")
_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "log": (lambda v: v in ("", "json"), "json, or nothing"),
    "otel_endpoint": (lambda v: v == "" or v.startswith(("http://", "https://")), "nothing, or http(s)://…"),
    "database_connections": (lambda v: 2 <= v <= 1000, "a number of connections from 2 to 1000"),
    "database_connect_s": (lambda v: 0 < v <= 600, "a number of seconds above 0, at most 600"),
    "database_statement_s": (lambda v: 0 <= v <= 86_400, "a number of seconds from 0 to 86400"),
    "database_lock_s": (lambda v: 0 <= v <= 86_400, "a number of seconds from 0 to 86400"),
    "currency": (lambda v: len(v) == 3 and v.isascii() and v.isupper(), "a three-letter ISO 4217 code such as CNY"),
    "language": (lambda v: v in ("", *LANGUAGES), "zh or en, or nothing"),
    "weight": (lambda v: v == -1 or 0 <= v <= 1, "a number from 0 to 1, or -1"),
    "index_memory_mb": (lambda v: v >= 0, "a number of megabytes, 0 or more"),
    "engine": (
        lambda v: v in ("", "postgres") or v.startswith(("postgres:postgres", "milvus:")),
        "nothing, postgres (also postgres:postgresql://…) or milvus:http://…"),
    **{f"{kind}_days": (lambda v: 0 <= v <= 36_500, "a number of days from 0 to 36500")
       for kind in ("event", "order", "review", "message", "reject")},
    "log_days": (lambda v: 0 <= v <= 36_500, "a number of days from 0 to 36500"),
    "order_system": (lambda v: v == "" or v.startswith(("http://", "https://", "shopify:", "woocommerce:http")),
                     "nothing, http(s)://…, shopify:name.myshopify.com or woocommerce:https://…"),
    "conversation_days": (lambda v: 0 <= v <= 36_500, "a number of days from 0 to 36500"),
    "search_taste": (lambda v: 0 <= v <= 1, "a number from 0 to 1"),
    "recommend_margin": (lambda v: 0 <= v <= 1, "a number from 0 to 1"),
    "recommend_clearance": (lambda v: 0 <= v <= 1, "a number from 0 to 1"),
    "recommend_explore": (lambda v: 0 <= v <= 0.5, "a number from 0 to 0.5"),
    "basket_days": (lambda v: 0 <= v <= 36_500, "a number of days from 0 to 36500"),
    "llm_timeout_s": (lambda v: v > 0, "a number of seconds above 0"),
    "llm_budget_usd": (lambda v: v >= 0, "US dollars, 0 or more"),
    "llm_price": (lambda v: v == "" or _PRICE.fullmatch(v) is not None, "dollars for a million tokens read/written, such as 0.25/2"),
    "llm_budget": (lambda v: v >= 0, "a number of tokens, 0 or more"),
    "assistant_timeout_s": (lambda v: 0 < v <= 600, "a number of seconds above 0, at most 600"),
    "assistant": (lambda v: v in ("", "rules", "llm"), "rules or llm, or nothing"),
    "widget_origins": (lambda v: all(_ORIGIN.fullmatch(each) for each in v.split()),
                       "origins such as https://shop.example, with spaces between and without a path"),
    "webhook_hosts": (lambda v: all(_HOST.fullmatch(each) for each in v.split()),
                      "names of hosts in small letters, or addresses, with spaces between and without a port"),
    "limits": (_is_limits, "off, or rates such as `search=50 chat=2`"),
    "key_budget": (lambda v: v >= 0, "a number of requests, 0 or more"),
    "hosts": (lambda v: all(_HOST.fullmatch(each) for each in v.split()),
              "names of hosts in small letters, or addresses, with spaces between and without a port"),
    "trusted_proxies": (lambda v: all(_is_network(each) for each in v.split()),
                        "addresses or networks such as 10.0.0.0/8, with spaces between"),
    "port": (lambda v: 0 < v < 65536, "a port from 1 to 65535"),
}
