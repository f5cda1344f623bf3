"""Whether carried-over tokens can still come together as drawn: joins that would starve, branches that became a row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from engine.bpmn.structure import link_targets
from engine.migration.kinds import JOINS
from engine.spiff.carrying import Carrying
from engine.spiff.nodes.base import Node
from engine.spiff.nodes.gateways import InclusiveGateway, ParallelGateway
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
    """Parallel joins that some token stands at or may come to, with flows on which none can come.

    A token comes through a join only if all its flows can be served: joins that wait for each other starve together.
    """
    tokens = [token for token in scope.tokens() if token.outer is None]
    joins = [n for n in scope.scope_spec.task_specs.values() if isinstance(n, ParallelGateway) and len(n.incoming) > 1]
    if not joins or not tokens:
        return
    flows = {token.via for token in tokens if token.node in joins and token.via is not None}
    passed: set[Node] = set()
    todo: list[Node] = [token.node for token in tokens if token.node not in joins]
    while todo:
        while todo:
            node = todo.pop()
            if node in passed:
                continue
            passed.add(node)
            todo += node.boundary
            flows |= {flow.id for flow in node.out}
            todo += [flow.target for flow in node.out if flow.target not in joins]
        todo = [join for join in joins if join not in passed and flows.issuperset(join.incoming)]
    for join in joins:
        dead = [flow for flow in join.incoming if flow not in flows]
        if dead and len(dead) < len(join.incoming):
            near = next((token for token in tokens if token.node is join), tokens[0])
            yield join.element.id, (near, dead)


# ---------------------------------------------------------------------- order
def _check_order(carrying: Carrying, scope: Scope, olds: dict[str, Token]) -> None:
    """What ran side by side must not come together but at a join: what lies behind would run twice."""
    tokens = [t for t in scope.tokens() if t.outer is None and not t.node.element.triggered_by_event]
    for one, two in combinations(tokens, 2):
        if not _meet(scope.scope_spec, one, two):
            continue
        for old_one in _olds(one, carrying, olds):
            for old_two in _olds(two, carrying, olds):
                was_one, was_two = _common(old_one, old_two)
                if not _meet(was_one.scope.scope_spec, was_one, was_two):
                    carrying.refuse("in-a-row", old_two, other=old_one.node.element.id)
                    return


def _meet(spec: ScopeSpec, one: Token, two: Token) -> bool:
    """True if two tokens may come to the same place, or to a join on the same flow."""
    return bool(_ways(spec, _stand(one)) & _ways(spec, _stand(two)))


def _stand(token: Token) -> tuple[str, str | None]:
    waits = isinstance(token.node, ParallelGateway | InclusiveGateway) and len(token.node.incoming) > 1
    return token.node.element.id, token.via if waits else None


def _olds(token: Token, carrying: Carrying, olds: dict[str, Token]) -> list[Token]:
    """What a token was; for a sub-process begun newly, what is in it."""
    if token.id in olds:
        return [olds[token.id]]
    inner = [t for t in carrying.execution.scopes[token.id].tokens() if t.outer is None]
    return [each for t in inner for each in _olds(t, carrying, olds)]


def _common(one: Token, two: Token) -> tuple[Token, Token]:
    """What stands for each of two tokens in the innermost scope around both."""
    lines = []
    for token in (one, two):
        line: dict[Scope, Token] = {}
        at: Token | None = token
        while at is not None:
            line[at.scope] = at
            at = at.scope.owner
        lines.append(line)
    scope = next(each for each in lines[0] if each in lines[1])
    return lines[0][scope], lines[1][scope]


@lru_cache(maxsize=4096)
def _ways(spec: ScopeSpec, stand: tuple[str, str | None]) -> frozenset[str]:
    """The nodes a token may come to without passing a join, and the flows on which it may come to one.

    Of a token that waits at a join, only the flow it came on. End events are left out: they are the end of each alone.
    """
    element, via = stand
    if via is not None:
        return frozenset({via})
    drawn = spec.drawn
    seen, todo = {element}, [element]
    while todo:
        node = drawn.nodes[todo.pop()]
        following = [(flow.id, flow.target) for flow in drawn.outgoing(node.id)]
        following += [(f"{node.id}#link", target) for target in link_targets(drawn, node)]
        following += [(event.id, event.id) for event in drawn.boundary_events(node.id)]
        for flow, target in following:
            if drawn.nodes[target].type in JOINS and len(drawn.incoming(target)) > 1:
                seen.add(flow)
            elif target not in seen:
                seen.add(target)
                todo.append(target)
    return frozenset(each for each in seen if each not in drawn.nodes or drawn.nodes[each].type != "endEvent")
