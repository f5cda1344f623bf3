"""Signing in and out, and what a person may set for themselves."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from processes.identity.passwords import SHORTEST, hash_password, password_errors
from processes.identity.sign_in import ChangeLocale, ChangePassword, CloseOtherSessions
from web import auth
from web.auth import SignInRefused
from web.formatters import format_time
from web.inputs import Inputs
from web.language import gettext as _
from web.office import actor, office, person
from web.permissions import PUBLIC, SIGNED_IN, allow
from web.readers.people import memberships_of, sessions_of

room = Blueprint("account", __name__)

#: Settings of this browser stay for a year.
_KEPT = 365 * 24 * 3600


@room.get("/anmelden")
@allow(PUBLIC)
def sign_in() -> str | Response:
    """The sign-in page; who is signed in already goes on."""
    if current_user.is_authenticated:
        return redirect(url_for("home"), 303)
    return _entrance(Inputs())


@room.post("/anmelden")
@allow(PUBLIC)
def check_sign_in() -> Response | tuple[str, int]:
    inputs = Inputs({"name": request.form.get("name", "")})
    try:
        auth.sign_in(office().engine, office().settings, inputs.text("name"), request.form.get("kennwort", ""))
    except SignInRefused as refusal:
        message = _("Name und Kennwort passen nicht zusammen.")
        if refusal.until:
            message = _("Zu viele Fehlversuche. Bitte ab %(time)s Uhr wieder versuchen.",
                        time=format_time(refusal.until))  # fmt: skip
        inputs.errors["name"] = message
        return _entrance(inputs), 422
    return redirect(_wanted(), 303)


@room.post("/abmelden")
@allow(SIGNED_IN)
def sign_out() -> Response:
    auth.sign_out(office().engine, person())
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("account.sign_in"), 303)


@room.get("/konto")
@allow(SIGNED_IN)
def show() -> str:
    with office().engine.reading() as rows:
        return render_template(
            "pages/account/show.html",
            memberships=memberships_of(rows, person().user_id),
            sessions=sessions_of(rows, person().user_id),
            current=auth.digest(person().token),
        )


@room.post("/konto/sprache")
@allow(SIGNED_IN)
def change_language() -> Response:
    office().engine.execute(ChangeLocale(request.form.get("sprache", "")), actor())
    return redirect(url_for(".show"), 303)


@room.post("/konto/browser")
@allow(SIGNED_IN)
def change_browser_settings() -> Response:
    """Shortcuts and colours belong to a browser, not to a person: screens and keyboards differ."""
    answer = make_response(redirect(url_for(".show"), 303))
    shortcuts = "an" if request.form.get("kurzbefehle") == "ja" else "aus"
    view = request.form.get("ansicht", "auto")
    secure = office().settings.https
    answer.set_cookie("kurzbefehle", shortcuts, max_age=_KEPT, samesite="Lax", secure=secure, httponly=True)
    if view in ("auto", "light", "dark"):
        answer.set_cookie("ansicht", view, max_age=_KEPT, samesite="Lax", secure=secure, httponly=True)
    flash(_("Gespeichert."), "success")
    return answer


@room.post("/konto/sitzungen")
@allow(SIGNED_IN)
def end_other_sessions() -> Response:
    office().engine.execute(CloseOtherSessions(auth.digest(person().token)), actor())
    flash(_("Alle anderen Sitzungen sind beendet."), "success")
    return redirect(url_for(".show"), 303)


@room.get("/konto/kennwort")
@allow(SIGNED_IN)
def password() -> tuple[str, int]:
    return _password_page(Inputs())


@room.post("/konto/kennwort")
@allow(SIGNED_IN)
def change_password() -> Response | tuple[str, int]:
    """The present password once more, the new one twice; every other session of the person ends."""
    inputs, sent = Inputs(), request.form
    new = sent.get("kennwort_neu", "")
    problem = password_errors(new, (person().username, person().display_name))
    if problem:
        inputs.errors["kennwort_neu"] = problem
    elif new != sent.get("kennwort_wiederholt", ""):
        inputs.errors["kennwort_wiederholt"] = _("Die beiden neuen Kennwörter sind verschieden.")
    if not inputs.errors:
        refused = auth.check_present_password(office().engine, office().settings, person(), sent.get("kennwort", ""))
        if refused:
            inputs.errors["kennwort"] = refused
    if inputs.errors:
        return _password_page(inputs)
    command = ChangePassword(hash_password(new), auth.digest(person().token))
    office().engine.execute(command, actor())
    flash(_("Das Kennwort ist geändert. Alle anderen Sitzungen sind beendet."), "success")
    return redirect(url_for(".show"), 303)


def _password_page(inputs: Inputs) -> tuple[str, int]:
    page = render_template("pages/account/password.html", values={}, errors=inputs.errors, shortest=SHORTEST)
    return page, 422 if inputs.errors else 200


def _entrance(inputs: Inputs) -> str:
    settings = office().settings
    return render_template(
        "pages/account/sign_in.html",
        values=inputs.values,
        errors=inputs.errors,
        wanted=request.values.get("weiter", ""),
        demo_accounts=settings.demo_accounts if settings.is_demo else (),
        demo_password=settings.demo_password if settings.is_demo else None,
    )


def _wanted() -> str:
    """Where the person wanted to go before signing in: only ever a path of this office."""
    wanted = request.form.get("weiter", "")
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if is_ours else url_for("home")
