"""Move running instances to another version: plan, dry run, batch, progress, undo. Instance numbers, no case data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.commands.migration_batches import (
    PauseMigration,
    ResumeMigration,
    Selection,
    StartMigration,
    UndoMigration,
)
from engine.commands.migration_trials import StartTrial
from engine.definitions import ProcessVersion
from engine.errors import NotFound, WrongState
from engine.lint.finding import Severity
from engine.migration.check import PlanFinding, check_plan
from engine.migration.plan import MigrationPlan
from engine.migration.suggest import complete, suggest
from models.operations import MoveStatus
from models.runtime import InstanceStatus
from web.inputs import Inputs, whole_number
from web.language import gettext as _
from web.office import actor, office
from web.paging import PAGE_SIZE, Page, page_number
from web.permissions import allow
from web.readers import migrations as reader
from web.readers.definitions import names_of

room = Blueprint("migrations", __name__, url_prefix="/modelle/umzuege")

Answer = str | tuple[str, int] | WerkzeugResponse


@dataclass(frozen=True)
class Draft:
    """A plan on the page: suggested, as far as the person has not chosen differently."""

    source: ProcessVersion
    target: ProcessVersion
    plan: MigrationPlan
    table: list[reader.PlanRow]
    findings: list[PlanFinding]

    @property
    def errors(self) -> list[PlanFinding]:
        """What must be mended before anything can start."""
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]


@room.get("")
@allow("model.deploy")
def overview() -> str:
    """All migrations, and where a new one begins."""
    with office().engine.reading() as rows:
        lines, trials, versions = reader.batches(rows), reader.trials(rows), reader.choices(rows)
        people = names_of(rows, [line.batch.created_by for line in lines] + [t.trial.created_by for t in trials])
        return render_template(
            "pages/migrations/overview.html",
            lines=lines,
            trials=trials,
            people=people,
            sources=[(str(c.id), f"{_version(c)} – {_running(c)}") for c in versions if c.running],
            targets=[(str(c.id), _version(c)) for c in versions],
            values={"von": request.args.get("von", ""), "nach": request.args.get("nach", "")},
            errors={},
        )


@room.get("/plan")
@allow("model.deploy")
def plan() -> Answer:
    """The suggested plan between two versions."""
    source_id, target_id = _number("von"), _number("nach")
    if source_id == target_id:
        flash(_("Bitte zwei verschiedene Versionen wählen."), "warning")
        return redirect(url_for(".overview", von=source_id or None), 303)
    return _plan_page(_draft(source_id, target_id, _tried_plan()), Inputs(), None)


@room.post("/plan")
@allow("model.deploy")
def decide() -> Answer:
    """Try the plan as chosen on the page, or start it."""
    draft = _draft(_number("von"), _number("nach"))
    inputs = Inputs(request.form)
    selection = _selection(inputs)
    starts = request.form.get("aktion") == "starten"
    if starts:
        reason_of(inputs)
    if inputs.errors or draft.errors:
        return _plan_page(draft, inputs, None), 422
    with office().engine.reading() as rows:
        count = reader.selected(rows, draft.source.id, selection)
    if not count and not selection.instance_ids:
        inputs.errors["nur"] = _("Kein Vorgang ist ausgewählt.")
        return _plan_page(draft, inputs, None), 422
    try:
        return _start(draft, inputs, selection) if starts else _try(draft, inputs, selection, count)
    except WrongState as refused:
        inputs.errors["vorgaenge"] = _(
            "Diese Vorgänge laufen nicht in dieser Version: %(numbers)s.", numbers=refused.key
        )
        return _plan_page(draft, inputs, None), 422


def _start(draft: Draft, inputs: Inputs, selection: Selection) -> Answer:
    return begin(StartMigration(draft.source.id, draft.target.id, draft.plan, inputs.values["grund"], selection))


def begin(command: StartMigration) -> WerkzeugResponse:
    """Start a migration, planned here or tried before, and go to its progress. Raises WrongState."""
    batch_id = office().engine.execute(command, actor())
    flash(_("Der Umzug hat begonnen."), "success")
    return redirect(url_for("migrations.progress", batch_id=batch_id), 303)


def reason_of(inputs: Inputs) -> str:
    """Why instances move; without it nothing starts."""
    return inputs.text("grund", _("Bitte angeben, warum umgezogen wird."), most=500)


def _try(draft: Draft, inputs: Inputs, selection: Selection, count: int) -> Answer:
    """The dry run on this page, or on a page of its own if the worker has to look at many instances."""
    engine, versions = office().engine, (draft.source.id, draft.target.id)
    if count > reader.AT_ONCE or count < len(selection.instance_ids):
        trial_id = engine.execute(StartTrial(*versions, draft.plan, selection), actor())
        return redirect(url_for("migration_trials.show", trial_id=trial_id), 303)
    with engine.reading() as rows:
        probes = reader.probe(rows, engine, draft.plan, *versions, selection)
    return _plan_page(draft, inputs, probes)


@room.get("/<int:batch_id>")
@allow("model.deploy")
def progress(batch_id: int) -> str:
    """How far a migration is, and which instances did not move and why."""
    asked = request.args.get("status", "")
    status = MoveStatus(asked) if asked in set(MoveStatus) else None
    with office().engine.reading() as rows:
        line = reader.batch(rows, batch_id)
        number = page_number(request.args)
        total, moves = reader.moves(rows, batch_id, status, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        return render_template(
            "pages/migrations/progress.html",
            line=line,
            moves=moves,
            page=Page(number, total),
            status=status,
            statuses=list(MoveStatus),
            people=names_of(rows, [line.batch.created_by]),
            is_english=is_english(),
        )


@room.post("/<int:batch_id>/anhalten")
@allow("model.deploy")
def pause(batch_id: int) -> WerkzeugResponse:
    office().engine.execute(PauseMigration(batch_id), actor())
    flash(_("Der Umzug ist angehalten. Was schon umgezogen ist, bleibt es."), "success")
    return redirect(url_for(".progress", batch_id=batch_id), 303)


@room.post("/<int:batch_id>/fortsetzen")
@allow("model.deploy")
def resume(batch_id: int) -> WerkzeugResponse:
    office().engine.execute(ResumeMigration(batch_id), actor())
    flash(_("Der Umzug geht weiter."), "success")
    return redirect(url_for(".progress", batch_id=batch_id), 303)


@room.post("/<int:batch_id>/zuruecknehmen")
@allow("model.deploy")
def undo(batch_id: int) -> WerkzeugResponse:
    """Needs a reason; without one nothing happens but a hint."""
    reason = request.form.get("grund", "").strip()[:500]
    if not reason:
        flash(_("Bitte angeben, warum der Umzug zurückgenommen wird."), "warning")
    else:
        office().engine.execute(UndoMigration(batch_id, reason), actor())
        flash(_("Der Umzug wird zurückgenommen. Was sich seither weiterbewegt hat, bleibt."), "success")
    return redirect(url_for(".progress", batch_id=batch_id), 303)


def _version(choice: reader.VersionChoice) -> str:
    return _("%(name)s, Version %(version)d", name=choice.name, version=choice.version)


def _running(choice: reader.VersionChoice) -> str:
    return _("%(count)d laufend", count=choice.running)


def _number(name: str) -> int:
    """The id of a version in the address or the form; 0, which nothing has, for nonsense."""
    return whole_number(request.values.get(name, "")) or 0


def _tried_plan() -> MigrationPlan | None:
    """The plan of the dry run that the address names, to go on with."""
    trial_id = _number("probelauf")
    if not trial_id:
        return None
    with office().engine.reading() as rows:
        return MigrationPlan.from_json(reader.trial(rows, trial_id).trial.plan)


def _draft(source_id: int, target_id: int, begun: MigrationPlan | None = None) -> Draft:
    """The plan with the person's choices, of `begun` or of the form. Raises NotFound for unknown versions."""
    definitions = office().engine.definitions
    with office().engine.reading() as rows:
        source, target = definitions.process(rows, source_id), definitions.process(rows, target_id)
    if source.id == target.id:
        raise NotFound("migration", source_id)
    suggested = begun or suggest(source.program, target.program)
    chosen = reader.chosen_plan(suggested, reader.plan_rows(suggested, source, target), request.form)
    found = complete(chosen, source.program, target.program)
    # Rows of processes that only a choice has brought in may have been chosen, too.
    found = reader.chosen_plan(found, reader.plan_rows(found, source, target), request.form)
    table = reader.plan_rows(found, source, target)
    return Draft(source, target, found, list(table), check_plan(found, source.program, target.program))


