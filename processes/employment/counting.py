"""Which entries of one person count as integrations, and in which month (Fachkonzept C.2, C.3). Pure.

Steps 1 and 2 of the algorithm (the kind of entry, excluded kinds) are the decision table `Integrationsart`; its result
comes in as `Entry.kind`. What is counted here is a preview: the official value is the statistics of the agency.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.calendar import add_months
from engine.phrases import Phrase
from models.casework import CountResult

#: Kinds of the decision Integrationsart that count in K2.
COUNTED_KINDS = frozenset({"BESCHAEFTIGUNG", "AUSBILDUNG", "SELBSTAENDIGKEIT"})
#: Kinds that enter a complementary figure instead (Fachkonzept C.7).
SIDE_FIGURES = {"GERINGFUEGIG": "K2E1", "GEFOERDERT": "K2E2"}

#: Ages of § 7a SGB II: months beyond 65 years by year of birth; from 1964 on it is 67 years.
_MONTHS_BEYOND_65 = {1946 + n: n for n in range(1, 13)} | {1959: 14, 1960: 16, 1961: 18, 1962: 20, 1963: 22}


class Population(StrEnum):
    """Who belongs to the starting set (Fachkonzept C.2; option of the office)."""

    #: Persons who were benefit recipients in the month before.
    PREVIOUS_MONTH = "PREV_MONTH"
    #: Also those who were not yet; theirs count in the report of the following month.
    WITH_NEWCOMERS = "PREV_MONTH_PLUS_NEWCOMERS"


@dataclass(frozen=True)
class Entry:
    """One entry of the employment record as the count sees it."""

    id: int
    #: Result of the decision Integrationsart.
    kind: str
    started_on: date
    #: Last day, None while it lasts.
    ended_on: date | None = None
    #: Equal for the same employer; empty where unknown.
    employer: str = ""
    is_insured: bool = False
    #: An employment relationship with an employer, insured or marginal; not self-employment, not § 16d.
    is_employment: bool = True
    is_16i: bool = False
    is_integration: bool = True


@dataclass(frozen=True)
class Count:
    """What became of an entry: `month` is the first day of the month it counts in, `flag` asks for a look."""

    result: CountResult
    reason: str
    month: date | None = None
    flag: str = ""
    #: K2E1 or K2E2, where the entry counts in a complementary figure.
    side_figure: str = ""


def count_entries(
    entries: Iterable[Entry], eligible: Container[date], population: Population = Population.PREVIOUS_MONTH
) -> dict[int, Count]:
    """The count of all entries of one person by id. `eligible` holds the first days of the months with benefits."""
    ordered = sorted(entries, key=lambda entry: (entry.started_on, entry.id))
    counts: dict[int, Count] = {}
    taken: set[date] = set()
    for entry in ordered:
        count = _count(entry, ordered, eligible, population, taken)
        if count.result is CountResult.COUNTED and count.month is not None:
            taken.add(count.month)
        counts[entry.id] = count
    return counts


def _count(
    entry: Entry, entries: list[Entry], eligible: Container[date], population: Population, taken: Container[date]
) -> Count:
    if entry.kind not in COUNTED_KINDS:
        return _not_counted(
            Phrase("Diese Art von Eintrag zählt nicht als Integration."), SIDE_FIGURES.get(entry.kind, "")
        )
    if not entry.is_integration:
        return _not_counted(Phrase("Der Eintrag ist als Lebenslauf gekennzeichnet."))
    month = report_month(entry.started_on, eligible, population)
    if month is None:
        return _not_counted(Phrase("Die Person war im Vormonat nicht leistungsberechtigt."))
    result, reason, flag = _new_relationship(entry, entries)
    if result is not CountResult.COUNTED:
        return Count(result, reason)
    if month in taken:
        return _not_counted(Phrase("In diesem Monat ist schon eine Integration gezählt."))
    return Count(CountResult.COUNTED, reason, month, flag)


def _not_counted(reason: str, side_figure: str = "") -> Count:
    return Count(CountResult.NOT_COUNTED, reason, side_figure=side_figure)


def report_month(started_on: date, eligible: Container[date], population: Population) -> date | None:
    """The month a take-up counts in, by the population rule; None outside the starting set (step 3)."""
    month = started_on.replace(day=1)
    if add_months(month, -1) in eligible:
        return month
    if population is Population.WITH_NEWCOMERS and month in eligible:
        return add_months(month, 1)
    return None


def _new_relationship(entry: Entry, entries: list[Entry]) -> tuple[CountResult, str, str]:
    """Step 4: whether a relationship is new, why, and what somebody should look at."""
    day_before = entry.started_on - timedelta(days=1)
    before = [other for other in entries if other.id != entry.id and other.is_employment and _lasts(other, day_before)]
    if not before:
        return (
            CountResult.COUNTED,
            Phrase("Am Tag davor bestand keine Beschäftigung."),
            _rehired(entry, entries, day_before),
        )
    same = [other for other in before if entry.employer and other.employer == entry.employer]
    if entry.is_insured and any(other.is_16i for other in same):
        return (
            CountResult.COUNTED,
            Phrase("Beschäftigung im Anschluss an eine Förderung nach § 16i beim selben Arbeitgeber."),
            "",
        )
    insured = [other for other in before if other.is_insured]
    if not insured and entry.is_insured:
        return CountResult.COUNTED, Phrase("Wechsel von geringfügiger in versicherungspflichtige Beschäftigung."), ""
    if insured and all(other in same for other in insured):
        return CountResult.NOT_COUNTED, Phrase("Die Beschäftigung beim selben Arbeitgeber setzt sich fort."), ""
    if all(other.ended_on is not None and other.ended_on < entry.started_on for other in insured) and insured:
        return CountResult.COUNTED, Phrase("Wechsel des Arbeitgebers."), ""
    return (
        CountResult.REVIEW,
        Phrase("Eine andere Beschäftigung läuft daneben weiter; eine Person muss entscheiden."),
        "",
    )


def _lasts(entry: Entry, day: date) -> bool:
    return entry.started_on <= day and (entry.ended_on is None or entry.ended_on >= day)


def _rehired(entry: Entry, entries: list[Entry], day_before: date) -> str:
    """A gap of at least a day makes a relationship new; the same employer again is worth a look (open point in C.3)."""
    for other in entries:
        if other.employer and other.employer == entry.employer and other.ended_on and other.ended_on < day_before:
            return Phrase("Wiedereinstellung beim selben Arbeitgeber nach einer Unterbrechung.")
    return ""


def is_of_employable_age(born_on: date, month: date) -> bool:
    """At least 15 years old in the month and not beyond the age limit when it begins (§ 7 (1), § 7a SGB II)."""
    extra = 0 if born_on.year < 1947 else _MONTHS_BEYOND_65.get(born_on.year, 24)
    limit = add_months(born_on, 65 * 12 + extra)
    # the limit is reached at the end of the month in which the age is completed
    return add_months(born_on, 15 * 12) < add_months(month, 1) and month <= limit.replace(day=1)


def benefit_months(born_on: date, periods: Iterable[tuple[date, date]]) -> set[date]:
    """First days of the months in which a person of employable age had benefits; periods are first and last days."""
    return {month for first, last in periods for month in _months(first, last) if is_of_employable_age(born_on, month)}


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)
