"""Take a token somewhere else in the diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.context import Context
from engine.places import TargetPlace, TokenPlace
from engine.reasons import require_reason
from engine.unit import Live


@dataclass(frozen=True)
class MoveToken:
    """Withdraw the token, with what it waits for and what runs inside it, and enter another element as if by a flow.

    `way` chooses among several places of the element (`TargetPlace.way`); without it the nearest one around the token
    is meant. A failed token moves too: its incident is settled, what failed is skipped. Returns where the token went.
    Raises NotFound, WrongState unless the instance is active, TokenRefused with the reason, ValuesRefused without a
    reason.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    token: str
    element_id: str
    reason: str
    way: str | None = None

    def run(self, context: Context) -> TargetPlace:
        reason = require_reason(self.reason)
        live = context.unit.load(self.instance_id, verb="move a token of")
        place = place_of(live, self.token)
        target = live.run.move_token(self.token, self.element_id, self.way)
        if place is not None:
            to = {"to": target.element_id, "to_process": target.process_key}
            context.unit.record_place(live, "token.moved", place, **to, reason=reason)
        context.unit.touch(live)
        return target


def place_of(live: Live, token: str) -> TokenPlace | None:
    """Where a token of the instance stands."""
    return next((place for place in live.run.token_places() if place.token == token), None)
