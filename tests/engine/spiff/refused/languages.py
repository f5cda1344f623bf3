"""Expressions that say they are written in another language than FEEL, in every place that holds one."""

from __future__ import annotations

from tests.engine.spiff.refused.table import Refused

ROWS = [
    Refused(f"{name} in another language", "expression.language", element, body)
    for name, element, body in (
        (
            "a conditional event",
            "e",
            '<intermediateCatchEvent id="e"><conditionalEventDefinition id="d"><condition language="juel">x = 1'
            "</condition></conditionalEventDefinition></intermediateCatchEvent>",
        ),
        (
            "a timer",
            "e",
            '<intermediateCatchEvent id="e"><timerEventDefinition><timeDuration language="urn:java">PT1H'
            "</timeDuration></timerEventDefinition></intermediateCatchEvent>",
        ),
        (
            "a cardinality",
            "a",
            '<task id="a"><multiInstanceLoopCharacteristics><loopCardinality language="urn:x-groovy">2'
            "</loopCardinality></multiInstanceLoopCharacteristics></task>",
        ),
        (
            "a completion condition",
            "h",
            '<adHocSubProcess id="h"><task id="a"/><completionCondition language="http://www.w3.org/1999/XPath">x'
            "</completionCondition></adHocSubProcess>",
        ),
        (
            "an assignment",
            "a",
            '<task id="a"><property id="p" name="y"/><dataInputAssociation id="i"><targetRef>p</targetRef>'
            '<assignment><from language="mvel">x</from><to>p</to></assignment></dataInputAssociation></task>',
        ),
    )
]
