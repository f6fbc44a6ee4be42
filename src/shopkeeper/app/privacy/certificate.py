"""What is told to a person who was erased: what was reached, what stays without their name and why, signed by the shop."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from ...shop import InvalidFile

# What stays of a person of whom nothing is known any more, and why; in both languages.
STAYS = {
    "orders": ("订单保留，不含姓名、地址和备注：记账依法须保存",
               "orders stay without name, address and note: bookkeeping has to be kept by law"),
    "reviews": ("评价保留，不含作者：其他顾客据此选购", "reviews stay without their author: others choose by them"),
    "events": ("浏览记录保留，不含身份与会话：只用于计数", "events stay without customer and visit: they are only counted"),
    "audit": ("审计链保留每条记录的摘要：摘要不含内容，也无法还原",
              "the audit keeps a digest of each entry, from which nothing can be told"),
    "models": ("已标记的模型待重新训练：运行 shopkeeper update",
               "models that are marked stay in use until shopkeeper update has made them anew"),
    "backups": ("备份不改动：恢复时会再次删除此人", "backups are not changed: the person is erased again when one is restored"),
    "webhooks": ("待发送的删除通知含此人编号：送达后即删除",
                 "messages that tell other systems of the erasure hold the id until they are delivered"),
    "elsewhere": ("本店之外（支付、物流、邮件、语言模型服务商、系统日志）须另行处理",
                  "what lies outside this shop (payment, carriers, mail, a model's provider, the system's own log) is to be erased there"),
    "files": ("这些文件无法自动清理，请自行检查", "these files could not be cleaned: look into them yourself"),
    "database": ("数据库文件正被读取，尚未压缩：请再运行一次",
                 "the file of the database is being read and could not be compacted: run it again"),
}


@dataclass(frozen=True)
class Certificate:
    """The certificate as JSON values: `told` with its `digest`, and the signature over that."""

    told: dict[str, Any]

    @property
    def signature(self) -> str:
        """HMAC-SHA256 of the digest with the shop's secret, in hexadecimal digits."""
        return str(self.told["signature"])

    def __str__(self) -> str:
        lines = [f"customer {self.told['customer']} was erased at {self.told['at']} (certificate {self.told['digest'][:16]})"]
        lines += [f"  {name}: {count:,}" for name, count in self.told["rows"].items()]
        lines += [f"  file {name}: {what}" for name, what in self.told["files"].items()]
        lines += [f"  model {each['capability']} {each['version']}: marked" for each in self.told["models"]]
        lines += [f"  stays: {each['en']}" + (f" ({', '.join(each['of'])})" if each.get("of") else "") for each in self.told["stays"]]
        return "\n".join([*lines, f"signature {self.signature}"])


def made(
    secret: bytes, customer: str, at: datetime, rows: Mapping[str, int], done: Mapping[str, Any], stays: Mapping[str, Any],
) -> Certificate:
    """A signed certificate. `stays` names what of `STAYS` holds here, with what it is about."""
    told: dict[str, Any] = {
        "kind": "erasure", "customer": customer, "at": at.isoformat(), "rows": dict(rows), "files": done.get("files", {}),
        "models": done.get("models", []),
        "stays": [{"what": what, "zh": STAYS[what][0], "en": STAYS[what][1], **({"of": of} if of else {})} for what, of in stays.items()],
    }  # fmt: skip
    told["digest"] = digest(told)
    told["signature"] = _signed(secret, told["digest"])
    return Certificate(told)


def digest(told: Mapping[str, Any]) -> str:
    """SHA-256 over what is told, its digest and signature left out, in hexadecimal digits."""
    plain = {name: value for name, value in told.items() if name not in ("digest", "signature")}
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _signed(secret: bytes, digest: str) -> str:
    return hmac.new(secret, digest.encode(), hashlib.sha256).hexdigest()


def check(secret: bytes, content: bytes) -> Certificate:
    """The certificate of a file, which this shop has signed as it is. `InvalidFile` for another."""
    try:
        told = orjson.loads(content)
        right = digest(told) == told["digest"] and hmac.compare_digest(_signed(secret, told["digest"]), told["signature"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise InvalidFile("expected a certificate as `shopkeeper erase --json` prints it") from None
    if not right:
        raise InvalidFile("this certificate was changed, or another shop has signed it")
    return Certificate(told)
