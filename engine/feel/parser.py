"""FEEL text to syntax tree (grammar of DMN 1.5, 10.3.1.2). Recursive descent over a `Cursor` of tokens."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import syntax as ast
from engine.feel.cursor import END, EXPRESSION, NAME, NUMBER, STRING, SYMBOL, Cursor, Token
from engine.feel.decimals import number_of
from engine.feel.errors import FeelLimitError, FeelSyntaxError
from engine.feel.names import KEYWORDS, NameTree
from engine.feel.temporal_text import read_temporal
from engine.feel.type_parser import parse_type

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_WORDS = {"true": True, "false": False, "null": None}
_EMPTY = NameTree()


def parse_expression(text: str, known: NameTree = _EMPTY, built_in: NameTree = _EMPTY) -> ast.Node:
    """The tree of one expression; raises `FeelSyntaxError`."""
    parser = Parser(Cursor(text, built_in, known))
    node = parser.expression()
    parser.expect_end()
    return node


def parse_expressions(text: str, known: NameTree = _EMPTY, built_in: NameTree = _EMPTY) -> tuple[ast.Node, ...]:
    """The trees of expressions separated by commas (grammar rule 1.b and the cells of a table)."""
    parser = Parser(Cursor(text, built_in, known))
    nodes = [parser.expression()]
    while parser.cursor.take_symbol(","):
        nodes.append(parser.expression())
    parser.expect_end()
    return tuple(nodes)


def parse_unary_tests(text: str, known: NameTree = _EMPTY, built_in: NameTree = _EMPTY) -> ast.UnaryTestList:
    """The tree of unary tests (grammar rule 15); raises `FeelSyntaxError`."""
    cursor = Cursor(text, built_in, known)
    parser = Parser(cursor)
    if cursor.at_symbol("-") and cursor.peek().kind == END:
        return ast.UnaryTestList(0, (), False)
    if cursor.at_word("not") and cursor.peek().text == "(" and cursor.peek().kind == SYMBOL:
        cursor.advance(2)
        tests = parser.tests(")")
        cursor.expect(")")
        if cursor.current.kind == END:
            return ast.UnaryTestList(0, tests, True)
        cursor.rewind(0)  # `not(x) and y` is one expression after all
    tests = parser.tests()
    parser.expect_end()
    return ast.UnaryTestList(0, tests, False)


class Parser:
    """One method per level of precedence, from `or` down to literals."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self._interval_end = False

    def expect_end(self) -> None:
        """Refuse anything left over."""
        if self.cursor.current.kind != END:
            raise self.cursor.refuse("operator", "end of text")

    # -- expressions ----------------------------------------------------------------------------------------------

    def expression(self) -> ast.Node:
        """Any textual expression."""
        outer, self._interval_end = self._interval_end, False
        with self.cursor.nested():
            node = self._disjunction()
        self._interval_end = outer
        return node

    def _disjunction(self) -> ast.Node:
        at, first = self.cursor.current.start, self._conjunction()
        if not self.cursor.at_word("or"):
            return first
        operands = [first]
        while self.cursor.take_word("or"):
            operands.append(self._conjunction())
        return ast.Junction(at, "or", tuple(operands))

    def _conjunction(self) -> ast.Node:
        at, first = self.cursor.current.start, self._comparison()
        if not self.cursor.at_word("and"):
            return first
        operands = [first]
        while self.cursor.take_word("and"):
            operands.append(self._comparison())
        return ast.Junction(at, "and", tuple(operands))

    def _comparison(self) -> ast.Node:
        cursor = self.cursor
        at, node = cursor.current.start, self.additive()
        chained = 0
        while True:
            if cursor.at_symbol(*COMPARISONS):
                operator = cursor.advance().text
                node = ast.Comparison(at, operator, node, self.additive())
            elif cursor.take_word("between"):
                low = self.additive()
                cursor.expect_word("and")
                node = ast.Between(at, node, low, self.additive())
            elif cursor.take_word("in"):
                node = ast.In(at, node, self._in_tests())
            else:
                return node
            chained += 1
            if chained > 8:
                raise cursor.refuse("'and'", "'or'")

    def additive(self) -> ast.Node:
        """Sums and everything that binds tighter; the operands of comparisons."""
        at, first = self.cursor.current.start, self._multiplicative()
        rest: list[tuple[str, ast.Node]] = []
        while self.cursor.at_symbol("+", "-"):
            operator = self.cursor.advance().text
            rest.append((operator, self._multiplicative()))
        return ast.Arithmetic(at, first, tuple(rest)) if rest else first

    def _multiplicative(self) -> ast.Node:
        at, first = self.cursor.current.start, self._power()
        rest: list[tuple[str, ast.Node]] = []
        while self.cursor.at_symbol("*", "/"):
            operator = self.cursor.advance().text
            rest.append((operator, self._power()))
        return ast.Arithmetic(at, first, tuple(rest)) if rest else first

    def _power(self) -> ast.Node:
        at, first = self.cursor.current.start, self._negation()
        rest: list[tuple[str, ast.Node]] = []
        while self.cursor.take_symbol("**"):
            rest.append(("**", self._negation()))
        return ast.Arithmetic(at, first, tuple(rest)) if rest else first

    def _negation(self) -> ast.Node:
        at, signs = self.cursor.current.start, 0
        while self.cursor.take_symbol("-"):
            signs += 1
        node = self._instance_of()
        if signs == 0:
            return node
        # Twice negated is not the value itself: "-" of a string is null, however often it is repeated.
        node = ast.Negation(at, node)
        return node if signs % 2 else ast.Negation(at, node)

    def _instance_of(self) -> ast.Node:
        at, node = self.cursor.current.start, self._postfix()
        while self.cursor.at_word("instance") and self.cursor.peek().text == "of":
            self.cursor.advance(2)
            node = ast.InstanceOf(at, node, parse_type(self.cursor))
        return node

    def _postfix(self) -> ast.Node:
        cursor = self.cursor
        at, node = cursor.current.start, self._primary()
        length = 0
        while cursor.current.kind == SYMBOL:
            symbol = cursor.current.text
            if symbol == ".":
                cursor.advance()
                node = ast.Path(at, node, self._member())
            elif symbol == "(":
                node = self._call(at, node)
            elif symbol == "[" and not (self._interval_end and not self._begins_expression(cursor.peek())):
                cursor.advance()
                with cursor.inside_filter():
                    condition = self.expression()
                cursor.expect("]")
                node = ast.Filter(at, node, condition)
            else:
                break
            length += 1
            if length > 100:
                raise cursor.refuse("operator", "end of text")
        return node

    def _begins_expression(self, token: Token) -> bool:
        # `[1..5[` ends an interval, `[1..list[1]]` filters its end: what follows the bracket decides.
        if token.kind == NAME:
            return token.text not in ("and", "or", "then", "else", "return", "satisfies", "in", "between", "instance")
        return token.kind in (NUMBER, STRING) or (token.kind == SYMBOL and token.text in ("(", "{", "@", "-"))

    def _member(self) -> str:
        name = self.cursor.known_name(member=True)
        if name is not None:
            return name
        if self.cursor.current.kind == NAME:
            # The members of ranges are the only names with spaces that no scope declares.
            word, following = self.cursor.current.text, self.cursor.peek()
            if word in ("start", "end") and following.kind == NAME and following.text == "included":
                self.cursor.advance(2)
                return f"{word} included"
            if word == "time" and following.kind == NAME and following.text == "offset":
                self.cursor.advance(2)
                return "time offset"
            return self.cursor.advance().text
        raise self.cursor.refuse("name")

    def _call(self, at: int, callee: ast.Node) -> ast.Node:
        cursor = self.cursor
        cursor.expect("(")
        if cursor.take_symbol(")"):
            return ast.Call(at, callee, (), ())
        name = cursor.spelled_name(":")
        if name is None:
            positional = [self.expression()]
            while cursor.take_symbol(","):
                positional.append(self.expression())
            cursor.expect(")")
            return ast.Call(at, callee, tuple(positional), ())
        named: list[tuple[str, ast.Node]] = []
        while True:
            if name is None:
                raise cursor.refuse("name")
            cursor.expect(":")
            named.append((name, self.expression()))
            if not cursor.take_symbol(","):
                break
            name = cursor.spelled_name(":")
        cursor.expect(")")
        return ast.Call(at, callee, (), tuple(named))

    # -- unary tests ----------------------------------------------------------------------------------------------

    def tests(self, end: str = "") -> tuple[ast.Node, ...]:
        """Positive unary tests separated by commas."""
        tests = [self._test()]
        while self.cursor.take_symbol(","):
            if end and self.cursor.at_symbol(end):
                raise self.cursor.refuse(EXPRESSION)
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> ast.Node:
        if self.cursor.at_symbol(*COMPARISONS):
            at, operator = self.cursor.current.start, self.cursor.advance().text
            with self.cursor.nested():
                return ast.ComparisonTest(at, operator, self.additive())
        return self.expression()

    def _in_tests(self) -> tuple[ast.Node, ...]:
        cursor = self.cursor
        if cursor.at_symbol(*COMPARISONS):
            return (self._test(),)
        if cursor.at_symbol("("):
            start = cursor.position
            cursor.advance()
            with cursor.nested():
                tests = self.tests()
            if cursor.at_symbol(")") and not self._continues(cursor.peek()):
                cursor.advance()
                return tests
            cursor.rewind(start)  # `(1..5)` or `(a + b) * c`: one expression that begins with a bracket
        return (self.additive(),)

    def _continues(self, token: Token) -> bool:
        return token.kind == SYMBOL and token.text in ("+", "-", "*", "/", "**", ".", "[", "(")

    # -- primaries ------------------------------------------------------------------------------------------------

    def _primary(self) -> ast.Node:
        cursor = self.cursor
        token = cursor.current
        if token.kind == NUMBER:
            cursor.advance()
            return ast.Literal(token.start, self._number(token.text, token.start))
        if token.kind == STRING:
            cursor.advance()
            return ast.Literal(token.start, token.text)
        if token.kind == NAME:
            return self._word()
        if token.kind == SYMBOL:
            if token.text == "(":
                return self._parenthesis()
            if token.text in ("[", "]"):
                return self._bracket()
            if token.text == "{":
                return self._context()
            if token.text == "@":
                return self._at_literal()
        raise cursor.refuse(EXPRESSION)

    def _number(self, text: str, at: int) -> Decimal:
        try:
            return number_of(text)
        except (FeelLimitError, ValueError):
            raise FeelSyntaxError.at(
                self.cursor.text, at, "the number is too large", "die Zahl ist zu groß", ("number",)
            ) from None

    def _at_literal(self) -> ast.Node:
        cursor = self.cursor
        at = cursor.advance().start
        if cursor.current.kind != STRING:
            raise cursor.refuse("string")
        token = cursor.advance()
        try:
            return ast.Literal(at, read_temporal(token.text))
        except (ValueError, OverflowError):
            return ast.Literal(at, None)

    def _word(self) -> ast.Node:
        cursor = self.cursor
        token = cursor.current
        name = cursor.known_name()
        if name is not None:
            return ast.Name(token.start, name)
        word = token.text
        if word in _WORDS:
            cursor.advance()
            return ast.Literal(token.start, _WORDS[word])
        if word == "if":
            return self._if()
        if word == "for":
            return self._for()
        if word in ("some", "every"):
            return self._quantified()
        if word == "function" and cursor.peek().text == "(":
            return self._function()
        if word in KEYWORDS:
            raise cursor.refuse(EXPRESSION)
        cursor.advance()
        return ast.Name(token.start, word)

    def _parenthesis(self) -> ast.Node:
        cursor = self.cursor
        at = cursor.advance().start
        if cursor.at_symbol(*COMPARISONS):
            operator = cursor.advance().text
            with cursor.nested():
                operand = self.additive()
            cursor.expect(")")
            return ast.HalfLine(at, operator, operand)
        node = self.expression()
        if cursor.take_symbol(".."):
            return self._interval(at, node, False)
        cursor.expect(")")
        return node

    def _bracket(self) -> ast.Node:
        cursor = self.cursor
        opening = cursor.advance()
        if opening.text == "]":
            low = self.expression()
            cursor.expect("..")
            return self._interval(opening.start, low, False)
        if cursor.take_symbol("]"):
            return ast.ListLiteral(opening.start, ())
        items = [self._test()]
        if cursor.take_symbol(".."):
            return self._interval(opening.start, items[0], True)
        while cursor.take_symbol(","):
            items.append(self._test())
        cursor.expect("]")
        return ast.ListLiteral(opening.start, tuple(items))

    def _interval(self, at: int, low: ast.Node, low_included: bool) -> ast.Node:
        outer, self._interval_end = self._interval_end, True
        with self.cursor.nested():
            high = self.additive()
        self._interval_end = outer
        closing = self.cursor.expect("]", ")", "[")
        return ast.RangeLiteral(at, low, high, low_included, closing.text == "]")

    def _context(self) -> ast.Node:
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

    # -- if, for, some, every, function ---------------------------------------------------------------------------

    def _if(self) -> ast.Node:
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

    def _for(self) -> ast.Node:
        at = self.cursor.advance().start
        with self.cursor.scope() as names:
            iterators = self._iterators(names)
            self.cursor.expect_word("return")
            return ast.For(at, iterators, self.expression())

    def _quantified(self) -> ast.Node:
        token = self.cursor.advance()
        with self.cursor.scope() as names:
            iterators = self._iterators(names)
            self.cursor.expect_word("satisfies")
            return ast.Quantified(token.start, token.text == "every", iterators, self.expression())

    def _function(self) -> ast.Node:
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
