"""A closure keeps which due days and reminders were moved off its days, so that they can go back."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office_closure", sa.Column("moved", JsonText(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("office_closure", "moved")
