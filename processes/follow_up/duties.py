"""Which duties a talk asks about: what is done for good is told and not asked again (Fachkonzept A.4.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from engine.phrases import Phrase, Prose
from models.casework import AgreementDuty, DutyResult
from processes.follow_up.rules import SIDES
from processes.wording import bullet_list, day_text


def is_settled(duty: AgreementDuty, today: date) -> bool:
    """Fulfilled, and not one that is to be done again in each period until its last day."""
    if duty.result is not DutyResult.FULFILLED:
        return False
    return not duty.period or (duty.due_on is not None and duty.due_on < today)


def unsettled(duties: Iterable[AgreementDuty], today: date) -> list[int]:
    """Ids of the duties that a talk of today asks about, in order."""
    return [duty.id for duty in duties if not is_settled(duty, today)]


def asked(duties: Sequence[AgreementDuty], ids: Collection[int] | None) -> list[AgreementDuty]:
    """The duties a talk asks about. A talk that began before duties were left out (`ids` is None) asks about all."""
    return [duty for duty in duties if ids is None or duty.id in ids]


def settled_text(duties: Sequence[AgreementDuty], ids: Collection[int] | None) -> str:
    """What is done for good, one line each; empty if there is nothing."""
    done = [duty for duty in duties if ids is not None and duty.id not in ids]
    lines = [
        Phrase(
            "{side}: {what}, erfüllt am {result_on}",
            side=SIDES[duty.side.value],
            what=duty.what.rstrip("."),
            result_on=day_text(duty.result_on),
        )
        for duty in done
    ]
    return Prose("Schon erfüllt:\n\n{list}", list=bullet_list(lines, "")) if lines else ""
