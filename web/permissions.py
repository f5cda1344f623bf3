"""Every route says who may use it. A route that says nothing is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user

#: For pages that need no sign-in at all.
PUBLIC = "public"
#: For whoever is signed in, whatever their role.
SIGNED_IN = "account.use"

View = TypeVar("View", bound=Callable[..., Any])


def allow(permission: str) -> Callable[[View], View]:
    """Declare the permission of a view: `PUBLIC`, `SIGNED_IN` or a permission from `processes.access`."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def permission_of(app: Flask, endpoint: str) -> str | None:
    """What the view behind an endpoint declares; static files are public."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], "permission", None)


def guard() -> Any:
    """Before every request: sign in first, and answer 404 for what the role does not hold.

    404, not 403, so that nobody learns which cases and pages exist beyond their own.
    """
    if request.endpoint is None:
        return None
    permission = permission_of(current_app, request.endpoint)
    if permission == PUBLIC:
        return None
    if permission is None:
        abort(404)
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if not current_user.may(permission):
        abort(404)
    return None
