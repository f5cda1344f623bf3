"""Tokens moved, added and removed by people: decision 13 says what that means.

What a token waits for is withdrawn with it, and the content of a sub-process or called process it owns. The target is
entered as if a flow had led there: events on its border are armed, repeated activities begin. Scopes the target needs
are opened, scopes that are left by their last token are cancelled; neither ever ends by itself because of a move.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NoReturn

from engine.bpmn.structure import before
from engine.errors import NotFound, TokenRefused, WhyNot
from engine.places import TargetPlace, TokenPlace
from engine.spiff import events
from engine.spiff.nodes.ad_hoc import AdHocSubProcess
from engine.spiff.nodes.base import Node
from engine.spiff.nodes.loops import LoopMarker
from engine.spiff.nodes.scopes import CallActivity, EventSubProcess, SubProcess
from engine.spiff.token import Scope, Token
from engine.spiff.turns import takes_turns

if TYPE_CHECKING:
    from engine.spiff.execution import Execution
    from engine.spiff.specs import ScopeSpec

#: Closed sub-processes and called processes inside each other that are offered as ways to a target.
MAX_OPENED = 4

Names = tuple[tuple[str, str], ...]


# ---------------------------------------------------------------------- looking
def token_places(execution: Execution) -> tuple[TokenPlace, ...]:
    """Every token people can point at, outer scopes first; a repeated activity before its turns."""
    found = []
    for scope in execution.all_scopes():
        around = around_scope(scope)
        for token in sorted(scope.tokens(), key=lambda t: t.outer is not None):
            element = token.node.element
            found.append(
                TokenPlace(
                    token.id,
                    scope.scope_spec.process_key,
                    element.id,
                    element.type,
                    around,
                    turn_of(token),
                    token.outer,
                    token.failed,
                    takes_turns(token),
                    element.loop.element_variable if element.loop is not None and takes_turns(token) else None,
                )
            )
    return tuple(found)


def target_places(execution: Execution, token_id: str | None = None) -> tuple[TargetPlace, ...]:
    """Where the token could be moved to, or without one where a token could be added. Raises `NotFound`."""
    if token_id is None:
        return tuple(_targets(execution, ()))
    leaving = _leaving(execution.token(token_id))
    found = {(t.way, t.element_id): t for t in _targets(execution, leaving[:1])}
    for target in _targets(execution, leaving):  # what leaving the scopes around it makes reachable
        if not target.opens:
            found.setdefault((target.way, target.element_id), target)
    return tuple(found.values())


def around_scope(scope: Scope) -> Names:
    """The activities a scope is inside of, outer ones first."""
    names: list[tuple[str, str]] = []
    while scope.owner is not None:
        owner = scope.owner
        names.append((owner.scope.scope_spec.process_key, owner.node.element.id))
        scope = owner.scope
    return tuple(reversed(names))


def turn_of(token: Token) -> int | None:
    """Which run of a repeated activity a token is, counted from 1."""
    if token.outer is None or not isinstance(token.scope.execution.token(token.outer).node, LoopMarker):
        return None
    return int((token.local or {}).get("loopCounter", 0)) or None


def _targets(execution: Execution, leaving: Collection[Token]) -> Iterator[TargetPlace]:
    gone = {token.id for token in leaving}
    for scope in execution.all_scopes():
        if _is_inside(scope, gone) or _is_undone(scope) or _is_interrupted(scope, gone):
            continue
        owner = scope.owner.id if scope.owner is not None else ""
        running = {t.node.element.id for t in scope.tokens() if t.id not in gone and t.id in execution.scopes}
        yield from _targets_in(execution, scope.scope_spec, owner, around_scope(scope), (), running)


def _targets_in(
    execution: Execution, spec: ScopeSpec, owner: str, around: Names, opens: Names, running: Collection[str] = ()
) -> Iterator[TargetPlace]:
    for element in spec.drawn.nodes.values():
        node = spec.node(element.id)
        if not _can_be_entered(node) or (opens and isinstance(node, EventSubProcess)):
            continue
        yield TargetPlace(spec.process_key, element.id, element.type, owner, around, opens)
        inner = _content(execution, node)
        if inner is not None and element.id not in running and len(opens) < MAX_OPENED:
            name = (spec.process_key, element.id)
            yield from _targets_in(execution, inner, owner, (*around, name), (*opens, name))


def _can_be_entered(node: Node) -> bool:
    """False for what no flow could lead to: compensation is entered by what threw it, never by a token."""
    element = node.element
    if element.for_compensation:
        return False
    start = node.start.element if isinstance(node, EventSubProcess) else element
    if start.type in ("boundaryEvent", "startEvent"):
        return all(definition.kind != "compensation" for definition in start.definitions)
    return True


def _content(execution: Execution, node: Node) -> ScopeSpec | None:
    """What a token could be put into by beginning the activity: not if it is repeated, offered or started by events."""
    if isinstance(node, CallActivity):
        return execution.program.scopes.get(node.element.called_element or "")
    if isinstance(node, SubProcess) and not isinstance(node, AdHocSubProcess | EventSubProcess):
        return node.inner
    return None


def _is_inside(scope: Scope, gone: Collection[str]) -> bool:
    at: Scope | None = scope
    while at is not None and at.owner is not None:
        if at.owner.id in gone:
            return True
        at = at.owner.scope
    return False


def _is_undone(scope: Scope) -> bool:
    """True for a completed sub-process that is open again only to be compensated."""
    return scope.owner is not None and "todo" in scope.owner.note


def _is_interrupted(scope: Scope, gone: Collection[str]) -> bool:
    """True while an interrupting event sub-process runs instead of what is drawn in the scope."""
    return bool(scope.root.note.get("interrupted")) and any(t.id not in gone for t in _handlers(scope))


def _handlers(scope: Scope) -> list[Token]:
    return [token for token in scope.tokens() if isinstance(token.node, EventSubProcess)]


# ---------------------------------------------------------------------- doing
def move(execution: Execution, token_id: str, element_id: str, way: str | None = None) -> TargetPlace:
    """Withdraw the token and enter the target. Raises `NotFound` or `TokenRefused`, then nothing has changed."""
    token = _own_token(execution, token_id)
    if token.outer is not None:
        _refuse_part(execution, token)
    leaving = _leaving(token)
    found: list[TargetPlace] = []
    for count in range(1, len(leaving) + 1):
        found = _named(_targets(execution, leaving[:count]), element_id, way)
        if found:
            break
    target = _choose(execution, element_id, found, near=token.scope)
    home, came_from = token.scope, token.node.name
    goal = _scope_of(execution, target)
    last = token
    while last.scope.owner in leaving and not _is_within(goal, last.scope):
        last = last.scope.owner
        if last.outer is not None:
            _refuse_part(execution, last)
    execution.cancel(last)
    _enter(execution, target, home, came_from)
    return target


def add(execution: Execution, element_id: str, way: str | None = None) -> TargetPlace:
    """Enter the target with one more token. Raises `NotFound` or `TokenRefused`, then nothing has changed."""
    target = _choose(execution, element_id, _named(_targets(execution, ()), element_id, way), near=None)
    _enter(execution, target, None, "")
    return target


def remove(execution: Execution, token_id: str) -> None:
    """Withdraw the token and go on without it. Raises `NotFound` or `TokenRefused`, then nothing has changed.

    A turn of a repeated activity counts as ended without a result; a compensation is skipped.
    """
    token = _own_token(execution, token_id)
    if token.outer is not None:
        outer = execution.token(token.outer)
        execution.cancel(token)
        outer.node.inner_removed(outer, token)
    elif not _is_alone(token):
        execution.cancel(token)
    else:
        _refuse_last(token)
    execution.advance()


def _own_token(execution: Execution, token_id: str) -> Token:
    token = execution.token(token_id)
    if token is token.scope.root:
        element = token.node.element.id
        raise TokenRefused(
            WhyNot.SCOPE_ITSELF, f"Expected a token in the diagram, but {token_id} stands for {element} itself", element
        )
    return token


def _refuse_part(execution: Execution, token: Token) -> NoReturn:
    whole = execution.token(token.outer or "")
    element = whole.node.element.id
    kind = "the repeated activity" if isinstance(whole.node, LoopMarker) else "the compensation of"
    raise TokenRefused(
        WhyNot.PART_OF_ACTIVITY,
        f"Expected a token of its own, but it belongs to {kind} {element}; move token {whole.id}, or remove this one",
        element,
    )


def _refuse_last(token: Token) -> NoReturn:
    owner, element = token.scope.owner, token.node.element.id
    if owner is None:
        raise TokenRefused(
            WhyNot.LAST_OF_INSTANCE, "Expected another token to remain, but the instance would end; cancel it", element
        )
    around = owner.node.element.id
    raise TokenRefused(
        WhyNot.LAST_OF_SCOPE,
        f"Expected another token to remain in {around}, but it would end; move the token, or remove token {owner.id}",
        around,
    )


def _leaving(token: Token) -> list[Token]:
    """The token and the owners of the scopes that would be empty without it, innermost first."""
    leaving = [token]
    while _is_alone(leaving[-1]) and leaving[-1].scope.owner is not None:
        leaving.append(leaving[-1].scope.owner)
    return leaving


def _is_alone(token: Token) -> bool:
    """True if nothing would remain in the scope without the token and what works for it."""
    gone = {token.id}
    others = [other for other in token.scope.tokens() if other is not token]
    while True:
        employed = {other.id for other in others if other.outer in gone and other.id not in gone}
        if not employed:
            return all(other.id in gone for other in others)
        gone |= employed


def _named(targets: Iterable[TargetPlace], element_id: str, way: str | None) -> list[TargetPlace]:
    return [t for t in targets if t.element_id == element_id and way in (None, t.way)]


def _choose(execution: Execution, element_id: str, found: list[TargetPlace], near: Scope | None) -> TargetPlace:
    """The target that is meant: the nearest one around the token, else the only one in a running scope."""
    if not found:
        _refuse_target(execution, element_id)
    at = near
    while at is not None:
        owner = at.owner.id if at.owner is not None else ""
        here = [target for target in found if target.way == owner]
        if here:
            return here[0]
        at = at.owner.scope if at.owner is not None else None
    running = [target for target in found if not target.opens] or found
    if len(running) > 1:
        raise TokenRefused(
            WhyNot.AMBIGUOUS,
            f"Expected one place of {element_id}, but there are {len(running)}; name the way to it",
            element_id,
        )
    return running[0]


def _refuse_target(execution: Execution, element_id: str) -> NoReturn:
    spec = next((s for s in execution.program.scopes.values() if element_id in s.drawn.nodes), None)
    if spec is None:
        raise NotFound("element", element_id)
    if not _can_be_entered(spec.node(element_id)):
        raise TokenRefused(
            WhyNot.NO_TARGET,
            f"Expected an element that a token can enter, but {element_id} is compensation",
            element_id,
        )
    for scope in execution.all_scopes():
        if scope.scope_spec is spec and scope.root.note.get("interrupted"):
            handlers = _handlers(scope)
            handler = handlers[0].node.element.id if handlers else element_id
            raise TokenRefused(
                WhyNot.INTERRUPTED,
                f"Expected {element_id} to be reachable, but {handler} has interrupted it; move the token of {handler}",
                handler,
            )
    raise TokenRefused(
        WhyNot.REPEATED,
        f"Expected {element_id} in a running scope, but its activity is repeated, ad hoc or started by an event; "
        "move to that activity",
        element_id,
    )


def _scope_of(execution: Execution, target: TargetPlace) -> Scope:
    return execution.scopes[target.scope] if target.scope else execution.top


def _is_within(scope: Scope, outer: Scope) -> bool:
    at: Scope | None = scope
    while at is not None and at is not outer:
        at = at.owner.scope if at.owner is not None else None
    return at is outer


def _enter(execution: Execution, target: TargetPlace, home: Scope | None, came_from: str) -> None:
    scope = _scope_of(execution, target)
    _listen_again(execution, scope)
    path = [element_id for _, element_id in target.opens] + [target.element_id]
    node = scope.scope_spec.node(path[0])
    if isinstance(node, EventSubProcess):
        events.start_event_sub_process(execution, scope.root, node, None, {})
    else:
        via = _flow_to(scope, node, came_from if scope is home else "")
        execution.put(scope, node, via=via, note={"inside": path[1:]} if path[1:] else None)
    execution.advance()


def _listen_again(execution: Execution, scope: Scope) -> None:
    """The token that interrupted the scope has been moved back into it: its event sub-processes can start again."""
    if scope.root.note.get("interrupted") and not _handlers(scope):
        del scope.root.note["interrupted"]
        events.arm_event_sub_processes(execution, scope)


def _flow_to(scope: Scope, node: Node, came_from: str) -> str | None:
    """The flow a token arrives on: at a join one that still lacks a token, if possible the one its branch leads to."""
    drawn, taken = scope.scope_spec.drawn, {token.via for token in scope.at(node)}
    free = [flow for flow in node.incoming if flow not in taken]
    own = [
        flow
        for flow in free
        if flow in drawn.flows and came_from.removesuffix("*") in before(drawn, drawn.flows[flow].source, node.name)
    ]
    return next(iter(own or free or node.incoming), None)
