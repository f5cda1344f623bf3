"""What activities do with data: scripts, mappings, calls, decisions, loops."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.errors import NotFound, WrongState
from engine.feel import DaysTimeDuration, YearsMonthsDuration
from engine.spiff import Run
from engine.values import admit, dump_values, load_values
from engine.waits import HandlerCall
from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play


def io(*entries: str) -> str:
    """`a <- x + 1` is an input, `a -> b` an output: expression a to variable b."""
    lines = []
    for entry in entries:
        if "<-" in entry:
            target, text = entry.split("<-")
            lines.append(f'<pw:input source="{text.strip()}" target="{target.strip()}"/>')
        else:
            text, target = entry.rsplit("->", 1)
            lines.append(f'<pw:output source="{text.strip()}" target="{target.strip()}"/>')
    return f"<extensionElements><pw:ioMapping>{''.join(lines)}</pw:ioMapping></extensionElements>"


def test_a_script_merges_its_context_into_the_process_data() -> None:
    play = Play(
        program("""
        <scriptTask id="a" scriptFormat="feel"><script>{trace: append(trace, "a"), n: n / 4, on: date("2026-01-31")}
        </script></scriptTask><userTask id="w"/>
        a -> w
        """),
        {"trace": [], "n": 1},
    )
    assert play.data == {"trace": ["a"], "n": Decimal("0.25"), "on": date(2026, 1, 31)}


def test_a_script_that_gives_no_context_is_an_incident() -> None:
    play = Play(program('<scriptTask id="a" scriptFormat="feel"><script>x</script></scriptTask>'))
    assert play.incidents == ["a:ExpressionFailed"]


def test_the_attributes_of_a_user_task_are_evaluated_when_it_opens() -> None:
    play = Play(
        program(
            """
        <process/><userTask id="a" name="Prüfen" pw:form="a.form" pw:assignee="= fachkraft"
          pw:candidateGroups='leitung, = "team:" + team' pw:dueDate="today() + duration(&quot;P3D&quot;)"
          pw:followUpDate="2026-01-07T09:00" pw:priority="40 + 1"><documentation>Bitte prüfen</documentation></userTask>
        """.replace("<process/>", "")
        ),
        {"fachkraft": "anna", "team": "7"},
    )
    told = play.run.describe_user_task(play.task("a"))
    assert (told.name, told.documentation, told.form, told.assignee) == ("Prüfen", "Bitte prüfen", "a.form", "anna")
    assert told.candidate_groups == ("leitung", "team:7")
    assert told.due_at == datetime(2026, 1, 8, 22, 59, 59, tzinfo=UTC)
    assert told.follow_up_at == datetime(2026, 1, 7, 8, tzinfo=UTC)
    assert told.priority == 41


def test_a_task_without_its_group_is_an_incident_because_nobody_would_see_it() -> None:
    play = Play(program("""<userTask id="a" pw:candidateGroups='= "team:" + team'/>"""))
    assert play.incidents == ["a:ExpressionFailed"]
    assert play.set(team="7").retry("a").open == ["a"]


def test_a_task_can_be_completed_once() -> None:
    play = Play(program('<userTask id="a"/><userTask id="b"/>\na -> b\n'))
    token = play.task("a")
    play.complete("a")
    with pytest.raises(NotFound):
        play.run.complete_user_task(token, {})
    with pytest.raises(WrongState):
        play.run.complete_job(play.task("b"), {})


def test_a_mapped_task_takes_in_and_gives_out_only_what_is_mapped() -> None:
    play = Play(
        program(
            f'<userTask id="a">{io("kopie <- wert + 1", "ergebnis * 2 -> doppelt")}</userTask>'
            '<userTask id="b"/>\na -> b\n'
        ),
        {"wert": 1},
    )
    assert play.run.scope_variables(play.task("a"))["kopie"] == 2
    play.complete("a", ergebnis=4, anderes=5)
    assert play.data == {"wert": 1, "doppelt": 8}


def test_what_a_person_entered_survives_an_output_mapping_that_fails() -> None:
    play = Play(
        program(
            f'<userTask id="a">{io("[x] -> y", "for i in 1..grenze return i -> liste")}</userTask>'
            '<userTask id="b"/>\na -> b\n'
        ),
        {"grenze": 10_000_000},
    )
    play.complete("a", x=1)
    assert play.incidents == ["a:ExpressionFailed"]
    play.set(grenze=2).retry("a")
    assert (play.open, play.data["y"], play.data["liste"]) == (["b"], [1], [1, 2])


def test_an_inside_handler_gets_its_mapped_inputs_and_its_outputs_are_merged() -> None:
    calls: list[HandlerCall] = []

    def act(call: HandlerCall) -> dict[str, object]:
        calls.append(call)
        return {"summe": 3}

    body = f'<serviceTask id="a" pw:handler="h">{io("x <- 1 + 1")}</serviceTask><userTask id="w"/>\na -> w\n'
    play = Play(program(body), {"geheim": "x"}, handlers={"h": act})
    assert calls[0].inputs == {"x": 2}
    assert play.data == {"geheim": "x", "summe": 3}


def test_a_handler_cannot_change_variables_behind_the_engines_back() -> None:
    def act(call: HandlerCall) -> dict[str, object]:
        call.inputs["liste"].append(99)
        return {}

    play = Play(
        program('<serviceTask id="a" pw:handler="h"/><userTask id="w"/>\na -> w\n'), {"liste": [1]}, handlers={"h": act}
    )
    assert play.data == {"liste": [1]}


def test_a_value_that_cannot_be_stored_is_an_incident() -> None:
    play = Play(program('<serviceTask id="a" pw:handler="h"/>'), handlers={"h": lambda call: {"x": object()}})
    assert play.incidents == ["a:ValueNotStorable"]


def test_a_decision_sees_everything_and_fills_its_result_variable() -> None:
    play = Play(
        program("""
        <businessRuleTask id="a" pw:decision="segment" pw:resultVariable="stufe"/>
        <userTask id="w"/>
        a -> w
        """),
        {"alter": 24},
        decisions={"segment": lambda variables: "A" if variables["alter"] < 25 else "B"},
    )
    assert play.data["stufe"] == "A"


CALLED = """
<process id="Q" isExecutable="true"><startEvent id="qs"/><userTask id="q"/><endEvent id="qe"/>
qs -> q -> qe
</process>
"""


def test_a_call_without_mapping_shares_all_variables_but_not_while_it_runs() -> None:
    play = Play(
        program('<callActivity id="c" calledElement="Q"/><userTask id="w"/>\nc -> w\n', processes=CALLED), {"x": 1}
    )
    assert [(p.process_key, p.element_id, p.state) for p in play.run.positions()] == [
        ("P", "c", "started"),
        ("Q", "q", "active"),
    ]
    assert play.run.scope_variables(play.task("q")) == {"x": 1}
    play.complete("q", y=2)
    assert (play.open, play.data) == (["w"], {"x": 1, "y": 2})


def test_a_mapped_call_passes_only_what_is_mapped() -> None:
    play = Play(
        program(
            f'<callActivity id="c" calledElement="Q">{io("innen <- aussen + 1", "ergebnis -> antwort")}</callActivity>'
            '<userTask id="w"/>\nc -> w\n',
            processes=CALLED,
        ),
        {"aussen": 1},
    )
    assert play.run.scope_variables(play.task("q")) == {"innen": 2}
    play.complete("q", ergebnis="ja", rest=1)
    assert play.data == {"aussen": 1, "antwort": "ja"}


def test_an_error_leaves_a_called_process_through_the_border_of_the_call() -> None:
    play = Play(
        program(
            """<callActivity id="c" calledElement="Q"/><boundaryEvent id="b" attachedToRef="c">
            <errorEventDefinition errorRef="E"/></boundaryEvent><userTask id="repair"/>
            b -> repair
            """,
            shared='<error id="E" errorCode="E-1"/>',
            processes="""<process id="Q" isExecutable="true"><startEvent id="qs"/>
            <endEvent id="qe"><errorEventDefinition errorRef="E"/></endEvent>
            qs -> qe
            </process>""",
        )
    )
    assert play.open == ["repair"]


def test_a_sub_process_keeps_the_data_it_declares_to_itself() -> None:
    play = Play(
        program("""
        <subProcess id="sub"><property id="p" name="lokal"/><userTask id="a"/></subProcess><userTask id="w"/>
        sub -> w
        """)
    )
    play.complete("a", lokal=1, frei=2)
    assert play.data == {"frei": 2}


MULTI = """
<userTask id="a"><multiInstanceLoopCharacteristics isSequential="SEQ" pw:collection="namen" pw:elementVariable="name"
  pw:outputCollection="antworten" pw:outputElement="antwort">DONE</multiInstanceLoopCharacteristics></userTask>
