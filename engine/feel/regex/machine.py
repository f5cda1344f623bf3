"""Patterns as programs, and the backtracking machine that runs them with a bounded number of steps."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from engine.feel.regex.syntax import (
    Anchor,
    Char,
    Choice,
    Group,
    Part,
    PatternError,
    PatternParser,
    Repeat,
    Sequence,
)
from engine.feel.run import Run

CHAR, LOOP, LAZY, SPLIT, JUMP, SAVE, MARK, MOVED, BEGIN, END, REFERENCE, MATCH = range(12)
MAX_PROGRAM = 20_000
#: Steps of the machine that count as one step of the evaluation.
_STEPS = 8


class Program(NamedTuple):
    """Instructions, the number of groups and of registers, and whether the empty string matches."""

    code: tuple[tuple[Any, ...], ...]
    groups: int
    registers: int
    matches_empty: bool
    ignore_case: bool


class Match(NamedTuple):
    """Where a pattern matched: start and end of the whole and of each group, -1 for groups that took no part."""

    spans: tuple[int, ...]

    def group(self, text: str, number: int) -> str:
        """What a group matched, empty if it took no part."""
        start, end = self.spans[2 * number], self.spans[2 * number + 1]
        return text[start:end] if 0 <= start <= end else ""


class _Assembler:
    def __init__(self, groups: int, multiline: bool) -> None:
        self.code: list[tuple[Any, ...]] = []
        self.registers = 2 * (groups + 1)
        self.multiline = multiline

    def emit(self, *instruction: Any) -> int:
        if len(self.code) >= MAX_PROGRAM:
            raise PatternError("the pattern is too large")
        self.code.append(instruction)
        return len(self.code) - 1

    def part(self, part: Part) -> None:
        if isinstance(part, Char):
            self.emit(CHAR, part.test)
        elif isinstance(part, Sequence):
            for inner in part.parts:
                self.part(inner)
        elif isinstance(part, Choice):
            self._choice(part)
        elif isinstance(part, Group):
            self.emit(SAVE, 2 * part.number)
            self.part(part.part)
            self.emit(SAVE, 2 * part.number + 1)
        elif isinstance(part, Repeat):
            self._repeat(part)
        elif isinstance(part, Anchor):
            self.emit(BEGIN if part.kind == "^" else END, self.multiline)
        else:
            self.emit(REFERENCE, part.group)

    def _choice(self, choice: Choice) -> None:
        jumps: list[int] = []
        for index, inner in enumerate(choice.parts):
            if index == len(choice.parts) - 1:
                self.part(inner)
                break
            split = self.emit(SPLIT)
            self.part(inner)
            jumps.append(self.emit(JUMP))
            self.code[split] = (SPLIT, split + 1, len(self.code))
        for jump in jumps:
            self.code[jump] = (JUMP, len(self.code))

    def _repeat(self, repeat: Repeat) -> None:
        if isinstance(repeat.part, Char):
            self.emit(LOOP if repeat.greedy else LAZY, repeat.part.test, repeat.least, repeat.most)
            return
        for _ in range(repeat.least):
            before = len(self.code)
            self.part(repeat.part)
            if len(self.code) == before:
                return  # nothing, however often
        if repeat.most is None:
            register = self.registers
            self.registers += 1
            split = self.emit(SPLIT)
            self.emit(MARK, register)
            self.part(repeat.part)
            self.emit(MOVED, register)
            self.emit(JUMP, split)
            self._set_split(split, repeat.greedy)
            return
        splits: list[int] = []
        for _ in range(repeat.most - repeat.least):
            splits.append(self.emit(SPLIT))
            self.part(repeat.part)
        for split in splits:
            self._set_split(split, repeat.greedy)

    def _set_split(self, split: int, greedy: bool) -> None:
        inside, after = split + 1, len(self.code)
        self.code[split] = (SPLIT, inside, after) if greedy else (SPLIT, after, inside)


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, flags: str) -> Program:
    """The program of a pattern; raises `PatternError`."""
    parser = PatternParser(pattern, flags)
    tree = parser.parse()
    assembler = _Assembler(parser.groups, "m" in flags)
    assembler.part(tree)
    assembler.emit(MATCH)
    return Program(tuple(assembler.code), parser.groups, assembler.registers, _can_be_empty(tree), parser.ignore_case)


def _can_be_empty(part: Part) -> bool:
    if isinstance(part, Char):
        return False
    if isinstance(part, Sequence):
        return all(map(_can_be_empty, part.parts))
    if isinstance(part, Choice):
        return any(map(_can_be_empty, part.parts))
    if isinstance(part, Group):
        return _can_be_empty(part.part)
    if isinstance(part, Repeat):
        return part.least == 0 or _can_be_empty(part.part)
    return True


def search(run: Run, program: Program, text: str, start: int = 0) -> Match | None:
    """The first match at or after `start`; raises `FeelLimitError` when the run has no steps left."""
    for position in range(start, len(text) + 1):
        if position % 2:
            run.charge()
        spans = _match_at(run, program, text, position)
        if spans is not None:
            return Match(spans)
    return None


def _match_at(run: Run, program: Program, text: str, start: int) -> tuple[int, ...] | None:
    code, length = program.code, len(text)
    registers = (-1,) * program.registers
    registers = (start, *registers[1:])
    # Where to go on after a dead end: program counter, position, registers, and for loops the last position to try.
    waiting: list[tuple[int, int, tuple[int, ...], int]] = []
    counter, position, steps = 0, start, 0
    while True:
        steps += 1
        if steps >= _STEPS:
            run.charge(steps // _STEPS)
            steps = 0
        instruction = code[counter]
        operation = instruction[0]
        alive = True
        if operation == CHAR:
            alive = position < length and instruction[1](text[position])
            position += 1
            counter += 1
        elif operation == LOOP:
            end = _run_of(run, text, position, instruction[1], instruction[3])
            least = position + instruction[2]
            alive = end >= least
            counter += 1
            if end > least:
                waiting.append((counter, end - 1, registers, least))
            position = end
        elif operation == LAZY:
            least = position + instruction[2]
            alive = _run_of(run, text, position, instruction[1], instruction[2]) >= least
            if alive and (instruction[3] is None or instruction[3] > instruction[2]):
                limit = length if instruction[3] is None else min(length, position + instruction[3])
                waiting.append((-counter - 1, least, registers, limit))
            counter += 1
            position = least
        elif operation == SPLIT:
            steps += 2
            waiting.append((instruction[2], position, registers, -1))
            counter = instruction[1]
        elif operation == JUMP:
            counter = instruction[1]
        elif operation in (SAVE, MARK):
            index = instruction[1]
            steps += len(registers) // 8
            registers = (*registers[:index], position, *registers[index + 1 :])
            counter += 1
        elif operation == MOVED:
            alive = registers[instruction[1]] != position
            counter += 1
        elif operation == BEGIN:
            alive = position == 0 or (instruction[1] and text[position - 1] == "\n" and position < length)
            counter += 1
        elif operation == END:
            alive = position == length or (instruction[1] and text[position] == "\n")
            counter += 1
        elif operation == REFERENCE:
            position, alive = _repeat_group(program, text, position, registers, instruction[1])
            counter += 1
        else:
            return (registers[0], position, *registers[2 : 2 * (program.groups + 1)])
        if not alive:
            following = _next_try(code, text, waiting)
            if following is None:
                return None
            counter, position, registers = following


def _next_try(
    code: tuple[tuple[Any, ...], ...], text: str, waiting: list[tuple[int, int, tuple[int, ...], int]]
) -> tuple[int, int, tuple[int, ...]] | None:
    while waiting:
        counter, position, registers, bound = waiting.pop()
        if counter < 0:  # a reluctant loop takes one character more
            loop = -counter - 1
            if position >= bound or not code[loop][1](text[position]):
                continue
            waiting.append((counter, position + 1, registers, bound))
            return loop + 1, position + 1, registers
        if bound >= 0 and position > bound:  # a greedy loop gives one character back
            waiting.append((counter, position - 1, registers, bound))
        return counter, position, registers
    return None


def _run_of(run: Run, text: str, position: int, test: Any, most: int | None) -> int:
    end = len(text) if most is None else min(len(text), position + most)
    start = position
    while position < end and test(text[position]):
        position += 1
    run.charge((position - start) // _STEPS)
    return position


def _repeat_group(
    program: Program, text: str, position: int, registers: tuple[int, ...], group: int
) -> tuple[int, bool]:
    start, end = registers[2 * group], registers[2 * group + 1]
    if start < 0 or end < start:
        return position, True
    wanted, found = text[start:end], text[position : position + end - start]
    same = wanted == found or (program.ignore_case and wanted.casefold() == found.casefold())
    return position + end - start, same
