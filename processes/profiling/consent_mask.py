"""What a closed sheet says but nobody is shown any more, because the consent to it was withdrawn (Fachkonzept A.1.8).

Closed sheets do not change, so what takes a consent stays on them; from the withdrawal on it is masked wherever people
read it or it is handed on. A consent given anew lifts the mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine.phrases import Phrase
from models.casework import Case, NeedAssessment
from processes.profiling.consents import LOCKED_REMARK, consent_only_needs, newest_consent
from processes.wording import day_text


@dataclass(frozen=True)
class ConsentMask:
    """`text` stands in the place of remarks on `needs`; both are empty where nothing is masked."""

    needs: frozenset[str] = frozenset()
    text: str = ""

    def hides(self, need: str, remark: str) -> bool:
        """Whether there is something that is not shown; a locked remark says itself that nothing was noted."""
        return need in self.needs and bool(remark) and remark != LOCKED_REMARK

    def remark(self, need: NeedAssessment) -> str:
        """What people read as the remark on a need."""
        return self.text if self.hides(need.need, need.remark) else need.remark

    def content(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The plain content of a sheet or of one of its revisions as people read it."""
        needs = {
            need: [status, self.text if self.hides(need, remark) else remark]
            for need, (status, remark) in (content.get("needs") or {}).items()
        }
        return {**content, "needs": needs}


def consent_mask(session: Session, case: Case) -> ConsentMask:
    """What is masked in the case now: after a withdrawal, and after a refusal of what was consented to before."""
    newest = newest_consent(session, case)
    if newest is None or (newest.withdrawn_on is None and newest.refused_on is None):
        return ConsentMask()
    if newest.withdrawn_on is not None:
        text = Phrase("Einwilligung widerrufen am {day}", day=day_text(newest.withdrawn_on))
    else:
        text = Phrase("Einwilligung abgelehnt am {day}", day=day_text(newest.refused_on))
    return ConsentMask(consent_only_needs(session), text)
