"""The web application, put together from its rooms."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, request, url_for
from flask_babel import Babel, get_locale
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.executor import Engine
from models.casework import CaseState
from processes.catalogues import product_label
from web import auth, errors, formatters, forms, labels, navigation, permissions, phrases, security, static_files
from web.case_parts import rows_of_tabs
from web.language import stored_text, told
from web.model_texts import model_text
from web.office import Office, now
from web.readers.values_told import value_told
from web.settings import WebSettings
from web.views import ROOMS


def create_app(engine: Engine, settings: WebSettings) -> Flask:
    """One office's web application on one engine. Several may live in one process; they share nothing."""
    app = Flask("web")
    app.extensions["office"] = Office(engine, settings)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    Babel(app, default_locale="de", default_timezone="Europe/Berlin", locale_selector=_locale)
    security.install(app, settings)
    static_files.install(app)
    auth.install(app, engine, settings)
    errors.install(app)
    app.before_request(permissions.guard)
    app.context_processor(lambda: _page_furniture(app, settings))
    phrases.install(app.jinja_env)
    app.jinja_env.filters.update(
        day=formatters.format_day,
        weekday=formatters.format_weekday,
        long_day=formatters.format_long_day,
        time=formatters.format_time,
        moment=formatters.format_datetime,
        iso=formatters.format_iso,
        language_name=formatters.language_name,
        status_label=navigation.label_of,
        model_text=model_text,
        stored_text=stored_text,
        told=told,
    )
    app.jinja_env.filters.update(office_day=formatters.office_day, as_lists=formatters.as_lists, **forms.FILTERS)
    app.jinja_env.globals.update(
        distance=formatters.describe_distance,
        label=labels.label,
        segment_of=labels.segment_of,
        incident_label=labels.incident_label,
        need_label=labels.need_label,
        strategy_label=labels.strategy_label,
        goal_label=labels.goal_label,
        product_label=product_label,
        agreement_label=labels.agreement_label,
        element_kind=labels.element_kind,
        value_told=value_told,
        office_now=now,
        get_locale=get_locale,
        rows_of_tabs=rows_of_tabs,
    )
    for room in ROOMS:
        app.register_blueprint(room)
    app.add_url_rule("/", "home", _home)
    return app


@permissions.allow(permissions.SIGNED_IN)
def _home() -> Response:
    endpoints = _endpoints()
    return redirect(url_for(navigation.home_of(current_user, endpoints)), 303)


def _endpoints() -> set[str]:
    from flask import current_app

    return set(current_app.view_functions)


def _locale() -> str:
    if current_user and current_user.is_authenticated:
        return str(current_user.locale)
    return request.accept_languages.best_match(["de", "en"], default="de") or "de"


def _page_furniture(app: Flask, settings: WebSettings) -> dict[str, Any]:
    """What every template may use. Nothing here asks the database before a template asks for it."""
    return {
        "office_name": settings.office_name,
        "is_demo": settings.is_demo,
        "navigation_for": lambda person: list(navigation.entries_for(person, set(app.view_functions))),
        "theme": request.cookies.get("ansicht", "auto"),
        "shortcuts": request.cookies.get("kurzbefehle", "an"),
        "keep_query": keep_query,
        "endpoints": app.view_functions,
        "case_states": list(CaseState),
    }


def keep_query(**changes: Any) -> str:
    """This page's address with some of its filters changed: filters and page live in the URL."""
    kept = {name: values for name, values in request.args.lists() if name not in changes}
    kept.update({name: [str(value)] for name, value in changes.items() if value not in (None, "")})
    return Markup.escape(url_for(str(request.endpoint), **(request.view_args or {}), **kept))  # type: ignore[arg-type]
