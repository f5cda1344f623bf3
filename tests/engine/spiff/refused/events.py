"""Events in the wrong position, or without what they need."""

from __future__ import annotations

from tests.engine.spiff.refused.table import DEFINITIONS, Refused

_TASK = '<task id="a"/>\n'

#: Position to how it is drawn around a definition, and the kinds BPMN allows there.
POSITIONS: dict[str, tuple[str, frozenset[str]]] = {
    "process start": (
        '<startEvent id="x">{}</startEvent><task id="a"/>\nx -> a\n',
        frozenset({"none", "message", "signal", "timer"}),
    ),
    "sub-process start": (
        '<subProcess id="sub"><startEvent id="x">{}</startEvent><task id="a"/>\nx -> a\n</subProcess>',
        frozenset({"none"}),
    ),
    "event sub-process start": (
        '<userTask id="u"/><subProcess id="h" triggeredByEvent="true"><startEvent id="x">{}</startEvent>'
        '<task id="a"/>\nx -> a\n</subProcess>',
        frozenset({"message", "signal", "timer", "conditional", "error", "escalation", "compensation"}),
    ),
    "intermediate catch": (
        '<startEvent id="s"/><intermediateCatchEvent id="x">{}</intermediateCatchEvent><task id="a"/>\ns -> x -> a\n',
        frozenset({"message", "signal", "timer", "conditional", "link"}),
    ),
    "intermediate throw": (
        '<startEvent id="s"/><intermediateThrowEvent id="x">{}</intermediateThrowEvent><task id="a"/>\ns -> x -> a\n',
        frozenset({"none", "message", "signal", "escalation", "link", "compensation"}),
    ),
    "boundary": (
        '<transaction id="u"><task id="t"/></transaction><boundaryEvent id="x" attachedToRef="u">{}</boundaryEvent>'
        '<task id="a"/>\nx -> a\n',
        frozenset({"message", "signal", "timer", "conditional", "error", "escalation", "cancel", "compensation"}),
    ),
    "end": (
        '<startEvent id="s"/><endEvent id="x">{}</endEvent>\ns -> x\n',
        frozenset({"none", "message", "signal", "error", "escalation", "compensation", "cancel", "terminate"}),
    ),
}

WRONG_POSITION = [
    Refused(
        f"{kind} as {position}",
        "event.kind-missing" if kind == "none" else "event.position",
        "x",
        body.format(definition),
    )
    for position, (body, allowed) in POSITIONS.items()
    for kind, definition in DEFINITIONS.items()
    if kind not in allowed
]

_CATCH = '<startEvent id="s"/><intermediateCatchEvent id="x">{}</intermediateCatchEvent><task id="a"/>\ns -> x -> a\n'
_THROW = '<startEvent id="s"/><endEvent id="x">{}</endEvent>\ns -> x\n'
_BORDER = '<userTask id="u"/><boundaryEvent id="x" attachedToRef="u" {}>{}</boundaryEvent><task id="a"/>\nx -> a\n'

