"""What people do to running instances as a whole: correct their data under four eyes, move them to another version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonText, enum_column


class DataChange(Base):
    """A change of process data that one person proposes and another approves, or somebody rejects.

    `changes` is the typed encoding of `engine.data_changes`: where, which variable, the value before and after.
    """

    __tablename__ = "data_change"
    __table_args__ = (
        CheckConstraint("approved_by <> created_by", name="four_eyes"),
        CheckConstraint("approved_by IS NULL OR rejected_by IS NULL", name="one_decision"),
        CheckConstraint("decided_at IS NOT NULL OR (approved_by IS NULL AND rejected_by IS NULL)", name="decided_when"),
        Index("ix_data_change_decided_at_created_at", "decided_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    changes: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(String(80))
    rejected_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")


class BatchStatus(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


class MoveStatus(StrEnum):
    """What became of one instance of a batch; `returning` and after only when the batch is undone."""

    WAITING = "waiting"
    MIGRATED = "migrated"
    REFUSED = "refused"
    RETURNING = "returning"
    RETURNED = "returned"
    STAYED = "stayed"


class MigrationBatch(Base):
    """Instances of one version that are to become instances of another, by one plan, in small pieces."""

    __tablename__ = "migration_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    plan: Mapped[dict[str, Any]] = mapped_column(JsonText)
    status: Mapped[BatchStatus] = mapped_column(enum_column(BatchStatus), index=True)
    #: The batch is being, or was, taken back.
    is_undo: Mapped[bool] = mapped_column(default=False)
    #: The states before are kept for some time only.
    can_be_undone: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    finished_at: Mapped[datetime | None]


class MigrationMove(Base):
    """One instance of a batch, and what is kept to be able to take its migration back."""

    __tablename__ = "migration_move"
    __table_args__ = (
        UniqueConstraint("batch_id", "instance_id"),
        Index("ix_migration_move_batch_id_status", "batch_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("migration_batch.id", ondelete="CASCADE"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    status: Mapped[MoveStatus] = mapped_column(enum_column(MoveStatus))
    #: Why not: code, process, element and the words for it in German and English; never case data.
    obstacles: Mapped[list[Any]] = mapped_column(JsonText)
    done_at: Mapped[datetime | None]
    #: The state of the instance before, the number of transitions after, and which wait became which.
    state_before: Mapped[bytes | None]
    version_after: Mapped[int | None]
    trail: Mapped[list[Any] | None] = mapped_column(JsonText)
    went_on: Mapped[bool] = mapped_column(default=False)


class TrialOutcome(StrEnum):
    """What the migration of one instance would do: move it, change nothing but its version, or be refused."""

    MOVES = "moves"
    SAME = "same"
    REFUSED = "refused"


class MigrationTrial(Base):
    """A dry run over many instances, looked at by the worker piece by piece; kept for some days."""

    __tablename__ = "migration_trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    plan: Mapped[dict[str, Any]] = mapped_column(JsonText)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    finished_at: Mapped[datetime | None] = mapped_column(index=True)


class MigrationTrialLine(Base):
    """One instance of a dry run; without outcome nobody has looked at it yet."""

    __tablename__ = "migration_trial_line"
    __table_args__ = (
        UniqueConstraint("trial_id", "instance_id"),
        Index("ix_migration_trial_line_trial_id_outcome", "trial_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(ForeignKey("migration_trial.id", ondelete="CASCADE"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    outcome: Mapped[TrialOutcome | None] = mapped_column(enum_column(TrialOutcome))
    #: What would happen (`engine.migration.preview`), or the obstacles; element ids and moments, never case data.
    told: Mapped[Any | None] = mapped_column(JsonText)
