"""Every dated task of the shipped diagrams says which date it is, and statutory ones come first."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from models.casework import LegalCircle
from processes.bootstrap import HERE
from processes.catalogues.legal_bases import legal_bases, legal_basis

PW = "{urn:phasenwerk:bpmn:1.0}"
NS = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL"}
#: From this priority on a task is critical as soon as it is overdue.
FIRST = 80


def drawn() -> dict[tuple[str, str], int]:
    """User tasks with their priority; each has a due date."""
    found = {}
    for path in sorted(Path(HERE).rglob("*.bpmn")):
        for task in etree.parse(str(path)).getroot().xpath("//b:userTask", namespaces=NS):
            found[path.stem, task.get("id")] = int(task.get(PW + "priority") or 50)
    return found


def test_every_drawn_task_has_an_entry_and_every_entry_is_a_drawn_task() -> None:
    assert set(legal_bases()) == set(drawn())


def test_statutory_dates_have_priority_and_office_values_have_not() -> None:
    priorities = drawn()
    for key, basis in legal_bases().items():
        assert basis.is_statutory == (priorities[key] >= FIRST), key


def test_a_basis_names_a_row_of_the_table_of_timers_and_a_paragraph_of_each_circle() -> None:
    for key, basis in legal_bases().items():
        assert re.fullmatch(r"T\d\d|A[.]6[.]5|A[.]1[.]9", basis.timer), key
        for law in (basis.sgb2, basis.sgb3):
            assert law == "" or re.search(r"§+ \d+\w*.* SGB (II|III|X)", law), key
        assert not basis.is_statutory or basis.sgb2, key


def test_the_review_of_an_agreement_rests_on_another_paragraph_in_each_circle() -> None:
    basis = legal_basis("vereinbarung", "erneuerung_vorbereiten")
    assert basis is not None
    assert basis.paragraph(LegalCircle.SGB2) == "§ 15 (3) SGB II"
    assert basis.paragraph(LegalCircle.SGB3) == "§ 37 (3) SGB III"
    assert legal_basis("eigener_prozess", "x") is None
