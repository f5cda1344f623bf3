"""Flows that lead nowhere, ways without beginning or end."""

from __future__ import annotations

from tests.engine.spiff.refused.table import Refused

ROWS = [
    Refused("a flow to nowhere", "flow.target-unknown", "a_b", '<userTask id="a"/>\na -> b\n'),
    Refused("a flow from nowhere", "flow.source-unknown", "b_a", '<userTask id="a"/>\nb -> a\n'),
    Refused(
        "a flow without target", "flow.target-missing", "f", '<userTask id="a"/><sequenceFlow id="f" sourceRef="a"/>'
    ),
    Refused(
        "a flow without source", "flow.source-missing", "f", '<userTask id="a"/><sequenceFlow id="f" targetRef="a"/>'
    ),
    Refused(
        "a flow into a sub-process",
        "flow.across-scopes",
        "a_b",
        '<userTask id="a"/><subProcess id="sub"><userTask id="b"/></subProcess>\na -> b\na -> sub\n',
    ),
    Refused(
        "a flow out of a sub-process",
        "flow.across-scopes",
        "b_a",
        '<userTask id="a"/><subProcess id="sub"><userTask id="b"/>\nb -> a\n</subProcess>\nsub -> a\n',
    ),
    Refused(
        "a flow between pools",
        "flow.across-scopes",
        "a_b",
        '<userTask id="a"/>\na -> b\n',
        processes='<process id="Q" isExecutable="true"><userTask id="b"/></process>',
    ),
    Refused(
        "a flow into a start event",
        "flow.into-start",
        "a_s",
        '<startEvent id="s"/><userTask id="a"/>\ns -> a -> s\n',
    ),
    Refused(
        "a flow out of an end event",
        "flow.out-of-end",
        "e_a",
        '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>\ns -> a -> e -> a\n',
    ),
    Refused(
        "a flow into a boundary event",
        "flow.into-boundary",
        "a_b",
        '<userTask id="a"/><userTask id="c"/><boundaryEvent id="b" attachedToRef="a"><timerEventDefinition>'
        "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>\na -> b -> c\n",
    ),
    Refused(
        "a flow into an event sub-process",
        "flow.outside-normal-flow",
        "a_h",
        '<userTask id="a"/><subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><timerEventDefinition>'
        '<timeDuration>P1D</timeDuration></timerEventDefinition></startEvent><task id="t"/>\nhs -> t\n</subProcess>\n'
        "a -> h\n",
    ),
    Refused(
        "a flow out of an event sub-process",
        "flow.outside-normal-flow",
        "h_a",
        '<userTask id="a"/><subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><timerEventDefinition>'
        '<timeDuration>P1D</timeDuration></timerEventDefinition></startEvent><task id="t"/>\nhs -> t\n</subProcess>\n'
        "h -> a\n",
    ),
    Refused(
        "a flow into a compensation activity",
        "flow.outside-normal-flow",
        "a_u",
        '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<task id="u" isForCompensation="true"/><association id="as" sourceRef="b" targetRef="u"/>\na -> u\n',
    ),
    Refused(
        "a flow out of a compensation event",
        "flow.out-of-compensation",
        "b_c",
        '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<task id="u" isForCompensation="true"/><association id="as" sourceRef="b" targetRef="u"/><task id="c"/>\n'
        "b -> c\n",
    ),
    Refused(
        "a flow out of a throwing link",
        "flow.out-of-link",
        "t_a",
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent><task id="a"/>\n'
        "s -> t -> a\nc -> a\n",
    ),
    Refused(
        "a flow into a catching link",
        "flow.into-link",
        "s_c",
        '<startEvent id="s"/><intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent>'
        '<task id="a"/>\ns -> c -> a\n',
    ),
    Refused(
        "a task nobody reaches",
        "flow.unreachable",
        "b",
        '<startEvent id="s"/><userTask id="a"/><userTask id="b"/>\ns -> a\n',
    ),
    Refused(
        "a gateway nobody reaches",
        "flow.unreachable",
        "g",
        '<startEvent id="s"/><task id="a"/><exclusiveGateway id="g"/>\ns -> a\ng -> a\n',
    ),
    Refused("an end event nobody reaches", "flow.unreachable", "e", '<userTask id="a"/><endEvent id="e"/>'),
    Refused(
        "a circle nobody enters",
        "flow.unreachable",
        "b",
        '<startEvent id="s"/><task id="a"/><userTask id="b"/><userTask id="c"/>\ns -> a\nb -> c -> b\n',
    ),
    Refused(
        "a process that is nothing but a circle",
        "flow.unreachable",
        "a",
        '<userTask id="a"/><userTask id="b"/>\na -> b -> a\n',
    ),
    Refused(
        "a task without a way out",
        "flow.dead-end",
        "b",
        '<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>\n'
        "s -> g -> a -> e\ng -> b\n",
    ),
    Refused(
        "a gateway without a way out",
        "flow.dead-end",
        "g",
        '<startEvent id="s"/><exclusiveGateway id="g"/>\ns -> g\n',
    ),
    Refused("a start event without a way out", "flow.dead-end", "s", '<startEvent id="s"/>'),
    Refused(
        "a boundary event without a way out",
        "flow.dead-end",
        "b",
        '<userTask id="a"/><boundaryEvent id="b" attachedToRef="a"><timerEventDefinition><timeDuration>P1D'
        "</timeDuration></timerEventDefinition></boundaryEvent>",
    ),
    Refused(
        "a dead end in a sub-process",
        "flow.dead-end",
        "b",
        '<subProcess id="sub"><startEvent id="s"/><task id="a"/><task id="b"/><endEvent id="e"/>\ns -> a -> e\n'
        "s -> b\n</subProcess>",
    ),
]
