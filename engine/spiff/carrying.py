"""Carrying an instance over to another program: scopes and tokens. What they wait for is in `rearming`.

Tokens keep their ids, so that everything stored under them stays theirs. A sub-process drawn newly around what runs is
begun around it (*emerges*); one that is drawn no more *dissolves*, and what runs in it belongs to what was around it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import FlowNode
from engine.migration.kinds import JOINS, can_dissolve, can_emerge, difference, drawn_nodes, path
from engine.migration.obstacles import NotMovable, Obstacle
from engine.migration.plan import MigrationPlan
from engine.spiff.execution import Execution
from engine.spiff.incidents import describe
from engine.spiff.mapping import map_inputs
from engine.spiff.nodes.base import Node
from engine.spiff.nodes.scopes import CallActivity, SubProcess
from engine.spiff.program import Program
from engine.spiff.token import Phase, Scope, Token
from engine.spiff.variables import home, visible
from engine.waits import Environment


@dataclass
class Carried:
    """What came of it. Waits are named by token id and the id they are stored under."""

    execution: Execution
    #: old wait to new wait; a wait that is missing here ended with the migration
    waits: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    #: tokens whose job is given out anew because another handler does it
    renewed_jobs: set[str] = field(default_factory=set)
    #: ids of the owners of sub-processes begun around what already ran
    emerged: list[str] = field(default_factory=list)
    #: ids of the owners of sub-processes taken away
    dissolved: list[str] = field(default_factory=list)
    #: names of variables that became those of the process because their sub-process dissolved
    freed: list[str] = field(default_factory=list)


class Carrying:
    """One instance on its way. `source` is a copy nobody else uses: parts of it become parts of the result."""

    def __init__(self, source: Execution, target: Program, plan: MigrationPlan, environment: Environment) -> None:
        self.source, self.plan = source, plan
        self.execution = Execution(target, environment)
        self.result = Carried(self.execution)
        self.obstacles: list[Obstacle] = []
        #: old scope to new; None for one that dissolves. Scopes that could not be placed are missing.
        self.images: dict[Scope, Scope | None] = {}
        #: old token with its new form, in order
        self.pairs: list[tuple[Token, Token]] = []
        self.new: dict[str, Token] = {}
        self._emerged: dict[tuple[Scope, str], Scope] = {}
        self._inhabitants: dict[Scope, set[tuple[str, str | None]]] = {}
        self._nodes: dict[str, dict[str, FlowNode]] = {}

    # ------------------------------------------------------------------ asking
    def into(self, scope: Scope) -> str:
        """Key of the process that takes the place of the one an old scope belongs to."""
        return self.base(scope).scope_spec.process_key

    def base(self, scope: Scope) -> Scope:
        """The new form of an old scope, or of the nearest one around it that has one."""
        at: Scope = scope
        while self.images[at] is None:
            assert at.owner is not None
            at = at.owner.scope
        found = self.images[at]
        assert found is not None
        return found

    def image(self, scope: Scope, element: str) -> str | None:
        """The counterpart of an element drawn in the process of an old scope."""
        return self.plan.find(scope.scope_spec.process_key, element, self.into(scope))

    def refuse(self, code: str, token: Token, element: str | None = None, **facts: str) -> None:
        """Note why the instance cannot be carried over."""
        node = token.node
        self.obstacles.append(Obstacle.of(code, node.spec.process_key, element or node.element.id, token.id, **facts))

    def refuse_expression(self, error: Exception, token: Token) -> None:
        """An expression of the new version cannot be evaluated now."""
        self.refuse("expression", token, reason=": ".join(describe(error)))

    # ------------------------------------------------------------------ carrying
    def move(self) -> None:
        """Place all scopes and tokens. Raises `NotMovable`, with everything that is in the way."""
        for scope in self.source.all_scopes():
            if self._place_scope(scope):
                for token in scope.tokens():
                    self._place_token(token, scope)
        if self.obstacles:
            raise NotMovable(self.obstacles)

    def _place_scope(self, scope: Scope) -> bool:
        owner = scope.owner
        if owner is None:
            image = self.execution.open_scope(self.execution.program.scopes[self.execution.program.key], None)
        elif self.images.get(scope, scope) is None:  # dissolved when its owner was looked at
            return True
        else:
            placed = self._open_inside(owner, scope)
            if placed is None:
                return False
            image = placed
        root = scope.root
        rename(image.root, root.id)
        copy_state(root, image.root)
        self.images[scope] = image
        self.pairs.append((root, image.root))
        if scope.variables is not None:
            image.variables = {**dict.fromkeys(image.scope_spec.declared), **scope.variables}
        return True

    def _open_inside(self, owner: Token, scope: Scope) -> Scope | None:
        holder = self.new.get(owner.id)
        if holder is None:
            return None
        node = holder.node
        if isinstance(node, CallActivity):
            spec = self.execution.program.scopes.get(node.element.called_element or "")
            if spec is None or (scope.scope_spec.process_key, spec.key) not in self.plan.pairs:
                self.refuse("called-process", owner)
                return None
        else:
            assert isinstance(node, SubProcess)
            spec = node.inner
            if spec.declared:
                holder.local = {**dict.fromkeys(spec.declared), **(holder.local or {})}
        return self.execution.open_scope(spec, holder)

    def _place_token(self, token: Token, scope: Scope) -> None:
        element = token.node.element
        target = self.image(scope, element.id)
        if target is None:
            if not self._dissolve(token, scope):
                self.refuse("no-target", token)
            return
        home = self._home(token, scope, target)
        if home is None:
            return
        name = target + token.node.name[len(element.id) :]
        node = home.scope_spec.task_specs.get(name)
        if node is None:
            self.refuse("not-in-version", token, target=target)
            return
        unlike = difference(element, node.element)
        if unlike is not None:
            kinds = {"element": element.id, "target": target, "was": element.type, "is": node.element.type}
            self.refuse(unlike, token, **kinds)
            return
        new = Token(home, node, via=self._via(token, scope, node), outer=token.outer)
        rename(new, token.id)
        copy_state(token, new)
        self.new[new.id] = new
        self.pairs.append((token, new))

    def _via(self, token: Token, scope: Scope, node: Node) -> str | None:
        if token.via is None:
            return None
        via = self.image(scope, token.via)
        if via in node.incoming:
            return via
        if node.element.type in JOINS and len(node.incoming) > 1:
            self.refuse("flow", token, flow=token.via)
            return None
        return token.via if token.via in node.incoming else None

    def _home(self, token: Token, scope: Scope, target: str) -> Scope | None:
        """The new scope a token belongs to; sub-processes drawn newly around it are begun."""
        home = self.base(scope)
        key = home.scope_spec.process_key
        if key not in self._nodes:
            self._nodes[key] = drawn_nodes(self.execution.program.sources[key].diagram.processes[key])
        drawn = self._nodes[key]
        if target not in drawn:
            self.refuse("not-in-version", token, target=target)
            return None
        around = path(target, drawn)
        if not home.scope_spec.is_process:
            assert home.owner is not None
            within = home.owner.node.element.id
            if within not in around:
                self.refuse("leaves-scope", token, element=token.node.element.id, outer=within)
                return None
            around = around[around.index(within) + 1 :]
        for index, each in enumerate(around):
            inner = self._emerge(home, each, token)
            if inner is None or (index == 0 and not self._moves_in(inner, token)):
                return None
            home = inner
        return home

    def _moves_in(self, emerged: Scope, token: Token) -> bool:
        """Two steps of one element belong to two runs of a sub-process: nobody can say to which."""
        seen = self._inhabitants.setdefault(emerged, set())
        name = (token.node.name, token.via if token.node.element.type in JOINS else None)
        if token.outer is None and name in seen:
            assert emerged.owner is not None
            self.refuse("one-scope", token, outer=emerged.owner.node.element.id)
            return False
        seen.add(name)
        return True

    def _emerge(self, scope: Scope, element: str, token: Token) -> Scope | None:
        if (scope, element) in self._emerged:
            return self._emerged[scope, element]
        node = scope.scope_spec.task_specs[element]
        if not can_emerge(node.element):
            facts = {"target": element, "outer": element}
            self.refuse("cannot-emerge", token, **facts)
            return None
        owner = Token(scope, node)
        rename(owner, _derived(token.id, element))
        owner.phase = Phase.WORK
        owner._set_state(TaskState.STARTED)
        try:
            map_inputs(owner)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it stands in the way
            self.refuse_expression(error, token)
        if node.inner.declared:
            owner.local = {**dict.fromkeys(node.inner.declared), **(owner.local or {})}
        inner = self.execution.open_scope(node.inner, owner)
        rename(inner.root, _derived(owner.id, "#"))
        self.result.emerged.append(owner.id)
        self._emerged[scope, element] = inner
        return inner

    def _dissolve(self, token: Token, scope: Scope) -> bool:
        """Take a sub-process away from around what runs in it. False if that cannot be."""
        inner = self.source.scopes.get(token.id)
        if inner is None or not can_dissolve(token.node.element) or token.failed or token.outer is not None:
            return False
        if not isinstance(token.node, SubProcess):
            return False
        if inner.root.note:
            self.refuse("interrupted", token)
            return True
        root = self.base(scope).root
        seen, outermost = visible(root), home(root)
        for name, value in (token.local or {}).items():
            if value is None:
                continue
            if name in seen:
                self.refuse("variables", token, name=name)
                continue
            outermost[name] = value
            self.result.freed.append(name)
        self.images[inner] = None
        self.result.dissolved.append(token.id)
        return True


def rename(token: Token, token_id: str) -> None:
    """Give a new token the id of the one it stands for."""
    tasks = token.workflow.tasks
    tasks.pop(token.id, None)
    token.id = token_id
    tasks[token_id] = token


def copy_state(old: Token, new: Token) -> None:
    """Everything a token carries but where it is and what it waits for."""
    new._state, new.phase = old._state, old.phase
    new.local, new.internal_data = old.local, old.internal_data


def _derived(token_id: str, name: str) -> str:
    """An id that a dry run and the migration itself give alike."""
    return hashlib.sha256(f"{token_id}/{name}".encode()).hexdigest()[:32]
