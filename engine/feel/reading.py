"""What an expression reads: its free names and the paths from them, without evaluating it."""

from __future__ import annotations

from typing import Any

from engine.feel import syntax as ast


def mentions(node: Any, name: str) -> bool:
    """Whether the name occurs anywhere in the tree."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, ast.Name) and current.name == name:
            return True
        if isinstance(current, tuple):
            waiting.extend(current)
        elif isinstance(current, ast.Node | ast.Iterator):
            waiting.extend(getattr(current, field) for field in current.__dataclass_fields__)
    return False


def weight(node: Any) -> int:
    """The steps that evaluating a tree once costs, its loops aside: one for every eight parts, at least one."""
    waiting, count = [node], 0
    while waiting:
        current = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend(current)
        elif isinstance(current, ast.Node | ast.Iterator):
            count += 1
            waiting.extend(getattr(current, field) for field in current.__dataclass_fields__)
    return count // 8 + 1


class Reading:
    """The free names of a tree.

    `variables` are root names that are certainly read, `paths` the same with the members that follow them
    (`case.person.age`), `possible` names inside filters, which may also be members of the filtered elements, and
    `functions` names that are called.
    """

    def __init__(self, node: Any) -> None:
        self.variables: set[str] = set()
        self.paths: set[str] = set()
        self.possible: set[str] = set()
        self.functions: set[str] = set()
        # Parts still to look at, the names bound around them, and whether they stand inside a filter.
        self._waiting: list[tuple[Any, frozenset[str], bool]] = [(node, frozenset({"?"}), False)]
        while self._waiting:
            self._visit(*self._waiting.pop())

    def _later(self, node: Any, bound: frozenset[str], filtered: bool) -> None:
        self._waiting.append((node, bound, filtered))

    def _name(self, name: str, path: str, bound: frozenset[str], filtered: bool) -> None:
        if name in bound:
            return
        if filtered:
            self.possible.add(name)
        else:
            self.variables.add(name)
            self.paths.add(path)

    def _visit(self, node: Any, bound: frozenset[str], filtered: bool) -> None:
        if isinstance(node, ast.Name):
            self._name(node.name, node.name, bound, filtered)
        elif isinstance(node, ast.Path):
            self._path(node, bound, filtered)
        elif isinstance(node, ast.Filter):
            self._later(node.base, bound, filtered)
            self._later(node.condition, bound | {"item"}, True)
        elif isinstance(node, ast.Call):
            self._call(node, bound, filtered)
        elif isinstance(node, ast.For | ast.Quantified):
            self._iteration(node, bound, filtered)
        elif isinstance(node, ast.FunctionDefinition):
            if not node.external:
                self._later(node.body, bound.union(name for name, _ in node.parameters), filtered)
        elif isinstance(node, ast.ContextLiteral):
            for key, value in node.entries:
                self._later(value, bound, filtered)
                bound |= {key}
        elif isinstance(node, tuple):
            for part in node:
                self._later(part, bound, filtered)
        elif isinstance(node, ast.Node):
            for field in node.__dataclass_fields__:
                self._later(getattr(node, field), bound, filtered)

    def _iteration(self, node: ast.For | ast.Quantified, bound: frozenset[str], filtered: bool) -> None:
        for iterator in node.iterators:
            self._later(iterator.source, bound, filtered)
            self._later(iterator.last, bound, filtered)
            bound |= {iterator.name}
        if isinstance(node, ast.For):
            self._later(node.body, bound | {"partial"}, filtered)
        else:
            self._later(node.condition, bound, filtered)

    def _path(self, node: ast.Path, bound: frozenset[str], filtered: bool) -> None:
        members = [node.member]
        base = node.base
        while isinstance(base, ast.Path):
            members.append(base.member)
            base = base.base
        if isinstance(base, ast.Name):
            self._name(base.name, ".".join([base.name, *reversed(members)]), bound, filtered)
        else:
            self._later(base, bound, filtered)

    def _call(self, node: ast.Call, bound: frozenset[str], filtered: bool) -> None:
        if not isinstance(node.callee, ast.Name):
            self._later(node.callee, bound, filtered)
        elif node.callee.name not in bound:
            self.functions.add(node.callee.name)
        self._later(node.positional, bound, filtered)
        for _, value in node.named:
            self._later(value, bound, filtered)
