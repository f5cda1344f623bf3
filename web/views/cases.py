"""Find a case and read its file, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models.desk import FilteredList
from processes.identity.access_log import LogAccess
from web.formatters import office_day
from web.labels import phase_of
from web.office import actor, now, office
from web.paging import Sorting, page_number
from web.permissions import allow
from web.readers import case_file, cases, contact, sheets, timeline, whereabouts
from web.readers.cases import SORTABLE, CaseFilter, CaseLine
from web.readers.evidence import prove
from web.readers.filters import filters_of
from web.readers.whereabouts import Evidence

room = Blueprint("cases", __name__, url_prefix="/faelle")


@room.get("")
@allow("case.read")
def search() -> str | Response:
    """All cases the person may see; a full case number leads straight to the case."""
    wanted = CaseFilter.asked(request.args)
    sorting = Sorting.asked(request.args, SORTABLE, "name")
    with office().engine.reading() as rows:
        lines, page = cases.case_list(rows, actor(), now(), wanted, sorting, page_number(request.args))
        if len(lines) == 1 and wanted.text.upper() in (lines[0].case.case_number, lines[0].case.person.customer_no):
            return redirect(url_for(".overview", number=lines[0].case.case_number), 303)
        return render_template(
            "pages/cases/search.html",
            lines=lines,
            page=page,
            wanted=wanted,
            sorting=sorting,
            units=cases.teams_in_sight(rows, actor()),
            kept=filters_of(rows, actor(), FilteredList.CASES),
            today=office_day(now()),
        )


@room.get("/<number>")
@allow("case.read")
def overview(number: str) -> str:
    """Where the case stands, what is open, what was agreed last."""
    with _opened(number, "Fallseite") as (rows, line):
        parts = case_file.overview(rows, line.case, now())
        phase = phase_of(line.case.state, parts.sheet)
        running = case_file.processes(rows, line.case)
        definitions = office().engine.definitions
        density = contact.contact_of(rows, definitions, line.case, now())
        why = whereabouts.of_case(rows, definitions, line.case, now())
        return _part(rows, "overview", line, parts=parts, phase=phase, running=running, contact=density, why=why)


@room.get("/<number>/belege/<kind>/<key>")
@allow("case.read")
def evidence(number: str, kind: str, key: str) -> str:
    """What is stored behind a statement about why the case is where it is."""
    with _opened(number, "Beleg") as (rows, line):
        proof = prove(rows, office().engine.definitions, line.case, Evidence(kind, key))
        return _part(rows, "evidence", line, proof=proof)


@room.get("/<number>/profil")
@allow("case.read")
def profile(number: str) -> str:
    """The newest profiling sheet, with all others to choose from."""
    with _opened(number, "Profil") as (rows, line):
        sheet = case_file.newest_sheet(rows, line.case)
        return _part(rows, "profile", line, sheet=sheet, **sheets.around(rows, line.case, sheet))


@room.get("/<number>/ziel")
@allow("case.read")
def goal(number: str) -> str:
    with _opened(number, "Ziel") as (rows, line):
        return _part(rows, "goal", line, goals=case_file.goals(rows, line.case))


@room.get("/<number>/strategien")
@allow("case.read")
def strategies(number: str) -> str:
    with _opened(number, "Strategien") as (rows, line):
        sheet = case_file.newest_sheet(rows, line.case)
        return _part(rows, "strategies", line, strategies=case_file.strategies(rows, line.case), sheet=sheet)


@room.get("/<number>/vereinbarungen")
@allow("case.read")
def agreements(number: str) -> str:
    with _opened(number, "Vereinbarungen") as (rows, line):
        found, acts = case_file.agreements(rows, line.case), case_file.acts(rows, line.case)
        return _part(
            rows,
            "agreements",
            line,
            agreements=found,
            interim=case_file.interim_until(rows, line.case, found),
            acts=acts,
            people=case_file.people(rows, {name for act in acts for name in (act.created_by, act.approved_by) if name}),
        )


@room.get("/<number>/termine")
@allow("case.read")
def appointments(number: str) -> str:
    with _opened(number, "Termine") as (rows, line):
        return _part(rows, "appointments", line, appointments=case_file.appointments(rows, line.case), now=now())


@room.get("/<number>/vermerke")
@allow("case.read")
def notes(number: str) -> str:
    with _opened(number, "Vermerke") as (rows, line):
        written = case_file.notes(rows, line.case)
        authors = {n.written_by for n in written} | {a.written_by for n in written for a in n.addenda}
        return _part(rows, "notes", line, notes=written, names=case_file.people(rows, authors))


@room.get("/<number>/verlauf")
@allow("case.read")
def history(number: str) -> str:
    with _opened(number, "Verlauf") as (rows, line):
        entries = timeline.case_timeline(rows, office().engine.definitions, number)
        return _part(rows, "history", line, entries=entries)


@contextmanager
def _opened(number: str, what: str) -> Iterator[tuple[Session, CaseLine]]:
    """The case to read from, and a line in its access log: who looked is recorded (§ 35 (1) SGB I).

    The line is written when the page is made and before it is sent: without it nobody gets to see anything.
    """
    with office().engine.reading() as rows:
        line = cases.find_case(rows, actor(), number, now())
        case_id = line.case.id
        yield rows, line
    office().engine.execute(LogAccess(case_id, what), actor())


def _part(rows: Session, part: str, line: CaseLine, **shown: Any) -> str:
    counts = case_file.counts(rows, line.case)
    return render_template(
        f"pages/cases/{part}.html",
        line=line,
        case=line.case,
        part=part,
        counts=counts,
        today=office_day(now()),
        **shown,
    )
