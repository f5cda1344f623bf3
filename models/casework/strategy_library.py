"""What an office adds to the strategies of the catalogue: its own strategies and its templates (ST-14, ST-16)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enum_column
from models.casework.case import LegalCircle


class LocalStrategyState(StrEnum):
    PROPOSED = "PROPOSED"
    IN_USE = "IN_USE"
    RETIRED = "RETIRED"


class LocalStrategy(Base):
    """Lokale Strategie: proposed by team leads, put to use and retired by the specialist support (ST-14)."""

    __tablename__ = "local_strategy"
    __table_args__ = (
        CheckConstraint("code LIKE 'ST_LOCAL_%'", name="code"),
        CheckConstraint("length(trim(label)) > 0 AND length(trim(aim)) > 0", name="says_what_for"),
        CheckConstraint("state <> 'IN_USE' OR valid_from IS NOT NULL", name="in_use_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(160))
    aim: Mapped[str] = mapped_column(Text)
    #: Empty: allowed in both legal circles (ST-20).
    legal_circle: Mapped[LegalCircle | None] = mapped_column(enum_column(LegalCircle))
    state: Mapped[LocalStrategyState] = mapped_column(
        enum_column(LocalStrategyState), default=LocalStrategyState.PROPOSED
    )
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str] = mapped_column(String(80))
    decided_by: Mapped[str | None] = mapped_column(String(80))


class StrategyTemplate(Base):
    """A template of the office: recommended period, intermediate goal and steps of a strategy (ST-16)."""

    __tablename__ = "strategy_template"
    __table_args__ = (
        Index("ix_strategy_template_strategy", "strategy"),
        CheckConstraint("months BETWEEN 1 AND 24", name="months"),
        CheckConstraint("length(trim(title)) > 0", name="title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(160))
    months: Mapped[int]
    intermediate_goal: Mapped[str] = mapped_column(Text, default="")
    steps_client: Mapped[str] = mapped_column(Text, default="")
    steps_staff: Mapped[str] = mapped_column(Text, default="")
    steps_third_party: Mapped[str] = mapped_column(Text, default="")
    is_retired: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(80))
