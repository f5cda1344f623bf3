"""Small diagrams written as text, for tests of single elements.

The text is BPMN XML without the frame, in which a line `a -> b -> c` draws sequence flows with the ids `a_b`, `b_c`,
and `a -> b [amount > 3]` one with a condition.
"""

from __future__ import annotations

import itertools
import re
from html import escape

from engine.calendar import BusinessCalendar
from engine.calendar_functions import calendar_functions
from engine.lint.finding import Severity
from engine.spiff import ModelSource, Program, build_program, check_model, read_model

FUNCTIONS = calendar_functions(BusinessCalendar)

_FLOW = re.compile(r"^[ \t]*(\w+(?:[ \t]*->[ \t]*\w+)+)[ \t]*(?:\[(.*)\])?[ \t]*$", re.MULTILINE)

_FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pw="urn:phasenwerk:bpmn:1.0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test" id="Definitions">
{shared}
{processes}
</definitions>"""


def draw(body: str = "", *, key: str = "P", shared: str = "", processes: str = "") -> bytes:
    """A file with one executable process; `shared` are root elements, `processes` further processes."""
    main = f'<process id="{key}" isExecutable="true">{_flows(body)}</process>' if body else ""
    return _FRAME.format(shared=shared, processes=main + _flows(processes)).encode()


def _flows(text: str) -> str:
    def flow(match: re.Match[str]) -> str:
        ids = [part.strip() for part in match[1].split("->")]
        condition = f"<conditionExpression>{escape(match[2])}</conditionExpression>" if match[2] else ""
        return "".join(
            f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}">{condition}</sequenceFlow>'
            for a, b in itertools.pairwise(ids)
        )

    return _FLOW.sub(flow, text)


def source(body: str = "", **kwargs: str) -> ModelSource:
    """The read model of a drawn text."""
    return read_model("test.bpmn", draw(body, **kwargs))


def program(body: str = "", *, key: str = "P", **kwargs: str) -> Program:
    """The program of the process `key` of a drawn text, which must be fit for deployment."""
    model = source(body, key=key, **kwargs)
    errors = [finding for finding in check_model(model, functions=FUNCTIONS) if finding.severity is Severity.ERROR]
    assert not errors, errors
    return build_program(model, key, {info.key: model for info in model.processes})
