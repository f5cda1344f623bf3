"""Write a counselling note, and correct one by an addendum. A saved note is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import NotFound, ValuesRefused
from models.casework import CounsellingNote, NoteAddendum, TalkHeld
from processes.records import case_by_number


@dataclass(frozen=True)
class WriteNote:
    """A note of a talk, or of work on the file without one; returns its id (Fachkonzept A.4.3, F.2).

    How the talk was held is mandatory, because audits found notes without any talk. Raises ValuesRefused, NotFound.
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
            errors["subject"] = "Der Betreff fehlt."
        if not self.body.strip():
            errors["body"] = "Der Vermerk ist leer."
        if self.talk_on > berlin_date(context.now):
            errors["talk_on"] = "Der Tag des Gesprächs liegt in der Zukunft."
        if errors:
            raise ValuesRefused(errors)
        note = CounsellingNote(
            case_id=case.id,
            subject=self.subject.strip(),
            talk_held=self.talk_held,
            talk_on=self.talk_on,
            body=self.body.strip(),
            written_at=context.now,
            written_by=context.actor.name,
        )
        context.session.add(note)
        context.session.flush()
        context.record("case.note_written", business_key=case.case_number, data={"note": note.id})
        return note.id


@dataclass(frozen=True)
class AddAddendum:
    """A correction or supplement to a note of this case. Raises ValuesRefused, NotFound."""

    permission: ClassVar[str] = "case.write"

    case_number: str
    note_id: int
    body: str

    def run(self, context: Context) -> int:
        case = case_by_number(context.session, self.case_number)
        note = context.session.get(CounsellingNote, self.note_id)
        if note is None or note.case_id != case.id:
            raise NotFound("note", self.note_id)
        if not self.body.strip():
            raise ValuesRefused({"body": "Der Nachtrag ist leer."})
        addendum = NoteAddendum(
            note_id=note.id, body=self.body.strip(), written_at=context.now, written_by=context.actor.name
        )
        context.session.add(addendum)
        context.session.flush()
        context.record("case.note_amended", business_key=case.case_number, data={"note": note.id})
        return addendum.id
