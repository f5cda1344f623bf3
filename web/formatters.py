"""Dates, times and counts as people read them. Instants are shown in office time (Europe/Berlin)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale

from web.language import day_in, is_german, language, ngettext
from web.language import gettext as _

BERLIN = ZoneInfo("Europe/Berlin")

_WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def office_day(instant: datetime) -> date:
    """The calendar day of an instant where the office is."""
    return instant.astimezone(BERLIN).date()


def format_day(value: date | datetime | None) -> str:
    """19.10.2026, in English 19 Oct 2026; a dash for nothing."""
    return "–" if value is None else day_in(language(), _day(value), "medium")


def german_day(value: date | datetime | None) -> str:
    """19.10.2026 whoever reads: for papers and files, which are German. A dash for nothing."""
    return "–" if value is None else f"{_day(value):%d.%m.%Y}"


def format_weekday(value: date | datetime | None) -> str:
    """Mo, 19.10.2026, in English Mon, 19 Oct 2026."""
    if value is None:
        return "–"
    names = _WEEKDAYS if is_german() else _WEEKDAYS_EN
    return f"{names[_day(value).weekday()]}, {format_day(value)}"


def format_long_day(value: date) -> str:
    """Montag, 19. Oktober 2026, in English Monday, 19 October 2026."""
    return day_in(language(), value, "full")


def format_time(value: datetime) -> str:
    """09:30."""
    return f"{value.astimezone(BERLIN):%H:%M}"


def format_datetime(value: object) -> str:
    """19.10.2026, 09:30 Uhr, in English 19 Oct 2026, 09:30; a dash for nothing."""
    if not isinstance(value, datetime):
        return "–"
    return _("%(day)s, %(time)s Uhr", day=format_day(value), time=format_time(value))


def german_datetime(value: datetime | None) -> str:
    """19.10.2026, 09:30 Uhr whoever reads: for files. A dash for nothing."""
    return "–" if value is None else f"{german_day(value)}, {format_time(value)} Uhr"


def _day(value: date | datetime) -> date:
    return office_day(value) if isinstance(value, datetime) else value


def format_iso(value: date | datetime) -> str:
    """For the `datetime` attribute of a time element."""
    return value.astimezone(BERLIN).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def describe_distance(due: date, today: date) -> str:
    """How far a day is away: heute, morgen, in 3 Tagen, seit 2 Tagen."""
    days = (due - today).days
    if days == 0:
        return _("heute")
    if days == 1:
        return _("morgen")
    if days == -1:
        return _("seit gestern")
    if days < 0:
        return ngettext("seit %(num)d Tag", "seit %(num)d Tagen", -days)
    if days < 60:
        return ngettext("in %(num)d Tag", "in %(num)d Tagen", days)
    return ngettext("in %(num)d Monat", "in %(num)d Monaten", round(days / 30.4))


def as_lists(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Typed values by name, each as a list of texts, without empty ones."""
    listed = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    return {name: [str(v) for v in found if v] for name, found in listed.items() if any(found)}


def language_name(code: str) -> str:
    """What a language (BCP 47) is called: `pl` is Polnisch."""
    try:
        return Locale.parse(code, sep="-").get_display_name(get_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code
