"""What the demo's caseworkers enter in phases 2 to 4: goal, strategies, agreement, administrative act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engine.calendar import add_months
from processes.catalogues import needs_catalogue
from processes.demo.question import Question, Recipe, Values

#: Strategy → intermediate goal, a step of the client, a step of the office.
STEPS = {
    "ST_PARTIAL_QUAL": ("Zwei Module bestanden", "nimmt am Lehrgang teil", "übernimmt die Lehrgangskosten"),
    "ST_VOC_DEGREE": ("Zur Prüfung angemeldet", "meldet sich zum Lehrgang an", "stellt den Bildungsgutschein aus"),
    "ST_GRADUATE_MGMT": ("Bewerbungen vor dem Abschluss", "bewirbt sich früh", "spricht Betriebe an"),
    "ST_FOREIGN_RECOGNITION": ("Antrag gestellt", "sammelt die Zeugnisse", "vermittelt die Anerkennungsberatung"),
    "ST_WORK_EXPERIENCE": ("Vier Wochen Erprobung", "stellt sich im Betrieb vor", "sucht einen Erprobungsplatz"),
    "ST_GERMAN": ("Sprachstand B1 erreicht", "besucht den Sprachkurs", "stellt die Berechtigung aus"),
    "ST_HEALTH_ADEQUATE_JOB": ("Passende Tätigkeiten benannt", "spricht mit der Ärztin", "sucht passende Stellen"),
    "ST_ASSESS_CAPACITY": ("Gutachten liegt vor", "nimmt den Termin wahr", "beauftragt den Ärztlichen Dienst"),
    "ST_PROMOTE_CAPACITY": ("Belastung auf sechs Stunden", "nimmt am Training teil", "weist die Maßnahme zu"),
    "ST_DAILY_STRUCTURE": ("Vier Wochen ohne Fehltag", "kommt täglich in die Werkstatt", "weist den Platz zu"),
    "ST_WORK_BEHAVIOUR": ("Rückmeldung des Betriebs positiv", "hält Absprachen ein", "begleitet mit einem Coaching"),
    "ST_MOBILITY": ("Weg zur Arbeit gesichert", "meldet sich zur Fahrschule an", "prüft die Kostenübernahme"),
    "ST_HOUSING": ("Mietvertrag unterschrieben", "nimmt Besichtigungen wahr", "bindet die Wohnungshilfe ein"),
    "ST_CHILDCARE": ("Betreuungsplatz zugesagt", "meldet das Kind an", "spricht mit dem Jugendamt"),
    "ST_FINANCES": ("Ratenplan vereinbart", "geht zur Schuldnerberatung", "vermittelt den Termin"),
    "ST_PLACEMENT": ("Drei Vorstellungsgespräche", "bewirbt sich auf Vorschläge", "schickt passende Stellen"),
}
USUAL_STEPS = ("Erste Schritte sind getan", "hält die vereinbarten Schritte ein", "unterstützt und fragt nach")


def goal(question: Question) -> Values:
    options = question.variables["zieloptionen"]
    person = question.person
    wanted = "G1_LOCAL"
    if person.status.value == "AUSBILDUNGSUCHEND":
        wanted = "G3_DUAL_LOCAL"
    elif person.status.value == "ANDERE" and "G4_STABILISE" in options:
        wanted = "G4_STABILISE"
    months = min(person.profile.months + 2, 23)
    return {
        "zieloption": wanted if wanted in options else options[0],
        "ziel_beschreibung": f"Eine Stelle als {person.occupation.title}; erkannt am unterschriebenen Vertrag.",
        "zieldatum": add_months(question.today, months),
        "ziel_besprochen": True,
    }


def strategy(question: Question) -> Values:
    need = question.variables["bedarf"]["code"]
    code = question.rng.choice(needs_catalogue("NEEDS_BA_2013").strategies_for(need)).code
    if code == "ST_GRADUATE_MGMT":  # it follows a qualification, it does not stand alone
        code = "ST_PARTIAL_QUAL"
    milestone, client, office = STEPS.get(code, USUAL_STEPS)
    return {
        "strategie": code,
        "fenster_von": question.today,
        "fenster_bis": _end(question),
        "zwischenziel": milestone,
        "schritte_kunde": f"Die Person {client}.",
        "schritte_haus": f"Das Jobcenter {office}.",
        "schritte_dritte": "",
    }


def _end(question: Question) -> date:
    """Windows outlast agreements that are to come up for renewal here: the end of one opens the plan again."""
    waits_for_renewal = "erneuerung_vorbereiten" in question.person.course.left_undone
    return question.in_days(240, 300) if waits_for_renewal else question.in_days(100, 260)


def plan(question: Question) -> Values:
    values: Values = {"vermittlung_geprueft": True, "reihenfolge_grund": "", "uebergreifende": []}
    if question.facts.get("absolvent_noetig"):
        values["absolvent_von"] = question.in_days(60, 90)
        values["absolvent_bis"] = question.in_days(200, 260)
    if question.facts.get("rangfolge_noetig"):
        values["rangfolge"] = question.facts["rangfolge"]
    running = str(question.facts.get("plan_uebersicht", ""))
    if "Strategie:" not in running and "Neu zu" not in running:
        values["uebergreifende"] = [
            {
                "strategie": "ST_PLACEMENT",
                "von": question.today,
                "bis": _end(question),
                "zwischenziel": STEPS["ST_PLACEMENT"][0],
            }
        ]
    return values


def agreement_talk(_question: Question) -> Values:
    return {"zustande": True}


def agreement(question: Question) -> Values:
    """An agreement that binds both sides: concrete, dated duties of the office too (Fachkonzept A.4.1).

    A plan that carries none any more goes back, for example after a strategy has ended in between.
    """
    if question.facts.get("hindernisse_text"):
        return {"plan_aendern": True}
    soon = question.in_days(10, 24)
    later = question.today + timedelta(days=150)
    today, person = question.today, question.person
    facts = question.facts
    entries: dict[str, Any] = {
        "besprochen_am": today,
        "zielfelder": f"{person.occupation.title} und verwandte Tätigkeiten, bis 45 Minuten Weg.",
        "pflichten_traeger": [
            {"was": "Passende Stellen heraussuchen und als Vorschlag zusenden", "bis": soon},
            {"was": f"Kontakt aufnehmen: {person.occupation.employers}", "bis": question.in_days(25, 60)},
        ],
        "pflichten_kunde": [
            {
                "was": "Auf Stellen im Zielberuf bewerben",
                "anzahl": question.rng.randint(3, 8),
                "zeitraum": "Monat",
                "nachweis": "Liste der Bewerbungen zum Gespräch",
                "bis": later,
            },
            {"was": "Lebenslauf und Zeugnisse auf den neuesten Stand bringen", "bis": soon},
        ],
        "dritte": [],
        "leistungen": "Bewerbungs- und Reisekosten aus dem Vermittlungsbudget (§ 44 SGB III).",
        "andere_traeger": "Derzeit keine.",
    }
    if facts.get("angebot_sichtbar"):
        entries["persoenliches_angebot"] = "Regelmäßige Gespräche, Hilfe bei Unterlagen und Kontakt zu Betrieben."
    for section, field, text in (
        (
            "CLARIFICATION",
            "klaerung",
            "Die Person besucht zwei Betriebe und entscheidet sich dann.",
        ),
        ("LANGUAGE_COURSE", "sprachkurs", "Derzeit nicht nötig."),
    ):
        if section in facts.get("abschnitte", ()):
            entries[field] = text
    if facts.get("rechtsfolgen") != "FORBIDDEN":
        entries["rechtsfolgenbelehrung"] = facts["angaben"]["rechtsfolgenbelehrung"]
    return {"angaben": entries}


def signing(question: Question) -> Values:
    """Both sign where the type wants it; a copy is handed over in the talk. What was put off too long is dated anew."""
    today, facts = question.today, question.facts
    if facts.get("mangel_text"):
        return {"weiter": "INHALT"}
    closing: dict[str, Any] = {
        "ausgehaendigt_am": today,
        "ausgehaendigt_wie": "persönlich",
        "kurztext": facts["abschluss"]["kurztext"],
    }
    for side, field in (
        ("unterschrift_kunde", "unterschrift_kunde_am"),
        ("unterschrift_fachkraft", "unterschrift_fachkraft_am"),
    ):
        if facts.get(side):
            closing[field] = today
    return {"weiter": "IN_KRAFT", "abschluss": closing}


def start(question: Question) -> Values:
    """Every eighth case is searched for by the system; the others look for themselves."""
    searched, title = question.person.number % 8 == 7, question.person.occupation.title
    note = f"Suchlauf für {title} läuft." if searched else f"Die Person sucht selbst Stellen für {title}."
    return {
        "suchlaeufe_gestartet": searched,
        "unterlagen_ausgehaendigt": True,
        "umsetzung_notiz": f"{note} Die ersten Schritte sind besprochen.",
    }


def act(question: Question) -> Values:
    plan = {"plan_beruecksichtigt": "JA", "plan_wie": "Der Akt verlangt, was im Plan schon vereinbart ist."}
    return {
        **(plan if question.facts.get("plan_gilt") else {"plan_beruecksichtigt": "KEIN_PLAN"}),
        "bemuehungen": "Bewerbungen auf mindestens fünf Stellen im Zielberuf",
        "haeufigkeit": "monatlich",
        "nachweis_form": "Liste der Bewerbungen",
        "nachweis_bis": question.in_days(28, 40),
        "begruendung": "Eine Vereinbarung kam trotz zweier Gespräche nicht zustande.",
        "rechtsfolgenbelehrung": question.facts.get("rechtsfolgenbelehrung") or "",
        "rechtsbehelf": question.facts.get("rechtsbehelf") or "",
    }


def act_choice(_question: Question) -> Values:
    """In the demo nobody is obliged where the law leaves a choice: a first miss is talked about."""
    return {"erlass": False, "verzicht_grund": "Das erste Versäumnis ist im Gespräch geklärt; ein neuer Termin steht."}


def sending(question: Question) -> Values:
    return {"versandt_am": question.today, "versandt_wie": "Post"}


def proof(_question: Question) -> Values:
    return {"nachweis_ergebnis": "FULFILLED"}


def approval(_question: Question) -> Values:
    return {"freigabe": True}


RECIPES: dict[str, Recipe] = {
    "ziel.form": goal,
    "strategie.form": strategy,
    "plan.form": plan,
    "vereinbarung_besprechen.form": agreement_talk,
    "vereinbarung_inhalt.form": agreement,
    "vereinbarung_unterzeichnen.form": signing,
    "umsetzung.form": start,
    "akt_entscheiden.form": act_choice,
    "verpflichtung.form": act,
    "bekanntgabe.form": sending,
    "nachweis_pruefen.form": proof,
    "freigabe.form": approval,
}
