"""What becomes of one instance, for dry runs over many: told, or refused with reasons; nothing stops the others."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engine.calendar import BusinessCalendar
from engine.definitions import DefinitionStore
from engine.errors import MigrationRefused, NotFound, PlanRefused, WrongState
from engine.migration.moving import preview
from engine.migration.obstacles import Obstacle
from engine.migration.plan import MigrationPlan
from engine.migration.preview import Preview
from models.runtime import Instance

log = logging.getLogger("phasenwerk.migration")


def look(
    session: Session,
    definitions: DefinitionStore,
    calendar: BusinessCalendar,
    instance_id: int,
    plan: MigrationPlan,
    versions: tuple[int, int],
    now: datetime,
) -> Preview | tuple[Obstacle, ...]:
    """What migrating the instance from the first of `versions` to the second would do, or why it cannot be.

    An instance that has ended, or moved to another version since it was chosen, and one whose state cannot be read,
    are refused like any other. Raises PlanRefused.
    """
    source_id, target_id = versions
    row = session.get(Instance, instance_id)
    if row is not None and row.definition_id != source_id:
        return (Obstacle.of("version"),)
    try:
        return preview(session, definitions, calendar, instance_id, plan, target_id, now)
    except MigrationRefused as refused:
        return refused.obstacles
    except (NotFound, WrongState):
        return (Obstacle.of("ended"),)
    except (PlanRefused, SQLAlchemyError):
        raise
    except Exception as error:  # whatever is wrong with it stands in its way, not in that of the others
        log.exception("instance %s could not be looked at", instance_id)
        return (Obstacle.of("failed", reason=type(error).__name__),)
