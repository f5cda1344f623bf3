"""The pattern language: text to a tree of parts."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.regex.characters import (
    CLASS_ESCAPES,
    SINGLE_ESCAPES,
    Test,
    caseless,
    member_of,
    negated,
    property_test,
    variants,
)

MAX_DEPTH = 40
MAX_REPEAT = 1000


class PatternError(ValueError):
    """The pattern or its flags are not valid; the text says why."""


@dataclass(frozen=True, slots=True)
class Char:
    """One character that passes a test."""

    test: Test


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`"""

    kind: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`\\1`: what a group has matched."""

    group: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after another."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first of several alternatives that leads to a match."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group that remembers what it matched."""

    number: int
    part: Part


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part `least` to `most` times, as often as possible if greedy; no upper bound if `most` is `None`."""

    part: Part
    least: int
    most: int | None
    greedy: bool


Part = Char | Anchor | Reference | Sequence | Choice | Group | Repeat


class PatternParser:
    """Recursive descent over one pattern."""

    def __init__(self, pattern: str, flags: str) -> None:
        if not set(flags) <= set("smixq"):
            raise PatternError(f"unknown flags {flags!r}")
        self.ignore_case = "i" in flags
        self.dot_all = "s" in flags
        self.literal = "q" in flags
        self.text = _without_spaces(pattern) if "x" in flags and not self.literal else pattern
        self.position = 0
        self.groups = 0
        self._closed: set[int] = set()
        self._depth = 0

    def parse(self) -> Part:
        """The tree of the whole pattern; raises `PatternError`."""
        if self.literal:
            return Sequence(tuple(self._char(char) for char in self.text))
        part = self._choice()
        if self.position < len(self.text):
            raise PatternError(f"unexpected {self.text[self.position]!r}")
        return part

    def _peek(self) -> str:
        return self.text[self.position] if self.position < len(self.text) else ""

    def _next(self) -> str:
        char = self._peek()
        if not char:
            raise PatternError("unexpected end")
        self.position += 1
        return char

    def _take(self, text: str) -> bool:
        if self.text.startswith(text, self.position):
            self.position += len(text)
            return True
        return False

    def _char(self, char: str) -> Char:
        return Char((variants(char) if self.ignore_case else frozenset(char)).__contains__)

    def _choice(self) -> Part:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise PatternError("nested too deeply")
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._quantified(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quantified(self, part: Part) -> Part:
        least, most = 1, 1 if self._peek() not in ("?", "*", "+", "{") else None
        if self._take("?"):
            least, most = 0, 1
        elif self._take("*"):
            least = 0
        elif self._take("+"):
            least = 1
        elif self._take("{"):
            least, most = self._counts()
        else:
            return part
        if isinstance(part, Anchor):
            raise PatternError("an anchor cannot be repeated")
        greedy = not self._take("?")
        if self._peek() in ("?", "*", "+", "{") and self._peek():
            raise PatternError("nothing to repeat")
        return Repeat(part, least, most, greedy)

    def _counts(self) -> tuple[int, int | None]:
        least = self._digits()
        most: int | None = least
        if self._take(","):
            most = None if self._peek() == "}" else self._digits()
        if not self._take("}") or (most is not None and most < least):
            raise PatternError("invalid quantifier")
        return least, most

    def _digits(self) -> int:
        start = self.position
        while "0" <= self._peek() <= "9":
            self.position += 1
        if start == self.position or self.position - start > 6:
            raise PatternError("invalid quantifier")
        number = int(self.text[start : self.position])
        if number > MAX_REPEAT:
            raise PatternError(f"a quantifier above {MAX_REPEAT}")
        return number

    def _atom(self) -> Part:
        char = self._next()
        if char == "(":
            return self._group()
        if char == "[":
            return Char(self._class())
        if char == ".":
            return Char(_anything if self.dot_all else _not_line_end)
        if char in "^$":
            return Anchor(char)
        if char == "\\":
            return self._escape()
        if char in "?*+{}]":
            raise PatternError(f"unexpected {char!r}")
        return self._char(char)

    def _group(self) -> Part:
        if self._take("?:"):
            part = self._choice()
            number = 0
        else:
            if self._peek() == "?":
                raise PatternError("unknown kind of group")
            self.groups += 1
            number = self.groups
            part = self._choice()
        if not self._take(")"):
            raise PatternError("a group is never closed")
        if number:
            self._closed.add(number)
            return Group(number, part)
        return part

    def _escape(self) -> Part:
        char = self._next()
        if "1" <= char <= "9":
            return self._reference(char)
        test = self._class_escape(char)
        if test is not None:
            return Char(caseless(test) if self.ignore_case and char in "pP" else test)
        if char in SINGLE_ESCAPES:
            return self._char(SINGLE_ESCAPES[char])
        raise PatternError(f"unknown escape \\{char}")

    def _reference(self, first: str) -> Part:
        number = int(first)
        while "0" <= self._peek() <= "9" and number * 10 + int(self._peek()) <= self.groups:
            number = number * 10 + int(self._next())
        if number not in self._closed:
            raise PatternError(f"there is no group {number} before \\{number}")
        return Reference(number)

    def _class_escape(self, char: str) -> Test | None:
        if char in "pP":
            end = self.text.find("}", self.position)
            test = property_test(self.text[self.position + 1 : end]) if self._peek() == "{" and end > 0 else None
            if test is None:
                raise PatternError("unknown category or block")
            self.position = end + 1
            return test if char == "p" else negated(test)
        return CLASS_ESCAPES.get(char)

    def _class(self) -> Test:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise PatternError("nested too deeply")
        negative = self._take("^")
        chars: set[str] = set()
        ranges: list[tuple[str, str]] = []
        classes: list[Test] = []
        subtracted: Test | None = None
        first = True
        while not self._take("]") or first:
            if not first and self._take("-["):
                subtracted = self._class()
                if not self._take("]"):
                    raise PatternError("a subtraction ends its class")
                break
            low = self._class_char(classes)
            first = False
            if low is None:
                continue
            if self._peek() == "-" and self.text[self.position + 1 : self.position + 2] not in ("]", "[", ""):
                self.position += 1
                high = self._class_char(classes)
                if high is None or high < low:
                    raise PatternError("invalid range of characters")
                ranges.append((low, high))
            else:
                chars.add(low)
        test = self._folded(chars, ranges, classes)
        self._depth -= 1
        if negative:
            test = negated(test)
        if subtracted is None:
            return test
        without = subtracted
        return lambda char: test_both(char, test, without)

    def _folded(self, chars: set[str], ranges: list[tuple[str, str]], classes: list[Test]) -> Test:
        if not self.ignore_case:
            return member_of(frozenset(chars), tuple(ranges), tuple(classes))
        listed = frozenset().union(*map(variants, chars)) if chars else frozenset()
        test = member_of(listed, tuple(ranges), ())
        folded = caseless(test) if ranges else test
        kept = tuple(classes)
        return lambda char: folded(char) or any(inner(char) for inner in kept)

    def _class_char(self, classes: list[Test]) -> str | None:
        char = self._next()
        if char == "[":
            raise PatternError("unexpected '['")
        if char == "]":
            raise PatternError("empty class of characters")
        if char != "\\":
            return char
        escaped = self._next()
        test = self._class_escape(escaped)
        if test is not None:
            classes.append(test)
            return None
        if escaped not in SINGLE_ESCAPES:
            raise PatternError(f"unknown escape \\{escaped}")
        return SINGLE_ESCAPES[escaped]


def test_both(char: str, test: Test, without: Test) -> bool:
    """Whether the character passes the one and not the other."""
    return test(char) and not without(char)


def _anything(char: str) -> bool:
    return True


def _not_line_end(char: str) -> bool:
    return char not in "\n\r"


def _without_spaces(pattern: str) -> str:
    """The flag `x`: white space counts only inside classes in brackets."""
    kept: list[str] = []
    depth, position = 0, 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            kept.append(char)
            position += 1
            if depth == 0:  # "\ s" is "\s", since white space goes before anything else is read
                while position < len(pattern) and pattern[position] in " \t\n\r":
                    position += 1
            kept.append(pattern[position : position + 1])
        elif depth > 0 or char not in " \t\n\r":
            depth += (char == "[") - (char == "]" and depth > 0)
            kept.append(char)
        position += 1
    return "".join(kept)
