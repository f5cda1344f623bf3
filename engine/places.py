"""Where tokens stand, where they could go and where variables live: what people operate on in a running instance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TokenPlace:
    """A live token that people can point at.

    `around` are the activities it is inside of, outer ones first, as (process key, element id). `turn` counts the runs
    of a repeated activity from 1: such a token can be removed but not moved. `whole` is the token of the activity it
    is a run of, None for a token of its own.
    """

    token: str
    process_key: str
    element_id: str
    element_type: str
    around: tuple[tuple[str, str], ...] = ()
    turn: int | None = None
    whole: str | None = None
    failed: bool = False
    #: a multi-instance activity that runs: one more turn can be added
    takes_turns: bool = False
    #: the variable a turn takes its item from, if it takes any
    item: str | None = None


@dataclass(frozen=True)
class TargetPlace:
    """An element a token can be put at.

    `scope` is the token of the running sub-process or call activity in which that happens, "" for the process itself.
    `opens` are the sub-processes and call activities that would have to begin for it, outer ones first, as (process
    key, element id); it is empty when the scope of the element is running.
    """

    process_key: str
    element_id: str
    element_type: str
    scope: str
    around: tuple[tuple[str, str], ...] = ()
    opens: tuple[tuple[str, str], ...] = ()

    @property
    def way(self) -> str:
        """How the element is reached, unique among the targets with this element: the scope and what is opened."""
        return "/".join((self.scope, *(element_id for _, element_id in self.opens)))


@dataclass(frozen=True)
class DataScope:
    """Variables that live in one place.

    `key` addresses it: "" is the process, `<token>:process` a called process, `<token>:local` what only that token
    and what runs inside it sees.
    """

    key: str
    process_key: str
    element_id: str
    around: tuple[tuple[str, str], ...]
    turn: int | None
    values: Mapping[str, Any]
