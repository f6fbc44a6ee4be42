"""When a product's content last changed, beside when anything of it did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("products", sa.Column("content_revision", sa.BigInteger, nullable=False, server_default="0"))
    op.execute("UPDATE products SET content_revision = revision")
