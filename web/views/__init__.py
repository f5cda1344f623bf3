"""One room per job of a user. A view reads, or runs one command; it decides nothing."""

from __future__ import annotations

from web.views import (
    account,
    administration,
    appointments,
    case_actions,
    cases,
    catalogues,
    data_changes,
    designer,
    documents,
    employment,
    handing_over,
    instances,
    legal_circle,
    measures,
    my_day,
    notes,
    operations,
    provider_mask,
    providers,
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
    measures.room,
    documents.room,
    providers.room,
    provider_mask.room,
    catalogues.room,
    supervision.room,
    instances.room,
    operations.room,
    data_changes.room,
    designer.room,
    administration.room,
)
