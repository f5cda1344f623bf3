"""H.2: a Verpflichtung has considered an existing plan, or says that there is none (§ 15a SGB II)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.errors import ValuesRefused
from processes.administrative_act.rules import plan_errors, plan_sentence
from processes.catalogues import agreement_type
from tests.processes.agreement.test_life import act, fail, issue, to_phase_4
from tests.processes.jobcenter import Jobcenter

PLAN_OF = date(2026, 7, 15)
HOW = "Der Akt verlangt nur, was im Plan noch offen ist."


@pytest.mark.parametrize(
    ("answer", "how", "plan_of", "refused"),
    [
        (None, "", None, "plan_beruecksichtigt"),
        (None, HOW, PLAN_OF, "plan_beruecksichtigt"),
        ("KEIN_PLAN", "", PLAN_OF, "plan_beruecksichtigt"),
        ("JA", " ", PLAN_OF, "plan_wie"),
        ("JA", "ja", PLAN_OF, "plan_wie"),
        ("JA", HOW, PLAN_OF, None),
        ("KEIN_PLAN", "", None, None),
    ],
)
def test_h_2_the_question_of_the_existing_plan_is_answered(
    answer: str | None, how: str, plan_of: date | None, refused: str | None
) -> None:
    given: dict[str, Any] = {"plan_beruecksichtigt": answer, "plan_wie": how}
    found = plan_errors(agreement_type("VERPFLICHTUNG_2026"), given, plan_of)
    assert set(found) == ({refused} if refused else set())
    assert plan_errors(agreement_type("EGV_VA_SGB3"), given, plan_of) == {}, "only § 15a SGB II asks"
    assert plan_errors(agreement_type("VERPFLICHTUNG_2026"), given | {"doch_vereinbart": True}, plan_of) == {}


def test_h_2_forms_of_earlier_versions_are_not_refused_for_what_they_do_not_ask() -> None:
    assert plan_errors(agreement_type("VERPFLICHTUNG_2026"), {}, PLAN_OF) == {}
    assert plan_sentence(None, "") == ""


def test_h_2_the_reasons_say_how_the_plan_is_considered() -> None:
    assert plan_sentence("JA", f" {HOW} ") == f"So ist der bestehende Plan berücksichtigt: {HOW}"


def test_h_2_without_the_answer_the_act_is_refused_and_with_it_the_reasons_say_it(office: Jobcenter) -> None:
    case = to_phase_4(office)
    fail(case)
    assert case.context("verpflichtung_entwerfen")["plan_text"] == "Zurzeit gilt kein Plan."
    with pytest.raises(ValuesRefused) as refused:
        issue(case, plan_beruecksichtigt=None)
    assert set(refused.value.errors) == {"plan_beruecksichtigt"}
    issue(case)
    assert act(case).reasons.splitlines()[-1] == "Es gibt keinen Plan, der zu berücksichtigen wäre."
    assert case.incidents() == []
