"""Sign-in sessions as commands: opened, kept alive, closed — each in one transaction with its history entry.

Sessions live in real time, not on the office clock: a team lead who moves the demo clock forward stays signed in.
So the instant is an argument here and not the `now` of the context.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import delete, select, update

from engine.actor import Actor
from engine.context import Context
from engine.errors import NotFound
from models.identity import SignInSession, User

#: Without a sign of life for this long a session ends.
IDLE = timedelta(minutes=30)
#: However busy, a session ends this long after sign-in.
ABSOLUTE = timedelta(hours=10)
#: A sign of life is written at most this often, so that reading pages costs no write each time.
TOUCH_EVERY = timedelta(minutes=1)
#: Wrong passwords in a row before the account rests.
ATTEMPTS = 5
#: How long it rests. Guessing then yields 480 tries a day at most.
REST = timedelta(minutes=15)

#: The sign-in desk: acts before anybody is signed in.
DESK = Actor("anmeldung", frozenset({"session.open", "session.close"}))


@dataclass(frozen=True)
class OpenSession:
    """A correct password was given: start a session and forget earlier wrong ones.

    `token_digest` is the SHA-256 of the token in the cookie. Raises `NotFound` if the person is gone.
    """

    user_id: int
    token_digest: str
    at: datetime
    permission: ClassVar[str] = "session.open"

    def run(self, context: Context) -> None:
        user = context.session.get(User, self.user_id)
        if user is None or not user.is_active:
            raise NotFound("user", self.user_id)
        user.failed_sign_ins = 0
        user.locked_until = None
        context.session.execute(
            delete(SignInSession).where(
                (SignInSession.expires_at <= self.at) | (SignInSession.last_seen_at <= self.at - IDLE)
            )
        )
        context.session.add(
            SignInSession(
                token_digest=self.token_digest,
                user_id=user.id,
                created_at=self.at,
                last_seen_at=self.at,
                expires_at=self.at + ABSOLUTE,
            )
        )
        context.record("user.signed_in", data={"user": user.username})


@dataclass(frozen=True)
class CountFailedSignIn:
    """A wrong password was given: after `ATTEMPTS` in a row the account rests for `REST`."""

    user_id: int
    at: datetime
    permission: ClassVar[str] = "session.open"

    def run(self, context: Context) -> None:
        user = context.session.get(User, self.user_id)
        if user is None:
            raise NotFound("user", self.user_id)
        user.failed_sign_ins += 1
        if user.failed_sign_ins >= ATTEMPTS:
            user.failed_sign_ins = 0
            user.locked_until = self.at + REST
        context.record("user.sign_in_failed", data={"user": user.username})


@dataclass(frozen=True)
class TouchSession:
    """A sign of life. A session that ended meanwhile is a silent no-op."""

    token_digest: str
    at: datetime
    permission: ClassVar[str] = "account.use"

    def run(self, context: Context) -> None:
        context.session.execute(
            update(SignInSession).where(SignInSession.token_digest == self.token_digest).values(last_seen_at=self.at)
        )


@dataclass(frozen=True)
class CloseSession:
    """The person signs out here. Closing a session twice is a silent no-op."""

    token_digest: str
    permission: ClassVar[str] = "account.use"

    def run(self, context: Context) -> None:
        context.session.execute(delete(SignInSession).where(SignInSession.token_digest == self.token_digest))
        context.record("user.signed_out")


@dataclass(frozen=True)
class CloseOtherSessions:
    """The person signs out everywhere else, for example after forgetting to at a shared desk."""

    keep_digest: str
    permission: ClassVar[str] = "account.use"

    def run(self, context: Context) -> None:
        own = select(User.id).where(User.username == context.actor.name).scalar_subquery()
        context.session.execute(
            delete(SignInSession).where(SignInSession.user_id == own, SignInSession.token_digest != self.keep_digest)
        )
        context.record("user.signed_out_elsewhere")


@dataclass(frozen=True)
class ChangeLocale:
    """The person reads the interface in another language: `de` or `en`."""

    locale: str
    permission: ClassVar[str] = "account.use"

    def run(self, context: Context) -> None:
        if self.locale not in ("de", "en"):
            raise NotFound("locale", self.locale)
        context.session.execute(update(User).where(User.username == context.actor.name).values(locale=self.locale))


@dataclass(frozen=True)
class ChangePassword:
    """The person has a new password, hashed by the caller; all their other sessions end.

    The present one was checked by the caller, outside the transaction: hashing takes longer than a lock should be held.
    """

    password_hash: str
    keep_digest: str
    permission: ClassVar[str] = "account.use"

    def run(self, context: Context) -> None:
        user = context.session.scalars(select(User).where(User.username == context.actor.name)).one()
        user.password_hash = self.password_hash
        user.failed_sign_ins = 0
        context.session.execute(
            delete(SignInSession).where(
                SignInSession.user_id == user.id, SignInSession.token_digest != self.keep_digest
            )
        )
        context.record("user.password_changed")
