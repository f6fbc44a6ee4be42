"""One way to make a record of each kind from an id, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from shopkeeper.shop import (
    Arm,
    Attribute,
    Campaign,
    Cart,
    CartLine,
    Conversation,
    Customer,
    Document,
    DocumentKind,
    Draft,
    DraftClaim,
    DraftField,
    DraftState,
    DraftStep,
    DraftVersion,
    Event,
    EventItem,
    Experiment,
    Guard,
    Judgment,
    Localized,
    LoggedRecommendation,
    LoggedSearch,
    Message,
    Money,
    Order,
    OrderLine,
    Product,
    Promotion,
    Purchase,
    PurchaseLine,
    PurchaseState,
    Review,
    Rule,
    RuleAction,
    Speaker,
    Supplier,
    SupplierItem,
    Synonym,
    Thumb,
    Variant,
)
from shopkeeper.shop.webhook import Webhook

AT = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def product(id: str, title: str = "", *variants: Variant, price: int = 29900) -> Product:
    return Product(
        id,
        Localized(title or f"蓝牙耳机 {id}", f"Earbuds “{id}”"),
        variants or (Variant(f"{id}/黑", sku=f"SKU {id}", price=Money(price, "CNY"), stock=3),),
        brand=Localized("漫步者", "Edifier"),
        attributes=(Attribute(Localized("续航", "Battery life"), 28.5, "h"), Attribute(Localized("降噪", "Noise cancelling"), True)),
    )


def order(id: str, customer: str | None = "c1", *lines: OrderLine) -> Order:
    return Order(id, lines or (OrderLine("p1", 2, Money(29900, "CNY"), "p1/黑"),), "CNY", AT, customer_id=customer)


def event(id: str, name: str = "view_item", **fields: Any) -> Event:
    return Event(id, name, AT, items=(EventItem("p1", position=3),), **fields)


# For each table: how to make a record with this id, and another one with the same id.
KINDS: dict[str, tuple[Callable[[str], Any], Callable[[str], Any]]] = {
    "products": (product, lambda id: product(id, "另一个")),
    "customers": (lambda id: Customer(id, "李雷"), lambda id: Customer(id, "O'Brien")),
    "carts": (lambda id: Cart(id, (CartLine("v1"),)), lambda id: Cart(id, (CartLine("v1", 2),))),
    "orders": (order, lambda id: order(id, "c2")),
    "reviews": (lambda id: Review(id, "p1", 5, "很好"), lambda id: Review(id, "p1", 1, "Broke")),
    "events": (event, lambda id: event(id, "add_to_cart")),
    "documents": (
        lambda id: Document(id, DocumentKind.FAQ, Localized("退货", "Returns"), Localized("七天", "Seven days")),
        lambda id: Document(id, DocumentKind.POLICY, Localized("退货"), Localized("八天")),
    ),
    "promotions": (
        lambda id: Promotion(id, Localized("秋", "Autumn"), AT, AT + DAY, 10),
        lambda id: Promotion(id, Localized("秋", "Autumn"), AT, AT + DAY, 12.5),
    ),
    "suppliers": (
        lambda id: Supplier(id, "义乌小商品", lead_days=7),
        lambda id: Supplier(id, "Yiwu Goods", items=(SupplierItem("v1", Money(1200, "CNY"), minimum=10),)),
    ),
    "purchases": (
        lambda id: Purchase(id, AT, (PurchaseLine("v1", 12, "p1", Localized("耳机", "Earbuds"), "A-1", Money(1200, "CNY")),), by="李雷"),
        lambda id: Purchase(id, AT, (PurchaseLine("v2", 1),), PurchaseState.SENT, "s1", "义乌", note="急", sent_at=AT, due_at=AT + DAY),
    ),
    "conversations": (
        lambda id: Conversation(id, (Message(Speaker.CUSTOMER, "到哪了？", AT), Message(Speaker.AGENT, "明天到。")), customer_id="c1"),
        lambda id: Conversation(id, (Message(Speaker.CUSTOMER, "Where is it?"),), language="en"),
    ),
    "rules": (
        lambda id: Rule(id, RuleAction.PIN, ("p1", "p2"), queries=("耳机", "earbuds")),
        lambda id: Rule(id, RuleAction.BURY, where=("brand=Sony",), strength=0.5, ends_at=AT),
    ),
    "webhooks": (
        lambda id: Webhook(id, "https://a.example/hook", ("product.updated",), "0123456789abcdef"),
        lambda id: Webhook(id, "http://b.example:8080", ("order.updated",), "0123456789abcdef", enabled=False),
    ),
    "synonyms": (lambda id: Synonym(id, ("耳机", "headphones")), lambda id: Synonym(id, ("sneakers",), source="trainers")),
    "judgments": (lambda id: Judgment(id, "蓝牙耳机", "p1", 3, AT, "李雷"), lambda id: Judgment(id, "Earbuds", "p1", 0)),
    "searches": (lambda id: LoggedSearch(id, AT, "蓝牙耳机", "zh", 3, ("p1",)), lambda id: LoggedSearch(id, AT, "Earbuds")),
    "recommendations": (
        lambda id: LoggedRecommendation(id, AT, "home", ("p1", "p2"), (1.0, 0.95), ("trend", "alike"), ("e=b",), session_id="s1"),
        lambda id: LoggedRecommendation(id, AT, "email", ("p1",), likes="简约", thumbs=(Thumb(True, "p1", AT),)),
    ),
    "drafts": (
        lambda id: Draft(id, "description", "zh", (DraftVersion("棉麻上衣", AT, "shopkeeper", "grounded", was="上衣"),), "p1", market="cn"),
        lambda id: Draft(
            id, "description", "zh", (DraftVersion("棉麻上衣", AT, "shopkeeper", "grounded", was="上衣"), DraftVersion(
                "Cotton top", AT + DAY, "李雷", fields=(DraftField("headline", "Cotton top"),),
                claims=(DraftClaim(0, 6, "material", "supported", "attributes.material"),), note="shorter")),
            "p2", tone="plain", steps=(DraftStep(DraftState.APPROVED, 2, AT + DAY, "李雷", "好"),)),
    ),
    "campaigns": (
        lambda id: Campaign(id, "email", AT, "best", 0.1, Money(5, "CNY"), "0f", Localized("主题：茶\n\n好", "Subject: Tea\n\nGood")),
        lambda id: Campaign(id, "ads", AT),
    ),
    "experiments": (
        lambda id: Experiment(id, (Arm("a"), Arm("更少", ("without=trend",), 2.5)), guards=(Guard("revenue"),), started_at=AT),
        lambda id: Experiment(id, (Arm("a"), Arm("b")), "revenue", places=("home",), ended_at=AT),
    ),
}
SINGULAR = {kind: {"searches": "search"}.get(kind, kind[:-1]) for kind in KINDS}
