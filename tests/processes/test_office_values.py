"""Einstellungen: what the office may decide is set by whoever may, with a reason, within bounds, and is recorded."""

from __future__ import annotations

from datetime import date

import pytest

from engine.errors import Forbidden, ValuesRefused
from models.casework import OfficeSettings
from processes.office_values import FLAGS, NUMBERS, SetOfficeValues, value_changes
from processes.strategy_window.decision import reminder_on
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import CASEWORKER
from tests.processes.profiling.test_sheet_life import support


def stored(office: Jobcenter) -> dict[str, int | bool]:
    with office.reading() as session:
        settings = session.get_one(OfficeSettings, 1)
        return {name: getattr(settings, name) for name in (*NUMBERS, *FLAGS)}


def command(office: Jobcenter, reason: str = "Dienstanweisung 4", **changes: int | bool) -> SetOfficeValues:
    values = stored(office) | changes
    numbers, flags = {name: int(values[name]) for name in NUMBERS}, {name: bool(values[name]) for name in FLAGS}
    with office.reading() as session:
        return SetOfficeValues(numbers, flags, session.get_one(OfficeSettings, 1).consent_only_needs, reason)


@pytest.mark.parametrize("name", NUMBERS)
def test_each_value_is_kept_within_its_bounds_and_the_change_recorded(office: Jobcenter, name: str) -> None:
    least, most = NUMBERS[name]
    before = stored(office)
    for wrong in (least - 1, most + 1):
        with pytest.raises(ValuesRefused) as refused:
            support(office, command(office, **{name: wrong}))
        assert list(refused.value.errors) == [name]
    assert stored(office) == before
    for right in (least, most):
        support(office, command(office, **{name: right}))
        assert stored(office) == before | {name: right}
    with office.reading() as session:
        newest, first = value_changes(session)
        assert (first.data["before"], first.data["after"]) == ({name: before[name]}, {name: least})
        assert (newest.data["before"], newest.data["after"]) == ({name: least}, {name: most})
        assert newest.data["reason"] == "Dienstanweisung 4"


@pytest.mark.parametrize("name", FLAGS)
def test_a_question_is_answered_with_yes_and_with_no(office: Jobcenter, name: str) -> None:
    for answer in (True, False, True):
        support(office, command(office, **{name: answer}))
        assert stored(office)[name] is answer


def test_a_change_needs_a_reason_and_the_right(office: Jobcenter) -> None:
    before = stored(office)
    with pytest.raises(ValuesRefused) as refused:
        support(office, command(office, reason=" ", hearing_days=20))
    assert list(refused.value.errors) == ["grund"]
    for name in (CASEWORKER, LEAD):
        with pytest.raises(Forbidden):
            office.execute(command(office, hearing_days=20), name)
    assert stored(office) == before


@pytest.mark.parametrize(
    ("months", "before", "day"),
    [(0, True, date(2027, 1, 8)), (1, True, date(2026, 8, 7)), (1, False, date(2026, 8, 10))],
    ids=["never", "Friday before", "Monday after"],
)
def test_b_4_g_when_the_assessment_is_looked_at_again_is_as_the_office_has_set_it(
    months: int, before: bool, day: date
) -> None:
    """Assessed on 9 July 2026: a month later is a Sunday, six months, the prognosis, a Saturday."""
    office = Jobcenter(profile_review_months=months, reminds_before=before)
    client = office.open_case()
    client.first_round()
    (case,) = client.instances("integrationsprozess")
    assert (case.data["wiedervorlage_am"], "Standortbestimmung" in case.data["wiedervorlage_grund"]) == (
        day,
        months > 0,
    )
    office.close()


@pytest.mark.parametrize(("before", "day"), [(True, date(2026, 8, 7)), (False, date(2026, 8, 10))])
def test_g_the_end_of_a_strategy_on_a_saturday_is_told_on_the_day_the_office_has_set(before: bool, day: date) -> None:
    office = Jobcenter(strategy_reminder_working_days=0, reminds_before=before)
    with office.reading() as session:
        assert reminder_on(session, date(2026, 8, 8), office.calendar) == day
    office.close()
