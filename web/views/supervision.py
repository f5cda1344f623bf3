"""The team at a glance: all cases, what is overdue, what is stuck, and in demos the office clock."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.commands.move_office_clock import MOST_DAYS, MoveOfficeClock
from engine.commands.retry_incident import RetryIncident
from engine.errors import NotFound, WrongState
from engine.waits import DEADLOCK
from processes.catalogues import segment_label
from web.documents.table_csv import table_csv
from web.formatters import format_datetime, german_datetime, german_day, office_day
from web.inputs import Inputs
from web.labels import AGE_BANDS, label, segment_of
from web.language import gettext as _
from web.office import actor, now, office
from web.paging import Sorting, page_number
from web.permissions import allow
from web.readers import cases, density, instances, operations
from web.readers.cases import SORTABLE, CaseFilter

room = Blueprint("supervision", __name__, url_prefix="/team")


@room.get("")
@allow("team.read")
def team() -> str:
    """All cases of the team with phase, next deadline and overdue marks."""
    wanted = CaseFilter.asked(request.args)
    sorting = Sorting.asked(request.args, SORTABLE, "-ueberfaellig")
    with office().engine.reading() as rows:
        lines, page = cases.case_list(rows, actor(), now(), wanted, sorting, page_number(request.args))
        return render_template(
            "pages/supervision/team.html",
            lines=lines,
            page=page,
            wanted=wanted,
            sorting=sorting,
            figures=cases.team_figures(rows, actor(), now()),
            people=cases.caseworkers(rows, actor()),
            units=cases.teams_in_sight(rows, actor()),
            incidents=len(instances.incident_lines(rows, office().engine.definitions, actor())),
            proposals=len(operations.open_proposals(rows, office().engine.definitions, actor())),
            today=office_day(now()),
        )


@room.get("/kontakte")
@allow("team.read")
def contacts() -> str:
    """Contact density, target against actual, and caseloads (Fachkonzept A.6.4)."""
    definitions = office().engine.definitions
    with office().engine.reading() as rows:
        densities, loads = density.contact_report(rows, definitions, actor(), now())
        return render_template(
            "pages/supervision/contacts.html",
            densities=densities,
            loads=loads,
            segment_label=segment_label,
            age_bands=AGE_BANDS,
            cases=sum(one.cases for one in densities),
            incidents=len(instances.incident_lines(rows, definitions, actor())),
            proposals=len(operations.open_proposals(rows, definitions, actor())),
        )


@room.get("/faelle.csv")
@allow("team.read")
def export() -> Response:
    """The same list, all pages, for a spreadsheet."""
    wanted = CaseFilter.asked(request.args)
    sorting = Sorting.asked(request.args, SORTABLE, "-ueberfaellig")
    header = ("Fall", "Nachname", "Vorname", "Kundennummer", "Phase", "Profillage", "Fachkraft", "Team",
              "Nächste Frist", "Nächster Termin", "Überfällige Aufgaben")  # fmt: skip
    with office().engine.reading() as rows:
        lines, _page = cases.case_list(rows, actor(), now(), wanted, sorting, None)
        content = table_csv(header, [_csv_row(line) for line in lines])
    name = f"faelle-{office_day(now()):%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type="text/csv; charset=utf-8", headers=headers)


def _csv_row(line: cases.CaseLine) -> tuple[object, ...]:
    case = line.case
    return (
        case.case_number,
        case.person.last_name,
        case.person.first_name,
        case.person.customer_no,
        label(case.state),
        segment_of(case),
        case.caseworker.display_name,
        case.team.name,
        german_day(line.next_deadline),
        german_datetime(line.next_talk),
        line.overdue,
    )


@room.get("/stoerungen")
@allow("incident.retry")
def incidents() -> str:
    """What the engine could not do, oldest first, each to be tried again."""
    with office().engine.reading() as rows:
        found = instances.incident_lines(rows, office().engine.definitions, actor())
        causes = Counter(line.incident.error_class for line in found)
        several = [(cause, count) for cause, count in causes.most_common() if count > 1 and cause != DEADLOCK]
        return render_template("pages/supervision/incidents.html", lines=found, several=several)


@room.get("/vorschlaege")
@allow("instance.operate")
def proposals() -> str:
    """Changes of data that wait for a second person."""
    with office().engine.reading() as rows:
        lines = operations.open_proposals(rows, office().engine.definitions, actor())
        return render_template("pages/operations/proposals.html", lines=lines)


@room.post("/stoerungen/wiederholen")
@allow("incident.retry")
def retry_all() -> WerkzeugResponse:
    """Try everything again that failed for the same reason, each by itself: one that fails again stops no other."""
    cause = request.form.get("ursache", "")
    with office().engine.reading() as rows:
        seen = instances.incident_lines(rows, office().engine.definitions, actor())
    ids = [line.incident.id for line in seen if line.incident.error_class == cause]
    tried = 0
    for incident_id in ids:
        try:
            office().engine.execute(RetryIncident(incident_id), actor())
        except (NotFound, WrongState):
            continue  # somebody else has dealt with it meanwhile, or it is no matter of retrying
        tried += 1
    with office().engine.reading() as rows:
        left = instances.incident_lines(rows, office().engine.definitions, actor())
    failed = sum(line.incident.error_class == cause for line in left)
    flash(_("%(tried)d Störungen erneut versucht, %(failed)d mit dieser Ursache sind noch offen.",
            tried=tried, failed=failed), "warning" if failed else "success")  # fmt: skip
    return redirect(url_for(".incidents"), 303)


@room.post("/stoerungen/<int:incident_id>/wiederholen")
@allow("incident.retry")
def retry(incident_id: int) -> WerkzeugResponse:
    with office().engine.reading() as rows:
        seen = instances.incident_lines(rows, office().engine.definitions, actor())
        instance_id = next((i.incident.instance_id for i in seen if i.incident.id == incident_id), None)
    if instance_id is None:
        raise NotFound("incident", incident_id)
    office().engine.execute(RetryIncident(incident_id), actor())
    with office().engine.reading() as rows:
        again = any(
            i.incident.instance_id == instance_id
            for i in instances.incident_lines(rows, office().engine.definitions, actor())
        )
    if again:
        flash(_("Erneut versucht, aber es ist wieder fehlgeschlagen."), "warning")
    else:
        flash(_("Erneut versucht: Der Vorgang läuft weiter."), "success")
    back = request.form.get("zurueck")
    return redirect(url_for("instances.show", instance_id=instance_id) if back else url_for(".incidents"), 303)


@room.get("/uhr")
@allow("clock.move")
def clock() -> str:
    """Demo mode only: let days pass and see what comes due."""
    if not office().settings.is_demo:
        abort(404)
    return render_template("pages/supervision/clock.html", values={"tage": "7"}, errors={})


@room.post("/uhr")
@allow("clock.move")
def move_clock() -> WerkzeugResponse | tuple[str, int]:
    if not office().settings.is_demo:
        abort(404)
    inputs = Inputs(request.form)
    days = inputs.number("tage", 1, MOST_DAYS, _("Bitte eine Zahl von 1 bis %(most)d eingeben.", most=MOST_DAYS))
    if inputs.errors:
        return render_template("pages/supervision/clock.html", values=inputs.values, errors=inputs.errors), 422
    office().engine.execute(MoveOfficeClock(days), actor())
    flash(_("Die Amtsuhr steht jetzt auf %(when)s. Fällige Fristen werden gleich ausgelöst.",
            when=format_datetime(office().engine.now())), "success")  # fmt: skip
    return redirect(url_for(".team"), 303)
