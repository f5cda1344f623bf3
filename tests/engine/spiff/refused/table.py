"""One row of the tables of invalid models."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refused:
    """`body` is drawn as in `tests.engine.spiff.drawing`; `code` and `element` name the finding expected."""

    name: str
    code: str
    element: str | None
    body: str
    shared: str = ""
    processes: str = ""


#: Root elements most rows refer to.
SHARED = """
<message id="M" name="Meldung"/><signal id="S" name="Alarm"/><error id="E" errorCode="E-1"/>
<escalation id="Es" escalationCode="hoch"/>
"""

DEFINITIONS = {
    "none": "",
    "message": '<messageEventDefinition messageRef="M"/>',
    "signal": '<signalEventDefinition signalRef="S"/>',
    "timer": "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>",
    "conditional": "<conditionalEventDefinition><condition>x = 1</condition></conditionalEventDefinition>",
    "error": '<errorEventDefinition errorRef="E"/>',
    "escalation": '<escalationEventDefinition escalationRef="Es"/>',
    "link": '<linkEventDefinition name="L"/>',
    "compensation": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
}
