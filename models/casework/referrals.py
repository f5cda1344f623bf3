"""Referrals to specialist services, and their results in a store of its own (Fachkonzept A.6.2, F.2)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.casework.case import Case
from models.casework.profiling import Consent


class ReasonCategory(StrEnum):
    """What the question is about; beyond availability and capacity the client must consent (§ 32 SGB III)."""

    AVAILABILITY = "AVAILABILITY"
    CAPACITY = "CAPACITY"
    APTITUDE = "APTITUDE"
    OTHER = "OTHER"


class ReferralState(StrEnum):
    REQUESTED = "REQUESTED"
    ANSWERED = "ANSWERED"
    WITHDRAWN = "WITHDRAWN"
    #: The client refused the consent it needs: nothing was handed over.
    REFUSED = "REFUSED"


class AccessLevel(StrEnum):
    """Who may read the result: whoever sees the case, or the responsible caseworker alone (§ 76 SGB X)."""

    CASE = "CASE"
    RESTRICTED = "RESTRICTED"


class AssessmentFormat(StrEnum):
    """The four formats of the medical service; the physician selects (Fachkonzept A.6.2)."""

    STATEMENT = "STELLUNGNAHME"
    ON_FILE = "AKTENLAGE"
    SYMPTOM_EXAMINATION = "SYMPTOMBEZOGEN"
    FULL_EXAMINATION = "UMFASSEND"


class Referral(Base):
    """Einschaltung of a specialist service. What came back is not here but in `protected_result`."""

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_case_id_state", "case_id", "state"),
        CheckConstraint("length(trim(question)) > 0", name="question"),
        CheckConstraint("service <> 'AED' OR note_id IS NOT NULL OR appointment_id IS NOT NULL", name="talk_first"),
        CheckConstraint(
            "service NOT IN ('AED', 'BPS') OR reason IN ('AVAILABILITY', 'CAPACITY') OR consent_id IS NOT NULL",
            name="consent_beyond_capacity",
        ),
        CheckConstraint("sla_due >= requested_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    #: Code of the list of services, for example "AED", and of its offer, for example "GUTACHTEN_AKTE".
    service: Mapped[str] = mapped_column(String(40))
    service_item: Mapped[str] = mapped_column(String(60), default="")
    question: Mapped[str] = mapped_column(Text)
    reason: Mapped[ReasonCategory] = mapped_column(enum_column(ReasonCategory))
    #: The talk that showed the need: an appointment that was held, or a note about a talk.
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("counselling_note.id"))
    #: What the client said about the consent, also a refusal.
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    requested_on: Mapped[date]
    sla_due: Mapped[date]
    answered_on: Mapped[date | None]
    state: Mapped[ReferralState] = mapped_column(enum_column(ReferralState), default=ReferralState.REQUESTED)
    access_level: Mapped[AccessLevel] = mapped_column(enum_column(AccessLevel))
    #: What follows, without any medical content.
    conclusion: Mapped[str] = mapped_column(Text, default="")
    requested_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship(lazy="joined")
    consent: Mapped[Consent | None] = relationship(lazy="joined")


class ProtectedResult(Base):
    """The part of a result that matters for placement. Read only through the command that logs the access."""

    __tablename__ = "protected_result"
    __table_args__ = (CheckConstraint("length(trim(summary)) > 0", name="summary"),)

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), primary_key=True)
    summary: Mapped[str] = mapped_column(Text)
    document_ref: Mapped[str] = mapped_column(String(120), default="")
    assessment_format: Mapped[AssessmentFormat | None] = mapped_column(enum_column(AssessmentFormat))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class ResultAccess(Base):
    """Who read a protected result, when, and (not being responsible) why. Append-only (§ 35 (1) SGB I)."""

    __tablename__ = "result_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    at: Mapped[datetime]
    username: Mapped[str] = mapped_column(String(80), index=True)
    reason: Mapped[str] = mapped_column(String(240), default="")
