"""Text to tokens. The lexer knows no keywords: which words form a name is decided by the parser and its scope.

DMN 1.5, 10.3.1.2, grammar rules 22-35 (names) and 33-36, 66 (literals).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.feel.errors import FeelSyntaxError
from engine.feel.limits import MAX_TEXT

NAME, NUMBER, STRING, SYMBOL, END = "name", "number", "string", "symbol", "end"


class Token(NamedTuple):
    """`text` is the token as written, except for strings, where it is the value with escapes resolved."""

    kind: str
    text: str
    start: int
    end: int


_NAME_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME_PART = _NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
# U+FEFF, the no-break spaces and the line separators count as white space (rules 61 and 62).
_SPACE = r"\s\u0085\u180E\u200B\uFEFF"
_TOKEN = re.compile(
    rf"""
      (?P<space>[{_SPACE}]+|//[^\n\r]*|/\*(?:[^*]|\*(?!/))*\*/)
    | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>[{_NAME_START}][{_NAME_PART}]*)
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<symbol>\*\*|\.\.|->|!=|<=|>=|[-+*/=<>()\[\]{{}},:.@'])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else match[0]
    # An unknown escape stands for itself, so that a pattern such as "\d" keeps its backslash.
    return _SIMPLE_ESCAPES.get(match[3], match[0])


def string_value(literal: str) -> str:
    """The value of a quoted string literal, escapes resolved; a surrogate pair becomes one character."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    value = _ESCAPE.sub(_unescape, body)
    if any("\ud800" <= char <= "\udfff" for char in value):
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def tokenize(text: str) -> list[Token]:
    """All tokens of `text`, the last one of kind `END`.

    Raises `FeelSyntaxError` for characters that begin no token, open strings and texts beyond `MAX_TEXT`.
    """
    if len(text) > MAX_TEXT:
        raise FeelSyntaxError.at(
            text,
            0,
            f"the expression is longer than {MAX_TEXT} characters",
            f"der Ausdruck ist länger als {MAX_TEXT} Zeichen",
        )
    tokens: list[Token] = []
    position, length = 0, len(text)
    match_at = _TOKEN.match
    while position < length:
        match = match_at(text, position)
        if match is None:
            raise _refuse(text, position)
        kind = match.lastgroup or ""
        start, position = position, match.end()
        if kind == "space":
            continue
        value = match[0]
        tokens.append(Token(kind, string_value(value) if kind == STRING else value, start, position))
    tokens.append(Token(END, "", length, length))
    return tokens


def _refuse(text: str, position: int) -> FeelSyntaxError:
    if text[position] == '"':
        return FeelSyntaxError.at(
            text, position, "the string is never closed", "die Zeichenkette wird nicht geschlossen", ('"',)
        )
    if text.startswith("/*", position):
        return FeelSyntaxError.at(
            text, position, "the comment is never closed", "der Kommentar wird nicht geschlossen", ("*/",)
        )
    char = text[position]
    return FeelSyntaxError.at(
        text, position, f"unexpected character {char!r}", f"unerwartetes Zeichen {char!r}", ("expression",)
    )
