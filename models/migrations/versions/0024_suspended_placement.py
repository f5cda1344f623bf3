"""Why a search began although placement is suspended, and which remarks take a consent."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("search_order", sa.Column("despite_reason", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "office_settings",
        sa.Column("consent_only_needs", JsonText(), server_default='["L1","L2"]', nullable=False),
    )


def downgrade() -> None:
    op.drop_column("office_settings", "consent_only_needs")
    op.drop_column("search_order", "despite_reason")
