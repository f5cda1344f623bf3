"""Beteiligung am Erwerbsleben: work a client takes up, how it is marked and counted, and days that follow from it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.casework.case import Case
from models.casework.providers import Provider


class EmploymentCategory(StrEnum):
    """Kategorie of an entry (Fachkonzept C.4; the last two are excluded from counting by C.3 step 2)."""

    INTERNSHIP = "PRAKTIKUM"
    INSURED = "SOZIALVERSICHERUNGSPFLICHTIG"
    MARGINAL = "GERINGFUEGIG"
    COMPANY_TRAINING = "AUSBILDUNG_BETRIEB"
    FULL_TRAINING = "AUSBILDUNG_VOLLQUALIFIZIEREND"
    FURTHER_TRAINING = "WEITERBILDUNG"
    DUAL_STUDIES = "DUALES_STUDIUM"
    VOLUNTARY_SERVICE = "FREIWILLIGENDIENST"
    WORK_OPPORTUNITY_16D = "ARBEITSGELEGENHEIT_16D"


class Subsidy(StrEnum):
    """What the employer or the client is given; only § 16i changes how an entry counts (Fachkonzept C.3)."""

    NONE = "KEINE"
    WAGE_SUBSIDY = "EGZ"
    ENTRY_GRANT_16B = "EINSTIEGSGELD_16B"
    LONG_TERM_16E = "LANGZEITARBEITSLOSE_16E"
    PARTICIPATION_16I = "TEILHABE_16I"


class EmploymentMarking(StrEnum):
    """Kennzeichnung of an employment record (Fachkonzept C.5)."""

    INTEGRATION = "INTEGRATION"
    CV = "CV"


class FoundBy(StrEnum):
    """Statistikeintrag: how the work was found; mandatory for integrations (Fachkonzept C.5)."""

    SELF_FOUND = "SELBST_GEFUNDEN"
    PLACED_BY_JOBCENTER = "VERMITTELT"


class CountResult(StrEnum):
    """What became of an entry in the count (Fachkonzept C.3); REVIEW waits for a person."""

    COUNTED = "GEZAEHLT"
    NOT_COUNTED = "NICHT_GEZAEHLT"
    REVIEW = "ZU_KLAEREN"


class Continuity(StrEnum):
    """Whether the client was insured in each of the six months after the take-up (T26)."""

    CONTINUOUS = "DURCHGEHEND"
    INTERRUPTED = "UNTERBROCHEN"
    UNKNOWN = "UNBEKANNT"


class AfterCareKind(StrEnum):
    """Support after the take-up (§ 16g (2) SGB II) or holistic coaching (§ 16k SGB II)."""

    SUPPORT_16G = "FOERDERUNG_16G"
    COACHING_16K = "COACHING_16K"


class EmploymentRecord(Base):
    """One entry of the employment record (Fachkonzept C.5): first mask, second mask, marking, count, after-care."""

    __tablename__ = "employment_record"
    __table_args__ = (
        CheckConstraint("length(trim(title)) > 0", name="title"),
        CheckConstraint("weekly_hours IS NULL OR weekly_hours BETWEEN 1 AND 80", name="weekly_hours"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="days_in_order"),
        CheckConstraint("NOT is_fixed_term OR ended_on IS NOT NULL", name="fixed_term_has_an_end"),
        CheckConstraint(
            "marking <> 'INTEGRATION' OR completed_at IS NULL OR found_by IS NOT NULL", name="integration_names_the_way"
        ),
        CheckConstraint("counted IS NULL OR counted <> 'GEZAEHLT' OR counted_month IS NOT NULL", name="counted_month"),
        CheckConstraint(
            "marking <> 'INTEGRATION' OR after_care IS NULL OR length(trim(after_care_reason)) > 0",
            name="after_care_has_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    category: Mapped[EmploymentCategory] = mapped_column(enum_column(EmploymentCategory))
    #: Bezeichnung: short text that names activity and employer in lists.
    title: Mapped[str] = mapped_column(String(120))
    employer: Mapped[str] = mapped_column(String(200), default="")
    #: The employer in the office's own list, where one was picked (Fachkonzept C.5, D).
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), index=True)
    #: Betriebsnummer: eight digits; the same number is the same employer.
    establishment_no: Mapped[str] = mapped_column(String(8), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    started_on: Mapped[date]
    is_fixed_term: Mapped[bool] = mapped_column(default=False)
    #: Mandatory where fixed-term; otherwise the day it really ended, once known.
    ended_on: Mapped[date | None]
    #: Second mask: economic class (WZ 2008), occupation of the contract (DKZ) and what else the statistics ask.
    wz_code: Mapped[str] = mapped_column(String(10), default="")
    occupation: Mapped[str] = mapped_column(String(200), default="")
    occupation_code: Mapped[str] = mapped_column(String(12), default="")
    degree: Mapped[str] = mapped_column(String(60), default="")
    is_abroad: Mapped[bool] = mapped_column(default=False)
    weekly_hours: Mapped[int | None]
    is_insured: Mapped[bool] = mapped_column(default=True)
    is_self_employed: Mapped[bool] = mapped_column(default=False)
    is_main_occupation: Mapped[bool] = mapped_column(default=True)
    #: The occupation belongs to the list of fully qualifying training, or the course ends with a recognised degree.
    is_fully_qualifying: Mapped[bool] = mapped_column(default=False)
    subsidy: Mapped[Subsidy] = mapped_column(enum_column(Subsidy), default=Subsidy.NONE)
    marking: Mapped[EmploymentMarking] = mapped_column(enum_column(EmploymentMarking))
    marking_reason: Mapped[str] = mapped_column(Text, default="")
    found_by: Mapped[FoundBy | None] = mapped_column(enum_column(FoundBy))
    #: Result of the decision Integrationsart, for example "BESCHAEFTIGUNG"; empty until the second mask is filled in.
    kind: Mapped[str] = mapped_column(String(40), default="")
    counted: Mapped[CountResult | None] = mapped_column(enum_column(CountResult))
    #: First day of the month the integration counts in.
    counted_month: Mapped[date | None]
    count_reason: Mapped[str] = mapped_column(Text, default="")
    continuity: Mapped[Continuity | None] = mapped_column(enum_column(Continuity))
    #: For each of the six months whether the client was insured; empty until asked.
    insured_months: Mapped[list[Any]] = mapped_column(default=list)
    ends_need: Mapped[bool | None]
    after_care: Mapped[bool | None]
    after_care_kind: Mapped[AfterCareKind | None] = mapped_column(enum_column(AfterCareKind))
    after_care_reason: Mapped[str] = mapped_column(Text, default="")
    after_care_until: Mapped[date | None]
    after_care_result: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    #: When the marking was decided; corrections decide it again.
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[str] = mapped_column(String(80), default="")
    case: Mapped[Case] = relationship()
    provider: Mapped[Provider | None] = relationship()


class MilestoneKind(StrEnum):
    """A known day on which the law asks a question about the case."""

    CHILD_14_MONTHS = "KIND_14_MONATE"
    SELF_EMPLOYED_YEAR = "SELBSTAENDIG_EIN_JAHR"
    JOB_END = "BESCHAEFTIGUNGSENDE"


class MilestoneState(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


class Milestone(Base):
    """A day known in advance and what a person decided when it came (T28, T29, T30)."""

    __tablename__ = "milestone"
    __table_args__ = (
        Index("ix_milestone_case_id_state", "case_id", "state"),
        CheckConstraint("state <> 'DONE' OR (decided_on IS NOT NULL AND decided_by IS NOT NULL)", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[MilestoneKind] = mapped_column(enum_column(MilestoneKind))
    #: Birth of the child, start of the self-employment, end of the job or training.
    event_on: Mapped[date]
    known_on: Mapped[date]
    due_on: Mapped[date]
    employment_id: Mapped[int | None] = mapped_column(ForeignKey("employment_record.id"), index=True)
    state: Mapped[MilestoneState] = mapped_column(enum_column(MilestoneState), default=MilestoneState.OPEN)
    result: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))
    case: Mapped[Case] = relationship()
