"""People, their households and the case an office works on with them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.history import SealColumns
from models.identity import Team, User


class LegalCircle(StrEnum):
    """Rechtskreis: drives goals, strategies and the type of agreement."""

    SGB2 = "SGB2"
    SGB3 = "SGB3"


class CaseState(StrEnum):
    """Process states of a case (Fachkonzept A)."""

    NEW = "NEW"
    PROFILING = "PROFILING"
    GOAL_SET = "GOAL_SET"
    PLANNED = "PLANNED"
    AGREED = "AGREED"
    IN_PROGRESS = "IN_PROGRESS"
    FOLLOW_UP = "FOLLOW_UP"
    EXEMPT = "EXEMPT"
    INTEGRATED_NEEDY = "INTEGRATED_NEEDY"
    CLOSED = "CLOSED"
    DEREGISTERED = "DEREGISTERED"


#: States in which nobody works on the case any more.
ENDED_STATES = frozenset({CaseState.CLOSED, CaseState.DEREGISTERED})


class ClientStatus(StrEnum):
    """Status that contact density and the review period look at (Fachkonzept A.6.4, § 37 (3) SGB III)."""

    UNEMPLOYED = "ARBEITSLOS"
    JOB_SEEKING = "ARBEITSUCHEND"
    TRAINING_SEEKING = "AUSBILDUNGSUCHEND"
    OTHER = "ANDERE"


class Household(Base):
    """Bedarfsgemeinschaft (§ 7 (3) SGB II)."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_no: Mapped[str] = mapped_column(String(40), unique=True)
    members: Mapped[list[Person]] = relationship(back_populates="household")


class Person(Base):
    """A client. `customer_no` stays for life and survives a change of provider (§ 51a SGB II)."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("length(customer_no) >= 5", name="customer_no"),
        CheckConstraint("length(last_name) > 0", name="last_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_no: Mapped[str] = mapped_column(String(40), unique=True)
    first_name: Mapped[str] = mapped_column(String(120))
    last_name: Mapped[str] = mapped_column(String(120), index=True)
    born_on: Mapped[date]
    street: Mapped[str] = mapped_column(String(160), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    #: Language the person understands best, as BCP 47; letters may need a translation.
    language: Mapped[str] = mapped_column(String(12), default="de")
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    household: Mapped[Household | None] = relationship(back_populates="members")
    cases: Mapped[list[Case]] = relationship(back_populates="person", order_by="Case.id")

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Case(Base):
    """One run of integration work with one person, from (re-)registration to closing or deregistration."""

    __tablename__ = "case_file"
    __table_args__ = (
        # One case at a time: a second open case would split the file of one person.
        Index(
            "uq_case_file_open_person",
            "person_id",
            unique=True,
            sqlite_where=text("state NOT IN ('CLOSED', 'DEREGISTERED')"),
            postgresql_where=text("state NOT IN ('CLOSED', 'DEREGISTERED')"),
        ),
        Index("ix_case_file_team_id_state", "team_id", "state"),
        Index("ix_case_file_caseworker_id_state", "caseworker_id", "state"),
        CheckConstraint(
            "(state IN ('CLOSED', 'DEREGISTERED')) = (ended_on IS NOT NULL)", name="ended_cases_have_an_end"
        ),
        CheckConstraint("ended_on IS NULL OR ended_on >= opened_on", name="days_in_order"),
        CheckConstraint("case_number LIKE 'F-____-______'", name="case_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: For example F-2026-000123; business key of every process of the case.
    case_number: Mapped[str] = mapped_column(String(20), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    legal_circle: Mapped[LegalCircle] = mapped_column(enum_column(LegalCircle))
    client_status: Mapped[ClientStatus] = mapped_column(enum_column(ClientStatus), default=ClientStatus.UNEMPLOYED)
    state: Mapped[CaseState] = mapped_column(enum_column(CaseState), default=CaseState.NEW)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    caseworker_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    segment: Mapped[str | None] = mapped_column(String(40))
    segment_scheme: Mapped[str | None] = mapped_column(String(40))
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    #: The case this one continues after a re-registration (Fachkonzept A.4.6).
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))

    person: Mapped[Person] = relationship(back_populates="cases", lazy="joined")
    team: Mapped[Team] = relationship(lazy="joined")
    caseworker: Mapped[User] = relationship(lazy="joined")

    @property
    def customer_no(self) -> str:
        return self.person.customer_no


class ExceptionKind(StrEnum):
    AGREEMENT = "AGREEMENT"
    APPOINTMENT = "APPOINTMENT"


class ReasonedException(Base):
    """Why a case has no agreement or no next appointment for a while, who decided so, and until when."""

    __tablename__ = "reasoned_exception"
    __table_args__ = (
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
        CheckConstraint("valid_until >= decided_on", name="days_in_order"),
        Index("ix_reasoned_exception_case_id_kind", "case_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[ExceptionKind] = mapped_column(enum_column(ExceptionKind))
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(80))
    valid_until: Mapped[date]


class AccessLog(Base):
    """Who looked at which case, when and for what (§ 35 (1) SGB I). Append-only and sealed."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_case_id_at", "case_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    username: Mapped[str] = mapped_column(String(80), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    #: What was opened, for example "Fallseite" or "Druck der Vereinbarung".
    what: Mapped[str] = mapped_column(String(120))
    #: Why, where the person is not responsible for the case: cover, supervision, …
    reason: Mapped[str] = mapped_column(String(240), default="")


class AccessSeal(SealColumns, Base):
    """The seals of the access log."""

    __tablename__ = "access_seal"
