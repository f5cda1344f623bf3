"""The comparison: SpiffWorkflow as it comes, with its whole JSON in a row of the same database."""

from __future__ import annotations

import logging
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Engine, text

from tests.benchmarks.monthly import CIRCLE_TASKS, circle
from tests.benchmarks.rows import Samples

_READ = text("SELECT state FROM plain WHERE id = 1")
_WRITE = text("UPDATE plain SET state = :state WHERE id = 1")


class Plain:
    """One instance of `circle`. It is read, advanced, written and committed for each completion."""

    def __init__(self, database: Engine) -> None:
        logging.getLogger("spiff").setLevel(logging.WARNING)  # below, it would write every case's data
        self.database = database.execution_options(writing=True)
        self.serializer = BpmnWorkflowSerializer()
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(circle(ours=False)))
        self.spec = parser.get_spec("circle")
        with self.database.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS plain (id INTEGER PRIMARY KEY, state TEXT)"))
            connection.execute(text("DELETE FROM plain"))
            connection.execute(text("INSERT INTO plain (id, state) VALUES (1, '-')"))

    def fresh(self, laps: int) -> None:
        """Store an instance that has made this many laps, in memory where it is quicker."""
        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        workflow.get_next_task(state=TaskState.READY).data["laps"] = 0
        for _ in range(laps * len(CIRCLE_TASKS)):
            self._complete(workflow)
        with self.database.begin() as connection:
            connection.execute(_WRITE, {"state": self.serializer.serialize_json(workflow)})

    def lap(self, samples: Samples) -> None:
        for _ in CIRCLE_TASKS:
            with samples.one(), self.database.begin() as connection:
                workflow = self.serializer.deserialize_json(connection.execute(_READ).scalar_one())
                self._complete(workflow)
                connection.execute(_WRITE, {"state": self.serializer.serialize_json(workflow)})

    def _complete(self, workflow: Any) -> None:
        workflow.get_next_task(state=TaskState.READY, manual=True).run()
        workflow.do_engine_steps()
