"""Search orders as rows: what a case can be searched with, and which searches run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import add_months
from models.casework import Case, PlacementStop, SearchArea, SearchChannel, SearchOrder, TargetOccupation
from processes.in_force import last_closed_sheet
from processes.search.matching import Criteria
from processes.search.rules import LONGEST_MONTHS, Profile, search_errors, what_is_missing
from processes.search.suspension import suspended_text

#: Channel of the searches that begin with the implementation of a plan.
FIRST_CHANNEL = SearchChannel.OWN_SYSTEM


def profile_of(session: Session, case: Case) -> Profile:
    """The profile in force with its first target occupation."""
    sheet = last_closed_sheet(session, case)
    if sheet is None:
        return Profile()
    first: TargetOccupation | None = next(iter(sheet.occupations), None)
    return Profile(
        occupation=first.title if first else "",
        kldb=(first.kldb or "") if first else "",
        competences=tuple(competence.name for competence in sheet.competences),
        is_closed=True,
        is_exempt=sheet.exemption_reason is not None,
    )


def suggested(session: Session, case: Case) -> Criteria:
    """What the profile and the address suggest to search for."""
    profile = profile_of(session, case)
    place = case.person.postal_code, case.person.city
    area = SearchArea.REGION if any(place) else SearchArea.EVERYWHERE
    return Criteria(profile.occupation, profile.kldb, *place, area=area)


def running_orders(session: Session, case: Case) -> Sequence[SearchOrder]:
    found = select(SearchOrder).where(SearchOrder.case_id == case.id, SearchOrder.ended_on.is_(None))
    return session.execute(found.order_by(SearchOrder.id)).scalars().all()


def obstacles(
    session: Session,
    case: Case,
    channel: SearchChannel,
    wanted: Criteria,
    until: date | None,
    today: date,
    *,
    despite: str = "",
) -> dict[str, str]:
    """What speaks against this search, by field of the page. `despite`: why although placement is suspended (B.1)."""
    same = [o for o in running_orders(session, case) if o.channel is channel]
    return search_errors(
        wanted,
        until,
        today,
        missing=what_is_missing(profile_of(session, case)),
        stopped=placement_is_stopped(session, case),
        running=any(o.occupation.casefold() == wanted.occupation.strip().casefold() for o in same),
        suspended=suspended_text(session, case),
        despite=despite,
    )


def plan_obstacle(session: Session, case: Case, today: date, despite: str) -> str:
    """Why no search can begin with the plan, in German; empty if it can."""
    wanted = suggested(session, case)
    found = obstacles(session, case, FIRST_CHANNEL, wanted, latest_end(today), today, despite=despite)
    return next(iter(found.values()), "")


def placement_is_stopped(session: Session, case: Case) -> bool:
    """Placement is on hold for lack of cooperation until the client claims it again (T31)."""
    found = select(PlacementStop.is_claimed_again).where(PlacementStop.case_id == case.id)
    newest = session.execute(found.order_by(PlacementStop.id.desc()).limit(1)).first()
    return newest is not None and newest[0] is not True


def latest_end(today: date) -> date:
    return add_months(today, LONGEST_MONTHS)


def new_order(
    case: Case, channel: SearchChannel, wanted: Criteria, until: date, today: date, by: str, despite: str = ""
) -> SearchOrder:
    """The row, not yet added."""
    return SearchOrder(
        case_id=case.id,
        channel=channel,
        occupation=wanted.occupation.strip(),
        kldb=wanted.kldb or None,
        postal_code=wanted.postal_code,
        city=wanted.city.strip(),
        area=wanted.area,
        hours=wanted.hours,
        started_on=today,
        started_by=by,
        despite_reason=despite.strip(),
        until=until,
    )


def criteria_of(order: SearchOrder) -> Criteria:
    return Criteria(
        order.occupation, order.kldb or "", order.postal_code, order.city, area=order.area, hours=order.hours
    )
