"""What the engine stores: definitions, running instances and the projections people and workers read."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonText, enum_column


class DefinitionKind(StrEnum):
    PROCESS = "process"
    DECISION = "decision"
    FORM = "form"


class InstanceStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class TaskStatus(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How an open task stands to its candidate groups."""

    WAITING = "waiting"  # nobody has it: it is in their queue
    TAKEN = "taken"  # somebody took it from the queue, or was handed it
    GIVEN = "given"  # the diagram gave it to a person, who may need their help


class JobStatus(StrEnum):
    READY = "ready"
    LEASED = "leased"
    FAILED = "failed"


class Resource(Base):
    """A deployed file, byte for byte as it was handed in."""

    __tablename__ = "resource"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: Of a decision file: what other files import it by.
    namespace: Mapped[str | None] = mapped_column(String(300), index=True)
    checksum: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes]
    deployed_at: Mapped[datetime]
    deployed_by: Mapped[str] = mapped_column(String(80))


class ModelDraft(Base):
    """The working copy of a model file. `content` is None while there is nothing that is not published."""

    __tablename__ = "model_draft"

    file: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes | None]
    #: Counts saves, discards and publications of this file, so that nobody overwrites what they have not seen.
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(80))


class Definition(Base):
    """One immutable version of a process, decision or form."""

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("kind", "key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DefinitionKind] = mapped_column(enum_column(DefinitionKind))
    key: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    force_executable: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")


class Binding(Base):
    """A version fixed at deployment: the caller's process, decision or form of this key is that definition."""

    __tablename__ = "binding"

    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[DefinitionKind] = mapped_column(enum_column(DefinitionKind), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))


class DecisionImport(Base):
    """A file a decision version imports, directly or through others, fixed at deployment."""

    __tablename__ = "decision_import"

    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id", ondelete="CASCADE"), primary_key=True)
    namespace: Mapped[str] = mapped_column(String(300), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))


class StartSubscription(Base):
    """A start event of the newest version of a process that waits for a message, a signal or a time."""

    __tablename__ = "start_subscription"
    __table_args__ = (Index("ix_start_subscription_kind_name", "kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id", ondelete="CASCADE"), index=True)
    element_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    #: For timers: the next start, and the ISO text it came from.
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    schedule: Mapped[str | None] = mapped_column(Text)


