"""What of BPMN 2.0 runs, is rewritten or is refused: the table behind `docs/conformance.md`.

`python -m tests.engine.spiff.coverage` writes the page. Each row names what shows it: a test function of this
folder, or the name of an invalid model in `refused/`.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine.lint.bpmn_events import ALLOWED
from tests.engine.spiff.refused import events

PAGE = Path(__file__).parents[3] / "docs" / "conformance.md"

RUNS = "runs"
REWRITTEN = "rewritten"
REFUSED = "refused"
PASSIVE = "no effect"


@dataclass(frozen=True)
class Row:
    """`elements` are the BPMN elements the row speaks about; `shown` is `module.function` or the name of a model."""

    group: str
    what: str
    outcome: str
    note: str
    shown: str
    elements: tuple[str, ...] = ()


_DEFINITION = {"compensation": "compensate"}
_NAMES = {
    "process start": "process start",
    "event start": "event sub-process start",
    "intermediateCatchEvent": "intermediate catch",
    "intermediateThrowEvent": "intermediate throw",
    "boundaryEvent": "boundary",
    "endEvent": "end",
}
_CANCEL = "test_compensation.test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event"
_SHOWN = {
    ("process start", ""): "test_positions.test_an_event_starts_a_process",
    ("event start", ""): "test_positions.test_an_event_sub_process_interrupts_or_runs_beside",
    (
        "event start",
        "compensation",
    ): "test_compensation.test_a_compensation_event_sub_process_decides_how_its_scope_is_undone",
    ("intermediateCatchEvent", ""): "test_positions.test_an_intermediate_event_waits",
    ("intermediateCatchEvent", "link"): "test_advanced.test_a_link_jumps_to_the_event_of_the_same_name",
    ("intermediateThrowEvent", ""): "test_positions.test_an_event_is_thrown_in_the_flow_or_at_the_end",
    ("intermediateThrowEvent", "link"): "test_advanced.test_a_link_jumps_to_the_event_of_the_same_name",
    ("boundaryEvent", ""): "test_positions.test_a_boundary_event_interrupts_or_runs_beside",
    (
        "boundaryEvent",
        "cancel",
    ): "test_compensation.test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event",
    ("boundaryEvent", "compensation"): "test_compensation.test_a_person_can_be_the_one_who_undoes",
    ("endEvent", ""): "test_positions.test_an_event_is_thrown_in_the_flow_or_at_the_end",
    ("endEvent", "error"): "test_events.test_an_error_goes_outwards_until_something_catches_it",
    ("endEvent", "cancel"): _CANCEL,
    ("endEvent", "terminate"): "test_events.test_terminate_ends_its_scope_and_nothing_outside",
}
_EVENT_NOTES = {
    ("boundaryEvent", "error"): "always interrupts; a matching code wins over catch-all",
    ("event start", "error"): "always interrupts",
    ("boundaryEvent", "message"): "interrupting and not; not interrupting can come again",
    ("endEvent", "error"): "uncaught is an incident, never success",
    (
        "endEvent",
        "signal",
    ): "reaches the instance itself at once, a few others in the same transaction, many in batches",
    ("intermediateThrowEvent", "link"): "jump to the catching event of the same scope",
    ("process start", "timer"): "date, duration, cycle, cron",
}


def _event_rows() -> list[Row]:
    rows = []
    for position, name in _NAMES.items():
        for kind in sorted(ALLOWED[position]):
            shown = _SHOWN.get((position, kind)) or _SHOWN[position, ""]
            note = _EVENT_NOTES.get((position, kind), "")
            outcome = REWRITTEN if kind == "link" else RUNS
            element = f"{_DEFINITION.get(kind, kind)}EventDefinition"
            rows.append(Row("Events", f"{kind}, {name}", outcome, note, shown, (element,)))
        for row in events.WRONG_POSITION:
            kind, _, where = row.name.partition(" as ")
            if where == name:
                note = (
                    "without an instance there are no data it could look at"
                    if (kind, where) == ("conditional", "process start")
                    else "not BPMN"
                )
                rows.append(Row("Events", f"{kind}, {name}", REFUSED, note, row.name))
    return rows


def _read() -> list[Row]:
    """The rows of `coverage.csv`; those of events by position come from the tables of positions."""
    with (Path(__file__).parent / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Row(r["group"], r["what"], r["outcome"], r["note"], r["shown"], tuple(r["elements"].split()))
            for r in csv.DictReader(file)
        ]
    last = max(index for index, row in enumerate(rows) if row.group == "Events")
    return [*rows[: last + 1], *_event_rows(), *rows[last + 1 :]]


ROWS: list[Row] = _read()


def page() -> str:
    """The text of `docs/conformance.md`."""
    count = Counter(row.outcome for row in ROWS)
    lines = [
        "# BPMN 2.0: what runs, what is rewritten, what is refused",
        "",
        "Generated from `tests/engine/spiff/coverage.py`; a test keeps it so. Faithful or refused: what is deployed",
        "runs as the standard says, anything else is refused with a finding on the element. Numbers in brackets are",
        "sections of BPMN 2.0 (OMG formal/2013-12-09).",
        "",
        f"{count[RUNS]} run, {count[REWRITTEN]} are rewritten and run, {count[REFUSED]} are refused, "
        f"{count[PASSIVE]} have",
        "no effect by definition. Nothing is accepted and executed differently.",
    ]
    for group in dict.fromkeys(row.group for row in ROWS):
        lines += ["", f"## {group}", "", "| Element | Outcome | How | Shown by |", "|---|---|---|---|"]
        for row in ROWS:
            if row.group == group:
                shown = f"`{row.shown}`" if row.shown.startswith("test_") else f"invalid model “{row.shown}”"
                lines.append(f"| {row.what} | {row.outcome} | {row.note} | {shown} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
