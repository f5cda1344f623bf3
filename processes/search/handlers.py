"""Service tasks of `suchlauf`, and the one that starts a search with the implementation of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.handlers import InsideCall, OutsideCall
from engine.phrases import Phrase
from models.casework import (
    HitState,
    Provider,
    SearchArea,
    SearchChannel,
    SearchHit,
    SearchOrder,
    SearchRun,
    WorkingHours,
)
from processes.records import case_by_number, row
from processes.search.matching import Criteria, Vacancy, match_of
from processes.search.orders import (
    FIRST_CHANNEL,
    criteria_of,
    latest_end,
    new_order,
    obstacles,
    profile_of,
    running_orders,
    suggested,
)
from processes.search.vacancies import VacancySource, vacancy_of, value_of

#: What a run says where the office has not set up a channel.
NO_SOURCE = Phrase("Für diesen Kanal ist keine Quelle eingerichtet.")


class Searching:
    """The outside handler `suche.ausfuehren`. It takes and gives no data about people."""

    def __init__(self, sources: Mapping[SearchChannel, VacancySource]) -> None:
        self._sources = sources

    def search(self, call: OutsideCall) -> Mapping[str, Any]:
        """Ask the channel → stellen (vacancies as contexts), hinweis. Asking twice does no harm.

        Raises whatever the channel raises: the job is tried again, then it is an incident.
        """
        inputs = call.inputs
        source = self._sources.get(SearchChannel(inputs["kanal"]))
        if source is None:
            return {"stellen": [], "hinweis": NO_SOURCE}
        wanted = Criteria(
            str(inputs["beruf"]),
            str(inputs.get("kldb") or ""),
            str(inputs.get("plz") or ""),
            str(inputs.get("ort") or ""),
            area=SearchArea(inputs["umkreis"]),
            hours=WorkingHours(inputs["arbeitszeit"]),
        )
        found = source.find(wanted, berlin_date(call.now).isoformat())
        return {"stellen": [value_of(vacancy) for vacancy in found], "hinweis": ""}


def begin_with_plan(call: InsideCall) -> Mapping[str, Any]:
    """`suche.anlegen`: a search in the office's own system with the profile, unless one runs → suchlauf or null.

    Input trotzdem: why although the view of the labour market is suspended (Fachkonzept B.1).
    """
    case = case_by_number(call.session, call.inputs["fall"])
    despite = str(call.inputs.get("trotzdem") or "")
    today = berlin_date(call.now)
    wanted, until = suggested(call.session, case), latest_end(today)
    if not call.inputs.get("gewuenscht") or running_orders(call.session, case):
        return {"suchlauf": None}
    if obstacles(call.session, case, FIRST_CHANNEL, wanted, until, today, despite=despite):
        return {"suchlauf": None}
    order = new_order(case, FIRST_CHANNEL, wanted, until, today, call.actor, despite)
    call.session.add(order)
    call.session.flush()
    return {"suchlauf": str(order.id)}


def read_order(call: InsideCall) -> Mapping[str, Any]:
    """`suche.lesen` → what the channel is asked; nothing in it names the client."""
    order = row(call.session, SearchOrder, call.inputs["suchlauf"])
    return {
        "kanal": order.channel.value,
        "beruf": order.occupation,
        "kldb": order.kldb or "",
        "plz": order.postal_code,
        "ort": order.city,
        "umkreis": order.area.value,
        "arbeitszeit": order.hours.value,
    }


def keep_found(call: InsideCall) -> Mapping[str, Any]:
    """`suche.festhalten`: the run and what is new in it, with the match → treffer (ids), naechster_lauf, letzter_lauf.

    A vacancy that was found before in this search is not shown again, whatever was decided about it.
    """
    inputs = call.inputs
    order = row(call.session, SearchOrder, inputs["suchlauf"])
    found = [vacancy_of(value) for value in inputs.get("stellen") or ()]
    fresh = _store(call.session, order, found, call.now)
    note = str(inputs.get("hinweis") or "")
    call.session.add(SearchRun(order_id=order.id, ran_at=call.now, found=len(found), fresh=len(fresh), note=note))
    call.session.flush()
    today = berlin_date(call.now)
    due = today + timedelta(days=int(inputs["abstand_tage"]))
    return {
        "treffer": [str(hit.id) for hit in sorted(fresh, key=lambda hit: (-hit.points, hit.id))],
        "naechster_lauf": min(due, order.until + timedelta(days=1)),
        "letzter_lauf": due > order.until,
    }


def _store(session: Session, order: SearchOrder, found: Sequence[Vacancy], now: datetime) -> list[SearchHit]:
    known = set(session.execute(select(SearchHit.reference).where(SearchHit.order_id == order.id)).scalars())
    wanted, competences = criteria_of(order), profile_of(session, order.case).competences
    employers = _employers(session, {v.establishment_no for v in found if v.establishment_no})
    fresh = []
    for vacancy in found:
        if vacancy.reference in known:
            continue
        known.add(vacancy.reference)
        match = match_of(wanted, vacancy, competences)
        hit = SearchHit(
            order_id=order.id,
            reference=vacancy.reference,
            title=vacancy.title,
            employer=vacancy.employer,
            provider_id=employers.get(vacancy.establishment_no),
            postal_code=vacancy.postal_code,
            city=vacancy.city,
            url=vacancy.url,
            published_on=_day(vacancy.published_on),
            found_at=now,
            points=match.points,
            match=[[clause.holds, clause.text] for clause in match.clauses],
        )
        session.add(hit)
        fresh.append(hit)
    session.flush()
    return fresh


def _employers(session: Session, numbers: set[str]) -> dict[str, int]:
    found = select(Provider.establishment_no, Provider.id).where(Provider.establishment_no.in_(numbers))
    return {number: key for number, key in session.execute(found) if number} if numbers else {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def decide(call: InsideCall) -> None:
    """`suche.entscheiden`: what a person decided about each hit of the run, in the order the form showed them.

    Input trotzdem: why vacancies are proposed although the view of the labour market is suspended (Fachkonzept B.1).
    """
    despite = str(call.inputs.get("trotzdem") or "")
    for key, answer in zip(call.inputs["treffer"], call.inputs["entscheidungen"], strict=True):
        hit = row(call.session, SearchHit, key)
        hit.state = HitState(answer["entscheidung"])
        why = despite if hit.state is HitState.PROPOSED else answer.get("begruendung")
        hit.decision_reason = str(why or "").strip()
        hit.decided_at, hit.decided_by = call.now, call.actor


def end(call: InsideCall) -> None:
    """`suche.beenden`: the search is over; hits nobody has decided about lapse. A reason given before stays."""
    order = row(call.session, SearchOrder, call.inputs["suchlauf"])
    if order.ended_on is None:
        order.ended_on, order.end_reason = berlin_date(call.now), str(call.inputs["grund"])
    open_hits = update(SearchHit).where(SearchHit.order_id == order.id, SearchHit.state == HitState.NEW)
    call.session.execute(open_hits.values(state=HitState.LAPSED))
