"""Life cycle of profiling sheets, register of occupations, what the end of a strategy means."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime
from models.casework.guards import GUARDS_1, GUARDS_SHEETS, create_guards

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _words(name: str, length: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), server_default="", nullable=False)


def _columns() -> list[tuple[str, sa.Column[Any]]]:
    sheet = [
        sa.Column("released_at", UtcDateTime()),
        sa.Column("released_by", sa.String(80)),
        _flag("erases_earlier"),
        sa.Column("deleted_at", UtcDateTime()),
        sa.Column("deleted_by", sa.String(80)),
        _words("client_wish"),
        _words("adopted_from"),
        sa.Column("exemption_basis", sa.String(20)),
        sa.Column("exemption_talk_on", sa.Date()),
        sa.Column("is_seeking_integration", sa.Boolean()),
        sa.Column("capacity_level", sa.String(2)),
        sa.Column("motivation_level", sa.String(2)),
        sa.Column("qualification_level", sa.String(2)),
        sa.Column("is_blocked", sa.Boolean()),
        sa.Column("is_able", sa.Boolean()),
        sa.Column("is_willing", sa.Boolean()),
    ]
    return [
        *(("profiling_sheet", column) for column in sheet),
        ("sheet_revision", sa.Column("erased_at", UtcDateTime())),
        ("sheet_revision", sa.Column("erased_by", sa.String(80))),
        ("target_occupation", _flag("is_ruled_out_by_health")),
        (
            "office_settings",
            sa.Column("counted_channels", JsonText(), server_default='["IN_PERSON","PHONE","VIDEO"]', nullable=False),
        ),
        ("strategy", sa.Column("need_outcome", sa.String(20))),
        ("strategy", _words("gained_competence", 400)),
        ("strategy", _flag("asks_for_assessment")),
    ]


def _drop_guard(name: str, table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")
    else:
        op.execute(f"DROP TRIGGER {name}")


def upgrade() -> None:
    op.create_table(
        "occupation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=220), nullable=False),
        sa.Column("kldb", sa.String(length=5), nullable=False),
        sa.Column("dkz", sa.String(length=20), nullable=True),
        sa.Column("edition", sa.String(length=20), nullable=False),
        _flag("is_retired"),
        sa.CheckConstraint("length(kldb) = 5", name=op.f("ck_occupation_kldb_has_five_digits")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_occupation_title")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation")),
        sa.UniqueConstraint("dkz", name=op.f("uq_occupation_dkz")),
        sa.UniqueConstraint("title_key", "kldb", name=op.f("uq_occupation_title_key_kldb")),
    )
    op.create_index(op.f("ix_occupation_kldb"), "occupation", ["kldb"], unique=False)
    op.create_index(op.f("ix_occupation_title_key"), "occupation", ["title_key"], unique=False)
    for table, column in _columns():
        op.add_column(table, column)
    _drop_guard("keep_sheet_revision", "sheet_revision")
    create_guards(op.get_bind(), GUARDS_SHEETS)


def downgrade() -> None:
    for guard in GUARDS_SHEETS:
        _drop_guard(guard.name, guard.table)
    create_guards(op.get_bind(), tuple(guard for guard in GUARDS_1 if guard.name == "keep_sheet_revision"))
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)
    op.drop_index(op.f("ix_occupation_title_key"), table_name="occupation")
    op.drop_index(op.f("ix_occupation_kldb"), table_name="occupation")
    op.drop_table("occupation")
