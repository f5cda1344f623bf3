"""What every view works with: the engine and the settings, hung on the application and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from flask import current_app, g
from flask_login import current_user

from engine.actor import Actor
from engine.executor import Engine
from web.auth import SignedIn
from web.settings import WebSettings


@dataclass(frozen=True)
class Office:
    engine: Engine
    settings: WebSettings


def office() -> Office:
    """The office whose request this is."""
    return cast(Office, current_app.extensions["office"])


def person() -> SignedIn:
    """Who is signed in. Only for views that a permission guards."""
    return cast(SignedIn, current_user._get_current_object())


def actor() -> Actor:
    """The signed-in person as the engine knows them."""
    return person().actor


def actor_for_work_of(assignee: str | None, case_number: str | None) -> Actor:
    """Who acts on work of this person: in their place if the signed-in person stands in for them in this case."""
    absent = person().covering.absent_for(assignee, case_number)
    return replace(actor(), on_behalf_of=absent) if absent else actor()


def now() -> datetime:
    """The office clock, read once per request so that a page speaks of one moment."""
    if "now" not in g:
        g.now = office().engine.now()
    return cast(datetime, g.now)
