"""Search runs for vacancies and what they found for a case (Fachkonzept A.6.5)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.casework.case import Case
from models.casework.providers import Provider


class SearchChannel(StrEnum):
    """Where is searched: the office's own placement system, its job robot, or a public job board."""

    OWN_SYSTEM = "EIGENES_SYSTEM"
    JOB_ROBOT = "JOBROBOTER"
    JOB_BOARD = "JOBBOERSE"


class SearchArea(StrEnum):
    """How far from the place of search a vacancy may be."""

    TOWN = "ORT"
    REGION = "REGION"
    EVERYWHERE = "UEBERALL"


class WorkingHours(StrEnum):
    ANY = "BELIEBIG"
    FULL_TIME = "VOLLZEIT"
    PART_TIME = "TEILZEIT"
    MARGINAL = "MINIJOB"


class SearchOrder(Base):
    """Suchlauf: what is searched for a case in one channel, again and again until its last day or its end."""

    __tablename__ = "search_order"
    __table_args__ = (
        Index("ix_search_order_case_id", "case_id"),
        CheckConstraint("length(trim(occupation)) > 0", name="occupation"),
        CheckConstraint("kldb IS NULL OR length(kldb) = 5", name="kldb_has_five_digits"),
        CheckConstraint("ended_on IS NULL OR length(trim(end_reason)) > 0", name="ended_has_a_reason"),
        CheckConstraint("until > started_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    channel: Mapped[SearchChannel] = mapped_column(enum_column(SearchChannel))
    occupation: Mapped[str] = mapped_column(String(200))
    #: KldB 2010, five digits.
    kldb: Mapped[str | None] = mapped_column(String(5))
    postal_code: Mapped[str] = mapped_column(String(5), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    area: Mapped[SearchArea] = mapped_column(enum_column(SearchArea), default=SearchArea.REGION)
    hours: Mapped[WorkingHours] = mapped_column(enum_column(WorkingHours), default=WorkingHours.ANY)
    started_on: Mapped[date]
    started_by: Mapped[str] = mapped_column(String(80))
    #: Why it began although the view of the labour market was suspended (Fachkonzept B.1); empty for all others.
    despite_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: Last day of the search.
    until: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    case: Mapped[Case] = relationship()
    runs: Mapped[list[SearchRun]] = relationship(back_populates="order", order_by="SearchRun.id.desc()")
    hits: Mapped[list[SearchHit]] = relationship(back_populates="order", order_by="SearchHit.id.desc()")


class SearchRun(Base):
    """One time the channel was asked: how many vacancies came back, how many were new and suitable enough to look at.

    `note` says why nothing could be asked. Append-only.
    """

    __tablename__ = "search_run"
    __table_args__ = (CheckConstraint("fresh <= found", name="fresh_among_found"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("search_order.id"), index=True)
    ran_at: Mapped[datetime]
    found: Mapped[int]
    fresh: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    order: Mapped[SearchOrder] = relationship(back_populates="runs")


class HitState(StrEnum):
    """A person decides about every hit; the match only orders and explains (Fachkonzept F.2)."""

    NEW = "NEU"
    PROPOSED = "VORGESCHLAGEN"
    UNSUITABLE = "UNPASSEND"
    LAPSED = "ENTFALLEN"


class SearchHit(Base):
    """A vacancy found for a case, as it was when it was found, with the match in clauses a person can check."""

    __tablename__ = "search_hit"
    __table_args__ = (
        UniqueConstraint("order_id", "reference"),
        CheckConstraint("state IN ('NEU', 'ENTFALLEN') OR decided_by IS NOT NULL", name="decided_by_somebody"),
        CheckConstraint("state <> 'UNPASSEND' OR length(trim(decision_reason)) > 0", name="rejected_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("search_order.id"), index=True)
    #: The number of the vacancy in its channel.
    reference: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(240))
    employer: Mapped[str] = mapped_column(String(240), default="")
    #: The employer in the office's own list, found by establishment number.
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), index=True)
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    url: Mapped[str] = mapped_column(String(400), default="")
    published_on: Mapped[date | None]
    found_at: Mapped[datetime]
    #: For the order of the list only; never shown as a grade.
    points: Mapped[int]
    #: Clauses of the match: [["ja" | "nein" | "offen", sentence], …].
    match: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[HitState] = mapped_column(enum_column(HitState), default=HitState.NEW)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))
    order: Mapped[SearchOrder] = relationship(back_populates="hits")
    provider: Mapped[Provider | None] = relationship()
    outcomes: Mapped[list[ProposalOutcome]] = relationship(back_populates="hit", order_by="ProposalOutcome.id")


class Outcome(StrEnum):
    """What became of a proposed vacancy (Fachkonzept A.4.2 step 3, A.6.5)."""

    APPLIED = "BEWORBEN"
    NO_ANSWER = "KEINE_ANTWORT"
    REJECTED = "ABGELEHNT"
    HIRED = "EINGESTELLT"


class ProposalOutcome(Base):
    """One thing that became known about a proposed vacancy; the last one stands. Append-only."""

    __tablename__ = "proposal_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    hit_id: Mapped[int] = mapped_column(ForeignKey("search_hit.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    #: The day it happened.
    on_day: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    hit: Mapped[SearchHit] = relationship(back_populates="outcomes")
