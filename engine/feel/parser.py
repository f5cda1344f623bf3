"""FEEL text to syntax tree (grammar of DMN 1.5, 10.3.1.2). Recursive descent over a `Cursor` of tokens."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import syntax as ast
from engine.feel.clauses import ClauseParser
from engine.feel.cursor import END, EXPRESSION, NAME, NUMBER, STRING, SYMBOL, Cursor, Token
from engine.feel.decimals import number_of
from engine.feel.errors import FeelLimitError, FeelSyntaxError
from engine.feel.names import KEYWORDS, NameTree
from engine.feel.type_parser import parse_type

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
OR, AND, COMPARISON, ADDITION, MULTIPLICATION, POWER = range(1, 7)
_LEVELS = {"or": OR, "and": AND, "between": COMPARISON, "in": COMPARISON} | dict.fromkeys(COMPARISONS, COMPARISON)
_LEVELS |= {"+": ADDITION, "-": ADDITION, "*": MULTIPLICATION, "/": MULTIPLICATION, "**": POWER}
#: `a = b = c` is one comparison of a comparison; more than a few of them are a slip.
MAX_CHAINED_COMPARISONS = 8
MAX_POSTFIXES = 100
_WORDS = {"true": True, "false": False, "null": None}
_EMPTY = NameTree()


def parse_expression(text: str, known: NameTree = _EMPTY, built_in: NameTree = _EMPTY) -> ast.Node:
    """The tree of one expression; raises `FeelSyntaxError`."""
    parser = Parser(Cursor(text, built_in, known))
    node = parser.expression()
    parser.expect_end()
    return node


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


class Parser(ClauseParser):
    """One method per level of precedence, from `or` down to literals."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self._interval_end = False
        self._read: ast.Node | None = None

    def expect_end(self) -> None:
        """Refuse anything left over."""
        if self.cursor.current.kind != END:
            raise self.cursor.refuse("operator", "end of text")

    # -- expressions ----------------------------------------------------------------------------------------------

    def expression(self) -> ast.Node:
        """Any textual expression."""
        outer, self._interval_end = self._interval_end, False
        with self.cursor.nested():
            node = self.operators(OR)
        self._interval_end = outer
        return node

    def operators(self, least: int) -> ast.Node:
        """Operands joined by operators that bind at least as tightly as level `least`.

        One method climbs all levels, so that a nested expression costs few stack frames.
        """
        cursor = self.cursor
        at, node = cursor.current.start, self._negation()
        while True:
            token = cursor.current
            level = _LEVELS.get(token.text, 0) if token.kind in (NAME, SYMBOL) else 0
            if level < least or level == 0:
                return node
            if level <= AND:
                node = self._junction(at, node, token.text, level)
            elif level == COMPARISON:
                node = self._comparisons(at, node)
            else:
                node = self._arithmetic(at, node, level)

    def _junction(self, at: int, first: ast.Node, word: str, level: int) -> ast.Node:
        operands = [first]
        while self.cursor.take_word(word):
            operands.append(self.operators(level + 1))
        return ast.Junction(at, word, tuple(operands))

    def _arithmetic(self, at: int, first: ast.Node, level: int) -> ast.Node:
        cursor = self.cursor
        rest: list[tuple[str, ast.Node]] = []
        while cursor.current.kind == SYMBOL and _LEVELS.get(cursor.current.text) == level:
            operator = cursor.advance().text
            rest.append((operator, self.operators(level + 1)))
        return ast.Arithmetic(at, first, tuple(rest))

    def _comparisons(self, at: int, node: ast.Node) -> ast.Node:
        cursor = self.cursor
        for _ in range(MAX_CHAINED_COMPARISONS):
            if cursor.at_symbol(*COMPARISONS):
                operator = cursor.advance().text
                node = ast.Comparison(at, operator, node, self.operators(ADDITION))
            elif cursor.take_word("between"):
                low = self.operators(ADDITION)
                cursor.expect_word("and")
                node = ast.Between(at, node, low, self.operators(ADDITION))
            elif cursor.take_word("in"):
                node = ast.In(at, node, self._in_tests())
            else:
                return node
        raise cursor.refuse("'and'", "'or'")

    def _negation(self) -> ast.Node:
        at, signs = self.cursor.current.start, 0
        while self._read is None and self.cursor.take_symbol("-"):
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
            if length > MAX_POSTFIXES:
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
                return ast.ComparisonTest(at, operator, self.operators(ADDITION))
        return self.expression()

    def _in_tests(self) -> tuple[ast.Node, ...]:
        cursor = self.cursor
        if cursor.at_symbol(*COMPARISONS):
            return (self._test(),)
        if not cursor.at_symbol("("):
            return (self.operators(ADDITION),)
        at = cursor.advance().start
        with cursor.nested():
            tests = [self._test()]
            while cursor.take_symbol(","):
                tests.append(self._test())
        if len(tests) > 1 or isinstance(tests[0], ast.ComparisonTest):
            cursor.expect(")")
            return tuple(tests)
        # `(1..5)` and `(a + b) * c` are one expression that begins with a bracket, whose inside is already read.
        self._read = self._closed(at, tests[0])
        return (self.operators(ADDITION),)

    # -- primaries ------------------------------------------------------------------------------------------------

    def _primary(self) -> ast.Node:
        cursor = self.cursor
        if self._read is not None:
            read, self._read = self._read, None
            return read
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
                return self.context()
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
        return ast.TemporalLiteral(at, cursor.advance().text)

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
            return self.if_clause()
        if word == "for":
            return self.for_clause()
        if word in ("some", "every"):
            return self.quantified_clause()
        if word == "function" and cursor.peek().text == "(":
            return self.function_definition()
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
                operand = self.operators(ADDITION)
            cursor.expect(")")
            return ast.HalfLine(at, operator, operand)
        return self._closed(at, self.expression())

    def _closed(self, at: int, inside: ast.Node) -> ast.Node:
        if self.cursor.take_symbol(".."):
            return self._interval(at, inside, False)
        self.cursor.expect(")")
        return inside

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
            high = self.operators(ADDITION)
        self._interval_end = outer
        closing = self.cursor.expect("]", ")", "[")
        return ast.RangeLiteral(at, low, high, low_included, closing.text == "]")
