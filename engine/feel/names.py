"""Names with spaces and operators in them: which run of tokens is one name (DMN 1.5, 10.3.1.4 and 10.3.1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import NAME, NUMBER, SYMBOL, Token, tokenize

#: Words that end a name unless the scope says they are part of it.
_OPERATORS = frozenset({"and", "or", "in", "between", "instance", "of"})
_CLAUSES = frozenset({"if", "then", "else", "for", "return", "some", "every", "satisfies", "function", "external"})
KEYWORDS = _OPERATORS | _CLAUSES
#: Words that are never a name of their own, whatever a scope holds.
RESERVED = KEYWORDS | {"true", "false", "null"}
_NAME_SYMBOLS = frozenset("./-'+*") | {"**"}
_END = ""


def name_tokens(name: str) -> list[Token]:
    """The tokens of a name, empty if FEEL could never spell it."""
    try:
        tokens = tokenize(name)[:-1]
    except FeelSyntaxError:
        return []
    if not tokens or tokens[0].kind != NAME or not all(is_name_part(token) for token in tokens):
        return []
    return tokens


def is_name_part(token: Token) -> bool:
    """Whether the token may stand inside a name."""
    return token.kind in (NAME, NUMBER) or (token.kind == SYMBOL and token.text in _NAME_SYMBOLS)


def joined(tokens: list[Token]) -> str:
    """A name from its tokens: one space between words, no space around symbols."""
    text = tokens[0].text
    for before, token in pairwise(tokens):
        words = before.kind in (NAME, NUMBER) and token.kind in (NAME, NUMBER)
        text += (" " if words and before.end < token.start else "") + token.text
    return text


class NameTree:
    """Known names, looked up by the longest run of tokens."""

    __slots__ = ("_root",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._root: dict[str, Any] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make `name` known; names that FEEL cannot spell are left out."""
        node = self._root
        tokens = name_tokens(name)
        for token in tokens:
            node = node.setdefault(token.text, {})
        if tokens:
            node[_END] = name

    def longest(self, tokens: Sequence[Token], position: int) -> tuple[int, str] | None:
        """The longest known name at `position`: how many tokens it takes and how its scope spells it."""
        node = self._root
        found: tuple[int, str] | None = None
        index = position
        while True:
            token = tokens[index]
            if not is_name_part(token):
                return found
            following = node.get(token.text)
            if following is None:
                return found
            node = following
            index += 1
            if _END in node and (index > position + 1 or token.text not in RESERVED):
                found = (index - position, node[_END])


def keys_of(scope: Mapping[str, Any], *, budget: int = 10_000) -> frozenset[str]:
    """The names in a scope, also those of contexts inside it, in at most `budget` visited values."""
    names: set[str] = set()
    waiting: list[Any] = [scope]
    while waiting and budget > 0:
        value = waiting.pop()
        budget -= 1
        if isinstance(value, Mapping):
            for key, inner in value.items():
                names.add(str(key))
                if isinstance(inner, Mapping | list | tuple):
                    waiting.append(inner)
        else:
            waiting.extend(inner for inner in value[:100] if isinstance(inner, Mapping | list | tuple))
    return frozenset(names)
