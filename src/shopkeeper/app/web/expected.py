"""What an import expected of a row or a file, in Chinese: the importers say it in English."""

from __future__ import annotations

import re

from ...shop import Language
from .phrases import Phrases

# What a row should have had. `{}` stands for what differs.
_ROWS = {
    "a title": "标题",
    "an id": "编号",
    "a price": "价格",
    "an amount": "金额",
    "a quantity": "数量",
    "a number": "数字",
    "a whole number": "整数",
    "a list": "列表",
    "an object": "对象",
    "a text": "文字",
    "true or false": "true 或 false",
    "yes or no": "是或否",
    "a list of objects": "由对象组成的列表",
    "a list of items": "商品的列表",
    "a list of messages": "消息的列表",
    "a list in JSON": "JSON 列表",
    "objects by id": "按编号排列的对象",
    "a JSON object": "JSON 对象",
    "a JSON object ({})": "JSON 对象（{}）",
    "a JSON object; what follows cannot be read": "JSON 对象；后面的内容无法读取",
    'a price such as "79.99 USD", "￥1,299.00" or "1.299,00 €"': "价格，例如“79.99 USD”“￥1,299.00”或“1.299,00 €”",
    "a price such as 79.99 USD": "价格，例如 79.99 USD",
    'a price such as {"amount": 7999, "currency": "USD"}': '价格，例如 {"amount": 7999, "currency": "USD"}',
    'minor units and their currency, such as {"amount": 7999, "currency": "USD"}':
        '以最小单位计的金额和币种，例如 {"amount": 7999, "currency": "USD"}',
    "a price of 0 or more": "不小于 0 的价格",
    "an amount of 0 or more": "不小于 0 的金额",
    "an integer number of minor units": "以最小单位计的整数",
    "a three-letter ISO 4217 code such as CNY": "三个字母的币种代码，例如 CNY",
    "the order's currency {}": "与订单相同的币种 {}",
    "{}, as the other amount": "与另一个金额相同的 {}",
    "a number of {} or more": "不小于 {} 的数字",
    "a number between 0 and 100": "0 到 100 之间的数字",
    "a whole number of 0 or more": "不小于 0 的整数",
    "a whole number of 1 or more": "不小于 1 的整数",
    "a whole number of 1 or more (below 0 only on a credit note, whose id begins with C)":
        "不小于 1 的整数（只有编号以 C 开头的红字单可以小于 0）",
    "a number of stars from 1 to 5": "1 到 5 的星级",
    "a position from 1 on, as in the first rows of the file": "从 1 开始的位置，与文件前几行一致",
    "a date and time such as 2024-05-01 08:30": "日期和时间，例如 2024-05-01 08:30",
    "an ISO 8601 date and time": "ISO 8601 格式的日期和时间",
    "a moment since 1970": "1970 年以后的时间",
    "a moment after starts_at": "晚于开始时间的时间",
    "two moments with / between them": "用 / 隔开的两个时间",
    "when it happened": "发生的时间",
    "when it happened, in microseconds": "发生的时间（微秒）",
    "when it starts": "开始时间",
    "when it ends": "结束时间",
    "the moment of the order": "下单时间",
    "a discount such as 20%": "折扣，例如 20%",
    "a discount such as 20% or 8折": "折扣，例如 20% 或 8折",
    "an address that begins with http:// or https://, or a path": "以 http:// 或 https:// 开头的地址，或一个路径",
    "an availability such as in_stock, out_of_stock, preorder or backorder":
        "供货状态，例如 in_stock、out_of_stock、preorder 或 backorder",
    "a query of 1 to {} characters": "1 到 {} 个字符的搜索词",
    "0 (does not fit), 1, 2 or 3 (fits exactly)": "0（不合适）、1、2 或 3（正合适）",
    "active, draft or archived": "active、draft 或 archived",
    "policy, faq or manual": "policy、faq 或 manual",
    "payment or refund": "payment 或 refund",
    "fulfilled, partial, unfulfilled or restocked": "fulfilled、partial、unfulfilled 或 restocked",
    "1 (published), 0 (private) or -1 (draft)": "1（已发布）、0（不公开）或 -1（草稿）",
    "product=ID, brand=NAME or category=NAME": "product=编号、brand=名称 或 category=名称",
    "one of {}": "以下之一：{}",
    "one of variant_id, sku and barcode": "variant_id、sku、barcode 三者之一",
    "one of the fields {}": "以下字段之一：{}",
    "an order status such as {}": "订单状态，例如 {}",
    "an id of 1 to 200 printable characters": "1 到 200 个可见字符的编号",
    "ids that differ from each other": "互不相同的编号",
    "each variant once": "每个规格只出现一次",
    "ISO 3166 country codes such as CN": "两个字母的国家代码，例如 CN",
    "a text in Chinese or English": "中文或英文的文字",
    'an object with "zh" and/or "en"': "含有 zh 或 en 的对象",
    "a value: it is required": "必须填写的值",
    "at least one variant": "至少一个规格",
    "at least one line": "至少一行商品",
    "at least one message": "至少一条消息",
    "at least one row that is right": "至少一行没有错误",
    "at least one line item in the rows of an order": "订单的各行中至少有一行商品",
    "the id, SKU or barcode of a variant that the shop has": "店里已有规格的编号、货号（SKU）或条码",
    "the id, SKU or barcode of a variant": "规格的编号、货号（SKU）或条码",
    "the id of a variant that the shop has": "店里已有规格的编号",
    "the code of one variant (this one fits {})": "只属于一个规格的编码（这个编码对应 {} 个）",
    "an id that no other product's variant has (product {} has it)": "其他商品没有用过的规格编号（商品 {} 已在用）",
    "a product's id": "商品编号",
    "a product's id or SKU": "商品编号或货号（SKU）",
    "a SKU, or an ID": "货号（SKU）或 ID",
    "the SKU, or id:ID, of a product of the file": "文件中某件商品的货号（SKU）或 id:ID",
    "a parent that is right: its own row was rejected": "正确的父商品：它自己的那一行被拒绝了",
    "a handle, or a title from which to make one": "handle，或可以用来生成它的标题",
    "a title in one row of the handle": "同一 handle 的某一行里有标题",
    'options such as {"color": "red", "size": "M"}': '选项，例如 {"color": "red", "size": "M"}',
    "attributes with {} as {}": "属性中的 {} 应为 {}",
    "price:number:code:property:value;property:value;… for each variant": "每个规格写成 价格:数量:编码:属性:值;属性:值;…",
    "the id of the item": "商品编号",
    "the id of the product that is reviewed": "被评价商品的编号",
    "an order id": "订单号",
    "the id of the conversation": "会话编号",
    "the id of the promotion": "活动编号",
    "the id of the ranking": "排序的编号",
    "the id of the query": "查询的编号",
    "the id or name of the supplier": "供应商的编号或名称",
    "the text of the document": "文档的正文",
    "what was said": "消息内容",
    "an object with a speaker and a text": "含有发言人和内容的对象",
    "who speaks: customer, assistant, agent or system": "谁在说话：customer、assistant、agent 或 system",
    "how it was paid, such as paid, pending, refunded or voided": "付款情况，例如 paid、pending、refunded 或 voided",
    "one currency": "单一币种",
    "a whole number of minor units": "以最小单位计的整数",
    "a price below 10^15": "小于 10^15 的价格",
    "what happened, such as view_item": "发生了什么，例如 view_item",
    "what happened, such as Product Viewed": "发生了什么，例如 Product Viewed",
    "what was done, such as click or purchase": "做了什么，例如 click 或 purchase",
    "a GA4 event name such as view_item": "GA4 的事件名，例如 view_item",
    "a GA4 event name such as view_item, or its name at Segment, PostHog, Gorse, Typesense or UBI":
        "GA4 的事件名，例如 view_item，或它在 Segment、PostHog、Gorse、Typesense、UBI 里的名称",
    "an event about products, such as view_item": "与商品有关的事件，例如 view_item",
    "an event about {}": "与 {} 有关的事件",
    "the product that {} is about": "事件 {} 涉及的商品",
    "a ranking or an interaction (items are products, users are customers: import them as such)":
        "排序或互动（item 是商品、user 是顾客：请按商品、顾客导入）",
    "track: the other calls are about no product": "track：其他调用与商品无关",
    "a product, a user or an order": "商品、用户或订单",
    "{} fields as in the header (is a quote or a delimiter missing?)": "与表头一致的 {} 个字段（是否少了引号或分隔符？）",
    'a quote (") that is closed again': '成对的引号（"）',
    "nothing: every value under its column": "没有多余的值：每个值都在自己的列下",
    "text in the encoding of the file": "符合文件编码的文字",
    "text without NUL bytes": "不含 NUL 字节的文字",
    "text without NUL characters": "不含 NUL 字符的文字",
    "at most {} characters in a line": "每行至多 {} 个字符",
    "at most {} characters": "至多 {} 个字符",
    "at most {} fields": "至多 {} 个字段",
    "at most {} lists and objects within each other": "列表和对象至多嵌套 {} 层",
    "at most {} lists and objects": "至多 {} 个列表和对象",
    "at most {} objects within each other": "对象至多嵌套 {} 层",
    "at most {} rows with the same value": "至多 {} 行有相同的值",
    "a whole gzip file: what follows this row is damaged": "完整的 gzip 文件：这一行之后已损坏",
    "well-formed XML; what follows cannot be read ({})": "格式正确的 XML；后面的内容无法读取（{}）",
}
# What a file should have been, behind its name.
_FILES = {
    "the file is empty": "文件是空的",
    "there is no such file": "没有这个文件",
    "no rows, only {}": "没有数据行，只有 {}",
    "expected CSV, TSV, JSONL, JSON, XML or Parquet, got an archive: unpack it and import the files in it":
        "应为 CSV、TSV、JSONL、JSON、XML 或 Parquet，这是压缩包：请解压后导入其中的文件",
    "expected CSV, TSV, JSONL, JSON, XML or Parquet, got a binary file: save the sheet as CSV (UTF-8) and import that":
        "应为 CSV、TSV、JSONL、JSON、XML 或 Parquet，这是电子表格：请另存为 CSV（UTF-8）再导入",
    "expected CSV, TSV, JSONL, JSON, XML or Parquet, got a binary file": "应为 CSV、TSV、JSONL、JSON、XML 或 Parquet，这是二进制文件",
    "expected a JSON array of objects, one a record, got an array of single values":
        "应为由对象组成的 JSON 数组（每个对象一条记录），得到的是单个值的数组",
    "expected a file of rows, got a web page (was the download refused?)": "应为数据文件，得到的是网页（是不是下载被拒绝了？）",
    "expected a gzip file that is whole, this one is damaged at its start": "应为完整的 gzip 文件，这个文件从开头就损坏了",
    "expected a file that unpacks to at most {} GB": "解压后不应超过 {} GB",
    "expected a file of rows, got one that unpacks to more than {} times its size": "应为数据文件，这个文件解压后超过自身的 {} 倍",
    "expected rows, got one of more than {} million characters": "应为一行一条数据，有一行超过 {} 百万个字符",
    "expected at most {} columns, got {}": "至多 {} 列，得到 {} 列",
    "expected at most {} columns in all its rows": "所有行合计至多 {} 列",
    'expected rows, got quotes (") that are not closed all over the file': '应为数据行，文件中的引号（"）没有成对',
    "expected a Parquet file, this one is damaged ({})": "应为 Parquet 文件，这个文件已损坏（{}）",
    "cannot be read: {}": "无法读取：{}",
    "cannot tell what its rows are from the columns {}; say the kind, or map the columns":
        "从这些列看不出每行是什么：{}；请选择类型，或为各列选择字段",
    "the mapping names the column {}, which is not there; it has {}": "列对应里的 {} 不在文件中；文件有：{}",
    "expected {}, as you said, got {}": "按您选的格式应为 {}，得到的是 {}",
    "expected {}, got {}": "应为 {}，得到 {}",
    "expected a file of at most {} MB; import a larger one with `shopkeeper import`":
        "文件至多 {} MB；更大的文件请用 `shopkeeper import` 导入",
    "no rows": "没有数据行",
    "none of its products is in the shop, such as {}": "里面的商品店里都没有，例如 {}（product_id 要用店里的商品编号）",
    "expected at most {} rows; import more with `shopkeeper judgments import`": "至多 {} 行；更多的请用 `shopkeeper judgments import`",
    "it is being imported; cancel the job first": "正在导入；请先取消任务",
    "none of its {} rows could be accepted; the reasons are in {}": "{} 行都无法接受；原因见 {}",
}

