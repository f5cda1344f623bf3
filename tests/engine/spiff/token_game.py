"""An independent token game, written from the BPMN 2.0 standard and the file alone: nothing of the engine is used.

It knows the elements of `diagrams/circular.bpmn`: tasks, exclusive and parallel gateways, timers in the flow and on
borders, call activities, none start and end events. A marking is a multiset of tokens on flows plus the running
activities; a gateway is enabled by tokens on its flows (13.4). Month arithmetic is that of `dateutil`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from lxml import etree

BERLIN = ZoneInfo("Europe/Berlin")
_B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@dataclass(eq=False)
class Activity:
    """A running activity, or a token waiting at a timer event."""

    node: str
    level: Level
    #: timer id to the moments at which it fires, the next one first
    timers: dict[str, list[datetime]] = field(default_factory=dict)
    inner: Level | None = None


@dataclass(eq=False)
class Level:
    """A running process."""

    process: str
    owner: Activity | None
    flows: Counter[str] = field(default_factory=Counter)
    activities: list[Activity] = field(default_factory=list)


class TokenGame:
    """One instance, played by the rules."""

    def __init__(self, path: Path, process: str, start: datetime) -> None:
        self.root = etree.fromstring(path.read_bytes())
        self.nodes = {e.get("id"): e for e in self.root.iter() if e.get("id")}
        flows = list(self.root.iter(_B + "sequenceFlow"))
        self.source = {f.get("id"): f.get("sourceRef") for f in flows}
        self.target = {f.get("id"): f.get("targetRef") for f in flows}
        self.wanted = {
            f.get("id"): int(condition.split("=")[1])
            for f in flows
            if (condition := f.findtext(_B + "conditionExpression")) is not None
        }
        self.now, self.choice = start, -1
        self.completed: Counter[str] = Counter()
        self.finished = False
        self.top = self._begin(process, None)
        self._settle()

    # ------------------------------------------------------------------ what can be seen
    def levels(self, level: Level | None = None) -> list[Level]:
        level = level or self.top
        inner = [a.inner for a in level.activities if a.inner is not None]
        return [level] + [each for one in inner for each in self.levels(one)]

    def open_tasks(self) -> list[str]:
        return sorted(a.node for lv in self.levels() for a in lv.activities if self._tag(a.node) == "userTask")

    def timers(self) -> list[tuple[str, datetime]]:
        return sorted(
            (name, times[0]) for lv in self.levels() for a in lv.activities for name, times in a.timers.items()
        )

    # ------------------------------------------------------------------ what can be done
    def complete(self, node: str, choice: int) -> None:
        self.choice = choice
        level, activity = next((lv, a) for lv in self.levels() for a in lv.activities if a.node == node)
        self._leave(level, activity)
        self._settle()

    def fire(self, name: str) -> None:
        """Fire the earliest of the timers of this name."""
        level, activity = min(
            ((lv, a) for lv in self.levels() for a in lv.activities if name in a.timers),
            key=lambda pair: pair[1].timers[name][0],
        )
        self.now = max(self.now, activity.timers[name].pop(0))
        if name == activity.node:
            self._leave(level, activity)
        else:
            if self.nodes[name].get("cancelActivity") != "false":
                level.activities.remove(activity)
            elif not activity.timers[name]:
                del activity.timers[name]
            self.completed[name] += 1
            self._put(level, name)
        self._settle()

    # ------------------------------------------------------------------ the rules
    def _tag(self, node: str) -> str:
        return str(self.nodes[node].tag).removeprefix(_B)

    def _out(self, node: str) -> list[str]:
        return [flow for flow, source in self.source.items() if source == node]

    def _in(self, node: str) -> list[str]:
        return [flow for flow, target in self.target.items() if target == node]

    def _put(self, level: Level, node: str) -> None:
        for flow in self._out(node):
            level.flows[flow] += 1

    def _begin(self, process: str, owner: Activity | None) -> Level:
        level = Level(process, owner)
        for start in self.nodes[process].iter(_B + "startEvent"):
            self.completed[start.get("id")] += 1
            self._put(level, start.get("id"))
        return level

    def _leave(self, level: Level, activity: Activity) -> None:
        level.activities.remove(activity)
        self.completed[activity.node] += 1
        self._put(level, activity.node)

    def _settle(self) -> None:
        while not self.finished and any(self._move(level) for level in self.levels()):
            pass

    def _move(self, level: Level) -> bool:
        for flow in [f for f, count in level.flows.items() if count]:
            node = self.target[flow]
            tag = self._tag(node)
            if tag == "parallelGateway":
                if not all(level.flows[each] for each in self._in(node)):
                    continue
                level.flows.subtract(self._in(node))
                self._put(level, node)
            else:
                level.flows[flow] -= 1
                if tag in ("userTask", "callActivity", "intermediateCatchEvent"):
                    self._enter(level, node)
                    return True
                if tag == "exclusiveGateway":
                    level.flows[self._choose(node)] += 1
                elif tag == "scriptTask":
                    self._put(level, node)
            self.completed[node] += 1
            return True
        if not +level.flows and not level.activities:
            if level.owner is None:
                self.finished = True
            else:
                outer = next(lv for lv in self.levels() if level.owner in lv.activities)
                self._leave(outer, level.owner)
            return True
        return False

    def _choose(self, node: str) -> str:
        out = self._out(node)
        if len(out) == 1:
            return out[0]
        fitting = [flow for flow in out if self.wanted.get(flow) == self.choice]
        return fitting[0] if fitting else str(self.nodes[node].get("default"))

    def _enter(self, level: Level, node: str) -> None:
        activity = Activity(node, level)
        level.activities.append(activity)
        if self._tag(node) == "intermediateCatchEvent":
            activity.timers[node] = self._moments(node)
        for event in self.root.iter(_B + "boundaryEvent"):
            if event.get("attachedToRef") == node:
                activity.timers[event.get("id")] = self._moments(event.get("id"))
        if self._tag(node) == "callActivity":
            activity.inner = self._begin(str(self.nodes[node].get("calledElement")), activity)

    def _moments(self, event: str) -> list[datetime]:
        text = "".join(self.nodes[event].itertext()).strip()
        count, text = (int(text[1]), text.split("/")[1]) if text.startswith("R") else (1, text)
        number, unit = int(text[1:-1]), text[-1]
        local = self.now.astimezone(BERLIN).replace(tzinfo=None)
        moments = []
        for turn in range(1, count + 1):
            later = local + relativedelta(**{"months" if unit == "M" else "days": number * turn})
            moments.append(later.replace(tzinfo=BERLIN).astimezone(UTC))
        return moments
