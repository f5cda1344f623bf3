"""A message comes in from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.calendar import CalendarError, parse_timer
from engine.context import Context
from engine.errors import WrongInput, WrongState
from engine.messages import Correlated, correlate
from engine.phrases import Phrase
from engine.values import admit


@dataclass(frozen=True)
class CorrelateMessage:
    """Deliver a message by name and correlation key; says whom it reached, what it started, or that it waits.

    `time_to_live` (ISO duration; without, the one drawn at the message) keeps it if nobody listens yet. Raises
    WrongInput for what is no duration, NotFound for an unknown instance, WrongState for one that does not wait for the
    message.
    """

    permission: ClassVar[str] = "message.correlate"

    name: str
    correlation_key: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    time_to_live: str | None = None
    business_key: str | None = None
    #: Only this instance is meant; nothing is started.
    instance_id: int | None = None

    def run(self, context: Context) -> Correlated:
        if self.time_to_live is not None and not _is_duration(self.time_to_live):
            found = (Phrase("eine Dauer wie P7D"), "a duration such as P7D", Phrase("ein anderer Text"), "another text")
            raise WrongInput({"time_to_live": found})
        done = self._correlate(context)
        taken = done.delivered or done.started
        if self.instance_id is not None and not taken and not done.buffered:
            live = context.unit.load(self.instance_id)
            expected = [f"waiting for message {self.name}"]
            raise WrongState("send a message to", "instance", live.id, "not waiting for it", expected=expected)
        return done

    def _correlate(self, context: Context) -> Correlated:
        return correlate(
            context,
            self.name,
            self.correlation_key,
            admit(self.payload),
            time_to_live=self.time_to_live,
            business_key=self.business_key,
            instance_id=self.instance_id,
        )


def _is_duration(text: str) -> bool:
    try:
        return parse_timer(text).kind == "timeDuration"
    except CalendarError:
        return False
