"""The diagrams of the benchmark, drawn once and written in the dialects of both engines.

`MONTHLY` has 30 flow nodes: a circle of a month with six user tasks, an AND split and join, XOR splits and merges,
scripts, a reminder after 14 days and a time limit of 7 days. `CIRCLE` is what plain SpiffWorkflow can carry for
90 laps: it has no join (one in a circle fires too early there) and few enough nodes for its limit of depth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:pw="urn:phasenwerk:bpmn:1.0" '
    'id="definitions" targetNamespace="urn:bench">\n'
    '<bpmn:process id="{key}" name="{key}" isExecutable="true">\n'
)
_TAIL = "</bpmn:process></bpmn:definitions>"


@dataclass
class Drawing:
    """A process drawn node by node. `ours` writes FEEL and ISO timers, otherwise Python as SpiffWorkflow reads it."""

    key: str
    ours: bool
    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)

    def node(self, kind: str, name: str, inner: str = "", **attributes: str) -> str:
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        self.nodes.append(f'<bpmn:{kind} id="{name}" name="{name}"{written}>{inner}</bpmn:{kind}>')
        return name

    def task(self, name: str) -> str:
        return self.node("userTask", name, **({"pw:candidateGroups": "crew"} if self.ours else {}))

    def script(self, name: str, variable: str, value: str) -> str:
        text = f"{{{variable}: {value}}}" if self.ours else f"{variable} = {value}"
        kind = {"scriptFormat": "feel"} if self.ours else {}
        return self.node("scriptTask", name, f"<bpmn:script>{text}</bpmn:script>", **kind)

    def timer(self, kind: str, name: str, duration: str, **attributes: str) -> str:
        text = duration if self.ours else f'"{duration}"'
        return self.node(
            kind,
            name,
            f'<bpmn:timerEventDefinition id="{name}_t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
            f"{text}</bpmn:timeDuration></bpmn:timerEventDefinition>",
            **attributes,
        )

    def path(self, *names: str) -> None:
        for source, target in pairwise(names):
            self.flow(source, target)

    def flow(self, source: str, target: str, condition: str = "") -> None:
        inner = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        self.flows.append(
            f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
            f"{inner if condition else ''}</bpmn:sequenceFlow>"
        )

    def xml(self) -> bytes:
        return "\n".join([_HEAD.format(key=self.key), *self.nodes, *self.flows, _TAIL]).encode()


#: The user tasks of one lap of `monthly`, in an order that a lap takes.
MONTHLY_TASKS = ("talk", "documents", "offers", "agreement", "follow_up", "review")


def monthly(*, ours: bool = True) -> bytes:
    """The process of 30 nodes."""
    d = Drawing("monthly", ours)
    d.node("startEvent", "begin")
    d.script("initial", "laps", "0")
    d.node("exclusiveGateway", "next_month")
    d.task("talk")
    d.timer("boundaryEvent", "reminder", "P14D", attachedToRef="talk", cancelActivity="false")
    d.script("remind", "reminded", "laps")
    d.node("endEvent", "reminded_end")
    d.node("exclusiveGateway", "is_close", default="is_close_usual")
    d.script("close_support", "support", "2")
    d.script("usual", "support", "1")
    d.node("exclusiveGateway", "supported")
    d.node("parallelGateway", "both")
    d.task("documents")
    d.task("offers")
    d.node("parallelGateway", "both_done")
    d.task("agreement")
    d.timer("boundaryEvent", "too_late", "P7D", attachedToRef="agreement")
    d.script("without_agreement", "agreed", "0")
    d.node("exclusiveGateway", "settled")
    d.script("count", "laps", "laps + 1")
    d.task("follow_up")
    d.node("exclusiveGateway", "has_work", default="has_work_no_work")
    d.script("in_work", "work", "1")
    d.script("no_work", "work", "0")
    d.node("exclusiveGateway", "looked")
    d.task("review")
    d.timer("intermediateCatchEvent", "month", "P1M")
    d.node("exclusiveGateway", "goes_on", default="goes_on_next_month")
    d.script("finish", "finished", "1")
    d.node("endEvent", "end")
    assert len(d.nodes) == 30
    d.path("begin", "initial", "next_month", "talk", "is_close")
    d.path("reminder", "remind", "reminded_end")
    d.flow("is_close", "close_support", "laps &gt; 1000000")
    d.flow("is_close", "usual")
    d.path("close_support", "supported", "both", "documents", "both_done")
    d.path("usual", "supported")
    d.path("both", "offers", "both_done", "agreement", "settled", "count", "follow_up", "has_work")
    d.path("too_late", "without_agreement", "settled")
    d.flow("has_work", "in_work", "laps &gt; 1000000")
    d.flow("has_work", "no_work")
    d.path("in_work", "looked", "review", "month", "goes_on")
    d.path("no_work", "looked")
    d.flow("goes_on", "finish", "laps &gt; 1000000")
    d.flow("goes_on", "next_month")
    d.path("finish", "end")
    return d.xml()


CIRCLE_TASKS = ("one", "two", "three", "four")


def circle(*, ours: bool = True) -> bytes:
    """Four user tasks in a circle, a script behind each: ten steps a lap, as deep as plain SpiffWorkflow goes."""
    d = Drawing("circle", ours)
    d.node("startEvent", "begin")
    d.node("exclusiveGateway", "again")
    steps = ["again"]
    for name in CIRCLE_TASKS:
        steps += [d.task(name), d.script(f"after_{name}", "done", "laps + 1")]
    d.node("exclusiveGateway", "enough", default="enough_again")
    d.node("endEvent", "end")
    d.path("begin", *steps, "enough")
    d.flow("enough", "end", "laps &gt; 1000000")
    d.flow("enough", "again")
    return d.xml()
