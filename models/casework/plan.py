"""Phases 2 and 3: the jointly pursued goal and the strategies with their time windows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_column
from models.casework.case import Case


class GoalState(StrEnum):
    ACTIVE = "ACTIVE"
    ACHIEVED = "ACHIEVED"
    REPLACED = "REPLACED"
    DROPPED = "DROPPED"


class Goal(Base):
    """Exactly one goal option is pursued jointly at a time (Fachkonzept A.2.2)."""

    __tablename__ = "goal"
    __table_args__ = (
        Index(
            "uq_goal_active",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'ACTIVE'"),
            postgresql_where=text("state = 'ACTIVE'"),
        ),
        Index("ix_goal_case_id_set_on", "case_id", "set_on"),
        CheckConstraint("target_date > set_on", name="days_in_order"),
        CheckConstraint("state = 'ACTIVE' OR ended_on IS NOT NULL", name="ended_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("profiling_sheet.id"))
    #: Code of the catalogue of goal options, for example "G1_LOCAL".
    option: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(Text, default="")
    set_on: Mapped[date]
    target_date: Mapped[date]
    state: Mapped[GoalState] = mapped_column(enum_column(GoalState), default=GoalState.ACTIVE)
    is_agreed_with_client: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()


class StrategyState(StrEnum):
    """PLANNED → ACTIVE → DONE | CANCELLED | FAILED; the end of the window never decides by itself."""

    PLANNED = "PLANNED"
    ACTIVE = "ACTIVE"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"


RUNNING_STRATEGIES = frozenset({StrategyState.PLANNED, StrategyState.ACTIVE})


class Strategy(Base):
    """A strategy chosen for a need, or (need empty) a cross-cutting one. The window is mandatory (ST-7)."""

    __tablename__ = "strategy"
    __table_args__ = (
        Index("ix_strategy_case_id_state", "case_id", "state"),
        CheckConstraint("window_to > window_from", name="window_in_order"),
        CheckConstraint("state IN ('PLANNED', 'ACTIVE') OR ended_on IS NOT NULL", name="ended_has_a_day"),
        CheckConstraint("sort_order >= 1", name="sort_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("profiling_sheet.id"))
    need: Mapped[str | None] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(60))
    window_from: Mapped[date]
    window_to: Mapped[date]
    #: ST-15: each strategy leads to an intermediate goal.
    intermediate_goal: Mapped[str] = mapped_column(Text, default="")
    steps_client: Mapped[str] = mapped_column(Text, default="")
    steps_staff: Mapped[str] = mapped_column(Text, default="")
    steps_third_party: Mapped[str] = mapped_column(Text, default="")
    sort_order: Mapped[int] = mapped_column(default=1)
    #: Why the plan departs from the recommended order (ST-5); written on each strategy of the plan.
    order_reason: Mapped[str | None] = mapped_column(Text)
    state: Mapped[StrategyState] = mapped_column(enum_column(StrategyState), default=StrategyState.PLANNED)
    extended_times: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None]
    result_note: Mapped[str] = mapped_column(Text, default="")
    #: ST-10: what the end means for the need (BEHOBEN, TEILWEISE, BESTEHT, KEINER), the strengths and the segment.
    need_outcome: Mapped[str | None] = mapped_column(String(20))
    gained_competence: Mapped[str] = mapped_column(String(400), default="", server_default="")
    asks_for_assessment: Mapped[bool] = mapped_column(default=False, server_default=false())
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[str] = mapped_column(String(80))
    case: Mapped[Case] = relationship()
    goal: Mapped[Goal | None] = relationship()
