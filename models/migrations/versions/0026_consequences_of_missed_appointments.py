"""What the benefit unit did about a missed appointment, when, and who said so."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLE = "missed_appointment"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("benefit_unit_result", sa.Text(), server_default="", nullable=False))
    op.add_column(TABLE, sa.Column("benefit_unit_decided_on", sa.Date(), nullable=True))
    op.add_column(TABLE, sa.Column("benefit_unit_decided_by", sa.String(length=80), nullable=True))


def downgrade() -> None:
    for name in ("decided_by", "decided_on", "result"):
        op.drop_column(TABLE, f"benefit_unit_{name}")
