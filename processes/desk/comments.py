"""Comments among colleagues, with mentions; tags on cases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, insert, select, update

from engine.context import Context
from engine.errors import NotFound, ValuesRefused
from engine.phrases import Phrase
from models.casework import Case
from models.desk import CaseComment, CaseTag, CommentMention
from models.identity import User
from processes.access import actor_for, visible_cases

_MENTION = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]{1,79})", re.IGNORECASE)
_TAG = re.compile(r"[\w§][\w§ .-]{0,38}[\w§]|[\w§]", re.UNICODE)
MOST_TAGS = 12


def mentioned(body: str) -> frozenset[str]:
    """Sign-in names after an @, in lower case; a full stop at the end belongs to the sentence."""
    return frozenset(found[1].rstrip(".-_").lower() for found in _MENTION.finditer(body))


@dataclass(frozen=True)
class WriteComment:
    """Write a comment on a case; who is named with @ finds it on their day. Returns the id.

    A mention of somebody who may not see the case is refused: it would be a message nobody can open. Raises NotFound,
    ValuesRefused with a message for kommentar.
    """

    permission: ClassVar[str] = "case.comment"

    case_number: str
    body: str

    def run(self, context: Context) -> int:
        session, body = context.session, self.body.strip()
        case = visible_case(context, self.case_number)
        if not body or len(body) > 4000:
            raise ValuesRefused({"kommentar": Phrase("Schreiben Sie den Kommentar, höchstens 4000 Zeichen.")})
        names = mentioned(body)
        people = session.scalars(select(User).where(User.username.in_(names), User.is_active)).all()
        unknown = sorted(names - {user.username for user in people})
        if unknown:
            raise ValuesRefused(
                {"kommentar": Phrase("@{unknown} gibt es nicht. Nennen Sie den Anmeldenamen.", unknown=unknown[0])}
            )
        for user in people:
            if session.scalar(select(Case.id).where(Case.id == case.id, visible_cases(actor_for(user)))) is None:
                raise ValuesRefused(
                    {"kommentar": Phrase("@{username} darf diesen Fall nicht sehen.", username=user.username)}
                )
        comment = CaseComment(case_id=case.id, body=body, written_at=context.now, written_by=context.actor.name)
        comment.mentions = [CommentMention(username=name) for name in sorted(names - {context.actor.name})]
        session.add(comment)
        session.flush()
        context.record("case.commented", business_key=case.case_number, data={"comment": comment.id})
        return comment.id


@dataclass(frozen=True)
class ReadMentions:
    """The actor has read the comments of this case that name them."""

    permission: ClassVar[str] = "case.read"

    case_id: int

    def run(self, context: Context) -> None:
        context.session.execute(
            update(CommentMention)
            .where(
                CommentMention.username == context.actor.name,
                CommentMention.read_at.is_(None),
                CommentMention.comment_id.in_(select(CaseComment.id).where(CaseComment.case_id == self.case_id)),
            )
            .values(read_at=context.now)
            .execution_options(synchronize_session=False)
        )


@dataclass(frozen=True)
class TagCase:
    """Put a tag on a case; one that is there stays. Raises NotFound, ValuesRefused with a message for schlagwort."""

    permission: ClassVar[str] = "case.comment"

    case_number: str
    tag: str

    def run(self, context: Context) -> None:
        case = visible_case(context, self.case_number)
        tag = " ".join(self.tag.lower().split())
        if _TAG.fullmatch(tag) is None:
            raise ValuesRefused(
                {"schlagwort": Phrase("Höchstens 40 Buchstaben, Ziffern, Leerzeichen, Punkte und Striche.")}
            )
        present = context.session.scalars(select(CaseTag.tag).where(CaseTag.case_id == case.id)).all()
        if tag in present:
            return
        if len(present) >= MOST_TAGS:
            raise ValuesRefused(
                {"schlagwort": Phrase("Ein Fall trägt höchstens {most_tags} Schlagwörter.", most_tags=MOST_TAGS)}
            )
        context.session.execute(
            insert(CaseTag).values(case_id=case.id, tag=tag, added_at=context.now, added_by=context.actor.name)
        )


@dataclass(frozen=True)
class UntagCase:
    """Take a tag off a case. Raises NotFound."""

    permission: ClassVar[str] = "case.comment"

    case_number: str
    tag: str

    def run(self, context: Context) -> None:
        case = visible_case(context, self.case_number)
        context.session.execute(delete(CaseTag).where(CaseTag.case_id == case.id, CaseTag.tag == self.tag))


def visible_case(context: Context, number: str) -> Case:
    """The case, if the actor may see it. Raises NotFound."""
    found = context.session.scalar(select(Case).where(Case.case_number == number, visible_cases(context.actor)))
    if found is None:
        raise NotFound("case", number)
    return found
