"""One more turn for a multi-instance activity that runs, added by a person (decision 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from engine.errors import TokenRefused, WhyNot
from engine.spiff.nodes.loops import MAX_INSTANCES, LoopMarker, MultiInstance
from engine.spiff.token import Token
from engine.values import admit

if TYPE_CHECKING:
    from engine.spiff.execution import Execution


def takes_turns(token: Token) -> bool:
    """True for the token of a multi-instance activity that runs."""
    return isinstance(token.node, MultiInstance) and "count" in token.note and not token.failed


def add_turn(execution: Execution, token_id: str, item: Any = None) -> int:
    """The number of the new turn. Raises `NotFound`, `TokenRefused`, `ValueNotStorable`; then nothing has changed."""
    token = execution.token(token_id)
    node = token.node
    if not isinstance(node, MultiInstance):
        _refuse_other(execution, token)
    element = node.element.id
    if not takes_turns(token):
        state = "has failed; retry it first" if token.failed else "has not begun"
        raise TokenRefused(
            WhyNot.NOT_BEGUN, f"Expected a multi-instance activity that runs, but {element} {state}", element
        )
    if node.loop.element_variable is None and item is not None:
        raise TokenRefused(WhyNot.NO_ITEM, f"Expected no item, because {element} takes none, but there is one", element)
    count = token.note["count"]
    if count >= MAX_INSTANCES:
        raise TokenRefused(
            WhyNot.TOO_MANY_TURNS,
            f"Expected fewer than {MAX_INSTANCES} turns of {element}, but there are {count}",
            element,
        )
    turn = node.add_turn(token, admit(item))
    execution.advance()
    return turn


def _refuse_other(execution: Execution, token: Token) -> NoReturn:
    element = token.node.element.id
    expected = "Expected the token of a multi-instance activity"
    if isinstance(token.node, LoopMarker):
        found = f"{element} is a loop, whose condition says how often it runs"
    elif token.outer is not None and isinstance(execution.token(token.outer).node, LoopMarker):
        found = f"it is a turn of {element}; name token {token.outer}"
    else:
        found = f"{element} is not repeated"
    raise TokenRefused(WhyNot.NOT_REPEATED, f"{expected}, but {found}", element)
