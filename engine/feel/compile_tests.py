"""Code for unary tests and `in` (DMN 1.5, 7.3.3 and table 55)."""

from __future__ import annotations

from engine.feel import syntax as ast
from engine.feel.compare import ordered, same, satisfies
from engine.feel.compiler import Code, Compiler, compiles
from engine.feel.reading import mentions
from engine.feel.run import Frame


@compiles(ast.In)
def _in(compiler: Compiler, node: ast.In) -> Code:
    value = compiler.compile(node.value)
    tests = tuple([_test(compiler, test) for test in node.tests])

    def contains(frame: Frame) -> bool | None:
        return any_holds(tests, Frame(frame.run, {"?": value(frame)}, frame))

    return contains


def _test(compiler: Compiler, node: ast.Node) -> Code:
    """The code that says whether the variable `?` meets one test."""
    code = compiler.compile(node)
    if isinstance(node, ast.ComparisonTest) or mentions(node, "?"):
        return code
    # `true` in a cell is a value to compare with, also for a missing subject; `Alter > 18` is a condition.
    literal = isinstance(node, ast.Literal)

    def check(frame: Frame) -> bool | None:
        subject, value = frame.values["?"], code(frame)
        if type(value) is bool and type(subject) is not bool and not literal:
            return value
        return satisfies(frame.run, subject, value)

    return check


@compiles(ast.ComparisonTest)
def _comparison_test(compiler: Compiler, node: ast.ComparisonTest) -> Code:
    operand, operator = compiler.compile(node.operand), node.operator
    subject = compiler.compile(ast.Name(node.at, "?"))
    if operator in ("=", "!="):
        wanted = operator == "="

        def equals(frame: Frame) -> bool | None:
            result = same(frame.run, subject(frame), operand(frame))
            return None if result is None else result is wanted

        return equals
    return lambda frame: ordered(frame.run, operator, subject(frame), operand(frame))


@compiles(ast.UnaryTestList)
def _unary_tests(compiler: Compiler, node: ast.UnaryTestList) -> Code:
    if not node.tests:
        return lambda frame: True
    tests = tuple([_test(compiler, test) for test in node.tests])
    if not node.negated:
        return lambda frame: any_holds(tests, frame)

    def none_holds(frame: Frame) -> bool | None:
        result = any_holds(tests, frame)
        return None if result is None else not result

    return none_holds


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
