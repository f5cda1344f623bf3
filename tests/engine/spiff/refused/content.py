"""Activities, data, expressions and extensions that are wrong."""

from __future__ import annotations

from html import escape

from tests.engine.spiff.refused.table import Refused


def _io(*entries: tuple[str, str, str]) -> str:
    rows = "".join(f'<pw:{kind} source="{escape(source)}" target="{target}"/>' for kind, source, target in entries)
    return f"<extensionElements><pw:ioMapping>{rows}</pw:ioMapping></extensionElements>"


def _multi(text: str, attributes: str = "") -> str:
    return (
        f'<userTask id="a"><multiInstanceLoopCharacteristics {attributes}>{text}</multiInstanceLoopCharacteristics>'
        "</userTask>"
    )


ACTIVITIES = [
    Refused(
        "a script without language", "script.language", "a", '<scriptTask id="a"><script>{x: 1}</script></scriptTask>'
    ),
    *(
        Refused(
            f"a script in {language}",
            "script.language",
            "a",
            f'<scriptTask id="a" scriptFormat="{language}"><script>{{x: 1}}</script></scriptTask>',
        )
        for language in ("python", "javascript", "groovy", "text/x-groovy", "application/x-python")
    ),
    Refused("a script task without script", "script.missing", "a", '<scriptTask id="a" scriptFormat="feel"/>'),
    Refused("a service task without handler", "handler.missing", "a", '<serviceTask id="a"/>'),
    Refused("a service task with an unknown handler", "handler.unknown", "a", '<serviceTask id="a" pw:handler="nix"/>'),
    Refused("an unknown effect", "handler.effect", "a", '<serviceTask id="a" pw:handler="h" pw:effect="both"/>'),
    *(
        Refused(
            f"the retry rule “{retry}”",
            "handler.retry",
            "a",
            f'<serviceTask id="a" pw:handler="h" pw:effect="outside" pw:retry="{retry}"/>',
        )
        for retry in ("3", "R3", "PT1M", "R3/1M", "R3/PT0S")
    ),
    Refused("a send task without message", "message.missing", "a", '<sendTask id="a"/>'),
    Refused("a send task with an unknown message", "message.unknown", "a", '<sendTask id="a" messageRef="nix"/>'),
    Refused(
        "a send task with message and handler", "send.both", "a", '<sendTask id="a" messageRef="M" pw:handler="h"/>'
    ),
    Refused("a send task with an unknown handler", "handler.unknown", "a", '<sendTask id="a" pw:handler="nix"/>'),
    Refused("a receive task without message", "message.missing", "a", '<receiveTask id="a"/>'),
    Refused("a receive task with an unknown message", "message.unknown", "a", '<receiveTask id="a" messageRef="nix"/>'),
    Refused(
        "an instantiating receive task with a way in",
        "receive.instantiate",
        "a",
        '<startEvent id="s"/><receiveTask id="a" instantiate="true" messageRef="M"/>\ns -> a\n',
    ),
    Refused("a business rule task without decision", "decision.missing", "a", '<businessRuleTask id="a"/>'),
    Refused("an unknown decision", "decision.unknown", "a", '<businessRuleTask id="a" pw:decision="nix"/>'),
    Refused("a call of nothing", "call.missing", "a", '<callActivity id="a"/>'),
    Refused("a call of an unknown process", "call.unknown", "a", '<callActivity id="a" calledElement="nix"/>'),
    Refused(
        "a call of a process without plain start",
        "call.no-plain-start",
        "a",
        '<callActivity id="a" calledElement="Q"/>',
        processes='<process id="Q" isExecutable="true"><receiveTask id="r" instantiate="true" messageRef="M"/>'
        "</process>",
    ),
    Refused("an unknown form", "form.unknown", "a", '<userTask id="a" pw:form="nix"/>'),
    *(
        Refused(f"a start quantity of {value}", "quantity", "a", f'<task id="a" startQuantity="{value}"/>')
        for value in ("0", "-1", "zwei")
    ),
    Refused("a completion quantity of 0", "quantity", "a", '<task id="a" completionQuantity="0"/>'),
]

