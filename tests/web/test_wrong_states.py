"""What a refused act says: what the thing would have to be, and what it is, in the words of the pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from engine.errors import WrongState
from engine.lifecycle import INSTANCE, TASK
from models.casework import AppointmentState
from models.operations import BatchStatus
from models.runtime import InstanceStatus, TaskStatus
from web.errors import operation_refused

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "error, told",
    [
        (
            WrongState("suspend", "instance", 7, "suspended", expected=["active"]),
            "Vorgang. Erwartet: in Gang. Vorgefunden: angehalten. Es wurde nichts geändert.",
        ),
        (
            WrongState("complete", "user task", 7, "completed", by="system", at=AT, expected=["open"]),
            "Aufgabe. Erwartet: offen. Vorgefunden: abgeschlossen von System 02.11.2026, 10:30 Uhr. "
            "Es wurde nichts geändert.",
        ),
        (
            WrongState("change", "appointment", 7, AppointmentState.HELD, expected=[AppointmentState.AGREED]),
            "Termin. Erwartet: vereinbart. Vorgefunden: stattgefunden. Es wurde nichts geändert.",
        ),
        (
            WrongState("cancel", "instance", 7, "completed", expected=["active", "suspended"]),
            "Vorgang. Erwartet: in Gang oder angehalten. Vorgefunden: abgeschlossen. Es wurde nichts geändert.",
        ),
    ],
)
def test_a_wrong_state_says_what_was_expected_and_what_is(app: Flask, error: WrongState, told: str) -> None:
    with app.test_request_context():
        assert operation_refused(error, str) == told


def test_every_state_of_the_engine_has_a_word(app: Flask) -> None:
    states = {str(state.value) for kind in (InstanceStatus, TaskStatus, BatchStatus) for state in kind}
    states |= {state.value for table in (INSTANCE, TASK) for allowed in table.values() for state in allowed}
    with app.test_request_context():
        for state in states:
            assert f"Erwartet: {state}." not in operation_refused(
                WrongState("do", "x", 1, state, expected=[state]), str
            )
