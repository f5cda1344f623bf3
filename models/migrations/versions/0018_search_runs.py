"""Search runs: orders, runs and hits; employers of employment records from the office's own list."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime
from models.casework.guards import GUARDS_SERVICES, create_guards

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "EIGENES_SYSTEM",
                "JOBROBOTER",
                "JOBBOERSE",
                name="searchchannel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("occupation", sa.String(length=200), nullable=False),
        sa.Column("kldb", sa.String(length=5), nullable=True),
        sa.Column("postal_code", sa.String(length=5), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column(
            "area",
            sa.Enum(
                "ORT", "REGION", "UEBERALL", name="searcharea", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "hours",
            sa.Enum(
                "BELIEBIG",
                "VOLLZEIT",
                "TEILZEIT",
                "MINIJOB",
                name="workinghours",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by", sa.String(length=80), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR length(trim(end_reason)) > 0", name=op.f("ck_search_order_ended_has_a_reason")
        ),
        sa.CheckConstraint("kldb IS NULL OR length(kldb) = 5", name=op.f("ck_search_order_kldb_has_five_digits")),
        sa.CheckConstraint("length(trim(occupation)) > 0", name=op.f("ck_search_order_occupation")),
        sa.CheckConstraint("until > started_on", name=op.f("ck_search_order_days_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_search_order_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_order")),
    )
    op.create_index("ix_search_order_case_id", "search_order", ["case_id"], unique=False)
    op.create_table(
        "search_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column("employer", sa.String(length=240), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("postal_code", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("match", JsonText(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "NEU",
                "VORGESCHLAGEN",
                "UNPASSEND",
                "ENTFALLEN",
                name="hitstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "state <> 'UNPASSEND' OR length(trim(decision_reason)) > 0",
            name=op.f("ck_search_hit_rejected_for_a_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('NEU', 'ENTFALLEN') OR decided_by IS NOT NULL", name=op.f("ck_search_hit_decided_by_somebody")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["search_order.id"], name=op.f("fk_search_hit_order_id_search_order")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_search_hit_provider_id_provider")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_hit")),
        sa.UniqueConstraint("order_id", "reference", name=op.f("uq_search_hit_order_id_reference")),
    )
    op.create_index(op.f("ix_search_hit_order_id"), "search_hit", ["order_id"], unique=False)
    op.create_index(op.f("ix_search_hit_provider_id"), "search_hit", ["provider_id"], unique=False)
    op.create_table(
        "search_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("ran_at", UtcDateTime(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("fresh <= found", name=op.f("ck_search_run_fresh_among_found")),
        sa.ForeignKeyConstraint(["order_id"], ["search_order.id"], name=op.f("fk_search_run_order_id_search_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_run")),
    )
    op.create_index(op.f("ix_search_run_order_id"), "search_run", ["order_id"], unique=False)
    formats = ("STELLUNGNAHME", "AKTENLAGE", "SYMPTOMBEZOGEN", "UMFASSEND")
    kind = sa.Enum(*formats, name="assessmentformat", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("protected_result") as batch:
        batch.add_column(sa.Column("assessment_format", kind, nullable=True))
    _keep_guard()
    with op.batch_alter_table("employment_record") as batch:
        batch.add_column(sa.Column("provider_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_employment_record_provider_id_provider"), "provider", ["provider_id"], ["id"])
    op.create_index(op.f("ix_employment_record_provider_id"), "employment_record", ["provider_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("protected_result") as batch:
        batch.drop_constraint(op.f("ck_protected_result_assessmentformat"), type_="check")
        batch.drop_column("assessment_format")
    _keep_guard()
    op.drop_index(op.f("ix_employment_record_provider_id"), table_name="employment_record")
    with op.batch_alter_table("employment_record") as batch:
        batch.drop_constraint(op.f("fk_employment_record_provider_id_provider"), type_="foreignkey")
        batch.drop_column("provider_id")
    op.drop_index(op.f("ix_search_run_order_id"), table_name="search_run")
    op.drop_table("search_run")
    op.drop_index(op.f("ix_search_hit_provider_id"), table_name="search_hit")
    op.drop_index(op.f("ix_search_hit_order_id"), table_name="search_hit")
    op.drop_table("search_hit")
    op.drop_index("ix_search_order_case_id", table_name="search_order")
    op.drop_table("search_order")


def _keep_guard() -> None:
    """SQLite changes a table by making it anew, and its trigger goes with the old one."""
    if op.get_bind().dialect.name == "sqlite":
        guards = tuple(guard for guard in GUARDS_SERVICES if guard.name == "keep_protected_result")
        create_guards(op.get_bind(), guards)
