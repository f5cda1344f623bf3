"""Phase 4: agreements with the duties of both sides, and the administrative acts that stand in for them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, JsonText, enum_column
from models.casework.case import Case
from models.casework.plan import Goal, Strategy


class AgreementState(StrEnum):
    """One life cycle for all types (Fachkonzept H.3)."""

    DRAFT = "DRAFT"
    DISCUSSED = "DISCUSSED"
    IN_FORCE = "IN_FORCE"
    REVIEW_DUE = "REVIEW_DUE"
    SUPERSEDED = "SUPERSEDED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


#: The agreement that binds both sides now.
VALID_AGREEMENTS = frozenset({AgreementState.IN_FORCE, AgreementState.REVIEW_DUE})

agreement_strategy = Table(
    "agreement_strategy",
    Base.metadata,
    Column("agreement_id", ForeignKey("agreement.id", ondelete="CASCADE"), primary_key=True),
    Column("strategy_id", ForeignKey("strategy.id"), primary_key=True),
)


class Agreement(Base):
    """Vereinbarung: Eingliederungsvereinbarung or Kooperationsplan. A document keeps its type for life (trigger).

    It enters into force only with at least one duty of the client and one of the office (trigger): audits found
    agreements that bound one side only (Fachkonzept A.4.1).
    """

    __tablename__ = "agreement"
    __table_args__ = (
        Index(
            "uq_agreement_valid",
            "case_id",
            unique=True,
            sqlite_where=text("state IN ('IN_FORCE', 'REVIEW_DUE')"),
            postgresql_where=text("state IN ('IN_FORCE', 'REVIEW_DUE')"),
        ),
        Index("ix_agreement_case_id_state", "case_id", "state"),
        Index("ix_agreement_state_review_due", "state", "review_due"),
        CheckConstraint(
            "state IN ('DRAFT', 'DISCUSSED') OR (concluded_on IS NOT NULL AND valid_from IS NOT NULL"
            " AND review_due IS NOT NULL AND goal_id IS NOT NULL)",
            name="concluded_is_complete",
        ),
        CheckConstraint("state = 'DRAFT' OR discussed_on IS NOT NULL", name="no_agreement_without_a_talk"),
        CheckConstraint("review_due IS NULL OR review_due > valid_from", name="review_after_start"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days_in_order"),
        CheckConstraint("state <> 'REVOKED' OR length(trim(end_reason)) > 0", name="revocation_has_a_reason"),
        CheckConstraint(
            "state NOT IN ('SUPERSEDED', 'EXPIRED', 'REVOKED') OR valid_to IS NOT NULL", name="ended_has_a_day"
        ),
        CheckConstraint("handed_over_on IS NULL OR handed_over_how IS NOT NULL", name="hand_over_names_the_way"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    #: Code of the catalogue of agreement types, for example "KOP_2026".
    type: Mapped[str] = mapped_column(String(40))
    #: Legal basis as printed, fixed at conclusion.
    law: Mapped[str] = mapped_column(String(80))
    state: Mapped[AgreementState] = mapped_column(enum_column(AgreementState), default=AgreementState.DRAFT)
    discussed_on: Mapped[date | None]
    concluded_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    #: Day of the joint review at the latest (T14, T15).
    review_due: Mapped[date | None]
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), unique=True)
    personal_offer: Mapped[str] = mapped_column(Text, default="")
    target_fields: Mapped[str] = mapped_column(Text, default="")
    benefits: Mapped[str] = mapped_column(Text, default="")
    other_providers: Mapped[str] = mapped_column(Text, default="")
    #: Sections without a column of their own: code of the section → text, for example "LANGUAGE_COURSE".
    more_sections: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict, server_default="{}")
    legal_notice: Mapped[str] = mapped_column(Text, default="")
    #: The short text in plain language (B1), a document of its own (Fachkonzept A.4.1).
    plain_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: What whoever prepared the renewal wants to change; it prefills the successor (T14).
    review_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    signed_client_on: Mapped[date | None]
    signed_staff_on: Mapped[date | None]
    handed_over_on: Mapped[date | None]
    handed_over_how: Mapped[str | None] = mapped_column(String(40))
    end_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))

    case: Mapped[Case] = relationship()
    goal: Mapped[Goal | None] = relationship()
    duties: Mapped[list[AgreementDuty]] = relationship(
        back_populates="agreement", cascade="all, delete-orphan", order_by="AgreementDuty.id"
    )
    strategies: Mapped[list[Strategy]] = relationship(secondary=agreement_strategy, order_by=Strategy.sort_order)


class DutySide(StrEnum):
    CLIENT = "CLIENT"
    PROVIDER = "PROVIDER"
    THIRD_PARTY = "THIRD_PARTY"


class DutyResult(StrEnum):
    FULFILLED = "FULFILLED"
    PARTLY = "PARTLY"
    NOT = "NOT"


class AgreementDuty(Base):
    """What one side does: concrete, dated; for the client's efforts how often and how they are proven."""

    __tablename__ = "agreement_duty"
    __table_args__ = (
        CheckConstraint("length(trim(what)) > 0", name="what"),
        CheckConstraint("count IS NULL OR count >= 1", name="count"),
        CheckConstraint(
            "result IS NULL OR result = 'FULFILLED' OR length(trim(result_cause)) > 0", name="failure_names_a_cause"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    side: Mapped[DutySide] = mapped_column(enum_column(DutySide))
    what: Mapped[str] = mapped_column(Text)
    #: How often within the period, for example 5 per "Monat".
    count: Mapped[int | None]
    period: Mapped[str] = mapped_column(String(40), default="")
    proof_form: Mapped[str] = mapped_column(String(160), default="")
    due_on: Mapped[date | None]
    result: Mapped[DutyResult | None] = mapped_column(enum_column(DutyResult))
    result_cause: Mapped[str] = mapped_column(Text, default="")
    result_on: Mapped[date | None]
    agreement: Mapped[Agreement] = relationship(back_populates="duties")


class AdminActState(StrEnum):
    """REJECTED: somebody decided, with reasons, that none is issued although the type of the agreement allows one."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    REJECTED = "REJECTED"
    REVOKED = "REVOKED"


class ActOccasion(StrEnum):
    """What makes the type of the agreement name an act: on_failure, on_breach, on_no_show (Fachkonzept H.3)."""

    FAILURE = "FAILURE"
    BREACH = "BREACH"
    NO_SHOW = "NO_SHOW"


class AdminAct(Base):
    """Verwaltungsakt or request in place of an agreement or on top of one (§ 15a SGB II, § 37 (3) SGB III).

    Two people, never one.
    """

    __tablename__ = "admin_act"
    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> created_by", name="four_eyes"),
        CheckConstraint("state <> 'ISSUED' OR (approved_by IS NOT NULL AND issued_on IS NOT NULL)", name="issued"),
        CheckConstraint("length(trim(reasons)) > 0", name="reasons_given"),
        CheckConstraint("sent_on IS NULL OR (sent_on >= issued_on AND notified_on >= sent_on)", name="sent_in_order"),
        CheckConstraint(
            "proof_result IS NULL OR proof_result = 'FULFILLED' OR length(trim(proof_cause)) > 0",
            name="failure_names_a_cause",
        ),
        CheckConstraint("state <> 'REVOKED' OR length(trim(revoked_reason)) > 0", name="revocation_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    #: Code of the catalogue, for example "VERPFLICHTUNG_2026".
    type: Mapped[str] = mapped_column(String(40))
    state: Mapped[AdminActState] = mapped_column(enum_column(AdminActState), default=AdminActState.DRAFT)
    occasion: Mapped[ActOccasion] = mapped_column(enum_column(ActOccasion), default=ActOccasion.FAILURE)
    #: The breach or the missed appointment that is the occasion.
    breach_id: Mapped[int | None] = mapped_column(ForeignKey("breach_of_duty.id"))
    missed_id: Mapped[int | None] = mapped_column(ForeignKey("missed_appointment.id"))
    efforts: Mapped[str] = mapped_column(Text)
    frequency: Mapped[str] = mapped_column(String(120), default="")
    proof_form: Mapped[str] = mapped_column(String(160), default="")
    proof_due: Mapped[date | None]
    reasons: Mapped[str] = mapped_column(Text)
    legal_notice: Mapped[str] = mapped_column(Text, default="")
    remedy_notice: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    approved_by: Mapped[str | None] = mapped_column(String(80))
    issued_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    sent_how: Mapped[str] = mapped_column(String(40), default="")
    #: Day of the presumed notification (§ 37 (2) SGB X, T38).
    notified_on: Mapped[date | None]
    #: Last day of the objection period (§ 84 SGG), counted from the presumed notification (T38).
    objection_until: Mapped[date | None]
    proof_result: Mapped[DutyResult | None] = mapped_column(enum_column(DutyResult))
    proof_cause: Mapped[str] = mapped_column(Text, default="")
    proof_judged_on: Mapped[date | None]
    revoked_on: Mapped[date | None]
    revoked_reason: Mapped[str] = mapped_column(Text, default="")
    case: Mapped[Case] = relationship()
