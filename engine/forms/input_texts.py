"""What people type into fields, read as values: German dates, times and numbers, and the ISO forms of browsers.

Every reader raises :class:`InputError` with a sentence that says what to type. Values that arrive typed (from a REST
client or from process data) are read by the same functions.
"""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.calendar import BERLIN, Moment
from engine.forms.errors import InputError

#: Years outside are typing errors: nobody alive was born before, nothing is planned after.
FIRST_YEAR, LAST_YEAR = 1900, 2199
MAX_NUMBER_LENGTH = 40

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\.\s*\d{1,2}\.\s*\d{0,3}")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::(\d{2})(?:\.0{1,6})?)?)?")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_COMMA = re.compile(r"-?\d+(?:,\d+)?")
_POINT = re.compile(r"-?\d+\.\d+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_text(value: Any, *, many_lines: bool) -> str | None:
    """Text in Unicode normal form C (as DIN 91379 asks) without space at the ends; None when nothing is left."""
    if not isinstance(value, str):
        raise InputError("type", "Geben Sie einen Text ein.", "Enter a text.")
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if _UNPRINTABLE.search(text):
        raise InputError(
            "characters",
            "Entfernen Sie die nicht druckbaren Zeichen.",
            "Remove the characters that cannot be printed.",
        )
    if not many_lines:
        text = text.replace("\n", " ").replace("\t", " ")
    return text.strip() or None


def read_number(value: Any, decimal_digits: int | None) -> Decimal | None:
    """A decimal number from ``1.234,5``, ``1234,5`` or ``12.5``.

    Points in groups of three separate thousands, as in German; any other single point is read as the decimal sign.
    ``decimal_digits`` is the highest number of decimal places (None: no limit).
    """
    if isinstance(value, bool):
        raise _no_number()
    if isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(repr(value))
    elif isinstance(value, str):
        text = re.sub(r"[\s\u00a0\u202f']", "", value).replace("\u2212", "-").removesuffix("€")
        if not text:
            return None
        if len(text) > MAX_NUMBER_LENGTH:
            raise _no_number()
        if not text.isascii():
            raise _no_number()
        if _GROUPED.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
        elif _COMMA.fullmatch(text):
            text = text.replace(",", ".")
        elif not _POINT.fullmatch(text):
            raise _no_number()
        number = Decimal(text)
    else:
        raise _no_number()
    if not number.is_finite() or abs(number.adjusted()) > MAX_NUMBER_LENGTH:
        raise _no_number()
    if decimal_digits is not None and number != round(number, decimal_digits):
        if decimal_digits == 0:
            raise InputError("digits", "Geben Sie eine ganze Zahl ein.", "Enter a whole number.")
        raise InputError(
            "digits",
            f"Geben Sie höchstens {decimal_digits} Nachkommastellen ein.",
            f"Enter at most {decimal_digits} decimal places.",
        )
    return number


def read_date(value: Any) -> date | None:
    """A date from ``21.11.2026`` or ``2026-11-21``."""
    if isinstance(value, datetime):
        value = value.astimezone(BERLIN).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return _plausible(value)
    if not isinstance(value, str):
        raise _no_date()
    text = value.strip()
    if not text:
        return None
    if iso := _ISO_DATE.fullmatch(text):
        year, month, day = iso.groups()
    elif german := _GERMAN_DATE.fullmatch(text):
        day, month, year = german.groups()
    elif _SHORT_YEAR.fullmatch(text):
        raise InputError("date", "Geben Sie das Jahr mit vier Ziffern ein.", "Enter the year with four digits.")
    else:
        raise _no_date()
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise InputError(
            "date",
            f"Das Datum {text} gibt es nicht. Prüfen Sie Tag und Monat.",
            f"The date {text} does not exist. Check day and month.",
        ) from error
    return _plausible(found)


def read_time(value: Any) -> time | None:
    """A time of day from ``9:30``, ``09:30``, ``9.30 Uhr`` or ``9 Uhr``."""
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if not isinstance(value, str):
        raise _no_time()
    text = value.strip()
    if not text:
        return None
    named = text.lower().endswith("uhr")
    match = _TIME.fullmatch(text[:-3].rstrip() if named else text)
    if match is None or not (match[2] or named):
        raise _no_time()
    try:
        return time(int(match[1]), int(match[2] or 0), int(match[3] or 0))
    except ValueError as error:
        raise _no_time() from error


def read_date_time(value: Any) -> datetime | None:
    """A date and time in Germany: aware, zone Europe/Berlin.

    Reads ``{"date": …, "time": …}`` (the two inputs of a page), ``21.11.2026 09:30``, ``2026-11-21T09:30`` and aware
    values. A time that a switch of summer time skips is refused: nobody can come to an appointment then.
    """
    if isinstance(value, dict):
        day, clock = read_date(value.get("date", "")), read_time(value.get("time", ""))
    elif isinstance(value, datetime):
        return _in_germany(value)
    elif isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        if len(text) > 10 and text[10] == "T":
            try:
                return _in_germany(datetime.fromisoformat(text))
            except (ValueError, OverflowError) as error:
                raise _no_date_time() from error
        day_text, _, time_text = text.replace(",", " ").partition(" ")
        day, clock = read_date(day_text), read_time(time_text)
    else:
        raise _no_date_time()
    if day is None and clock is None:
        return None
    if day is None or clock is None:
        raise _no_date_time()
    return _in_germany(datetime.combine(day, clock))


def read_boolean(value: Any) -> bool:
    """Yes or no: an unticked box sends nothing, a ticked one sends ``on`` or ``true``."""
    if isinstance(value, bool):
        return value
    if value is None or value in ("", "false", "off", "0"):
        return False
    if value in ("true", "on", "1"):
        return True
    raise InputError("type", "Wählen Sie Ja oder Nein.", "Choose yes or no.")


def _in_germany(value: datetime) -> datetime:
    moment = Moment.from_local(value) if value.tzinfo is None else Moment.from_instant(value)
    _plausible(moment.local.date())
    if moment.instant.astimezone(BERLIN).replace(tzinfo=None) != moment.local:
        raise InputError(
            "date",
            "Diese Uhrzeit gibt es an dem Tag nicht, weil die Uhr vorgestellt wird.",
            "This time does not exist on that day because the clocks go forward.",
        )
    return moment.instant.astimezone(BERLIN)


def _plausible(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise InputError(
            "date",
            f"Prüfen Sie das Jahr: Möglich sind {FIRST_YEAR} bis {LAST_YEAR}.",
            f"Check the year: possible are {FIRST_YEAR} to {LAST_YEAR}.",
        )
    return value


def _no_number() -> InputError:
    return InputError("number", "Geben Sie eine Zahl ein, zum Beispiel 1.234,50.", "Enter a number, e.g. 1.234,50.")


def _no_date() -> InputError:
    return InputError(
        "date", "Geben Sie ein Datum ein, zum Beispiel 21.11.2026.", "Enter a date, for example 21.11.2026."
    )


def _no_time() -> InputError:
    return InputError("time", "Geben Sie eine Uhrzeit ein, zum Beispiel 09:30.", "Enter a time, for example 09:30.")


def _no_date_time() -> InputError:
    return InputError(
        "date",
        "Geben Sie Datum und Uhrzeit ein, zum Beispiel 21.11.2026 und 09:30.",
        "Enter date and time, for example 21.11.2026 and 09:30.",
    )
