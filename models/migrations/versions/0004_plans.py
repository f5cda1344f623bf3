"""Phases 2 to 4: goals, strategies, agreements."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("option", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ACTIVE",
                "ACHIEVED",
                "REPLACED",
                "DROPPED",
                name="goalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_agreed_with_client", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("state = 'ACTIVE' OR ended_on IS NOT NULL", name=op.f("ck_goal_ended_has_a_day")),
        sa.CheckConstraint("target_date > set_on", name=op.f("ck_goal_days_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_goal_case_id_case_file")),
        sa.ForeignKeyConstraint(["sheet_id"], ["profiling_sheet.id"], name=op.f("fk_goal_sheet_id_profiling_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index("ix_goal_case_id_set_on", "goal", ["case_id", "set_on"], unique=False)
    op.create_index(
        "uq_goal_active",
        "goal",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'ACTIVE'"),
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("law", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "DRAFT",
                "DISCUSSED",
                "IN_FORCE",
                "REVIEW_DUE",
                "SUPERSEDED",
                "EXPIRED",
                "REVOKED",
                name="agreementstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("predecessor_id", sa.Integer(), nullable=True),
        sa.Column("personal_offer", sa.Text(), nullable=False),
        sa.Column("target_fields", sa.Text(), nullable=False),
        sa.Column("benefits", sa.Text(), nullable=False),
        sa.Column("other_providers", sa.Text(), nullable=False),
        sa.Column("legal_notice", sa.Text(), nullable=False),
        sa.Column("signed_client_on", sa.Date(), nullable=True),
        sa.Column("signed_staff_on", sa.Date(), nullable=True),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("handed_over_how", sa.String(length=40), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state <> 'REVOKED' OR length(trim(end_reason)) > 0", name=op.f("ck_agreement_revocation_has_a_reason")
        ),
        sa.CheckConstraint(
            "state = 'DRAFT' OR discussed_on IS NOT NULL", name=op.f("ck_agreement_no_agreement_without_a_talk")
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'DISCUSSED') OR (concluded_on IS NOT NULL AND valid_from IS NOT NULL"
            " AND review_due IS NOT NULL AND goal_id IS NOT NULL)",
            name=op.f("ck_agreement_concluded_is_complete"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('SUPERSEDED', 'EXPIRED', 'REVOKED') OR valid_to IS NOT NULL",
            name=op.f("ck_agreement_ended_has_a_day"),
        ),
        sa.CheckConstraint(
            "handed_over_on IS NULL OR handed_over_how IS NOT NULL", name=op.f("ck_agreement_hand_over_names_the_way")
        ),
        sa.CheckConstraint(
            "review_due IS NULL OR review_due > valid_from", name=op.f("ck_agreement_review_after_start")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_agreement_days_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_agreement_case_id_case_file")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_agreement_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["agreement.id"], name=op.f("fk_agreement_predecessor_id_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("predecessor_id", name=op.f("uq_agreement_predecessor_id")),
    )
    op.create_index("ix_agreement_case_id_state", "agreement", ["case_id", "state"], unique=False)
    op.create_index("ix_agreement_state_review_due", "agreement", ["state", "review_due"], unique=False)
    op.create_index(
        "uq_agreement_valid",
        "agreement",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('IN_FORCE', 'REVIEW_DUE')"),
        postgresql_where=sa.text("state IN ('IN_FORCE', 'REVIEW_DUE')"),
    )
    op.create_table(
        "strategy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("need", sa.String(length=8), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("intermediate_goal", sa.Text(), nullable=False),
        sa.Column("steps_client", sa.Text(), nullable=False),
        sa.Column("steps_staff", sa.Text(), nullable=False),
        sa.Column("steps_third_party", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PLANNED",
                "ACTIVE",
                "DONE",
                "CANCELLED",
                "FAILED",
                name="strategystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("extended_times", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("result_note", sa.Text(), nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        sa.Column("chosen_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state IN ('PLANNED', 'ACTIVE') OR ended_on IS NOT NULL", name=op.f("ck_strategy_ended_has_a_day")
        ),
        sa.CheckConstraint("sort_order >= 1", name=op.f("ck_strategy_sort_order")),
        sa.CheckConstraint("window_to > window_from", name=op.f("ck_strategy_window_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_strategy_case_id_case_file")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_strategy_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["profiling_sheet.id"], name=op.f("fk_strategy_sheet_id_profiling_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy")),
    )
    op.create_index("ix_strategy_case_id_state", "strategy", ["case_id", "state"], unique=False)
    op.create_table(
        "admin_act",
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
        sa.CheckConstraint(
            "state <> 'ISSUED' OR (approved_by IS NOT NULL AND issued_on IS NOT NULL)", name=op.f("ck_admin_act_issued")
        ),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> created_by", name=op.f("ck_admin_act_four_eyes")),
        sa.CheckConstraint("length(trim(reasons)) > 0", name=op.f("ck_admin_act_reasons_given")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_admin_act_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_admin_act_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_act")),
    )
    op.create_index(op.f("ix_admin_act_case_id"), "admin_act", ["case_id"], unique=False)
    op.create_table(
        "agreement_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "CLIENT",
                "PROVIDER",
                "THIRD_PARTY",
                name="dutyside",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("proof_form", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "FULFILLED", "PARTLY", "NOT", name="dutyresult", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("result_cause", sa.Text(), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "result IS NULL OR result = 'FULFILLED' OR length(trim(result_cause)) > 0",
            name=op.f("ck_agreement_duty_failure_names_a_cause"),
        ),
        sa.CheckConstraint("count IS NULL OR count >= 1", name=op.f("ck_agreement_duty_count")),
        sa.CheckConstraint("length(trim(what)) > 0", name=op.f("ck_agreement_duty_what")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_duty_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_duty")),
    )
    op.create_index(op.f("ix_agreement_duty_agreement_id"), "agreement_duty", ["agreement_id"], unique=False)
    op.create_table(
        "agreement_strategy",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_strategy_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["strategy.id"], name=op.f("fk_agreement_strategy_strategy_id_strategy")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "strategy_id", name=op.f("pk_agreement_strategy")),
    )


def downgrade() -> None:
    op.drop_table("agreement_strategy")
    op.drop_table("agreement_duty")
    op.drop_table("admin_act")
    op.drop_table("strategy")
    op.drop_table("agreement")
    op.drop_table("goal")