INCOMPLETE = [
    Refused("a message event without message", "message.missing", "x", _CATCH.format("<messageEventDefinition/>")),
    Refused(
        "a message event with an unknown message",
        "message.unknown",
        "x",
        _CATCH.format('<messageEventDefinition messageRef="nix"/>'),
    ),
    Refused(
        "a message event that names a signal",
        "message.unknown",
        "x",
        _CATCH.format('<messageEventDefinition messageRef="S"/>'),
    ),
    Refused("a signal event without signal", "signal.missing", "x", _CATCH.format("<signalEventDefinition/>")),
    Refused(
        "a signal event with an unknown signal",
        "signal.unknown",
        "x",
        _THROW.format('<signalEventDefinition signalRef="nix"/>'),
    ),
    Refused("an error end without error", "error.missing", "x", _THROW.format("<errorEventDefinition/>")),
    Refused(
        "an error end with an unknown error",
        "error.unknown",
        "x",
        _THROW.format('<errorEventDefinition errorRef="nix"/>'),
    ),
    Refused(
        "an error border with an unknown error",
        "error.unknown",
        "x",
        _BORDER.format("", '<errorEventDefinition errorRef="nix"/>'),
    ),
    Refused(
        "an escalation end without escalation", "escalation.missing", "x", _THROW.format("<escalationEventDefinition/>")
    ),
    Refused(
        "an escalation border with an unknown escalation",
        "escalation.unknown",
        "x",
        _BORDER.format("", '<escalationEventDefinition escalationRef="nix"/>'),
    ),
    Refused("a timer without time", "timer.missing", "x", _CATCH.format("<timerEventDefinition/>")),
    Refused(
        "a timer with an empty time",
        "timer.missing",
        "x",
        _CATCH.format("<timerEventDefinition><timeDuration> </timeDuration></timerEventDefinition>"),
    ),
    Refused(
        "a condition event without condition",
        "condition.missing",
        "x",
        _CATCH.format("<conditionalEventDefinition/>"),
    ),
    Refused(
        "a reference to a missing definition",
        "event.reference-unknown",
        "x",
        _CATCH.format("<eventDefinitionRef>nix</eventDefinitionRef>"),
    ),
    Refused(
        "a boundary event on nothing",
        "boundary.not-attached",
        "x",
        f'<boundaryEvent id="x">{DEFINITIONS["signal"]}</boundaryEvent><task id="a"/>\nx -> a\n',
    ),
    Refused(
        "a boundary event on an unknown activity",
        "boundary.not-attached",
        "x",
        f'<boundaryEvent id="x" attachedToRef="nix">{DEFINITIONS["signal"]}</boundaryEvent><task id="a"/>\nx -> a\n',
    ),
    Refused(
        "a boundary event on a gateway",
        "boundary.not-attached",
        "x",
        '<startEvent id="s"/><exclusiveGateway id="g"/><task id="t"/><boundaryEvent id="x" attachedToRef="g">'
        f'{DEFINITIONS["signal"]}</boundaryEvent><task id="a"/>\ns -> g -> t\nx -> a\n',
    ),
    Refused(
        "a boundary event on an activity of another scope",
        "boundary.not-attached",
        "x",
        '<subProcess id="sub"><userTask id="u"/></subProcess><boundaryEvent id="x" attachedToRef="u">'
        f'{DEFINITIONS["signal"]}</boundaryEvent><task id="a"/>\nx -> a\n',
    ),
    Refused(
        "a boundary event on an event sub-process",
        "boundary.not-attached",
        "x",
        '<userTask id="u"/><subProcess id="h" triggeredByEvent="true"><startEvent id="hs">'
        f'{DEFINITIONS["signal"]}</startEvent><task id="t"/>\nhs -> t\n</subProcess>'
        f'<boundaryEvent id="x" attachedToRef="h">{DEFINITIONS["message"]}</boundaryEvent><task id="a"/>\nx -> a\n',
    ),
    Refused(
        "an error on the border that does not interrupt",
        "boundary.must-interrupt",
        "x",
        _BORDER.format('cancelActivity="false"', DEFINITIONS["error"]),
    ),
    Refused(
        "a cancel event on a plain sub-process",
        "event.cancel-outside-transaction",
        "x",
        '<subProcess id="u"><task id="t"/></subProcess><boundaryEvent id="x" attachedToRef="u">'
        f'{DEFINITIONS["cancel"]}</boundaryEvent><task id="a"/>\nx -> a\n',
    ),
    Refused(
        "a cancel end outside a transaction",
        "event.cancel-outside-transaction",
        "x",
        _THROW.format(DEFINITIONS["cancel"]),
    ),
    Refused(
        "a transaction that cancels without a cancel event on its border",
        "transaction.cancel-uncaught",
        "tx",
        f'<transaction id="tx"><startEvent id="s"/><endEvent id="e">{DEFINITIONS["cancel"]}</endEvent>\ns -> e\n'
        "</transaction>",
    ),
    *(
        Refused(
            f"two events for the same {kind} on one activity",
            "boundary.twin",
            "y",
            f'<userTask id="u"/><boundaryEvent id="x" attachedToRef="u">{DEFINITIONS[kind]}</boundaryEvent>'
            f'<boundaryEvent id="y" attachedToRef="u">{DEFINITIONS[kind]}</boundaryEvent><task id="a"/>\n'
            "x -> a\ny -> a\n",
        )
        for kind in ("error", "escalation")
    ),
    Refused(
        "a link without target",
        "link.no-target",
        "t",
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/></intermediateThrowEvent>\n'
        "s -> t\n",
    ),
    Refused(
        "a link target without source",
        "link.no-source",
        "c",
        '<startEvent id="s"/><intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent>'
        '<task id="a"/>\ns -> a\nc -> a\n',
    ),
    Refused(
        "a link with two targets",
        "link.target-twice",
        "d",
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent>'
        '<intermediateCatchEvent id="d"><linkEventDefinition name="L"/></intermediateCatchEvent><task id="a"/>\n'
        "s -> t\nc -> a\nd -> a\n",
    ),
    Refused(
        "a link into a sub-process",
        "link.no-target",
        "t",
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<subProcess id="sub"><intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent>'
        '<task id="a"/>\nc -> a\n</subProcess>\ns -> t\ns -> sub\n',
    ),
    Refused(
        "terminate and an error at one end",
        "event.multiple",
        "x",
        _THROW.format(DEFINITIONS["terminate"] + DEFINITIONS["error"]),
    ),
    Refused(
        "two errors at one end",
        "event.multiple",
        "x",
        _THROW.format(DEFINITIONS["error"] + '<errorEventDefinition errorRef="E"/>'),
    ),
    Refused(
        "an error among the triggers waited for together",
        "event.parallel-multiple",
        "x",
        _BORDER.format('parallelMultiple="true"', DEFINITIONS["error"] + DEFINITIONS["signal"]),
    ),
    Refused(
        "a process started by a message and a condition together",
        "event.position",
        "x",
        '<startEvent id="x" parallelMultiple="true">'
        + DEFINITIONS["message"]
        + DEFINITIONS["conditional"]
        + '</startEvent><task id="a"/>\nx -> a\n',
    ),
    Refused(
        "a compensation event without handler",
        "compensation.handler",
        "x",
        f'<task id="u"/><boundaryEvent id="x" attachedToRef="u">{DEFINITIONS["compensation"]}</boundaryEvent>',
    ),
    Refused(
        "a compensation event with two handlers",
        "compensation.handler",
        "x",
        f'<task id="u"/><boundaryEvent id="x" attachedToRef="u">{DEFINITIONS["compensation"]}</boundaryEvent>'
        '<task id="h1" isForCompensation="true"/><task id="h2" isForCompensation="true"/>'
        '<association id="a1" sourceRef="x" targetRef="h1"/><association id="a2" sourceRef="x" targetRef="h2"/>',
    ),
    Refused(
        "a compensation handler that is not marked as one",
        "compensation.handler",
        "x",
        f'<task id="u"/><boundaryEvent id="x" attachedToRef="u">{DEFINITIONS["compensation"]}</boundaryEvent>'
        '<task id="h1"/><association id="a1" sourceRef="x" targetRef="h1"/>',
    ),
    Refused(
        "a compensation handler nobody names",
        "compensation.handler-alone",
        "h",
        '<task id="a"/><task id="h" isForCompensation="true"/>',
    ),
    Refused(
        "compensation of an unknown activity",
        "compensation.activity",
        "x",
        '<startEvent id="s"/><endEvent id="x"><compensateEventDefinition activityRef="nix"/></endEvent>\ns -> x\n',
    ),
    Refused(
        "a boundary event on a compensation activity",
        "boundary.on-compensation",
        "y",
        f'<task id="u"/><boundaryEvent id="x" attachedToRef="u">{DEFINITIONS["compensation"]}</boundaryEvent>'
        '<userTask id="h" isForCompensation="true"/><association id="as" sourceRef="x" targetRef="h"/>'
        f'<boundaryEvent id="y" attachedToRef="h">{DEFINITIONS["timer"]}</boundaryEvent><task id="a"/>\ny -> a\n',
    ),
]


