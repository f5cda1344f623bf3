"""One room per job of a user. A view reads, or runs one command; it decides nothing."""

from __future__ import annotations

from web.views import (
    account,
    administration,
    appointments,
    case_actions,
    cases,
    catalogues,
    designer,
    documents,
    instances,
    measures,
    my_day,
    notes,
    provider_mask,
    providers,
    referrals,
    strategies,
    strategy_library,
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
    measures.room,
    referrals.room,
    documents.room,
    providers.room,
    provider_mask.room,
    catalogues.room,
    strategy_library.room,
    supervision.room,
    instances.room,
    designer.room,
    administration.room,
)
