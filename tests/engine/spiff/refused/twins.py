"""What is there twice although only one of it could ever take effect, and values nobody has defined."""

from __future__ import annotations

from tests.engine.spiff.refused.table import DEFINITIONS, Refused

_ERROR_FLOW = '<task id="z"/>\nu -> z\n'


def _border(number: int, kind: str) -> str:
    return f'<boundaryEvent id="b{number}" attachedToRef="u">{DEFINITIONS[kind]}</boundaryEvent>\nb{number} -> z\n'


def _handler(number: int, kind: str) -> str:
    return (
        f'<subProcess id="h{number}" triggeredByEvent="true"><startEvent id="hs{number}">{DEFINITIONS[kind]}'
        f'</startEvent><task id="ht{number}"/>\nhs{number} -> ht{number}\n</subProcess>'
    )


def _behind_gateway(number: int, kind: str) -> str:
    return f'<intermediateCatchEvent id="c{number}">{DEFINITIONS[kind]}</intermediateCatchEvent>\ng -> c{number} -> z\n'


def _valued(attribute: str, value: str) -> str:
    return {
        "cancelActivity": '<userTask id="u"/><task id="z"/><boundaryEvent id="x" attachedToRef="u" '
        f'cancelActivity="{value}">{DEFINITIONS["message"]}</boundaryEvent>\nx -> z\n',
        "isSequential": f'<userTask id="x"><multiInstanceLoopCharacteristics isSequential="{value}"><loopCardinality>2'
        "</loopCardinality></multiInstanceLoopCharacteristics></userTask>",
        "ordering": f'<adHocSubProcess id="x" ordering="{value}"><task id="t"/></adHocSubProcess>',
        "triggeredByEvent": f'<subProcess id="x" triggeredByEvent="{value}"><task id="t"/></subProcess>',
    }[attribute]


def _counted(cardinality: str) -> str:
    return (
        f'<userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>{cardinality}</loopCardinality>'
        "</multiInstanceLoopCharacteristics></userTask>"
    )


_UNDOING = _handler(1, "compensation")

ROWS = [
    *(
        Refused(
            f"two {kind} events on one border",
            "boundary.twin",
            "b2",
            '<userTask id="u"/>' + _ERROR_FLOW + _border(1, kind) + _border(2, kind),
        )
        for kind in ("message", "escalation")
    ),
    *(
        Refused(
            f"two event sub-processes for one {kind}",
            "event-sub-process.twin",
            "hs2",
            '<userTask id="u"/>' + _handler(1, kind) + _handler(2, kind),
        )
        for kind in ("message", "error", "escalation")
    ),
    *(
        Refused(
            f"two ways behind an event-based gateway for one {kind}",
            "event-gateway.twin",
            "c2",
            '<startEvent id="s"/><eventBasedGateway id="g"/><task id="z"/>\ns -> g\n'
            + _behind_gateway(1, kind)
            + _behind_gateway(2, kind),
        )
        for kind in ("message", "signal")
    ),
    Refused(
        "two starts by one message",
        "start.twin",
        "s2",
        f'<startEvent id="s1">{DEFINITIONS["message"]}</startEvent>'
        f'<startEvent id="s2">{DEFINITIONS["message"]}</startEvent><task id="z"/>\ns1 -> z\ns2 -> z\n',
    ),
    Refused(
        "a sub-process undone in two ways",
        "compensation.two-handlers",
        "b",
        f'<subProcess id="u"><task id="t"/>{_UNDOING}</subProcess><boundaryEvent id="b" attachedToRef="u">'
        '<compensateEventDefinition/></boundaryEvent><task id="k" isForCompensation="true"/>'
        '<association id="as" sourceRef="b" targetRef="k"/>',
    ),
    *(
        Refused(f"{attribute} of {value}", "attribute.value", "x", _valued(attribute, value))
        for attribute, value in (
            ("cancelActivity", "FALSE"),
            ("isSequential", "yes"),
            ("ordering", "Any"),
            ("triggeredByEvent", "True"),
        )
    ),
    *(
        Refused(
            f"a script that is {what}",
            "script.context",
            "a",
            f'<scriptTask id="a" scriptFormat="feel"><script>{text}</script></scriptTask>',
        )
        for what, text in (("a sum", "a + 1"), ("a number", "1"), ("a list", "[1]"), ("a comparison", "a = 1"))
    ),
    *(
        Refused(f"instances counted by {text}", "multi-instance.number", "a", _counted(text))
        for text in ("-1", "1.5", '"drei"', "true")
    ),
    Refused(
        "an association to nowhere",
        "reference.unknown",
        "as",
        '<task id="a"/><association id="as" sourceRef="a" targetRef="weg"/>',
    ),
]
