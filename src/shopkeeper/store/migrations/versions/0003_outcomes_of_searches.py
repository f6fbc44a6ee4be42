"""What searches are credited with: the goods of clicks, carts and purchases by the line; the language of a search as a column."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_NAMES = "('select_item', 'view_item', 'add_to_cart', 'purchase')"
_COLUMNS = "event_id, place, name, at, session_id, query_id, product_id, position, quantity, amount, currency"
_OF_EVENT = "e.id, {place}, e.name, e.at, e.session_id, e.query_id"
_SQLITE = f"""
INSERT INTO event_items ({_COLUMNS})
SELECT {_OF_EVENT.format(place="i.key")}, json_extract(i.value, '$.product_id'), json_extract(i.value, '$.position'),
    coalesce(json_extract(i.value, '$.quantity'), 1), json_extract(i.value, '$.price.amount'), json_extract(i.value, '$.price.currency')
FROM events e, json_each(e.payload, '$.items') i WHERE e.name IN {_NAMES}
"""
_POSTGRES = f"""
INSERT INTO event_items ({_COLUMNS})
SELECT {_OF_EVENT.format(place="i.number - 1")}, i.item ->> 'product_id', CAST(i.item ->> 'position' AS bigint),
    coalesce(CAST(i.item ->> 'quantity' AS bigint), 1), CAST(i.item -> 'price' ->> 'amount' AS bigint), i.item -> 'price' ->> 'currency'
FROM events e CROSS JOIN LATERAL json_array_elements(CAST(e.payload AS json) -> 'items') WITH ORDINALITY AS i(item, number)
WHERE e.name IN {_NAMES}
"""


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    _event_items()
    op.execute(_SQLITE if sqlite else _POSTGRES)
    op.add_column("searches", sa.Column("language", sa.Text))
    language = "json_extract(payload, '$.language')" if sqlite else "CAST(payload AS json) ->> 'language'"
    op.execute(f"UPDATE searches SET language = {language}")
    op.create_index("searches_counted", "searches", ["at", "query", "total", "language"])


def _event_items() -> None:
    op.create_table(
        "event_items",
        sa.Column("event_id", ID, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("session_id", ID),
        sa.Column("query_id", ID),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("position", sa.BigInteger),
        sa.Column("quantity", sa.BigInteger, nullable=False),
        sa.Column("amount", sa.BigInteger),
        sa.Column("currency", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index("event_items_session", "event_items", ["session_id", "product_id", "at"])
    op.create_index("event_items_at", "event_items", ["at"])
