"""Duties that were not met and why: breaches with their consequences, incapacity for work, placement put on hold."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.casework.case import Case


class BreachKind(StrEnum):
    """What was not done (§ 31 SGB II)."""

    PLAN_STEP = "PLAN_STEP"
    REFUSED_JOB = "REFUSED_JOB"
    MEASURE = "MEASURE"


class BreachOfDuty(Base):
    """Pflichtverletzung: hearing first; a person decides, the record prepares (Fachkonzept T33 to T35)."""

    __tablename__ = "breach_of_duty"
    __table_args__ = (
        CheckConstraint("length(trim(description)) > 0", name="description"),
        CheckConstraint(
            "has_important_reason IS NULL OR (judged_by IS NOT NULL AND judged_on IS NOT NULL)", name="judged_by"
        ),
        # The finding is allowed only within six months of the breach (§ 31b (1) SGB II).
        CheckConstraint("decided_on IS NULL OR decided_on <= finding_until", name="found_in_time"),
        CheckConstraint("consequence = '' OR decided_by IS NOT NULL OR lapsed_on IS NOT NULL", name="decided_by"),
        CheckConstraint("reduced_from IS NULL OR reduced_until >= reduced_from", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    #: The duty of an agreement that was not met, if it is one.
    duty_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_duty.id"))
    kind: Mapped[BreachKind] = mapped_column(enum_column(BreachKind))
    occurred_on: Mapped[date]
    #: Last day on which it may be found (T33).
    finding_until: Mapped[date]
    description: Mapped[str] = mapped_column(Text)
    hearing_until: Mapped[date | None]
    client_statement: Mapped[str] = mapped_column(Text, default="")
    has_important_reason: Mapped[bool | None]
    was_informed: Mapped[bool | None]
    is_hardship: Mapped[bool | None]
    judgement: Mapped[str] = mapped_column(Text, default="")
    judged_on: Mapped[date | None]
    judged_by: Mapped[str | None] = mapped_column(String(80))
    consequence: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))
    lapsed_on: Mapped[date | None]
    reduced_from: Mapped[date | None]
    reduced_until: Mapped[date | None]
    benefit_unit_told_on: Mapped[date | None]
    #: What the benefit unit did about it, and when (§ 31b (1) SGB II); empty until it answers.
    benefit_unit_result: Mapped[str] = mapped_column(Text, default="", server_default="")
    benefit_unit_decided_on: Mapped[date | None]
    benefit_unit_decided_by: Mapped[str | None] = mapped_column(String(80))
    counselled_on: Mapped[date | None]
    lifted_reason: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()


class IncapacityForWork(Base):
    """Arbeitsunfähigkeit as reported, and when the certificate came in (T39, § 56 (1) SGB II). Never a diagnosis."""

    __tablename__ = "incapacity_for_work"
    __table_args__ = (CheckConstraint("until >= from_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    from_day: Mapped[date]
    until: Mapped[date]
    certified_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()


class PlacementStop(Base):
    """Vermittlung put on hold for lack of cooperation; after twelve weeks it can be claimed again (T31)."""

    __tablename__ = "placement_stop"
    __table_args__ = (CheckConstraint("length(trim(reason)) > 0", name="reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    stopped_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    offered_again_on: Mapped[date | None]
    is_claimed_again: Mapped[bool | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()
