"""The secret address of a person's calendar: made, read, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, select, update

from engine.actor import Actor
from engine.context import Context
from models.desk import CalendarFeed
from models.identity import User

#: Whoever reads a calendar by its secret address is signed in nowhere.
READER = Actor("kalender", frozenset({"calendar.read"}))


@dataclass(frozen=True)
class OpenCalendar:
    """Make a new address; the one before stops working. Only the digest of its secret is stored."""

    permission: ClassVar[str] = "worklist.read"

    token_digest: str

    def run(self, context: Context) -> None:
        _close(context)
        user = context.session.scalars(select(User.id).where(User.username == context.actor.name)).one()
        context.session.add(CalendarFeed(token_digest=self.token_digest, user_id=user, created_at=context.now))
        context.record("calendar.opened")


@dataclass(frozen=True)
class CloseCalendar:
    """Revoke the address. Revoking none is a silent no-op."""

    permission: ClassVar[str] = "worklist.read"

    def run(self, context: Context) -> None:
        _close(context)
        context.record("calendar.closed")


@dataclass(frozen=True)
class CalendarRead:
    """The feed was fetched: its owner sees when that was last."""

    permission: ClassVar[str] = "calendar.read"

    token_digest: str

    def run(self, context: Context) -> None:
        context.session.execute(
            update(CalendarFeed).where(CalendarFeed.token_digest == self.token_digest).values(last_read_at=context.now)
        )


def _close(context: Context) -> None:
    own = select(User.id).where(User.username == context.actor.name).scalar_subquery()
    context.session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == own))
