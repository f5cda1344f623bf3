"""Providers and employers, measures, referrals, and what an office adds to the strategies."""

import sqlalchemy as sa
from alembic import op

from models.base import JsonText, UtcDateTime
from models.casework.guards import GUARDS_SERVICES, create_guards

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "economic_class",
        sa.Column("version", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("section", sa.String(length=1), nullable=False),
        sa.Column("label", sa.String(length=240), nullable=False),
        sa.Column("label_key", sa.String(length=260), nullable=False),
        sa.PrimaryKeyConstraint("version", "code", name=op.f("pk_economic_class")),
    )
    op.create_table(
        "local_strategy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column(
            "legal_circle",
            sa.Enum("SGB2", "SGB3", name="legalcircle", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "PROPOSED",
                "IN_USE",
                "RETIRED",
                name="localstrategystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint("code LIKE 'ST_LOCAL_%'", name=op.f("ck_local_strategy_code")),
        sa.CheckConstraint("state <> 'IN_USE' OR valid_from IS NOT NULL", name=op.f("ck_local_strategy_in_use_since")),
        sa.CheckConstraint(
            "length(trim(label)) > 0 AND length(trim(aim)) > 0", name=op.f("ck_local_strategy_says_what_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_strategy")),
        sa.UniqueConstraint("code", name=op.f("uq_local_strategy_code")),
    )
    op.create_table(
        "strategy_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strategy", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("intermediate_goal", sa.Text(), nullable=False),
        sa.Column("steps_client", sa.Text(), nullable=False),
        sa.Column("steps_staff", sa.Text(), nullable=False),
        sa.Column("steps_third_party", sa.Text(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_strategy_template_title")),
        sa.CheckConstraint("months BETWEEN 1 AND 24", name=op.f("ck_strategy_template_months")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_template")),
    )
    op.create_index("ix_strategy_template_strategy", "strategy_template", ["strategy"], unique=False)
    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "PROVIDER",
                "EMPLOYER",
                "BOTH",
                name="providerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("designation", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("street", sa.String(length=160), nullable=False),
        sa.Column("postal_code", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("landline", sa.String(length=60), nullable=False),
        sa.Column("mobile", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("establishment_no", sa.String(length=8), nullable=True),
        sa.Column("wz_code", sa.String(length=10), nullable=True),
        sa.Column("wz_version", sa.String(length=8), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "ACTIVE",
                "PAUSED",
                "DEACTIVATED",
                name="providerstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("deactivated_on", sa.Date(), nullable=True),
        sa.Column("municipal_contact_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("street_key", sa.String(length=200), nullable=False),
        sa.Column("city_key", sa.String(length=160), nullable=False),
        sa.Column("landline_key", sa.String(length=40), nullable=False),
        sa.Column("mobile_key", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(status = 'DEACTIVATED') = (deactivated_on IS NOT NULL)", name=op.f("ck_provider_deactivated_has_a_day")
        ),
        sa.CheckConstraint(
            "(wz_code IS NULL) = (wz_version IS NULL)", name=op.f("ck_provider_class_names_its_version")
        ),
        sa.CheckConstraint(
            "establishment_no IS NULL OR length(establishment_no) = 8", name=op.f("ck_provider_establishment_no")
        ),
        sa.CheckConstraint("length(trim(designation)) > 0 AND length(trim(name)) > 0", name=op.f("ck_provider_named")),
        sa.ForeignKeyConstraint(
            ["municipal_contact_id"], ["user_account.id"], name=op.f("fk_provider_municipal_contact_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("establishment_no", name=op.f("uq_provider_establishment_no")),
    )
    op.create_index(op.f("ix_provider_deactivated_on"), "provider", ["deactivated_on"], unique=False)
    op.create_index(op.f("ix_provider_landline_key"), "provider", ["landline_key"], unique=False)
    op.create_index(op.f("ix_provider_mobile_key"), "provider", ["mobile_key"], unique=False)
    op.create_index(op.f("ix_provider_municipal_contact_id"), "provider", ["municipal_contact_id"], unique=False)
    op.create_index("ix_provider_name_key", "provider", ["name_key"], unique=False)
    op.create_index("ix_provider_postal_code", "provider", ["postal_code"], unique=False)
    op.create_index(op.f("ix_provider_wz_code"), "provider", ["wz_code"], unique=False)
    op.create_table(
        "provider_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.String(length=1000), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("searched_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_provider_search_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_search")),
        sa.UniqueConstraint("user_id", "criteria", name=op.f("uq_provider_search_user_id_criteria")),
    )
    op.create_index(
        "ix_provider_search_user_id_searched_at", "provider_search", ["user_id", "searched_at"], unique=False
    )
    op.create_table(
        "provider_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("saved_by", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("changes", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_provider_revision_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_revision")),
        sa.UniqueConstraint("provider_id", "number", name=op.f("uq_provider_revision_provider_id_number")),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("service_item", sa.String(length=60), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "AVAILABILITY",
                "CAPACITY",
                "APTITUDE",
                "OTHER",
                name="reasoncategory",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("sla_due", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "REQUESTED",
                "ANSWERED",
                "WITHDRAWN",
                name="referralstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "access_level",
            sa.Enum("CASE", "RESTRICTED", name="accesslevel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "service <> 'AED' OR note_id IS NOT NULL OR appointment_id IS NOT NULL", name=op.f("ck_referral_talk_first")
        ),
        sa.CheckConstraint(
            "service NOT IN ('AED', 'BPS') OR reason IN ('AVAILABILITY', 'CAPACITY') OR consent_id IS NOT NULL",
            name=op.f("ck_referral_consent_beyond_capacity"),
        ),
        sa.CheckConstraint("length(trim(question)) > 0", name=op.f("ck_referral_question")),
        sa.CheckConstraint("sla_due >= requested_on", name=op.f("ck_referral_days_in_order")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_referral_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_referral_case_id_case_file")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_referral_consent_id_consent")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["counselling_note.id"], name=op.f("fk_referral_note_id_counselling_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_case_id_state", "referral", ["case_id", "state"], unique=False)
    op.create_table(
        "measure_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=40), nullable=False),
        sa.Column("catalogue", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("check_fits", sa.Text(), nullable=False),
        sa.Column("check_succeeds", sa.Text(), nullable=False),
        sa.Column("check_economical", sa.Text(), nullable=False),
        sa.Column("why_not_placement", sa.Text(), nullable=False),
        sa.Column("is_qualifying", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "REQUESTED",
                "ASSIGNED",
                "RUNNING",
                "ENDED",
                "ABORTED",
                "DECLINED",
                "NOT_STARTED",
                name="measurestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_asked_on", sa.Date(), nullable=True),
        sa.Column("agency_decided_on", sa.Date(), nullable=True),
        sa.Column("agency_reference", sa.String(length=80), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("provider_report_on", sa.Date(), nullable=True),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.Column("assigned_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('ENDED', 'ABORTED') OR left_on IS NOT NULL",
            name=op.f("ck_measure_assignment_ended_has_a_day"),
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_measure_assignment_days_in_order")),
        sa.CheckConstraint(
            "length(trim(check_fits)) > 0 AND length(trim(check_succeeds)) > 0 AND length(trim(check_economical)) > 0",
            name=op.f("ck_measure_assignment_funding_checked"),
        ),
        sa.CheckConstraint("length(trim(purpose)) > 0", name=op.f("ck_measure_assignment_purpose")),
        sa.CheckConstraint(
            "length(trim(why_not_placement)) > 0", name=op.f("ck_measure_assignment_placement_comes_first")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_measure_assignment_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_measure_assignment_provider_id_provider")
        ),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["strategy.id"], name=op.f("fk_measure_assignment_strategy_id_strategy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_assignment")),
    )
    op.create_index("ix_measure_assignment_case_id_state", "measure_assignment", ["case_id", "state"], unique=False)
    op.create_index(op.f("ix_measure_assignment_provider_id"), "measure_assignment", ["provider_id"], unique=False)
    op.create_index(
        "ix_measure_assignment_strategy_id_state", "measure_assignment", ["strategy_id", "state"], unique=False
    )
    op.create_table(
        "protected_result",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("document_ref", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(trim(summary)) > 0", name=op.f("ck_protected_result_summary")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_protected_result_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_protected_result")),
    )
    op.create_table(
        "result_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_result_access_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_access")),
    )
    op.create_index(op.f("ix_result_access_referral_id"), "result_access", ["referral_id"], unique=False)
    op.create_index(op.f("ix_result_access_username"), "result_access", ["username"], unique=False)
    op.create_table(
        "graduate_talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("missed_reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("competences", sa.Text(), nullable=False),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("need_effect", sa.String(length=20), nullable=False),
        sa.Column("segment_note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(held_on IS NULL) = (length(trim(missed_reason)) > 0)", name=op.f("ck_graduate_talk_held_or_reasoned")
        ),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_graduate_talk_number")),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure_assignment.id"], name=op.f("fk_graduate_talk_measure_id_measure_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_graduate_talk")),
        sa.UniqueConstraint("measure_id", "number", name=op.f("uq_graduate_talk_measure_id_number")),
    )
    op.create_table(
        "measure_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unexcused", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "days = 0 OR length(trim(reasons)) > 0", name=op.f("ck_measure_absence_absence_has_reasons")
        ),
        sa.CheckConstraint(
            "days BETWEEN 0 AND 31 AND unexcused BETWEEN 0 AND days", name=op.f("ck_measure_absence_days")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure_assignment.id"], name=op.f("fk_measure_absence_measure_id_measure_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_absence")),
        sa.UniqueConstraint("measure_id", "month", name=op.f("uq_measure_absence_measure_id_month")),
    )
    op.add_column("strategy", sa.Column("order_reason", sa.Text(), nullable=True))
    create_guards(op.get_bind(), GUARDS_SERVICES)


def downgrade() -> None:
    op.drop_column("strategy", "order_reason")
    op.drop_table("measure_absence")
    op.drop_table("graduate_talk")
    op.drop_table("result_access")
    op.drop_table("protected_result")
    op.drop_table("measure_assignment")
    op.drop_table("referral")
    op.drop_table("provider_revision")
    op.drop_table("provider_search")
    op.drop_table("provider")
    op.drop_table("strategy_template")
    op.drop_table("local_strategy")
    op.drop_table("economic_class")
    if op.get_bind().dialect.name == "postgresql":
        for guard in GUARDS_SERVICES:
            op.execute(f"DROP FUNCTION IF EXISTS {guard.name}() CASCADE")
