"""What may be seen of a member of a household, and who should look after all of them (Fachkonzept A.6.6). Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from engine.phrases import Phrase

#: Number of a household as benefit notices print it, for example "31702BG0012345".
_NUMBER = re.compile(r"[0-9A-Za-z/-]{5,40}")


class Answer(StrEnum):
    """What a member said about a purpose; nothing recorded is no consent."""

    NOT_ASKED = "NICHT_GEFRAGT"
    GIVEN = "ERTEILT"
    REFUSED = "ABGELEHNT"
    WITHDRAWN = "WIDERRUFEN"


class Sight(StrEnum):
    """How much of a member somebody sees on the page of another member."""

    FULL = "ALLES"
    NAME = "NAME"
    HIDDEN = "NICHTS"


def sight_of(answer: Answer, *, is_responsible: bool) -> Sight:
    """Whoever is responsible for the member sees everything; others with consent; refused means not even the name."""
    if is_responsible or answer is Answer.GIVEN:
        return Sight.FULL
    return Sight.NAME if answer is Answer.NOT_ASKED else Sight.HIDDEN


def recommended_caseworker(cases: Iterable[tuple[str, date]]) -> str | None:
    """One caseworker for all members: who has most of their running cases, then the longest; None without any.

    `cases` are sign-in name of the caseworker and day of opening.
    """
    running = list(cases)
    if not running:
        return None
    counts = Counter(name for name, _opened in running)
    return min(running, key=lambda case: (-counts[case[0]], case[1], case[0]))[0]


def number_errors(number: str) -> dict[str, str]:
    """What is wrong with the number of a household, by field of the page."""
    if _NUMBER.fullmatch(number.strip()):
        return {}
    return {
        "household_no": Phrase("Die Nummer besteht aus mindestens fünf Ziffern und Buchstaben, wie 31702BG0012345.")
    }
