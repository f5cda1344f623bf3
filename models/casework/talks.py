"""Appointments, what was said in talks, and what came of missed ones."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, JsonText, enum_column
from models.casework.case import Case


class AppointmentKind(StrEnum):
    FIRST_INTERVIEW = "FIRST_INTERVIEW"
    SECOND_INTERVIEW = "SECOND_INTERVIEW"
    FOLLOW_UP = "FOLLOW_UP"
    GRADUATE_TALK = "GRADUATE_TALK"
    OTHER = "OTHER"


class AppointmentState(StrEnum):
    AGREED = "AGREED"
    HELD = "HELD"
    MOVED = "MOVED"
    MISSED = "MISSED"
    CANCELLED = "CANCELLED"


class Channel(StrEnum):
    IN_PERSON = "IN_PERSON"
    PHONE = "PHONE"
    VIDEO = "VIDEO"


class Appointment(Base):
    """A talk agreed for a moment. A moved or missed appointment names the one that replaces it."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_case_id_starts_at", "case_id", "starts_at"),
        Index("ix_appointment_state_starts_at", "state", "starts_at"),
        CheckConstraint("duration_minutes BETWEEN 5 AND 480", name="duration"),
        CheckConstraint("moves >= 0", name="moves"),
        # The first talk takes place in person in the jobcenter; another way needs a reason (§ 15 (4) SGB II).
        CheckConstraint(
            "kind <> 'FIRST_INTERVIEW' OR channel = 'IN_PERSON' OR length(trim(channel_reason)) > 0",
            name="first_talk_in_person",
        ),
        CheckConstraint("state <> 'MOVED' OR replaced_by_id IS NOT NULL", name="moved_names_the_new_one"),
        CheckConstraint("replaced_by_id IS NULL OR replaced_by_id <> id", name="not_replaced_by_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[AppointmentKind] = mapped_column(enum_column(AppointmentKind))
    starts_at: Mapped[datetime]
    duration_minutes: Mapped[int] = mapped_column(default=45)
    place: Mapped[str] = mapped_column(String(160), default="")
    channel: Mapped[Channel] = mapped_column(enum_column(Channel), default=Channel.IN_PERSON)
    channel_reason: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[AppointmentState] = mapped_column(enum_column(AppointmentState), default=AppointmentState.AGREED)
    #: Why it was moved or cancelled, as the person or the office said.
    state_reason: Mapped[str] = mapped_column(Text, default="")
    moves: Mapped[int] = mapped_column(default=0)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), unique=True)
    reminded_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()
    replaced_by: Mapped[Appointment | None] = relationship(remote_side="Appointment.id")


class TalkHeld(StrEnum):
    """How the talk took place; NONE_FILE_BASED marks a note written without any talk (Fachkonzept A.4.3)."""

    IN_PERSON = "IN_PERSON"
    PHONE = "PHONE"
    VIDEO = "VIDEO"
    NONE_FILE_BASED = "NONE_FILE_BASED"


class CounsellingNote(Base):
    """Beratungsvermerk. A saved note is never changed (trigger); corrections are addenda."""

    __tablename__ = "counselling_note"
    __table_args__ = (
        Index("ix_counselling_note_case_id_written_at", "case_id", "written_at"),
        CheckConstraint("length(trim(subject)) > 0 AND length(trim(body)) > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    #: The sheet the note refers to instead of repeating it.
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("profiling_sheet.id"))
    subject: Mapped[str] = mapped_column(String(200))
    talk_held: Mapped[TalkHeld] = mapped_column(enum_column(TalkHeld))
    talk_on: Mapped[date]
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()
    addenda: Mapped[list[NoteAddendum]] = relationship(back_populates="note", order_by="NoteAddendum.id")


class NoteAddendum(Base):
    """A correction or supplement; never changed (trigger)."""

    __tablename__ = "note_addendum"
    __table_args__ = (CheckConstraint("length(trim(body)) > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("counselling_note.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(80))
    note: Mapped[CounsellingNote] = relationship(back_populates="addenda")


class FollowUpOutcome(StrEnum):
    """What the talk changed: the case goes back to that phase."""

    UNCHANGED = "UNCHANGED"
    PROFILE = "PROFILE"
    GOAL = "GOAL"
    STRATEGY = "STRATEGY"
    AGREEMENT = "AGREEMENT"


class FollowUp(Base):
    """Folgegespräch: all four contents answered, and the next appointment (Fachkonzept A.4.2, T18)."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("note_id"),
        CheckConstraint("length(trim(comparison)) > 0", name="step_1_answered"),
        CheckConstraint("is_profile_confirmed OR outcome <> 'UNCHANGED'", name="step_2_answered"),
        CheckConstraint(
            "length(trim(applications)) > 0 OR length(trim(applications_skipped)) > 0", name="step_3_answered"
        ),
        CheckConstraint("length(trim(next_steps)) > 0", name="step_4_answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    held_on: Mapped[date]
    comparison: Mapped[str] = mapped_column(Text)
    is_profile_confirmed: Mapped[bool]
    is_goal_confirmed: Mapped[bool]
    are_strategies_confirmed: Mapped[bool]
    review_note: Mapped[str] = mapped_column(Text, default="")
    applications: Mapped[str] = mapped_column(Text, default="")
    #: Why application activities were left out: only where a need stands in the way.
    applications_skipped: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text)
    #: The same steps one by one: "wer" (CLIENT, PROVIDER, THIRD_PARTY), "was", "bis" (ISO day); they prefill the next
    #: agreement.
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list, server_default="[]")
    #: What the office had on file as the talk began: the preparation checklist as the caseworker saw it.
    preparation: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    outcome: Mapped[FollowUpOutcome] = mapped_column(enum_column(FollowUpOutcome))
    note_id: Mapped[int] = mapped_column(ForeignKey("counselling_note.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class MissedAppointment(Base):
    """Meldeversäumnis: hearing first; a person decides, the record prepares (§§ 32, 7b SGB II; T32)."""

    __tablename__ = "missed_appointment"
    __table_args__ = (
        CheckConstraint("in_a_row >= 1", name="counted"),
        CheckConstraint(
            "has_important_reason IS NULL OR (decided_by IS NOT NULL AND decided_on IS NOT NULL)", name="decided_by"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    #: Which missed appointment in a row this is.
    in_a_row: Mapped[int]
    hearing_until: Mapped[date]
    client_statement: Mapped[str] = mapped_column(Text, default="")
    has_important_reason: Mapped[bool | None]
    has_mental_health_hint: Mapped[bool] = mapped_column(default=False)
    consequence: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))
    #: What the benefit unit did about the consequence, and when (§ 32 SGB II, § 159 SGB III); empty until it answers.
    benefit_unit_result: Mapped[str] = mapped_column(Text, default="", server_default="")
    benefit_unit_decided_on: Mapped[date | None]
    benefit_unit_decided_by: Mapped[str | None] = mapped_column(String(80))


class ReportedChange(Base):
    """A change somebody reported between two talks: it reaches the process as a message without its text."""

    __tablename__ = "reported_change"
    __table_args__ = (CheckConstraint("length(trim(description)) > 0", name="description"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    reported_on: Mapped[date]
    description: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    #: What the caseworker made of it; empty while open.
    assessment: Mapped[str] = mapped_column(Text, default="")
    assessed_at: Mapped[datetime | None]
