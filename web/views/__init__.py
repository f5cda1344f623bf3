"""One room per job of a user. A view reads, or runs one command; it decides nothing."""

from __future__ import annotations

from web.views import (
    account,
    administration,
    appointments,
    case_actions,
    cases,
    designer,
    documents,
    employment,
    handing_over,
    instances,
    legal_circle,
    my_day,
    notes,
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
    legal_circle.room,
    documents.room,
    supervision.room,
    instances.room,
    designer.room,
    administration.room,
)
