"""Put one more token into the diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from engine.places import TargetPlace
from engine.reasons import require_reason


@dataclass(frozen=True)
class AddToken:
    """Enter an element as if a flow had led there, beside what runs already.

    `way` chooses among several places of the element (`TargetPlace.way`). The data of the process stay as they are:
    they change under four eyes only. Returns where the token went. Raises NotFound, WrongState unless the instance is
    active, TokenRefused with the reason, ValuesRefused without a reason.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    element_id: str
    reason: str
    way: str | None = None

    def run(self, context: Context) -> TargetPlace:
        reason = require_reason(self.reason)
        live = context.unit.load(self.instance_id, verb="add a token to")
        target = live.run.add_token(self.element_id, self.way)
        context.unit.record(live, "token.added", element=target.element_id, process=target.process_key, reason=reason)
        context.unit.touch(live)
        return target
