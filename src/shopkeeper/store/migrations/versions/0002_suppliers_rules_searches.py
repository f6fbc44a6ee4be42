"""Suppliers, conversations, merchandising rules, synonyms and the search log; the rating of a review as a column."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("suppliers", "rules", "synonyms"):
        _records(name)
    _records("conversations", sa.Column("customer_id", ID))
    _records(
        "searches", sa.Column("at", sa.BigInteger, nullable=False), sa.Column("query", sa.Text, nullable=False),
        plain=(sa.Column("total", sa.Integer, nullable=False),),
    )
    _ratings()


def _records(name: str, *columns: sa.Column[Any], plain: tuple[sa.Column[Any], ...] = ()) -> None:
    op.create_table(name, sa.Column("id", ID, primary_key=True), *columns, sa.Column("payload", sa.Text, nullable=False), *plain)
    for column in columns:
        op.create_index(f"{name}_{column.name}", name, [column.name, "id"])


def _ratings() -> None:
    op.add_column("reviews", sa.Column("rating", sa.Float, nullable=False, server_default="0"))
    sqlite = op.get_bind().dialect.name == "sqlite"
    rating = "json_extract(payload, '$.rating')" if sqlite else "CAST(CAST(payload AS json) ->> 'rating' AS double precision)"
    op.execute(f"UPDATE reviews SET rating = {rating}")
