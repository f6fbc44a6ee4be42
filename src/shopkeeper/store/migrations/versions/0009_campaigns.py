"""Campaigns: who was written to, and who was held out."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table("campaigns", sa.Column("id", ID, primary_key=True), sa.Column("payload", sa.Text, nullable=False))
