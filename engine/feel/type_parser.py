"""Types in `instance of` and in the parameters of functions (DMN 1.5, grammar rules 54 to 56)."""

from __future__ import annotations

from engine.feel.cursor import NAME, Cursor
from engine.feel.syntax import TypeName

_PHRASES = (
    ("days", "and", "time", "duration"),
    ("years", "and", "months", "duration"),
    ("date", "and", "time"),
)


def parse_type(cursor: Cursor) -> TypeName:
    """The type that begins at the current token."""
    with cursor.nested():
        return _type(cursor)


def _type(cursor: Cursor) -> TypeName:
    if cursor.current.kind != NAME:
        raise cursor.refuse("type")
    following = cursor.peek().text
    word = cursor.current.text
    if word in ("list", "range") and following == "<":
        cursor.advance(2)
        element = parse_type(cursor)
        cursor.expect(">")
        return TypeName(word, (element,))
    if word == "context" and following == "<":
        cursor.advance(2)
        return _context(cursor)
    if word == "function" and following == "<":
        cursor.advance(2)
        return _function(cursor)
    for phrase in _PHRASES:
        if all(cursor.peek(index).text == part for index, part in enumerate(phrase)):
            cursor.advance(len(phrase))
            return TypeName(" ".join(phrase))
    return TypeName(_qualified_name(cursor))


def _qualified_name(cursor: Cursor) -> str:
    name = _simple_name(cursor)
    while cursor.at_symbol(".") and cursor.peek().kind == NAME:
        cursor.advance()
        name += f".{_simple_name(cursor)}"
    return name


def _simple_name(cursor: Cursor) -> str:
    return cursor.known_name(member=True) or cursor.advance().text


def _context(cursor: Cursor) -> TypeName:
    entries: list[tuple[str, TypeName]] = []
    while not cursor.at_symbol(">"):
        name = cursor.spelled_name(":")
        if name is None:
            raise cursor.refuse("name")
        cursor.expect(":")
        entries.append((name, parse_type(cursor)))
        if not cursor.take_symbol(","):
            break
    cursor.expect(">")
    return TypeName("context", (), tuple(entries))


def _function(cursor: Cursor) -> TypeName:
    parameters: list[TypeName] = []
    while not cursor.at_symbol(">"):
        parameters.append(parse_type(cursor))
        if not cursor.take_symbol(","):
            break
    cursor.expect(">")
    cursor.expect("->")
    return TypeName("function", tuple(parameters), (), parse_type(cursor))
