"""`matches`, `replace` and `split`, with XPath regular expressions (DMN 1.5, table 75)."""

from __future__ import annotations

from typing import Any

from engine.feel.builtin import built_in
from engine.feel.regex import Match, PatternError, compile_pattern, search
from engine.feel.regex.machine import Program
from engine.feel.run import Run


def _program(run: Run, pattern: str, flags: str | None) -> Program | None:
    if len(pattern) > run.limits.pattern_size:
        return run.null("pattern", "…", f"> {run.limits.pattern_size}")
    try:
        return compile_pattern(pattern, flags or "")
    except PatternError as error:
        return run.null("pattern", pattern, str(error))


@built_in("matches(input: string, pattern: string, flags?: string null)")
def matches(run: Run, text: str, pattern: str, flags: str | None) -> bool | None:
    """Whether the pattern matches anywhere in the text."""
    program = _program(run, pattern, flags)
    return None if program is None else search(run, program, text) is not None


@built_in("replace(input: string, pattern: string, replacement: string, flags?: string null)")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None) -> str | None:
    """The text with every match replaced; `$1` in the replacement is what the first group matched."""
    program = _program(run, pattern, flags)
    if program is None:
        return None
    if program.matches_empty and search(run, program, "") is not None:
        return run.null("pattern", pattern, "it matches the empty string")
    template = [replacement] if "q" in (flags or "") else _template(replacement, program.groups)
    if template is None:
        return run.null("argument", "replace", "replacement", replacement)
    pieces: list[str] = []
    size = position = 0
    for match in _all_matches(run, program, text):
        run.charge(1 + len(template) // 8)
        size += match.spans[0] - position + sum(_length(part, match) for part in template)
        if size > run.limits.string_size:
            run.sized_string(size)
        pieces.append(text[position : match.spans[0]])
        pieces.extend(part if isinstance(part, str) else match.group(text, part) for part in template)
        position = match.spans[1]
    pieces.append(text[position:])
    run.sized_string(size + len(text) - position)
    return "".join(pieces)


def _length(part: str | int, match: Match) -> int:
    return len(part) if isinstance(part, str) else max(0, match.spans[2 * part + 1] - match.spans[2 * part])


def _all_matches(run: Run, program: Program, text: str) -> list[Match]:
    found: list[Match] = []
    position = 0
    while position <= len(text):
        match = search(run, program, text, position)
        if match is None:
            break
        found.append(match)
        position = match.spans[1] + (match.spans[1] == match.spans[0])
    return found


def _template(replacement: str, groups: int) -> list[str | int] | None:
    """Texts and group numbers; `None` if `$` or `\\` is followed by something it cannot stand before."""
    parts: list[str | int] = []
    position = 0
    while position < len(replacement):
        char = replacement[position]
        position += 1
        following = replacement[position : position + 1]
        if char == "\\":
            if following not in ("\\", "$") or not following:
                return None
            parts.append(following)
            position += 1
        elif char == "$":
            if not "0" <= following <= "9":
                return None
            number = int(following)
            position += 1
            while "0" <= replacement[position : position + 1] <= "9":
                longer = number * 10 + int(replacement[position])
                if longer > groups:
                    break
                number = longer
                position += 1
            parts.append(number if number <= groups else "")
        else:
            parts.append(char)
    return parts


@built_in("split(string: string, delimiter: string)")
def split(run: Run, text: str, delimiter: str) -> list[Any] | None:
    """The parts of the text between the matches of the delimiter, a pattern."""
    program = _program(run, delimiter, None)
    if program is None:
        return None
    if program.matches_empty and search(run, program, "") is not None:
        return run.null("pattern", delimiter, "it matches the empty string")
    parts: list[Any] = []
    position = 0
    for match in _all_matches(run, program, text):
        parts.append(text[position : match.spans[0]])
        position = match.spans[1]
    run.sized_list(len(parts) + 1)
    return [*parts, text[position:]]
