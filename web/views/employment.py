"""Beteiligung am Erwerbsleben: the entries of a case, new ones, corrections, the end of work; days to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from models.casework import Case, EmploymentCategory, EmploymentRecord, Provider, SearchHit
from processes.employment.commands import CorrectWork, FirstMask, ReportEndOfWork, TakeUpWork
from processes.identity.access_log import LogAccess
from processes.milestones.commands import RecordBirth
from web.documents.employment_pdf import employment_pdf
from web.formatters import format_day, office_day
from web.inputs import Inputs, whole_number
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import employment, searches
from web.readers.cases import find_case
from web.readers.providers import employers_called, provider
from web.views.case_forms import Answer, case_form, done
from web.views.case_pages import case_page
from web.views.documents import office_of, pdf_file

room = Blueprint("employment", __name__, url_prefix="/faelle")


@room.get("/<number>/beschaeftigung")
@allow("case.read")
def entries(number: str) -> str:
    def content(rows: Session, case: Case) -> Mapping[str, Any]:
        found = employment.entries(rows, case)
        return {
            "entries": found,
            "subsidies": employment.subsidies(rows, found),
            "milestones": employment.milestones(rows, case),
        }

    return case_page(number, "employment", "Beschäftigung", content)


@room.get("/<number>/beschaeftigung.pdf")
@allow("case.read")
def printed(number: str) -> Response:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        case_id = case.id
        content = employment_pdf(case, employment.entries(rows, case), office_day(now()), office_of(rows))
    office().engine.execute(LogAccess(case_id, "Druck der Beschäftigungen"), actor())
    return pdf_file(content, f"Beschaeftigung-{number}.pdf")


@room.get("/<number>/arbeitsaufnahme")
@allow("case.write")
def take_up(number: str) -> Answer:
    """The mask; with `stelle` filled with the proposed vacancy the client was hired for."""
    typed = {"is_insured": "ja"}
    if (proposal_id := whole_number(request.args.get("stelle", ""))) is not None:
        with office().engine.reading() as rows:
            case = find_case(rows, actor(), number, now()).case
            typed |= _of_proposal(searches.proposal(rows, case, proposal_id))
    return case_form("take_up_work", number, Inputs(typed), categories=_categories(), entry=None)


def _of_proposal(hit: SearchHit) -> dict[str, str]:
    known = hit.provider
    return {
        "title": hit.title[:120],
        "employer": known.name if known else hit.employer[:200],
        "provider_id": str(known.id) if known else "",
        "establishment_no": (known.establishment_no or "") if known else "",
        "place": hit.city,
    }


@room.post("/<number>/arbeitsaufnahme")
@allow("case.write")
def save(number: str) -> Answer:
    """The first mask; the guided tasks ask for the rest. Looking an employer up saves nothing and loses nothing."""
    inputs = Inputs(request.form)
    if _asks_for_employers(inputs):
        return _with_employers(number, inputs, None)
    mask = _first_mask(inputs)

    def command() -> TakeUpWork:
        assert mask is not None
        return TakeUpWork(number, mask)

    return done(
        "take_up_work", number, inputs, command, _("Die Arbeitsaufnahme ist eingetragen."),
        to="employment.entries", categories=_categories(), entry=None,
    )  # fmt: skip


@room.get("/<number>/beschaeftigung/<int:entry_id>")
@allow("case.write")
def correct(number: str, entry_id: int) -> Answer:
    entry = _entry(number, entry_id)
    typed = {
        "category": entry.category.name,
        "title": entry.title,
        "started_on": entry.started_on.isoformat(),
        "ended_on": entry.ended_on.isoformat() if entry.ended_on else "",
        "employer": entry.employer,
        "establishment_no": entry.establishment_no,
        "place": entry.place,
        "provider_id": str(entry.provider_id or ""),
    }
    for flag in ("is_fixed_term", "is_insured", "is_self_employed"):
        if getattr(entry, flag):
            typed[flag] = "ja"
    return case_form("take_up_work", number, Inputs(typed), categories=_categories(), entry=entry)


@room.post("/<number>/beschaeftigung/<int:entry_id>")
@allow("case.write")
def save_correction(number: str, entry_id: int) -> Answer:
    inputs = Inputs(request.form)
    if _asks_for_employers(inputs):
        return _with_employers(number, inputs, _entry(number, entry_id))
    mask = _first_mask(inputs)
    reason = inputs.text("reason", _("Bitte begründen Sie die Berichtigung."))

    def command() -> CorrectWork:
        assert mask is not None
        return CorrectWork(number, entry_id, mask, reason)

    return done(
        "take_up_work", number, inputs, command, _("Der Eintrag ist berichtigt. Prüfen Sie die weiteren Angaben."),
        to="employment.entries", categories=_categories(), entry=_entry(number, entry_id),
    )  # fmt: skip


@room.get("/<number>/beschaeftigung/<int:entry_id>/ende")
@allow("case.write")
def end(number: str, entry_id: int) -> Answer:
    return case_form("end_of_work", number, Inputs(), entry=_entry(number, entry_id))


@room.post("/<number>/beschaeftigung/<int:entry_id>/ende")
@allow("case.write")
def save_end(number: str, entry_id: int) -> Answer:
    inputs = Inputs(request.form)
    day = inputs.day("ended_on", _("Bitte den letzten Tag der Beschäftigung eingeben."))
    return done(
        "end_of_work", number, inputs, lambda: ReportEndOfWork(number, entry_id, day),
        _("Das Ende der Beschäftigung ist eingetragen."), to="employment.entries", entry=_entry(number, entry_id),
    )  # fmt: skip


@room.get("/<number>/geburt")
@allow("case.write")
def birth(number: str) -> Answer:
    return case_form("record_birth", number, Inputs())


@room.post("/<number>/geburt")
@allow("case.write")
def save_birth(number: str) -> Answer:
    inputs = Inputs(request.form)
    day = inputs.day("born_on", _("Bitte das Geburtsdatum des Kindes eingeben."))

    def command() -> RecordBirth:
        assert day is not None
        return RecordBirth(number, day)

    return done("record_birth", number, inputs, command, _("Die Geburt ist eingetragen."), to="employment.entries")


#: What the buttons beside the employer are called: look one up, take one over, let go of the one that is linked.
LOOK_UP, TAKE_OVER, LET_GO = "nachschlagen", "uebernehmen", "verknuepfung_loesen"


def _asks_for_employers(inputs: Inputs) -> bool:
    return any(inputs.values.get(button) for button in (LOOK_UP, TAKE_OVER, LET_GO))


def _with_employers(number: str, inputs: Inputs, entry: EmploymentRecord | None) -> Answer:
    """The mask as it was typed, with the employers that may be meant, or with the one that was chosen."""
    found: list[tuple[str, str]] | None = None
    values = inputs.values
    with office().engine.reading() as rows:
        if values.get(LOOK_UP):
            found = [(str(one.id), _employer_line(one)) for one in employers_called(rows, values.get("employer", ""))]
        elif (key := whole_number(values.get(TAKE_OVER, ""))) is not None:
            chosen = provider(rows, key)
            values |= {"provider_id": str(key), "employer": chosen.name, "place": chosen.city}
            values["establishment_no"] = chosen.establishment_no or ""
        else:
            values["provider_id"] = ""
    return case_form("take_up_work", number, inputs, categories=_categories(), entry=entry, employers=found)


def _employer_line(one: Provider) -> str:
    place = f"{one.postal_code} {one.city}".strip()
    gone = _("deaktiviert am %(day)s", day=format_day(one.deactivated_on)) if one.deactivated_on else ""
    return ", ".join(part for part in (one.designation, one.name, place, one.establishment_no or "", gone) if part)


def _first_mask(inputs: Inputs) -> FirstMask | None:
    """The first mask as typed, or None with the messages in `inputs`."""
    category = inputs.choice("category", EmploymentCategory.__members__, _("Bitte die Kategorie wählen."))
    title = inputs.text("title", _("Bitte die Bezeichnung eingeben."), most=120)
    started_on = inputs.day("started_on", _("Bitte den ersten Arbeitstag eingeben."))
    ended_on = inputs.day("ended_on")
    if inputs.errors or started_on is None:
        return None
    return FirstMask(
        EmploymentCategory[category],
        title,
        started_on,
        employer=inputs.text("employer", most=200),
        establishment_no=inputs.text("establishment_no", most=8),
        place=inputs.text("place", most=120),
        provider_id=whole_number(inputs.values.get("provider_id", "")),
        is_fixed_term=inputs.ticked("is_fixed_term"),
        ended_on=ended_on,
        is_insured=inputs.ticked("is_insured"),
        is_self_employed=inputs.ticked("is_self_employed"),
    )


def _entry(number: str, entry_id: int) -> EmploymentRecord:
    with office().engine.reading() as rows:
        case: Case = find_case(rows, actor(), number, now()).case
        return employment.entry(rows, case, entry_id)


def _categories() -> list[tuple[str, str]]:
    return [(category.name, label(category)) for category in EmploymentCategory]
