"""Matching a vacancy with what a case is searched for: clauses a person can check, never a decision. Pure.

Fachkonzept A.6.5 and F.2: suggestions are rule-based and explained; a person decides. How near an occupation is follows
the digits of the KldB 2010 (five: the same, four: sub-group, three: group); without geodata the distance follows the
leading digits of the postcode. Both are values of the product, not law.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.phrases import Phrase
from models.casework import SearchArea, WorkingHours

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
#: Leading digits of the postcode that are the same within an area.
_SAME_DIGITS = {SearchArea.TOWN: 5, SearchArea.REGION: 2, SearchArea.EVERYWHERE: 0}
#: Endings that occupations have by gender, and what vacancies put behind them.
_GENDER = re.compile(r"\(?\b[mwdx](/[mwdx])+\b\)?|[:*/-]+in\b|in\b")
#: Words so many titles have that they say nothing about the occupation.
_COMMON = frozenset({"fachkraft", "helf", "mitarbeit", "kaufmann", "kraft", "assistent", "angestellt", "bereich"})


@dataclass(frozen=True)
class Vacancy:
    """A vacancy as a channel tells it; days are ISO texts, empty where unknown. `hours` is a value of WorkingHours."""

    reference: str
    title: str
    employer: str = ""
    establishment_no: str = ""
    postal_code: str = ""
    city: str = ""
    kldb: str = ""
    hours: str = ""
    requirements: tuple[str, ...] = ()
    published_on: str = ""
    open_until: str = ""
    url: str = ""


@dataclass(frozen=True)
class Criteria:
    """What is searched for."""

    occupation: str
    kldb: str = ""
    postal_code: str = ""
    city: str = ""
    area: SearchArea = SearchArea.REGION
    hours: WorkingHours = WorkingHours.ANY


@dataclass(frozen=True)
class Clause:
    """`holds` is "ja", "nein" or "offen": nothing is known that speaks for or against it."""

    holds: str
    text: str


@dataclass(frozen=True)
class Match:
    """`points` order a list; what people read are the clauses."""

    points: int
    clauses: tuple[Clause, ...]


def comes_into_question(wanted: Criteria, vacancy: Vacancy, today: str) -> bool:
    """Still open, in the occupation or a near one, within the area, and with the hours wanted."""
    if vacancy.open_until and vacancy.open_until < today:
        return False
    return (
        nearness(wanted, vacancy) > 0
        and within_area(wanted, vacancy) is not False
        and _hours_fit(wanted, vacancy) is not False
    )


def match_of(wanted: Criteria, vacancy: Vacancy, competences: Sequence[str]) -> Match:
    """Compare a vacancy with the search and the competences of the profile."""
    clauses = [_occupation_clause(wanted, vacancy), _place_clause(wanted, vacancy), _hours_clause(wanted, vacancy)]
    clauses += [_requirement_clause(requirement, competences) for requirement in vacancy.requirements]
    points = 2 * nearness(wanted, vacancy)
    points += sum({"ja": 1, "offen": 0, "nein": -1}[clause.holds] for clause in clauses[1:])
    return Match(points, tuple(clauses))


def nearness(wanted: Criteria, vacancy: Vacancy) -> int:
    """3 the same occupation, 2 its sub-group or a title with the same words, 1 its group, 0 another."""
    same = _same_digits(wanted.kldb, vacancy.kldb)
    if same == 5:
        return 3
    if same == 4:
        return 2
    if _stems(wanted.occupation) & _stems(vacancy.title):
        return 2
    return 1 if same == 3 else 0


def within_area(wanted: Criteria, vacancy: Vacancy) -> bool | None:
    """None if the place of search or of the vacancy is unknown."""
    digits = _SAME_DIGITS[wanted.area]
    if digits == 0:
        return True
    if wanted.postal_code and vacancy.postal_code:
        if wanted.postal_code[:digits] == vacancy.postal_code[:digits]:
            return True
        # a town has several postcodes
        return bool(wanted.city) and _fold(wanted.city) == _fold(vacancy.city)
    if wanted.city and vacancy.city:
        return _fold(wanted.city) == _fold(vacancy.city) or (None if wanted.area is SearchArea.REGION else False)
    return None


def _same_digits(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _occupation_clause(wanted: Criteria, vacancy: Vacancy) -> Clause:
    same, near = _same_digits(wanted.kldb, vacancy.kldb), nearness(wanted, vacancy)
    if same == 5:
        return Clause(
            "ja",
            Phrase(
                "Gleicher Beruf wie gesucht: {occupation} (KldB {kldb}).",
                occupation=wanted.occupation,
                kldb=wanted.kldb,
            ),
        )
    if same == 4:
        level = {
            "1": Phrase("Helfer"),
            "2": Phrase("Fachkraft"),
            "3": Phrase("Spezialist"),
            "4": Phrase("Experte"),
        }.get(vacancy.kldb[4:5], Phrase("unbekannt"))
        return Clause("offen", Phrase("Gleiche Berufsuntergruppe, anderes Anforderungsniveau: {level}.", level=level))
    if near == 2:
        return Clause("ja", Phrase("Der Titel nennt den gesuchten Beruf {occupation}.", occupation=wanted.occupation))
    if near == 1:
        return Clause(
            "offen", Phrase("Verwandter Beruf aus derselben Berufsgruppe (KldB {kldb}).", kldb=vacancy.kldb[:3])
        )
    return Clause("nein", Phrase("Ein anderer Beruf als gesucht."))


def _place_clause(wanted: Criteria, vacancy: Vacancy) -> Clause:
    place = f"{vacancy.postal_code} {vacancy.city}".strip() or Phrase("unbekannt")
    if wanted.area is SearchArea.EVERYWHERE:
        return Clause("ja", Phrase("Arbeitsort: {place}; gesucht wird überall.", place=place))
    holds = {True: "ja", False: "nein", None: "offen"}[within_area(wanted, vacancy)]
    return Clause(
        holds,
        Phrase(
            "Arbeitsort: {place}; gesucht wird um {postal_code}.",
            place=place,
            postal_code=wanted.postal_code or wanted.city or Phrase("unbekannt"),
        ),
    )


def _hours_fit(wanted: Criteria, vacancy: Vacancy) -> bool | None:
    if wanted.hours is WorkingHours.ANY or vacancy.hours == WorkingHours.ANY.value:
        return True
    return vacancy.hours == wanted.hours.value if vacancy.hours else None


_HOUR_WORDS = {
    "VOLLZEIT": Phrase("Vollzeit"),
    "TEILZEIT": Phrase("Teilzeit"),
    "MINIJOB": Phrase("Minijob"),
    "BELIEBIG": Phrase("nach Absprache"),
}


def _hours_clause(wanted: Criteria, vacancy: Vacancy) -> Clause:
    offered = _HOUR_WORDS.get(vacancy.hours, Phrase("nicht genannt"))
    return Clause(
        {True: "ja", False: "nein", None: "offen"}[_hours_fit(wanted, vacancy)],
        Phrase("Arbeitszeit: {offered}.", offered=offered),
    )


def _requirement_clause(requirement: str, competences: Sequence[str]) -> Clause:
    asked = _stems(requirement)
    for competence in competences:
        known = _stems(competence)
        if asked and (asked <= known or known <= asked) and known:
            return Clause(
                "ja",
                Phrase(
                    "Verlangt: {requirement}. Im Profil: {competence}.", requirement=requirement, competence=competence
                ),
            )
    return Clause(
        "offen",
        Phrase("Verlangt: {requirement}. Im Profil nicht erfasst, im Gespräch klären.", requirement=requirement),
    )


def _stems(text: str) -> frozenset[str]:
    """The words that say what it is about, folded, without endings of gender and short words."""
    words = re.findall(r"[a-z0-9]+", _GENDER.sub("", _fold(text)).replace("kauffrau", "kaufmann"))
    return frozenset(word.removesuffix("er").removesuffix("e") for word in words if len(word) > 3) - _COMMON


def _fold(text: str) -> str:
    return text.lower().translate(_FOLDED).strip()
