"""Dry runs of migrations over many instances."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "migration_trial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("plan", JsonText(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["definition.id"], name=op.f("fk_migration_trial_source_id_definition")),
        sa.ForeignKeyConstraint(["target_id"], ["definition.id"], name=op.f("fk_migration_trial_target_id_definition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration_trial")),
    )
    op.create_index(op.f("ix_migration_trial_finished_at"), "migration_trial", ["finished_at"], unique=False)
    op.create_table(
        "migration_trial_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trial_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "moves", "same", "refused", name="trialoutcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("told", JsonText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_migration_trial_line_instance_id_instance")
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"],
            ["migration_trial.id"],
            name=op.f("fk_migration_trial_line_trial_id_migration_trial"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration_trial_line")),
        sa.UniqueConstraint("trial_id", "instance_id", name=op.f("uq_migration_trial_line_trial_id_instance_id")),
    )
    op.create_index(op.f("ix_migration_trial_line_instance_id"), "migration_trial_line", ["instance_id"], unique=False)
    op.create_index(
        "ix_migration_trial_line_trial_id_outcome", "migration_trial_line", ["trial_id", "outcome"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_migration_trial_line_trial_id_outcome", table_name="migration_trial_line")
    op.drop_index(op.f("ix_migration_trial_line_instance_id"), table_name="migration_trial_line")
    op.drop_table("migration_trial_line")
    op.drop_index(op.f("ix_migration_trial_finished_at"), table_name="migration_trial")
    op.drop_table("migration_trial")
