"""The lists of recommendations that were shown, the experiments they were part of, and who saw them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "recommendations", sa.Column("id", ID, primary_key=True), sa.Column("customer_id", ID), sa.Column("session_id", ID),
        sa.Column("at", sa.BigInteger, nullable=False), sa.Column("payload", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False), *(sa.Column(name, sa.Integer, nullable=False) for name in ("up", "down")),
    )
    for name in ("customer_id", "session_id", "at"):
        op.create_index(f"recommendations_{name}", "recommendations", [name, "id"])
    op.create_table("experiments", sa.Column("id", ID, primary_key=True), sa.Column("payload", sa.Text, nullable=False))
    op.create_table(
        "exposures", sa.Column("recommendation_id", ID, sa.ForeignKey("recommendations.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("experiment", ID, primary_key=True), sa.Column("arm", sa.Text, nullable=False),
        sa.Column("visitor", ID, nullable=False), sa.Column("at", sa.BigInteger, nullable=False), sqlite_with_rowid=False,
    )
    op.create_index("exposures_experiment", "exposures", ["experiment", "visitor", "at"])