class Instance(Base):
    """A running process. `state` is the compact state of `engine.spiff`; `version` counts its transitions."""

    __tablename__ = "instance"

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"), index=True)
    #: What the instance is about, for example a case number; never a name.
    business_key: Mapped[str | None] = mapped_column(String(120), index=True)
    status: Mapped[InstanceStatus] = mapped_column(enum_column(InstanceStatus))
    version: Mapped[int]
    state: Mapped[bytes]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: The correlation key of the message that started it: unique per process while it runs.
    start_key: Mapped[str | None] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    #: The newest hash of its chain of history rows.
    history_head: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class UserTask(Base):
    __tablename__ = "user_task"
    __table_args__ = (
        Index("ix_user_task_status_due", "status", "due_at"),
        Index("ix_user_task_assignee_status", "assignee", "status", "due_at"),
        Index("ix_user_task_business_key_status", "business_key", "status", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    process_key: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    #: One sentence for the person who does it: the element's documentation.
    instruction: Mapped[str] = mapped_column(Text, default="")
    business_key: Mapped[str | None] = mapped_column(String(120))
    form_id: Mapped[int | None] = mapped_column(ForeignKey("definition.id"))
    lane: Mapped[str | None] = mapped_column(String(120))
    status: Mapped[TaskStatus] = mapped_column(enum_column(TaskStatus))
    assignee: Mapped[str | None] = mapped_column(String(80))
    claimed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=50)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    #: The submission that completed it: the same submission again gets the same answer.
    submission_id: Mapped[str | None] = mapped_column(String(64))
    #: Whether a draft was saved: read under the lock of the task, so that ending it need not look.
    has_draft: Mapped[bool] = mapped_column(default=False, server_default=false())


#: The `due_by` of tasks that are never due: after all others.
NEVER_DUE = datetime(9999, 1, 1, tzinfo=UTC)


class TaskCandidate(Base):
    """One row per open task and candidate group; rows go when the task ends. The index is the queue of each group."""

    __tablename__ = "task_candidate"
    __table_args__ = (Index("ix_task_candidate_queue", "group_name", "standing", "due_by", "precedence", "task_id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), primary_key=True)
    group_name: Mapped[str] = mapped_column(String(120), primary_key=True)
    standing: Mapped[Standing] = mapped_column(enum_column(Standing))
    due_by: Mapped[datetime]
    #: The priority, negated: the smaller the sooner.
    precedence: Mapped[int]


class TaskDraft(Base):
    """What somebody typed so far, valid or not, exactly as typed."""

    __tablename__ = "task_draft"

    task_id: Mapped[int] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JsonText)
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(80))


class Timer(Base):
    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("token", "element_id"),
        # what is parked is out of the worker's way
        Index(
            "ix_timer_due_at",
            "due_at",
            sqlite_where=text("is_parked IS 0"),
            postgresql_where=text("is_parked IS false"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    token: Mapped[str] = mapped_column(String(32))
    process_key: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime]
    #: A timer of a suspended instance, or one whose firing failed, is not due for the worker.
    is_parked: Mapped[bool] = mapped_column(default=False)


class Subscription(Base):
    """A running instance listens for a message or signal here."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("token", "element_id", "kind", "name"),
        Index("ix_subscription_kind_name_correlation_key", "kind", "name", "correlation_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    token: Mapped[str] = mapped_column(String(32))
    process_key: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    correlation_key: Mapped[str | None] = mapped_column(String(200))


class BufferedMessage(Base):
    """A message nobody waited for yet: kept until its time to live ends, then delivered at most once."""

    __tablename__ = "buffered_message"
    __table_args__ = (Index("ix_buffered_message_name_correlation_key", "name", "correlation_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    correlation_key: Mapped[str | None] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)  # typed encoding of engine.values
    received_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Broadcast(Base):
    """A signal on its way to many: thrown at once, delivered by workers in batches, then forgotten."""

    __tablename__ = "broadcast"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)  # typed encoding of engine.values
    thrown_at: Mapped[datetime]
    #: How many waited when it was thrown; those still to be reached are the listeners.
    listening: Mapped[int]


class BroadcastListener(Base):
    """A wait that existed when the signal was thrown. The row goes in the transaction that delivers it."""

    __tablename__ = "broadcast_listener"
    __table_args__ = (Index("ix_broadcast_listener_broadcast_id_instance_id", "broadcast_id", "instance_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcast.id", ondelete="CASCADE"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    token: Mapped[str] = mapped_column(String(32))
    element_id: Mapped[str] = mapped_column(String(200))


class StoredData(Base):
    """The content of a data store of the diagrams: one value, shared by all instances that name the store."""

    __tablename__ = "stored_data"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[str] = mapped_column(Text)  # typed encoding of engine.values
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))


class Job(Base):
    """Work outside the transaction: mail, print, other systems. At least once, with an idempotency key."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_status_due_at", "status", "due_at"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    process_key: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    handler: Mapped[str] = mapped_column(String(120))
    inputs: Mapped[str] = mapped_column(Text)  # typed encoding of engine.values
    status: Mapped[JobStatus] = mapped_column(enum_column(JobStatus))
    attempts: Mapped[int]
    max_attempts: Mapped[int]
    retry_after: Mapped[str] = mapped_column(String(40))  # ISO duration between attempts
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    is_parked: Mapped[bool] = mapped_column(default=False)


class Incident(Base):
    """Something the engine could not do; the token stays where it is until somebody retries or moves it."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_resolved_at_created_at", "resolved_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    token: Mapped[str] = mapped_column(String(32))
    process_key: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))  # "token" | "timer" | "job"
    error_class: Mapped[str] = mapped_column(String(120))
    message: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(String(80))


class OfficeClock(Base):
    """Demo mode only: how many seconds the office clock runs ahead of the real one. At most one row."""

    __tablename__ = "office_clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), CheckConstraint("ahead_seconds >= 0", name="forward"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ahead_seconds: Mapped[int]
