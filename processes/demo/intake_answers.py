"""What the demo's caseworkers enter at the first interview and in phase 1."""

from __future__ import annotations

from sqlalchemy import select

from engine.calendar import add_months
from models.casework import Case, LegalCircle, Strategy, StrategyState
from processes.catalogues import needs_catalogue
from processes.demo.question import Question, Recipe, Values

CONCERNS = (
    "möchte wieder arbeiten und sucht eine Stelle in Wohnortnähe",
    "war zuletzt befristet beschäftigt und sucht eine dauerhafte Stelle",
    "hat sich nach der Elternzeit gemeldet und möchte den Umfang langsam steigern",
    "ist nach einer Kündigung aus betrieblichen Gründen ohne Arbeit",
    "hat die letzte Stelle aus gesundheitlichen Gründen aufgegeben",
    "ist zugezogen und orientiert sich am örtlichen Arbeitsmarkt",
)

REMARKS = {
    "Q1": "Der Schulabschluss fehlt; ein Vorbereitungskurs kommt in Betracht.",
    "Q2": "Die Ausbildung ist nicht abgeschlossen oder nicht mehr verwertbar; Teilqualifikation denkbar.",
    "Q3": "Im Zielberuf liegt noch keine Erfahrung vor.",
    "Q4": "Deutsch reicht im Alltag, für den Zielberuf noch nicht.",
    "L1": "Das Lerntempo ist zu klären, bevor eine Qualifizierung geplant wird.",
    "L2": "Schweres Heben ist nach Auskunft der Ärztin nicht möglich.",
    "L3": "Eine verlässliche Tagesstruktur fehlt seit längerer Zeit.",
    "M1": "Nach vielen Absagen fehlt die Zuversicht.",
    "M2": "Gegenüber einer Weiterbildung bestehen Vorbehalte.",
    "R1": "Die persönliche Lage bindet derzeit viel Kraft.",
    "R2": "Der Schichtbeginn ist mit Bus und Bahn nicht zu erreichen.",
    "R3": "Die Wohnung ist gekündigt.",
    "R4": "Die Betreuung des Kindes ist nachmittags nicht gesichert.",
    "R5": "Schulden belasten; eine Pfändung steht im Raum.",
}


def first_interview(question: Question) -> Values:
    return {
        "gespraech_art": "IN_PERSON" if question.chance(0.9) else "VIDEO",
        "kanal_grund": "Die Person war erkrankt und wollte das Gespräch nicht verschieben.",
        "video_einverstanden": True,
        "gespraech_am": question.today,
        "anliegen": f"Die Person {question.rng.choice(CONCERNS)}.",
        "einschaetzung": f"Zielrichtung {question.person.occupation.title}; Unterlagen sind zum Teil vorhanden.",
        "zweites_gespraech": bool(question.person.profile.needs) and question.chance(0.15),
        "vermerk_text": "",
    }


def delay(question: Question) -> Values:
    return {
        "verzug_ursache": "Der Termin wurde verlegt; die Fachkraft hat bereits neu eingeladen.",
        "gespraech_bis": question.calendar.working_day_offset(question.today, 8),
    }


def situation(question: Question) -> Values:
    person = question.person
    if person.course.is_exempt:
        return _exempt(question)
    in_work = person.status.value == "ANDERE"
    return {
        "kundenwunsch": f"Möchte eine feste Stelle als {person.occupation.title}.",
        "zielberuf_titel": person.occupation.title,
        "zielberuf_kldb": person.occupation.kldb,
        "zielberuf_status": "CONFIRMED",
        "neuorientierung_geprueft": True,
        "neuorientierung_notiz": "Der Zielberuf passt zu Stärken und Nachfrage; eine Neuorientierung ist nicht nötig.",
        "erwerbsumfang": "TEILWEISE" if in_work else "KEINER",
        "hilfebeduerftig": person.circle is LegalCircle.SGB2,
        "kompetenzen": [
            {"bezeichnung": name, "art": kind, "stufe": level} for name, kind, level in person.occupation.strengths
        ],
    }


def _exempt(question: Question) -> Values:
    if question.person.circle is LegalCircle.SGB3:
        return {
            "freistellungsgrund": "c",
            "freistellung_notiz": "Die geminderte Leistungsfähigkeit ist festgestellt; der Rentenantrag läuft.",
        }
    return {
        "freistellungsgrund": "d",
        "umstand_10": "P10_NR3",
        "freistellung_gespraech": add_months(question.today, 6),
        "keine_eingliederung": True,
        "freistellung_notiz": "Betreuung eines Kindes unter drei Jahren; Arbeit ist nicht zumutbar (§ 10 SGB II).",
    }


def needs(question: Question) -> Values:
    """Needs of the biography, but for those a strategy has cured since."""
    cured = _cured_needs(question)
    values: Values = {}
    for need in needs_catalogue("NEEDS_BA_2013").needs:
        relevant = need in question.person.profile.needs and need not in cured
        values[f"bedarf_{need}"] = "RELEVANT" if relevant else "NOT_RELEVANT"
        if relevant:
            values[f"bemerkung_{need}"] = REMARKS[need]
    values["arbeitsmarkt"] = question.rng.choice(("FAVOURABLE", "NEUTRAL", "UNFAVOURABLE"))
    values["arbeitsmarkt_notiz"] = f"Es suchen: {question.person.occupation.employers}."
    return values


def _cured_needs(question: Question) -> set[str | None]:
    with question.engine.reading() as rows:
        done = select(Strategy.need).join(Case, Case.id == Strategy.case_id)
        done = done.where(Case.case_number == question.task.case_number, Strategy.state == StrategyState.DONE)
        return set(rows.scalars(done))


def assessment(question: Question) -> Values:
    profile = question.person.profile
    values: Values = {
        "fazit": "Stärken und Arbeitsmarkt passen zusammen; der Weg dorthin ist mit den nächsten Schritten geplant.",
        "prognose_monate": profile.months,
        "absolvent": False,
    }
    if profile.months > 12:
        values["vorlauf_prognose"] = profile.lead_up or "NOT_NEEDED"
        values["fbw"] = False
        if profile.focus and _has_need_in(question, profile.focus):
            values["schwerpunkt"], values["verdichtung"] = profile.focus, profile.dense
    return values


def _has_need_in(question: Question, group: str) -> bool:
    return any(name.startswith(f"bedarf_{group}") and value == "RELEVANT" for name, value in question.variables.items())


def segment(question: Question) -> Values:
    """The suggestion of the table; without one what the prognosis says, with a reason."""
    suggested = question.variables.get("vorschlag")
    chosen = suggested or ("FOERDER" if question.person.profile.months <= 12 else "ENTWICKLUNG")
    return {
        "segment": chosen,
        "segment_begruendung": "" if suggested else "Prognose und Bedarfe sprechen zusammen für dieses Segment.",
        "segment_vorlaeufig": False,
        "ergebnis_besprochen": True,
        "einverstaendnis": "erteilt",
        "einverstaendnis_form": "WRITTEN",
    }


def exemption_check(question: Question) -> Values:
    return {
        "freistellung_gilt": True,
        "freigestellt_bis": question.in_days(60, 150),
        "freistellung_begruendung": "Der Umstand besteht unverändert fort.",
    }


RECIPES: dict[str, Recipe] = {
    "freistellung_pruefen.form": exemption_check,
    "erstgespraech.form": first_interview,
    "verzug.form": delay,
    "ausgangslage.form": situation,
    "handlungsbedarfe.form": needs,
    "standortbestimmung.form": assessment,
    "segment.form": segment,
}
