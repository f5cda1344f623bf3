"""What happens to a sheet besides filling it in: start afresh, release, delete (Fachkonzept A.1.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import NotFound, ValuesRefused, WrongState
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import ENDED_STATES, Case, ProfilingSheet, ReportedChange, SheetState
from processes.desk.comments import visible_case
from processes.in_force import last_closed_sheet
from processes.profiling.sheets import open_sheet
from processes.profiling.snapshot import erase_content, erase_revisions
from processes.records import row
from processes.wording import day_text

#: What "begin with an empty sheet" is called in messages of the process.
EMPTY = "LEER"
#: Letters a reason has at least: a word alone does not explain anything.
SHORTEST_REASON = 10

#: What is reported when a sheet is deleted.
_BEFORE = Phrase("Der Profilingbogen vom {created} wurde gelöscht. Der Bogen davor gilt wieder.")
_NONE_LEFT = Phrase(
    "Der Profilingbogen vom {created} wurde gelöscht. Es gilt kein Bogen mehr; ein neues Profiling ist nötig."
)


@dataclass(frozen=True)
class RestartSheet:
    """Discard the open sheet and begin another: empty, or with the content of an earlier one (`source`, its id).

    What was entered into the open one is erased. The case goes back to the first task of profiling. Raises NotFound,
    WrongState without an open sheet that is being worked on.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    source: int | None

    def run(self, context: Context) -> None:
        case = visible_case(context, self.case_number)
        sheet = open_sheet(context.session, case)
        if sheet is None:
            raise WrongState(
                "restart the profiling of", "case", case.case_number, case.state, expected=["with an open sheet"]
            )
        if self.source is not None and self.source not in {one.id for one in earlier_sheets(context.session, case)}:
            raise NotFound("profiling sheet", self.source)
        erase_content(sheet)
        sheet.state, sheet.deletion_reason = SheetState.DELETED, Phrase("Verworfen, um neu zu beginnen.")
        sheet.deleted_at, sheet.deleted_by = context.now, context.actor.name
        context.session.flush()
        number, key = case.case_number, str(sheet.id)
        chosen = {"vorlage": EMPTY if self.source is None else str(self.source)}
        correlate(context, "Bogen verworfen", key, chosen, business_key=number)
        # A reminder (T47) hears of it too, so only a new sheet tells that profiling was there to begin again.
        if open_sheet(context.session, case) is None:
            raise WrongState("restart the profiling of", "case", number, case.state, expected=["with an open sheet"])
        context.record("sheet.discarded", business_key=number, data={"sheet": sheet.id, "source": self.source})


def earlier_sheets(session: Session, case: Case) -> list[ProfilingSheet]:
    """Sheets a new one may begin with, newest first: finished ones of this case and of those it continues."""
    numbers, asked = [case.id], case
    while asked.continues_id is not None:
        asked = row(session, Case, asked.continues_id)
        numbers.append(asked.id)
    found = select(ProfilingSheet).where(
        ProfilingSheet.case_id.in_(numbers), ProfilingSheet.state.in_((SheetState.CLOSED, SheetState.RELEASED))
    )
    newest_first = found.order_by(ProfilingSheet.created_at.desc(), ProfilingSheet.id.desc())
    return list(session.execute(newest_first).scalars())


@dataclass(frozen=True)
class ReleaseSheet:
    """Unlock a closed sheet for one correction, after which it is closed again; the reason is mandatory.

    `erase_earlier`: the text so far is itself the breach of data protection; its revisions are erased at the closing.
    Raises NotFound, WrongState, ValuesRefused.
    """

    permission: ClassVar[str] = "sheet.release"

    sheet_id: int
    reason: str
    erase_earlier: bool = False

    def run(self, context: Context) -> None:
        sheet = _sheet_in_sight(context, self.sheet_id)
        _require_reason(self.reason)
        if sheet.state is not SheetState.CLOSED:
            raise WrongState("release", "profiling sheet", sheet.id, sheet.state, expected=[SheetState.CLOSED])
        sheet.state, sheet.release_reason = SheetState.RELEASED, self.reason.strip()
        sheet.released_at, sheet.released_by = context.now, context.actor.name
        sheet.erases_earlier = self.erase_earlier
        context.session.flush()
        case = sheet.case
        told = {
            "fall": case.case_number,
            "team": case.team.key,
            "fachkraft": case.caseworker.username,
            "rechtskreis": case.legal_circle.value,
            "bogen_id": str(sheet.id),
        }
        correlate(context, "Bogen freigegeben", str(sheet.id), told, business_key=case.case_number)
        data = {"sheet": sheet.id, "erases": self.erase_earlier}
        context.record("sheet.released", business_key=case.case_number, data=data)


@dataclass(frozen=True)
class DeleteSheet:
    """Delete a closed or released sheet; the row stays with day, person and reason. With `erase` its content goes too.

    If it was the one that holds, the one before holds again, and the case is told so that somebody assesses it anew.
    Raises NotFound, WrongState, ValuesRefused.
    """

    permission: ClassVar[str] = "sheet.delete"

    sheet_id: int
    reason: str
    erase: bool = False

    def run(self, context: Context) -> None:
        session, sheet = context.session, _sheet_in_sight(context, self.sheet_id)
        _require_reason(self.reason)
        if sheet.state not in (SheetState.CLOSED, SheetState.RELEASED):
            raise WrongState(
                "delete", "profiling sheet", sheet.id, sheet.state, expected=[SheetState.CLOSED, SheetState.RELEASED]
            )
        case = sheet.case
        held = last_closed_sheet(session, case)
        if self.erase:
            erase_revisions(session, sheet, context.now, context.actor.name)
            erase_content(sheet)
        sheet.state, sheet.deletion_reason = SheetState.DELETED, self.reason.strip()
        sheet.deleted_at, sheet.deleted_by = context.now, context.actor.name
        session.flush()
        number, key = case.case_number, str(sheet.id)
        correlate(context, "Bogen gelöscht", key, {}, business_key=number)  # ends the correction of a released one
        context.record("sheet.deleted", business_key=number, data={"sheet": sheet.id, "erased": self.erase})
        if held is not None and held.id == sheet.id:
            _assess_anew(context, case, sheet)


def _assess_anew(context: Context, case: Case, deleted: ProfilingSheet) -> None:
    """The sheet before holds again (none: no segment); the caseworker decides what that means for the plan."""
    before = last_closed_sheet(context.session, case)
    case.segment = before.segment if before else None
    case.segment_scheme = before.segment_scheme if before else None
    if case.state in ENDED_STATES:
        return
    change = ReportedChange(
        case_id=case.id,
        reported_on=berlin_date(context.now),
        description=(_BEFORE if before else _NONE_LEFT).filled(created=day_text(berlin_date(deleted.created_at))),
        recorded_at=context.now,
        recorded_by=context.actor.name,
    )
    context.session.add(change)
    context.session.flush()
    told = {"vorgang": str(change.id), "art": "meldung"}
    number = case.case_number
    correlate(context, "Veränderung gemeldet", number, told, time_to_live="P90D", business_key=number)


def _sheet_in_sight(context: Context, sheet_id: int) -> ProfilingSheet:
    """The sheet, if the actor may see its case. Raises NotFound."""
    sheet = row(context.session, ProfilingSheet, sheet_id)
    visible_case(context, sheet.case.case_number)
    return sheet


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValuesRefused({"grund": Phrase("Begründen Sie das in einem Satz; der Grund bleibt in der Akte.")})
