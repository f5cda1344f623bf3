"""Everything that runs diagrams: reading, checking, building and moving tokens, on top of SpiffWorkflow.

* `read_model` - a BPMN file, read and hardened
* `check_model` - located findings about everything that cannot run as drawn
* `build_program` - the executable, immutable, shared form of a process
* `Run` - one instance: start, load, dump, everything that can happen to it and everything it waits for
"""

import logging

from engine.bpmn.elements import ElementInfo
from engine.bpmn.source import ModelSource, ProcessInfo, References, StartInfo, read_model
from engine.lint.bpmn import check_model
from engine.spiff.execution import Write
from engine.spiff.program import Program, build_program
from engine.spiff.run import Run

# The library's own log records would carry the data of cases below this level.
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)

__all__ = [
    "ElementInfo",
    "ModelSource",
    "ProcessInfo",
    "Program",
    "References",
    "Run",
    "StartInfo",
    "Write",
    "build_program",
    "check_model",
    "read_model",
]
