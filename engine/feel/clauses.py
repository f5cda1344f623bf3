"""The expressions that begin with a word or a brace: `if`, `for`, `some`, `every`, `function` and contexts."""

from __future__ import annotations

from abc import ABC, abstractmethod

from engine.feel import syntax as ast
from engine.feel.cursor import STRING, Cursor
from engine.feel.names import NameTree
from engine.feel.type_parser import parse_type


class ClauseParser(ABC):
    """The part of the parser for clauses; what stands inside them is any expression."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    @abstractmethod
    def expression(self) -> ast.Node:
        """Any textual expression."""

    def context(self) -> ast.Node:
        """`{key: value}`"""
        cursor = self.cursor
        at = cursor.advance().start
        entries: list[tuple[str, ast.Node]] = []
        with cursor.scope() as names, cursor.nested():
            while not cursor.at_symbol("}"):
                if cursor.current.kind == STRING:
                    key: str | None = cursor.advance().text
                else:
                    key = cursor.spelled_name(":")
                if key is None:
                    raise cursor.refuse("name", "'}'")
                cursor.expect(":")
                entries.append((key, self.expression()))
                names.add(key)
                cursor.declare_member(key)
                if not cursor.take_symbol(","):
                    break
            cursor.expect("}")
        return ast.ContextLiteral(at, tuple(entries))

    def if_clause(self) -> ast.Node:
        """`if … then … else …`"""
        cursor = self.cursor
        at = cursor.current.start
        branches: list[tuple[ast.Node, ast.Node]] = []
        while cursor.take_word("if"):
            condition = self.expression()
            cursor.expect_word("then")
            branches.append((condition, self.expression()))
            cursor.expect_word("else")
        return ast.If(at, tuple(branches), self.expression())

    def _iterators(self, names: NameTree) -> tuple[ast.Iterator, ...]:
        cursor = self.cursor
        iterators: list[ast.Iterator] = []
        while True:
            name = cursor.spelled_name("in")
            if name is None:
                raise cursor.refuse("name")
            cursor.expect_word("in")
            source = self.expression()
            last = self.expression() if cursor.take_symbol("..") else None
            iterators.append(ast.Iterator(name, source, last))
            names.add(name)
            if not cursor.take_symbol(","):
                return tuple(iterators)

    def for_clause(self) -> ast.Node:
        """`for … return …`"""
        at = self.cursor.advance().start
        with self.cursor.scope() as names:
            iterators = self._iterators(names)
            self.cursor.expect_word("return")
            return ast.For(at, iterators, self.expression())

    def quantified_clause(self) -> ast.Node:
        """`some` and `every … satisfies …`"""
        token = self.cursor.advance()
        with self.cursor.scope() as names:
            iterators = self._iterators(names)
            self.cursor.expect_word("satisfies")
            return ast.Quantified(token.start, token.text == "every", iterators, self.expression())

    def function_definition(self) -> ast.Node:
        """`function(…) …`"""
        cursor = self.cursor
        at = cursor.advance(2).start
        parameters: list[tuple[str, ast.TypeName | None]] = []
        while not cursor.at_symbol(")"):
            name = cursor.spelled_name(":", ",", ")")
            if name is None:
                raise cursor.refuse("name", "')'")
            parameters.append((name, parse_type(cursor) if cursor.take_symbol(":") else None))
            if not cursor.take_symbol(","):
                break
        cursor.expect(")")
        external = cursor.take_word("external")
        with cursor.scope(name for name, _ in parameters):
            return ast.FunctionDefinition(at, tuple(parameters), self.expression(), external)
