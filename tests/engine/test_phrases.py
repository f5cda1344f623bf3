"""Phrases: German texts that remember what they were made of."""

from __future__ import annotations

import pickle
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest

from engine.phrases import Phrase, Prose, joined, remark, verbatim
from engine.values import admit

MOST = Phrase("Höchstens {most} Tage, bis {until}.", most=5, until=date(2026, 7, 1))


class English:
    WORDS = {"Höchstens {most} Tage, bis {until}.": "At most {most} days, until {until}.", "Nein": "No"}

    def text(self, template: str) -> str:
        return self.WORDS.get(template, template)

    def day(self, day: date) -> str:
        return f"{day:%d %B %Y}"

    def number(self, number: Decimal) -> str:
        return f"{number:,}"


@pytest.mark.parametrize(
    ("phrase", "german", "english"),
    [
        (MOST, "Höchstens 5 Tage, bis 01.07.2026.", "At most 5 days, until 01 July 2026."),
        (Phrase("{what}: {why}", what="Rest", why=MOST), f"Rest: {MOST}", "Rest: At most 5 days, until 01 July 2026."),
        (joined(" ", ["Nein", Phrase("Nein"), "{x}"]), "Nein Nein {x}", "Nein No {x}"),
        ("a " + Phrase("Nein") + ".", "a Nein.", "a No."),
        (Phrase("{salary} Euro", salary=Decimal(45000)), "45.000 Euro", "45,000 Euro"),
        (Phrase("{later}").filled(later="{dann}"), "{dann}", "{dann}"),
        (Phrase("keine {Klammer} ohne Werte"), "keine {Klammer} ohne Werte", "keine {Klammer} ohne Werte"),
        (joined(" ", ()), "", ""),
    ],
)
def test_a_phrase_is_its_german_text_and_can_be_told(phrase: Phrase, german: str, english: str) -> None:
    assert phrase == german
    assert {german: 1}[phrase] == 1
    assert phrase.told(English()) == english


def test_a_remark_has_a_line_for_everything_that_is_said() -> None:
    said = remark("Kurs beendet", "", MOST)
    assert said == "Kurs beendet\nHöchstens 5 Tage, bis 01.07.2026."
    assert said.told(English()) == "Kurs beendet\nAt most 5 days, until 01 July 2026."
    assert remark("", "") == ""


def test_what_is_stored_is_plain_german_text() -> None:
    stored = admit({"grund": MOST})["grund"]
    assert type(stored) is str
    assert type(str(MOST)) is str
    assert stored == str(MOST) == "Höchstens 5 Tage, bis 01.07.2026."


def test_copies_remember_as_well() -> None:
    for copy in (deepcopy(MOST), pickle.loads(pickle.dumps(MOST))):
        assert copy == MOST
        assert copy.told(English()) == MOST.told(English())


def test_prose_shows_its_values_as_they_are_and_other_prose_as_prose() -> None:
    typed = Prose("**{what}**: {why}", what="a*b", why=Prose("*{inner}*", inner="_c_"))
    assert typed == r"**a\*b**: *\_c\_*"
    assert joined(", ", (typed, "*d*")) == r"**a\*b**: *\_c\_*, \*d\*"
    assert Phrase("{typed} {more}", typed=typed, more="*d*") == r"**a\*b**: *\_c\_* \*d\*"
    assert isinstance(joined(", ", ("*d*", typed)), Prose)
    assert not isinstance(joined(", ", ("*d*", "e")), Prose)


def test_prose_told_in_another_language_is_still_prose() -> None:
    told = Prose("**{what}** {why}", what=Phrase("Nein"), why="*").told(English())
    assert (told, type(told)) == (r"**No** \*", Prose)


@pytest.mark.parametrize("code", ["NOT_RELEVANT", "31.12.2026", "a - b", "1.5", "(§ 31b SGB II)", " (Zusatz)"])
def test_what_has_no_meaning_in_markdown_stays_as_it_is(code: str) -> None:
    assert verbatim(code) == code
