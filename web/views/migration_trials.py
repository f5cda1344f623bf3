"""Dry runs over many instances, which the worker looks at: how far they are, what they tell, and starting for real."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from engine.commands.migration_batches import Selection, StartMigration
from engine.migration.plan import MigrationPlan
from models.operations import TrialOutcome
from web.inputs import Inputs
from web.office import office
from web.paging import PAGE_SIZE, Page, page_number
from web.permissions import allow
from web.readers import migrations as reader
from web.readers.definitions import names_of
from web.views.migrations import Answer, begin, is_english, reason_of

room = Blueprint("migration_trials", __name__, url_prefix="/modelle/umzuege/probelaeufe")


@room.get("/<int:trial_id>")
@allow("model.deploy")
def show(trial_id: int) -> Answer:
    """What would happen to each instance, page by page."""
    return _page(trial_id, Inputs())


@room.post("/<int:trial_id>/starten")
@allow("model.deploy")
def start(trial_id: int) -> Answer:
    """Migrate what the dry run looked at, by its plan. What has ended since is left out."""
    inputs = Inputs(request.form)
    reason = reason_of(inputs)
    if inputs.errors:
        return _page(trial_id, inputs), 422
    with office().engine.reading() as rows:
        trial = reader.trial(rows, trial_id).trial
    plan, selection = MigrationPlan.from_json(trial.plan), Selection(trial_id=trial_id)
    return begin(StartMigration(trial.source_id, trial.target_id, plan, reason, selection))


def _page(trial_id: int, inputs: Inputs) -> str:
    asked = request.args.get("ergebnis", "")
    outcome = TrialOutcome(asked) if asked in set(TrialOutcome) else None
    with office().engine.reading() as rows:
        line = reader.trial(rows, trial_id)
        number = page_number(request.args)
        total, probes = reader.trial_lines(rows, trial_id, outcome, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        return render_template(
            "pages/migrations/trial.html",
            line=line,
            probes=probes,
            page=Page(number, total),
            outcome=outcome,
            outcomes=list(TrialOutcome),
            people=names_of(rows, [line.trial.created_by]),
            values=inputs.values,
            errors=inputs.errors,
            is_english=is_english(),
        )
