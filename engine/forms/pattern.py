"""Regular expressions of forms, matched in linear time.

A designer's pattern meets text from anybody, so a backtracking engine would let one careless pattern such as
``(a+)+$`` block a worker. Patterns are therefore compiled to a nondeterministic automaton whose work is bounded by
length of text x size of pattern. The language is the common part of JavaScript (the editor's preview) and JSON Schema:
literals, ``.``, classes, ``\\d \\w \\s``, groups, ``|``, ``* + ? {n,m}`` and the anchors ``^ $``. Look-around,
back references and word boundaries are refused. As there, a pattern may match anywhere in the text.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.forms.errors import PatternError

MAX_LENGTH = 500
#: Size of the automaton; ``[0-9]{1,200}`` needs about 400 states.
MAX_STATES = 2_000
MAX_REPEAT = 500
MAX_DEPTH = 40

_DIGITS = ((ord("0"), ord("9")),)
_WORD = (*_DIGITS, (ord("A"), ord("Z")), (ord("_"), ord("_")), (ord("a"), ord("z")))
_SPACE = (
    *((ord(c), ord(c)) for c in "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"),
    (0x2000, 0x200A),
)
_LINE_ENDS = tuple((ord(c), ord(c)) for c in "\n\r\u2028\u2029")
_SHORTHANDS = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_SPECIAL = frozenset("^$\\.*+?()[]{}|/-")

_Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """Characters by code point; ``groups`` are tested one by one because a shorthand inside may be negated."""

    groups: tuple[tuple[_Ranges, bool], ...]
    negated: bool = False

    def holds(self, code: int) -> bool:
        inside = any(any(low <= code <= high for low, high in ranges) != flip for ranges, flip in self.groups)
        return inside != self.negated


#: An automaton state: kind, what it tests, and where it leads (the second exit is used by forks only).
_State = tuple[str, _Set | None, int, int]
#: Builds a part of the automaton in front of the state it is given and returns the entry state.
_Part = Callable[["_Automaton", int], int]


class _Automaton:
    def __init__(self) -> None:
        self.states: list[_State] = [("match", None, 0, 0)]
        self.copies = 0

    def copy(self) -> None:
        """Count one copy of a repeated part; empty parts make no states and would repeat without end."""
        self.copies += 1
        if self.copies > MAX_STATES:
            raise PatternError("Das Muster wiederholt zu viel.", "The pattern repeats too much.")

    def add(self, kind: str, test: _Set | None = None, then: int = 0, other: int = 0) -> int:
        if len(self.states) >= MAX_STATES:
            raise PatternError("Das Muster ist zu umfangreich.", "The pattern is too large.")
        self.states.append((kind, test, then, other))
        return len(self.states) - 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``source`` is the text the designer wrote."""

    source: str
    states: tuple[_State, ...]
    entry: int

    def found_in(self, text: str) -> bool:
        """True when the pattern matches anywhere in ``text``; time grows linearly with its length."""
        current: set[int] = set()
        for position in range(len(text) + 1):
            reached = self._closure({*current, self.entry}, position, len(text))
            if 0 in reached:
                return True
            if position == len(text):
                break
            code = ord(text[position])
            current = set()
            for state in reached:
                kind, test, then, _ = self.states[state]
                if kind == "set" and test is not None and test.holds(code):
                    current.add(then)
        return False

    def _closure(self, start: set[int], position: int, length: int) -> set[int]:
        seen: set[int] = set()
        todo = list(start)
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            kind, _, then, other = self.states[state]
            if kind == "fork":
                todo += (then, other)
            elif (kind == "start" and position == 0) or (kind == "end" and position == length):
                todo.append(then)
        return seen


def compile_pattern(source: str) -> Pattern:
    """The pattern written as ``source``. Raises :class:`PatternError` with the place of what is not supported."""
    if len(source) > MAX_LENGTH:
        raise PatternError(
            f"Ein Muster hat höchstens {MAX_LENGTH} Zeichen.", f"A pattern has at most {MAX_LENGTH} characters."
        )
    part = _Reader(source).read()
    automaton = _Automaton()
    entry = part(automaton, 0)
    return Pattern(source, tuple(automaton.states), entry)


