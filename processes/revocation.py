"""What agreements and administrative acts have in common when they are taken back before their time."""

from __future__ import annotations

from engine.actor import Actor
from engine.errors import Forbidden, ValuesRefused
from engine.phrases import Phrase
from models.casework import Case
from processes.access import leads

#: Who may take back; the lead of the team of the case, and nobody else who holds it.
REVOKE = "agreement.revoke"


def lead_of(actor: Actor, case: Case) -> None:
    """Raises Forbidden for others than the lead of the team."""
    if not leads(actor, case.team.key):
        raise Forbidden(REVOKE, f"case {case.case_number}")


def reason_given(reason: str) -> str:
    """The reason, which the person concerned reads. Raises ValuesRefused without one (§ 35 SGB X)."""
    if not reason.strip():
        raise ValuesRefused({"reason": Phrase("Nennen Sie den Grund der Aufhebung.")})
    return reason.strip()
