"""The parser's view of its tokens: the current one, the names in scope, and errors that say what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import END, NAME, NUMBER, STRING, SYMBOL, Token, tokenize
from engine.feel.limits import MAX_NESTING
from engine.feel.names import KEYWORDS, NameTree, is_name_part, joined

#: What can begin an expression, in the words of an error message.
EXPRESSION = "expression"


class Cursor:
    """Walks over the tokens of one text."""

    def __init__(self, text: str, built_in: NameTree, known: NameTree) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.position = 0
        self.current = self.tokens[0]
        self._built_in = built_in
        self._known = known
        self._locals: list[NameTree] = []
        self._members = NameTree()
        self._depth = 0
        self._filters = 0

    # -- tokens ---------------------------------------------------------------------------------------------------

    def peek(self, distance: int = 1) -> Token:
        """The token `distance` ahead."""
        return self.tokens[min(self.position + distance, len(self.tokens) - 1)]

    def advance(self, count: int = 1) -> Token:
        """Step over `count` tokens and return the first of them."""
        token = self.current
        self.position = min(self.position + count, len(self.tokens) - 1)
        self.current = self.tokens[self.position]
        return token

    def rewind(self, position: int) -> None:
        """Go back to a position that was read before."""
        self.position = position
        self.current = self.tokens[position]

    def at_symbol(self, *symbols: str) -> bool:
        """Whether the current token is one of the symbols."""
        return self.current.kind == SYMBOL and self.current.text in symbols

    def at_word(self, word: str) -> bool:
        """Whether the current token is the keyword."""
        return self.current.kind == NAME and self.current.text == word

    def take_symbol(self, symbol: str) -> bool:
        """Step over the symbol if it is here."""
        if self.current.kind == SYMBOL and self.current.text == symbol:
            self.advance()
            return True
        return False

    def take_word(self, word: str) -> bool:
        """Step over the keyword if it is here."""
        if self.current.kind == NAME and self.current.text == word:
            self.advance()
            return True
        return False

    def expect(self, *symbols: str) -> Token:
        """Step over one of the symbols or refuse."""
        if self.at_symbol(*symbols):
            return self.advance()
        raise self.refuse(*(f"'{symbol}'" for symbol in symbols))

    def expect_word(self, word: str) -> Token:
        """Step over the keyword or refuse."""
        if self.at_word(word):
            return self.advance()
        raise self.refuse(f"'{word}'")

    def refuse(self, *expected: str) -> FeelSyntaxError:
        """The error at the current token."""
        token = self.current
        if token.kind == END:
            found_en, found_de = "the end of the text", "Ende des Textes"
        else:
            found_en = found_de = repr(self.text[token.start : token.end])
        wanted_de = " oder ".join(_GERMAN.get(word, word) for word in expected)
        hint_en = hint_de = ""
        before = self.tokens[self.position - 1] if self.position else None
        if token.kind == NAME and before is not None and before.kind == NAME and before.text not in KEYWORDS:
            name = self.text[before.start : token.end]
            hint_en = f"; no name that begins with {name!r} is known here"
            hint_de = f"; ein Name, der mit {name!r} beginnt, ist hier nicht bekannt"
        return FeelSyntaxError.at(
            self.text,
            token.start,
            f"found {found_en}, expected {' or '.join(expected)}{hint_en}",
            f"gefunden: {found_de}, erwartet: {wanted_de}{hint_de}",
            expected,
        )

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One more level of nesting, refused beyond `MAX_NESTING`."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise FeelSyntaxError.at(
                self.text,
                self.current.start,
                f"nested deeper than {MAX_NESTING} levels",
                f"tiefer als {MAX_NESTING} Ebenen verschachtelt",
            )
        yield
        self._depth -= 1

    # -- names ----------------------------------------------------------------------------------------------------

    @contextmanager
    def scope(self, names: Iterable[str] = ()) -> Iterator[NameTree]:
        """Local names: parameters, iteration variables, earlier entries of a context."""
        tree = NameTree(names)
        self._locals.append(tree)
        yield tree
        self._locals.pop()

    @contextmanager
    def inside_filter(self) -> Iterator[None]:
        """Inside `[...]` after a value the names of its members are in scope."""
        self._filters += 1
        yield
        self._filters -= 1

    def declare_member(self, name: str) -> None:
        """Make the key of a context literal known after a dot and inside filters."""
        self._members.add(name)

    def known_name(self, *, member: bool = False) -> str | None:
        """Step over the longest known name that begins here and return how its scope spells it."""
        best: tuple[int, str] | None = None
        trees = [*reversed(self._locals), self._known]
        if member or self._filters:
            trees.append(self._members)
        for tree in trees:
            found = tree.longest(self.tokens, self.position)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        if not member:
            found = self._built_in.longest(self.tokens, self.position)
            if found is not None and (best is None or found[0] > best[0]) and self._means_function(found):
                best = found
        if best is None:
            return None
        self.advance(best[0])
        return best[1]

    def _means_function(self, found: tuple[int, str]) -> bool:
        # `date and time` is the conjunction of two variables unless it is called.
        following = self.peek(found[0])
        return " and " not in found[1] or (following.kind == SYMBOL and following.text == "(")

    def spelled_name(self, *ends: str) -> str | None:
        """Step over a name that is being declared: everything up to one of `ends` (symbols or keywords).

        Returns the name with its white space normalised (rule of 10.3.1.4), or `None` without moving.
        """
        index = self.position
        if self.tokens[index].kind != NAME:
            return None
        while is_name_part(self.tokens[index]) and not (index > self.position and self.tokens[index].text in ends):
            index += 1
        token = self.tokens[index]
        if token.text not in ends or token.kind not in (SYMBOL, NAME) or index == self.position:
            return None
        name = joined(self.tokens[self.position : index])
        self.advance(index - self.position)
        return name


_GERMAN = {
    EXPRESSION: "ein Ausdruck",
    "name": "ein Name",
    "type": "ein Typ",
    "end of text": "das Ende des Textes",
    "operator": "ein Operator",
}

__all__ = ["END", "EXPRESSION", "NAME", "NUMBER", "STRING", "SYMBOL", "Cursor", "Token"]
