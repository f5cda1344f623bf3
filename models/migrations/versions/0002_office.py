"""People who work here, the office, clients, households, cases."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_no", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("household_no", name=op.f("uq_household_household_no")),
    )
    op.create_table(
        "number_counter",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_counter")),
    )
    op.create_table(
        "office_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ZKT", "GE", name="officekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("land", sa.String(length=2), nullable=False),
        sa.Column("municipality", sa.String(length=120), nullable=True),
        sa.Column("is_catholic", sa.Boolean(), nullable=True),
        sa.Column("address", sa.String(length=240), nullable=False),
        sa.Column("segment_scheme", sa.String(length=40), nullable=False),
        sa.Column("needs_catalogue", sa.String(length=40), nullable=False),
        sa.Column("renewal_lead_working_days", sa.Integer(), nullable=False),
        sa.Column("appointment_reminder_working_days", sa.Integer(), nullable=False),
        sa.Column("strategy_reminder_working_days", sa.Integer(), nullable=False),
        sa.Column("first_interview_working_days", sa.Integer(), nullable=False),
        sa.Column("target_occupation_review_days", sa.Integer(), nullable=False),
        sa.Column("hearing_days", sa.Integer(), nullable=False),
        sa.Column("max_moves_per_appointment", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "appointment_reminder_working_days BETWEEN 0 AND 30", name=op.f("ck_office_settings_appointment_reminder")
        ),
        sa.CheckConstraint(
            "first_interview_working_days BETWEEN 1 AND 60", name=op.f("ck_office_settings_first_interview")
        ),
        sa.CheckConstraint("hearing_days BETWEEN 1 AND 60", name=op.f("ck_office_settings_hearing")),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_settings_one_row")),
        sa.CheckConstraint("max_moves_per_appointment BETWEEN 0 AND 20", name=op.f("ck_office_settings_max_moves")),
        sa.CheckConstraint("renewal_lead_working_days BETWEEN 1 AND 60", name=op.f("ck_office_settings_renewal_lead")),
        sa.CheckConstraint(
            "strategy_reminder_working_days BETWEEN 0 AND 60", name=op.f("ck_office_settings_strategy_reminder")
        ),
        sa.CheckConstraint(
            "target_occupation_review_days BETWEEN 1 AND 90", name=op.f("ck_office_settings_target_occupation_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_settings")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("key", name=op.f("uq_team_key")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("display_name", sa.String(length=160), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("username", name=op.f("uq_user_account_username")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_absence_days_in_order")),
        sa.ForeignKeyConstraint(["cover_id"], ["user_account.id"], name=op.f("fk_absence_cover_id_user_account")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_absence_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_user_id"), "absence", ["user_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "caseworker",
                "team_lead",
                "specialist_support",
                "designer",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id_team")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("uq_membership_user_role_team", "membership", ["user_id", "role", "team_id"], unique=True)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_no", sa.String(length=40), nullable=False),
        sa.Column("first_name", sa.String(length=120), nullable=False),
        sa.Column("last_name", sa.String(length=120), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("street", sa.String(length=160), nullable=False),
        sa.Column("postal_code", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(customer_no) >= 5", name=op.f("ck_person_customer_no")),
        sa.CheckConstraint("length(last_name) > 0", name=op.f("ck_person_last_name")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_person_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("customer_no", name=op.f("uq_person_customer_no")),
    )
    op.create_index(op.f("ix_person_household_id"), "person", ["household_id"], unique=False)
    op.create_index(op.f("ix_person_last_name"), "person", ["last_name"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_sign_in_session_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_sign_in_session")),
    )
    op.create_index(op.f("ix_sign_in_session_user_id"), "sign_in_session", ["user_id"], unique=False)
    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "legal_circle",
            sa.Enum("SGB2", "SGB3", name="legalcircle", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "client_status",
            sa.Enum(
                "ARBEITSLOS",
                "ARBEITSUCHEND",
                "AUSBILDUNGSUCHEND",
                "ANDERE",
                name="clientstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "NEW",
                "PROFILING",
                "GOAL_SET",
                "PLANNED",
                "AGREED",
                "IN_PROGRESS",
                "FOLLOW_UP",
                "EXEMPT",
                "INTEGRATED_NEEDY",
                "CLOSED",
                "DEREGISTERED",
                name="casestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("caseworker_id", sa.Integer(), nullable=False),
        sa.Column("segment", sa.String(length=40), nullable=True),
        sa.Column("segment_scheme", sa.String(length=40), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('CLOSED', 'DEREGISTERED')) = (ended_on IS NOT NULL)",
            name=op.f("ck_case_file_ended_cases_have_an_end"),
        ),
        sa.CheckConstraint("case_number LIKE 'F-____-______'", name=op.f("ck_case_file_case_number")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= opened_on", name=op.f("ck_case_file_days_in_order")),
        sa.ForeignKeyConstraint(
            ["caseworker_id"], ["user_account.id"], name=op.f("fk_case_file_caseworker_id_user_account")
        ),
        sa.ForeignKeyConstraint(["continues_id"], ["case_file.id"], name=op.f("fk_case_file_continues_id_case_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_file_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_file_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("case_number", name=op.f("uq_case_file_case_number")),
    )
    op.create_index("ix_case_file_caseworker_id_state", "case_file", ["caseworker_id", "state"], unique=False)
    op.create_index(op.f("ix_case_file_person_id"), "case_file", ["person_id"], unique=False)
    op.create_index("ix_case_file_team_id_state", "case_file", ["team_id", "state"], unique=False)
    op.create_index(
        "uq_case_file_open_person",
        "case_file",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('CLOSED', 'DEREGISTERED')"),
        postgresql_where=sa.text("state NOT IN ('CLOSED', 'DEREGISTERED')"),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_access_log_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_case_id_at", "access_log", ["case_id", "at"], unique=False)
    op.create_index(op.f("ix_access_log_username"), "access_log", ["username"], unique=False)
    op.create_table(
        "reasoned_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "AGREEMENT", "APPOINTMENT", name="exceptionkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_reasoned_exception_reason_given")),
        sa.CheckConstraint("valid_until >= decided_on", name=op.f("ck_reasoned_exception_days_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_reasoned_exception_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reasoned_exception")),
    )
    op.create_index("ix_reasoned_exception_case_id_kind", "reasoned_exception", ["case_id", "kind"], unique=False)


def downgrade() -> None:
    op.drop_table("reasoned_exception")
    op.drop_table("access_log")
    op.drop_table("case_file")
    op.drop_table("sign_in_session")
    op.drop_table("person")
    op.drop_table("membership")
    op.drop_table("absence")
    op.drop_table("user_account")
    op.drop_table("team")
    op.drop_table("office_settings")
    op.drop_table("number_counter")
    op.drop_table("household")
