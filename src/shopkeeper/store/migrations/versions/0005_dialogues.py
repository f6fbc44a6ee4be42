"""Conversations of the assistant, the audit of what it did, and what the shop's order system is still to be asked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "dialogues", sa.Column("id", ID, primary_key=True), sa.Column("customer_id", ID), sa.Column("status", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False), sa.Column("state", sa.Text, nullable=False),
    )
    op.create_index("dialogues_status", "dialogues", ["status", "at"])
    op.create_index("dialogues_customer_id", "dialogues", ["customer_id"])
    op.create_table(
        "audit", sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("dialogue_id", ID, nullable=False), sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False), sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("audit_dialogue_id", "audit", ["dialogue_id", "number"])
    op.create_index("audit_at", "audit", ["at"])
    op.create_table(
        "order_requests", sa.Column("id", ID, primary_key=True), sa.Column("order_id", ID, nullable=False),
        sa.Column("state", sa.Text, nullable=False), *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("at", "due_at")),
        sa.Column("attempts", sa.Integer, nullable=False), sa.Column("error", sa.Text, nullable=False),
    )
    op.create_index("order_requests_state", "order_requests", ["state", "due_at"])
