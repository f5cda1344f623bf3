"""Suggestions of all four schemes, and what the choice of a person needs (Fachkonzept A.1.5 to A.1.7, B.3, E.3)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import Forbidden, ValuesRefused
from models.casework import LegalCircle, OfficeSettings, ProfilingSheet
from processes.catalogues import segment_schemes
from processes.in_force import last_closed_sheet
from processes.profiling.rule_sets import ChooseRuleSets, rule_set_changes
from processes.profiling.telling import BASES, EXEMPTIONS, tell
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import Client
from tests.processes.profiling.test_sheet_life import support
from tests.processes.table_runs import ask

GROUPS = ("leistung", "motivation", "qualifikation")
SEEN = "Pünktlich im Praktikum, sagt der Träger."
#: What each group rests on, and how well it can change (B.2).
JUDGED = {f"aenderung_{group}": "GUT" for group in GROUPS} | {f"anzeichen_{group}": SEEN for group in GROUPS}
LEVELS = {
    "stufe_leistung": "IK",
    "stufe_motivation": "IN",
    "motivation_hindert": False,
    "stufe_qualifikation": "IG",
    **JUDGED,
}
DECISION = {"ergebnis_besprochen": True, "einverstaendnis": "abgelehnt"}


def choose(client: Client, **values: Any) -> dict[str, str]:
    """The messages of a choice, none if it was accepted."""
    try:
        client.complete("segment_festlegen", **DECISION, **values)
    except ValuesRefused as refused:
        return dict(refused.errors)
    return {}


def test_b_3_a_support_level_is_suggested_and_never_lies_above_its_cap() -> None:
    office = Jobcenter(segment_scheme="BETREUUNGSSTUFE_BA")
    client = office.open_case()
    client.first_interview()
    with pytest.raises(ValuesRefused) as refused:
        client.assess(("Q2",))
    assert set(refused.value.errors) == set(LEVELS)
    client.complete("standort_bestimmen", fazit="Auf gutem Weg.", prognose_monate=6, **LEVELS)
    assert client.suggestion() == "IG"
    assert client.variables("segment_festlegen")["zulaessige_stufen"] == ["IF", "IG", "IK"]
    assert "nicht zulässig" in choose(client, segment="IN", segment_begruendung="Traut es sich zu.")["segment"]
    assert "Freistellung" in choose(client, segment="Z", segment_begruendung="So gewollt.")["segment"]
    assert list(choose(client, segment="IK")) == ["segment_begruendung"], "P3: qualification never caps"
    assert choose(client, segment="IK", segment_begruendung="Die Qualifikation steht Arbeit nicht entgegen.") == {}
    with client.file() as (session, case):
        sheet = last_closed_sheet(session, case)
        assert sheet is not None
        assert (case.segment, sheet.segment_suggestion, sheet.capacity_level) == ("IK", "IG", "IK")
    office.close()


def test_a_1_5_no_scheme_knows_segment_i_in_sgb_iii() -> None:
    office = Jobcenter(segment_scheme="BETREUUNGSSTUFE_BA")
    suggested = {}
    for circle, number in ((LegalCircle.SGB2, "K-100001"), (LegalCircle.SGB3, "K-100002")):
        client = office.open_case(number, legal_circle=circle)
        client.first_interview()
        client.assess(("Q2",), work="VOLLZEIT", **LEVELS)
        suggested[circle] = client.suggestion()
    assert suggested == {LegalCircle.SGB2: "I", LegalCircle.SGB3: "IG"}
    office.close()
    office = Jobcenter()
    client = office.open_case(legal_circle=LegalCircle.SGB3)
    client.first_interview()
    client.assess(("Q2",), months=12)
    assert "I gibt es nur im SGB II" in choose(client, segment="I", segment_begruendung="Vollzeit.")["segment"]
    office.close()


def test_e_3_goettingen_asks_what_is_possible_now_and_exemptions_stay_possible() -> None:
    office = Jobcenter(segment_scheme="GOETTINGEN")
    client = office.open_case()
    client.first_interview()
    client.assess(("Q2", "L2"), months=9, kann_jetzt=True, will_jetzt=True)
    assert client.suggestion() == "ENTWICKLUNG"
    assert choose(client, segment="ENTWICKLUNG") == {}
    exempt = office.open_case("K-100002")
    exempt.first_interview()
    exempt.complete(
        "ausgangslage_klaeren",
        freistellungsgrund="c",
        freistellung_notiz="Die geminderte Leistungsfähigkeit ist festgestellt.",
    )
    assert exempt.suggestion() == "Z"
    assert choose(exempt, segment="Z") == {}
    office.close()


def test_rows_of_the_table_of_allowed_levels() -> None:
    table = "profiling/betreuungsstufe.dmn"
    for capacity, blocks, allowed in (
        ("IF", False, ["IF"]),
        ("IN", True, ["IF", "IG"]),
        ("IN", False, ["IF", "IG", "IK", "IN"]),
    ):
        asked = {"Leistungsfaehigkeit": capacity, "MRHindert": blocks}
        assert ask(table, "ZulaessigeStufen", asked).value == allowed
    employed = {"IntegriertHilfebeduerftig": True, "Leistungsfaehigkeit": "IN"}
    assert ask(table, "ZulaessigeStufen", employed).value == ["I"]


def test_the_office_chooses_its_rule_sets_and_sheets_keep_theirs(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    client.profiling()
    with pytest.raises(Forbidden):
        office.execute(ChooseRuleSets("GOETTINGEN", "NEEDS_BA_2013", "Dienstanweisung 3"), LEAD)
    with pytest.raises(ValuesRefused) as refused:
        support(office, ChooseRuleSets("NEU", "ALT", " ", ()))
    assert set(refused.value.errors) == {"schema", "katalog", "grund", "kanaele"}
    support(office, ChooseRuleSets("GOETTINGEN", "NEEDS_WUPPERTAL_2022", "Dienstanweisung 3", ("IN_PERSON",)))
    with client.file() as (session, _):
        settings = session.get(OfficeSettings, 1)
        assert settings is not None
        assert (settings.segment_scheme, settings.counted_channels) == ("GOETTINGEN", ["IN_PERSON"])
        (change,) = rule_set_changes(session)
        assert change.data["reason"] == "Dienstanweisung 3"
        sheet = session.get(ProfilingSheet, 1)
        assert sheet is not None
        assert (sheet.segment_scheme, sheet.needs_catalogue) == ("PROFILLAGE_BA", "NEEDS_BA_2013")
    after = office.open_case("K-100002")
    after.first_interview()
    assert after.variables("ausgangslage_klaeren")["schema"] == "GOETTINGEN"


def test_every_scheme_has_a_table_and_a_place_for_people_who_are_exempt() -> None:
    assert len(segment_schemes()) == 4
    for scheme in segment_schemes().values():
        assert scheme.segments["Z"].distance == "EXEMPT"
    assert set(EXEMPTIONS) == set("abcd")
    assert all(len(code) <= 20 for code in BASES)


def test_b_2_each_group_is_judged_by_state_and_outlook_and_says_what_it_rests_on() -> None:
    office = Jobcenter(segment_scheme="BETREUUNGSSTUFE_BA")
    client = office.open_case()
    client.first_interview()
    levels = LEVELS | {"stufe_qualifikation": "IN"}
    with pytest.raises(ValuesRefused) as refused:
        client.assess((), **{name: value for name, value in levels.items() if name not in JUDGED})
    assert set(refused.value.errors) == set(JUDGED)
    outlooks = dict(zip(GROUPS, ("KAUM", "BEGRENZT", "GUT"), strict=True))
    judged = {f"aenderung_{group}": outlook for group, outlook in outlooks.items()}
    judged |= {f"anzeichen_{group}": f"Gesehen bei {group}." for group in GROUPS}
    client.complete("standort_bestimmen", fazit="Auf gutem Weg.", prognose_monate=6, **levels | judged)
    assert client.suggestion() == "IK", "the outlook moves no level: nothing is averaged"
    client.complete("segment_festlegen", **DECISION, segment="IK")
    with client.file() as (session, case):
        sheet = last_closed_sheet(session, case)
        assert sheet is not None
        found = (sheet.capacity_outlook, sheet.motivation_outlook, sheet.qualification_outlook)
        assert found == ("KAUM", "BEGRENZT", "GUT")
        found = (sheet.capacity_evidence, sheet.motivation_evidence, sheet.qualification_evidence)
        assert found == tuple(f"Gesehen bei {group}." for group in GROUPS)
        (revision,) = sheet.revisions
        told = [line for part in tell(revision.content) for line in part.lines]
    assert "Leistungsfähigkeit: kaum zu ändern. Gesehen bei leistung." in told
    assert client.incidents() == []
    office.close()
