"""Ids, flows, ways, gateways and starts that are wrong."""

from __future__ import annotations

from tests.engine.spiff.refused.table import Refused

FLOWS = [
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

GATEWAYS = [
    *(
        Refused(
            f"{kind} gateway without a condition",
            "gateway.condition-missing",
            "g_b",
            f'<startEvent id="s"/><{kind}Gateway id="g"/><task id="a"/><task id="b"/>\n'
            "s -> g\ng -> a [x = 1]\ng -> b\n",
        )
        for kind in ("exclusive", "inclusive")
    ),
    *(
        Refused(
            f"{kind} gateway with conditions without effect",
            "gateway.condition-without-effect",
            "g_a",
            f'<startEvent id="s"/><{kind}Gateway id="g"/><receiveTask id="a" messageRef="M"/>'
            '<receiveTask id="b" messageRef="M"/>\ns -> g\ng -> a [x = 1]\ng -> b\n',
        )
        for kind in ("parallel", "eventBased")
    ),
    *(
        Refused(
            f"a default flow at a {kind}",
            "default.not-allowed",
            "g",
            f'<startEvent id="s"/><{kind} id="g" default="g_a"/><receiveTask id="a" messageRef="M"/>'
            '<receiveTask id="b" messageRef="M"/>\ns -> g\ng -> a\ng -> b\n',
        )
        for kind in ("parallelGateway", "eventBasedGateway", "intermediateThrowEvent")
    ),
    *(
        Refused(
            f"a default flow that leaves another element, at {kind}",
            "default.unknown",
            "g",
            f'<startEvent id="s"/><{kind} id="g" default="s_g"/><task id="a"/><task id="b"/>\ns -> g\n'
            "g -> a [x = 1]\ng -> b [x = 2]\n",
        )
        for kind in ("exclusiveGateway", "inclusiveGateway", "complexGateway", "userTask")
    ),
    *(
        Refused(
            f"a default flow with a condition, at {kind}",
            "default.condition",
            "g_b",
            f'<startEvent id="s"/><{kind} id="g" default="g_b"/><task id="a"/><task id="b"/>\ns -> g\n'
            "g -> a [x = 1]\ng -> b [x = 2]\n",
        )
        for kind in ("exclusiveGateway", "inclusiveGateway", "userTask", "subProcess")
    ),
    Refused(
        "a condition after a start event",
        "flow.condition-after-event",
        "s_a",
        '<startEvent id="s"/><task id="a"/>\ns -> a [x = 1]\n',
    ),
    Refused(
        "a condition after a boundary event",
        "flow.condition-after-event",
        "b_c",
        '<task id="a"/><task id="c"/><boundaryEvent id="b" attachedToRef="a"><signalEventDefinition signalRef="S"/>'
        "</boundaryEvent>\nb -> c [x = 1]\n",
    ),
    Refused(
        "a condition after an intermediate event",
        "flow.condition-after-event",
        "t_a",
        '<startEvent id="s"/><intermediateThrowEvent id="t"/><task id="a"/>\ns -> t\nt -> a [x = 1]\n',
    ),
    Refused(
        "an event gateway with one way",
        "event-gateway.too-few",
        "g",
        '<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="a" messageRef="M"/>\ns -> g -> a\n',
    ),
    *(
        Refused(
            f"an event gateway before a {kind}",
            "event-gateway.target",
            "a",
            f'<startEvent id="s"/><eventBasedGateway id="g"/><{kind} id="a"/><receiveTask id="b" messageRef="M"/>\n'
            "s -> g -> a\ng -> b\n",
        )
        for kind in ("userTask", "task", "exclusiveGateway", "endEvent", "subProcess", "intermediateThrowEvent")
    ),
    Refused(
        "an event behind an event gateway with another way in",
        "event-gateway.target-shared",
        "a",
        '<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="a" messageRef="M"/><task id="t"/>'
        '<receiveTask id="b" messageRef="M"/>\ns -> g -> a\ng -> b -> t -> a\n',
    ),
    Refused(
        "message events and receive tasks behind one event gateway",
        "event-gateway.mixed",
        "g",
        '<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="a" messageRef="M"/>'
        '<intermediateCatchEvent id="b"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>\n'
        "s -> g -> a\ng -> b\n",
    ),
    Refused(
        "a looping receive task behind an event gateway",
        "event-gateway.target-marked",
        "a",
        '<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="a" messageRef="M">'
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        '</receiveTask><receiveTask id="b" messageRef="M"/>\ns -> g -> a\ng -> b\n',
    ),
    Refused(
        "an instantiating event gateway with a way in",
        "event-gateway.instantiate",
        "g",
        '<startEvent id="s"/><eventBasedGateway id="g" instantiate="true"/><receiveTask id="a" messageRef="M"/>'
        '<receiveTask id="b" messageRef="M"/>\ns -> g -> a\ng -> b\n',
    ),
    Refused(
        "an event gateway that starts with a condition",
        "event-gateway.target",
        "a",
        '<eventBasedGateway id="g" instantiate="true"/><intermediateCatchEvent id="a"><conditionalEventDefinition>'
        "<condition>x</condition></conditionalEventDefinition></intermediateCatchEvent>"
        '<receiveTask id="b" messageRef="M"/>\ng -> a\ng -> b\n',
    ),
    Refused(
        "an event gateway that starts with all of a message and a timer",
        "event-gateway.target",
        "a",
        '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>'
        '<intermediateCatchEvent id="a"><timerEventDefinition>'
        "<timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        '<receiveTask id="b" messageRef="M"/>\ng -> a\ng -> b\n',
    ),
    Refused(
        "a parallel event gateway in the middle",
        "event-gateway.parallel",
        "g",
        '<startEvent id="s"/><eventBasedGateway id="g" eventGatewayType="Parallel"/>'
        '<receiveTask id="a" messageRef="M"/><receiveTask id="b" messageRef="M"/>\ns -> g -> a\ng -> b\n',
    ),
    Refused(
        "a parallel gateway at the entry of a loop",
        "join.waits-for-itself",
        "g",
        '<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><exclusiveGateway id="x" default="x_g"/>'
        '<endEvent id="e"/>\ns -> g -> a -> x\nx -> g\nx -> e [done]\n',
    ),
    Refused(
        "two inclusive gateways that wait for each other",
        "join.mutual",
        "one",
        '<startEvent id="s"/><parallelGateway id="p"/><inclusiveGateway id="one" default="one_two"/>'
        '<inclusiveGateway id="two" default="two_one"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>\n'
        "s -> p -> one -> two\np -> two -> one\none -> a [x]\ntwo -> b [y]\na -> e\nb -> e\n",
    ),
]

SCOPES = [
    Refused("an empty sub-process", "sub-process.empty", "sub", '<subProcess id="sub"/>'),
    Refused("an empty transaction", "sub-process.empty", "sub", '<transaction id="sub"/>'),
    Refused("an empty ad-hoc sub-process", "sub-process.empty", "sub", '<adHocSubProcess id="sub"/>'),
    Refused(
        "two plain start events",
        "start.several",
        "t",
        '<startEvent id="s"/><startEvent id="t"/><task id="a"/>\ns -> a\nt -> a\n',
    ),
    Refused(
        "two start events in a sub-process",
        "start.several",
        "t",
        '<subProcess id="sub"><startEvent id="s"/><startEvent id="t"/><task id="a"/>\ns -> a\nt -> a\n</subProcess>',
    ),
    Refused(
        "an event sub-process without start event",
        "event-sub-process.start",
        "h",
        '<userTask id="a"/><subProcess id="h" triggeredByEvent="true"><task id="t"/></subProcess>',
    ),
    Refused(
        "an event sub-process with two start events",
        "event-sub-process.start",
        "h",
        '<userTask id="a"/><subProcess id="h" triggeredByEvent="true"><startEvent id="s"><signalEventDefinition '
        'signalRef="S"/></startEvent><startEvent id="t"><messageEventDefinition messageRef="M"/></startEvent>'
        '<task id="x"/>\ns -> x\nt -> x\n</subProcess>',
    ),
    Refused(
        "an error event sub-process that does not interrupt",
        "event-sub-process.must-interrupt",
        "s",
        '<userTask id="a"/><subProcess id="h" triggeredByEvent="true"><startEvent id="s" isInterrupting="false">'
        '<errorEventDefinition errorRef="E"/></startEvent><task id="x"/>\ns -> x\n</subProcess>',
    ),
    Refused(
        "an event sub-process with a loop",
        "event-sub-process.loop",
        "h",
        '<userTask id="a"/><subProcess id="h" triggeredByEvent="true"><standardLoopCharacteristics loopMaximum="2"/>'
        '<startEvent id="s"><signalEventDefinition signalRef="S"/></startEvent><task id="x"/>\ns -> x\n</subProcess>',
    ),
    Refused(
        "a start event in an ad-hoc sub-process",
        "ad-hoc.event",
        "s",
        '<adHocSubProcess id="sub"><startEvent id="s"/><task id="a"/>\ns -> a\n</adHocSubProcess>',
    ),
    Refused(
        "an end event in an ad-hoc sub-process",
        "ad-hoc.event",
        "e",
        '<adHocSubProcess id="sub"><task id="a"/><endEvent id="e"/>\na -> e\n</adHocSubProcess>',
    ),
]

IDS = [
    Refused("two tasks with one id", "id.duplicate", "a", '<task id="a"/><task id="a"/>'),
    Refused(
        "a task and a flow with one id", "id.duplicate", "a_b", '<task id="a"/><task id="b"/><task id="a_b"/>\na -> b\n'
    ),
    Refused("a task with the id of its process", "id.duplicate", "P", '<task id="P"/>'),
    Refused(
        "the same id in two pools",
        "id.duplicate",
        "a",
        '<task id="a"/>',
        processes='<process id="Q" isExecutable="true"><task id="a"/></process>',
    ),
    Refused("a task without id", "id.missing", "P", "<task/>"),
    Refused("a gateway without id", "id.missing", "P", '<task id="a"/><exclusiveGateway/>'),
    Refused("an id with a space", "id.invalid", "a b", '<task id="a b"/>'),
    Refused("an id with a hash", "id.invalid", "a#1", '<task id="a#1"/>'),
    Refused("an id with a star", "id.invalid", "a*", '<task id="a*"/>'),
    Refused("an id that begins with a digit", "id.invalid", "1a", '<task id="1a"/>'),
    Refused("an unknown element", "element.unknown", "x", '<task id="a"/><magicTask id="x"/>'),
    Refused(
        "an unknown event definition",
        "element.unknown",
        "x",
        '<startEvent id="s"><magicEventDefinition id="x"/></startEvent><task id="a"/>\ns -> a\n',
    ),
    Refused("a choreography task", "element.unsupported", "x", '<task id="a"/><choreographyTask id="x"/>'),
    Refused("a task outside any process", "element.misplaced", "x", '<task id="a"/>', shared='<userTask id="x"/>'),
    Refused("a task inside a task", "element.misplaced", "x", '<task id="a"><userTask id="x"/></task>'),
    Refused("a process inside a process", "element.misplaced", "Q", '<task id="a"/><process id="Q"/>'),
    Refused("no executable process", "process.none", None, "", processes='<process id="Q"><task id="a"/></process>'),
    Refused("an empty process", "process.empty", "Q", "", processes='<process id="Q" isExecutable="true"/>'),
]

ROWS = [*FLOWS, *GATEWAYS, *SCOPES, *IDS]
