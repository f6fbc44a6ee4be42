"""In which conversation a request of an order was wished for, and the order of requests within an order."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("order_requests", sa.Column("dialogue_id", ID, nullable=False, server_default=""))
    op.create_index("order_requests_order", "order_requests", ["order_id", "at"])
