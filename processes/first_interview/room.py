"""What the first interview registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry, InsideCall
from models.casework import Appointment, CounsellingNote, TalkHeld
from processes.first_interview.rules import delay_errors, first_talk_errors, note_text
from processes.records import case_by_number, row


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("erstgespraech.vermerken", write_note)
    rules["erstgespraech.form"] = lambda call, values, _context: first_talk_errors(
        values, berlin_date(call.now), str(call.variables["rechtskreis"])
    )
    rules["verzug.form"] = lambda call, values, _context: delay_errors(values, berlin_date(call.now))


def write_note(call: InsideCall) -> Mapping[str, Any]:
    """`erstgespraech.vermerken`: the note about the first interview, never changed afterwards."""
    inputs = call.inputs
    case = case_by_number(call.session, inputs["fall"])
    appointment = row(call.session, Appointment, inputs["gespraechstermin"])
    second = bool(inputs.get("zweites_gespraech"))
    call.session.add(
        CounsellingNote(
            case_id=case.id,
            appointment_id=appointment.id,
            subject="Erstgespräch",
            talk_held=TalkHeld(inputs["gespraech_art"]),
            talk_on=inputs["gespraech_am"],
            body=note_text(
                concern=inputs["anliegen"],
                assessment=inputs["einschaetzung"],
                second_interview=second,
                addition=inputs.get("vermerk_text") or "",
                exception=inputs.get("kanal_grund") or "",
            ),
            written_at=call.now,
            written_by=call.actor,
        )
    )
    return {"zweites_gespraech": second}
