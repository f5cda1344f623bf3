"""Syntax tree to closures: each node becomes a function of a `Frame`, so that evaluating never looks at the tree.

The rules live in the modules `compile_…` and register themselves with `@compiles`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from engine.feel import syntax as ast
from engine.feel.builtin import BUILT_INS
from engine.feel.run import Frame
from engine.feel.types import FeelType
from engine.feel.values import FeelFunction

Code = Callable[[Frame], Any]
Rule = Callable[["Compiler", Any], Code]
R = TypeVar("R", bound=Callable[..., Code])
_RULES: dict[type, Rule] = {}


def compiles(*nodes: type) -> Callable[[R], R]:
    """Declare the decorated function as the rule for these nodes; it gets the compiler and the node."""

    def register(rule: R) -> R:
        for node in nodes:
            _RULES[node] = rule
        return rule

    return register


class Compiler:
    """Compiles the expressions of one text. `functions` and `types` are what the host adds to the language."""

    def __init__(self, functions: Mapping[str, FeelFunction], types: Mapping[str, FeelType]) -> None:
        self.functions = functions
        self.types = types

    def compile(self, node: ast.Node) -> Code:
        """The code of one node."""
        return _RULES[type(node)](self, node)

    def all(self, nodes: tuple[ast.Node, ...]) -> tuple[Code, ...]:
        """The code of each node."""
        return tuple([self.compile(node) for node in nodes])

    def function(self, name: str) -> Any:
        """The function that the host or the standard gives that name, `None` if neither does."""
        return self.functions.get(name) or BUILT_INS.get(name)


def load_rules() -> None:
    """Import every module of rules, so that its rules are registered."""
    from engine.feel import compile_iteration, compile_operators, compile_tests, compile_values  # noqa: F401
