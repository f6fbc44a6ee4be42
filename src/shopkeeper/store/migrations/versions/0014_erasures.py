"""That persons were erased, and what the shop signs with."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "erasures", sa.Column("token", ID, primary_key=True), sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("certificate", sa.Text, nullable=False),
    )
    op.create_table("shop_secrets", sa.Column("name", ID, primary_key=True), sa.Column("value", sa.Text, nullable=False))
