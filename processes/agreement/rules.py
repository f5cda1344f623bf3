"""When an agreement is to be reviewed, and what it must hold before both sides are bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.calendar import BusinessCalendar, Duration
from processes.catalogues import AgreementType
from processes.wording import day_text

#: Sections of the catalogue that are a field of the form: section → (field, what to say if it is empty).
SECTIONS = {
    "PERSONAL_OFFER": ("persoenliches_angebot", "Beschreiben Sie das persönliche Angebot des Hauses."),
    "TARGET_FIELDS": ("zielfelder", "Nennen Sie Berufe, Tätigkeiten oder Bereiche der Vermittlung."),
    "BENEFITS": ("leistungen", "Nennen Sie die Leistungen, die in Betracht kommen."),
    "OTHER_PROVIDERS": ("andere_traeger", "Beschreiben Sie, wie andere Leistungsträger einbezogen werden."),
}


#: Working days from a second interview to the agreement that replaces the interim one (value of the product).
INTERIM_WORKING_DAYS = 5


def is_interim(concluded_on: date, second_interview: date | None) -> bool:
    """Whether the agreement only bridges the time until a second interview that still lies ahead (T04).

    A second interview that was missed meanwhile shortens nothing: its review would be due before it is concluded.
    """
    return second_interview is not None and second_interview >= concluded_on


def interim_until(review_on: date, second_interviews: Iterable[date], calendar: BusinessCalendar) -> date | None:
    """The second interview that an agreement with this review day bridges the time to; None if it is not interim."""
    for day in second_interviews:
        if calendar.working_day_offset(day, INTERIM_WORKING_DAYS) == review_on:
            return day
    return None


def review_due(
    concluded_on: date,
    months: int,
    calendar: BusinessCalendar,
    second_interview: date | None = None,
    end_of_life: date | None = None,
) -> date:
    """The last day on which the agreement may be reviewed jointly.

    Until a second interview an agreement is only an interim one (Fachkonzept A.4.1, T04): from that day its successor
    is prepared, and some working days later there is one.

    "Latest after" so many months: six, three for young people in SGB III (§ 15 (3) SGB II, § 37 (3) SGB III;
    Fachkonzept T14, T15). Counted by §§ 187 (1), 188 (2) and (3) BGB. The end on a Saturday, Sunday or holiday is NOT
    extended by § 26 (3) SGB X: that rule protects people who must act in time; here the office must, and extending
    would review too late. So it is counted like an appointment; reminders lie on the working day before.

    `end_of_life` is the last day on which documents of the type are valid at all (T37).
    Raises ValueError for less than one month.
    """
    if months < 1:
        raise ValueError("the review period is at least one month")
    latest = calendar.appointment_date(concluded_on, Duration(months=months))
    if end_of_life is not None:
        latest = min(latest, end_of_life)
    if second_interview is None or not is_interim(concluded_on, second_interview):
        return latest
    return min(latest, calendar.working_day_offset(second_interview, INTERIM_WORKING_DAYS))


def last_day_of_predecessor(valid_from: date, concluded_on: date) -> date:
    """The predecessor ends on the day before; one concluded on the same day ends on it."""
    return max(valid_from, concluded_on - timedelta(days=1))


@dataclass(frozen=True)
class Setting:
    """What the file says about the case of an agreement. `open_needs` are labels of needs without a strategy."""

    concluded_on: date
    has_goal: bool
    has_strategy: bool
    open_needs: Sequence[str] = ()


def obstacles(kind: AgreementType, setting: Setting) -> list[str]:
    """What keeps this type from being concluded at all, as sentences; nothing in the form can cure it.

    No agreement without goal and strategies, and every need has one (ST-1; Fachkonzept A.4.1); a type only while its
    law is in force (Fachkonzept H.3).
    """
    found = []
    if not kind.is_agreement or not kind.validity.covers(setting.concluded_on):
        found.append(
            f"„{kind.label}“ nach {kind.law} kann am {day_text(setting.concluded_on)} nicht geschlossen werden."
        )
    if not setting.has_goal:
        found.append("Es fehlt ein gemeinsam verfolgtes Ziel.")
    if not setting.has_strategy:
        found.append("Es fehlt eine Handlungsstrategie.")
    if setting.open_needs:
        found.append(f"Diesen Handlungsbedarfen fehlt eine Strategie: {', '.join(setting.open_needs)}.")
    return found


def conclusion_errors(kind: AgreementType, given: Mapping[str, Any], setting: Setting) -> dict[str, str]:
    """What the entries of the form lack for this type, by field; empty when the agreement may be concluded.

    The gates are configuration of the type (Fachkonzept H.3): required sections, signatures, hand-over, notice of
    legal consequences. For every type: a talk before, at least one concrete, dated duty of the office, concrete
    duties of the client (Fachkonzept A.4.1; audits found agreements that bound one side only).
    """
    errors = {"": " ".join(hindrances)} if (hindrances := obstacles(kind, setting)) else {}
    errors |= _talk(given, setting.concluded_on)
    for section in kind.required:
        if section in SECTIONS and not _text(given, SECTIONS[section][0]):
            errors[SECTIONS[section][0]] = SECTIONS[section][1]
    errors |= _office_duties(given.get("pflichten_traeger") or [], setting.concluded_on)
    errors |= _client_duties(given.get("pflichten_kunde") or [], setting.concluded_on)
    errors |= _third_parties(given.get("dritte") or [], setting.concluded_on)
    return errors | _form(kind, given, setting.concluded_on)


def _talk(given: Mapping[str, Any], today: date) -> dict[str, str]:
    discussed = given.get("besprochen_am")
    if discussed is None:
        return {"besprochen_am": "Ohne Gespräch keine Vereinbarung: Geben Sie den Tag des Gesprächs an."}
    if discussed > today:
        return {"besprochen_am": "Das Gespräch kann nicht nach dem Abschluss liegen."}
    return {}


def _office_duties(rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    if not rows:
        return {"pflichten_traeger": "Mindestens eine konkrete Leistung des Hauses gehört in die Vereinbarung."}
    errors = {}
    for number, row in enumerate(rows):
        if not _text(row, "was"):
            errors[f"pflichten_traeger.{number}.was"] = "Beschreiben Sie, was das Haus tut."
        if row.get("bis") is None:
            errors[f"pflichten_traeger.{number}.bis"] = "Geben Sie an, bis wann das Haus es tut."
        elif row["bis"] < today:
            errors[f"pflichten_traeger.{number}.bis"] = _PAST
    return errors


def _client_duties(rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    if not rows:
        return {"pflichten_kunde": "Mindestens ein konkreter Schritt der Person gehört in die Vereinbarung."}
    errors = {}
    for number, row in enumerate(rows):
        place = f"pflichten_kunde.{number}"
        if not _text(row, "was"):
            errors[f"{place}.was"] = "Beschreiben Sie, was die Person tut."
        count, period, due = row.get("anzahl"), row.get("zeitraum"), row.get("bis")
        if count is None and due is None:
            errors[f"{place}.bis"] = "Geben Sie an, bis wann – oder wie oft in welchem Zeitraum."
        if count is not None and not period:
            errors[f"{place}.zeitraum"] = "Zur Anzahl fehlt der Zeitraum."
        if count is None and period:
            errors[f"{place}.anzahl"] = "Zum Zeitraum fehlt die Anzahl."
        if count is not None and not _text(row, "nachweis"):
            errors[f"{place}.nachweis"] = "Geben Sie an, wie die Eigenbemühungen nachgewiesen werden."
        if due is not None and due < today:
            errors[f"{place}.bis"] = _PAST
    return errors


def _third_parties(rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    return {
        f"dritte.{number}.bis": _PAST
        for number, row in enumerate(rows)
        if row.get("bis") is not None and row["bis"] < today
    }


def _form(kind: AgreementType, given: Mapping[str, Any], today: date) -> dict[str, str]:
    errors = {}
    notice = _text(given, "rechtsfolgenbelehrung")
    if kind.legal_notice == "REQUIRED" and not notice:
        errors["rechtsfolgenbelehrung"] = f"„{kind.label}“ braucht eine Belehrung über die Rechtsfolgen."
    if kind.legal_notice == "FORBIDDEN" and notice:
        errors["rechtsfolgenbelehrung"] = f"„{kind.label}“ enthält keine Belehrung über die Rechtsfolgen."
    for side, field, who in (
        ("CLIENT", "unterschrift_kunde_am", "der Person"),
        ("STAFF", "unterschrift_fachkraft_am", "der Fachkraft"),
    ):
        signed = given.get(field)
        if side in kind.signatures and signed is None:
            errors[field] = f"„{kind.label}“ braucht die Unterschrift {who}."
        elif signed is not None and signed > today:
            errors[field] = "Die Unterschrift kann nicht in der Zukunft liegen."
    handed, way = given.get("ausgehaendigt_am"), given.get("ausgehaendigt_wie")
    if kind.handover == "REQUIRED" and handed is None:
        errors["ausgehaendigt_am"] = "Die Person erhält eine Ausfertigung: Geben Sie an, wann sie ausgehändigt wurde."
    elif handed is not None and handed > today:
        errors["ausgehaendigt_am"] = "Die Aushändigung kann nicht in der Zukunft liegen."
    if handed is not None and not way:
        errors["ausgehaendigt_wie"] = "Geben Sie an, auf welchem Weg sie ausgehändigt wurde."
    return errors


_PAST = "Dieser Tag liegt vor dem Abschluss."


def _text(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name) or "").strip()
