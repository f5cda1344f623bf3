"""Code for operators: arithmetic, comparison, logic and `if` (DMN 1.5, 10.3.2.11 to 10.3.2.13)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel import syntax as ast
from engine.feel.arithmetic import arithmetic, negate
from engine.feel.compare import ordered, place, same
from engine.feel.compiler import Code, Compiler, compiles
from engine.feel.decimals import CONTEXT
from engine.feel.run import Frame
from engine.feel.types import resolve_type


@compiles(ast.Arithmetic)
def _arithmetic(compiler: Compiler, node: ast.Arithmetic) -> Code:
    first = compiler.compile(node.first)
    rest = tuple([(operator, compiler.compile(operand)) for operator, operand in node.rest])

    def calculate(frame: Frame) -> Any:
        value = first(frame)
        for operator, operand in rest:
            value = arithmetic(frame.run, operator, value, operand(frame))
        return value

    return calculate


@compiles(ast.Negation)
def _negation(compiler: Compiler, node: ast.Negation) -> Code:
    if isinstance(node.operand, ast.Literal) and type(node.operand.value) is Decimal:
        constant = CONTEXT.minus(node.operand.value)
        return lambda frame: constant
    operand = compiler.compile(node.operand)
    return lambda frame: negate(frame.run, operand(frame))


@compiles(ast.Comparison)
def _comparison(compiler: Compiler, node: ast.Comparison) -> Code:
    left, right, operator = compiler.compile(node.left), compiler.compile(node.right), node.operator
    if operator == "=":
        return lambda frame: same(frame.run, left(frame), right(frame))
    if operator == "!=":

        def differs(frame: Frame) -> bool | None:
            result = same(frame.run, left(frame), right(frame))
            return None if result is None else not result

        return differs
    return lambda frame: ordered(frame.run, operator, left(frame), right(frame))


@compiles(ast.Junction)
def _junction(compiler: Compiler, node: ast.Junction) -> Code:
    operands = compiler.all(node.operands)
    decisive = node.operator == "or"
    operator = node.operator

    def join(frame: Frame) -> bool | None:
        result: bool | None = not decisive
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return bool(value)
            if type(value) is not bool:
                if value is not None:
                    frame.run.null("not_boolean", operator, value)
                result = None
        return result

    return join


@compiles(ast.Between)
def _between(compiler: Compiler, node: ast.Between) -> Code:
    value, low, high = compiler.compile(node.value), compiler.compile(node.low), compiler.compile(node.high)

    def between(frame: Frame) -> bool | None:
        subject, lowest, highest = value(frame), low(frame), high(frame)
        above, below = place(frame.run, subject, lowest), place(frame.run, subject, highest)
        if above is None or below is None:
            return frame.run.null("compare", subject, lowest if above is None else highest)
        return above >= 0 and below <= 0

    return between


@compiles(ast.InstanceOf)
def _instance_of(compiler: Compiler, node: ast.InstanceOf) -> Code:
    value, wanted = compiler.compile(node.value), resolve_type(node.type, compiler.types)
    name = node.type.name

    def check(frame: Frame) -> bool | None:
        subject = value(frame)
        if wanted is None:
            return frame.run.null("unknown_type", name)
        if subject is None:
            return False
        frame.run.charge_tree(subject)
        return wanted.accepts(subject)

    return check


@compiles(ast.If)
def _if(compiler: Compiler, node: ast.If) -> Code:
    branches = tuple([(compiler.compile(condition), compiler.compile(then)) for condition, then in node.branches])
    otherwise = compiler.compile(node.otherwise)

    def choose(frame: Frame) -> Any:
        for condition, then in branches:
            value = condition(frame)
            if value is True:
                return then(frame)
            if value is not False and value is not None:
                frame.run.null("not_boolean", "if", value)
        return otherwise(frame)

    return choose
