"""Take a token out of the diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.commands.move_token import place_of
from engine.context import Context
from engine.reasons import require_reason


@dataclass(frozen=True)
class RemoveToken:
    """Withdraw the token, with what it waits for and what runs inside it; the others go on without it.

    The last token of the instance or of a sub-process is refused: ending something is a decision of its own. Raises
    NotFound, WrongState unless the instance is active, TokenRefused with the reason, ValuesRefused without a reason.
    """

    permission: ClassVar[str] = "instance.operate"

    instance_id: int
    token: str
    reason: str

    def run(self, context: Context) -> None:
        reason = require_reason(self.reason)
        live = context.unit.load(self.instance_id, verb="remove a token of")
        place = place_of(live, self.token)
        live.run.remove_token(self.token)
        if place is not None:
            context.unit.record_place(live, "token.removed", place, reason=reason)
        context.unit.touch(live)
