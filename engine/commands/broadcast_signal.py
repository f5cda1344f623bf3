"""A signal for everybody who listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.context import Context
from engine.messages import Correlated, broadcast
from engine.values import admit


@dataclass(frozen=True)
class BroadcastSignal:
    """Deliver a signal to every instance that waits for it and start every process that starts by it.

    A signal is for whoever listens: nobody is no mistake, and the result says so. Raises WrongInput for a payload
    that cannot be kept.
    """

    permission: ClassVar[str] = "signal.broadcast"

    name: str
    payload: Mapping[str, Any] = field(default_factory=dict)

    def run(self, context: Context) -> Correlated:
        return broadcast(context, self.name, admit(self.payload))
