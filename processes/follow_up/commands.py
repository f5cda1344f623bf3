"""Counselling notes outside the tasks, and addenda to saved ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused
from engine.phrases import Phrase
from models.casework import CounsellingNote, NoteAddendum, TalkHeld
from processes.in_force import last_closed_sheet
from processes.records import case_by_number, row


@dataclass(frozen=True)
class SaveNote:
    """Save a note about a talk; it never changes afterwards (Fachkonzept A.4.3). Returns its id.

    Raises ValuesRefused, NotFound.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    subject: str
    talk_held: TalkHeld
    talk_on: date
    body: str

    def run(self, context: Context) -> int:
        case = case_by_number(context.session, self.case_number)
        errors = {}
        if not self.subject.strip():
            errors["subject"] = Phrase("Der Betreff fehlt.")
        if not self.body.strip():
            errors["body"] = Phrase("Der Vermerk ist leer.")
        if self.talk_on > berlin_date(context.now):
            errors["talk_on"] = Phrase("Der Tag des Gesprächs liegt in der Zukunft.")
        if errors:
            raise ValuesRefused(errors)
        sheet = last_closed_sheet(context.session, case)
        note = CounsellingNote(
            case_id=case.id,
            sheet_id=sheet.id if sheet else None,
            subject=self.subject.strip(),
            talk_held=self.talk_held,
            talk_on=self.talk_on,
            body=self.body.strip(),
            written_at=context.now,
            written_by=context.actor.name,
        )
        context.session.add(note)
        context.session.flush()
        context.record("note.saved", business_key=case.case_number, data={"note": note.id})
        return note.id


@dataclass(frozen=True)
class AddAddendum:
    """Correct or supplement a saved note. Returns the addendum's id. Raises ValuesRefused, NotFound."""

    permission: ClassVar[str] = "case.write"

    note_id: int
    body: str

    def run(self, context: Context) -> int:
        note = row(context.session, CounsellingNote, self.note_id)
        if not self.body.strip():
            raise ValuesRefused({"body": Phrase("Der Nachtrag ist leer.")})
        addendum = NoteAddendum(
            note_id=note.id, body=self.body.strip(), written_at=context.now, written_by=context.actor.name
        )
        context.session.add(addendum)
        context.session.flush()
        context.record("note.supplemented", business_key=note.case.case_number, data={"note": note.id})
        return addendum.id
