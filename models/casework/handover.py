"""Hand-overs: change of legal circle with its package, and consents of the members of a household."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.casework.case import Case, Person
from models.casework.profiling import ConsentForm


class HandoverState(StrEnum):
    """EXPECTED → FROZEN → RECEIVED → EFFECTIVE; or NOT_NEEDED, CANCELLED."""

    EXPECTED = "EXPECTED"
    FROZEN = "FROZEN"
    RECEIVED = "RECEIVED"
    EFFECTIVE = "EFFECTIVE"
    NOT_NEEDED = "NOT_NEEDED"
    CANCELLED = "CANCELLED"


class Handover(Base):
    """Rechtskreiswechsel: the package is frozen when it is handed over and never changes (trigger; A.6.1)."""

    __tablename__ = "handover"
    __table_args__ = (
        Index(
            "uq_handover_running",
            "case_id",
            unique=True,
            sqlite_where=text("state IN ('EXPECTED', 'FROZEN', 'RECEIVED')"),
            postgresql_where=text("state IN ('EXPECTED', 'FROZEN', 'RECEIVED')"),
        ),
        CheckConstraint(
            "state NOT IN ('FROZEN', 'RECEIVED', 'EFFECTIVE') OR (package IS NOT NULL AND frozen_at IS NOT NULL)",
            name="frozen_has_a_package",
        ),
        CheckConstraint(
            "state NOT IN ('RECEIVED', 'EFFECTIVE') OR (received_at IS NOT NULL AND received_by IS NOT NULL)",
            name="received_names_the_receiver",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    #: First day without entitlement under SGB III.
    effective_on: Mapped[date]
    state: Mapped[HandoverState] = mapped_column(enum_column(HandoverState), default=HandoverState.EXPECTED)
    informed_on: Mapped[date | None]
    information: Mapped[str] = mapped_column(Text, default="")
    final_talk_on: Mapped[date | None]
    final_talk_note: Mapped[str] = mapped_column(Text, default="")
    #: Team and caseworker of the receiving side.
    receiving_team: Mapped[str] = mapped_column(String(40), default="")
    receiving_caseworker: Mapped[str] = mapped_column(String(80), default="")
    #: Sections of the document, in order: title, paragraphs, items.
    package: Mapped[list[Any] | None]
    #: SHA-256 of the package, printed on the document.
    package_digest: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str] = mapped_column(String(80), default="")
    received_at: Mapped[datetime | None]
    received_by: Mapped[str | None] = mapped_column(String(80))
    receipt_note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()


class HouseholdPurpose(StrEnum):
    """What a member of a household agrees to (Fachkonzept A.6.6, A.1.8)."""

    SHARE_DATA = "DATEN"
    JOINT_TALK = "GEMEINSAMES_GESPRAECH"


class HouseholdConsent(Base):
    """A member's consent, or refusal, within one household; the newest of a purpose holds (§ 67b (2) SGB X)."""

    __tablename__ = "household_consent"
    __table_args__ = (
        CheckConstraint("(given_on IS NULL) <> (refused_on IS NULL)", name="given_or_refused"),
        CheckConstraint("given_on IS NULL OR form IS NOT NULL", name="given_in_a_form"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="days_in_order"),
        Index("ix_household_consent_household_id_person_id", "household_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[HouseholdPurpose] = mapped_column(enum_column(HouseholdPurpose))
    given_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    form: Mapped[ConsentForm | None] = mapped_column(enum_column(ConsentForm))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    person: Mapped[Person] = relationship()
