"""What the demo's caseworkers and team leads enter around appointments, follow-up talks, strategies and changes."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from models.runtime import TaskStatus, UserTask
from processes.demo import appointments
from processes.demo.question import Question, Recipe, Values

#: While these are open the plan of the case must not change under the agreement.
CONCLUDING = ("vereinbarung_besprechen", "vereinbarung_festhalten", "vereinbarung_unterzeichnen")


def next_appointment(question: Question) -> Values:
    if question.task.element_id == "einladen":
        return appointments.first_interview(question)
    if question.task.element_id == "zweites_gespraech_abstimmen":
        return appointments.second_interview(question)
    return appointments.next_talk(question)


def outcome(question: Question) -> Values:
    person = question.person
    if person.missed_between and person.missed_between[0] <= question.today <= person.missed_between[1]:
        return {"ausgang": "VERSAEUMT"}
    roll = question.rng.random()
    if roll < person.course.misses:
        return {"ausgang": "VERSAEUMT"}
    if roll < person.course.misses + person.course.moves:
        return {"ausgang": "VERLEGT", "grund": "Die Person ist krank.", **appointments.again(question)}
    return {"ausgang": "WAHRGENOMMEN"}


def one_more_move(question: Question) -> Values:
    return {"ausgang": "VERLEGT", "grund": "Der Grund ist belegt.", **appointments.again(question)}


def invite_again(question: Question) -> Values:
    return {"angehoert_am": question.today, **appointments.again(question)}


def statement(_question: Question) -> Values:
    return {"stellungnahme": "Die Person hat den Termin verwechselt und bittet um Entschuldigung."}


def judgement(question: Question) -> Values:
    if question.chance(0.6):
        return {"wichtiger_grund": True}
    return {"wichtiger_grund": False, "psyche_geprueft": True, "zurueckstellen": question.chance(0.2)}


def consequence(question: Question) -> Values:
    suggested: str = question.variables["vorschlag"]["Folge"]
    if suggested == "KEINE":
        return {"folge": "KEINE", "begruendung": "Es ist das erste Versäumnis; ein klärendes Gespräch ist vereinbart."}
    return {"folge": suggested, "begruendung": "Ein wichtiger Grund ist nicht erkennbar; eine Härte liegt nicht vor."}


def notice(question: Question) -> Values:
    if question.chance(0.8):
        return {"bescheid": "ERLASSEN", "bescheid_am": question.today}
    reason = "Die Person hat den Grund nachträglich belegt."
    return {"bescheid": "KEINE_FOLGE", "bescheid_am": question.today, "bescheid_grund": reason}


def comparison(question: Question) -> Values:
    rows = []
    for row in question.initial.get("pflichten", []):
        if not row.get("pflicht"):
            continue
        result = question.rng.choices(("FULFILLED", "PARTLY", "NOT"), (75, 18, 7))[0]
        cause = {} if result == "FULFILLED" else {"ursache": "Unterlagen fehlten noch; der Schritt wird nachgeholt."}
        rows.append({"pflicht": row["pflicht"], "ergebnis": result, **cause})
    return {
        "pflichten": rows,
        "abgleich_text": "Die meisten Schritte sind getan; eine Einladung zum Vorstellungsgespräch liegt vor.",
    }


def review(question: Question) -> Values:
    change = "vereinbarung" if question.variables.get("ueberpruefung_faellig") else "nichts"
    return {
        "profil_bestaetigt": True,
        "ziel_bestaetigt": True,
        "strategien_bestaetigt": True,
        "aenderung": change,
        "ueberpruefung_text": "Profil, Ziel und Strategien werden weiter gemeinsam getragen.",
    }


def applications(question: Question) -> Values:
    number = question.rng.randint(2, 9)
    return {
        "bewerbungen_entfallen": False,
        "bewerbungen_text": f"{number} Bewerbungen seit dem letzten Gespräch, eine Einladung, Unterlagen überarbeitet.",
    }


def next_steps(question: Question) -> Values:
    steps = (
        ("CLIENT", "Zwei Bewerbungen auf die besprochenen Stellen schreiben", question.in_days(10, 20)),
        ("PROVIDER", "Rückmeldungen der Arbeitgeber einholen", question.in_days(14, 24)),
    )
    return {"schritte": [{"wer": who, "was": what, "bis": until} for who, what, until in steps]}


def talk(question: Question) -> Values:
    """All five steps of the follow-up talk."""
    reviewed = review(question)
    return {
        **comparison(question),
        **reviewed,
        **applications(question),
        **next_steps(question),
        **_appointment(question, is_bound=reviewed["aenderung"] == "nichts"),
    }


def _appointment(question: Question, *, is_bound: bool) -> Values:
    """The talk that is agreed already, if it is in time; else a new one."""
    standing, limit = question.facts.get("termin_steht_am"), question.facts.get("termin_spaetestens")
    if standing is not None and not (is_bound and limit is not None and standing > limit):
        return {"termin_bleibt": True}
    return {"termin_bleibt": False, **appointments.next_talk(question, is_bound=is_bound)}


def note(question: Question) -> Values:
    return {
        "gespraech_art": question.rng.choices(("IN_PERSON", "PHONE", "VIDEO"), (80, 12, 8))[0],
        "gespraech_am": question.today,
        "vermerk_betreff": "Folgegespräch",
        "vermerk_text": question.facts.get("vermerk_text") or "Das Gespräch ist wie vorbereitet verlaufen.",
    }


def prepare_renewal(question: Question) -> Values:
    return {
        "zusagen_verglichen": True,
        "nachweise_ausgewertet": True,
        "rueckmeldungen_gesichtet": True,
        "suchlaeufe_gestartet": question.chance(0.8),
        "hinweis": "Zahl der Bewerbungen anpassen.",
    }


def overdue_review(question: Question) -> Values:
    return {
        "weiter": "NACHHOLEN",
        "nachholen_bis": question.in_days(8, 14),
        "grund": "Die Fachkraft war erkrankt; die Überprüfung wird im nächsten Gespräch nachgeholt.",
    }


def prepare_end(question: Question) -> Values:
    return {"rueckmeldung_eingeholt": True, "jetzt_entscheiden": question.chance(0.3)}


def decide_strategy(question: Question) -> Values:
    """Extended while an agreement is being concluded, else mostly done: then profiling is looked at again (ST-10)."""
    if _is_concluding(question) or question.chance(0.4):
        end: date = question.variables["ende"]
        return {
            "ergebnis": "EXTENDED",
            "neues_ende": max(question.today, end) + timedelta(days=question.rng.randint(60, 120)),
            "bemerkung": "Das Zwischenziel ist fast erreicht; mehr Zeit hilft.",
        }
    return {
        "ergebnis": "DONE",
        "bedarf": "BEHOBEN",
        "neue_kompetenz": "",
        "profil_pruefen": True,
        "bemerkung": "Das Zwischenziel ist erreicht.",
    }


def _is_concluding(question: Question) -> bool:
    with question.engine.reading() as rows:
        found = select(UserTask.id).where(
            UserTask.business_key == question.task.case_number,
            UserTask.status == TaskStatus.OPEN,
            UserTask.element_id.in_(CONCLUDING),
        )
        return rows.scalars(found).first() is not None


def change(question: Question) -> Values:
    decided = question.variables.get("anlass") == "strategie"
    return {
        "bewertung": "Die Standortbestimmung wird überprüft." if decided else "Ziel und Strategien tragen weiter.",
        "aenderung": "profil" if decided else "nichts",
    }


def invitation(question: Question) -> Values:
    return {"kontakt_weg": "TERMIN", **appointments.again(question)}


def continuity(question: Question) -> Values:
    months = question.facts["monate"]
    return {"monate": [{**month, "versichert": "JA"} for month in months]}


def entry(question: Question) -> Values:
    return {
        "beruf": question.person.occupation.title,
        "beruf_dkz": question.person.occupation.kldb,
        "wirtschaftsklasse": "",
        "wochenstunden": 38,
        "abschlussart": "",
        "hauptberuf": True,
    }


def marking(question: Question) -> Values:
    return {"kennzeichnung": "INTEGRATION", "gefunden": "VERMITTELT" if question.chance(0.6) else "SELBST_GEFUNDEN"}


def work(question: Question) -> Values:
    return {
        "hilfebedarf_endet": True,
        "nachbetreuung": False,
        "nachbetreuung_grund": "Das Einkommen deckt den Bedarf; die Stelle ist unbefristet.",
    }


RECIPES: dict[str, Recipe] = {
    "naechster_termin.form": next_appointment,
    "termin_ausgang.form": outcome,
    "termin_verlegung_entscheiden.form": one_more_move,
    "meldeversaeumnis_einladen.form": invite_again,
    "meldeversaeumnis_stellungnahme.form": statement,
    "meldeversaeumnis_beurteilen.form": judgement,
    "meldeversaeumnis_folge.form": consequence,
    "versaeumnisfolge_bescheiden.form": notice,
    "folgegespraech.form": talk,
    "vermerk.form": note,
    "erneuerung_vorbereiten.form": prepare_renewal,
    "ueberpruefung_klaeren.form": overdue_review,
    "strategie_ende_vorbereiten.form": prepare_end,
    "strategie_entscheiden.form": decide_strategy,
    "veraenderung.form": change,
    "beschaeftigung_angaben.form": entry,
    "beschaeftigung_kennzeichnung.form": marking,
    "arbeitsaufnahme.form": work,
    "kontakt_einladen.form": invitation,
    "kontinuitaet.form": continuity,
}
