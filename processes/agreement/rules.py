"""When an agreement is to be reviewed, and what it must hold before both sides are bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.calendar import BusinessCalendar, Duration
from engine.phrases import Phrase, joined
from processes.agreement.sections import SECTIONS, entered
from processes.catalogues import AgreementType
from processes.wording import day_text

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


def valid_until(kind: AgreementType, concluded_on: date, calendar: BusinessCalendar) -> date | None:
    """The last day of a document of this type: the end of its term or of its law (T37), None where it has no end."""
    ends = [kind.end_of_life] if kind.end_of_life is not None else []
    if kind.term_months is not None:
        ends.append(calendar.appointment_date(concluded_on, Duration(months=kind.term_months)))
    return min(ends, default=None)


@dataclass(frozen=True)
class Setting:
    """What the file says about the case of an agreement. `open_needs` are labels of needs without a strategy.

    `first_talk` is the day of the first talk that was held, None without one. `occupation_is_open` says that no target
    occupation is confirmed.
    """

    concluded_on: date
    has_goal: bool
    has_strategy: bool
    open_needs: Sequence[str] = ()
    has_profile: bool = True
    first_talk: date | None = None
    occupation_is_open: bool = False


def obstacles(kind: AgreementType, setting: Setting) -> list[str]:
    """What keeps this type from being concluded at all, as sentences; nothing in the form can cure it.

    No agreement without talk, analysis, goal and strategies, and every need has one (ST-1; Fachkonzept A.4.1, H.3); a
    type only while its law is in force (Fachkonzept H.3).
    """
    found: list[str] = []
    if not kind.is_agreement or not kind.validity.covers(setting.concluded_on):
        found.append(
            Phrase(
                "„{kind}“ nach {law} kann am {concluded_on} nicht geschlossen werden.",
                kind=kind.label,
                law=kind.law,
                concluded_on=day_text(setting.concluded_on),
            )
        )
    for gate, is_met, message in (
        ("TALK", setting.first_talk is not None, Phrase("Es hat noch kein Gespräch stattgefunden.")),
        ("PROFILE", setting.has_profile, Phrase("Es fehlt eine Potenzialanalyse (Profilingbogen).")),
        ("GOAL", setting.has_goal, Phrase("Es fehlt ein gemeinsam verfolgtes Ziel.")),
        ("STRATEGIES", setting.has_strategy, Phrase("Es fehlt eine Handlungsstrategie.")),
    ):
        if gate in kind.gates and not is_met:
            found.append(message)
    if setting.open_needs:
        found.append(
            Phrase("Diesen Handlungsbedarfen fehlt eine Strategie: {list}.", list=", ".join(setting.open_needs))
        )
    return found


def content_errors(kind: AgreementType, given: Mapping[str, Any], setting: Setting) -> dict[str, str]:
    """What the content lacks for this type, by field; empty when it may be handed to both sides for signature.

    The gates are configuration of the type (Fachkonzept H.3): required sections and notice of legal consequences. For
    every type: a talk before, at least one concrete, dated duty of the office, concrete duties of the client
    (Fachkonzept A.4.1; audits found agreements that bound one side only).
    """
    errors: dict[str, str] = {"": joined(" ", hindrances)} if (hindrances := obstacles(kind, setting)) else {}
    errors |= _talk(given, setting)
    required = [*kind.required, *(["CLARIFICATION"] if setting.occupation_is_open else [])]
    for code in required:
        if code in SECTIONS and not entered(given, code):
            errors[SECTIONS[code].field] = SECTIONS[code].missing
    if entered(given, "HOUSEHOLD_BENEFITS") and not given.get("haushalt_beteiligt"):
        errors["haushalt_beteiligt"] = Phrase("Leistungen für Mitglieder des Haushalts nur, wenn sie beteiligt waren.")
    errors |= _office_duties(given.get("pflichten_traeger") or [], setting.concluded_on)
    errors |= _client_duties(given.get("pflichten_kunde") or [], setting.concluded_on)
    if "OWN_EFFORTS" in kind.required and not _has_efforts(given) and "pflichten_kunde" not in errors:
        errors["pflichten_kunde"] = Phrase(
            "Mindestens eine Eigenbemühung mit Anzahl, Zeitraum und Nachweis gehört hinein."
        )
    errors |= _third_parties(given.get("dritte") or [], setting.concluded_on)
    return errors | _notice(kind, given)


def should_be_there(kind: AgreementType, given: Mapping[str, Any]) -> list[str]:
    """Titles of the sections the type should have and this content leaves open; a hint, nothing is refused."""
    found = [SECTIONS[code].title for code in kind.should if code in SECTIONS and not entered(given, code)]
    if "OWN_EFFORTS" in kind.should and not _has_efforts(given):
        found.append(Phrase("Eigenbemühungen mit Anzahl, Zeitraum und Nachweis"))
    return found


def closing_errors(kind: AgreementType, given: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is missing before it is in force: signatures and hand-over as the type wants them (Fachkonzept H.3)."""
    errors: dict[str, str] = {}
    for side, name, who in (
        ("CLIENT", "unterschrift_kunde_am", Phrase("der Person")),
        ("STAFF", "unterschrift_fachkraft_am", Phrase("der Fachkraft")),
    ):
        signed = given.get(name)
        if side in kind.signatures and signed is None:
            errors[name] = Phrase("„{kind}“ braucht die Unterschrift {who}.", kind=kind.label, who=who)
        elif signed is not None and signed > today:
            errors[name] = Phrase("Die Unterschrift kann nicht in der Zukunft liegen.")
    handed, way = given.get("ausgehaendigt_am"), given.get("ausgehaendigt_wie")
    if kind.handover == "REQUIRED" and handed is None:
        errors["ausgehaendigt_am"] = Phrase(
            "Die Person erhält eine Ausfertigung: Geben Sie an, wann sie ausgehändigt wurde."
        )
    elif handed is not None and handed > today:
        errors["ausgehaendigt_am"] = Phrase("Die Aushändigung kann nicht in der Zukunft liegen.")
    if handed is not None and not way:
        errors["ausgehaendigt_wie"] = Phrase("Geben Sie an, auf welchem Weg sie ausgehändigt wurde.")
    return errors


