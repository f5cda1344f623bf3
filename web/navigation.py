"""The main navigation: one entry per job, shown to those who may do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from web.auth import SignedIn
from web.language import gettext, lazy_gettext


@dataclass(frozen=True)
class Entry:
    """`rooms` are the blueprints whose pages count as being here; `shortcut` is the key that leads here."""

    endpoint: str
    label: str
    permission: str
    rooms: tuple[str, ...]
    shortcut: str


_CASE_ROOMS = (
    "cases",
    "case_actions",
    "notes",
    "appointments",
    "sheets",
    "strategies",
    "measures",
    "referrals",
    "searches",
    "documents",
    "employment",
    "handing_over",
    "breaches",
    "agreements",
    "teamwork",
    "letters",
    "household",
    "legal_circle",
)

_DAY_ROOMS = ("my_day", "tasks", "filters", "absences", "calendar", "batches")

ENTRIES = (
    Entry(
        "my_day.show",
        lazy_gettext("Mein Tag"),
        "worklist.read",
        _DAY_ROOMS,
        "m",
    ),
    Entry("cases.search", lazy_gettext("Fälle"), "case.read", _CASE_ROOMS, "f"),
    Entry("providers.mask", lazy_gettext("Träger"), "provider.read", ("providers", "provider_mask"), "r"),
    Entry(
        "supervision.team",
        lazy_gettext("Team"),
        "team.read",
        ("supervision", "instances", "operations", "data_changes"),
        "t",
    ),
    Entry(
        "designer.processes", lazy_gettext("Modelle"), "model.read", ("designer", "migrations", "migration_trials"), "d"
    ),
    Entry("administration.people", lazy_gettext("Verwaltung"), "people.read", ("administration",), "v"),
    Entry(
        "catalogues.products",
        lazy_gettext("Kataloge"),
        "catalogue.read",
        ("catalogues", "strategy_library", "office_values"),
        "k",
    ),
)

#: Pages reached from elsewhere than the navigation and the reason why they need no entry of their own.
OUTSIDE_NAVIGATION = {
    "account": "reached from the person's name in the header",
    "static": "files of the interface",
    "home": "leads to the first entry of the person",
}


def entries_for(person: SignedIn, endpoints: set[str]) -> Iterator[Entry]:
    """The entries this person may use, as far as their pages are installed."""
    return (e for e in ENTRIES if person.may(e.permission) and e.endpoint in endpoints)


def home_of(person: SignedIn, endpoints: set[str]) -> str:
    """Where somebody starts after signing in: the first thing they may do."""
    first = next(entries_for(person, endpoints), None)
    return first.endpoint if first else "account.show"


def label_of(status: str) -> str:
    """The word for a stored status of the engine."""
    return {
        "active": gettext("läuft"),
        "suspended": gettext("angehalten"),
        "completed": gettext("beendet"),
        "cancelled": gettext("abgebrochen"),
        "open": gettext("offen"),
    }.get(status, status)