# Where ids come from, and what an import remarks.
_REMARKS = {
    "column {}, else {}": "列 {}，没有时取 {}",
    "column {}": "列 {}",
    "field {}": "字段 {}",
    "the title": "标题",
    "{} or {}, looked up among the variants": "{} 或 {}，在店里的规格中查找",
    "{}, looked up among the variants": "{}，在店里的规格中查找",
    "no column, looked up among the variants": "没有可用的列，在店里的规格中查找",
    "a hash of the row, as it has no id, email or phone": "整行的摘要（没有编号、邮箱或电话）",
    "a hash of the row, as it has no id, handle or SKU": "整行的摘要（没有编号、handle 或货号）",
    "a hash of the row, as it has no id": "整行的摘要（没有编号）",
    "the id of the event, else a hash of the row": "事件编号，没有时取整行的摘要",
    "product_id, user_id and order_id": "product_id、user_id 和 order_id",
    "the mapping names the column {}, which the first rows do not have": "列对应里的 {} 不在前几行中",
    "{} × rows replaced by a later row with the same id": "{} 行被后面编号相同的行取代",
    "{} × variants share their SKU with another product: each has an id of its own, see the report on data quality":
        "{} 个规格与其他商品共用货号：各自另有编号，请看数据质量",
    "{} × order lines name products that the shop does not have: they keep the code of the file":
        "{} 行订单商品在店里没有：保留文件里的编码",
    "{} × events count positions from 0: they are kept from 1": "{} 个事件的位置从 0 数起：按从 1 数起保存",
    "{} × a sale price outside its days: the regular price counts until the file is imported in them":
        "{} 个促销价不在促销期内：在促销期内再导入之前按原价",
    "{} × a choice that propAlias gives no name: Taobao's number stands there": "{} 个选项没有名称（propAlias）：保留淘宝的编号",
    "{} × a picture that lies beside the file, not on the web: left out": "{} 张图片在文件旁边而不在网上：没有导入",
    "{} × rows are of a moment to come: they are kept as history, and the products stay as they are":
        "{} 行属于将来的时间：只记入历史，商品不变",
    "{} × products of promotions are not in the shop; their codes are kept": "活动中的 {} 件商品不在店里；保留它们的编码",
    "{} × orders have prices that include the tax: it is no addition to their total": "{} 个订单的价格已含税：总额里不再加税",
    "{} × orders have a total that their lines, shipping, tax and discount do not add up to":
        "{} 个订单的总额与商品、运费、税和优惠合计不符",
    "{} × a variation that is switched off: left out": "{} 个停用的规格：没有导入",
}