def conclusion_errors(kind: AgreementType, given: Mapping[str, Any], setting: Setting) -> dict[str, str]:
    """Content and closing at once."""
    return content_errors(kind, given, setting) | closing_errors(kind, given, setting.concluded_on)


def _talk(given: Mapping[str, Any], setting: Setting) -> dict[str, str]:
    discussed = given.get("besprochen_am")
    if discussed is None:
        return {"besprochen_am": Phrase("Ohne Gespräch keine Vereinbarung: Geben Sie den Tag des Gesprächs an.")}
    if discussed > setting.concluded_on:
        return {"besprochen_am": Phrase("Das Gespräch kann nicht nach dem Abschluss liegen.")}
    if setting.first_talk is not None and discussed < setting.first_talk:
        return {
            "besprochen_am": Phrase(
                "Das erste Gespräch fand am {first_talk} statt.", first_talk=day_text(setting.first_talk)
            )
        }
    return {}


def _has_efforts(given: Mapping[str, Any]) -> bool:
    """Own efforts name what, how often in which period, and how they are proven."""
    rows = given.get("pflichten_kunde") or []
    return any(row.get("anzahl") is not None and row.get("zeitraum") and _text(row, "nachweis") for row in rows)


def _notice(kind: AgreementType, given: Mapping[str, Any]) -> dict[str, str]:
    notice = _text(given, "rechtsfolgenbelehrung")
    if kind.legal_notice == "REQUIRED" and not notice:
        return {
            "rechtsfolgenbelehrung": Phrase("„{kind}“ braucht eine Belehrung über die Rechtsfolgen.", kind=kind.label)
        }
    if kind.legal_notice == "FORBIDDEN" and notice:
        return {
            "rechtsfolgenbelehrung": Phrase("„{kind}“ enthält keine Belehrung über die Rechtsfolgen.", kind=kind.label)
        }
    return {}


def _office_duties(rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    if not rows:
        return {
            "pflichten_traeger": Phrase("Mindestens eine konkrete Leistung des Jobcenters gehört in die Vereinbarung.")
        }
    errors: dict[str, str] = {}
    for number, row in enumerate(rows):
        if not _text(row, "was"):
            errors[f"pflichten_traeger.{number}.was"] = Phrase("Beschreiben Sie, was das Jobcenter tut.")
        if row.get("bis") is None:
            errors[f"pflichten_traeger.{number}.bis"] = Phrase("Geben Sie an, bis wann das Jobcenter es tut.")
        elif row["bis"] < today:
            errors[f"pflichten_traeger.{number}.bis"] = _PAST
    return errors


def _client_duties(rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    if not rows:
        return {"pflichten_kunde": Phrase("Mindestens ein konkreter Schritt der Person gehört in die Vereinbarung.")}
    errors: dict[str, str] = {}
    for number, row in enumerate(rows):
        place = f"pflichten_kunde.{number}"
        if not _text(row, "was"):
            errors[f"{place}.was"] = Phrase("Beschreiben Sie, was die Person tut.")
        count, period, due = row.get("anzahl"), row.get("zeitraum"), row.get("bis")
        if count is None and due is None:
            errors[f"{place}.bis"] = Phrase("Geben Sie an, bis wann – oder wie oft in welchem Zeitraum.")
        if count is not None and not period:
            errors[f"{place}.zeitraum"] = Phrase("Zur Anzahl fehlt der Zeitraum.")
        if count is None and period:
            errors[f"{place}.anzahl"] = Phrase("Zum Zeitraum fehlt die Anzahl.")
        if count is not None and not _text(row, "nachweis"):
            errors[f"{place}.nachweis"] = Phrase("Geben Sie an, wie die Eigenbemühungen nachgewiesen werden.")
        if due is not None and due < today:
            errors[f"{place}.bis"] = _PAST
    return errors


def _third_parties(rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    return {
        f"dritte.{number}.bis": _PAST
        for number, row in enumerate(rows)
        if row.get("bis") is not None and row["bis"] < today
    }


_PAST = Phrase("Dieser Tag liegt vor dem Abschluss.")


def _text(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name) or "").strip()
