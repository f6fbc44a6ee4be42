"""The customers of campaigns by the row; they stood in the campaign's own record."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    contacts = op.create_table(
        "contacts", sa.Column("campaign_id", ID, sa.ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("customer_id", ID, primary_key=True), sa.Column("held", sa.Integer, nullable=False), sqlite_with_rowid=False,
    )
    op.create_index("contacts_customer_id", "contacts", ["customer_id"])
    campaigns = sa.table("campaigns", sa.column("id"), sa.column("payload"))
    connection = op.get_bind()
    for id in connection.execute(sa.select(campaigns.c.id)).scalars().all():
        record = json.loads(connection.execute(sa.select(campaigns.c.payload).where(campaigns.c.id == id)).scalar_one())
        groups = record.pop("sent", []), record.pop("held", [])
        rows = [{"campaign_id": id, "customer_id": who, "held": held} for held, group in enumerate(groups) for who in dict.fromkeys(group)]
        if rows:
            op.bulk_insert(contacts, rows)
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        connection.execute(sa.update(campaigns).where(campaigns.c.id == id).values(payload=text))
