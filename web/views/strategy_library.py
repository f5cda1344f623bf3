"""The office's own strategies and templates: read by casework, proposed by team leads, written by the support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from models.casework import LegalCircle
from processes.catalogues import needs_catalogues
from processes.strategy import library
from processes.strategy.library_commands import (
    DecideLocalStrategy,
    ProposeLocalStrategy,
    RetireTemplate,
    WriteTemplate,
)
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, office
from web.permissions import allow

room = Blueprint("strategy_library", __name__, url_prefix="/kataloge")

Answer = Response | tuple[str, int]


@room.get("/lokale-strategien")
@allow("catalogue.read")
def local() -> Answer:
    """All local strategies with the usage report (ST-14)."""
    return _local_page(Inputs())


@room.post("/lokale-strategien")
@allow("strategy.propose")
def propose() -> Answer:
    inputs = Inputs(request.form)
    name = inputs.text("label", _("Bitte den Namen eingeben."), most=160)
    aim = inputs.text("aim", _("Bitte beschreiben, wozu die Strategie dient."), most=2000)
    circle = inputs.text("legal_circle", most=10)
    command = ProposeLocalStrategy(name, aim, circle)
    return _done(inputs, command, "local", _("Die Strategie ist vorgeschlagen."), _local_page)


@room.post("/lokale-strategien/<int:local_id>/einsetzen")
@allow("strategy.library")
def put_to_use(local_id: int) -> Response:
    office().engine.execute(DecideLocalStrategy(local_id, to_use=True), actor())
    flash(_("Die Strategie kann jetzt gewählt werden."), "success")
    return redirect(url_for(".local"), 303)


@room.post("/lokale-strategien/<int:local_id>/beenden")
@allow("strategy.library")
def retire(local_id: int) -> Response:
    office().engine.execute(DecideLocalStrategy(local_id, to_use=False), actor())
    flash(_("Die Strategie wird nicht mehr angeboten."), "success")
    return redirect(url_for(".local"), 303)


@room.get("/vorlagen")
@allow("catalogue.read")
def templates() -> Answer:
    """Templates of the office and those that are shipped, by strategy (ST-16)."""
    return _template_page(Inputs())


@room.post("/vorlagen")
@allow("strategy.library")
def write_template() -> Answer:
    inputs = Inputs(request.form)
    command = WriteTemplate(
        strategy=inputs.text("strategy", _("Bitte die Strategie wählen."), most=60),
        title=inputs.text("title", _("Bitte den Titel eingeben."), most=160),
        months=inputs.number("months", 1, 24, _("Bitte eine Zahl von 1 bis %(most)d eingeben.", most=24)),
        intermediate_goal=inputs.text("intermediate_goal", _("Bitte das Zwischenziel eingeben."), most=2000),
        steps_client=inputs.text("steps_client", most=2000),
        steps_staff=inputs.text("steps_staff", most=2000),
        steps_third_party=inputs.text("steps_third_party", most=2000),
    )
    return _done(inputs, command, "templates", _("Die Vorlage ist gespeichert."), _template_page)


@room.post("/vorlagen/<int:template_id>/beenden")
@allow("strategy.library")
def retire_template(template_id: int) -> Response:
    office().engine.execute(RetireTemplate(template_id), actor())
    flash(_("Die Vorlage wird nicht mehr angeboten."), "success")
    return redirect(url_for(".templates"), 303)


def _done(inputs: Inputs, command: Any, back: str, said: str, page: Callable[[Inputs], Answer]) -> Answer:
    if not inputs.errors:
        try:
            office().engine.execute(command, actor())
        except ValuesRefused as refusal:
            inputs.errors.update(refusal.errors)
        else:
            flash(said, "success")
            return redirect(url_for(f".{back}"), 303)
    return page(inputs)


def _local_page(inputs: Inputs) -> Answer:
    with office().engine.reading() as rows:
        page = render_template(
            "pages/catalogues/local_strategies.html",
            strategies=library.local_strategies(rows),
            usage=library.usage(rows),
            circles=[(circle.name, label(circle)) for circle in LegalCircle],
            values=inputs.values,
            errors=inputs.errors,
        )
    return page, 422 if inputs.errors else 200


def _template_page(inputs: Inputs) -> Answer:
    with office().engine.reading() as rows:
        known: dict[str, str] = {}
        for catalogue in needs_catalogues().values():
            known |= {
                entry.code: entry.label for entry in (*catalogue.strategies.values(), *catalogue.cross_cutting.values())
            }
        known |= {one.code: one.label for one in library.local_strategies(rows)}
        page = render_template(
            "pages/catalogues/templates.html",
            templates=library.templates(rows),
            names=known,
            strategies=sorted(known.items(), key=lambda pair: pair[1]),
            values=inputs.values,
            errors=inputs.errors,
        )
    return page, 422 if inputs.errors else 200
