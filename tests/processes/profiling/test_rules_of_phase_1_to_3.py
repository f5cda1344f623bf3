"""Every rule of profiling, goal and strategies violated once: the message, and that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.commands.save_draft import SaveDraft
from engine.errors import ValuesRefused
from models.runtime import TaskDraft
from processes.catalogues import needs_catalogue
from processes.goal.rules import goal_errors
from processes.profiling.rules import (
    Register,
    SegmentCase,
    assessment_errors,
    needs_errors,
    register_errors,
    segment_errors,
    situation_errors,
)
from processes.strategy.rules import order_errors, plan_errors, window_errors
from processes.strategy_window.rules import decision_errors, meaning_errors
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

TODAY = date(2026, 7, 10)
CATALOGUE = needs_catalogue("NEEDS_BA_2013")
PLAN: dict[str, Any] = {"chosen": [], "relevant_needs": [], "served_needs": [], "today": TODAY, "is_complex": False}
WINDOW: dict[str, Any] = {"is_complex": True, "start_field": "von", "end_field": "bis"}
END: dict[str, Any] = {"end": TODAY, "plan_start": TODAY, "is_complex": True, "today": TODAY}
FULL = {"kompetenzen": [{}], "neuorientierung_geprueft": True, "neuorientierung_notiz": "Geprüft."}
NOBODY = Register(kldb_of=lambda _title: None, knows=lambda _code: False)
CHOSEN = {"segment": "MARKT", "ergebnis_besprochen": True}
CHECKED = {"vermittlung_geprueft": True}

#: rule of the specification, messages, the field it stands at, words of the message
VIOLATIONS: list[tuple[str, Mapping[str, str], str, str]] = [
    ("A.1.1 competence", situation_errors({**FULL, "kompetenzen": []}, TODAY), "kompetenzen", "eine Stärke"),
    (
        "A.1.1 reorientation",
        situation_errors({**FULL, "neuorientierung_geprueft": False}, TODAY),
        "neuorientierung_geprueft",
        "Neuorientierung",
    ),
    (
        "A.1.1 reorientation note",
        situation_errors({**FULL, "neuorientierung_notiz": " "}, TODAY),
        "neuorientierung_notiz",
        "Ergebnis der Prüfung",
    ),
    ("A.1.1 code", register_errors({"zielberuf_titel": "Koch"}, NOBODY), "zielberuf_kldb", "Verzeichnis"),
    (
        "A.1.1 known code",
        register_errors({"zielberuf_titel": "Koch", "zielberuf_kldb": "00000"}, NOBODY),
        "zielberuf_kldb",
        "00000",
    ),
    ("A.1.1 remark", needs_errors({"bedarf_R2": "UNDER_CLARIFICATION"}, ["R2"]), "bemerkung_R2", "zu klären"),
    ("A.1.5 focus", assessment_errors({"schwerpunkt": "R"}, ["Q"]), "schwerpunkt", "kein Handlungsbedarf"),
    ("A.1.5 override", segment_errors(CHOSEN, SegmentCase("FOERDER")), "segment_begruendung", "Abweichung"),
    ("A.1.5 row 12", segment_errors(CHOSEN, SegmentCase(None)), "segment_begruendung", "keinen Vorschlag"),
    (
        "A.1.5 discussed",
        segment_errors({"segment": "MARKT"}, SegmentCase("MARKT")),
        "ergebnis_besprochen",
        "Besprechen",
    ),
    (
        "A.1.7 a past",
        situation_errors({"freistellungsgrund": "a", "freistellung_bis": TODAY}, TODAY),
        "freistellung_bis",
        "nach dem heutigen Tag",
    ),
    (
        "A.1.7 a far",
        situation_errors({"freistellungsgrund": "a", "freistellung_bis": date(2026, 9, 11)}, TODAY),
        "freistellung_spaet",
        "zwei Monate",
    ),
    (
        "A.1.7 b stock",
        situation_errors({"freistellungsgrund": "b", "keine_eingliederung": True}, TODAY),
        "altfall",
        "Bestand",
    ),
    (
        "A.1.7 b and d",
        situation_errors({"freistellungsgrund": "d"}, TODAY),
        "keine_eingliederung",
        "keine berufliche Eingliederung",
    ),
    (
        "A.1.7 d talk",
        situation_errors(
            {"freistellungsgrund": "d", "keine_eingliederung": True, "freistellung_gespraech": TODAY}, TODAY
        ),
        "freistellung_gespraech",
        "nach dem heutigen Tag",
    ),
    ("A.1.7 Z", segment_errors({**CHOSEN, "segment": "Z"}, SegmentCase("MARKT")), "segment", "Freistellung"),
    (
        "A.1.8 consent",
        segment_errors({**CHOSEN, "einverstaendnis": "liegt_vor"}, SegmentCase("MARKT")),
        "einverstaendnis",
        "kein gültiges Einverständnis",
    ),
    (
        "B.3 cap",
        segment_errors({**CHOSEN, "segment": "IN"}, SegmentCase("IG", allowed=("IF", "IG"))),
        "segment",
        "nicht zulässig",
    ),
    (
        "A.2.1 mini-job",
        goal_errors({"zieloption": "G1_MINI", "ziel_besprochen": True}, TODAY, complex_horizon=None),
        "minijob_hilft",
        "verringert",
    ),
    (
        "A.2.2 horizon",
        goal_errors({"zieldatum": date(2028, 7, 11), "ziel_besprochen": True}, TODAY, complex_horizon=24),
        "zieldatum",
        "24 Monate",
    ),
    ("A.2.2 joint", goal_errors({}, TODAY, complex_horizon=None), "ziel_besprochen", "gemeinsam"),
    (
        "ST-1",
        plan_errors(CATALOGUE, CHECKED, **{**PLAN, "relevant_needs": ["R3"]}),
        "uebergreifende",
        "Ohne Strategie ist noch: Wohnsituation.",
    ),
    ("ST-2", plan_errors(CATALOGUE, CHECKED, **PLAN), "uebergreifende", "mindestens eine Strategie"),
    ("ST-4", order_errors([{"rang": 1}, {"rang": 1}], 2), "rangfolge", "eigenen Rang von 1 bis 2"),
    (
        "ST-6",
        plan_errors(CATALOGUE, CHECKED, **{**PLAN, "chosen": ["ST_VOC_DEGREE"]}),
        "absolvent_von",
        "Absolventenmanagement",
    ),
    ("ST-7", window_errors(TODAY, TODAY, TODAY, **WINDOW), "bis", "nach seinem Beginn"),
    ("ST-8", window_errors(TODAY, date(2028, 7, 11), TODAY, **WINDOW), "bis", "24 Monate"),
    ("ST-8 extension", decision_errors("EXTENDED", date(2028, 7, 11), **END), "neues_ende", "24 Monate"),
    ("ST-9", decision_errors(None, None, **END), "ergebnis", "Ergebnis der Strategie"),
    ("ST-10", meaning_errors("DONE", None, has_need=True), "bedarf", "für den Handlungsbedarf bedeutet"),
    ("ST-10 need", meaning_errors("DONE", "KEINER", has_need=True), "bedarf", "gehört ein Handlungsbedarf"),
    ("ST-12", plan_errors(CATALOGUE, {}, **PLAN), "vermittlung_geprueft", "§ 3a SGB II"),
]


@pytest.mark.parametrize(("rule", "errors", "field", "words"), VIOLATIONS, ids=[row[0] for row in VIOLATIONS])
def test_a_violated_rule_says_what_to_do(rule: str, errors: Mapping[str, str], field: str, words: str) -> None:
    assert words in errors[field], rule
    assert errors[field].endswith(".")


@pytest.mark.parametrize("number", range(1, 21))
def test_every_rule_of_the_table_of_strategies_has_a_test_that_names_it(number: int) -> None:
    tests = Path(__file__).parents[1]
    named = re.compile(rf"def test_\w*st_{number}(_|\b)")
    assert any(named.search(path.read_text(encoding="utf-8")) for path in tests.rglob("test_*.py"))


def to_strategies(office: Jobcenter) -> Client:
    client = office.open_case()
    client.first_interview()
    client.profiling(("Q2", "R2"), months=13, vorlauf_prognose="NOT_NEEDED", schwerpunkt="Q", verdichtung=True)
    client.set_goal()
    return client


def test_nothing_typed_is_lost_when_the_office_refuses(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    task = client.task("ausgangslage_klaeren").id
    typed = client.situation(neuorientierung_geprueft=False) | {"kompetenzen": []}
    office.execute(SaveDraft(task, typed, 0))
    with pytest.raises(ValuesRefused) as refused:
        client.complete("ausgangslage_klaeren", **typed)
    assert set(refused.value.errors) == {"kompetenzen", "neuorientierung_geprueft"}
    with office.reading() as session:
        draft = session.get(TaskDraft, task)
        assert draft is not None
        assert draft.values["zielberuf_titel"] == "Verkäuferin"
    assert "ausgangslage_klaeren" in client.open_tasks()


def test_st_1_closing_the_profile_warns_and_st_10_the_end_of_a_strategy_reaches_the_next_sheet(
    office: Jobcenter,
) -> None:
    client = office.open_case()
    client.first_interview()
    client.assess(("Q2", "R2"), months=6)
    warned = client.context("segment_festlegen")["bedarfe_ohne_strategie"]
    assert warned == "Berufliche Qualifikation, Örtliche Mobilität"
    client.complete(
        "segment_festlegen",
        segment="FOERDER",
        segment_begruendung="Die Mobilität ist bald geklärt.",
        ergebnis_besprochen=True,
        einverstaendnis="abgelehnt",
    )
    client.set_goal()
    client.choose_strategies("ST_MOBILITY", "ST_FOREIGN_RECOGNITION", days=30)
    client.conclude()
    client.begin()
    client.agree_appointment("termin_abstimmen", office.workday(40))
    office.harness.travel(days=32)
    for element in ("ende_vorbereiten", "ende_vorbereiten"):
        if element in client.open_tasks():
            client.complete(element, jetzt_entscheiden=True)
    given = {"ergebnis": "DONE", "bemerkung": "Führerschein bestanden.", "profil_pruefen": True}
    with pytest.raises(ValuesRefused) as refused:
        client.complete("strategie_entscheiden", **given, bedarf="KEINER")
    assert list(refused.value.errors) == ["bedarf"]
    client.complete("strategie_entscheiden", **given, bedarf="BEHOBEN", neue_kompetenz="Führerschein B")
    failed = {"ergebnis": "FAILED", "bemerkung": "Abgelehnt.", "bedarf": "BESTEHT"}
    client.complete("strategie_entscheiden", **failed)
    client.complete("veraenderung_bewerten", bewertung="Neu bewerten.", aenderung="profil")
    strengths = [row["bezeichnung"] for row in client.context("ausgangslage_klaeren")["kompetenzen"]]
    assert strengths == ["Kassieren", "Führerschein B"]
    client.complete("ausgangslage_klaeren", **client.situation())
    needs = client.context("bedarfe_erheben")
    assert (needs["bedarf_R2"], needs["bedarf_Q2"]) == ("NOT_RELEVANT", "RELEVANT")
    assert "gescheitert" in needs["bemerkung_Q2"]
    client.assess_needs(("Q2",))
    told = client.context("standort_bestimmen")["beendete_strategien"]
    assert "Mobilität erhöhen erledigt" in told
    assert "Segment prüfen" in told
    assert client.incidents() == []


def test_st_16_a_template_fills_the_form_while_it_is_chosen(office: Jobcenter) -> None:
    client = to_strategies(office)
    task, context = client.task("strategie_waehlen"), client.context("strategie_waehlen")
    offered = next(t for t in context["alle_vorlagen"] if t["gilt_fuer"] == "ST_MOBILITY")
    engine = office.harness.engine
    with office.reading() as session:
        compiled = engine.definitions.form(session, task.form_id or 0)
    typed = {"strategie": "ST_MOBILITY", "vorlage": offered["value"], "fenster_von": "2026-08-31"}
    typed["schritte_haus"] = "Eigenes"
    filled = compiled.form.filled(typed, context, now=office.now)
    assert filled["zwischenziel"] == offered["zwischenziel"]
    assert filled["schritte_haus"] == "Eigenes"
    assert date.fromisoformat(filled["fenster_bis"]) > date(2026, 8, 31) + timedelta(days=27)


def test_a_1_4_an_open_occupation_goes_on_without_all_strengths_and_says_what_follows(office: Jobcenter) -> None:
    assert situation_errors({**FULL, "kompetenzen": [], "zielberuf_status": "PROVISIONAL"}, TODAY) == {}
    client = office.open_case()
    client.first_interview()
    task = client.task("ausgangslage_klaeren")
    with office.reading() as session:
        form = office.harness.engine.definitions.form(session, task.form_id)
    source = form.source.decode()
    assert all(word in source for word in ("Folgegespräch so bald wie möglich", "Stellengesuch", "In die Vereinbarung"))
    assert client.context("ausgangslage_klaeren")["zielberuf_klaeren_tage"] == 14
