"""The append-only record: who did what, when, to which instance, in which diagram version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonText


class HistoryEntry(Base):
    """`transition` is the instance version this entry belongs to; `kind` is a verb in the past (task.completed).

    `data` holds small facts about the act (due date, target version, reason) — never form values.
    """

    __tablename__ = "history_entry"
    __table_args__ = (
        Index("ix_history_entry_instance_id_id", "instance_id", "id"),
        Index("ix_history_entry_business_key_id", "business_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(60))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    transition: Mapped[int | None]
    definition_id: Mapped[int | None] = mapped_column(ForeignKey("definition.id"))
    business_key: Mapped[str | None] = mapped_column(String(120))
    process_key: Mapped[str | None] = mapped_column(String(200))
    element_id: Mapped[str | None] = mapped_column(String(200))
    token: Mapped[str | None] = mapped_column(String(32))
    data: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