def _timer(kind: str, text: str) -> str:
    return _CATCH.format(f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>")


TIMES = [
    *(
        Refused(f"{kind} “{text}”", "timer.text", "x", _timer(kind, text))
        for kind, text in (
            ("timeDuration", "P"),
            ("timeDuration", "PT"),
            ("timeDuration", "PT0S"),
            ("timeDuration", "-P1D"),
            ("timeDuration", "P1.5M"),
            ("timeDuration", "1 Tag"),
            ("timeDuration", '"P1D"'),
            ("timeDuration", "timedelta(days=1)"),
            ("timeDuration", "${dauer}"),
            ("timeDate", "2026-02-30"),
            ("timeDate", "01.07.2026"),
            ("timeDate", "2026-07-01T25:00"),
            ("timeDate", "2026-07-01T09:00[Europa/Berlin]"),
            ("timeDate", "frist"),
            ("timeCycle", "R0/P1D"),
            ("timeCycle", "R/PT0S"),
            ("timeCycle", "R"),
            ("timeCycle", "61 * * * *"),
            ("timeCycle", "* * *"),
        )
    ),
    Refused("a date as a duration", "timer.kind", "x", _timer("timeDuration", "2026-07-01")),
    Refused("a duration as a date", "timer.kind", "x", _timer("timeDate", "P1D")),
    Refused("a cycle as a duration", "timer.kind", "x", _timer("timeDuration", "R3/P1D")),
    Refused("a duration as a cycle", "timer.kind", "x", _timer("timeCycle", "P1D")),
    Refused("a timer with wrong FEEL", "feel.syntax", "x", _timer("timeDate", "= frist +")),
    Refused(
        "a timer with an unknown rule for missed occurrences",
        "timer.missed",
        "x",
        _CATCH.format('<timerEventDefinition pw:missed="never"><timeCycle>R/P1D</timeCycle></timerEventDefinition>'),
    ),
]

ROWS = [*WRONG_POSITION, *INCOMPLETE, *TIMES]
