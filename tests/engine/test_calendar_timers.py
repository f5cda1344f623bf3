"""Timer texts of diagrams and their due dates, month ends and both switches of summer time included."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar import BERLIN, TimerKind, TimerSchedule, TimerTextError, parse_cron, parse_timer


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def due_dates(text: str, armed_at: datetime, limit: int = 6) -> list[str]:
    """Wall-clock due dates in Germany, at most ``limit``."""
    schedule = TimerSchedule.arm(parse_timer(text), armed_at)
    found: list[str] = []
    while schedule is not None and len(found) < limit:
        found.append(schedule.due_at.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M"))
        schedule = schedule.following()
    return found


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-07-01T09:00", "2026-07-01T07:00+00:00"),
        ("2026-01-01T09:00", "2026-01-01T08:00+00:00"),
        ("2026-07-01", "2026-06-30T22:00+00:00"),
        ("2026-07-01T09:00Z", "2026-07-01T09:00+00:00"),
        ("2026-07-01T09:00+05:30", "2026-07-01T03:30+00:00"),
        ("2026-07-01T09:00[Europe/Berlin]", "2026-07-01T07:00+00:00"),
        ("2026-07-01T09:00+02:00[Europe/Berlin]", "2026-07-01T07:00+00:00"),
        ("2026-07-01T09:00[America/New_York]", "2026-07-01T13:00+00:00"),
        ("20260701T0900", "2026-07-01T07:00+00:00"),
        ("2026-W27-3T09:00", "2026-07-01T07:00+00:00"),
        ("2026-W27", "2026-06-28T22:00+00:00"),
        ("2026W273T0900", "2026-07-01T07:00+00:00"),
        ("2026-182T09:00", "2026-07-01T07:00+00:00"),
        ("2026182T09:00", "2026-07-01T07:00+00:00"),
        ("2026-07-01T09:00:30.5", "2026-07-01T07:00:30.5+00:00"),
        # does not exist: forward by the length of the gap
        ("2026-03-29T02:30", "2026-03-29T01:30+00:00"),
        # exists twice: the first time
        ("2026-10-25T02:30", "2026-10-25T00:30+00:00"),
        # exists twice, but the offset says which
        ("2026-10-25T02:30+01:00[Europe/Berlin]", "2026-10-25T01:30+00:00"),
    ],
)
def test_dates_are_read_on_the_wall_clock_of_germany(text: str, instant: str) -> None:
    timer = parse_timer(text)
    assert timer.kind is TimerKind.DATE
    schedule = TimerSchedule.arm(timer, datetime(2026, 1, 1, tzinfo=UTC))
    assert schedule is not None
    assert schedule.due_at == datetime.fromisoformat(instant)
    assert schedule.following() is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-13-01",
        "2026-02-30",
        "2026-366",
        "2026-000",
        "2026-W54-1",
        "2026-07",
        "2026-07-01T25:00",
        "2026-07-01+02:00",
        "2026-07-01T09:00+02:99",
        "2026-07-01T09:00+01:00[Europe/Berlin]",
        "2026-07-01T09:00[Mars/Olympus]",
        "2026-07-01T09:00[../../etc/passwd]",
        "0001-01-01T00:00",
        "P",
        "-P1D",
        "P0D",
        "P1.5M",
        "R0/P1M",
        "R/PT0S",
        "R3",
        "R3/2026-01-01",
        "R3/2026-01-02/2026-01-01",
        "R3/P1M/P1M",
        "R3/a/b/c",
        "Rx/P1D",
        "R9999999/P1D",
        "60 * * * *",
        "* * * *",
        "* * * * * *",
        "0 0 30 2 *",
        "*/0 * * * *",
        "5-1 * * * *",
        "0 0 * * FOO",
        "*-5 * * * *",
        "P" + "1" * 300 + "D",
    ],
)
def test_other_texts_are_refused_in_both_languages(text: str) -> None:
    with pytest.raises(TimerTextError) as refused:
        parse_timer(text)
    assert refused.value.message_de
    assert refused.value.message_en


@given(st.text(alphabet="RP/TZW0123456789-+:.[]YMDHS *,", max_size=30))
@settings(max_examples=300)
def test_any_text_is_either_a_timer_or_a_readable_refusal(text: str) -> None:
    try:
        timer = parse_timer(text)
    except TimerTextError:
        return
    schedule = TimerSchedule.arm(timer, datetime(2026, 1, 1, tzinfo=UTC))
    assert schedule is None or schedule.due_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "armed_at", "due"),
    [
        # a day keeps the wall-clock time across both switches, 24 hours do not
        ("P1D", "2026-03-28T09:00", "2026-03-29T09:00"),
        ("PT24H", "2026-03-28T09:00", "2026-03-29T10:00"),
        ("P1D", "2026-10-24T09:00", "2026-10-25T09:00"),
        ("PT24H", "2026-10-24T09:00", "2026-10-25T08:00"),
        ("P1D", "2026-03-28T02:30", "2026-03-29T03:30"),
        ("P6M", "2026-01-15T09:00", "2026-07-15T09:00"),
        ("P1M", "2026-01-31T09:00", "2026-02-28T09:00"),
        ("P6M", "2026-08-31T09:00", "2027-02-28T09:00"),
        ("P1Y", "2028-02-29T09:00", "2029-02-28T09:00"),
        ("P1M1D", "2026-01-31T09:00", "2026-03-01T09:00"),
        ("P2W", "2026-03-20T09:00", "2026-04-03T09:00"),
    ],
)
def test_durations_keep_the_wall_clock_and_clip_to_the_month_end(text: str, armed_at: str, due: str) -> None:
    timer = parse_timer(text)
    assert timer.kind is TimerKind.DURATION
    assert due_dates(text, berlin(armed_at)) == [due]


def test_hours_after_the_second_half_past_two_are_counted_from_it() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 winter time
    schedule = TimerSchedule.arm(parse_timer("PT1H"), second)
    assert schedule is not None
    assert schedule.due_at == second + timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "armed_at", "due"),
    [
        ("R3/P1M", "2026-01-31T09:00", ["2026-02-28T09:00", "2026-03-31T09:00", "2026-04-30T09:00"]),
        (
            "R/P1M",
            "2027-12-31T09:00",
            ["2028-01-31T09:00", "2028-02-29T09:00", "2028-03-31T09:00", "2028-04-30T09:00"],
        ),
        ("R2/P1Y", "2028-02-29T09:00", ["2029-02-28T09:00", "2030-02-28T09:00"]),
        ("R1/P1D", "2026-01-01T09:00", ["2026-01-02T09:00"]),
        ("R3/2026-03-01T08:00/P1D", "2026-01-01T09:00", ["2026-03-01T08:00", "2026-03-02T08:00", "2026-03-03T08:00"]),
        # occurrences before arming are over
        ("R3/2026-03-01T08:00/P1D", "2026-03-02T12:00", ["2026-03-03T08:00"]),
        ("R3/2026-03-01T08:00/P1D", "2026-04-01T12:00", []),
        ("R3/2026-01-31/P1M", "2026-01-01T00:00", ["2026-01-31T00:00", "2026-02-28T00:00", "2026-03-31T00:00"]),
        # the distance from start to end repeats
        ("R2/2026-03-01T08:00/2026-03-08T08:00", "2026-01-01T00:00", ["2026-03-01T08:00", "2026-03-08T08:00"]),
        # counted back from the end
        ("R3/P1M/2026-08-31T09:00", "2026-01-01T00:00", ["2026-06-30T09:00", "2026-07-31T09:00", "2026-08-31T09:00"]),
        ("R/P1M/2026-03-31T09:00", "2026-02-01T00:00", ["2026-02-28T09:00", "2026-03-31T09:00"]),
        ("R/P1M/2026-03-31T09:00", "2026-05-01T00:00", []),
        # every day at 02:30 also when 02:30 does not exist
        (
            "R3/2026-03-28T02:30/P1D",
            "2026-01-01T00:00",
            ["2026-03-28T02:30", "2026-03-29T03:30", "2026-03-30T02:30"],
        ),
        (
            "R2/2026-03-29T02:30/P1D",
            "2026-01-01T00:00",
            ["2026-03-29T03:30", "2026-03-30T02:30"],
        ),
        ("R2/2026-07-01T09:00[America/New_York]/P1D", "2026-01-01T00:00", ["2026-07-01T15:00", "2026-07-02T15:00"]),
    ],
)
def test_cycles_count_from_their_anchor(text: str, armed_at: str, due: list[str]) -> None:
    assert parse_timer(text).kind is TimerKind.CYCLE
    assert due_dates(text, berlin(armed_at), limit=4) == due


def test_a_cycle_of_seconds_that_started_years_ago_is_armed_at_once() -> None:
    schedule = TimerSchedule.arm(parse_timer("R/2001-01-01T00:00:00Z/PT1S"), datetime(2026, 1, 1, tzinfo=UTC))
    assert schedule is not None
    assert schedule.due_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_cycle_ends_before_the_end_of_time() -> None:
    schedule = TimerSchedule.arm(parse_timer("R/9900-01-01/P90Y"), datetime(2026, 1, 1, tzinfo=UTC))
    assert schedule is not None
    following = schedule.following()
    assert following is not None
    assert following.following() is None


def test_a_duration_beyond_the_year_9999_is_refused() -> None:
    with pytest.raises(TimerTextError):
        TimerSchedule.arm(parse_timer("P200Y"), datetime(9900, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "armed_at", "due"),
    [
        ("0 9 * * MON", "2026-11-21T00:00", ["2026-11-23T09:00", "2026-11-30T09:00"]),
        ("0 9 * * 1-5", "2026-11-20T09:00", ["2026-11-23T09:00", "2026-11-24T09:00"]),
        ("30 6 1 * *", "2026-11-21T00:00", ["2026-12-01T06:30", "2027-01-01T06:30"]),
        ("0 0 29 2 *", "2026-01-01T00:00", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("0 0 13 * FRI", "2026-11-10T00:00", ["2026-11-13T00:00", "2026-11-20T00:00"]),
        ("*/20 8,17 * JAN *", "2026-12-01T00:00", ["2027-01-01T08:00", "2027-01-01T08:20"]),
        ("0 0 * * 7", "2026-11-21T00:00", ["2026-11-22T00:00", "2026-11-29T00:00"]),
        # six fields as other engines draw them
        ("0 0 9 ? * MON-FRI", "2026-11-20T09:00", ["2026-11-23T09:00", "2026-11-24T09:00"]),
        ("0 30 6 1 * ?", "2026-11-21T00:00", ["2026-12-01T06:30", "2027-01-01T06:30"]),
        ("10/25 8 * * *", "2026-11-21T00:00", ["2026-11-21T08:10", "2026-11-21T08:35"]),
        # 02:30 does not exist on 29.03.2026: once, at 03:30
        ("30 2 * * *", "2026-03-28T12:00", ["2026-03-29T03:30", "2026-03-30T02:30"]),
        # 02:30 exists twice on 25.10.2026: once
        ("30 2 * * *", "2026-10-24T12:00", ["2026-10-25T02:30", "2026-10-26T02:30"]),
    ],
)
def test_cron_follows_the_wall_clock(text: str, armed_at: str, due: list[str]) -> None:
    assert due_dates(text, berlin(armed_at), limit=2) == due


@pytest.mark.parametrize("text", ["30 0 9 * * *", "0 0 9 * * 1", "0 0 9 1 * MON", "0 0 9 1 * MON 2026", "0 9 ? * MON"])
def test_a_cron_text_engines_read_differently_is_refused(text: str) -> None:
    with pytest.raises(TimerTextError):
        parse_cron(text)


def test_a_cron_text_that_can_never_come_due_again_ends() -> None:
    assert parse_cron("0 0 1 1 *").next_after(datetime(9999, 6, 1, tzinfo=UTC)) is None


def test_a_schedule_keeps_its_due_date_when_stored() -> None:
    schedule = TimerSchedule.arm(parse_timer("R3/P1M"), berlin("2026-01-31T09:00"))
    assert schedule is not None
    second = schedule.following()
    assert second is not None
    restored = TimerSchedule.from_state(json.loads(json.dumps(second.to_state())))
    assert restored == second
    assert restored.following() == second.following()


def test_a_timer_is_due_from_its_instant_on_and_never_before() -> None:
    schedule = TimerSchedule.arm(parse_timer("PT1H"), datetime(2026, 1, 1, tzinfo=UTC))
    assert schedule is not None
    assert not schedule.is_due(datetime(2026, 1, 1, 0, 59, 59, 999_999, tzinfo=UTC))
    assert schedule.is_due(datetime(2026, 1, 1, 1, tzinfo=UTC))


@given(
    st.sampled_from(["R/P1M", "R/P1D", "R/P1W", "R/PT7H", "R/P1M10D", "0 9 * * MON-FRI", "*/7 * 31 * *"]),
    st.integers(0, 20 * 365 * 24 * 60).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
)
@settings(max_examples=150)
def test_a_cycle_always_moves_forward(text: str, armed_at: datetime) -> None:
    schedule = TimerSchedule.arm(parse_timer(text), armed_at)
    moments = [armed_at]
    for _ in range(12):
        assert schedule is not None
        moments.append(schedule.due_at)
        schedule = schedule.following()
    assert all(earlier < later for earlier, later in pairwise(moments))
