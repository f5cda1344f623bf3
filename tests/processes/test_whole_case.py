"""One case goes round: four phases, agreement, follow-up with every outcome, another lap."""

from __future__ import annotations

from tests.processes.office import Office


def test_first(sqlite_url: str) -> None:
    office = Office(sqlite_url)
    case = office.to_first_agreement()
    assert office.troubles() == []
    print(case.open_tasks(), case.tokens(), case.data)
