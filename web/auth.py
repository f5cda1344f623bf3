"""Sign-in: who a request comes from. The cookie holds a random token, the database its digest."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, Response, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.actor import Actor
from engine.calendar import berlin_date
from engine.errors import DatabaseAway
from engine.executor import Engine
from models.identity import SignInSession, User
from processes.access import NOBODY, Covering, actor_for
from processes.identity.absences import covering_of
from processes.identity.passwords import verify_password
from processes.identity.sign_in import (
    DESK,
    IDLE,
    TOUCH_EVERY,
    CloseSession,
    CountFailedSignIn,
    OpenSession,
    TouchSession,
)
from web import sending_again
from web.errors import Answer, session_ended
from web.language import gettext as _
from web.problems import wants_json
from web.settings import WebSettings


@dataclass(frozen=True, eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]
    """The signed-in person. `token` is this session's secret; `covering` says whom they stand in for today."""

    user_id: int
    username: str
    display_name: str
    locale: str
    actor: Actor
    token: str = field(repr=False)
    last_seen_at: datetime
    expires_at: datetime
    covering: Covering = NOBODY

    def get_id(self) -> str:
        return self.token

    def may(self, permission: str) -> bool:
        return self.actor.may(permission)


class SignInRefused(Exception):
    """Name and password do not fit together, or the account rests until `until`."""

    def __init__(self, until: datetime | None = None) -> None:
        self.until = until
        super().__init__("Expected a fitting name and password")


def digest(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. The token has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def install(app: Flask, engine: Engine, settings: WebSettings) -> None:
    """Let Flask-Login find the person behind a cookie, and write signs of life after the answer is made."""
    manager = LoginManager()
    manager.session_protection = None  # the session is bound to a server-side token, not to an address

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        if g.get("sessions_away"):
            return None
        g.sessions_away = True  # stays so if the next line fails: the page that says so is drawn for nobody
        with engine.reading() as rows:
            found = find_person(rows, token, settings.wall_clock(), engine.now())
        g.sessions_away = False
        return found

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def ask_to_sign_in() -> WerkzeugResponse | Answer:
        if request.method != "GET" or wants_json():
            return session_ended()
        return redirect(url_for("account.sign_in", weiter=request.full_path.rstrip("?")), 303)

    manager.init_app(app)

    @app.after_request
    def touch(response: Response) -> Response:
        if request.endpoint == "static":  # nobody's page: whose it is need not be read from the database
            return response
        if response.status_code < 500 and "_user_id" in session and current_user.is_authenticated:
            with suppress(DatabaseAway):  # the page is made; the next one will be the sign of life
                _keep_alive(engine, settings, current_user)
        return response


def _keep_alive(engine: Engine, settings: WebSettings, person: SignedIn) -> None:
    at = settings.wall_clock()
    if at - person.last_seen_at >= TOUCH_EVERY:
        engine.execute(TouchSession(digest(person.token), at), person.actor)


def find_person(rows: Session, token: str, wall: datetime, office_now: datetime) -> SignedIn | None:
    """Who holds this token, or None if the session is unknown, idle for too long or too old."""
    found = rows.execute(
        select(SignInSession, User)
        .join(User, User.id == SignInSession.user_id)
        .where(
            SignInSession.token_digest == digest(token),
            SignInSession.expires_at > wall,
            SignInSession.last_seen_at > wall - IDLE,
            User.is_active,
        )
    ).one_or_none()
    if found is None:
        return None
    stored, user = found
    covering = covering_of(rows, user.id, berlin_date(office_now))
    return SignedIn(
        user_id=user.id,
        username=user.username,
        display_name=user.display_name,
        locale=user.locale,
        actor=actor_for(user, covering),
        token=token,
        last_seen_at=stored.last_seen_at,
        expires_at=stored.expires_at,
        covering=covering,
    )


def sign_in(engine: Engine, settings: WebSettings, username: str, password: str) -> None:
    """Check the password, open a session and rotate the cookie. Raises `SignInRefused`.

    The password is checked outside the transaction: hashing takes longer than a write lock should be held.
    """
    wall = settings.wall_clock()
    with engine.reading() as rows:
        user = rows.scalar(select(User).where(User.username == username.strip().lower(), User.is_active))
        known = (user.id, user.password_hash, user.locked_until) if user else (0, None, None)
    user_id, stored, locked_until = known
    fits = verify_password(stored, password)
    if locked_until is not None and locked_until > wall:
        raise SignInRefused(locked_until)
    if not fits:
        if user_id:
            engine.execute(CountFailedSignIn(user_id, wall), DESK)
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    engine.execute(OpenSession(user_id, digest(token), wall), DESK)
    sending_again.start_afresh()  # a new session id and a new CSRF token at sign-in: nothing planted before stays valid
    with engine.reading() as rows:
        login_user(find_person(rows, token, wall, engine.now()), fresh=True)


def check_present_password(engine: Engine, settings: WebSettings, person: SignedIn, password: str) -> str | None:
    """What speaks against the password of the signed-in person, in their language; None if it fits.

    Wrong ones count like those at the door: an unattended screen must not be a place to guess.
    """
    wall = settings.wall_clock()
    with engine.reading() as rows:
        user = rows.get_one(User, person.user_id)
        stored, locked_until = user.password_hash, user.locked_until
    if locked_until is not None and locked_until > wall:
        return _("Zu viele Fehlversuche. Bitte später wieder versuchen.")
    if verify_password(stored, password):
        return None
    engine.execute(CountFailedSignIn(person.user_id, wall), DESK)
    return _("Das ist nicht Ihr jetziges Kennwort.")


def sign_out(engine: Engine, person: SignedIn) -> None:
    """End this session on the server and in the browser."""
    engine.execute(CloseSession(digest(person.token)), person.actor)
    logout_user()
    session.clear()
