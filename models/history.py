"""The record: who did what, when, to which instance, in which diagram version; its seals; what was done outside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
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
    #: The chain of the instance up to here; only the last row of each command has one. A row without instance has its
    #: own. `engine.audit` says what goes in.
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class SealColumns:
    """One link of the chain over the rows of a record: what stood in those up to `last_id` when it was made.

    `gaps` are ranges of ids that did not exist then, each with the number of the seal that saw it first: on PostgreSQL
    a transaction may have drawn a number and not yet committed. `late` are ids of earlier gaps that this seal covers.
    """

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_at: Mapped[datetime]
    last_id: Mapped[int]
    rows: Mapped[int]
    gaps: Mapped[list[Any]] = mapped_column(JsonText)
    late: Mapped[list[Any]] = mapped_column(JsonText)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditSeal(SealColumns, Base):
    """The seals of the history."""

    __tablename__ = "audit_seal"


class Effect(Base):
    """What was attempted outside, once per idempotency key; stays when the job is gone.

    `done_at` None: attempted, and nobody reported that it was done (still waiting, given up, or cancelled meanwhile).
    """

    __tablename__ = "effect"

    idempotency_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    handler: Mapped[str] = mapped_column(String(120))
    attempts: Mapped[int]
    first_attempted_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
