"""The queue of long work, and what is queued again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    numbers = ("priority", "tries", "failures", "claims", "beats", "cancelling")
    texts = ("kind", "arguments", "state", "worker", "progress", "error", "result")
    op.create_table(
        "queue", sa.Column("id", ID, primary_key=True), sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("key", ID), sa.Column("lane", ID),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        *(sa.Column(name, sa.Integer, nullable=False) for name in numbers),
        *(sa.Column(name, sa.BigInteger) for name in ("not_before", "started_at", "ended_at")),
    )
    op.create_index("queue_key", "queue", ["key"], unique=True)
    op.create_index("queue_state", "queue", ["state", "priority", "at"])
    op.create_index("queue_at", "queue", ["at", "id"])
    runs = sa.text("state = 'running'")
    op.create_index("queue_lane", "queue", ["lane"], unique=True, sqlite_where=runs, postgresql_where=runs)
    op.create_table(
        "schedules", sa.Column("id", ID, primary_key=True), sa.Column("payload", sa.Text, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False), sa.Column("last_at", sa.BigInteger),
    )