def _selection(inputs: Inputs) -> Selection:
    """Which instances: those of a status, or those whose numbers were typed."""
    wanted = inputs.text("vorgaenge", most=2000)
    numbers = [each for each in re.split(r"[\s,;]+", wanted) if each]
    if not all(each.isdecimal() and len(each) < 10 for each in numbers):
        inputs.errors["vorgaenge"] = _("Bitte nur Vorgangsnummern eingeben, getrennt durch Komma.")
        numbers = []
    status = inputs.values.get("nur", "")
    return Selection(
        InstanceStatus(status) if status in ("active", "suspended") else None,
        instance_ids=tuple(dict.fromkeys(int(each) for each in numbers)),
    )


def _plan_page(draft: Draft, inputs: Inputs, probes: reader.Probes | None) -> str:
    findings = {(f.process, f.element): f.message_en if is_english() else f.message_de for f in draft.errors}
    with office().engine.reading() as rows:
        running = next((c.running for c in reader.choices(rows) if c.id == draft.source.id), 0)
    return render_template(
        "pages/migrations/plan.html",
        draft=draft,
        findings=findings,
        values=inputs.values,
        errors=inputs.errors,
        probes=probes,
        running=running,
        is_english=is_english(),
    )


def is_english() -> bool:
    """Whether findings and obstacles are told in English."""
    return str(get_locale()).startswith("en")
