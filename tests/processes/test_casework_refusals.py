"""Bad input to commands of the casework: what was expected, what was found, and the database as it was before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import EngineError, NotFound, ValuesRefused, WrongState
from models.base import Base
from models.casework import HitState, Outcome, Person, SearchChannel, SearchHit, SearchOrder
from models.desk import LetterChannel
from processes.letters.commands import WriteLetter
from processes.search.outcomes import RecordOutcome
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import CASEWORKER


def stored(office: Jobcenter) -> dict[str, list[str]]:
    """Everything in the database."""
    with office.harness.database.connect() as rows:
        return {t.name: sorted(map(repr, rows.execute(t.select()).all())) for t in Base.metadata.sorted_tables}


def offered(office: Jobcenter, state: HitState) -> int:
    """A vacancy found for the case, in a state."""
    with office.writing() as session:
        order = SearchOrder(
            case_id=1,
            channel=SearchChannel.OWN_SYSTEM,
            occupation="Lagerhelferin",
            started_on=office.today,
            started_by=CASEWORKER,
            until=office.today + timedelta(days=30),
        )
        hit = SearchHit(reference="S-1", title="Lager", found_at=office.now, points=1, state=state, match=[])
        if state is not HitState.NEW:
            hit.decided_at, hit.decided_by, hit.decision_reason = office.now, CASEWORKER, "Zu weit."
        order.hits.append(hit)
        session.add(order)
        session.flush()
        return hit.id


def outcome(state: HitState, later: int = 0) -> Callable[[Jobcenter, str], RecordOutcome]:
    def made(office: Jobcenter, number: str) -> RecordOutcome:
        day: date = office.today + timedelta(days=later)
        return RecordOutcome(number, offered(office, state), Outcome.APPLIED, day)

    return made


def letter(**changes: str) -> Callable[[Jobcenter, str], WriteLetter]:
    def made(office: Jobcenter, number: str) -> WriteLetter:
        with office.writing() as session:
            person = session.scalars(select(Person)).one()
            person.street, person.city = "Weg 1", "Musterstadt"
        given = {"template": "einladung", "subject": "Einladung", "body": "Guten Tag", **changes}
        return WriteLetter(number, LetterChannel.PAPER, **given)

    return made


#: The command, its refusal, and the pattern of what it says.
ROWS: list[tuple[Callable[[Jobcenter, str], Any], type[EngineError], str]] = [
    (outcome(HitState.NEW), WrongState, "is NEU; it would have to be VORGESCHLAGEN"),
    (outcome(HitState.UNSUITABLE), WrongState, "is UNPASSEND; it would have to be VORGESCHLAGEN"),
    (outcome(HitState.PROPOSED, 1), ValuesRefused,
     r"on_day: Erwartet: ein Tag vom Vorschlag am [\d.]+ bis heute\. Vorgefunden: [\d.]+\."),
    (outcome(HitState.PROPOSED, -1), ValuesRefused, "on_day: Erwartet: ein Tag vom Vorschlag am"),
    (lambda _office, number: RecordOutcome(number, 4711, Outcome.APPLIED, date(2026, 7, 1)), NotFound, "vacancy 4711"),
    (letter(body="am ____ um ____, {ort} und {ort}"), ValuesRefused,
     r"text: Erwartet: ein Text ohne offene Stellen\. Vorgefunden: \{ort\}, ____\."),
    (letter(subject="Termin am ____"), ValuesRefused,
     r"betreff: Erwartet: ein Text ohne offene Stellen\. Vorgefunden: ____\."),
]  # fmt: skip


@pytest.mark.parametrize("make, kind, said", ROWS, ids=[str(number) for number in range(len(ROWS))])
def test_a_refused_act_says_what_was_expected_and_what_is(
    office: Jobcenter, make: Callable[[Jobcenter, str], Any], kind: type[EngineError], said: str
) -> None:
    command = make(office, office.open_case().fall)
    before = stored(office)
    with pytest.raises(kind) as refused:
        office.execute(command)
    told = getattr(refused.value, "errors", None)
    text = "; ".join(f"{name}: {message}" for name, message in told.items()) if told else str(refused.value)
    assert re.search(said, text), text
    assert stored(office) == before
