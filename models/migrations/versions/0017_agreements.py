"""Agreements in plain language, acts with their occasion and their course, steps of talks, days the office is shut."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

#: Columns of acts that stay as they are.
KEPT = (
    "id, case_id, agreement_id, type, state, efforts, frequency, proof_form, proof_due, reasons, remedy_notice,"
    " created_at, created_by, approved_by, issued_on, objection_until"
)
#: What acts made before had: an agreement had failed.
NEW = "occasion, legal_notice, sent_how, proof_cause, revoked_reason"


def upgrade() -> None:
    op.create_table(
        "office_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_office_closure_days_in_order")),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_office_closure_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_closure")),
    )
    op.create_index(op.f("ix_office_closure_first_day"), "office_closure", ["first_day"], unique=False)
    op.add_column("agreement", sa.Column("more_sections", JsonText(), server_default="{}", nullable=False))
    op.add_column("agreement", sa.Column("plain_text", sa.Text(), server_default="", nullable=False))
    op.add_column("agreement", sa.Column("review_note", sa.Text(), server_default="", nullable=False))
    op.add_column("follow_up", sa.Column("steps", JsonText(), server_default="[]", nullable=False))
    op.add_column("follow_up", sa.Column("preparation", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "office_settings",
        sa.Column("note_since_working_day", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _set_acts_aside()
    op.create_table(
        "admin_act",
        *_columns_of_acts(),
        sa.Column(
            "occasion",
            sa.Enum(
                "FAILURE",
                "BREACH",
                "NO_SHOW",
                name="actoccasion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("breach_id", sa.Integer(), nullable=True),
        sa.Column("missed_id", sa.Integer(), nullable=True),
        sa.Column("legal_notice", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_how", sa.String(length=40), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column(
            "proof_result",
            sa.Enum(
                "FULFILLED", "PARTLY", "NOT", name="dutyresult", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("proof_cause", sa.Text(), nullable=False),
        sa.Column("proof_judged_on", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "sent_on IS NULL OR (sent_on >= issued_on AND notified_on >= sent_on)",
            name=op.f("ck_admin_act_sent_in_order"),
        ),
        sa.CheckConstraint(
            "proof_result IS NULL OR proof_result = 'FULFILLED' OR length(trim(proof_cause)) > 0",
            name=op.f("ck_admin_act_failure_names_a_cause"),
        ),
        sa.CheckConstraint(
            "state <> 'REVOKED' OR length(trim(revoked_reason)) > 0", name=op.f("ck_admin_act_revocation_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["breach_of_duty.id"], name=op.f("fk_admin_act_breach_id_breach_of_duty")
        ),
        sa.ForeignKeyConstraint(
            ["missed_id"], ["missed_appointment.id"], name=op.f("fk_admin_act_missed_id_missed_appointment")
        ),
        *_constraints_of_acts(),
    )
    # an act that had been withdrawn named no reason then
    op.execute(
        f"INSERT INTO admin_act ({KEPT}, {NEW})"
        f" SELECT {KEPT}, 'FAILURE', '', '', '', CASE WHEN state = 'REVOKED' THEN 'ohne Angabe' ELSE '' END FROM kept"
    )
    _take_acts_up()


def downgrade() -> None:
    _set_acts_aside()
    op.create_table("admin_act", *_columns_of_acts(), *_constraints_of_acts())
    op.execute(f"INSERT INTO admin_act ({KEPT}) SELECT {KEPT} FROM kept")
    _take_acts_up()
    op.drop_column("office_settings", "note_since_working_day")
    for column in ("preparation", "steps"):
        op.drop_column("follow_up", column)
    for column in ("review_note", "plain_text", "more_sections"):
        op.drop_column("agreement", column)
    op.drop_index(op.f("ix_office_closure_first_day"), table_name="office_closure")
    op.drop_table("office_closure")


def _set_acts_aside() -> None:
    """SQLite cannot change the constraints of a table, so it is made anew."""
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM admin_act")
    op.drop_index("ix_admin_act_case_id", "admin_act")
    op.drop_table("admin_act")


def _take_acts_up() -> None:
    op.execute("DROP TABLE kept")
    op.create_index(op.f("ix_admin_act_case_id"), "admin_act", ["case_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        # the next id follows the copied ones; PostgreSQL counts in a sequence that knows nothing of them
        op.execute(
            "SELECT setval(pg_get_serial_sequence('admin_act', 'id'),"
            " COALESCE((SELECT max(id) FROM admin_act), 0) + 1, false)"
        )


def _columns_of_acts() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "DRAFT",
                "ISSUED",
                "REJECTED",
                "REVOKED",
                name="adminactstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("efforts", sa.Text(), nullable=False),
        sa.Column("frequency", sa.String(length=120), nullable=False),
        sa.Column("proof_form", sa.String(length=160), nullable=False),
        sa.Column("proof_due", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("remedy_notice", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("objection_until", sa.Date(), nullable=True),
    )


def _constraints_of_acts() -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(
            "state <> 'ISSUED' OR (approved_by IS NOT NULL AND issued_on IS NOT NULL)", name=op.f("ck_admin_act_issued")
        ),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> created_by", name=op.f("ck_admin_act_four_eyes")),
        sa.CheckConstraint("length(trim(reasons)) > 0", name=op.f("ck_admin_act_reasons_given")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_admin_act_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_admin_act_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_act")),
    )