LOOPS = [
    Refused(
        "a loop without condition and maximum",
        "loop.endless",
        "a",
        '<task id="a"><standardLoopCharacteristics/></task>',
    ),
    Refused(
        "a loop with maximum 0",
        "loop.maximum",
        "a",
        '<task id="a"><standardLoopCharacteristics loopMaximum="0"/></task>',
    ),
    Refused("multi-instance over nothing", "multi-instance.count", "a", _multi("")),
    Refused(
        "multi-instance with list and number",
        "multi-instance.count",
        "a",
        _multi("<loopCardinality>3</loopCardinality>", 'pw:collection="namen"'),
    ),
    Refused(
        "results that are collected nowhere",
        "multi-instance.output",
        "a",
        _multi("", 'pw:collection="namen" pw:outputElement="x"'),
    ),
    Refused(
        "a result list without results",
        "multi-instance.output",
        "a",
        _multi("", 'pw:collection="namen" pw:outputCollection="x"'),
    ),
    Refused(
        "an unknown behaviour",
        "multi-instance.behavior",
        "a",
        _multi("<loopCardinality>3</loopCardinality>", 'behavior="Some"'),
    ),
    *(
        Refused(
            f"behaviour {kind} without event",
            "multi-instance.behavior-event",
            "a",
            _multi("<loopCardinality>3</loopCardinality>", f'behavior="{kind}"'),
        )
        for kind in ("None", "One", "Complex")
    ),
]

DATA = [
    Refused("a variable name with a dash", "variable.name", "a", f'<task id="a">{_io(("output", "1", "a-b"))}</task>'),
    Refused("a variable name with a dot", "variable.name", "a", f'<task id="a">{_io(("output", "1", "a.b"))}</task>'),
    Refused(
        "a variable name with a digit first", "variable.name", "a", f'<task id="a">{_io(("input", "1", "1a"))}</task>'
    ),
    Refused(
        "a wrong name for a result variable",
        "variable.name",
        "a",
        '<businessRuleTask id="a" pw:decision="d" pw:resultVariable="a b!"/>',
    ),
    Refused(
        "a wrong name for an element variable",
        "variable.name",
        "a",
        _multi("", 'pw:collection="namen" pw:elementVariable="a+b"'),
    ),
    Refused(
        "a wrong name for a data object that is used",
        "variable.name",
        "d",
        '<dataObject id="d" name="a/b"/><task id="a"><dataInputAssociation><sourceRef>d</sourceRef>'
        "<targetRef>x</targetRef></dataInputAssociation></task>",
    ),
    Refused(
        "results of instances that are transformed",
        "multi-instance.transformation",
        "a",
        '<dataObject id="d" name="summen"/><task id="a"><dataOutputAssociation><sourceRef>o</sourceRef><targetRef>d'
        "</targetRef><transformation>sum(o)</transformation></dataOutputAssociation><multiInstanceLoopCharacteristics>"
        '<loopDataOutputRef>o</loopDataOutputRef><outputDataItem id="i"/><loopCardinality>2</loopCardinality>'
        "</multiInstanceLoopCharacteristics></task>",
    ),
    Refused(
        "a list for instances that comes from a store",
        "data-store.loop",
        "a",
        '<dataStoreReference id="d" name="akten"/><task id="a"><dataInputAssociation><sourceRef>d</sourceRef>'
        "<targetRef>o</targetRef></dataInputAssociation><multiInstanceLoopCharacteristics><loopDataInputRef>o</loopDataInputRef>"
        "</multiInstanceLoopCharacteristics></task>",
    ),
    Refused(
        "data declared twice",
        "data.twice",
        "d",
        '<dataObject id="d" name="akte"/><property id="p" name="akte"/><task id="a"/>',
    ),
    Refused("a mapping without source", "mapping.incomplete", "a", f'<task id="a">{_io(("output", "", "x"))}</task>'),
    Refused("a mapping without target", "mapping.incomplete", "a", f'<task id="a">{_io(("input", "1", ""))}</task>'),
    Refused(
        "a loop over a data store",
        "data-store.loop",
        "a",
        '<dataStoreReference id="r" dataStoreRef="DS"/>' + _multi("<loopDataInputRef>r</loopDataInputRef>"),
        shared='<dataStore id="DS" name="Akten"/>',
    ),
]

