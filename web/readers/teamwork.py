"""Comments, mentions, tags and files of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.errors import NotFound
from models.casework import Case, Person
from models.desk import Attachment, AttachmentContent, CaseComment, CaseTag, CommentMention
from processes.access import visible_cases


@dataclass(frozen=True)
class MentionLine:
    """A comment that names the person and that they have not read."""

    case_number: str
    client: str
    author: str
    body: str
    written_at: datetime


def mentions_of(rows: Session, actor: Actor) -> Sequence[MentionLine]:
    """Unread mentions in cases the person may still see, newest first; at most 20."""
    found = rows.execute(
        select(CaseComment, Case.case_number, Person.last_name, Person.first_name)
        .join(CommentMention, CommentMention.comment_id == CaseComment.id)
        .join(Case, Case.id == CaseComment.case_id)
        .join(Person, Person.id == Case.person_id)
        .where(CommentMention.username == actor.name, CommentMention.read_at.is_(None), visible_cases(actor))
        .order_by(CaseComment.id.desc())
        .limit(20)
    )
    return [
        MentionLine(number, f"{last}, {first}", comment.written_by, comment.body, comment.written_at)
        for comment, number, last, first in found
    ]


def comments_of(rows: Session, case: Case) -> Sequence[CaseComment]:
    """Newest first; at most 200."""
    return rows.scalars(
        select(CaseComment).where(CaseComment.case_id == case.id).order_by(CaseComment.id.desc()).limit(200)
    ).all()


def tags_of(rows: Session, case: Case) -> Sequence[str]:
    return rows.scalars(select(CaseTag.tag).where(CaseTag.case_id == case.id).order_by(CaseTag.tag)).all()


def tags_in_use(rows: Session, actor: Actor) -> Sequence[str]:
    """Tags of the cases the actor may see, for suggestions; at most 100."""
    return rows.scalars(
        select(CaseTag.tag)
        .join(Case, Case.id == CaseTag.case_id)
        .where(visible_cases(actor))
        .distinct()
        .order_by(CaseTag.tag)
        .limit(100)
    ).all()


def files_of(rows: Session, case: Case) -> Sequence[Attachment]:
    """Newest first, without their bytes."""
    return rows.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id.desc())).all()


def file_of(rows: Session, case: Case, attachment_id: int) -> tuple[Attachment, bytes]:
    """A file with its bytes. Raises NotFound for those of other cases."""
    found = rows.execute(
        select(Attachment, AttachmentContent.content)
        .join(AttachmentContent, AttachmentContent.attachment_id == Attachment.id)
        .where(Attachment.id == attachment_id, Attachment.case_id == case.id)
    ).one_or_none()
    if found is None:
        raise NotFound("attachment", attachment_id)
    return found[0], found[1]
