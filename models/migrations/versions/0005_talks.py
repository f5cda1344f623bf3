"""Appointments, notes, follow-ups, and the triggers that keep records as they are."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime
from models.casework.guards import GUARDS_1, create_guards

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "FIRST_INTERVIEW",
                "SECOND_INTERVIEW",
                "FOLLOW_UP",
                "GRADUATE_TALK",
                "OTHER",
                name="appointmentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "IN_PERSON", "PHONE", "VIDEO", name="channel", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("channel_reason", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "AGREED",
                "HELD",
                "MOVED",
                "MISSED",
                "CANCELLED",
                name="appointmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=False),
        sa.Column("agreed_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind <> 'FIRST_INTERVIEW' OR channel = 'IN_PERSON' OR length(trim(channel_reason)) > 0",
            name=op.f("ck_appointment_first_talk_in_person"),
        ),
        sa.CheckConstraint(
            "state <> 'MOVED' OR replaced_by_id IS NOT NULL", name=op.f("ck_appointment_moved_names_the_new_one")
        ),
        sa.CheckConstraint("duration_minutes BETWEEN 5 AND 480", name=op.f("ck_appointment_duration")),
        sa.CheckConstraint("moves >= 0", name=op.f("ck_appointment_moves")),
        sa.CheckConstraint(
            "replaced_by_id IS NULL OR replaced_by_id <> id", name=op.f("ck_appointment_not_replaced_by_itself")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_appointment_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["appointment.id"], name=op.f("fk_appointment_replaced_by_id_appointment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("replaced_by_id", name=op.f("uq_appointment_replaced_by_id")),
    )
    op.create_index("ix_appointment_case_id_starts_at", "appointment", ["case_id", "starts_at"], unique=False)
    op.create_index("ix_appointment_state_starts_at", "appointment", ["state", "starts_at"], unique=False)
    op.create_table(
        "employment_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("occupation", sa.String(length=200), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("is_insured", sa.Boolean(), nullable=False),
        sa.Column(
            "marking",
            sa.Enum(
                "INTEGRATION", "CV", name="employmentmarking", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("ends_need", sa.Boolean(), nullable=True),
        sa.Column("after_care", sa.Boolean(), nullable=True),
        sa.Column("after_care_reason", sa.Text(), nullable=False),
        sa.Column("after_care_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "marking <> 'INTEGRATION' OR after_care IS NULL OR length(trim(after_care_reason)) > 0",
            name=op.f("ck_employment_record_after_care_has_a_reason"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_employment_record_days_in_order")
        ),
        sa.CheckConstraint(
            "weekly_hours IS NULL OR weekly_hours BETWEEN 1 AND 80", name=op.f("ck_employment_record_weekly_hours")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_employment_record_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment_record")),
    )
    op.create_index(op.f("ix_employment_record_case_id"), "employment_record", ["case_id"], unique=False)
    op.create_table(
        "reported_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("assessed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(trim(description)) > 0", name=op.f("ck_reported_change_description")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_reported_change_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_change")),
    )
    op.create_index(op.f("ix_reported_change_case_id"), "reported_change", ["case_id"], unique=False)
    op.create_table(
        "counselling_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column(
            "talk_held",
            sa.Enum(
                "IN_PERSON",
                "PHONE",
                "VIDEO",
                "NONE_FILE_BASED",
                name="talkheld",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("talk_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "length(trim(subject)) > 0 AND length(trim(body)) > 0", name=op.f("ck_counselling_note_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_counselling_note_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_counselling_note_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["profiling_sheet.id"], name=op.f("fk_counselling_note_sheet_id_profiling_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_note")),
    )
    op.create_index(
        "ix_counselling_note_case_id_written_at", "counselling_note", ["case_id", "written_at"], unique=False
    )
    op.create_table(
        "missed_appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("in_a_row", sa.Integer(), nullable=False),
        sa.Column("hearing_until", sa.Date(), nullable=False),
        sa.Column("client_statement", sa.Text(), nullable=False),
        sa.Column("has_important_reason", sa.Boolean(), nullable=True),
        sa.Column("has_mental_health_hint", sa.Boolean(), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "has_important_reason IS NULL OR (decided_by IS NOT NULL AND decided_on IS NOT NULL)",
            name=op.f("ck_missed_appointment_decided_by"),
        ),
        sa.CheckConstraint("in_a_row >= 1", name=op.f("ck_missed_appointment_counted")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_missed_appointment_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_missed_appointment_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed_appointment")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_missed_appointment_appointment_id")),
    )
    op.create_index(op.f("ix_missed_appointment_case_id"), "missed_appointment", ["case_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("comparison", sa.Text(), nullable=False),
        sa.Column("is_profile_confirmed", sa.Boolean(), nullable=False),
        sa.Column("is_goal_confirmed", sa.Boolean(), nullable=False),
        sa.Column("are_strategies_confirmed", sa.Boolean(), nullable=False),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("applications", sa.Text(), nullable=False),
        sa.Column("applications_skipped", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("next_appointment_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "UNCHANGED",
                "PROFILE",
                "GOAL",
                "STRATEGY",
                "AGREEMENT",
                name="followupoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("is_profile_confirmed OR outcome <> 'UNCHANGED'", name=op.f("ck_follow_up_step_2_answered")),
        sa.CheckConstraint(
            "length(trim(applications)) > 0 OR length(trim(applications_skipped)) > 0",
            name=op.f("ck_follow_up_step_3_answered"),
        ),
        sa.CheckConstraint("length(trim(comparison)) > 0", name=op.f("ck_follow_up_step_1_answered")),
        sa.CheckConstraint("length(trim(next_steps)) > 0", name=op.f("ck_follow_up_step_4_answered")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_follow_up_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_follow_up_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["next_appointment_id"], ["appointment.id"], name=op.f("fk_follow_up_next_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["counselling_note.id"], name=op.f("fk_follow_up_note_id_counselling_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("note_id", name=op.f("uq_follow_up_note_id")),
    )
    op.create_index(op.f("ix_follow_up_case_id"), "follow_up", ["case_id"], unique=False)
    op.create_table(
        "note_addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(trim(body)) > 0", name=op.f("ck_note_addendum_not_empty")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["counselling_note.id"], name=op.f("fk_note_addendum_note_id_counselling_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_addendum")),
    )
    op.create_index(op.f("ix_note_addendum_note_id"), "note_addendum", ["note_id"], unique=False)
    create_guards(op.get_bind(), GUARDS_1)


def downgrade() -> None:
    op.drop_table("note_addendum")
    op.drop_table("follow_up")
    op.drop_table("missed_appointment")
    op.drop_table("counselling_note")
    op.drop_table("reported_change")
    op.drop_table("employment_record")
    op.drop_table("appointment")
    if op.get_bind().dialect.name == "postgresql":
        for guard in GUARDS_1:
            op.execute(f"DROP FUNCTION IF EXISTS {guard.name}() CASCADE")
