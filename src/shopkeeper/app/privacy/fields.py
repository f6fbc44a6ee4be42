"""What the fields of an export of a person mean, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KINDS = {
    "customer": ("账户资料", "the account"), "orders": ("订单", "orders"), "carts": ("购物车", "baskets"), "reviews": ("评价", "reviews"),
    "replies": ("商家对评价的回复草稿", "drafts of answers to reviews"), "events": ("浏览与购买行为", "what was looked at and bought"),
    "searches": ("搜索记录", "searches"), "recommendations": ("展示过的推荐", "recommendations that were shown"),
    "conversations": ("导入的客服对话", "service conversations that were imported"),
    "dialogues": ("与助手的对话及其记录", "conversations with the assistant, and what was done in them"),
    "campaigns": ("所属的营销活动", "campaigns they were part of"),
    "notes": ("员工对此人资料的操作", "what operators did with their data"),
    "order_requests": ("待处理的订单请求", "requests for orders that wait"),
    "links": ("在其他系统中的编号", "their number in other systems"),
    "elsewhere": ("其他表中提到此人的行", "rows of other tables that mention them"),
}  # fmt: skip
FIELDS = {
    "id": ("编号", "number"), "name": ("姓名；行为名称", "name; of an event, what was done"), "email": ("邮箱", "e-mail address"),
    "phone": ("电话", "telephone number"), "address": ("地址", "postal address"), "line1": ("地址第一行", "first line of an address"),
    "line2": ("地址第二行", "second line"), "city": ("城市", "city"), "region": ("省、州", "region"), "postcode": ("邮编", "postcode"),
    "country": ("国家", "country"), "language": ("语言", "language"), "created_at": ("创建时间", "when it was made"),
    "tags": ("标签", "tags"), "tastes": ("偏好", "preferences"), "excludes": ("不想看到的", "what is never to be shown"),
    "consents": ("同意接收的广告渠道", "channels of advertising that were agreed to"), "payment_methods": ("付款方式", "ways to pay"),
    "placed_at": ("下单时间", "when it was ordered"), "status": ("状态", "status"), "lines": ("商品行", "lines"),
    "payments": ("付款", "payments"), "fulfilments": ("包裹", "parcels"), "tracking_number": ("运单号", "number of a parcel"),
    "note": ("备注", "note"), "requests": ("售后请求", "requests"), "product_id": ("商品编号", "product"),
    "variant_id": ("规格编号", "variant"), "quantity": ("数量", "quantity"), "unit_price": ("单价", "unit price"),
    "amount": ("金额（最小货币单位）", "amount in the smallest unit"), "currency": ("币种", "currency"), "rating": ("星级", "stars"),
    "text": ("内容", "text"), "title": ("标题", "title"), "at": ("时间", "when"), "session_id": ("访问编号", "visit"),
    "customer_id": ("顾客编号", "customer"), "query": ("搜索词", "what was searched"),
    "query_id": ("搜索编号", "search that it came from"), "items": ("涉及的商品", "products"), "transaction_id": ("订单号", "order"),
    "device": ("设备", "device"), "source": ("来源", "where the visit came from"), "product_ids": ("商品", "products"),
    "place": ("展示位置", "place on a page"), "messages": ("消息", "messages"), "speaker": ("说话人", "speaker"),
    "said": ("记录", "entries"), "kind": ("种类", "kind"), "facts": ("事实", "facts"), "actor": ("操作人", "who did it"),
    "action": ("操作", "what was done"), "channel": ("渠道", "channel"), "sent": ("是否发送", "whether it was sent"),
    "state": ("状态", "state"), "payload": ("内容", "content"), "key": ("键", "key"), "table": ("表", "table"), "row": ("行", "row"),
    "total": ("结果数", "number of results"),
}  # fmt: skip


def readme(told: dict[str, Any]) -> str:
    """What was exported, and what its fields mean, in both languages."""
    kinds = "\n".join(f"| `{name}` | {len(told['kept'][name])} | {zh} | {en} |" for name, (zh, en) in KINDS.items())
    names = sorted(set(_names(told["kept"])))
    fields = "\n".join(f"| `{name}` | {FIELDS[name][0]} | {FIELDS[name][1]} |" for name in names if name in FIELDS)
    return (f"# {told['customer']}\n\n`person.json`：本店保存的关于此人的全部数据。\n"
            f"Everything that this shop keeps of this person. {told['at']}\n\n"
            f"| kind | 条数 n | 中文 | English |\n|---|--:|---|---|\n{kinds}\n\n| field | 中文 | English |\n|---|---|---|\n{fields}\n")


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _names(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)
