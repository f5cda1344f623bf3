"""The open tasks of a case and their dates are read from the index alone: lists of cases sort by them."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_user_task_business_key_status", "user_task", ["business_key", "status", "due_at"], unique=False)
    op.drop_index(op.f("ix_user_task_business_key"), table_name="user_task")


def downgrade() -> None:
    op.create_index(op.f("ix_user_task_business_key"), "user_task", ["business_key"], unique=False)
    op.drop_index("ix_user_task_business_key_status", table_name="user_task")
