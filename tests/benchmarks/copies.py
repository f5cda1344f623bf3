"""A million instances in a minute: one is played by the engine, the database copies its rows.

Each copy is whole: tokens in its state and its rows are its own, so it can be completed or fired like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select, text

from engine.projection import CANDIDATE, TASK, TIMER
from engine.testing import Case, Harness
from engine.unit import HISTORY, INSTANCE

#: Per database: numbers from 1, the number as 24 hex digits, text in a state, a moment some hours from now.
_SERIES = {
    "sqlite": "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {count}) SELECT i FROM s) n",
    "postgresql": "generate_series(1, {count}) AS n(i)",
}
_HEX = {"sqlite": "printf('%024x', n.i)", "postgresql": "lpad(to_hex(n.i), 24, '0')"}
_READ_STATE = {"sqlite": "CAST(t.state AS TEXT)", "postgresql": "convert_from(t.state, 'UTF8')"}
_WRITE_STATE = {"sqlite": "CAST({} AS BLOB)", "postgresql": "convert_to({}, 'UTF8')"}
_MOMENT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', '{now}', printf('%+d hours', {hours})) || '000'",
    "postgresql": "TIMESTAMPTZ '{now}' + make_interval(hours => {hours})",
}

#: Every tenth task is given to one of a thousand people, every tenth has no date; the others wait for 200 groups.
_GIVEN = "n.i % 10 = 1"
_HOURS = "CAST((CAST(n.i AS BIGINT) * 7919) % 20000 - 10000 AS INTEGER)"
PEOPLE, GROUPS = 1_000, 200


def copy(harness: Harness, case: Case, count: int) -> None:
    """Add `count` copies of the instance: instance, open task with candidate, timer, one history entry each."""
    with harness.database.execution_options(writing=True).begin() as connection:
        if connection.dialect.name == "postgresql":  # the copies are right by construction
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        _Copier(connection, harness, case.id, count).run()
    if harness.database.dialect.name == "postgresql":  # as its housekeeping would do in time
        with harness.database.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))


class _Copier:
    def __init__(self, connection: Connection, harness: Harness, case_id: int, count: int) -> None:
        self.connection, self.case_id, self.count = connection, case_id, count
        self.dialect = connection.dialect.name
        self.now = harness.now.replace(tzinfo=None).isoformat(" ")
        self.instances = connection.execute(select(func.max(INSTANCE.c.id))).scalar_one()
        self.tasks = connection.execute(select(func.max(TASK.c.id))).scalar_one()

    def run(self) -> None:
        state = self.connection.execute(select(INSTANCE.c.state).where(INSTANCE.c.id == self.case_id)).scalar_one()
        written = _READ_STATE[self.dialect]
        for token in sorted(set(re.findall(r"[0-9a-f]{32}", state.decode()))):
            written = f"replace({written}, '{token}', '{token[:8]}' || {_HEX[self.dialect]})"
        instance, task = f"{self.instances} + n.i", f"{self.tasks} + n.i"
        mine = {"instance_id": instance, "token": f"substr(t.token, 1, 8) || {_HEX[self.dialect]}"}
        due = _MOMENT[self.dialect].format(now=self.now, hours=_HOURS)
        own = f"t.instance_id = {self.case_id}"
        self._copy(
            INSTANCE, {"id": instance, "state": _WRITE_STATE[self.dialect].format(written)}, f"t.id = {self.case_id}"
        )
        person = f"CASE WHEN {_GIVEN} THEN 'person' || CAST((n.i / 10) % {PEOPLE} AS TEXT) END"
        dated = f"CASE WHEN n.i % 10 = 0 THEN NULL ELSE {due} END"
        claimed = f"CASE WHEN {_GIVEN} THEN t.created_at END"
        given = {"assignee": person, "claimed_at": claimed, "due_at": dated}
        self._copy(TASK, {**mine, "id": task, **given}, f"{own} AND t.status = 'open'")
        candidate = {
            "task_id": task,
            "group_name": f"'group' || CAST(n.i % {GROUPS} AS TEXT)",
            "standing": f"CASE WHEN {_GIVEN} THEN 'given' ELSE 'waiting' END",
            "due_by": f"CASE WHEN n.i % 10 = 0 THEN t.due_by ELSE {due} END",
        }
        open_ones = f"SELECT id FROM user_task WHERE instance_id = {self.case_id} AND status = 'open'"
        self._copy(CANDIDATE, candidate, f"t.task_id IN ({open_ones})")
        self._copy(TIMER, {**mine, "id": None}, own)
        self._copy(HISTORY, {"id": None, "instance_id": instance}, f"{own} AND t.kind = 'instance.started'")
        if self.dialect == "postgresql":
            for table in ("instance", "user_task"):
                self.connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
                )

    def _copy(self, table: Any, changed: Mapping[str, str | None], where: str) -> None:
        """Copy rows; a changed column set to None is left to the database."""
        columns = [c.name for c in table.columns if changed.get(c.name, "") is not None]
        values = [changed.get(name) or f"t.{name}" for name in columns]
        series = _SERIES[self.dialect].format(count=self.count)
        self.connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {table.name} t, {series} WHERE {where}".replace("%", "%%")
            if self.dialect == "postgresql"
            else f"INSERT INTO {table.name} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {table.name} t, {series} WHERE {where}"
        )
