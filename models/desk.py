"""What caseworkers keep beside the casework: filters, comments, tags, files, letters, calendar feeds, batches."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, JsonText, enum_column
from models.casework.case import Case

#: The cases a cover takes; an absence without any is covered with all its cases.
absence_case = Table(
    "absence_case",
    Base.metadata,
    Column("absence_id", ForeignKey("absence.id", ondelete="CASCADE"), primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), primary_key=True, index=True),
)


class FilteredList(StrEnum):
    """The lists whose filters can be kept."""

    MY_DAY = "mein-tag"
    QUEUE = "warteschlange"
    CASES = "faelle"


class SavedFilter(Base):
    """A filter under a name: the part of the address after the question mark. With a team it is the team's too."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        UniqueConstraint("owner_id", "list", "name"),
        CheckConstraint("length(trim(name)) > 0", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    list: Mapped[FilteredList] = mapped_column(enum_column(FilteredList))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(600))


class CaseComment(Base):
    """A remark among colleagues. It is no counselling note: it says nothing of record about the client."""

    __tablename__ = "case_comment"
    __table_args__ = (
        Index("ix_case_comment_case_id_written_at", "case_id", "written_at"),
        CheckConstraint("length(trim(body)) > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(80))
    mentions: Mapped[list[CommentMention]] = relationship(back_populates="comment", lazy="selectin")


class CommentMention(Base):
    """Somebody named with @ in a comment, until they have read it."""

    __tablename__ = "comment_mention"
    __table_args__ = (Index("ix_comment_mention_username_read_at", "username", "read_at"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("case_comment.id", ondelete="CASCADE"), primary_key=True)
    username: Mapped[str] = mapped_column(String(80), primary_key=True)
    read_at: Mapped[datetime | None]
    comment: Mapped[CaseComment] = relationship(back_populates="mentions")


class CaseTag(Base):
    """A word by which a team finds its cases again."""

    __tablename__ = "case_tag"
    __table_args__ = (
        Index("ix_case_tag_tag", "tag"),
        CheckConstraint("length(trim(tag)) > 0", name="not_empty"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(80))


class Attachment(Base):
    """A file of a case. Its bytes lie in a table of their own, so that lists never load them."""

    __tablename__ = "attachment"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    #: Bytes.
    size: Mapped[int]
    checksum: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[datetime]
    stored_by: Mapped[str] = mapped_column(String(80))
    content: Mapped[AttachmentContent] = relationship(back_populates="attachment", cascade="all, delete-orphan")


class AttachmentContent(Base):
    __tablename__ = "attachment_content"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes]
    attachment: Mapped[Attachment] = relationship(back_populates="content")


class LetterChannel(StrEnum):
    PAPER = "PAPER"
    EMAIL = "EMAIL"


class LetterState(StrEnum):
    """Paper is made and printed by a person; e-mail is handed over by a job."""

    MADE = "MADE"
    SENDING = "SENDING"
    SENT = "SENT"


class Letter(Base):
    """A letter or e-mail to the client, with the text as it was sent."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("length(trim(subject)) > 0 AND length(trim(body)) > 0", name="not_empty"),
        CheckConstraint("channel <> 'EMAIL' OR length(trim(recipient)) > 0", name="email_has_an_address"),
        CheckConstraint("(state = 'SENT') = (sent_at IS NOT NULL)", name="sent_has_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    channel: Mapped[LetterChannel] = mapped_column(enum_column(LetterChannel))
    #: Key of the template it was made from.
    template: Mapped[str] = mapped_column(String(60))
    #: Postal address in lines, or the e-mail address.
    recipient: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[LetterState] = mapped_column(enum_column(LetterState))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship()


class CalendarFeed(Base):
    """An address under which a person's appointments can be subscribed to. Only the digest of its secret is kept."""

    __tablename__ = "calendar_feed"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    created_at: Mapped[datetime]
    last_read_at: Mapped[datetime | None]


class BatchKind(StrEnum):
    REASSIGN = "REASSIGN"
    MOVE_APPOINTMENTS = "MOVE_APPOINTMENTS"
    INVITE = "INVITE"


class BatchRowState(StrEnum):
    """`REFUSED` says why in the message: before anything is done (preview) or while it is being done."""

    PLANNED = "PLANNED"
    REFUSED = "REFUSED"
    DONE = "DONE"
    UNDONE = "UNDONE"


class BatchRun(Base):
    """The same act for many cases: planned and looked at, then done row by row, and taken back in one go."""

    __tablename__ = "batch_run"
    __table_args__ = (CheckConstraint("length(trim(reason)) > 0", name="reason_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BatchKind] = mapped_column(enum_column(BatchKind))
    reason: Mapped[str] = mapped_column(String(400))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80), index=True)
    started_at: Mapped[datetime | None]
    undo_started_at: Mapped[datetime | None]
    rows: Mapped[list[BatchRow]] = relationship(back_populates="batch", order_by="BatchRow.id")


class BatchRow(Base):
    """One case of a batch. `before` and `after` are what is changed, enough to take it back."""

    __tablename__ = "batch_row"
    __table_args__ = (
        Index("ix_batch_row_batch_id_state", "batch_id", "state"),
        CheckConstraint("state <> 'REFUSED' OR length(trim(message)) > 0", name="refusal_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch_run.id", ondelete="CASCADE"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JsonText)
    after: Mapped[dict[str, Any]] = mapped_column(JsonText)
    state: Mapped[BatchRowState] = mapped_column(enum_column(BatchRowState))
    message: Mapped[str] = mapped_column(Text, default="")
    #: Where taking it back was refused, why.
    undo_message: Mapped[str] = mapped_column(Text, default="")
    batch: Mapped[BatchRun] = relationship(back_populates="rows")
    case: Mapped[Case] = relationship()
