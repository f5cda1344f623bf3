"""Headers, cookies, CSRF and origin: what protects every page, in one place."""

from __future__ import annotations

from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from processes.desk.attachments import MOST_BYTES
from web import sending_again
from web.language import gettext as _
from web.problems import NotUnderstood, Place
from web.settings import WebSettings

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # same-origin, not no-referrer: with no-referrer browsers send "Origin: null" and the origin check would fail
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

#: Bytes of the fields of a form: they are small, a diagram that is typed in has up to 2 MiB.
MAX_FORM = 4 * 1024 * 1024
#: Bytes of a request: the largest file that may be attached, and the form around it.
MAX_REQUEST = MOST_BYTES + 1024 * 1024


def install(app: Flask, settings: WebSettings) -> None:
    """Configure cookies, CSRF protection, the origin check and the headers hook."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-phasenwerk" if settings.https else "phasenwerk",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session, so that a form left open still saves
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, with the one exception there is
        WTF_CSRF_SSL_STRICT=False,  # the origin check below replaces the referrer check
    )
    app.url_map.converters["int"] = StorableNumber
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.before_request(lambda: _check_origin(settings))
    app.before_request(_limit_forms)
    csrf = CSRFProtect(app)
    app.before_request(lambda: sending_again.check_token(csrf, settings.wall_clock()))
    app.before_request(_check_readable)
    app.after_request(lambda response: _add_headers(response, settings))


def _check_origin(settings: WebSettings) -> None:
    """A write must come from our own pages. Browsers send Origin with every write; other clients need the token."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    sent = request.headers.get("Origin")
    if sent is None and (referrer := request.headers.get("Referer")):
        parts = urlsplit(referrer)
        sent = f"{parts.scheme}://{parts.netloc}"
    if sent is not None and sent != request.host_url.rstrip("/") and sent not in settings.trusted_origins:
        abort(400, "origin")


class StorableNumber(IntegerConverter):
    """`<int:…>` in an address: beyond this no database keeps a number, so nothing has it."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": 2**63 - 1, **options})


def _limit_forms() -> None:
    """A form without files is read at once, so its fields are limited by its length."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = MAX_FORM


def _check_readable() -> None:
    """PostgreSQL keeps no text with the character zero, and nobody types it. Raises NotUnderstood."""
    sent = chain((request.view_args or {}).items(), request.args.items(multi=True), request.form.items(multi=True))
    for name, value in sent:
        if isinstance(value, str) and "\x00" in name + value:
            raise NotUnderstood(400, Place(name.replace("\x00", ""), _("lesbarer Text"), _("Zeichen, die keine sind")))


def relax_style_attributes() -> None:
    """For the editors only: bpmn-js positions its palettes with style attributes. Nothing else is relaxed."""
    g.style_attributes = True


def _add_headers(response: Response, settings: WebSettings) -> Response:
    policy = dict(_POLICY)
    if g.get("style_attributes"):
        policy["style-src-attr"] = "'unsafe-inline'"
    response.headers.setdefault("Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in policy.items()))
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
