"""What the demo's people enter about measures, graduates and specialist services."""

from __future__ import annotations

from datetime import date, timedelta

from processes.catalogues import product_catalogue_on
from processes.demo.question import Question, Recipe, Values

#: Days between the end of a measure and the end of its strategy: the result is in before the strategy is decided.
SPARE = timedelta(days=30)
SHORTEST = timedelta(days=21)


def assignment(question: Question) -> Values:
    """The first recommended measure, as long as the window of the strategy has room for it."""
    known = product_catalogue_on(question.today).products
    offered = [p for p in question.facts["produkte"] if known[p["value"]].is_measure]
    products = [p["value"] for p in offered if str(p["label"]).startswith("empfohlen")]
    window_end = _day(str(question.facts["fenster_text"]).rpartition(" ")[2])
    start = max(question.in_days(7, 14), _day(str(question.facts["fenster_text"]).partition(" ")[0]))
    end = min(question.in_days(100, 150), window_end - SPARE)
    if not products or end - start < SHORTEST:
        return {"zuweisen": False, "ablehnung": "Für die verbleibende Zeit gibt es nichts Passendes."}
    return {
        "zuweisen": True,
        "angaben": {
            "offene_stellen": question.rng.randint(0, 3),
            "warum_keine_vermittlung": "Die gefundenen Stellen setzen voraus, was hier erst erworben wird.",
            "produkt": products[0],
            "titel": "Förderung beim Bildungswerk Nord",
            "traeger": "10000001",
            "beginn": start,
            "ende": end,
            "zweck": "Sie lernen, was Ihnen für eine dauerhafte Stelle noch fehlt.",
            "passt": "JA",
            "passt_grund": "Schließt die Lücke zum Zielberuf.",
            "erfolgreich": "JA",
            "erfolgreich_grund": "Vorkenntnisse und Wille sind da.",
            "wirtschaftlich": "JA",
            "wirtschaftlich_grund": "Der kürzeste Weg zu einer passenden Stelle.",
        },
    }


def _day(text: str) -> date:
    day, month, year = text.split(".")
    return date(int(year), int(month), int(day))


def decision(question: Question) -> Values:
    return {"bewilligt": True, "entschieden_am": question.today, "aktenzeichen": f"AA-{question.rng.randint(100, 999)}"}


def start(_question: Question) -> Values:
    return {"angetreten": True}


def absences(question: Question) -> Values:
    days = question.rng.choice((0, 0, 1, 3))
    reported: Values = {
        "monat": question.facts["erster_offener_monat"],
        "fehltage": days,
        "eingegangen_am": question.today,
    }
    return reported | ({"unentschuldigt": 0, "gruende": "arbeitsunfähig gemeldet"} if days else {})


def outcome(question: Question) -> Values:
    return {
        "ausgang": "ENDED",
        "letzter_tag": question.variables["ende"],
        "traegerbericht_am": question.today,
        "bewertung": "Das Zwischenziel ist erreicht; die Rückmeldung des Trägers ist gut.",
    }


def first_graduate_talk(question: Question) -> Values:
    return {"gespraech_am": question.today, "stand": "Der Abschluss ist in Sicht, zwei Betriebe sind angesprochen."}


def second_graduate_talk(question: Question) -> Values:
    return {
        "gespraech_am": question.today,
        "kompetenzen": f"Module zu {question.person.occupation.title}",
        "zertifikate": "Teilnahmebescheinigung des Trägers",
        "bedarf": "TEILWEISE",
        "segment_hinweis": "Die Vermittlung als Fachkraft kann beginnen.",
        "bemerkung": "",
    }


def follow_up_note(_question: Question) -> Values:
    return {"nachhalten_notiz": "Das Gespräch wird in der nächsten Woche geführt."}


def missed_talk(_question: Question) -> Values:
    return {"grund": "Die Person war trotz Einladungen nicht zu erreichen."}


def order(question: Question) -> Values:
    """The employer service about a vacancy; the medical service where health stands in the way of a talk's plan."""
    talks = question.facts["gespraeche"]
    if "L2" in question.person.profile.needs and talks:
        return {
            "auftrag": {
                "dienst": "AED",
                "angebot": "AED_GUTACHTEN",
                "frage": "Wie viele Stunden am Tag und welche Tätigkeiten sind möglich?",
                "anlass": "CAPACITY",
                "gespraech": talks[0]["value"],
            }
        }
    return {
        "auftrag": {
            "dienst": "AGS",
            "angebot": "AGS_ANFRAGE",
            "frage": f"Welche Betriebe suchen zurzeit: {question.person.occupation.title}?",
            "anlass": "OTHER",
        }
    }


def reminder(question: Question) -> Values:
    return {"nachgefragt": True, "naechste_erinnerung_am": question.in_days(7, 10)}


def late_answer(_question: Question) -> Values:
    return {"klaerung": "Der Dienst hat die Antwort für die nächste Woche zugesagt."}


def conclusions(_question: Question) -> Values:
    return {
        "alternative": False,
        "reha": False,
        "profil_pruefen": True,
        "folgerung": "Die Suche wird auf die genannten Betriebe ausgerichtet.",
    }


def circle_information(question: Question) -> Values:
    return {"informiert_am": question.today, "information": "Gruppeninformation mit dem Jobcenter besucht."}


def circle_final_talk(question: Question) -> Values:
    """The case goes to a colleague of the same team, else stays with its caseworker."""
    offered = [str(one["value"]) for one in question.facts["empfaenger"]]
    person = question.person
    mine = f"{person.caseworker.username}@{person.team}"
    colleagues = [one for one in offered if one.endswith(f"@{person.team}") and one != mine]
    return {
        "gespraech_am": question.today,
        "gespraech_notiz": "Antrag und Unterlagen besprochen; der Antragstermin ist bekannt.",
        "antrag_erwartet": True,
        "empfang": colleagues[0] if colleagues else mine,
    }


def circle_receipt(_question: Question) -> Values:
    return {"empfang_bestaetigt": True, "empfang_notiz": "Paket gelesen, keine Fragen."}


def hits(question: Question) -> Values:
    """The first vacancy is proposed, the others do not fit."""
    return {
        "entscheidungen": [
            line
            | {"entscheidung": "UNPASSEND" if place else "VORGESCHLAGEN"}
            | ({"begruendung": "Die Arbeitszeit passt nicht zur Kinderbetreuung."} if place else {})
            for place, line in enumerate(question.facts["entscheidungen"])
        ]
    }


RECIPES: dict[str, Recipe] = {
    "wechsel_information.form": circle_information,
    "wechsel_abschluss.form": circle_final_talk,
    "wechsel_empfang.form": circle_receipt,
    "treffer_sichten.form": hits,
    "massnahme_pruefen.form": assignment,
    "agentur_entscheidung.form": decision,
    "massnahme_antritt.form": start,
    "massnahme_fehlzeiten.form": absences,
    "massnahme_ergebnis.form": outcome,
    "absolventengespraech_1.form": first_graduate_talk,
    "absolventengespraech_2.form": second_graduate_talk,
    "absolvent_nachhalten.form": follow_up_note,
    "absolvent_ausgeblieben.form": missed_talk,
    "fachdienst_auftrag.form": order,
    "fachdienst_erinnern.form": reminder,
    "fachdienst_klaeren.form": late_answer,
    "fachdienst_folgerungen.form": conclusions,
}
