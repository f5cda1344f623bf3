"""Queues of candidate groups in the order of their work; which tasks have a draft; parked timers aside."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STANDINGS = sa.Enum("waiting", "taken", "given", name="standing", native_enum=False, create_constraint=True, length=40)

FILL = """
    UPDATE task_candidate SET
        standing = (
            SELECT CASE
                WHEN t.assignee IS NULL THEN 'waiting'
                WHEN t.claimed_at > t.created_at THEN 'taken'
                ELSE 'given'
            END
            FROM user_task t WHERE t.id = task_candidate.task_id
        ),
        due_by = (
            SELECT coalesce(t.due_at, {never}) FROM user_task t WHERE t.id = task_candidate.task_id
        ),
        precedence = (SELECT -t.priority FROM user_task t WHERE t.id = task_candidate.task_id)
"""
NEVER = {"sqlite": "'9999-01-01 00:00:00.000000'", "postgresql": "TIMESTAMPTZ '9999-01-01 00:00:00+00'"}


def upgrade() -> None:
    op.add_column("user_task", sa.Column("has_draft", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE user_task SET has_draft = true WHERE id IN (SELECT task_id FROM task_draft)")
    op.drop_index("ix_task_candidate_group_name_task_id", table_name="task_candidate")
    op.add_column("task_candidate", sa.Column("standing", sa.String(length=40), nullable=True))
    op.add_column("task_candidate", sa.Column("due_by", UtcDateTime(), nullable=True))
    op.add_column("task_candidate", sa.Column("precedence", sa.Integer(), nullable=True))
    op.execute(FILL.format(never=NEVER[op.get_bind().dialect.name]))
    with op.batch_alter_table("task_candidate") as batch:
        batch.alter_column("standing", existing_type=sa.String(length=40), type_=STANDINGS, nullable=False)
        batch.alter_column("due_by", existing_type=UtcDateTime(), nullable=False)
        batch.alter_column("precedence", existing_type=sa.Integer(), nullable=False)
    op.create_index(
        "ix_task_candidate_queue",
        "task_candidate",
        ["group_name", "standing", "due_by", "precedence", "task_id"],
    )
    op.drop_index("ix_timer_due_at", table_name="timer")
    op.create_index(
        "ix_timer_due_at",
        "timer",
        ["due_at"],
        sqlite_where=sa.text("is_parked IS 0"),
        postgresql_where=sa.text("is_parked IS false"),
    )


def downgrade() -> None:
    op.drop_index("ix_timer_due_at", table_name="timer")
    op.create_index("ix_timer_due_at", "timer", ["due_at"])
    op.drop_index("ix_task_candidate_queue", table_name="task_candidate")
    with op.batch_alter_table("task_candidate") as batch:
        batch.drop_constraint("standing", type_="check")
        batch.drop_column("precedence")
        batch.drop_column("due_by")
        batch.drop_column("standing")
    op.create_index("ix_task_candidate_group_name_task_id", "task_candidate", ["group_name", "task_id"])
    op.drop_column("user_task", "has_draft")
