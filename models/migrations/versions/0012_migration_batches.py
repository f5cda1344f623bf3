"""Batches that carry running instances over to another version."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _status(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "migration_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("plan", JsonText(), nullable=False),
        sa.Column("status", _status("batchstatus", "running", "paused", "finished"), nullable=False),
        sa.Column("is_undo", sa.Boolean(), nullable=False),
        sa.Column("can_be_undone", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["definition.id"], name=op.f("fk_migration_batch_source_id_definition")),
        sa.ForeignKeyConstraint(["target_id"], ["definition.id"], name=op.f("fk_migration_batch_target_id_definition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration_batch")),
    )
    op.create_index(op.f("ix_migration_batch_status"), "migration_batch", ["status"], unique=False)
    op.create_table(
        "migration_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            _status("movestatus", "waiting", "migrated", "refused", "returning", "returned", "stayed"),
            nullable=False,
        ),
        sa.Column("obstacles", JsonText(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("state_before", sa.LargeBinary(), nullable=True),
        sa.Column("version_after", sa.Integer(), nullable=True),
        sa.Column("trail", JsonText(), nullable=True),
        sa.Column("went_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["migration_batch.id"],
            name=op.f("fk_migration_move_batch_id_migration_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_migration_move_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration_move")),
        sa.UniqueConstraint("batch_id", "instance_id", name=op.f("uq_migration_move_batch_id_instance_id")),
    )
    op.create_index(op.f("ix_migration_move_batch_id_status"), "migration_move", ["batch_id", "status"], unique=False)
    op.create_index(op.f("ix_migration_move_instance_id"), "migration_move", ["instance_id"], unique=False)


def downgrade() -> None:
    op.drop_table("migration_move")
    op.drop_table("migration_batch")
