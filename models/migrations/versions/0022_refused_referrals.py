"""A referral ends as refused when the client refuses the consent that it needs."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

STATES = ("REQUESTED", "ANSWERED", "WITHDRAWN")
#: Tables whose rows belong to a referral.
CHILDREN = ("protected_result", "result_access")


def upgrade() -> None:
    _allow_states((*STATES, "REFUSED"))


def downgrade() -> None:
    op.execute("UPDATE referral SET state = 'WITHDRAWN' WHERE state = 'REFUSED'")
    _allow_states(STATES)


def _allow_states(states: tuple[str, ...]) -> None:
    with _children_set_aside(), op.batch_alter_table("referral") as batch:
        batch.drop_constraint(op.f("ck_referral_referralstate"), type_="check")
        batch.create_check_constraint(op.f("ck_referral_referralstate"), sa.column("state").in_(states))


@contextmanager
def _children_set_aside() -> Iterator[None]:
    """SQLite changes a table by making it anew, and would not drop one that rows of others point to."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for table in CHILDREN:
        op.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
        op.execute(f"DELETE FROM {table}")
    yield
    for table in CHILDREN:
        op.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        op.execute(f"DROP TABLE kept_{table}")
