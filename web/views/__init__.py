"""One room per job of a user. A view reads, or runs one command; it decides nothing."""

from __future__ import annotations

from web.views import (
    absences,
    account,
    administration,
    appointments,
    batches,
    calendar,
    case_actions,
    cases,
    designer,
    documents,
    filters,
    instances,
    letters,
    my_day,
    notes,
    strategies,
    supervision,
    tasks,
    teamwork,
)

#: Every room of the house, in the order of the navigation.
ROOMS = (
    account.room,
    my_day.room,
    filters.room,
    absences.room,
    calendar.room,
    batches.room,
    tasks.room,
    case_actions.room,
    cases.room,
    notes.room,
    teamwork.room,
    letters.room,
    appointments.room,
    strategies.room,
    documents.room,
    supervision.room,
    instances.room,
    designer.room,
    administration.room,
)
