"""References, conditions and correlations that are wrong."""

from __future__ import annotations

from tests.engine.spiff.refused.table import Refused


def _property(message: str, path: str) -> str:
    return (
        f'<correlationProperty id="CP"><correlationPropertyRetrievalExpression messageRef="{message}">{path}'
        "</correlationPropertyRetrievalExpression></correlationProperty>"
    )


def _key(of: str) -> str:
    return (
        f'<collaboration id="C"><correlationKey id="CK"><correlationPropertyRef>{of}</correlationPropertyRef>'
        "</correlationKey></collaboration>"
    )


REFERENCES = [
    Refused(name, "reference.unknown", element, body, shared=shared)
    for name, element, body, shared in (
        ("a reference to unknown data", "r", '<dataObjectReference id="r" dataObjectRef="nix"/><task id="a"/>', ""),
        ("a reference to an unknown store", "r", '<dataStoreReference id="r" dataStoreRef="nix"/><task id="a"/>', ""),
        (
            "an input from unknown data",
            "i",
            '<task id="a"><dataInputAssociation id="i"><sourceRef>nix</sourceRef><targetRef>x</targetRef>'
            "</dataInputAssociation></task>",
            "",
        ),
        (
            "an output to unknown data",
            "o",
            '<task id="a"><dataOutputAssociation id="o"><sourceRef>x</sourceRef><targetRef>nix</targetRef>'
            "</dataOutputAssociation></task>",
            "",
        ),
        (
            "a lane with an unknown element",
            "l",
            '<laneSet id="ls"><lane id="l" name="Team"><flowNodeRef>nix</flowNodeRef></lane></laneSet><task id="a"/>',
            "",
        ),
        (
            "a pool of an unknown process",
            "pp",
            '<task id="a"/>',
            '<collaboration id="C"><participant id="pp" processRef="nix"/></collaboration>',
        ),
        (
            "a message flow to nowhere",
            "mf",
            '<sendTask id="a"/>',
            '<collaboration id="C"><messageFlow id="mf" sourceRef="a" targetRef="nix"/></collaboration>',
        ),
        (
            "a message flow from nowhere",
            "mf",
            '<receiveTask id="a"/>',
            '<collaboration id="C"><messageFlow id="mf" targetRef="a"/></collaboration>',
        ),
    )
] + [
    Refused(
        "a message flow within a pool",
        "message-flow.same-pool",
        "mf",
        '<sendTask id="a"/><receiveTask id="b"/>\na -> b\n',
        shared='<collaboration id="C"><messageFlow id="mf" sourceRef="a" targetRef="b"/></collaboration>',
    ),
    Refused(
        "two markers at once",
        "loop.both",
        "a",
        '<userTask id="a"><standardLoopCharacteristics loopMaximum="2"/><multiInstanceLoopCharacteristics>'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>",
    ),
    Refused(
        "a timer with a date and a duration",
        "timer.several",
        "t",
        '<startEvent id="s"/><task id="a"/><intermediateCatchEvent id="t"><timerEventDefinition><timeDate>2026-07-01'
        "</timeDate><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>\ns -> t -> a\n",
    ),
]

CONDITIONS = [
    Refused(
        f"a condition that asks for {name}",
        "condition.time",
        "b",
        '<userTask id="a"/><task id="c"/><boundaryEvent id="b" attachedToRef="a"><conditionalEventDefinition>'
        f"<condition>frist &lt; {name}()</condition></conditionalEventDefinition></boundaryEvent>\nb -> c\n",
    )
    for name in ("today", "now")
]

CORRELATION = [
    Refused(name, code, element, '<receiveTask id="a" messageRef="M"/>', shared=shared)
    for name, code, element, shared in (
        (
            "a key of an unknown message",
            "correlation.unknown",
            "CP",
            _property("nix", "<messagePath>fall</messagePath>"),
        ),
        ("a key without an expression over the message", "correlation.path", "CP", _property("M", "")),
        ("a correlation key of an unknown property", "correlation.unknown", "CK", _key("nix")),
        (
            "a key that is stated twice",
            "correlation.both",
            "MK",
            '<message id="MK" name="Beleg" pw:correlationKey="fall"/>'
            + _property("MK", "<messagePath>fall</messagePath>"),
        ),
        ("a key in wrong FEEL", "feel.syntax", "a", _property("M", "<messagePath>1 +</messagePath>")),
    )
] + [
    Refused(
        name,
        code,
        "CS",
        f'<receiveTask id="a" messageRef="M"/><correlationSubscription id="CS" correlationKeyRef="{key}">'
        f'<correlationPropertyBinding correlationPropertyRef="{prop}">{path}</correlationPropertyBinding>'
        "</correlationSubscription>",
        shared=_property("M", "<messagePath>fall</messagePath>") + _key("CP"),
    )
    for name, code, key, prop, path in (
        ("a subscription to an unknown key", "correlation.unknown", "nix", "CP", "<dataPath>fall</dataPath>"),
        ("a subscription to an unknown property", "correlation.unknown", "CK", "nix", "<dataPath>fall</dataPath>"),
        ("a subscription without an expression over the data", "correlation.path", "CK", "CP", ""),
    )
]

POOLS = [
    Refused(
        f"two message flows {way} without a message",
        "message.ambiguous",
        "a",
        body,
        shared='<collaboration id="C">'
        + "".join(
            f'<messageFlow id="m{n}" sourceRef="{start}" targetRef="{end}"/>' for n, (start, end) in enumerate(ends)
        )
        + "</collaboration>",
        processes='<process id="Q" isExecutable="true"><sendTask id="q1"/><receiveTask id="q2"/><userTask id="q3"/>'
        '<startEvent id="q4"><messageEventDefinition/></startEvent>\nq4 -> q1 -> q2 -> q3\n</process>',
    )
    for way, body, ends in (
        ("to one task", '<receiveTask id="a"/>', (("q1", "a"), ("q3", "a"))),
        ("from one task", '<sendTask id="a"/>', (("a", "q2"), ("a", "q4"))),
        (
            "from one event",
            '<endEvent id="a"><messageEventDefinition/></endEvent><task id="b"/>\nb -> a\n',
            (("a", "q2"), ("a", "q4")),
        ),
    )
]

LISTS = [
    Refused(name, code, "b", f'<task id="a"/><task id="b">{entry}</task><task id="c"/>\na -> b -> c\n')
    for name, code, entry in (
        ("a missing flow among the incoming ones", "reference.unknown", "<incoming>nix</incoming>"),
        ("a missing flow among outgoing ones", "reference.unknown", "<outgoing>b_c</outgoing><outgoing>x</outgoing>"),
        ("a node among the incoming flows", "reference.unknown", "<incoming>a</incoming>"),
        ("an incoming flow that leads elsewhere", "flow.list", "<incoming>b_c</incoming>"),
        ("an outgoing flow that begins elsewhere", "flow.list", "<outgoing>a_b</outgoing>"),
    )
]

ROWS = [*REFERENCES, *CONDITIONS, *CORRELATION, *POOLS, *LISTS]
