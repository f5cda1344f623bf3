"""Try again what failed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy import select, update

from engine.context import Context
from engine.errors import Incident as EngineIncident
from engine.errors import NotFound, WrongState
from engine.unit import Live
from engine.values import encode
from engine.waits import DEADLOCK
from models.runtime import Incident, Job, JobStatus, Timer

INCIDENT: Any = Incident.__table__


@dataclass(frozen=True)
class RetryIncident:
    """Run the failed element again with the data of now, or make the failed timer or job due again.

    If it fails again, there is a new incident. Raises NotFound, WrongState if the incident is resolved, if the
    instance is not active, or if its tokens wait for each other: then only moving or adding one helps.
    """

    permission: ClassVar[str] = "incident.retry"

    incident_id: int

    def run(self, context: Context) -> None:
        session = context.session
        found = session.execute(select(INCIDENT).where(INCIDENT.c.id == self.incident_id)).one_or_none()
        if found is None:
            raise NotFound("incident", self.incident_id)
        live = context.unit.load(found.instance_id)
        row = session.execute(select(INCIDENT).where(INCIDENT.c.id == self.incident_id)).one()
        if row.resolved_at is not None:
            raise WrongState(
                "retry", "incident", row.id, "resolved", by=row.resolved_by, at=row.resolved_at, expected=["open"]
            )
        if row.error_class == DEADLOCK:
            raise WrongState("retry", "incident", row.id, "deadlock", expected=["open"])
        session.execute(
            update(INCIDENT)
            .where(INCIDENT.c.id == row.id)
            .values(resolved_at=context.now, resolved_by=context.actor.name)
        )
        context.unit.record(live, "incident.retried", element=row.element_id)
        if row.kind == "token":
            # The token's wait must read as new if it fails again, although its name is the same.
            live.before = _without_incident(live.before, row.token)
            live.run.retry(row.token)
        elif row.kind == "timer":
            timer: Any = Timer.__table__
            session.execute(
                update(timer)
                .where(timer.c.token == row.token, timer.c.element_id == row.element_id)
                .values(is_parked=False)
            )
        else:
            _renew_job(context, live, row.token)
        context.unit.touch(live)


def _renew_job(context: Context, live: Live, token: str) -> None:
    """Lease the job anew, with inputs computed from the data of now; if that fails, the token is the incident."""
    job: Any = Job.__table__
    try:
        inputs = live.run.renew_job(token)
    except EngineIncident as error:
        live.run.fail_job(token, error.error_class, str(error))
        return
    again = {"status": JobStatus.READY, "attempts": 0, "due_at": context.now, "is_parked": False}
    context.session.execute(update(job).where(job.c.token == token).values(inputs=encode(inputs), **again))


def _without_incident(waits: Any, token: str) -> Any:
    return replace(waits, incidents=tuple(i for i in waits.incidents if i.token != token))
