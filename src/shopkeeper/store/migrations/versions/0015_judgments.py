"""How well products fit queries, as people say."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table("judgments", sa.Column("id", ID, primary_key=True), sa.Column("query", sa.Text, nullable=False),
                    sa.Column("payload", sa.Text, nullable=False))
    op.create_index("judgments_query", "judgments", ["query", "id"])
