"""Rules of the follow-up talk on their own: what may be answered, and how the note reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from processes.catalogues import needs_catalogue
from processes.follow_up.changes import sheet_changes
from processes.follow_up.rules import OUTCOMES, changes_since, note_text, review_errors, step_errors, steps_text

DAY = date(2026, 7, 15)
STEP = {"wer": "CLIENT", "was": " Bewerbungen schreiben ", "bis": date(2026, 8, 1)}


@pytest.mark.parametrize(
    ("profile", "goal", "strategies", "allowed"),
    [
        (True, True, True, set(OUTCOMES)),
        (True, True, False, {"profil", "ziel", "strategie"}),
        (True, False, True, {"profil", "ziel"}),
        (True, False, False, {"profil", "ziel"}),
        (False, True, True, {"profil"}),
        (False, False, False, {"profil"}),
    ],
)
def test_a_4_2_the_earliest_phase_that_no_longer_holds_is_opened(
    profile: bool, goal: bool, strategies: bool, allowed: set[str]
) -> None:
    answers = {"profil_bestaetigt": profile, "ziel_bestaetigt": goal, "strategien_bestaetigt": strategies}
    accepted = {
        change
        for change in OUTCOMES
        if not review_errors({**answers, "aenderung": change, "ueberpruefung_text": "Grund"}, review_is_due=False)
    }
    assert accepted == allowed


def test_t14_a_due_review_leaves_only_adjustments() -> None:
    answers = {"profil_bestaetigt": True, "ziel_bestaetigt": True, "strategien_bestaetigt": True}
    refused = {
        change
        for change in OUTCOMES
        if review_errors({**answers, "aenderung": change, "ueberpruefung_text": "Grund"}, review_is_due=True)
    }
    assert refused == {"nichts"}


def test_a_4_2_steps_are_dated_today_or_later() -> None:
    assert step_errors([STEP, {**STEP, "bis": DAY}], DAY) == {}
    assert set(step_errors([STEP, {**STEP, "bis": date(2026, 7, 14)}], DAY)) == {"schritte.1.bis"}


def test_steps_read_as_one_line_each() -> None:
    rows = [STEP, {"wer": "PROVIDER", "was": "Stellen suchen", "bis": date(2026, 7, 20)}]
    assert steps_text(rows) == (
        "Kundin oder Kunde: Bewerbungen schreiben, bis 01.08.2026\nJobcenter: Stellen suchen, bis 20.07.2026"
    )


@pytest.mark.parametrize(
    ("today", "first"), [(date(2026, 7, 15), date(2026, 7, 14)), (date(2026, 7, 13), date(2026, 7, 12))]
)
def test_t19_the_day_before_is_a_day_of_the_calendar(today: date, first: date) -> None:
    assert changes_since(today) == first


def test_a_4_3_the_note_names_a_step_left_out_and_what_changed() -> None:
    talk = {
        "abgleich_text": "Alles umgesetzt.",
        "bewerbungen_entfallen": True,
        "entfall_grund": "Der Abschluss fehlt.",
        "schritte": [STEP],
    }
    assert note_text(talk, ["Ziel „Arbeit“ bis 01.01.2027", "Strategie „Mobilität“ abgeschlossen"]) == (
        "Umsetzung der Vereinbarung: Alles umgesetzt.\n\n"
        "Profil, Ziel und Strategien: gelten weiter.\n\n"
        "Bewerbungsaktivitäten: entfallen: Der Abschluss fehlt.\n\n"
        "Nächste Schritte: Kundin oder Kunde: Bewerbungen schreiben, bis 01.08.2026\n\n"
        "Änderungen seit gestern:\n- Ziel „Arbeit“ bis 01.01.2027\n- Strategie „Mobilität“ abgeschlossen"
    )


def sheet(**changes: Any) -> dict[str, Any]:
    return {
        "occupations": [[1, "Verkäuferin", "62102", "CONFIRMED"]],
        "competences": [["Kassieren", "VOCATIONAL", "ADVANCED"]],
        "needs": {"Q2": ["RELEVANT", ""], "R2": ["NOT_RELEVANT", ""]},
        "prognosis_months": 6,
        "segment_scheme": "PROFILLAGE_BA",
        "segment": "FOERDER",
        **changes,
    }


def changed(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    return list(sheet_changes(before, after, needs_catalogue("NEEDS_BA_2013")))


def test_t19_the_first_sheet_is_named_by_its_date_alone() -> None:
    assert changed(None, sheet()) == []
    assert changed(sheet(), sheet()) == []


def test_t19_a_new_sheet_is_compared_with_the_one_before() -> None:
    after = sheet(
        occupations=[[1, "Fachlageristin", None, "CONFIRMED"]],
        competences=[["Gabelstapler", "VOCATIONAL", "BASIC"]],
        needs={"Q2": ["NOT_RELEVANT", ""], "R2": ["RELEVANT", "Kein Führerschein"]},
        prognosis_months=9,
    )
    catalogue = needs_catalogue("NEEDS_BA_2013")
    assert changed(sheet(), after) == [
        "Zielberuf „Fachlageristin“ (bisher „Verkäuferin“)",
        "Stärke „Gabelstapler“ neu",
        "Stärke „Kassieren“ entfallen",
        f"Handlungsbedarf „{catalogue.need_label('Q2')}“ nicht relevant (bisher relevant)",
        f"Handlungsbedarf „{catalogue.need_label('R2')}“ relevant (bisher nicht relevant)",
        "Prognose 9 Monate (bisher 6 Monate)",
    ]


def test_t19_the_remark_on_a_need_stays_out_of_the_note() -> None:
    """Remarks may speak of health; the note says only that the need changed (Fachkonzept F.2)."""
    after = sheet(needs={"Q2": ["RELEVANT", "Erkrankung"], "R2": ["RELEVANT", "Erkrankung"]})
    assert "Erkrankung" not in "".join(changed(sheet(), after))
