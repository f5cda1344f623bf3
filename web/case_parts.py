"""The parts of a case: few tabs, ordered as the work goes, with a second row where a tab holds several pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from models.casework import Case, LegalCircle
from web.language import lazy_gettext
from web.readers.case_file import Counts


@dataclass(frozen=True)
class Part:
    """One page of a case. `key` is what the page calls itself; `count` names a number in `Counts`."""

    key: str
    label: str
    endpoint: str
    count: str | None = None


@dataclass(frozen=True)
class Tab:
    """Pages that are read together; the first is where the tab leads."""

    label: str
    parts: tuple[Part, ...]


def _alone(part: Part) -> Tab:
    return Tab(part.label, (part,))


_LEGAL_CIRCLE = Part("legal_circle", lazy_gettext("Rechtskreis"), "legal_circle.show", "handovers")

TABS = (
    _alone(Part("overview", lazy_gettext("Übersicht"), "cases.overview", "tasks")),
    _alone(Part("profile", lazy_gettext("Profil"), "cases.profile")),
    _alone(Part("goal", lazy_gettext("Ziel"), "cases.goal")),
    Tab(
        lazy_gettext("Strategien"),
        (
            Part("strategies", lazy_gettext("Strategien"), "cases.strategies", "strategies"),
            Part("measures", lazy_gettext("Maßnahmen"), "measures.show"),
            Part("referrals", lazy_gettext("Fachdienste"), "referrals.show"),
            Part("searches", lazy_gettext("Stellensuche"), "searches.show"),
        ),
    ),
    Tab(
        lazy_gettext("Vereinbarungen"),
        (
            Part("agreements", lazy_gettext("Vereinbarungen"), "cases.agreements", "agreements"),
            Part("cooperation", lazy_gettext("Mitwirkung"), "breaches.show"),
        ),
    ),
    Tab(
        lazy_gettext("Gespräche"),
        (
            Part("appointments", lazy_gettext("Termine"), "cases.appointments", "appointments"),
            Part("notes", lazy_gettext("Vermerke"), "cases.notes", "notes"),
        ),
    ),
    Tab(
        lazy_gettext("Person"),
        (
            Part("employment", lazy_gettext("Beschäftigung"), "employment.entries", "employments"),
            Part("household", lazy_gettext("Bedarfsgemeinschaft"), "household.show"),
            _LEGAL_CIRCLE,
        ),
    ),
    Tab(
        lazy_gettext("Schriftverkehr"),
        (
            Part("letters", lazy_gettext("Schreiben"), "letters.listed", "letters"),
            Part("teamwork", lazy_gettext("Austausch"), "teamwork.show", "exchange"),
        ),
    ),
    _alone(Part("history", lazy_gettext("Verlauf"), "cases.history")),
)

#: A row of tabs as the page shows it: label, address, is it the current one, how many things are there.
Row = list[tuple[str, str, bool, int]]


def rows_of_tabs(case: Case, counts: Counts, current: str) -> tuple[Row, Row]:
    """The tabs of a case, and the pages of the current tab where it holds more than one."""
    first: Row = []
    second: Row = []
    for tab in TABS:
        parts = [part for part in tab.parts if part is not _LEGAL_CIRCLE or _may_change_circle(case, counts)]
        shown = [
            (
                part.label,
                url_for(part.endpoint, number=case.case_number),
                part.key == current,
                getattr(counts, part.count) if part.count else 0,
            )
            for part in parts
        ]
        is_current = any(is_here for _label, _address, is_here, _count in shown)
        first.append((tab.label, shown[0][1], is_current, sum(count for *_, count in shown)))
        if is_current and len(shown) > 1:
            second = shown
    return first, second


def _may_change_circle(case: Case, counts: Counts) -> bool:
    """Only whoever is in the legal circle of SGB III may change to SGB II, or has done so (Fachkonzept A.6.1)."""
    return case.legal_circle is LegalCircle.SGB3 or counts.handovers > 0
