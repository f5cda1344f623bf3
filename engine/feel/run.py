"""One evaluation: what it has used, the reasons of its nulls, its clock, and the frames that hold its variables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from engine.feel.decimals import MAX_EXPONENT, magnitude, number_of
from engine.feel.errors import FeelLimitError
from engine.feel.limits import Limits
from engine.feel.messages import MESSAGES
from engine.feel.temporal import DaysTimeDuration
from engine.feel.text import display
from engine.feel.values import Range, kind_of_type

_READY = frozenset({type(None), bool, str})
_NESTING = frozenset({list, dict, Range})
_MAX_REASONS = 100
#: Lists and contexts inside each other in a value that leaves an evaluation.
MAX_VALUE_DEPTH = 100
_MISSING = object()
# The type of the value that is missing, so that `return run.null(...)` fits every function.
T = TypeVar("T")


class Reason(str):
    """Why a value became null: an English sentence, with the German one beside it."""

    __slots__ = ("message_de",)
    message_de: str

    def __new__(cls, message_en: str, message_de: str) -> Reason:
        reason = super().__new__(cls, message_en)
        reason.message_de = message_de
        return reason


class _Shown:
    """An argument of a message: `{0}` shows a word as it is, `{0:v}` a value as FEEL spells it."""

    __slots__ = ("_argument",)

    def __init__(self, argument: object) -> None:
        self._argument = argument

    def __format__(self, specification: str) -> str:
        return display(self._argument) if specification == "v" else str(self._argument)


class Run:
    """The state of one evaluation. Every loop and call charges it, so that an evaluation always ends."""

    __slots__ = ("_canonical", "depth", "limits", "now", "reasons", "steps")

    def __init__(self, limits: Limits, now: dt.datetime | None) -> None:
        self.limits = limits
        self.now = now
        self.steps = limits.steps
        self.depth = limits.depth
        self.reasons: list[Reason] = []
        self._canonical: dict[int, tuple[Any, Any]] = {}

    def charge(self, steps: int = 1) -> None:
        """Use up steps; raises `FeelLimitError` when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise FeelLimitError(
                "steps",
                f"the evaluation needs more than {self.limits.steps} steps",
                f"die Auswertung braucht mehr als {self.limits.steps} Schritte",
            )

    def charge_tree(self, value: Any) -> None:
        """Charge for every element of a value, counting what is shared as often as it can be reached.

        A few doublings make a small value that is endless to print or compare; deeper than `MAX_VALUE_DEPTH` it
        could not be printed at all.
        """
        level = [value]
        for _ in range(MAX_VALUE_DEPTH):
            inner: list[Any] = []
            for part in level:
                if type(part) is list:
                    inner.extend(part)
                elif type(part) is dict:
                    inner.extend(part.values())
                elif type(part) is Range:
                    inner += (part.low, part.high)
                if len(inner) > self.steps:
                    break
            self.charge(sum(len(part) for part in inner if type(part) is str) // 64)
            if not inner:
                return
            self.charge(len(inner))
            level = [part for part in inner if type(part) in _NESTING]
        raise too_deep(MAX_VALUE_DEPTH)

    def result(self, value: Any) -> Any:
        """The value as it may leave the evaluation: of bounded size also when it is walked as a tree."""
        if type(value) in _NESTING:
            self.charge_tree(value)
        return value

    def enter(self) -> None:
        """A function call begins."""
        self.depth -= 1
        self.charge()
        if self.depth < 0:
            raise too_deep(self.limits.depth)

    def leave(self) -> None:
        """A function call ends."""
        self.depth += 1

    def sized_list(self, size: int) -> None:
        """A list or context of `size` elements is about to be built."""
        if size > self.limits.list_size:
            raise FeelLimitError(
                "list_size",
                f"a list would have more than {self.limits.list_size} elements",
                f"eine Liste hätte mehr als {self.limits.list_size} Elemente",
            )
        self.charge(size)

    def sized_string(self, size: int) -> None:
        """A string of `size` characters is about to be built."""
        if size > self.limits.string_size:
            raise FeelLimitError(
                "string_size",
                f"a string would have more than {self.limits.string_size} characters",
                f"eine Zeichenkette hätte mehr als {self.limits.string_size} Zeichen",
            )
        self.charge(size // 64)

    def null(self, key: str, *arguments: object) -> T | None:
        """Record why the value is null, by a key of `MESSAGES`, and return it."""
        if len(self.reasons) < _MAX_REASONS:
            english, german = MESSAGES[key]
            shown = [_Shown(argument) for argument in arguments]
            self.reasons.append(Reason(english.format(*shown), german.format(*shown)))
        return None

    def canonical(self, value: Any) -> Any:
        """The FEEL value of a Python value given by the host; what FEEL cannot hold becomes null with a reason."""
        cls = type(value)
        if cls in _READY:
            return value
        if cls is Decimal:
            if not value.is_finite():
                return self.null("not_finite")
            if value.adjusted() > MAX_EXPONENT:
                raise magnitude()
            return value
        if cls is int or cls is float:
            try:
                return number_of(value)
            except ValueError:
                return self.null("not_finite")
        if cls is list or cls is tuple or cls is dict:
            return self._container(value)
        if cls is dt.datetime or cls is dt.time:
            return _with_known_zone(value)
        if cls is Range:
            return self._range(value)
        if kind_of_type(cls) is not None:
            return value
        return self._subclass(value)

    def _range(self, value: Range) -> Range:
        low, high = self.canonical(value.low), self.canonical(value.high)
        if low is value.low and high is value.high:
            return value
        return Range(low, high, value.low_included, value.high_included, value.operator)

    def _container(self, value: Any) -> Any:
        # Remembered by identity, so that reading a long list in a loop does not walk over it again and again.
        known = self._canonical.get(id(value))
        if known is not None:
            return known[1]
        self.sized_list(len(value))
        self.enter()
        result: Any
        if isinstance(value, Mapping):
            result = {str(key): self.canonical(inner) for key, inner in value.items()}
            if (
                type(value) is dict
                and all(map(_same, value, result))
                and all(map(_same, value.values(), result.values()))
            ):
                result = value
        else:
            result = [self.canonical(inner) for inner in value]
            if type(value) is list and all(map(_same, value, result)):
                result = value
        self.leave()
        self._canonical[id(value)] = (value, result)
        return result

    def _subclass(self, value: Any) -> Any:
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, int):
            return number_of(int(value))
        if isinstance(value, float):
            return self.canonical(float(value))
        if isinstance(value, Decimal):
            return self.canonical(Decimal(value))
        if isinstance(value, dt.timedelta):
            return DaysTimeDuration.from_timedelta(value)
        if isinstance(value, dt.datetime):
            plain = dt.datetime.combine(dt.date(value.year, value.month, value.day), value.timetz())
            return _with_known_zone(plain)
        if isinstance(value, dt.date):
            return dt.date(value.year, value.month, value.day)
        if isinstance(value, Mapping | list | tuple):
            return self._container(value)
        return self.null("foreign", type(value).__name__)


def _same(one: Any, other: Any) -> bool:
    return one is other


def _with_known_zone(value: dt.datetime | dt.time) -> dt.datetime | dt.time:
    zone = value.tzinfo
    if zone is None or isinstance(zone, dt.timezone | ZoneInfo):
        return value
    offset = value.utcoffset()
    return value.replace(tzinfo=None if offset is None else dt.timezone(offset))


def too_deep(depth: int) -> FeelLimitError:
    """The error for calls or values nested deeper than `depth`."""
    return FeelLimitError("depth", f"nested deeper than {depth} levels", f"tiefer als {depth} Ebenen verschachtelt")


class Frame:
    """Variables of one scope; `parent` is the enclosing scope, the outermost frame holds what the host passed."""

    __slots__ = ("parent", "run", "values")

    def __init__(self, run: Run, values: Mapping[str, Any], parent: Frame | None = None) -> None:
        self.run = run
        self.values = values
        self.parent = parent

    def raw(self, name: str) -> tuple[bool, Any]:
        """Whether the name is defined, and its value as it was given."""
        frame: Frame | None = self
        while frame is not None:
            value = frame.values.get(name, _MISSING)
            if value is not _MISSING:
                return True, value
            frame = frame.parent
        return False, None