_ROW_PHRASES, _FILE_PHRASES, _REMARK_PHRASES = Phrases(_ROWS), Phrases(_FILES), Phrases(_REMARKS)


def expected(english: str, language: Language) -> str:
    """What was expected of a row, in a language; in English where there are no words for it in Chinese."""
    return english if language == "en" else _ROW_PHRASES.chinese(english)


def remark(english: str, language: Language) -> str:
    """Where ids come from, or what an import remarks, in a language; in English where there are no words for it in Chinese."""
    return english if language == "en" else _REMARK_PHRASES.chinese(english)


def of_file(message: str, name: str, language: Language) -> str:
    """What is wrong with a file, in a language: its name as its owner knows it, wherever it lies here."""
    told = re.sub(rf"\S*/({re.escape(name)}[^\s:,]*)", lambda found: found[1], message)
    if language == "en":
        return told
    where, row, rest = _place(told, name)
    if row:
        field, _, wanted = rest.partition(": expected ")
        wanted, _, got = wanted.rpartition(", got ")
        return f"{where}，第 {row} 行，{field}：应为{expected(wanted, language)}，得到 {got}"
    return f"{where}：{_FILE_PHRASES.chinese(rest)}" if where else _FILE_PHRASES.chinese(rest)


def _place(told: str, name: str) -> tuple[str, str, str]:
    """The file, the row where one is named, and what is said of it."""
    if not told.startswith(name):
        return "", "", told
    rest = told[len(name) :]
    if found := re.match(r", row (\d+): (.*)", rest, re.S):
        return name, found[1], found[2]
    return name, "", rest.removeprefix(": ")
