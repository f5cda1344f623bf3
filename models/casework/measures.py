"""Measures people are assigned to from a strategy, and the management of their graduates (Fachkonzept A.4.5, A.6.3)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.casework.case import Case
from models.casework.plan import Strategy
from models.casework.providers import Provider


class MeasureState(StrEnum):
    """ASSIGNED → RUNNING → ENDED | ABORTED; DECLINED: the agency said no; NOT_STARTED: the person never began."""

    REQUESTED = "REQUESTED"
    ASSIGNED = "ASSIGNED"
    RUNNING = "RUNNING"
    ENDED = "ENDED"
    ABORTED = "ABORTED"
    DECLINED = "DECLINED"
    NOT_STARTED = "NOT_STARTED"


#: States in which the strategy behind the measure is not decided yet.
OPEN_MEASURES = frozenset({MeasureState.REQUESTED, MeasureState.ASSIGNED, MeasureState.RUNNING})


class MeasureAssignment(Base):
    """Maßnahmezuweisung: only from a strategy, with the funding check and why no placement (ST-12, ST-17)."""

    __tablename__ = "measure_assignment"
    __table_args__ = (
        Index("ix_measure_assignment_case_id_state", "case_id", "state"),
        Index("ix_measure_assignment_strategy_id_state", "strategy_id", "state"),
        CheckConstraint("ends_on > starts_on", name="days_in_order"),
        CheckConstraint("length(trim(why_not_placement)) > 0", name="placement_comes_first"),
        CheckConstraint("length(trim(purpose)) > 0", name="purpose"),
        CheckConstraint(
            "length(trim(check_fits)) > 0 AND length(trim(check_succeeds)) > 0 AND length(trim(check_economical)) > 0",
            name="funding_checked",
        ),
        CheckConstraint("state NOT IN ('ENDED', 'ABORTED') OR left_on IS NOT NULL", name="ended_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id"))
    #: Code of the product catalogue, and the version of the catalogue it was chosen from.
    product: Mapped[str] = mapped_column(String(40))
    catalogue: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: What the person is told in writing: what the measure is for.
    purpose: Mapped[str] = mapped_column(Text)
    check_fits: Mapped[str] = mapped_column(Text)
    check_succeeds: Mapped[str] = mapped_column(Text)
    check_economical: Mapped[str] = mapped_column(Text)
    why_not_placement: Mapped[str] = mapped_column(Text)
    is_qualifying: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MeasureState] = mapped_column(enum_column(MeasureState), default=MeasureState.ASSIGNED)
    #: Decision of the employment agency on further training of SGB II clients (§ 22 (4) SGB III).
    agency_asked_on: Mapped[date | None]
    agency_decided_on: Mapped[date | None]
    agency_reference: Mapped[str] = mapped_column(String(80), default="")
    left_on: Mapped[date | None]
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    #: Day the provider's assessment came in (§ 61 (2) SGB II).
    provider_report_on: Mapped[date | None]
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()
    strategy: Mapped[Strategy] = relationship()
    provider: Mapped[Provider | None] = relationship()
    absences: Mapped[list[MeasureAbsence]] = relationship(back_populates="measure", order_by="MeasureAbsence.month")
    talks: Mapped[list[GraduateTalk]] = relationship(back_populates="measure", order_by="GraduateTalk.number")


class MeasureAbsence(Base):
    """What the provider reported for one calendar month: days absent and why (§ 61 (2) SGB II, T40)."""

    __tablename__ = "measure_absence"
    __table_args__ = (
        UniqueConstraint("measure_id", "month"),
        CheckConstraint("days BETWEEN 0 AND 31 AND unexcused BETWEEN 0 AND days", name="days"),
        CheckConstraint("days = 0 OR length(trim(reasons)) > 0", name="absence_has_reasons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure_assignment.id"))
    #: First day of the month reported on.
    month: Mapped[date]
    days: Mapped[int]
    unexcused: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[str] = mapped_column(Text, default="")
    received_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(80))
    measure: Mapped[MeasureAssignment] = relationship(back_populates="absences")


class GraduateTalk(Base):
    """One of the two documented talks of graduate management (T12, T13); number 2 carries the results.

    `missed_reason`: why it never took place, as the team lead said after six months at the latest.
    """

    __tablename__ = "graduate_talk"
    __table_args__ = (
        UniqueConstraint("measure_id", "number"),
        CheckConstraint("number IN (1, 2)", name="number"),
        CheckConstraint("(held_on IS NULL) = (length(trim(missed_reason)) > 0)", name="held_or_reasoned"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure_assignment.id"))
    number: Mapped[int]
    held_on: Mapped[date | None]
    missed_reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    #: One competence or certificate a line.
    competences: Mapped[str] = mapped_column(Text, default="")
    certificates: Mapped[str] = mapped_column(Text, default="")
    #: BEHOBEN, TEILWEISE or BESTEHT.
    need_effect: Mapped[str] = mapped_column(String(20), default="")
    segment_note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    measure: Mapped[MeasureAssignment] = relationship(back_populates="talks")
