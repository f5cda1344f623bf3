"""Seals over the record of who looked at which case.

Rows that are there already are sealed as they stand: from here on they cannot be changed unnoticed.
"""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_seal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("gaps", JsonText(), nullable=False),
        sa.Column("late", JsonText(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_seal")),
    )


def downgrade() -> None:
    op.drop_table("access_seal")
