"""Drafts: texts that were written, with their versions and what was decided of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "drafts", sa.Column("id", ID, primary_key=True), sa.Column("product_id", ID), sa.Column("state", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False), sa.Column("kind", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False), sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("published", sa.Integer, nullable=False),
    )
    op.create_index("drafts_product_id", "drafts", ["product_id", "id"])
    op.create_index("drafts_state", "drafts", ["state", "id"])
    op.create_index("drafts_at", "drafts", ["at", "id"])
