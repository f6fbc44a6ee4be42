"""The audit becomes a chain, which what operators and programs do hangs on too; what is there already is hung on it in its order."""

import sqlalchemy as sa
from alembic import op

from shopkeeper.store import chain
from shopkeeper.store.schema import audit, audit_chain

revision = "0011"
down_revision = "0010"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_PAGE = 1_000
_SQLITE = """
CREATE TRIGGER {table}_no_{what} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION audit_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is never changed'; END $$
"""


def upgrade() -> None:
    for name in ("actor", "subject", "nonce"):
        op.add_column("audit", sa.Column(name, ID if name == "subject" else sa.Text, nullable=False, server_default=""))
    op.create_index("audit_subject", "audit", ["subject", "number"])
    op.create_table(
        "audit_chain", sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False), *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "digest", "hash")),
    )
    _hang()
    _refuse()


def _hang() -> None:
    connection, last, number = op.get_bind(), chain.START, 0
    while rows := connection.execute(sa.select(audit).where(audit.c.number > number).order_by(audit.c.number).limit(_PAGE)).all():
        links = []
        for row in rows:
            nonce, number = chain.nonce(), row.number
            digest = chain.digest(nonce, row.dialogue_id, row.at, row.kind, "", "", row.data)
            last = chain.link(last, number, row.at, row.kind, digest)
            links.append({"number": number, "at": row.at, "kind": row.kind, "digest": digest, "hash": last})
            connection.execute(sa.update(audit).where(audit.c.number == number).values(nonce=nonce))
        connection.execute(sa.insert(audit_chain), links)


def _refuse() -> None:
    """The database itself refuses to change an entry, and to take one from the chain; the facts beside it can be erased."""
    refused = [("audit", "UPDATE"), ("audit_chain", "UPDATE"), ("audit_chain", "DELETE")]
    if op.get_bind().dialect.name == "sqlite":
        for table, event in refused:
            op.execute(_SQLITE.format(table=table, what=event.lower(), event=event))
        return
    op.execute(_POSTGRES)
    for table, event in [*refused, ("audit_chain", "TRUNCATE")]:
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION audit_never_changed()")
