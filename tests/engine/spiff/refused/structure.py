"""Gateways, scopes and ids that are wrong."""

from __future__ import annotations

from tests.engine.spiff.refused.table import Refused

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

ROWS = [*GATEWAYS, *SCOPES, *IDS]
