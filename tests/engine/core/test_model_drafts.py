"""Working copies of model files: counted, never overwritten unseen, empty after publication. On both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.actor import SYSTEM, Actor
from engine.commands.discard_model_draft import DiscardModelDraft
from engine.commands.publish_model import PublishModel
from engine.commands.save_model_draft import SaveModelDraft
from engine.errors import DeploymentRefused, Forbidden, StaleRevision, ValuesRefused
from engine.model_files import LARGEST_FILE
from engine.testing import Harness
from models.runtime import ModelDraft

FORM = (Path(__file__).parent / "diagrams" / "lending.form").read_bytes()
DESIGNER = Actor("designer", frozenset({"model.deploy"}))


def draft(harness: Harness, file: str = "lending.form") -> tuple[bytes | None, int]:
    with harness.engine.reading() as rows:
        found = rows.get(ModelDraft, file)
        assert found is not None
        return found.content, found.revision


def test_every_save_counts_and_an_unseen_one_stays(harness: Harness) -> None:
    assert harness.engine.execute(SaveModelDraft("lending.form", b"one", 0), DESIGNER) == 1
    assert harness.engine.execute(SaveModelDraft("lending.form", b"two", 1), DESIGNER) == 2
    with pytest.raises(StaleRevision):
        harness.engine.execute(SaveModelDraft("lending.form", b"three", 1), DESIGNER)
    assert draft(harness) == (b"two", 2)


def test_publishing_empties_the_working_copy(harness: Harness) -> None:
    harness.engine.execute(SaveModelDraft("lending.form", FORM, 0), DESIGNER)
    done = harness.engine.execute(PublishModel("lending.form", FORM, 1, "first"), DESIGNER)
    assert (done.revision, [(d.key, d.version) for d in done.definitions]) == (2, [("lending.form", 1)])
    assert draft(harness) == (None, 2)


def test_a_refused_publication_changes_nothing(harness: Harness) -> None:
    harness.engine.execute(SaveModelDraft("lending.form", b"broken", 0), DESIGNER)
    with pytest.raises(DeploymentRefused):
        harness.engine.execute(PublishModel("lending.form", b"broken", 1, "no"), DESIGNER)
    assert draft(harness) == (b"broken", 1)


def test_discarding_goes_back_to_what_is_published(harness: Harness) -> None:
    harness.engine.execute(SaveModelDraft("lending.form", b"one", 0), DESIGNER)
    assert harness.engine.execute(DiscardModelDraft("lending.form", 1), DESIGNER) == 2
    assert draft(harness) == (None, 2)


def test_only_model_files_of_a_bearable_size_by_those_who_may(harness: Harness) -> None:
    for file, content in (("lending.py", b""), ("../x.form", b""), ("big.bpmn", b"x" * (LARGEST_FILE + 1))):
        with pytest.raises(ValuesRefused):
            harness.engine.execute(SaveModelDraft(file, content, 0), SYSTEM)
    with pytest.raises(Forbidden):
        harness.engine.execute(SaveModelDraft("lending.form", b"", 0), Actor("clerk"))
