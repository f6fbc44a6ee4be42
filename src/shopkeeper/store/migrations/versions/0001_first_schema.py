"""The first schema: records, variants, order lines, history and jobs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _products()
    _records("customers", sa.Column("email", sa.Text, nullable=False))
    _records("carts", sa.Column("customer_id", ID))
    _orders()
    _records("reviews", sa.Column("product_id", ID, nullable=False), sa.Column("customer_id", ID))
    _records(
        "events", sa.Column("customer_id", ID), sa.Column("session_id", ID), sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False), sa.Column("query_id", ID),
    )
    _records("documents", sa.Column("kind", sa.Text, nullable=False))
    _records("promotions")
    _history()
    op.create_table("jobs", sa.Column("key", ID, primary_key=True), sa.Column("progress", sa.Text, nullable=False))


def _records(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, sa.Column("id", ID, primary_key=True), *columns, sa.Column("payload", sa.Text, nullable=False))
    for column in columns:
        op.create_index(f"{name}_{column.name}", name, [column.name, "id"])


def _products() -> None:
    op.create_table(
        "products",
        sa.Column("id", ID, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.Text),
    )
    op.create_index("products_revision", "products", ["revision"], unique=True)
    op.create_table(
        "variants",
        sa.Column("id", ID, primary_key=True),
        sa.Column("product_id", ID, sa.ForeignKey("products.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sku", sa.Text, nullable=False),
        sa.Column("barcode", sa.Text, nullable=False),
        sa.Column("price_amount", sa.BigInteger),
        sa.Column("price_currency", sa.Text),
        sa.Column("stock", sa.BigInteger),
    )
    for name in ("product_id", "sku", "barcode"):
        op.create_index(f"variants_{name}", "variants", [name])


def _orders() -> None:
    _records(
        "orders", sa.Column("customer_id", ID), sa.Column("placed_at", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", ID, sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("variant_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger, nullable=False),
        sa.Column("unit_amount", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("order_lines_product_id", "order_lines", ["product_id"])


def _history() -> None:
    columns: dict[str, list[sa.Column[Any]]] = {
        "price_history": [sa.Column("amount", sa.BigInteger, nullable=False), sa.Column("currency", sa.Text, nullable=False)],
        "stock_history": [sa.Column("quantity", sa.BigInteger, nullable=False)],
    }
    for name, values in columns.items():
        op.create_table(
            name,
            sa.Column("variant_id", ID, primary_key=True),
            sa.Column("at", sa.BigInteger, primary_key=True),
            *values,
            sqlite_with_rowid=False,
        )
