"""When a product's content last changed; webhooks that came in and go out; answers to repeated requests."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("products", sa.Column("content_revision", sa.BigInteger, nullable=False, server_default="0"))
    op.execute("UPDATE products SET content_revision = revision")
    op.create_table("webhooks", sa.Column("id", ID, primary_key=True), sa.Column("payload", sa.Text, nullable=False))
    op.create_table(
        "links", sa.Column("key", ID, primary_key=True), sa.Column("record_id", ID, nullable=False), sa.Column("at", sa.BigInteger),
        sa.Column("quantity", sa.BigInteger),
    )
    op.create_index("links_record_id", "links", ["record_id"])
    op.create_table(
        "inbox", sa.Column("key", ID, primary_key=True), *_texts("source", "topic", "state"),
        sa.Column("at", sa.BigInteger, nullable=False), *_texts("error", "body"),
    )
    op.create_index("inbox_state", "inbox", ["state", "at"])
    op.create_table(
        "outbox", sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False), sa.Column("id", ID, nullable=False),
        sa.Column("webhook_id", ID, nullable=False), *_texts("topic", "key", "body", "state", "error"),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("at", "due_at")), sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index("outbox_state", "outbox", ["state", "due_at"])
    op.create_index("outbox_order", "outbox", ["webhook_id", "key", "number"])
    op.create_table(
        "answers", sa.Column("key", ID, primary_key=True), *_texts("request", "body"), sa.Column("status", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
