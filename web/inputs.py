"""Reading our own forms: what was typed is kept as typed, each mistake is named at its field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime

from engine.feel import FeelError, read_literal
from web.formatters import BERLIN
from web.language import gettext as _
from web.language import is_german

_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def whole_number(text: str) -> int | None:
    """A whole number from 0 that every database keeps; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class Inputs:
    """The typed values of one form and the messages about them, both by field name."""

    def __init__(self, form: Mapping[str, str] | None = None) -> None:
        self.values: dict[str, str] = {name: value.strip() for name, value in (form or {}).items()}
        self.errors: dict[str, str] = {}

    def text(self, name: str, missing: str | None = None, *, most: int = 4000) -> str:
        """A text; `missing` is the message if it is required and empty. `most` is its length in characters."""
        value = self.values.get(name, "")
        if not value and missing:
            self.errors[name] = missing
        if len(value) > most:
            self.errors[name] = _("Bitte höchstens %(most)d Zeichen eingeben.", most=most)
        return value

    def choice(self, name: str, allowed: Collection[str], missing: str) -> str:
        """One of the allowed values."""
        value = self.values.get(name, "")
        if value not in allowed:
            self.errors[name] = missing
        return value

    def day(self, name: str, missing: str | None = None) -> date | None:
        """A day as 2026-10-19 (what a date field sends) or 19.10.2026 (what people type without one)."""
        value = self.values.get(name, "")
        if not value:
            if missing:
                self.errors[name] = missing
            return None
        try:
            german = _GERMAN_DAY.fullmatch(value)
            return date(*(int(part) for part in reversed(german.groups()))) if german else date.fromisoformat(value)
        except ValueError:
            self.errors[name] = _("Bitte ein Datum wie 19.10.2026 eingeben.")
            return None

    def moment(self, day_name: str, time_name: str, missing: str) -> datetime | None:
        """An instant from a day field and a time field (14:30), in office time."""
        day = self.day(day_name, missing)
        typed = self.values.get(time_name, "")
        match = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", typed)
        if match is None:
            self.errors[time_name] = _("Bitte eine Uhrzeit wie 14:30 eingeben.")
            return None
        return datetime(day.year, day.month, day.day, int(match[1]), int(match[2]), tzinfo=BERLIN) if day else None

    def number(self, name: str, least: int, most: int, missing: str) -> int:
        """A whole number within bounds (both included); 0 if it is not one."""
        value = self.values.get(name, "")
        if not value.isdecimal() or not least <= int(value) <= most:
            self.errors[name] = missing
            return 0
        return int(value)

    def literal(self, name: str) -> object:
        """A value of process data as FEEL writes it down (`12.5`, `"text"`); nothing is computed."""
        try:
            return read_literal(self.values.get(name, ""))
        except FeelError as error:
            self.errors[name] = error.message_de if is_german() else error.message_en
            return None

    def ticked(self, name: str) -> bool:
        return self.values.get(name) == "ja"
