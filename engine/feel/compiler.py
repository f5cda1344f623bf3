"""Syntax tree to closures: each node becomes a function of a `Frame`, so that evaluating never looks at the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel import syntax as ast
from engine.feel.arithmetic import arithmetic, negate
from engine.feel.builtin import BUILT_INS
from engine.feel.compare import compare, equal, ordered, satisfies
from engine.feel.decimals import CONTEXT
from engine.feel.invoke import invoke, invoke_named
from engine.feel.members import member
from engine.feel.reading import mentions
from engine.feel.run import Frame
from engine.feel.types import FeelType, resolve_type
from engine.feel.values import FUNCTION, NUMBER, Closure, FeelFunction, Range, kind, kind_of_type

Code = Callable[[Frame], Any]
_MISSING = object()
_READY = frozenset({str, bool, type(None)})


class Compiler:
    """Compiles the expressions of one text. `functions` and `types` are what the host adds to the language."""

    def __init__(self, functions: Mapping[str, FeelFunction], types: Mapping[str, FeelType]) -> None:
        self.functions = functions
        self.types = types
        self._nodes: dict[type, Callable[[Any], Code]] = {
            ast.Literal: self._literal,
            ast.Name: self._name,
            ast.Path: self._path,
            ast.Filter: self._filter,
            ast.Call: self._call,
            ast.Arithmetic: self._arithmetic,
            ast.Negation: self._negation,
            ast.Comparison: self._comparison,
            ast.Junction: self._junction,
            ast.Between: self._between,
            ast.In: self._in,
            ast.InstanceOf: self._instance_of,
            ast.If: self._if,
            ast.FunctionDefinition: self._function,
            ast.ListLiteral: self._list,
            ast.ContextLiteral: self._context,
            ast.RangeLiteral: self._range,
            ast.ComparisonTest: self._comparison_test,
            ast.UnaryTestList: self._unary_tests,
        }

    def compile(self, node: ast.Node) -> Code:
        """The code of one node."""
        if isinstance(node, ast.For | ast.Quantified):
            from engine.feel.iteration import compile_for, compile_quantified

            return compile_for(self, node) if isinstance(node, ast.For) else compile_quantified(self, node)
        return self._nodes[type(node)](node)

    # -- constants and variables ----------------------------------------------------------------------------------

    def _literal(self, node: ast.Literal) -> Code:
        value = node.value
        return lambda frame: value

    def _name(self, node: ast.Name) -> Code:
        name = node.name
        fallback = self.functions.get(name) or BUILT_INS.get(name)

        def read(frame: Frame) -> Any:
            while frame.parent is not None:
                value = frame.values.get(name, _MISSING)
                if value is not _MISSING:
                    return value
                frame = frame.parent
            value = frame.values.get(name, _MISSING)
            if type(value) in _READY:
                return value
            if value is _MISSING:
                return frame.run.null("unknown_name", name) if fallback is None else fallback
            return frame.run.canonical(value)

        return read

    def _path(self, node: ast.Path) -> Code:
        names: list[str] = [node.member]
        base = node.base
        while isinstance(base, ast.Path):
            names.append(base.member)
            base = base.base
        names.reverse()
        code = self.compile(base)
        if isinstance(base, ast.Name):
            return self._variable_path(base.name, names, code)

        def walk(frame: Frame) -> Any:
            value = code(frame)
            for name in names:
                value = member(frame.run, value, name)
            return value

        return walk

    def _variable_path(self, root: str, names: list[str], code: Code) -> Code:
        # The host's contexts are walked as they are; only what is reached is made canonical.
        def walk(frame: Frame) -> Any:
            found, value = frame.raw(root)
            if not found:
                value = code(frame)
            run = frame.run
            for name in names:
                if type(value) is dict:
                    if name not in value:
                        return run.null("no_member", name, root)
                    value = value[name]
                else:
                    value = member(run, run.canonical(value), name)
            return run.canonical(value)

        return walk

    # -- operators ------------------------------------------------------------------------------------------------

    def _arithmetic(self, node: ast.Arithmetic) -> Code:
        first = self.compile(node.first)
        rest = tuple((operator, self.compile(operand)) for operator, operand in node.rest)

        def calculate(frame: Frame) -> Any:
            value = first(frame)
            for operator, operand in rest:
                value = arithmetic(frame.run, operator, value, operand(frame))
            return value

        return calculate

    def _negation(self, node: ast.Negation) -> Code:
        if isinstance(node.operand, ast.Literal) and type(node.operand.value) is Decimal:
            constant = CONTEXT.minus(node.operand.value)
            return lambda frame: constant
        operand = self.compile(node.operand)
        return lambda frame: negate(frame.run, operand(frame))

    def _comparison(self, node: ast.Comparison) -> Code:
        left, right, operator = self.compile(node.left), self.compile(node.right), node.operator
        if operator == "=":
            return lambda frame: equal(frame.run, left(frame), right(frame))
        if operator == "!=":

            def differs(frame: Frame) -> bool | None:
                same = equal(frame.run, left(frame), right(frame))
                return None if same is None else not same

            return differs
        return lambda frame: ordered(frame.run, operator, left(frame), right(frame))

    def _junction(self, node: ast.Junction) -> Code:
        operands = tuple(map(self.compile, node.operands))
        decisive = node.operator == "or"
        operator = node.operator

        def join(frame: Frame) -> bool | None:
            result: bool | None = not decisive
            for operand in operands:
                value = operand(frame)
                if value is decisive:
                    return bool(value)
                if value is not (not decisive):
                    if value is not None:
                        frame.run.null("not_boolean", operator, value)
                    result = None
            return result

        return join

    def _between(self, node: ast.Between) -> Code:
        value, low, high = self.compile(node.value), self.compile(node.low), self.compile(node.high)

        def between(frame: Frame) -> bool | None:
            subject, lowest, highest = value(frame), low(frame), high(frame)
            above, below = compare(subject, lowest), compare(subject, highest)
            if above is None or below is None:
                return frame.run.null("compare", subject, lowest if above is None else highest)
            return above >= 0 and below <= 0

        return between

    def _in(self, node: ast.In) -> Code:
        value = self.compile(node.value)
        tests = tuple(self.test(test) for test in node.tests)

        def contains(frame: Frame) -> bool | None:
            return any_holds(tests, Frame(frame.run, {"?": value(frame)}, frame))

        return contains

    def _instance_of(self, node: ast.InstanceOf) -> Code:
        value, wanted = self.compile(node.value), resolve_type(node.type, self.types)
        name = node.type.name

        def check(frame: Frame) -> bool | None:
            subject = value(frame)
            if wanted is None:
                return frame.run.null("unknown_type", name)
            return subject is not None and wanted.accepts(subject)

        return check

    def _if(self, node: ast.If) -> Code:
        branches = tuple((self.compile(condition), self.compile(then)) for condition, then in node.branches)
        otherwise = self.compile(node.otherwise)

        def choose(frame: Frame) -> Any:
            for condition, then in branches:
                value = condition(frame)
                if value is True:
                    return then(frame)
                if value is not False and value is not None:
                    frame.run.null("not_boolean", "if", value)
            return otherwise(frame)

        return choose

    # -- unary tests ----------------------------------------------------------------------------------------------

    def test(self, node: ast.Node) -> Code:
        """The code that says whether the variable `?` meets one test."""
        if isinstance(node, ast.ComparisonTest | ast.UnaryTestList):
            return self.compile(node)
        code = self.compile(node)
        if mentions(node, "?"):
            return code
        # `true` in a cell is a value to compare with, also for a missing subject; `Alter > 18` is a condition.
        literal = isinstance(node, ast.Literal)

        def check(frame: Frame) -> bool | None:
            subject, value = frame.values["?"], code(frame)
            if type(value) is bool and type(subject) is not bool and not literal:
                return value
            return satisfies(frame.run, subject, value)

        return check

    def _comparison_test(self, node: ast.ComparisonTest) -> Code:
        operand, operator = self.compile(node.operand), node.operator
        subject = self._name(ast.Name(node.at, "?"))
        if operator in ("=", "!="):
            wanted = operator == "="

            def same(frame: Frame) -> bool | None:
                result = equal(frame.run, subject(frame), operand(frame))
                return None if result is None else result is wanted

            return same
        return lambda frame: ordered(frame.run, operator, subject(frame), operand(frame))

    def _unary_tests(self, node: ast.UnaryTestList) -> Code:
        if not node.tests:
            return lambda frame: True
        tests = tuple(map(self.test, node.tests))
        if not node.negated:
            return lambda frame: any_holds(tests, frame)

        def none_holds(frame: Frame) -> bool | None:
            result = any_holds(tests, frame)
            return None if result is None else not result

        return none_holds

    # -- lists, contexts, ranges, functions -----------------------------------------------------------------------

    def _list(self, node: ast.ListLiteral) -> Code:
        items = tuple(map(self.compile, node.items))
        return lambda frame: [item(frame) for item in items]

    def _context(self, node: ast.ContextLiteral) -> Code:
        entries = tuple((key, self.compile(value)) for key, value in node.entries)
        keys = [key for key, _ in entries]
        duplicate = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None

        def build(frame: Frame) -> Any:
            if duplicate is not None:
                return frame.run.null("duplicate_key", duplicate)
            values: dict[str, Any] = {}
            inner = Frame(frame.run, values, frame)
            for key, code in entries:
                values[key] = code(inner)
            return values

        return build

    def _range(self, node: ast.RangeLiteral) -> Code:
        low = self.compile(node.low) if node.low is not None else None
        high = self.compile(node.high) if node.high is not None else None
        low_included, high_included = node.low_included, node.high_included

        def build(frame: Frame) -> Any:
            lowest = low(frame) if low is not None else None
            highest = high(frame) if high is not None else None
            if low is not None and high is not None and lowest is not None and highest is not None:
                order = compare(lowest, highest)
                if order is None or order > 0:
                    return frame.run.null("range_ends", lowest, highest)
            return Range(lowest, highest, low_included, high_included)

        return build

    def _function(self, node: ast.FunctionDefinition) -> Code:
        if node.external:
            return lambda frame: frame.run.null("external")
        names = tuple(name for name, _ in node.parameters)
        types = tuple(None if name is None else resolve_type(name, self.types) for _, name in node.parameters)
        body = self.compile(node.body)
        return lambda frame: Closure(names, types, body, frame)

    def _call(self, node: ast.Call) -> Code:
        callee = self._callee(node.callee)
        positional = tuple(map(self.compile, node.positional))
        if node.named:
            named = tuple((name, self.compile(value)) for name, value in node.named)

            def call_named(frame: Frame) -> Any:
                return invoke_named(frame.run, callee(frame), {name: value(frame) for name, value in named})

            return call_named
        return lambda frame: invoke(frame.run, callee(frame), [argument(frame) for argument in positional])

    def _callee(self, node: ast.Node) -> Code:
        code = self.compile(node)
        if not isinstance(node, ast.Name):
            return code
        name = node.name
        fallback = self.functions.get(name) or BUILT_INS.get(name)
        if fallback is None:
            return code

        def find(frame: Frame) -> Any:
            # A variable called `date` or `count` must not hide the function of that name.
            found, value = frame.raw(name)
            return value if found and kind_of_type(type(value)) == FUNCTION else fallback

        return find

    # -- filters --------------------------------------------------------------------------------------------------

    def _filter(self, node: ast.Filter) -> Code:
        from engine.feel.iteration import element_at, filter_list

        base, condition = self.compile(node.base), self.compile(node.condition)
        if isinstance(node.condition, ast.Literal) and kind(node.condition.value) == NUMBER:
            index = node.condition.value
            return lambda frame: element_at(frame.run, base(frame), index)
        return lambda frame: filter_list(frame, base(frame), condition)


def any_holds(tests: tuple[Code, ...], frame: Frame) -> bool | None:
    """Three-valued `or` over tests."""
    result: bool | None = False
    for test in tests:
        value = test(frame)
        if value is True:
            return True
        if value is not False:
            result = None
    return result
