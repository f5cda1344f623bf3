"""Random diagrams with everything that can be waited for, and other drawings of each that must behave alike."""

from __future__ import annotations

import itertools
import random
import re
from typing import Any

from tests.engine.spiff.drawing import draw
from tests.engine.spiff.test_random_events import Draw
from tests.engine.spiff.walks import Block

#: What is drawn around one or several blocks, and what stands for itself.
LEAVES = ("task", "undo", "fail", "receive", "catch_message", "pause", "job", "until", "both", "quantity", "links")
AROUND = (
    "seq",
    "and",
    "loop",
    "border",
    "inner",
    "many",
    "catch",
    "tx",
    "gate",
    "adhoc",
    "some",
    "cycle",
    "message",
    "call",
)


class Waiting(Draw):
    """The diagrams of blocks with events, and what else an instance may wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.processes: list[str] = []
        self.variables: dict[str, Any] = {}

    def _message(self, name: str) -> str:
        self.signals.append(f'<message id="msg{name}" name="m{name}" pw:correlationKey="fall"/>')
        return f'<messageEventDefinition messageRef="msg{name}"/>'

    def _timer(self, days: int) -> str:
        return f"<timerEventDefinition><timeDuration>P{days}D</timeDuration></timerEventDefinition>"

    def _one(self, text: str, element: str) -> tuple[str, str]:
        self.lines.append(text)
        return element, element

    def _receive(self, _block: Block, name: str) -> tuple[str, str]:
        self._message(name)
        return self._one(f'<receiveTask id="rt{name}" messageRef="msg{name}"/>', f"rt{name}")

    def _catch_message(self, _block: Block, name: str) -> tuple[str, str]:
        text = f'<intermediateCatchEvent id="cm{name}">{self._message(name)}</intermediateCatchEvent>'
        return self._one(text, f"cm{name}")

    def _both(self, _block: Block, name: str) -> tuple[str, str]:
        inside = self._message(f"{name}i") + self._message(f"{name}ii")
        text = f'<intermediateCatchEvent id="bo{name}" parallelMultiple="true">{inside}</intermediateCatchEvent>'
        return self._one(text, f"bo{name}")

    def _pause(self, block: Block, name: str) -> tuple[str, str]:
        text = f'<intermediateCatchEvent id="pa{name}">{self._timer(block[1])}</intermediateCatchEvent>'
        return self._one(text, f"pa{name}")

    def _job(self, _block: Block, name: str) -> tuple[str, str]:
        return self._one(f'<serviceTask id="jo{name}" pw:handler="print" pw:effect="outside"/>', f"jo{name}")

    def _until(self, _block: Block, name: str) -> tuple[str, str]:
        self.variables[f"flag{name}"] = False
        condition = f"<conditionalEventDefinition><condition>flag{name}</condition></conditionalEventDefinition>"
        return self._one(f'<intermediateCatchEvent id="un{name}">{condition}</intermediateCatchEvent>', f"un{name}")

    def _quantity(self, _block: Block, name: str) -> tuple[str, str]:
        """Two tokens come out of the first task, the second takes both."""
        self.lines += [
            f'<userTask id="qa{name}" completionQuantity="2"/><userTask id="qb{name}" startQuantity="2"/>',
            f"qa{name} -> qb{name}",
        ]
        return f"qa{name}", f"qb{name}"

    def _links(self, _block: Block, name: str) -> tuple[str, str]:
        throw = f'<intermediateThrowEvent id="lt{name}"><linkEventDefinition name="L{name}"/></intermediateThrowEvent>'
        catch = f'<intermediateCatchEvent id="lc{name}"><linkEventDefinition name="L{name}"/></intermediateCatchEvent>'
        self.lines += [f'<userTask id="lu{name}"/>{throw}{catch}', f"lu{name} -> lt{name}"]
        return f"lu{name}", f"lc{name}"

    def _gate(self, block: Block, name: str) -> tuple[str, str]:
        first, last = self.block(block[1], f"{name}_0")
        self.lines += [
            f'<eventBasedGateway id="eg{name}"/><exclusiveGateway id="ej{name}"/>'
            f'<intermediateCatchEvent id="ea{name}">{self._message(f"{name}a")}</intermediateCatchEvent>'
            f'<intermediateCatchEvent id="eb{name}">{self._timer(block[2])}</intermediateCatchEvent>',
            f"eg{name} -> ea{name} -> {first}",
            f"{last} -> ej{name}",
            f"eg{name} -> eb{name} -> ej{name}",
        ]
        return f"eg{name}", f"ej{name}"

    def _adhoc(self, block: Block, name: str) -> tuple[str, str]:
        kind = 'ordering="Sequential"' if block[1] else 'cancelRemainingInstances="false"'
        outer, self.lines = self.lines, []
        self._scope("subProcess", block[2], f"{name}_0")
        inside = "\n".join(self.lines)
        self.lines = outer
        tasks = f'<userTask id="ha{name}"/><userTask id="hb{name}"/>\nha{name} -> hb{name}\n<userTask id="hc{name}"/>'
        return self._one(f'<adHocSubProcess id="ah{name}" {kind}>{tasks}\n{inside}\n</adHocSubProcess>', f"ah{name}")

    def _some(self, block: Block, name: str) -> tuple[str, str]:
        """A complex gateway that goes on at the second of three branches."""
        split, join = f"cs{name}", f"cj{name}"
        for index, part in enumerate(block[1]):
            first, last = self.block(part, f"{name}_{index}")
            self.lines += [f"{split} -> {first}", f"{last} -> {join}"]
        rule = "<activationCondition>activationCount >= 2</activationCondition>"
        self.lines.append(f'<parallelGateway id="{split}"/><complexGateway id="{join}">{rule}</complexGateway>')
        return split, join

    def _cycle(self, block: Block, name: str) -> tuple[str, str]:
        place = self._scope("subProcess", block[2], f"{name}_0")
        cycle = f"<timerEventDefinition><timeCycle>R3/P{block[1]}D</timeCycle></timerEventDefinition>"
        guard = self._guarded(place, name, cycle, ("task",), False, 'cancelActivity="false"')
        return place, guard

    def _message_border(self, block: Block, name: str) -> tuple[str, str]:
        place = self._scope("subProcess", block[2], f"{name}_0")
        kind = "" if block[1] else 'cancelActivity="false"'
        return place, self._guarded(place, name, self._message(f"{name}g"), ("task",), block[1], kind)

    def _call(self, block: Block, name: str) -> tuple[str, str]:
        outer, self.lines = self.lines, []
        first, last = self.block(block[1], f"{name}_0")
        inside = "\n".join(self.lines)
        self.lines = outer
        self.processes.append(
            f'<process id="Q{name}" isExecutable="true"><startEvent id="qb{name}"/><endEvent id="qe{name}"/>\n'
            f"qb{name} -> {first}\n{last} -> qe{name}\n{inside}\n</process>"
        )
        return self._one(f'<callActivity id="kc{name}" calledElement="Q{name}"/>', f"kc{name}")


def random_block(chance: random.Random, left: int, *, flat: bool = False) -> Block:
    """A block of about `left` leaves; `flat` ones may run several times side by side."""
    if left <= 1:
        kind = chance.choice(LEAVES)
        return {"fail": ("fail", chance.random() < 0.3), "pause": ("pause", chance.randint(1, 9))}.get(kind, (kind,))

    def inner(share: int = 1) -> Block:
        return random_block(chance, max(1, (left - 1) // share))

    kind = chance.choice(AROUND)
    if kind in ("seq", "and", "some"):
        return kind, [inner(3) for _ in range(3)]
    if kind in ("border", "inner"):
        return kind, chance.random() < 0.5, inner(2), inner(2)
    if kind == "many":
        return kind, chance.random() < 0.5, chance.randint(1, 3), inner()
    if kind == "loop":
        return kind, chance.randint(1, 3), inner()
    if kind == "tx":
        return kind, chance.random() < 0.3, inner()
    if kind == "gate":
        return kind, inner(), chance.randint(1, 9)
    if kind in ("adhoc",):
        return kind, chance.random() < 0.5, inner()
    if kind == "cycle":
        return kind, chance.randint(1, 9), inner()
    if kind == "message":
        return "message_border", chance.random() < 0.5, inner()
    return kind, inner()


_ID = re.compile(r'\b(id|sourceRef|targetRef|attachedToRef|default|calledElement)="(?!sig|msg|E")([^"]+)"')
_FLOW = re.compile(
    r'<sequenceFlow id="([^"]+)" sourceRef="([^"]+)" targetRef="([^"]+)">(.*?)</sequenceFlow>', re.DOTALL
)
_TASK = re.compile(r'<userTask id="(t[^"]+)"/>')
#: What is drawn newly is named so.
NEW = "new"


def drawn(block: Block) -> tuple[str, dict[str, Any]]:
    """A diagram around a block as text, and the variables its conditions read."""
    drawing = Waiting()
    first, last = drawing.block(("catch", block), "0")
    frame = f'<startEvent id="start"/><endEvent id="stop"/>\nstart -> {first}\n{last} -> stop\n'
    body = frame + "\n".join(drawing.lines) + "\n"
    shared = '<error id="E" errorCode="E"/>' + "".join(drawing.signals)
    return draw(body, shared=shared, processes="\n".join(drawing.processes)).decode(), drawing.variables


def renamed(text: str) -> str:
    """The drawing with other ids for everything drawn in a process."""
    return _ID.sub(lambda match: f'{match[1]}="{other(match[2])}"', text)


def other(element: str) -> str:
    """The id an element has in the other drawing."""
    name, mark, number = element.partition("#")
    return element if name == "P" else f"x_{name}{mark}{number}"


def edited(text: str, chance: random.Random) -> str:
    """The drawing with steps in between that do nothing, and events on borders that never come."""
    numbers = itertools.count(1)

    def longer(match: re.Match[str]) -> str:
        flow, source, target, condition = match.groups()
        if source.startswith("eg") or chance.random() > 0.25:  # behind an event gateway come its events
            return match[0]
        name = f"{NEW}{next(numbers)}"
        return (
            f'<sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{name}">{condition}</sequenceFlow>'
            f'<task id="{name}"/><sequenceFlow id="{name}_{target}" sourceRef="{name}" targetRef="{target}"/>'
        )

    def guarded(match: re.Match[str]) -> str:
        if chance.random() > 0.3:
            return match[0]
        name = f"{NEW}{next(numbers)}"
        return (
            f'{match[0]}<boundaryEvent id="{name}" attachedToRef="{match[1]}" cancelActivity="false">'
            f'<signalEventDefinition signalRef="sigNew"/></boundaryEvent><endEvent id="{name}e"/>'
            f'<sequenceFlow id="{name}f" sourceRef="{name}" targetRef="{name}e"/>'
        )

    text = _TASK.sub(guarded, _FLOW.sub(longer, text))
    return text.replace("<process ", '<signal id="sigNew" name="new"/><process ', 1)
