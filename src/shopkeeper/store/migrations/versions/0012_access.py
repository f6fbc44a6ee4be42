"""Keys, the console's users, their sessions, failed attempts to log in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "access_keys", sa.Column("id", ID, primary_key=True), *_texts("hash", "scope", "label", "origins"), _moment("created_at"),
        *(sa.Column(name, sa.BigInteger) for name in ("expires_at", "used_at", "revoked_at")),
    )
    op.create_index("access_keys_hash", "access_keys", ["hash"], unique=True)
    op.create_table(
        "access_users", sa.Column("name", ID, primary_key=True), *_texts("role", "password"), _moment("created_at"), _moment("changed_at"))
    op.create_table(
        "access_sessions", sa.Column("id", ID, primary_key=True), sa.Column("user", ID, nullable=False), _moment("created_at"),
        _moment("seen_at"))
    op.create_index("access_sessions_user", "access_sessions", ["user"])
    op.create_table(
        "access_attempts", sa.Column("key", ID, primary_key=True), sa.Column("failures", sa.Integer, nullable=False), _moment("at"),
        _moment("until"))


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)
