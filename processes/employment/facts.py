"""What the forms about an employment record show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FormCall
from engine.phrases import Phrase, Prose, joined, remark
from models.casework import CountResult, EmploymentMarking, EmploymentRecord, FoundBy, SearchHit, Subsidy
from processes.employment import rules as check
from processes.employment.records import work_of
from processes.employment.subsidies import SUBSIDY_NAMES, assignment_text, subsidies_of
from processes.records import row
from processes.search.outcomes import led_to
from processes.wording import day_text

CATEGORY_NAMES = {
    "PRAKTIKUM": Phrase("Praktikum"),
    "SOZIALVERSICHERUNGSPFLICHTIG": Phrase("sozialversicherungspflichtig"),
    "GERINGFUEGIG": Phrase("geringfügig"),
    "AUSBILDUNG_BETRIEB": Phrase("betriebliche oder außerbetriebliche Ausbildung"),
    "AUSBILDUNG_VOLLQUALIFIZIEREND": Phrase("voll qualifizierende Ausbildung"),
    "WEITERBILDUNG": Phrase("Weiterbildung"),
    "DUALES_STUDIUM": Phrase("duales Studium"),
    "FREIWILLIGENDIENST": Phrase("Freiwilligendienst"),
    "ARBEITSGELEGENHEIT_16D": Phrase("Arbeitsgelegenheit (§ 16d)"),
}
_COUNTED = {
    CountResult.COUNTED: Phrase("Zählt als Integration im Monat {month}."),
    CountResult.NOT_COUNTED: Phrase("Zählt nicht als Integration."),
    CountResult.REVIEW: Phrase("Ob der Eintrag als Integration zählt, muss geklärt werden."),
}
_MONTHS = [
    Phrase("Januar"),
    Phrase("Februar"),
    Phrase("März"),
    Phrase("April"),
    Phrase("Mai"),
    Phrase("Juni"),
    Phrase("Juli"),
    Phrase("August"),
    Phrase("September"),
    Phrase("Oktober"),
    Phrase("November"),
    Phrase("Dezember"),
]


def month_text(month: date) -> str:
    """For example "Juni 2026"."""
    return Phrase("{months} {year}", months=_MONTHS[month.month - 1], year=month.year)


def record_of(call: FormCall) -> EmploymentRecord:
    return row(call.session, EmploymentRecord, call.variables["beschaeftigung"])


def entry_facts(call: FormCall) -> Mapping[str, Any]:
    """The entry in words, and what was answered before (a correction starts with it).

    A subsidy is read from the measure assignments; where several pay for the work, one is chosen (Fachkonzept C.4).
    """
    record = record_of(call)
    assigned = subsidies_of(call.session, record)
    choices = list(assigned) or [Subsidy.NONE]
    return {
        "arbeit_text": entry_text(record),
        "kategorie": record.category.value,
        "bisher": {
            "beruf": record.occupation or None,
            "beruf_dkz": record.occupation_code or None,
            "wirtschaftsklasse": record.wz_code or (record.provider.wz_code if record.provider else None),
            "wochenstunden": record.weekly_hours,
            "abschlussart": record.degree or None,
            "ausland": record.is_abroad,
            "hauptberuf": record.is_main_occupation,
            "voll_qualifizierend": record.is_fully_qualifying if record.completed_at else None,
        },
        "foerderung_gelesen": (record.subsidy if record.subsidy in choices else choices[0]).value,
        "foerderungen": [{"label": SUBSIDY_NAMES[one], "value": one.value} for one in choices],
        "zuweisung_text": joined("; ", (assignment_text(measure) for measure in assigned.values())),
    }


def entry_text(record: EmploymentRecord) -> str:
    flags = [CATEGORY_NAMES[record.category.value]]
    if record.is_self_employed:
        flags.append(Phrase("selbständig"))
    elif record.is_insured and record.category.value != "SOZIALVERSICHERUNGSPFLICHTIG":
        flags.append(Phrase("versicherungspflichtig"))
    days = Phrase("ab {started_on}", started_on=day_text(record.started_on)) + (
        Phrase(" bis {ended_on}", ended_on=day_text(record.ended_on)) if record.ended_on else ""
    )
    parts = [Prose("**{title}**", title=record.title), record.employer, record.place, joined(", ", flags), days]
    return joined(", ", (part for part in parts if part))


def marking_facts(call: FormCall) -> Mapping[str, Any]:
    """The suggested marking and why (Fachkonzept C.5 rules 1 to 4)."""
    record, today = record_of(call), berlin_date(call.now)
    work = work_of(call.session, record, is_main_occupation=bool(call.variables.get("hauptberuf")))
    begins = day_text(check.window_begins(today, whole_months=work.whole_months))
    if check.must_be_integration(work, today):
        why: Phrase = Prose("Diese Arbeit muss als **Integration** gekennzeichnet werden.")
    elif check.is_recent(work, today):
        why = Phrase("Sie entscheiden frei zwischen Integration und Lebenslauf.")
    else:
        why = Phrase("Der Beginn liegt davor: Die Statistik erreicht der Eintrag nicht mehr.")
    marking = record.marking if record.completed_at else check.default_marking(work, today)
    placed_by = led_to(call.session, record)
    found_by = record.found_by or (FoundBy.PLACED_BY_JOBCENTER if placed_by else None)
    return {
        "arbeit_text": entry_text(record),
        "fenster_text": Phrase("Meldezeitraum der Statistik ab {begins}. {why}", begins=begins, why=why),
        "kennzeichnung_vorschlag": marking.value,
        "bisher": {
            "kennzeichnung_grund": record.marking_reason or None,
            "gefunden": found_by.value if found_by else None,
        },
        "vorschlag_text": _placed_text(placed_by),
    }


def _placed_text(hit: SearchHit | None) -> str:
    """Which proposal of the jobcenter this work came from, empty if none is known."""
    if hit is None or hit.decided_at is None:
        return ""
    where = f"{hit.title}, {hit.employer}" if hit.employer else hit.title
    return Phrase(
        "Vorgeschlagen am {decided_at}: {where}; eingestellt.",
        decided_at=day_text(berlin_date(hit.decided_at)),
        where=where,
    )


def marking_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    work = work_of(call.session, record_of(call), is_main_occupation=bool(call.variables.get("hauptberuf")))
    return check.marking_errors(values, work, berlin_date(call.now))


def work_facts(call: FormCall) -> Mapping[str, Any]:
    """The entry with its count, for the decision about need and after-care."""
    record = record_of(call)
    text = _COUNTED[record.counted] if record.counted else Phrase("")
    month = month_text(record.counted_month) if record.counted_month else ""
    return {
        "arbeit_text": entry_text(record),
        "zaehlung_text": remark(text.filled(month=month), Phrase(record.count_reason)),
        "integration": record.marking is EmploymentMarking.INTEGRATION,
    }


def work_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    record = record_of(call)
    return check.after_care_errors(values, record.category, record.started_on)


def continuity_facts(call: FormCall) -> Mapping[str, Any]:
    record = record_of(call)
    months = [{"monat": month_text(month)} for month in check.watched_months(record.started_on)]
    return {"arbeit_text": entry_text(record), "monate": months}


def after_care_facts(call: FormCall) -> Mapping[str, Any]:
    record = record_of(call)
    kind = record.after_care_kind.value if record.after_care_kind else None
    return {
        "arbeit_text": entry_text(record),
        "bis_text": day_text(record.after_care_until),
        "grenze_text": day_text(check.after_care_limit(record.category, record.started_on, kind)),
    }


def after_care_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """A longer after-care ends later than agreed so far, ahead of today, and within the limits of the law (T27)."""
    until = values.get("nachbetreuung_neues_ende")
    if values.get("nachbetreuung_ergebnis") != "VERLAENGERN" or not isinstance(until, date):
        return {}
    record = record_of(call)
    kind = record.after_care_kind.value if record.after_care_kind else None
    limit = check.after_care_limit(record.category, record.started_on, kind)
    if until > limit:
        return {
            "nachbetreuung_neues_ende": Phrase("Die Nachbetreuung endet spätestens am {limit}.", limit=day_text(limit))
        }
    if until <= max(call.variables["bis"], berlin_date(call.now)):
        return {"nachbetreuung_neues_ende": Phrase("Das neue Ende liegt nach dem bisherigen und nach heute.")}
    return {}
