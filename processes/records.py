"""Rows that several rooms look up: the case by its number, the settings of the office, its calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from engine.calendar import BusinessCalendar
from engine.errors import NotFound
from models.casework import Case, OfficeClosure, OfficeSettings
from models.identity import User

Row = TypeVar("Row")


def case_by_number(session: Session, number: str) -> Case:
    """The case with this number, for example "F-2026-000123". Raises NotFound."""
    kept = _kept(session)
    case = kept.get(number)
    if case is None or case not in session:
        case = session.execute(_CASE.where(Case.case_number == number)).unique().scalar_one_or_none()
        if case is None:
            raise NotFound("case", number)
        kept[number] = case
    return case


#: With person, team and caseworker, without the roles of the caseworker, which nobody asks a case for.
_CASE = select(Case).options(joinedload(Case.caseworker).lazyload(User.memberships))


def _kept(session: Session) -> dict[str, Any]:
    """Rows that one transaction looks up again and again. The session itself keeps only what somebody else holds."""
    kept: dict[str, Any] = session.info.setdefault("processes.records", {})
    return kept


def row(session: Session, table: type[Row], key: Any) -> Row:
    """The row with this id; processes carry ids as texts. Raises NotFound, also for a text that is no id."""
    text = str(key)
    found = session.get(table, int(text)) if text.isascii() and text.isdigit() else None
    if found is None:
        raise NotFound(table.__name__.lower(), key)
    return found


def office_settings(session: Session) -> OfficeSettings:
    """The one row of settings. Raises NotFound before the office is set up."""
    kept = _kept(session)
    if "settings" not in kept or kept["settings"] not in session:
        kept["settings"] = row(session, OfficeSettings, 1)
    settings: OfficeSettings = kept["settings"]
    return settings


def office_calendar(session: Session) -> BusinessCalendar:
    """The calendar of the office's Land and municipality with its closures, where no calendar is passed in (forms)."""
    kept = _kept(session)
    if "calendar" not in kept:
        settings = office_settings(session)
        kept["calendar"] = BusinessCalendar(
            settings.land, settings.municipality, closures=closed_days(session), catholic=settings.is_catholic
        )
    calendar: BusinessCalendar = kept["calendar"]
    return calendar


def closed_days(session: Session) -> frozenset[date]:
    """Every day on which the office is shut although it is no holiday."""
    found = session.execute(select(OfficeClosure.first_day, OfficeClosure.last_day)).all()
    return frozenset(
        first + timedelta(days=number) for first, last in found for number in range((last - first).days + 1)
    )