class _Reader:
    """Recursive descent over the pattern text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0

    def read(self) -> _Part:
        part = self._alternatives()
        if self.at < len(self.source):
            raise self._refuse("eine schließende Klammer zu viel", "an unmatched closing parenthesis")
        return part

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]

        def build(automaton: _Automaton, then: int) -> int:
            entry = parts[-1](automaton, then)
            for part in reversed(parts[:-1]):
                entry = automaton.add("fork", None, part(automaton, then), entry)
            return entry

        return build

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            parts.append(self._quantified())

        def build(automaton: _Automaton, then: int) -> int:
            for part in reversed(parts):
                then = part(automaton, then)
            return then

        return build

    def _quantified(self) -> _Part:
        start = self.at
        part = self._atom()
        bounds = self._quantifier()
        if bounds is None:
            return part
        if self.source[start] in "^$":
            raise self._refuse("ein Anker lässt sich nicht wiederholen", "an anchor cannot be repeated")
        low, high = bounds

        def build(automaton: _Automaton, then: int) -> int:
            if high is None:
                loop = automaton.add("fork")
                automaton.states[loop] = ("fork", None, part(automaton, loop), then)
                then = loop
            else:
                last = then
                for _ in range(high - low):
                    automaton.copy()
                    then = automaton.add("fork", None, part(automaton, then), last)
            for _ in range(low):
                automaton.copy()
                then = part(automaton, then)
            return then

        return build

    def _quantifier(self) -> tuple[int, int | None] | None:
        bounds: tuple[int, int | None]
        if self._take("*"):
            bounds = (0, None)
        elif self._take("+"):
            bounds = (1, None)
        elif self._take("?"):
            bounds = (0, 1)
        elif self._take("{"):
            low = self._count()
            high: int | None = low
            if self._take(","):
                high = None if self._peek() == "}" else self._count()
            if not self._take("}") or (high is not None and high < low):
                raise self._refuse("eine unvollständige Wiederholung", "an incomplete repetition")
            bounds = (low, high)
        else:
            return None
        self._take("?")  # a lazy quantifier finds the same texts
        if self._peek() in ("*", "+", "?", "{"):
            raise self._refuse("eine doppelte Wiederholung", "a doubled repetition")
        return bounds

    def _count(self) -> int:
        start = self.at
        while self._peek().isdecimal() and self._peek().isascii():
            self.at += 1
        digits = self.source[start : self.at]
        if not digits or len(digits) > 4 or int(digits) > MAX_REPEAT:
            raise self._refuse(f"keine Anzahl bis {MAX_REPEAT}", f"no count up to {MAX_REPEAT}")
        return int(digits)

    def _atom(self) -> _Part:
        character = self._next()
        if character == "(":
            return self._group()
        if character in "^$":
            kind = "start" if character == "^" else "end"
            return lambda automaton, then: automaton.add(kind, None, then)
        if character == "[":
            return _one(self._class())
        if character == ".":
            return _one(_Set(((_LINE_ENDS, False),), negated=True))
        if character == "\\":
            return _one(_Set((self._escape(),)))
        if character in "*+?{}]":
            self.at -= 1
            raise self._refuse(f"„{character}“ ohne \\ davor", f"“{character}” without \\ before it")
        return _one(_Set(((((ord(character), ord(character)),), False),)))

    def _group(self) -> _Part:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._refuse("zu viele Klammern ineinander", "parentheses nested too deeply")
        if self._take("?") and not self._take(":"):
            raise self._refuse("eine Vorausschau oder benannte Gruppe", "a look-around or a named group")
        part = self._alternatives()
        if not self._take(")"):
            raise self._refuse("eine fehlende schließende Klammer", "a missing closing parenthesis")
        self.depth -= 1
        return part

    def _escape(self) -> tuple[_Ranges, bool]:
        character = self._next()
        if character.lower() in _SHORTHANDS:
            return _SHORTHANDS[character.lower()], character.isupper()
        if character in _CONTROLS:
            code = ord(_CONTROLS[character])
        elif character in "xu":
            code = self._code(2 if character == "x" else 4)
        elif character in _SPECIAL or not character.isalnum():
            code = ord(character)
        else:
            raise self._refuse(f"„\\{character}“", f"“\\{character}”")
        return ((code, code),), False

    def _code(self, digits: int) -> int:
        text = self.source[self.at : self.at + digits]
        if len(text) < digits or any(c not in "0123456789abcdefABCDEF" for c in text):
            raise self._refuse("ein unvollständiges Zeichen nach \\", "an incomplete character after \\")
        self.at += digits
        return int(text, 16)

    def _class(self) -> _Set:
        negated = self._take("^")
        groups: list[tuple[_Ranges, bool]] = []
        while not self._take("]"):
            ranges, flip = self._member()
            if not flip and len(ranges) == 1 and self._peek() == "-" and self._peek(1) not in ("]", ""):
                self.at += 1
                upper, upper_flip = self._member()
                low, high = ranges[0][0], upper[0][1]
                if upper_flip or len(upper) != 1 or high < low or ranges[0][0] != ranges[0][1]:
                    raise self._refuse("ein Bereich in falscher Reihenfolge", "a range out of order")
                ranges = ((low, high),)
            groups.append((ranges, flip))
        return _Set(tuple(groups), negated)

    def _member(self) -> tuple[_Ranges, bool]:
        character = self._next()
        if character == "\\":
            return self._escape()
        if character == "[":
            raise self._refuse("„[“ in einer Zeichenklasse ohne \\ davor", "“[” in a class without \\ before it")
        return ((ord(character), ord(character)),), False

    def _next(self) -> str:
        if self.at >= len(self.source):
            raise self._refuse("ein unerwartetes Ende", "an unexpected end")
        self.at += 1
        return self.source[self.at - 1]

    def _peek(self, ahead: int = 0) -> str:
        return self.source[self.at + ahead] if self.at + ahead < len(self.source) else ""

    def _take(self, character: str) -> bool:
        if self._peek() != character:
            return False
        self.at += 1
        return True

    def _refuse(self, what_de: str, what_en: str) -> PatternError:
        return PatternError(
            f"Das Muster enthält an Stelle {self.at + 1} {what_de}; das ist nicht möglich.",
            f"At position {self.at + 1} the pattern has {what_en}, which is not supported.",
        )


def _one(test: _Set) -> _Part:
    return lambda automaton, then: automaton.add("set", test, then)
