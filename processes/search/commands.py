"""What people do with search runs: start one for a case, end one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import ENDED_STATES, Case, SearchChannel, SearchOrder
from processes.records import case_by_number, row
from processes.search.matching import Criteria
from processes.search.orders import new_order, obstacles
from processes.search.suspension import suspended_text


@dataclass(frozen=True)
class StartSearch:
    """Search a channel for vacancies until a day, again and again. Returns the id of the order.

    `despite` is the reason to search although the view of the labour market is suspended (Fachkonzept B.1).

    Raises ValuesRefused by field of the page (with "" for the case as a whole), NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    channel: SearchChannel
    wanted: Criteria
    until: date | None
    despite: str = ""

    def run(self, context: Context) -> int:
        case, today = _running_case(context, self.case_number), berlin_date(context.now)
        errors = obstacles(context.session, case, self.channel, self.wanted, self.until, today, despite=self.despite)
        if errors or self.until is None:
            raise ValuesRefused(errors)
        despite = self.despite if suspended_text(context.session, case) else ""
        order = new_order(case, self.channel, self.wanted, self.until, today, context.actor.name, despite)
        context.session.add(order)
        context.session.flush()
        context.record("case.search_started", business_key=case.case_number, data={"search": order.id})
        payload = {
            "fall": case.case_number,
            "team": case.team.key,
            "fachkraft": case.caseworker.username,
            "rechtskreis": case.legal_circle.value,
            "suchlauf": str(order.id),
        }
        correlate(context, "Suchlauf beauftragt", str(order.id), payload, business_key=case.case_number)
        return order.id


@dataclass(frozen=True)
class EndSearch:
    """Stop a search; hits nobody has decided about lapse. Raises ValuesRefused, NotFound, WrongState."""

    permission: ClassVar[str] = "case.write"

    case_number: str
    order_id: int
    reason: str

    def run(self, context: Context) -> None:
        case = _running_case(context, self.case_number)
        order = row(context.session, SearchOrder, self.order_id)
        if order.case_id != case.id:
            row(context.session, SearchOrder, None)
        if order.ended_on is not None:
            raise WrongState("end", "search", order.id, "ended", expected=["running"])
        if not self.reason.strip():
            raise ValuesRefused({"reason": Phrase("Nennen Sie den Grund, aus dem der Suchlauf endet.")})
        order.ended_on, order.end_reason = berlin_date(context.now), self.reason.strip()
        context.session.flush()
        context.record("case.search_ended", business_key=case.case_number, data={"search": order.id})
        correlate(context, "Suchlauf beenden", str(order.id), {}, business_key=case.case_number)


def _running_case(context: Context, number: str) -> Case:
    case = case_by_number(context.session, number)
    if case.state in ENDED_STATES:
        raise WrongState("search for", "case", number, case.state, expected=["not ended"])
    return case