#: Wrong FEEL by where it stands.
_WRONG = "1 +"
EXPRESSIONS = [
    Refused(
        "wrong FEEL in a condition",
        "feel.syntax",
        "a_b",
        f'<task id="a" default="a_c"/><task id="b"/><task id="c"/>\na -> b [{_WRONG}]\na -> c\n',
    ),
    Refused(
        "a condition of another engine",
        "feel.syntax",
        "a_b",
        '<task id="a" default="a_c"/><task id="b"/><task id="c"/>\na -> b [${x > 1}]\na -> c\n',
    ),
    Refused(
        "a condition in Python",
        "feel.syntax",
        "a_b",
        '<task id="a" default="a_c"/><task id="b"/><task id="c"/>\na -> b [x == 1]\na -> c\n',
    ),
    Refused(
        "a condition in another language",
        "expression.language",
        "f",
        '<task id="a" default="a_c"/><task id="b"/><task id="c"/><sequenceFlow id="f" sourceRef="a" targetRef="b">'
        '<conditionExpression language="groovy">x</conditionExpression></sequenceFlow>\na -> c\n',
    ),
    Refused(
        "wrong FEEL in a script",
        "feel.syntax",
        "a",
        '<scriptTask id="a" scriptFormat="feel"><script>{x: 1</script></scriptTask>',
    ),
    Refused(
        "a Python script in a FEEL task",
        "feel.syntax",
        "a",
        '<scriptTask id="a" scriptFormat="feel"><script>x = 1\ny = 2</script></scriptTask>',
    ),
    *(
        Refused(f"wrong FEEL in pw:{name}", "feel.syntax", "a", f'<userTask id="a" pw:{name}="{text}"/>')
        for name, text in (
            ("assignee", _WRONG),
            ("priority", _WRONG),
            ("dueDate", _WRONG),
            ("followUpDate", "= today() +"),
            ("candidateGroups", "leitung, = 1 +"),
        )
    ),
    Refused("wrong FEEL in an input", "feel.syntax", "a", f'<task id="a">{_io(("input", _WRONG, "x"))}</task>'),
    Refused("wrong FEEL in an output", "feel.syntax", "a", f'<task id="a">{_io(("output", _WRONG, "x"))}</task>'),
    Refused(
        "wrong FEEL in a loop condition",
        "feel.syntax",
        "a",
        f'<task id="a"><standardLoopCharacteristics><loopCondition>{_WRONG}</loopCondition>'
        "</standardLoopCharacteristics></task>",
    ),
    Refused(
        "wrong FEEL in a number of instances",
        "feel.syntax",
        "a",
        _multi(f"<loopCardinality>{_WRONG}</loopCardinality>"),
    ),
    Refused("wrong FEEL in a collection", "feel.syntax", "a", _multi("", f'pw:collection="{_WRONG}"')),
    Refused(
        "wrong FEEL in an output element",
        "feel.syntax",
        "a",
        _multi("", f'pw:collection="n" pw:outputCollection="o" pw:outputElement="{_WRONG}"'),
    ),
    Refused(
        "wrong FEEL in a completion condition",
        "feel.syntax",
        "a",
        _multi(f"<loopCardinality>3</loopCardinality><completionCondition>{_WRONG}</completionCondition>"),
    ),
    Refused(
        "wrong FEEL in an ad-hoc completion condition",
        "feel.syntax",
        "a",
        f'<adHocSubProcess id="a"><task id="t"/><completionCondition>{_WRONG}</completionCondition></adHocSubProcess>',
    ),
    Refused(
        "wrong FEEL in an activation condition",
        "feel.syntax",
        "g",
        '<startEvent id="s"/><parallelGateway id="p"/><task id="x"/><task id="y"/><complexGateway id="g">'
        f'<activationCondition>{_WRONG}</activationCondition></complexGateway><task id="a"/>\n'
        "s -> p -> x -> g -> a\np -> y -> g\n",
    ),
    Refused(
        "wrong FEEL in a conditional event",
        "feel.syntax",
        "w",
        f'<startEvent id="s"/><intermediateCatchEvent id="w"><conditionalEventDefinition><condition>{_WRONG}'
        '</condition></conditionalEventDefinition></intermediateCatchEvent><task id="a"/>\ns -> w -> a\n',
    ),
    Refused(
        "wrong FEEL in a correlation key",
        "feel.syntax",
        "a",
        '<receiveTask id="a" messageRef="K"/>',
        shared=f'<message id="K" name="K" pw:correlationKey="{_WRONG}"/>',
    ),
    Refused(
        "a time to live that is no duration",
        "message.time-to-live",
        "a",
        '<sendTask id="a" messageRef="K"/>',
        shared='<message id="K" name="K" pw:timeToLive="7 Tage"/>',
    ),
    Refused(
        "a call of an unknown function",
        "feel.function",
        "a",
        f'<task id="a">{_io(("output", "gibtesnicht(1)", "x"))}</task>',
    ),
]

_CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
_SPIFF = 'xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core"'
_ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
_FLOWABLE = 'xmlns:flowable="http://flowable.org/bpmn"'

EXTENSIONS = [
    *(
        Refused(f"camunda:{name}", "foreign.executable", "a", f'<task id="a" {_CAMUNDA} camunda:{name}="x"/>')
        for name in (
            "class",
            "expression",
            "delegateExpression",
            "topic",
            "type",
            "decisionRef",
            "collection",
            "resultVariable",
        )
    ),
    *(
        Refused(
            f"an element camunda:{name}",
            "foreign.executable",
            "a",
            f'<task id="a"><extensionElements><camunda:{name} {_CAMUNDA}/></extensionElements></task>',
        )
        for name in ("executionListener", "taskListener", "inputOutput", "in", "out", "connector")
    ),
    *(
        Refused(
            f"an element spiffworkflow:{name}",
            "foreign.executable",
            "a",
            f'<task id="a"><extensionElements><spiff:{name} {_SPIFF}>x = 1</spiff:{name}></extensionElements></task>',
        )
        for name in ("preScript", "postScript", "serviceTaskOperator", "calledDecisionId", "messagePayload")
    ),
    *(
        Refused(
            f"an element zeebe:{name}",
            "foreign.executable",
            "a",
            f'<task id="a"><extensionElements><zeebe:{name} {_ZEEBE}/></extensionElements></task>',
        )
        for name in ("taskDefinition", "ioMapping", "script", "calledDecision", "loopCharacteristics")
    ),
    Refused("flowable:class", "foreign.executable", "a", f'<task id="a" {_FLOWABLE} flowable:class="x"/>'),
    Refused("a slip in an own attribute", "pw.attribute", "a", '<userTask id="a" pw:asignee="x"/>'),
    Refused(
        "an own attribute on the wrong element",
        "pw.attribute",
        "a",
        '<scriptTask id="a" scriptFormat="feel" pw:form="f"><script>{}</script></scriptTask>',
    ),
    Refused(
        "an own attribute on a flow",
        "pw.attribute",
        "f",
        '<task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b" pw:handler="h"/>',
    ),
    Refused(
        "an unknown own element",
        "pw.element",
        "a",
        '<task id="a"><extensionElements><pw:magic/></extensionElements></task>',
    ),
    Refused("a mapping in the wrong place", "pw.element", "a", '<task id="a"><pw:ioMapping/></task>'),
]

ROWS = [*ACTIVITIES, *LOOPS, *DATA, *EXPRESSIONS, *EXTENSIONS]
