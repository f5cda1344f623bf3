"""The worker brings a signal to the next of its many listeners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.broadcasts import deliver_batch
from engine.context import Context

#: Listeners of one transaction.
BATCH = 100


@dataclass(frozen=True)
class DeliverBroadcast:
    """Returns how many listeners were served; zero if none is left or another worker is at them."""

    permission: ClassVar[str] = "worker"

    broadcast_id: int

    def run(self, context: Context) -> int:
        return deliver_batch(context, self.broadcast_id, BATCH)
