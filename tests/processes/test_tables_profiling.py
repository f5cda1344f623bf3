"""Profillage, Marktnähe, Betreuungsstufe and Göttingen: every vector of the specification, every row hit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.processes.table_runs import ask, rows_never_hit

PROFILLAGE = "profiling/profillage.dmn"


def case(groups: str = "", **more: Any) -> dict[str, Any]:
    return {"Gruppen": list(groups), "Rechtskreis": "SGB2", "Datensatz": "BESTAND", **more}


FULL_TIME = {"Hilfebeduerftig": True, "Erwerbsumfang": "VOLLZEIT"}

# Fachkonzept A.1.5, test vectors, in the order of the table there.
VECTORS: list[tuple[dict[str, Any], str | None]] = [
    (case(Prognose=6), "MARKT"),
    (case(Prognose=7), None),
    (case("M", Prognose=6), "AKTIVIERUNG"),
    (case("M", Prognose=9), None),
    (case("Q", Prognose=12), "FOERDER"),
    (case("QM", Prognose=10), "FOERDER"),
    (case("QL", Prognose=10), None),
    (case("Q", Schwerpunkt="Q", Verdichtung=False, Prognose=20, Vorlauf="NOT_NEEDED", FbW=True), "FOERDER"),
    (case("Q", Schwerpunkt="Q", Verdichtung=False, Prognose=20, Vorlauf="NOT_NEEDED"), None),
    (case("Q", Schwerpunkt="Q", Verdichtung=True, Prognose=20, Vorlauf="NOT_NEEDED"), "ENTWICKLUNG"),
    (case("RQ", Schwerpunkt="R", Verdichtung=False, Prognose=18, Vorlauf="NOT_NEEDED"), "ENTWICKLUNG"),
    (case("LQR", Schwerpunkt="L", Verdichtung=False, Prognose=18, Vorlauf="LE12"), "STABILISIERUNG"),
    (case("LQ", Schwerpunkt="L", Verdichtung=False, Prognose=18, Vorlauf="LE12"), None),
    (case("L", Schwerpunkt="L", Verdichtung=True, Prognose=18, Vorlauf="LE12"), "STABILISIERUNG"),
    (case("RLM", Schwerpunkt="R", Verdichtung=False, Prognose=30, Vorlauf="GT12"), "UNTERSTUETZUNG"),
    (case("RL", Schwerpunkt="R", Verdichtung=False, Prognose=30, Vorlauf="GT12"), None),
    (case("QL", Freistellungsgrund="a", Prognose=20), "Z"),
    (case("Q", Prognose=20, **FULL_TIME), "I"),
    (case("Q", Prognose=12, **FULL_TIME) | {"Rechtskreis": "SGB3"}, "FOERDER"),
]
# Further rows, and the constellations of A.1.5 note 3 that must not be guessed.
MORE: list[tuple[dict[str, Any], str | None]] = [
    (case(Datensatz="NEU", EinschaetzungVorhanden=False, Prognose=3), "N"),
    (case(Datensatz="REAKTIVIERT", EinschaetzungVorhanden=False, Prognose=3), "N"),
    (case(Datensatz="NEU", EinschaetzungVorhanden=True, Prognose=3), "MARKT"),
    (case("Q", Absolventenmanagement=True, Prognose=20), "FOERDER"),
    (case("Q", Prognose=20, Hilfebeduerftig=True, Erwerbsumfang="TEILWEISE"), None),
    (case("Q", Prognose=20, Hilfebeduerftig=True, Erwerbsumfang="INDIVIDUELL_VOLL"), "I"),
    (case("Q", Prognose=20, Hilfebeduerftig=True, Erwerbsumfang="SELBSTAENDIG"), "I"),
    (case("Q", Prognose=12, Hilfebeduerftig=False, Erwerbsumfang="VOLLZEIT"), "FOERDER"),
    (case("Q", Freistellungsgrund="d", **FULL_TIME), "Z"),
    (case("QLR", Prognose=12), None),
    (case("QL", Prognose=13, Vorlauf="NOT_NEEDED"), None),
    (case("QL", Schwerpunkt="M", Prognose=13, Vorlauf="NOT_NEEDED"), None),
    (case("QL", Schwerpunkt="R", Prognose=13, Vorlauf="NOT_NEEDED", Verdichtung=True), None),
    (case("Q", Schwerpunkt="Q", Verdichtung=True, Prognose=20, Vorlauf="LE12"), None),
    (case("L", Schwerpunkt="L", Prognose=20, Vorlauf="NOT_NEEDED"), None),
    (case("LM", Schwerpunkt="L", Prognose=20, Vorlauf="NOT_NEEDED"), "ENTWICKLUNG"),
    (case("QQ", Prognose=12), "FOERDER"),
    ({"Prognose": 3}, None),
    ({}, None),
]


@pytest.mark.parametrize("inputs, expected", VECTORS + MORE)
def test_profillage_is_suggested_as_the_specification_says(inputs: dict[str, Any], expected: str | None) -> None:
    assert ask(PROFILLAGE, "Profillage", inputs).value == expected


def test_every_row_of_profillage_is_hit() -> None:
    assert rows_never_hit(PROFILLAGE, [("Profillage", inputs) for inputs, _ in VECTORS + MORE]) == set()


def test_profillage_says_why() -> None:
    result = ask(PROFILLAGE, "Profillage", case("RLM", Schwerpunkt="R", Prognose=30, Vorlauf="GT12"))
    *before, step = result.explanation
    assert {earlier["name"]: earlier["output"] for earlier in before} == {
        "AnzahlBedarfe": 2,
        "BelastungSchwerpunkt": "HOCH",
    }
    assert step["inputs"]["Prognose"] == 30
    (table,) = step["tables"]
    (rule,) = table["rules"]
    assert rule["number"] == 10
    assert "Schwerpunkt Rahmenbedingungen" in rule["annotations"]["description"]
    assert rule["outputs"] == ['"UNTERSTUETZUNG"']


MARKTNAEHE = "profiling/marktnaehe.dmn"
MARKTNAEHE_CASES: list[tuple[dict[str, Any], str | None]] = [
    ({"Prognose": 11}, "NEAR"),
    ({"Prognose": 12}, "NEAR"),
    ({"Prognose": 12.5}, "FAR"),
    ({"Prognose": 13}, "FAR"),
    ({"Prognose": 3, "Nichtaktivierung": True}, "Z"),
    ({"Prognose": 3, "Ergaenzend": True, "MoeglichkeitenAusgeschoepft": True}, "I"),
    ({"Prognose": 3, "Ergaenzend": True, "MoeglichkeitenAusgeschoepft": False}, "NEAR"),
    ({}, None),
]


@pytest.mark.parametrize("inputs, expected", MARKTNAEHE_CASES)
def test_marktnaehe_counts_twelve_months_as_near(inputs: dict[str, Any], expected: str | None) -> None:
    assert ask(MARKTNAEHE, "Marktnaehe", inputs).value == expected


def test_every_row_of_marktnaehe_is_hit() -> None:
    assert rows_never_hit(MARKTNAEHE, [("Marktnaehe", inputs) for inputs, _ in MARKTNAEHE_CASES]) == set()


STUFE = "profiling/betreuungsstufe.dmn"


def level(
    capacity: str | None, blocks: bool | None = False, qualification: str | None = None, **more: Any
) -> dict[str, Any]:
    return {"Leistungsfaehigkeit": capacity, "MRHindert": blocks, "Qualifikation": qualification, **more}


# Fachkonzept B.3, rows 1 to 7.
CAPS: list[tuple[dict[str, Any], str | None]] = [
    (level("IN", IntegriertHilfebeduerftig=True), "I"),
    (level("IF", True), "IF"),
    (level("IG", True), "IG"),
    (level("IG", False), "IG"),
    (level("IK", True), "IG"),
    (level("IK", False), "IK"),
    (level("IN", True), "IG"),
    (level("IN", False), "IN"),
    (level("IN", None), None),
]
SUGGESTIONS: list[tuple[dict[str, Any], str | None]] = [
    (level("IN", IntegriertHilfebeduerftig=True), "I"),
    (level("IF"), "IF"),
    (level("IG", MotivationRahmen="IF"), "IF"),
    (level("IG", MotivationRahmen="IN"), "IG"),
    (level("IN", MotivationRahmen="IG"), "IG"),
    (level("IK", False, "IG"), "IG"),
    (level("IK", False, "IN", MotivationRahmen="IN"), "IK"),
    (level("IN", MotivationRahmen="IK"), "IK"),
    (level("IN", False, "IK"), "IK"),
    (level("IN", False, "IN", MotivationRahmen="IN"), "IN"),
    (level("IN"), "IN"),
]
# The three worked tests of B.3, then both answers for every cap.
CHOICES: list[tuple[dict[str, Any], str, bool]] = [
    (level("IN", True, "IN"), "IK", False),
    (level("IN", True, "IN"), "IG", True),
    (level("IK", False, "IG"), "IK", True),
    (level("IG", False, "IN"), "IK", False),
    (level("IF"), "IF", True),
    (level("IF"), "IG", False),
    (level("IK"), "IN", False),
    (level("IN"), "IN", True),
    (level("IN"), "I", False),
    (level("IN", IntegriertHilfebeduerftig=True), "I", True),
    (level("IN", IntegriertHilfebeduerftig=True), "IN", False),
]


@pytest.mark.parametrize("inputs, expected", CAPS)
def test_the_cap_follows_capacity_and_what_blocks(inputs: dict[str, Any], expected: str | None) -> None:
    assert ask(STUFE, "Obergrenze", inputs).value == expected


@pytest.mark.parametrize("inputs, expected", SUGGESTIONS)
def test_the_suggestion_is_the_lowest_of_cap_motivation_and_qualification(
    inputs: dict[str, Any], expected: str | None
) -> None:
    assert ask(STUFE, "Betreuungsstufe", inputs).value == expected


@pytest.mark.parametrize("inputs, chosen, allowed", CHOICES)
def test_a_level_above_the_cap_is_refused(inputs: dict[str, Any], chosen: str, allowed: bool) -> None:
    assert ask(STUFE, "WahlZulaessig", inputs | {"GewaehlteStufe": chosen}).value is allowed


def test_every_row_of_betreuungsstufe_is_hit() -> None:
    questions = [
        *(("Obergrenze", inputs) for inputs, _ in CAPS),
        *(("Betreuungsstufe", inputs) for inputs, _ in SUGGESTIONS),
        *(("WahlZulaessig", inputs | {"GewaehlteStufe": chosen}) for inputs, chosen, _ in CHOICES),
        *(("ZulaessigeStufen", inputs) for inputs, _, _ in CHOICES),
        *(("ZulaessigeStufen", inputs) for inputs, _ in CAPS),
    ]
    assert rows_never_hit(STUFE, questions) == set()


GOETTINGEN = "profiling/goettingen.dmn"
SEGMENTS: list[tuple[dict[str, Any], str | None, bool | None]] = [
    ({"Prognose": 3, "Faehig": False, "Motiviert": False}, "INTEGRATION", True),
    ({"Prognose": 6}, "INTEGRATION", True),
    ({"Prognose": 7, "Faehig": True, "Motiviert": True}, "ENTWICKLUNG", False),
    ({"Prognose": 7, "Faehig": True, "Motiviert": False}, "GRUND_AKTIVIERBAR", False),
    ({"Prognose": 7, "Faehig": False, "Motiviert": True}, "GRUND_AKTIVIERBAR", False),
    ({"Prognose": 7, "Faehig": False, "Motiviert": False}, "GRUND_PASSIV", False),
    ({"Prognose": 7, "Faehig": True}, None, None),
]


@pytest.mark.parametrize("inputs, segment, handover", SEGMENTS)
def test_goettingen_hands_over_only_when_integration_is_near(
    inputs: dict[str, Any], segment: str | None, handover: bool | None
) -> None:
    assert ask(GOETTINGEN, "Goettingen", inputs).value == segment
    assert ask(GOETTINGEN, "Uebergabe", inputs).value is handover


def test_every_row_of_goettingen_is_hit() -> None:
    assert rows_never_hit(GOETTINGEN, [("Uebergabe", inputs) for inputs, _, _ in SEGMENTS]) == set()
