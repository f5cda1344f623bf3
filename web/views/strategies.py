"""Decide a strategy before its window ends, or give it a later end."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from processes.strategy_window.commands import DecideStrategy, ExtendStrategy
from processes.strategy_window.rules import NEED_OUTCOMES, RESULTS
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case

room = Blueprint("strategies", __name__, url_prefix="/faelle")


@room.get("/<number>/strategien/<int:strategy_id>/entscheiden")
@allow("strategy.decide")
def decide(number: str, strategy_id: int) -> Response | tuple[str, int]:
    return _page(number, strategy_id, Inputs({"profil_pruefen": "ja"}))


@room.post("/<number>/strategien/<int:strategy_id>/entscheiden")
@allow("strategy.decide")
def save(number: str, strategy_id: int) -> Response | tuple[str, int]:
    """Its process ends and the case hears of it."""
    inputs = Inputs(request.form)
    result = inputs.choice("ergebnis", RESULTS, _("Bitte das Ergebnis wählen."))
    note = inputs.text("bemerkung", _("Bitte die Begründung angeben."), most=4000)
    with office().engine.reading() as rows:
        strategy = case_file.strategy(rows, find_case(rows, actor(), number, now()).case, strategy_id)
        has_need = strategy.need is not None
    asked = _("Bitte sagen, was das Ende für den Bedarf bedeutet.")
    need = inputs.choice("bedarf", NEED_OUTCOMES, asked) if has_need else ""
    competence = inputs.text("neue_kompetenz", most=400)
    if inputs.errors:
        return _page(number, strategy_id, inputs)
    command = DecideStrategy(strategy_id, result, note, need, competence, inputs.ticked("profil_pruefen"))
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _page(number, strategy_id, inputs)
    flash(_("Die Strategie ist entschieden."), "success")
    return redirect(url_for("cases.strategies", number=number), 303)


@room.get("/<number>/strategien/<int:strategy_id>/verlaengern")
@allow("strategy.decide")
def extend(number: str, strategy_id: int) -> Response | tuple[str, int]:
    return _page(number, strategy_id, Inputs(), "extend_strategy")


@room.post("/<number>/strategien/<int:strategy_id>/verlaengern")
@allow("strategy.decide")
def save_extension(number: str, strategy_id: int) -> Response | tuple[str, int]:
    """Its deadlines are set anew at once."""
    inputs = Inputs(request.form)
    day = inputs.day("neues_ende", _("Bitte das neue Ende eingeben."))
    note = inputs.text("bemerkung", _("Bitte die Begründung angeben."), most=4000)
    with office().engine.reading() as rows:
        case_file.strategy(rows, find_case(rows, actor(), number, now()).case, strategy_id)
    if day is not None and not inputs.errors:
        try:
            office().engine.execute(ExtendStrategy(strategy_id, day, note), actor())
        except ValuesRefused as refusal:
            inputs.errors.update(refusal.errors)
        else:
            flash(_("Das Zeitfenster ist verlängert."), "success")
            return redirect(url_for("cases.strategies", number=number), 303)
    return _page(number, strategy_id, inputs, "extend_strategy")


def _page(number: str, strategy_id: int, inputs: Inputs, part: str = "decide_strategy") -> tuple[str, int]:
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        page = render_template(
            f"pages/cases/{part}.html",
            line=line,
            case=line.case,
            strategy=case_file.strategy(rows, line.case, strategy_id),
            values=inputs.values,
            errors=inputs.errors,
            results=[(name, label(state)) for name, state in RESULTS.items()],
            outcomes=[
                ("BEHOBEN", _("behoben")),
                ("TEILWEISE", _("teilweise behoben")),
                ("BESTEHT", _("besteht weiter")),
            ],
        )
    return page, 422 if inputs.errors else 200
