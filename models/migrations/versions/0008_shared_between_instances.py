"""Signals to many instances are delivered in batches; data stores keep what instances share."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("thrown_at", UtcDateTime(), nullable=False),
        sa.Column("listening", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    op.create_table(
        "broadcast_listener",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcast.id"],
            name=op.f("fk_broadcast_listener_broadcast_id_broadcast"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_broadcast_listener_instance_id_instance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_listener")),
    )
    op.create_index(
        "ix_broadcast_listener_broadcast_id_instance_id", "broadcast_listener", ["broadcast_id", "instance_id"]
    )
    op.create_index(op.f("ix_broadcast_listener_instance_id"), "broadcast_listener", ["instance_id"])
    op.create_table(
        "stored_data",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_data")),
    )


def downgrade() -> None:
    op.drop_table("stored_data")
    op.drop_table("broadcast_listener")
    op.drop_table("broadcast")
