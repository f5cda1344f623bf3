"""Whether carried-over tokens can still come together as drawn: joins that would starve, branches that became a row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from engine.bpmn.structure import before, link_targets
from engine.migration.kinds import JOINS
from engine.spiff.carrying import Carrying
from engine.spiff.nodes.gateways import ParallelGateway
from engine.spiff.specs import ScopeSpec
from engine.spiff.token import Scope, Token


def check_soundness(carrying: Carrying) -> None:
    """Note an obstacle wherever the new version could not go on as drawn although the present one could."""
    olds = {new.id: old for old, new in carrying.pairs}
    for scope in carrying.execution.all_scopes():
        _check_joins(carrying, scope, olds)
        _check_order(carrying, scope, olds)


# ---------------------------------------------------------------------- joins
def _check_joins(carrying: Carrying, scope: Scope, olds: dict[str, Token]) -> None:
    starving = dict(_starving(scope))
    if not starving:
        return
    before_that: set[tuple[str, str]] = set()
    for old_scope in {olds[t.id].scope for t in scope.tokens() if t.id in olds}:
        process = old_scope.scope_spec.process_key
        into = scope.scope_spec.process_key
        for old_join, (_, flows) in _starving(old_scope):
            image = carrying.plan.find(process, old_join, into)
            if image is not None:
                images = {carrying.plan.find(process, flow, into) for flow in flows}
                before_that |= {(image, flow) for flow in images if flow is not None}
    for join, (near, flows) in starving.items():
        fresh = [flow for flow in flows if (join, flow) not in before_that]
        if fresh:
            carrying.refuse("starved", _old_of(near, carrying, olds), flow=", ".join(fresh))


def _old_of(token: Token, carrying: Carrying, olds: dict[str, Token]) -> Token:
    if token.id in olds:
        return olds[token.id]
    return _old_of(carrying.execution.scopes[token.id].tokens()[0], carrying, olds)


def _starving(scope: Scope) -> Iterator[tuple[str, tuple[Token, list[str]]]]:
    """Parallel joins that some token stands at or may come to, with flows on which none can come."""
    tokens = [token for token in scope.tokens() if token.outer is None]
    for node in scope.scope_spec.task_specs.values():
        if not isinstance(node, ParallelGateway) or len(node.incoming) < 2:
            continue
        standing = [token for token in tokens if token.node is node]
        present = {token.via for token in standing}
        dead: list[str] = []
        near = standing[0] if standing else None
        for flow in node.incoming:
            reach = _reach(scope.scope_spec, node.name, flow)
            coming = [t for t in tokens if t.node is not node and t.node.element.id in reach]
            if coming:
                near = near or coming[0]
            elif flow not in present:
                dead.append(flow)
        if near is not None and dead:
            yield node.element.id, (near, dead)


@lru_cache(maxsize=4096)
def _reach(spec: ScopeSpec, join: str, flow: str) -> frozenset[str]:
    """The nodes from which a token can come to a join on this flow without passing the join."""
    drawn = spec.drawn.flows.get(flow)
    if drawn is None:  # the jump of a link
        return before(spec.drawn, flow.partition("#")[0], join)
    return before(spec.drawn, drawn.source, join)


# ---------------------------------------------------------------------- order
def _check_order(carrying: Carrying, scope: Scope, olds: dict[str, Token]) -> None:
    tokens = [t for t in scope.tokens() if t.outer is None and not t.node.element.triggered_by_event]
    for one, two in combinations(tokens, 2):
        for first, second in ((one, two), (two, one)):
            a, b = first.node.element.id, second.node.element.id
            if a == b or b not in _behind(scope.scope_spec, a):
                continue
            for old_first in _olds(first, carrying, olds):
                for old_second in _olds(second, carrying, olds):
                    spec, was_a, was_b = _common(old_first, old_second)
                    if was_a != was_b and was_b not in _behind(spec, was_a):
                        carrying.refuse("in-a-row", old_second, other=old_first.node.element.id)
                        return


def _olds(token: Token, carrying: Carrying, olds: dict[str, Token]) -> list[Token]:
    """What a token was; for a sub-process begun newly, what is in it."""
    if token.id in olds:
        return [olds[token.id]]
    inner = [t for t in carrying.execution.scopes[token.id].tokens() if t.outer is None]
    return [each for t in inner for each in _olds(t, carrying, olds)]


def _common(one: Token, two: Token) -> tuple[ScopeSpec, str, str]:
    """The innermost scope around both, and where each of them stands in it."""
    lines = []
    for token in (one, two):
        line: dict[Scope, str] = {}
        at: Token | None = token
        while at is not None:
            line[at.scope] = at.node.element.id
            at = at.scope.owner
        lines.append(line)
    scope = next(each for each in lines[0] if each in lines[1])
    return scope.scope_spec, lines[0][scope], lines[1][scope]


@lru_cache(maxsize=4096)
def _behind(spec: ScopeSpec, element: str) -> frozenset[str]:
    """Where a token at an element may come without passing a join: up to joins, not through them."""
    drawn = spec.drawn
    seen: set[str] = set()
    todo = [element]
    while todo:
        node = drawn.nodes[todo.pop()]
        following = [flow.target for flow in drawn.outgoing(node.id)] + link_targets(drawn, node)
        following += [event.id for event in drawn.boundary_events(node.id)]
        for each in following:
            if each not in seen:
                seen.add(each)
                if drawn.nodes[each].type not in JOINS or len(drawn.incoming(each)) < 2:
                    todo.append(each)
    return frozenset(seen)
