"""Let a multi-instance activity that runs have one more turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.commands.move_token import place_of
from engine.context import Context
from engine.errors import ValueNotStorable, ValuesRefused
from engine.phrases import Phrase
from engine.reasons import require_reason
from engine.values import encode


@dataclass(frozen=True)
class AddTurn:
    """One more turn of the activity whose token is named, with an item a person gives; returns its number from 1.

    Side by side it begins at once, in a sequence after the others. Everything counts it: the numbers a completion
    condition sees, the place of its result. The item is what only this turn sees, so it needs no second person.
    Raises NotFound, WrongState unless the instance is active, TokenRefused with the reason, ValuesRefused without a
    reason or for an item that cannot be stored.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    token: str
    reason: str
    item: Any = None

    def run(self, context: Context) -> int:
        reason = require_reason(self.reason)
        try:
            item = encode(self.item)
        except ValueNotStorable as error:
            raise ValuesRefused(
                {"item": Phrase("Dieser Wert lässt sich nicht speichern: {error}", error=error)}
            ) from error
        live = context.unit.load(self.instance_id, verb="add a turn to")
        place = place_of(live, self.token)
        turn = live.run.add_turn(self.token, self.item)
        if place is not None:
            context.unit.record_place(live, "turn.added", place, turn=turn, item=item, reason=reason)
        context.unit.touch(live)
        return turn
