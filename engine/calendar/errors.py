"""What can go wrong with dates, durations and timer texts. Every error speaks German and English."""


class CalendarError(ValueError):
    """A date or text could not be used; ``message_de`` and ``message_en`` say what to write instead."""

    def __init__(self, message_de: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_de = message_de
        self.message_en = message_en


class CalendarRangeError(CalendarError):
    """The date lies outside the years for which public holidays are known, or the number of days is too large."""


class DurationTextError(CalendarError):
    """The text is not an ISO 8601 duration this calendar can add to a date."""


class TimerTextError(CalendarError):
    """The text is neither an ISO 8601 date, duration or repeating interval nor a five-field cron expression."""
