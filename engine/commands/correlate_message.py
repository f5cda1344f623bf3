"""A message comes in from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.context import Context
from engine.messages import Correlated, correlate


@dataclass(frozen=True)
class CorrelateMessage:
    """Deliver a message by name and correlation key; says whom it reached, what it started, or that it waits.

    `time_to_live` (ISO duration; without, the one drawn at the message) keeps it if nobody listens yet.
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
        return correlate(
            context,
            self.name,
            self.correlation_key,
            self.payload,
            time_to_live=self.time_to_live,
            business_key=self.business_key,
            instance_id=self.instance_id,
        )
