"""Changes of process data that need a second pair of eyes."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("rejected_by", sa.String(length=80), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("approved_by <> created_by", name=op.f("ck_data_change_four_eyes")),
        sa.CheckConstraint("approved_by IS NULL OR rejected_by IS NULL", name=op.f("ck_data_change_one_decision")),
        sa.CheckConstraint(
            "decided_at IS NOT NULL OR (approved_by IS NULL AND rejected_by IS NULL)",
            name=op.f("ck_data_change_decided_when"),
        ),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_data_change_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_change")),
    )
    op.create_index(op.f("ix_data_change_instance_id"), "data_change", ["instance_id"])
    op.create_index("ix_data_change_decided_at_created_at", "data_change", ["decided_at", "created_at"])


def downgrade() -> None:
    op.drop_table("data_change")
