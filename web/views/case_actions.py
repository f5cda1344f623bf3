"""What people do to a case outside its tasks: open it, report a change, deregister."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from models.casework import ClientStatus, LegalCircle
from processes.access import teams_of
from processes.integration.commands import DeregisterCase, NewClient, OpenCase, ReportChange
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, office, person
from web.permissions import allow
from web.readers.people import caseworkers_of
from web.views.case_forms import Answer, case_form, done, tried

room = Blueprint("case_actions", __name__, url_prefix="/faelle")


@room.get("/neu")
@allow("case.open")
def open_case() -> Answer:
    """A new or returning client: the case starts with the first interview."""
    return _new_case_page(
        Inputs({"caseworker": person().username, "legal_circle": "SGB2", "client_status": "UNEMPLOYED"})
    )


@room.post("/neu")
@allow("case.open")
def start_case() -> Answer:
    inputs = Inputs(request.form)
    command = _opening(inputs)
    number = None if command is None else tried(inputs, command)
    if number is None:
        return _new_case_page(inputs)
    flash(_("Der Fall %(number)s ist angelegt.", number=number), "success")
    return redirect(url_for("cases.overview", number=number), 303)


def _opening(inputs: Inputs) -> OpenCase | None:
    """The command for what was typed, or None with the messages in `inputs`."""
    with office().engine.reading() as rows:
        teams = {username: team for username, _name, team in caseworkers_of(rows, teams_of(actor()))}
    client = {
        "customer_no": inputs.text("customer_no", _("Bitte die Kundennummer eingeben."), most=40),
        "first_name": inputs.text("first_name", _("Bitte den Vornamen eingeben."), most=120),
        "last_name": inputs.text("last_name", _("Bitte den Nachnamen eingeben."), most=120),
        "street": inputs.text("street", most=160),
        "postal_code": inputs.text("postal_code", most=10),
        "city": inputs.text("city", most=120),
        "phone": inputs.text("phone", most=60),
        "email": inputs.text("email", most=200),
    }
    born_on = inputs.day("born_on", _("Bitte das Geburtsdatum eingeben."))
    circle = inputs.choice("legal_circle", LegalCircle.__members__, _("Bitte den Rechtskreis wählen."))
    status = inputs.choice("client_status", ClientStatus.__members__, _("Bitte den Status wählen."))
    caseworker = inputs.choice("caseworker", teams, _("Bitte die zuständige Fachkraft wählen."))
    if inputs.errors or born_on is None:
        return None
    return OpenCase(
        NewClient(born_on=born_on, **client), LegalCircle[circle], teams[caseworker], caseworker, ClientStatus[status]
    )


@room.get("/<number>/veraenderung")
@allow("case.write")
def report_change(number: str) -> Answer:
    return case_form("report_change", number, Inputs())


@room.post("/<number>/veraenderung")
@allow("case.write")
def send_change(number: str) -> Answer:
    """The case takes the change up at once, whatever it is waiting for."""
    inputs = Inputs(request.form)
    description = inputs.text("description", _("Bitte beschreiben Sie die Veränderung."))
    return done(
        "report_change", number, inputs, lambda: ReportChange(number, description), _("Die Veränderung ist gemeldet.")
    )


@room.get("/<number>/abmeldung")
@allow("case.write")
def deregister(number: str) -> Answer:
    return case_form("deregister", number, Inputs())


@room.post("/<number>/abmeldung")
@allow("case.write")
def end_case(number: str) -> Answer:
    """The case and everything that runs in it ends. It asks twice: this cannot be taken back."""
    inputs = Inputs(request.form)
    day = inputs.day("day", _("Bitte den Tag der Abmeldung eingeben."))
    reason = inputs.text("reason", _("Bitte den Grund der Abmeldung nennen."))
    if not inputs.ticked("sure"):
        inputs.errors["sure"] = _("Bitte bestätigen Sie, dass der Fall enden soll.")

    def command() -> DeregisterCase:
        assert day is not None
        return DeregisterCase(number, day, reason)

    return done("deregister", number, inputs, command, _("Der Fall ist abgemeldet."))


def _new_case_page(inputs: Inputs) -> Answer:
    with office().engine.reading() as rows:
        people = [(username, name) for username, name, _team in caseworkers_of(rows, teams_of(actor()))]
    page = render_template(
        "pages/cases/open_case.html",
        values=inputs.values,
        errors=inputs.errors,
        people=people,
        circles=[(c.name, label(c)) for c in LegalCircle],
        statuses=[(s.name, label(s)) for s in ClientStatus],
    )
    return page, 422 if inputs.errors else 200
