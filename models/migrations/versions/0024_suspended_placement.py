"""Why a search began although the view of the labour market is suspended."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("search_order", sa.Column("despite_reason", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("search_order", "despite_reason")
