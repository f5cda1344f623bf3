"""A chain of hashes over the history, seals of it, and a log of effects outside.

Rows that are there already are chained as they stand: from here on they cannot be changed unnoticed.
"""

import hashlib
from itertools import groupby
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CONTENT = ("actor", "kind", "instance_id", "transition", "definition_id", "business_key")
PLACE = ("process_key", "element_id", "token", "data")


def upgrade() -> None:
    op.add_column("history_entry", sa.Column("hash", sa.LargeBinary(length=32), nullable=True))
    op.add_column("instance", sa.Column("history_head", sa.LargeBinary(length=32), nullable=True))
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("gaps", JsonText(), nullable=False),
        sa.Column("late", JsonText(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "effect",
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("handler", sa.String(length=120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempted_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_effect_instance_id_instance")),
        sa.PrimaryKeyConstraint("idempotency_key", name=op.f("pk_effect")),
    )
    op.create_index(op.f("ix_effect_instance_id"), "effect", ["instance_id"], unique=False)
    _chain(op.get_bind())
    op.execute(
        "INSERT INTO effect (idempotency_key, instance_id, handler, attempts, first_attempted_at)"
        " SELECT CAST(instance_id AS VARCHAR(20)) || ':' || token, instance_id, handler, attempts, due_at"
        " FROM job WHERE attempts > 0"
    )


def _chain(connection: sa.Connection) -> None:
    """The rows of an instance are one link; each row without instance is its own."""
    table = sa.table(
        "history_entry",
        sa.column("at", UtcDateTime()),
        sa.column("data", JsonText()),
        sa.column("hash", sa.LargeBinary()),
        *(sa.column(name) for name in ("id", *CONTENT, *PLACE[:-1])),
    )
    instance = sa.table("instance", sa.column("id"), sa.column("history_head", sa.LargeBinary()))
    wanted = sa.select(table).order_by(table.c.instance_id, table.c.id).execution_options(yield_per=1000)
    rows = connection.execute(wanted)
    hashes: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for instance_id, group in groupby(rows, key=lambda row: row.instance_id):
        if instance_id is None:
            hashes += [{"which": row.id, "value": _digest([row])} for row in group]
        else:
            link = list(group)
            head = _digest(link)
            hashes.append({"which": link[-1].id, "value": head})
            heads.append({"which": instance_id, "value": head})
    which: Any = sa.bindparam("which")
    value: Any = sa.bindparam("value")
    if hashes:
        connection.execute(sa.update(table).where(table.c.id == which).values(hash=value), hashes)
    if heads:
        connection.execute(sa.update(instance).where(instance.c.id == which).values(history_head=value), heads)


def _digest(rows: list[Any]) -> bytes:
    content = [[r.at, *(getattr(r, name) for name in (*CONTENT, *PLACE))] for r in rows]
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS)).digest()


def downgrade() -> None:
    op.drop_index(op.f("ix_effect_instance_id"), table_name="effect")
    op.drop_table("effect")
    op.drop_table("audit_seal")
    op.drop_column("instance", "history_head")
    op.drop_column("history_entry", "hash")
