"""Duties that were not met, illness, placement on hold: what is known of a case, and the forms that report them."""

from __future__ import annotations

from flask import Blueprint, request

from models.casework import BreachKind
from processes.breach.commands import ReportBreach, ReportIncapacity, StopPlacement
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.permissions import allow
from web.readers import breaches
from web.views.case_forms import Answer, case_form, done
from web.views.case_pages import case_page

room = Blueprint("breaches", __name__, url_prefix="/faelle")


@room.get("/<number>/mitwirkung")
@allow("case.read")
def show(number: str) -> str:
    """Missed appointments and breaches with what came of them, illness, placement on hold."""
    return case_page(
        number,
        "cooperation",
        "Mitwirkung",
        lambda rows, case: {
            "breaches": breaches.breaches(rows, case),
            "missed": breaches.missed(rows, case),
            "incapacities": breaches.incapacities(rows, case),
            "stops": breaches.stops(rows, case),
        },
    )


@room.get("/<number>/pflichtverletzung")
@allow("case.write")
def breach(number: str) -> Answer:
    return case_form("report_breach", number, Inputs(), kinds=_kinds())


@room.post("/<number>/pflichtverletzung")
@allow("case.write")
def report_breach(number: str) -> Answer:
    """The hearing comes first; nothing follows by itself."""
    inputs = Inputs(request.form)
    kind = inputs.choice("kind", BreachKind.__members__, _("Bitte wählen Sie, worum es geht."))
    occurred_on = inputs.day("occurred_on", _("Bitte den Tag eingeben."))
    description = inputs.text("description", _("Bitte beschreiben Sie, was nicht erfüllt wurde."))

    def command() -> ReportBreach:
        assert occurred_on is not None
        return ReportBreach(number, BreachKind[kind], occurred_on, description)

    said = _("Die Prüfung hat begonnen: Als Nächstes wird die Person angehört.")
    return done("report_breach", number, inputs, command, said, kinds=_kinds())


@room.get("/<number>/arbeitsunfaehigkeit")
@allow("case.write")
def incapacity(number: str) -> Answer:
    return case_form("report_incapacity", number, Inputs())


@room.post("/<number>/arbeitsunfaehigkeit")
@allow("case.write")
def report_incapacity(number: str) -> Answer:
    inputs = Inputs(request.form)
    from_day = inputs.day("from_day", _("Bitte den ersten Tag eingeben."))
    until = inputs.day("until", _("Bitte den voraussichtlich letzten Tag eingeben."))

    def command() -> ReportIncapacity:
        assert from_day is not None
        assert until is not None
        return ReportIncapacity(number, from_day, until)

    return done("report_incapacity", number, inputs, command, _("Die Arbeitsunfähigkeit ist eingetragen."))


@room.get("/<number>/vermittlung-einstellen")
@allow("case.write")
def stop(number: str) -> Answer:
    return case_form("stop_placement", number, Inputs())


@room.post("/<number>/vermittlung-einstellen")
@allow("case.write")
def stop_placement(number: str) -> Answer:
    inputs = Inputs(request.form)
    reason = inputs.text("reason", _("Bitte den Grund nennen."))
    return done(
        "stop_placement", number, inputs, lambda: StopPlacement(number, reason), _("Die Vermittlung ist eingestellt.")
    )


def _kinds() -> list[tuple[str, str]]:
    return [(kind.name, label(kind)) for kind in BreachKind]