<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>
</boundaryEvent><userTask id="w"/><userTask id="late"/>
a -> w
b -> late
"""


def multi(sequential: bool, done: str = "") -> str:
    text = f"<completionCondition>{done}</completionCondition>" if done else ""
    return MULTI.replace("SEQ", str(sequential).lower()).replace("DONE", text)


def test_parallel_instances_have_their_own_element_and_collect_their_results_in_order() -> None:
    play = Play(program(multi(False)), {"namen": ["x", "y", "z"]})
    assert play.open == ["a", "a", "a"]
    tokens = [wait.token for wait in play.waits.user_tasks]
    assert [play.run.scope_variables(t)["name"] for t in tokens] == ["x", "y", "z"]
    for token, answer in reversed(list(zip(tokens, [1, 2, 3], strict=True))):
        play.run.complete_user_task(token, {"antwort": answer})
    assert play.open == ["w"]
    assert play.data == {"namen": ["x", "y", "z"], "antworten": [1, 2, 3]}
    assert play.timers == []


def test_sequential_instances_come_one_after_another() -> None:
    play = Play(program(multi(True)), {"namen": ["x", "y"]})
    assert play.open == ["a"]
    play.complete("a", antwort=1)
    assert play.run.scope_variables(play.task("a"))["loopCounter"] == 2
    play.complete("a", antwort=2)
    assert (play.open, play.data["antworten"]) == (["w"], [1, 2])


def test_a_completion_condition_ends_the_other_instances() -> None:
    play = Play(program(multi(False, "numberOfCompletedInstances >= 2")), {"namen": ["x", "y", "z"]})
    play.complete("a", antwort=1).complete("a", antwort=2)
    assert play.open == ["w"]
    assert play.cancelled == ["a"]
    assert play.data["antworten"] == [1, 2, None]


def test_an_empty_collection_passes_at_once() -> None:
    play = Play(program(multi(False)), {"namen": []})
    assert (play.open, play.data["antworten"]) == (["w"], [])


def test_a_border_event_ends_all_instances() -> None:
    play = Play(program(multi(False)), {"namen": ["x", "y", "z"]}).travel(days=1)
    assert play.open == ["late"]


def test_a_collection_that_is_no_list_is_an_incident_that_can_be_repaired() -> None:
    play = Play(program(multi(False)), {"namen": "x"})
    assert play.incidents == ["a:ExpressionFailed"]
    play.set(namen=["x"]).retry("a")
    assert play.open == ["a"]


def test_a_failing_completion_condition_keeps_the_finished_instance() -> None:
    play = Play(program(multi(True, "if grenze = null then 1 else loopCounter >= grenze")), {"namen": ["x", "y"]})
    play.complete("a", antwort=1)
    assert play.incidents == ["a:ExpressionFailed"]
    play.set(grenze=1).retry("a")
    assert (play.open, play.data["antworten"]) == (["w"], [1])


def test_sub_processes_can_run_many_times_side_by_side() -> None:
    play = Play(
        program("""
        <subProcess id="sub"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>
          </multiInstanceLoopCharacteristics><userTask id="a"/><userTask id="b"/>
          a -> b
        </subProcess><userTask id="w"/>
        sub -> w
        """)
    )
    play.complete("a").complete("a").complete("b")
    assert play.open == ["a", "b"]
    play.complete("b").complete("a").complete("b")
    assert play.open == ["w"]


def test_a_standard_loop_repeats_while_its_condition_holds() -> None:
    body = """
    <userTask id="a"><standardLoopCharacteristics testBefore="BEFORE" loopMaximum="3">
    <loopCondition>weiter</loopCondition>
    </standardLoopCharacteristics></userTask><userTask id="w"/>
    a -> w
    """
    play = Play(program(body.replace("BEFORE", "false")))
    assert play.complete("a", weiter=True).open == ["a"]
    assert play.complete("a", weiter=False).open == ["w"]
    assert Play(program(body.replace("BEFORE", "true"))).open == ["w"]
    play = Play(program(body.replace("BEFORE", "true")), {"weiter": True})
    assert play.complete("a").complete("a").complete("a").open == ["w"]


def test_start_and_completion_quantities_count_tokens() -> None:
    play = Play(
        program("""
        <startEvent id="s"/><parallelGateway id="g"/><task id="x"/><task id="y"/>
        <userTask id="a" startQuantity="2" completionQuantity="3"/><userTask id="w"/>
        s -> g -> x -> a
        g -> y -> a
        a -> w
        """)
    )
    assert play.open == ["a"]
    assert play.complete("a").open == ["w", "w", "w"]


def test_all_kinds_of_values_survive_storage() -> None:
    berlin = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=datetime(2026, 1, 1).astimezone().tzinfo)
    values = {
        "decimal": Decimal("1.10"),
        "date": date(2026, 2, 28),
        "time": time(9, 30),
        "moment": datetime(2026, 1, 1, 9, tzinfo=UTC),
        "wall": berlin,
        "months": YearsMonthsDuration(6),
        "span": DaysTimeDuration(90_000_000_000),
        "delta": timedelta(days=1, microseconds=3),
        "$": {"$": ["number", "no number"]},
        "text": 'a "$": b',
        "big": 2**70,
        "nested": [{"$": 1, "x": [None, True, 0.5]}],
    }
    assert load_values(dump_values(admit(values))) == values


def test_variables_that_are_no_process_data_are_refused_when_an_instance_starts() -> None:
    play = Play(program('<userTask id="a"/>'))
    for wrong in (float("nan"), {1: 2}, object(), "\ud800", Decimal("Infinity")):
        with pytest.raises(Exception, match=r"stored|finite|keys|character"):
            Run.start(play.program, {"x": wrong}, play.environment())


def test_a_process_that_calls_itself_without_end_becomes_an_incident() -> None:
    play = Play(program('<callActivity id="c" calledElement="P"/>'))
    assert play.incidents == ["c:NestedTooDeep"]
    assert len(play.run.positions()) == 41


def test_a_process_may_call_itself_as_long_as_it_ends() -> None:
    play = Play(
        program("""
        <scriptTask id="a" scriptFormat="feel"><script>{n: n - 1}</script></scriptTask>
        <exclusiveGateway id="x" default="x_e"/><callActivity id="c" calledElement="P"/><endEvent id="e"/>
        a -> x
        x -> c [n > 0]
        x -> e
        c -> e
        """),
        {"n": 35},
    )
    assert (play.done, play.data["n"]) == (True, 0)


def test_drawn_sub_processes_may_lie_in_each_other_as_deep_as_a_file_can() -> None:
    body = '<userTask id="innen"/>'
    for depth in range(60):
        body = f'<subProcess id="s{depth}">{body}</subProcess>'
    play = Play(program(body))
    assert play.open == ["innen"]
    assert play.complete("innen").done
