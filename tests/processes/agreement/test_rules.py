"""Every rule of sections A.4 and H.3 violated once, with the message a person reads. No database."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from engine.calendar import BERLIN, BusinessCalendar
from models.casework import Agreement, AgreementDuty, DutyResult, DutySide, FollowUp, Strategy
from processes.administrative_act.rules import (
    act_errors,
    approval_errors,
    notified_on,
    objection_until,
    sending_errors,
    waiver_errors,
)
from processes.agreement.plain import hard_to_read, plain_text
from processes.agreement.prefill import proposals
from processes.agreement.rules import (
    Setting,
    closing_errors,
    content_errors,
    obstacles,
    review_due,
    should_be_there,
    valid_until,
)
from processes.agreement.sections import ORDER, SECTIONS
from processes.appointment.proposals import Proposal
from processes.catalogues import agreement_type, agreement_types
from processes.desk.rescheduling import LatestDay
from processes.follow_up.rules import changes_since

NW = BusinessCalendar("NW")
TODAY = date(2026, 7, 15)
SOON, LATER = TODAY + timedelta(days=14), TODAY + timedelta(days=13)
SETTING = Setting(TODAY, has_goal=True, has_strategy=True, first_talk=date(2026, 7, 8))
ENTRIES: dict[str, Any] = {
    "besprochen_am": TODAY,
    "persoenliches_angebot": "Beratung alle vier Wochen",
    "leistungen": "Vermittlungsbudget",
    "rechtsfolgenbelehrung": "Belehrung",
    "pflichten_traeger": [{"was": "Stellen vorschlagen", "bis": SOON}],
    "pflichten_kunde": [{"was": "Bewerbungen schreiben", "anzahl": 5, "zeitraum": "Monat", "nachweis": "Liste"}],
}
SIGNED: dict[str, Any] = {
    "unterschrift_kunde_am": TODAY,
    "unterschrift_fachkraft_am": TODAY,
    "ausgehaendigt_am": TODAY,
    "ausgehaendigt_wie": "persönlich",
}
CONTENT = [
    # A.4.1: a talk before, both sides bound, dated and concrete
    ("KOP_2026", {"besprochen_am": None}, "besprochen_am", "Ohne Gespräch keine Vereinbarung"),
    ("KOP_2026", {"besprochen_am": TODAY + timedelta(days=1)}, "besprochen_am", "nach dem Abschluss"),
    ("KOP_2026", {"besprochen_am": date(2026, 7, 1)}, "besprochen_am", "Das erste Gespräch fand am 08.07.2026 statt"),
    ("KOP_2026", {"pflichten_traeger": []}, "pflichten_traeger", "konkrete Leistung des Jobcenters"),
    (
        "KOP_2026",
        {"pflichten_traeger": [{"was": " ", "bis": SOON}]},
        "pflichten_traeger.0.was",
        "was das Jobcenter tut",
    ),
    ("KOP_2026", {"pflichten_traeger": [{"was": "Hilfe"}]}, "pflichten_traeger.0.bis", "bis wann"),
    ("KOP_2026", {"pflichten_kunde": []}, "pflichten_kunde", "konkreter Schritt der Person"),
    ("KOP_2026", {"pflichten_kunde": [{"was": "x"}]}, "pflichten_kunde.0.bis", "wie oft in welchem Zeitraum"),
    ("KOP_2026", {"pflichten_kunde": [{"was": "x", "anzahl": 5, "nachweis": "L"}]}, "pflichten_kunde.0.zeitraum", ""),
    ("KOP_2026", {"pflichten_kunde": [{"was": "x", "zeitraum": "Monat", "bis": SOON}]}, "pflichten_kunde.0.anzahl", ""),
    ("KOP_2026", {"pflichten_kunde": [{"was": "x", "bis": date(2026, 7, 1)}]}, "pflichten_kunde.0.bis", "vor dem"),
    ("KOP_2026", {"dritte": [{"was": "x", "bis": date(2026, 7, 1)}]}, "dritte.0.bis", "vor dem Abschluss"),
    # H.3: required sections and notice by type
    ("KOP_2026", {"persoenliches_angebot": " "}, "persoenliches_angebot", "das persönliche Angebot"),
    ("KOP_2026", {"haushalt": "Kita-Platz"}, "haushalt_beteiligt", "wenn sie beteiligt waren"),
    ("KOP_2023", {}, "rechtsfolgenbelehrung", "enthält keine Belehrung"),
    ("EGV_SGB2_2016", {"rechtsfolgenbelehrung": ""}, "rechtsfolgenbelehrung", "braucht eine Belehrung"),
    ("EGV_SGB3", {"leistungen": ""}, "leistungen", "aktiven Arbeitsförderung"),
    ("EGV_SGB3", {"pflichten_kunde": [{"was": "Lebenslauf", "bis": SOON}]}, "pflichten_kunde", "Eigenbemühung"),
]
DAY_OF = {"EGV_SGB2_2016": date(2020, 3, 2), "KOP_2023": date(2024, 3, 4)}


def at(code: str) -> tuple[Setting, timedelta]:
    """The same setting within the law of the type, and how far its days lie from those of the entries."""
    day = DAY_OF.get(code, TODAY)
    first = day - timedelta(days=7)
    return replace(SETTING, concluded_on=day, first_talk=first), day - TODAY


def moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, date):
        return value + by
    if isinstance(value, dict):
        return {key: moved(one, by) for key, one in value.items()}
    return [moved(one, by) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("code", "changes", "field", "message"), CONTENT)
def test_a_4_1_h_3_content_that_lacks_something_is_refused_at_its_field(
    code: str, changes: dict[str, Any], field: str, message: str
) -> None:
    setting, by = at(code)
    assert message in content_errors(agreement_type(code), moved(ENTRIES | changes, by), setting)[field]


@pytest.mark.parametrize("code", ["EGV_SGB2_2016", "KOP_2023", "KOP_2026", "EGV_SGB3"])
def test_h_3_complete_content_and_signatures_pass_for_every_type(code: str) -> None:
    kind = agreement_type(code)
    setting, by = at(code)
    notice = {"rechtsfolgenbelehrung": ""} if kind.legal_notice == "FORBIDDEN" else {}
    assert content_errors(kind, moved(ENTRIES | notice, by), setting) == {}
    assert closing_errors(kind, moved(SIGNED, by), setting.concluded_on) == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_talk": None}, "Es hat noch kein Gespräch stattgefunden."),
        ({"has_profile": False}, "Es fehlt eine Potenzialanalyse (Profilingbogen)."),
        ({"has_goal": False}, "Es fehlt ein gemeinsam verfolgtes Ziel."),
        ({"has_strategy": False}, "Es fehlt eine Handlungsstrategie."),
        ({"open_needs": ("Berufliche Qualifikation",)}, "fehlt eine Strategie: Berufliche Qualifikation"),
        ({"concluded_on": date(2026, 6, 30)}, "kann am 30.06.2026 nicht geschlossen werden"),
    ],
)
def test_h_3_st_1_the_gates_before_any_agreement(changes: dict[str, Any], sentence: str) -> None:
    found = obstacles(agreement_type("KOP_2026"), replace(SETTING, **changes))
    assert len(found) == 1
    assert sentence in found[0]


@pytest.mark.parametrize(
    ("code", "changes", "field"),
    [
        ("EGV_SGB3", {"unterschrift_kunde_am": None}, "unterschrift_kunde_am"),
        ("EGV_SGB3", {"unterschrift_fachkraft_am": None}, "unterschrift_fachkraft_am"),
        ("KOP_2026", {"unterschrift_kunde_am": TODAY + timedelta(days=1)}, "unterschrift_kunde_am"),
        ("KOP_2026", {"ausgehaendigt_am": None}, "ausgehaendigt_am"),
        ("KOP_2026", {"ausgehaendigt_am": TODAY + timedelta(days=1)}, "ausgehaendigt_am"),
        ("KOP_2026", {"ausgehaendigt_wie": ""}, "ausgehaendigt_wie"),
    ],
)
def test_h_3_signatures_and_hand_over_are_as_the_type_wants_them(
    code: str, changes: dict[str, Any], field: str
) -> None:
    assert set(closing_errors(agreement_type(code), SIGNED | changes, TODAY)) == {field}


def test_a_4_1_an_open_occupation_says_what_is_to_be_clarified() -> None:
    setting = replace(SETTING, occupation_is_open=True)
    assert set(content_errors(agreement_type("KOP_2026"), ENTRIES, setting)) == {"klaerung"}
    assert content_errors(agreement_type("KOP_2026"), ENTRIES | {"klaerung": "Besucht zwei Betriebe"}, setting) == {}


def test_h_3_what_should_be_there_is_a_hint() -> None:
    hints = should_be_there(agreement_type("KOP_2026"), ENTRIES)
    assert "Integrationskurs oder Berufssprachkurs" in hints
    assert not any(hint.startswith("Eigenbemühungen") for hint in hints)


def test_h_3_every_code_of_the_catalogue_means_something() -> None:
    known = {*SECTIONS, "GOAL", "STEPS", "OWN_EFFORTS", "PLACEMENT_EFFORTS"}
    for kind in agreement_types().values():
        if kind.is_agreement:
            assert {*kind.required, *kind.should, *kind.optional} <= known
            assert set(kind.gates) == {"TALK", "PROFILE", "GOAL", "STRATEGIES"}
        assert {rule.mode for rule in kind.acts.values()} <= {"MAY", "SHOULD", "MUST"}
        assert all(not agreement_type(rule.act).is_agreement for rule in kind.acts.values())
        assert kind.four_eyes == (kind.kind == "ADMIN_ACT")
    acts = {occasion: rule.mode for occasion, rule in agreement_type("KOP_2026").acts.items()}
    assert acts == {"FAILURE": "MUST", "BREACH": "MUST", "NO_SHOW": "MAY"}


def test_t37_an_agreement_ends_with_its_term_or_its_law() -> None:
    assert valid_until(agreement_type("EGV_SGB2_2011"), date(2012, 8, 31), NW) == date(2013, 2, 28)
    assert valid_until(agreement_type("EGV_SGB2_2016"), date(2023, 6, 1), NW) == date(2023, 12, 31)
    assert valid_until(agreement_type("KOP_2026"), TODAY, NW) is None
    assert review_due(date(2023, 8, 1), 6, NW, end_of_life=date(2023, 12, 31)) == date(2023, 12, 31)


def test_h_3_an_act_has_what_its_type_requires_and_two_people() -> None:
    kind = agreement_type("VERPFLICHTUNG_2026")
    assert set(act_errors(kind, {}, TODAY)) == {
        "bemuehungen",
        "haeufigkeit",
        "nachweis_form",
        "nachweis_bis",
        "begruendung",
        "rechtsbehelf",
        "rechtsfolgenbelehrung",
    }
    assert set(act_errors(agreement_type("EGV_VA_SGB3"), {}, TODAY)) == {
        "bemuehungen",
        "begruendung",
        "rechtsbehelf",
        "rechtsfolgenbelehrung",
    }
    assert act_errors(kind, {"doch_vereinbart": True}, TODAY) == {}
    assert approval_errors("a.berg", "a.berg")["freigabe"].startswith("Über den Entwurf entscheidet eine zweite")


def test_h_3_whoever_refrains_from_an_act_says_until_when() -> None:
    no = {"erlass": False}
    assert "bis wann" in waiver_errors(no, has_failed=True, today=TODAY)["ohne_bis"]
    assert "nach dem heutigen" in waiver_errors(no | {"ohne_bis": TODAY}, has_failed=True, today=TODAY)["ohne_bis"]
    far = no | {"ohne_bis": TODAY + timedelta(days=200)}
    assert "neu entschieden" in waiver_errors(far, has_failed=True, today=TODAY)["ohne_bis"]
    assert waiver_errors(no, has_failed=False, today=TODAY) == {}


def test_t38_an_act_counts_as_notified_four_days_after_posting_or_when_handed_over() -> None:
    assert notified_on(TODAY, "Post", 4) == date(2026, 7, 19)  # a Sunday is presumed as it is
    assert notified_on(TODAY, "persönlich", 4) == TODAY
    assert objection_until(date(2026, 7, 19), 1, NW) == date(2026, 8, 19)
    assert objection_until(TODAY, None, NW) is None
    assert set(sending_errors(date(2026, 7, 14), TODAY, TODAY)) == {"versandt_am"}
    assert set(sending_errors(date(2026, 7, 16), TODAY, TODAY)) == {"versandt_am"}
    assert sending_errors(TODAY, TODAY, TODAY) == {}


def test_a_4_3_t19_the_day_before_is_a_calendar_day_unless_the_office_says_otherwise() -> None:
    monday = date(2026, 7, 13)
    assert (changes_since(monday), changes_since(monday, NW)) == (date(2026, 7, 12), date(2026, 7, 10))


def test_a_4_1_renewal_takes_up_the_last_talk_what_is_open_and_the_plan() -> None:
    before = Agreement(
        concluded_on=date(2026, 1, 15),
        duties=[
            _duty(DutySide.CLIENT, "Unterlagen für die Anerkennung besorgen", result=DutyResult.PARTLY, due_on=TODAY),
            _duty(DutySide.CLIENT, "Bewerbungen schreiben", count=5, period="Monat", proof_form="Liste"),
            _duty(DutySide.PROVIDER, "Beratungsstelle nennen", result=DutyResult.FULFILLED),
        ],
    )
    talk = FollowUp(
        held_on=TODAY,
        steps=[
            {"wer": "CLIENT", "was": "Termin bei der Beratungsstelle machen", "bis": SOON.isoformat()},
            {"wer": "PROVIDER", "was": "Zwei Betriebe ansprechen", "bis": date(2026, 7, 1).isoformat()},
            {"wer": "CLIENT", "was": "bewerbungen  schreiben.", "bis": SOON.isoformat()},
        ],
    )
    plan = Strategy(
        steps_client="Sammelt Zeugnisse und Übersetzungen.", steps_staff="Klärt die Kosten.", window_to=date(2027, 1, 4)
    )
    lines = proposals(before, talk, [plan], TODAY, LATER)
    found = [(line.side.value, line.what, line.due_on, line.origin) for line in lines]
    assert found == [
        ("PROVIDER", "Zwei Betriebe ansprechen", LATER, "im letzten Gespräch vereinbart"),
        ("PROVIDER", "Klärt die Kosten.", date(2027, 1, 4), "aus der Strategie"),
        ("CLIENT", "Termin bei der Beratungsstelle machen", SOON, "im letzten Gespräch vereinbart"),
        ("CLIENT", "bewerbungen  schreiben.", SOON, "im letzten Gespräch vereinbart"),
        ("CLIENT", "Unterlagen für die Anerkennung besorgen", TODAY, "noch offen"),
        ("CLIENT", "Sammelt Zeugnisse und Übersetzungen.", date(2027, 1, 4), "aus der Strategie"),
    ]
    assert proposals(None, None, [], TODAY, LATER) == []


def test_a_4_1_a_proposed_duty_of_the_person_says_until_when_or_how_often() -> None:
    past = TODAY - timedelta(days=3)
    before = Agreement(
        concluded_on=date(2026, 1, 15),
        duties=[
            _duty(DutySide.CLIENT, "Unterlagen besorgen", due_on=past, result=DutyResult.NOT),
            _duty(DutySide.CLIENT, "Bewerbungen schreiben", count=5, period="Monat", due_on=past),
            _duty(DutySide.THIRD_PARTY, "Kinderbetreuung zusagen", due_on=past, result=DutyResult.NOT),
        ],
    )
    assert [line.due_on for line in proposals(before, None, [], TODAY, LATER)] == [LATER, None, None]


def test_a_4_1_the_short_text_is_plain_german() -> None:
    agreement = Agreement(
        type="KOP_2026",
        review_due=date(2027, 1, 15),
        more_sections={},
        duties=[
            _duty(DutySide.PROVIDER, "Drei Stellen vorschlagen", due_on=SOON),
            _duty(DutySide.CLIENT, "Bewerbungen schreiben", count=5, period="Monat", proof_form="Liste zum Gespräch"),
        ],
    )
    case: Any = SimpleNamespace(caseworker=SimpleNamespace(display_name="A. Berg"))
    text = plain_text(agreement, case)
    assert hard_to_read(text) == [], "what the product writes itself is at level B1"
    assert "5-mal jeden Monat. Das zeigen Sie uns so: Liste zum Gespräch." in text
    assert "Wir sprechen spätestens am 15.01.2027 wieder darüber." in text
    hard = (
        "Gemäß § 15 sind Eigenbemühungen unverzüglich nachzuweisen, wobei sie zwecks Prüfung alle Belege dann vorlegt."
    )
    assert len(hard_to_read(hard)) >= 4
    assert set(ORDER) >= {"PERSONAL_OFFER", "CLARIFICATION"}


def _duty(side: DutySide, what: str, **values: Any) -> AgreementDuty:
    return AgreementDuty(**{"side": side, "what": what, "period": "", "proof_form": ""} | values)


def test_a_4_2_t18_no_place_is_proposed_beyond_the_law() -> None:
    law = LatestDay(date(2026, 8, 3), "Überprüfung der Vereinbarung, § 15 (3) SGB II")
    free = datetime(2026, 7, 30, 9, tzinfo=BERLIN)
    assert Proposal(free, law, law).text.count("Spätestens am 03.08.2026") == 1
    policies = [LatestDay(date(2026, 8, day), "Kontaktdichte des Jobcenters") for day in (1, 2, 4, 5)]
    for policy in policies:
        days = sorted([law.day, policy.day])
        assert re.findall(r"Spätestens am (\S+):", Proposal(free, policy, law).text) == [f"{d:%d.%m.%Y}" for d in days]
    assert "kein Platz frei" in Proposal(None, law, law).text
