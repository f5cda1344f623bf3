"""What the forms about a known day show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formsupport import FormCall
from engine.phrases import Phrase
from models.casework import Milestone, MilestoneKind
from processes.records import row
from processes.wording import day_text

_TEXTS = {
    MilestoneKind.CHILD_14_MONTHS: Phrase("Das Kind, geboren am {event}, vollendet am {due} den 14. Monat."),
    MilestoneKind.SELF_EMPLOYED_YEAR: Phrase("Selbständig seit {event}; am {due} ist es ein Jahr."),
    MilestoneKind.JOB_END: Phrase(
        "Die Beschäftigung oder Ausbildung endet am {event}; die Meldefrist läuft bis {due}."
    ),
}


def milestone_text(found: Milestone) -> str:
    return _TEXTS[found.kind].filled(event=day_text(found.event_on), due=day_text(found.due_on))


def milestone_facts(call: FormCall) -> Mapping[str, Any]:
    return {"stichtag_text": milestone_text(row(call.session, Milestone, call.variables["stichtag"]))}
