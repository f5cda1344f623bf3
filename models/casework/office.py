"""The office itself: which rules and catalogues it has chosen, and the counters it numbers its cases with."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enum_column


class OfficeKind(StrEnum):
    """Licensed municipal provider or joint institution (§§ 6a, 44b SGB II)."""

    ZKT = "ZKT"
    GE = "GE"


class OfficeSettings(Base):
    """The one row of office settings. Lead times are working days before a date."""

    __tablename__ = "office_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("renewal_lead_working_days BETWEEN 1 AND 60", name="renewal_lead"),
        CheckConstraint("appointment_reminder_working_days BETWEEN 0 AND 30", name="appointment_reminder"),
        CheckConstraint("strategy_reminder_working_days BETWEEN 0 AND 60", name="strategy_reminder"),
        CheckConstraint("first_interview_working_days BETWEEN 1 AND 60", name="first_interview"),
        CheckConstraint("target_occupation_review_days BETWEEN 1 AND 90", name="target_occupation_review"),
        CheckConstraint("hearing_days BETWEEN 1 AND 60", name="hearing"),
        CheckConstraint("max_moves_per_appointment BETWEEN 0 AND 20", name="max_moves"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[OfficeKind] = mapped_column(enum_column(OfficeKind), default=OfficeKind.GE)
    #: Land as ISO 3166-2 suffix, for example "NW"; with the municipality it decides the public holidays.
    land: Mapped[str] = mapped_column(String(2))
    municipality: Mapped[str | None] = mapped_column(String(120))
    is_catholic: Mapped[bool | None]
    address: Mapped[str] = mapped_column(String(240), default="")
    segment_scheme: Mapped[str] = mapped_column(String(40), default="PROFILLAGE_BA")
    needs_catalogue: Mapped[str] = mapped_column(String(40), default="NEEDS_BA_2013")
    #: How many working days before the review date the renewal is prepared (Fachkonzept T14, value of the office).
    renewal_lead_working_days: Mapped[int] = mapped_column(default=15)
    appointment_reminder_working_days: Mapped[int] = mapped_column(default=2)
    strategy_reminder_working_days: Mapped[int] = mapped_column(default=10)
    #: „Unverzüglich“ as the office defines it for the first interview (Fachkonzept T01).
    first_interview_working_days: Mapped[int] = mapped_column(default=10)
    #: Days until a provisional target occupation is taken up again (Fachkonzept T03).
    target_occupation_review_days: Mapped[int] = mapped_column(default=14)
    #: Days the client has to give the reason for a missed appointment (§ 24 SGB X; value of the office).
    hearing_days: Mapped[int] = mapped_column(default=14)
    max_moves_per_appointment: Mapped[int] = mapped_column(default=3)
    #: "Up to three months back" (T23): whole calendar months instead of a rolling window (Fachkonzept C.5, open point).
    marks_whole_months: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Working days before the end of the contact period on which the caseworker is asked to invite (T17).
    contact_lead_working_days: Mapped[int] = mapped_column(default=10, server_default="10")
    #: The note is prefilled since the previous working day instead of the day before (Fachkonzept A.4.3, open point).
    note_since_working_day: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Months after which the assessment is looked at again at the latest, 0 for never (Fachkonzept B.4).
    profile_review_months: Mapped[int] = mapped_column(default=12, server_default="12")
    #: A reminder that falls on a day without work comes on the working day before, else on the one after it
    #: (Fachkonzept G; deadlines of the law and appointments follow their own rules).
    reminds_before: Mapped[bool] = mapped_column(default=True, server_default=true())
    #: Needs whose remark takes a consent, so that it is locked without one (Fachkonzept A.1.8, open point;
    #: § 67b (2) SGB X). What they say about health is the value of the product.
    consent_only_needs: Mapped[list[Any]] = mapped_column(default=lambda: ["L1", "L2"], server_default='["L1","L2"]')
    #: Channels of talks that count for the contact density: IN_PERSON, PHONE, VIDEO (Fachkonzept A.6.4).
    counted_channels: Mapped[list[Any]] = mapped_column(
        default=lambda: ["IN_PERSON", "PHONE", "VIDEO"], server_default='["IN_PERSON","PHONE","VIDEO"]'
    )


class OfficeClosure(Base):
    """Days on which the office is shut although they are no holidays, both included (Betriebsferien, 24.12.)."""

    __tablename__ = "office_closure"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("length(trim(name)) > 0", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    name: Mapped[str] = mapped_column(String(80))
    #: What was moved off its days when it was entered: kind, token, element, from and to (ISO 8601).
    moved: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class NumberCounter(Base):
    """The last number given out in a year; the row lock makes two openings queue instead of sharing a number."""

    __tablename__ = "number_counter"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
