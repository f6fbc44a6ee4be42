"""Why a form about keys, users or settings is refused, in both languages: what refuses says it in English, for the command line too."""

from __future__ import annotations

from ...recommend.tuning import HELP
from ...shop import InvalidRecord, Language, NotFound, ShopkeeperError
from ..login import LockedOut
from .campaign_strings import REFUSED
from .phrases import Phrases

# What a field should have been.
_EXPECTED = Phrases({
    "a text": "文字", "a whole number": "整数", "a number": "数字", "true or false": "true 或 false",
    "one of {}": "以下之一：{}",
    "what the key is for, in 1 to 100 characters": "密钥的用途，1 到 100 个字符",
    "shopper, as a key with origins stands in pages that anybody can read": "shopper，因为带网站的密钥写在谁都能看到的页面里",
    "an origin such as https://shop.example, without a path": "网站地址，例如 https://shop.example，不带路径",
    "letters, digits and . @ + - _, at most 60": "字母、数字和 . @ + - _，至多 60 个",
    "at least {} characters, not a few repeated and without the user's name": "至少 {} 个字符，不能只是几个字符重复，也不能含有用户名",
    "an id without =, which parts it from its arm in the log": "不含 = 的名称",
    "an id of 1 to 200 printable characters": "1 到 200 个可见字符",
    "name=value": "名称=值",
    "one that may be changed here; the others are changed in the file": "可以在这里改的设置；其他的请在文件里改",
    "nothing, as {} of the environment says it": "留空，因为环境变量 {} 已经定了它的值",
    "the key {}": "设置 {}", "one of the keys {}": "以下设置之一：{}",
    "json, or nothing": "json，或留空", "nothing, or http(s)://…": "留空，或 http(s)://…",
    "a number of connections from 2 to 1000": "2 到 1000 的连接数",
    "a number of seconds above 0, at most 600": "大于 0、至多 600 的秒数", "a number of seconds above 0": "大于 0 的秒数",
    "a number of seconds from 0 to 86400": "0 到 86400 的秒数",
    "a three-letter ISO 4217 code such as CNY": "三个字母的币种代码，例如 CNY",
    "zh or en, or nothing": "zh 或 en，或留空",
    "a number from 0 to 1, or -1": "0 到 1 的数字，或 -1", "a number from 0 to 1": "0 到 1 的数字",
    "a number from 0 to 0.5": "0 到 0.5 的数字",
    "a number of megabytes, 0 or more": "不小于 0 的兆字节数",
    "nothing, postgres (also postgres:postgresql://…) or milvus:http://…": "留空、postgres（也可写 postgres:postgresql://…）或 milvus:http://…",
    "a number of days from 0 to 36500": "0 到 36500 的天数",
    "nothing, http(s)://…, shopify:name.myshopify.com or woocommerce:https://…":
        "留空、http(s)://…、shopify:name.myshopify.com 或 woocommerce:https://…",
    "US dollars, 0 or more": "不小于 0 的美元数",
    "dollars for a million tokens read/written, such as 0.25/2": "每百万 token 的美元价格，读/写，例如 0.25/2",
    "a number of tokens, 0 or more": "不小于 0 的 token 数",
    "rules or llm, or nothing": "rules 或 llm，或留空",
    "origins such as https://shop.example, with spaces between and without a path": "网站地址，例如 https://shop.example，以空格隔开，不带路径",
    "names of hosts in small letters, or addresses, with spaces between and without a port": "小写的主机名或地址，以空格隔开，不带端口",
    "off, or rates such as `search=50 chat=2`": "off，或速率，例如 `search=50 chat=2`",
    "a number of requests, 0 or more": "不小于 0 的请求数",
    "addresses or networks such as 10.0.0.0/8, with spaces between": "地址或网段，例如 10.0.0.0/8，以空格隔开",
    "a port from 1 to 65535": "1 到 65535 的端口",
    'a price such as "79.99 USD", "￥1,299.00" or "1.299,00 €"': "“79.99 USD”或“￥1,299.00”这样的金额",
})
# What stands where a value is not shown.
_GOT = Phrases({"nothing": "空", "'one that is not shown'": "（不显示）", "'a value that is not shown'": "（不显示）", "''": "空"})
# Whole sentences.
_SAID = Phrases({
    "key {}: it is revoked or has expired; make a new one with `shopkeeper keys add`": "密钥 {} 已停用或过期；请新建一个",
    "user {}: there is one of this name; `shopkeeper users password {}` sets a new password":
        "已经有叫 {} 的用户；可以在下面给此人设新密码",
    "{}: expected a number from 0 to {}, or nothing, got {}": "{}：应为 0 到 {} 的数字或留空，填的是 {}",
    "{}: expected a whole number from 1 to 99, got {}": "{}：应为 1 到 99 的整数，填的是 {}",
    "{}: expected a number from 0 to {}": "{}：应为 0 到 {} 的数字",
    "changes: expected what the new arm changes, such as without=trend": "请填写新的一组改动什么，例如 without=trend",
    "{}: there is an experiment of this id already; its visitors would be split the same way": "已经有叫 {} 的试验；请换个名称",
    "{}: two arms are the same; expected arms that differ, or none that changes anything (A/A)": "{}：两组完全一样",
    f"{{}}: expected {HELP}": "{}：应为 without=来源、weight.来源=数字、diversity=0..1、margin=0..1 这样的改动",
    "do: expected one of {}, got {}": "do：应为以下之一：{}，得到 {}",
    "{}: expected a TOML file ({})": "{}：应为 TOML 文件（{}）",
    **REFUSED,
})
_KINDS = {"key": "密钥", "user": "用户"}


def refusal(error: ShopkeeperError, language: Language) -> str:
    """The sentence that says why, in a language; in English where there are no words for it in Chinese."""
    if language == "en":
        return str(error)
    if isinstance(error, LockedOut):
        return f"密码错的次数太多，请 {error.seconds} 秒后再试"
    if isinstance(error, NotFound):
        return f"没有这个{_KINDS.get(error.kind, error.kind)}：{error.id}"
    if isinstance(error, InvalidRecord):
        got = str(error).rpartition(", got ")[2]
        return f"{error.field}：应为{_EXPECTED.chinese(error.expected)}，填的是{_GOT.chinese(got)}"
    return _SAID.chinese(str(error))
