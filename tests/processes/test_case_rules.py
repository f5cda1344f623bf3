"""The pure rules of the case, each with examples: dates, exemptions, goals, segments, work, acts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.calendar import BusinessCalendar
from processes.administrative_act.rules import act_errors, notified_on, objection_until
from processes.catalogues import agreement_type
from processes.first_interview.rules import delay_errors, first_talk_errors, note_text, talk_errors
from processes.goal.rules import goal_errors
from processes.implementation.rules import age_on
from processes.integration.rules import CaseDates, keeps_profile, next_review
from processes.office_values import reminder_day
from processes.profiling.rules import (
    SegmentCase,
    assessment_errors,
    exemption_end,
    groups_with_needs,
    needs_errors,
    segment_errors,
    situation_errors,
)
from processes.strategy.rules import window_errors

NW = BusinessCalendar(land="NW")
TODAY = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("dates", "day", "word"),
    [
        ({"contact_until": date(2026, 8, 10), "next_appointment": date(2026, 8, 3)}, date(2026, 8, 10), "Abstand"),
        ({"contact_until": date(2026, 8, 10)}, date(2026, 7, 15), "Termin"),
        (
            {
                "contact_until": date(2026, 10, 1),
                "next_appointment": date(2026, 9, 1),
                "assessed_on": TODAY,
                "occupation_is_provisional": True,
            },
            date(2026, 7, 24),
            "Zielberuf",
        ),
        (
            {"next_appointment": date(2027, 2, 1), "assessed_on": TODAY, "prognosis_months": 6},
            date(2027, 1, 8),
            "prognose",
        ),
        ({"exempt_until": date(2026, 8, 8)}, date(2026, 9, 7), "Freistellung"),
        ({"exempt_until": date(2026, 6, 1)}, date(2026, 8, 7), "Freistellung"),
        ({"next_appointment": date(2026, 8, 3)}, date(2026, 8, 7), "Turnus"),
        (
            {"next_appointment": date(2027, 9, 1), "assessed_on": TODAY, "profile_review_months": 12},
            date(2027, 7, 9),
            "Standortbestimmung",
        ),
    ],
    ids=["T17", "T18", "T03", "T05", "T06", "looked at again", "nothing known", "B.4"],
)
def test_the_next_review(dates: dict[str, Any], day: date, word: str) -> None:
    review = next_review(CaseDates(today=TODAY, **dates), NW)
    assert review.day == day
    assert word in review.reason


def test_g_a_reminder_comes_before_a_day_without_work_or_as_the_office_says_after_it() -> None:
    saturday, friday, monday = date(2026, 8, 8), date(2026, 8, 7), date(2026, 8, 10)
    assert reminder_day(saturday, TODAY, NW, before=True) == friday
    assert reminder_day(saturday, TODAY, NW, before=False) == monday
    assert reminder_day(saturday, friday, NW, before=True) == monday, "it still lies ahead"
    ended = date(2026, 8, 6)  # looked at again thirty days later, on a Saturday
    for before, day in ((True, date(2026, 9, 4)), (False, date(2026, 9, 7))):
        assert next_review(CaseDates(today=TODAY, exempt_until=ended, reminds_before=before), NW).day == day


def test_a_review_always_lies_ahead_on_a_working_day() -> None:
    for offset in range(400):
        today = date.fromordinal(TODAY.toordinal() + offset)
        review = next_review(
            CaseDates(
                today=today,
                contact_until=date(2026, 8, 1),
                assessed_on=TODAY,
                prognosis_months=6,
                occupation_is_provisional=True,
                next_appointment=date(2026, 9, 1),
            ),
            NW,
        )
        assert review.day > today
        assert NW.is_working_day(review.day)


@pytest.mark.parametrize(
    ("left", "back", "kept"),
    [
        (date(2026, 1, 15), date(2026, 7, 15), True),
        (date(2026, 1, 15), date(2026, 7, 16), False),
        (date(2026, 8, 31), date(2027, 2, 28), True),
        (date(2026, 8, 31), date(2027, 3, 1), False),
    ],
)
def test_t08_reset_after_six_months(left: date, back: date, kept: bool) -> None:
    assert keeps_profile(left, back) is kept


EXEMPT: list[tuple[dict[str, Any], set[str]]] = [
    ({"freistellungsgrund": "a", "freistellung_bis": date(2026, 9, 1)}, set()),
    ({"freistellungsgrund": "a", "freistellung_bis": TODAY}, {"freistellung_bis"}),
    ({"freistellungsgrund": "a", "freistellung_bis": date(2026, 9, 11)}, {"freistellung_spaet"}),
    ({"freistellungsgrund": "a", "freistellung_bis": date(2026, 9, 11), "freistellung_spaet": True}, set()),
    ({"freistellungsgrund": "b"}, {"keine_eingliederung", "altfall"}),
    ({"freistellungsgrund": "b", "keine_eingliederung": True, "altfall": True}, set()),
    ({"freistellungsgrund": "c"}, set()),
    ({"freistellungsgrund": "d", "freistellung_gespraech": date(2027, 6, 1), "keine_eingliederung": True}, set()),
    (
        {"freistellungsgrund": "d", "freistellung_gespraech": TODAY, "keine_eingliederung": True},
        {"freistellung_gespraech"},
    ),
]


@pytest.mark.parametrize(("values", "refused"), EXEMPT)
def test_t07_exemptions_and_their_conditions(values: dict[str, Any], refused: set[str]) -> None:
    assert set(situation_errors(values, TODAY)) == refused


def test_t07_an_exemption_for_reason_d_ends_with_the_next_talk_or_after_six_months() -> None:
    assert exemption_end(date(2026, 9, 1), TODAY) == date(2026, 9, 1)
    assert exemption_end(date(2027, 1, 11), TODAY) == date(2027, 1, 10)


def test_without_exemption_a_strength_and_the_check_of_reorientation_are_needed() -> None:
    assert set(situation_errors({}, TODAY)) == {"kompetenzen", "neuorientierung_geprueft"}
    complete = {"kompetenzen": [{}], "neuorientierung_geprueft": True, "neuorientierung_notiz": "Kein Bedarf."}
    assert situation_errors(complete, TODAY) == {}
    assert set(situation_errors(complete | {"neuorientierung_notiz": " "}, TODAY)) == {"neuorientierung_notiz"}


def test_what_is_under_clarification_has_a_remark() -> None:
    values = {"bedarf_Q2": "UNDER_CLARIFICATION", "bedarf_R2": "RELEVANT"}
    assert set(needs_errors(values, ["Q2", "R2"])) == {"bemerkung_Q2"}
    assert needs_errors(values | {"bemerkung_Q2": "Zeugnis fehlt"}, ["Q2", "R2"]) == {}


def test_the_focus_is_a_group_with_a_need() -> None:
    assert assessment_errors({"schwerpunkt": "R"}, ["Q"]) != {}
    assert assessment_errors({"schwerpunkt": "Q"}, ["Q"]) == {}
    assert groups_with_needs({"R2": "RELEVANT", "Q1": "NOT_RELEVANT", "L3": "RELEVANT"}) == ["L", "R"]


@pytest.mark.parametrize(
    ("suggestion", "segment", "reason", "refused"),
    [
        ("MARKT", "MARKT", "", False),
        ("MARKT", "FOERDER", "", True),
        ("MARKT", "FOERDER", "Sprache", False),
        (None, "FOERDER", "", True),
        (None, "FOERDER", "Zeile 12", False),
    ],
)
def test_a_1_5_a_deviation_has_a_reason(suggestion: str | None, segment: str, reason: str, refused: bool) -> None:
    values = {"segment": segment, "segment_begruendung": reason, "ergebnis_besprochen": True}
    assert bool(segment_errors(values, SegmentCase(suggestion))) is refused


def test_a_1_5_segment_i_exists_in_sgb_ii_alone_whatever_the_reason() -> None:
    values = {"segment": "I", "segment_begruendung": "Arbeitet Vollzeit.", "ergebnis_besprochen": True}
    assert segment_errors(values, SegmentCase(None, is_sgb2=True)) == {}
    assert segment_errors(values, SegmentCase(None, is_sgb2=False)) == {
        "segment": "I gibt es nur im SGB II. Dieser Fall wird nach dem SGB III betreut."
    }


@pytest.mark.parametrize(
    ("target", "horizon", "refused"),
    [
        (date(2028, 7, 10), 24, False),
        (date(2028, 7, 11), 24, True),
        (date(2028, 7, 11), None, False),
        (TODAY, None, True),
    ],
)
def test_t11_the_goal_of_a_complex_case_is_at_most_two_years_away(
    target: date, horizon: int | None, refused: bool
) -> None:
    errors = goal_errors({"zieldatum": target, "ziel_besprochen": True}, TODAY, complex_horizon=horizon)
    assert bool(errors) is refused


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2001, 7, 10), TODAY, 25),
        (date(2001, 7, 11), TODAY, 24),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
    ],
)
def test_age_in_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("issued", "until"),
    [
        (date(2026, 7, 6), date(2026, 8, 10)),
        (date(2026, 10, 27), date(2026, 11, 30)),
        (date(2026, 12, 22), date(2027, 1, 26)),
    ],
)
def test_t38_objection_period(issued: date, until: date) -> None:
    """Four days presumed notification, then one month; an end on a Saturday or Sunday moves to the next working day."""
    assert objection_until(notified_on(issued, "elektronisch", 4), 1, NW) == until


def test_proofs_talks_and_deadlines_lie_on_the_right_side_of_today() -> None:
    late = act_errors(agreement_type("VERPFLICHTUNG_2026"), {"nachweis_bis": TODAY}, TODAY)
    assert late["nachweis_bis"] == "Die Frist für den Nachweis liegt nach dem heutigen Tag."
    assert talk_errors({"gespraech_am": date(2026, 7, 11)}, TODAY) != {}
    assert talk_errors({"gespraech_am": TODAY}, TODAY) == {}
    assert delay_errors({"gespraech_bis": TODAY}, TODAY) != {}


def test_the_note_of_the_first_interview() -> None:
    text = note_text(concern="Arbeit", assessment="gut", second_interview=True, addition="Telefon folgt")
    assert text.split("\n\n") == [
        "Anliegen und Ausgangslage: Arbeit",
        "Erste Einschätzung: gut",
        "Ein zweites Gespräch ist nötig.",
        "Telefon folgt",
    ]


@pytest.mark.parametrize(("months", "day"), [(6, date(2027, 1, 8)), (12, date(2027, 7, 9))])
def test_t05_an_expired_prognosis_brings_the_case_back(months: int, day: date) -> None:
    later = {"next_appointment": date(2027, 9, 1), "contact_until": date(2027, 9, 1)}
    review = next_review(CaseDates(today=TODAY, assessed_on=TODAY, prognosis_months=months, **later), NW)
    assert (review.day, "prognose" in review.reason) == (day, True)


def test_t05_a_prognosis_of_more_than_twelve_months_has_no_such_day() -> None:
    review = next_review(
        CaseDates(today=TODAY, assessed_on=TODAY, prognosis_months=13, next_appointment=date(2028, 1, 3)), NW
    )
    assert "prognose" not in review.reason


@pytest.mark.parametrize(("end", "is_refused"), [(date(2028, 7, 10), False), (date(2028, 7, 11), True)])
def test_t10_a_plan_of_a_complex_case_reaches_24_months_ahead(end: date, is_refused: bool) -> None:
    errors = window_errors(TODAY, end, TODAY, is_complex=True, start_field="von", end_field="bis")
    assert bool(errors) is is_refused


@pytest.mark.parametrize(
    ("circle", "channel", "more", "refused"),
    [
        ("SGB2", "IN_PERSON", {}, set()),
        ("SGB2", "VIDEO", {}, {"kanal_grund"}),
        ("SGB2", "PHONE", {"kanal_grund": "Ansteckende Erkrankung"}, set()),
        ("SGB3", "VIDEO", {}, {"video_einverstanden"}),
        ("SGB3", "VIDEO", {"video_einverstanden": True}, set()),
        ("SGB3", "PHONE", {}, {"kanal_grund"}),
        ("SGB2", "NONE_FILE_BASED", {}, set()),
    ],
)
def test_a_1_4_the_first_talk_is_in_person_or_says_why_not(
    circle: str, channel: str, more: dict[str, Any], refused: set[str]
) -> None:
    given = {"gespraech_art": channel, "gespraech_am": TODAY, **more}
    assert set(first_talk_errors(given, TODAY, circle)) == refused
