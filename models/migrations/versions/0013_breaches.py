"""Breaches of duty, incapacity for work, placement put on hold."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incapacity_for_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("until >= from_day", name=op.f("ck_incapacity_for_work_days_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_incapacity_for_work_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incapacity_for_work")),
    )
    op.create_index(op.f("ix_incapacity_for_work_case_id"), "incapacity_for_work", ["case_id"], unique=False)
    op.create_table(
        "placement_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("offered_again_on", sa.Date(), nullable=True),
        sa.Column("is_claimed_again", sa.Boolean(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_placement_stop_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_placement_stop_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_stop")),
    )
    op.create_index(op.f("ix_placement_stop_case_id"), "placement_stop", ["case_id"], unique=False)
    op.create_table(
        "breach_of_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "PLAN_STEP",
                "REFUSED_JOB",
                "MEASURE",
                name="breachkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("finding_until", sa.Date(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("hearing_until", sa.Date(), nullable=True),
        sa.Column("client_statement", sa.Text(), nullable=False),
        sa.Column("has_important_reason", sa.Boolean(), nullable=True),
        sa.Column("was_informed", sa.Boolean(), nullable=True),
        sa.Column("is_hardship", sa.Boolean(), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("judged_by", sa.String(length=80), nullable=True),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("lapsed_on", sa.Date(), nullable=True),
        sa.Column("reduced_from", sa.Date(), nullable=True),
        sa.Column("reduced_until", sa.Date(), nullable=True),
        sa.Column("benefit_unit_told_on", sa.Date(), nullable=True),
        sa.Column("counselled_on", sa.Date(), nullable=True),
        sa.Column("lifted_reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "consequence = '' OR decided_by IS NOT NULL OR lapsed_on IS NOT NULL",
            name=op.f("ck_breach_of_duty_decided_by"),
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on <= finding_until", name=op.f("ck_breach_of_duty_found_in_time")
        ),
        sa.CheckConstraint(
            "has_important_reason IS NULL OR (judged_by IS NOT NULL AND judged_on IS NOT NULL)",
            name=op.f("ck_breach_of_duty_judged_by"),
        ),
        sa.CheckConstraint("length(trim(description)) > 0", name=op.f("ck_breach_of_duty_description")),
        sa.CheckConstraint(
            "reduced_from IS NULL OR reduced_until >= reduced_from", name=op.f("ck_breach_of_duty_days_in_order")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_breach_of_duty_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["agreement_duty.id"], name=op.f("fk_breach_of_duty_duty_id_agreement_duty")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_of_duty")),
    )
    op.create_index(op.f("ix_breach_of_duty_case_id"), "breach_of_duty", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_breach_of_duty_case_id"), table_name="breach_of_duty")
    op.drop_table("breach_of_duty")
    op.drop_index(op.f("ix_placement_stop_case_id"), table_name="placement_stop")
    op.drop_table("placement_stop")
    op.drop_index(op.f("ix_incapacity_for_work_case_id"), table_name="incapacity_for_work")
    op.drop_table("incapacity_for_work")
