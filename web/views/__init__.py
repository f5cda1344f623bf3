"""One room per job of a user. A view reads, or runs one command; it decides nothing."""

from __future__ import annotations

from web.views import (
    account,
    administration,
    appointments,
    case_actions,
    cases,
    data_changes,
    designer,
    documents,
    employment,
    handing_over,
    instances,
    my_day,
    notes,
    operations,
    strategies,
    supervision,
    tasks,
)

#: Every room of the house, in the order of the navigation.
ROOMS = (
    account.room,
    my_day.room,
    tasks.room,
    case_actions.room,
    cases.room,
    notes.room,
    appointments.room,
    strategies.room,
    employment.room,
    handing_over.room,
    documents.room,
    supervision.room,
    instances.room,
    operations.room,
    data_changes.room,
    designer.room,
    administration.room,
)
