"""The request itself beside the note that it is to be sent: an order may be read in anew meanwhile, without it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("order_requests", sa.Column("payload", sa.Text, nullable=False, server_default=""))
