"""Moving running instances without a browser: the plan as a table, the dry run, the batch, pause, resume and undo."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from html5lib import HTMLParser
from lxml import html
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.commands.cancel_instance import CancelInstance
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.worker import Worker, drain
from models.database import open_database
from models.runtime import Instance
from tests.engine.spiff.drawing import draw
from tests.web.designer.office import Office, Visitor, furnish, open_office
from web.readers import migrations as reader

OLD = """<startEvent id="b"/><userTask id="Pruefen" name="Antrag prüfen"/><endEvent id="e"/>
<userTask id="Entscheiden" name="Entscheiden"/>
b -> Pruefen -> Entscheiden -> e
"""
NEW = """<startEvent id="b"/><userTask id="Vorpruefen" name="Antrag prüfen"/><userTask id="Neues" name="Anhören"/>
<endEvent id="e"/><endEvent id="f"/>
<boundaryEvent id="Frist" attachedToRef="Vorpruefen"><timerEventDefinition><timeDuration>P7D</timeDuration>
</timerEventDefinition></boundaryEvent>
b -> Vorpruefen -> Neues -> e
Frist -> f
"""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    furnish(open_database(f"sqlite:///{path}"))
    return path


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    office = open_office(open_database(f"sqlite:///{shutil.copy(furnished, tmp_path / 'office.sqlite3')}"))
    yield office
    office.engine.database.dispose()


@pytest.fixture
def designer(office: Office) -> Visitor:
    return office.sign_in("gestalt")


@pytest.fixture
def versions(office: Office) -> tuple[int, int]:
    """Two versions of a process; two instances run in the first."""
    ids = []
    for body in (OLD, NEW):
        resources = (("antrag.bpmn", draw(body, key="antrag")),)
        ids.append(office.engine.execute(DeployResources(resources), SYSTEM)[0].id)
        if body is OLD:
            for number in (1, 2):
                start = StartInstance("antrag", {"name": "Frau Geheim"}, business_key=f"F-2026-00000{number}")
                office.engine.execute(start, SYSTEM)
    return ids[0], ids[1]


def page(answer: object) -> html.HtmlElement:
    text = answer.get_data(as_text=True)  # type: ignore[attr-defined]
    HTMLParser(strict=True).parse(text)
    assert "Geheim" not in text
    assert "F-2026" not in text
    return html.fromstring(text)


def text_of(answer: object) -> str:
    return " ".join(page(answer).text_content().split())


def plan_form(versions: tuple[int, int], **fields: str) -> dict[str, str]:
    return {"von": str(versions[0]), "nach": str(versions[1]), **fields}


def start(designer: Visitor, versions: tuple[int, int]) -> str:
    answer = designer.post("/modelle/umzuege/plan", data=plan_form(versions, aktion="starten", grund="Neue Fassung"))
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_versions_with_running_instances_lead_to_the_plan(designer: Visitor, versions: tuple[int, int]) -> None:
    shown = page(designer.get("/modelle/prozesse/antrag"))
    (link,) = [a for a in shown.iter("a") if "Umziehen" in a.text_content()]
    assert link.get("href") == f"/modelle/umzuege?von={versions[0]}&nach={versions[1]}"
    overview = page(designer.get(link.get("href")))
    assert [o.get("value") for o in overview.xpath("//select/option[@selected]")] == [str(v) for v in versions]
    assert "2 laufend" in overview.text_content()


def test_the_plan_shows_each_element_with_its_counterpart_and_why(designer: Visitor, versions: tuple[int, int]) -> None:
    plan = page(designer.get(f"/modelle/umzuege/plan?von={versions[0]}&nach={versions[1]}"))
    rows = {row.xpath(".//code")[0].text: row for row in plan.xpath("//table[1]//tbody/tr")}
    assert rows["Pruefen"].xpath(".//option[@selected]/@value") == ["Vorpruefen"]
    assert "gleiche Stelle und Art" in rows["Pruefen"].text_content()
    assert rows["Entscheiden"].xpath(".//option[@selected]/@value") == []
    assert "fehlt" in rows["Entscheiden"].text_content()
    assert "gleiche Kennung" in rows["b"].text_content()


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(designer: Visitor, versions: tuple[int, int]) -> None:
    told = text_of(designer.post("/modelle/umzuege/plan", data=plan_form(versions, aktion="probe")))
    assert "Ziehen um2" in told
    assert "Neu: Frist Frist, 09.03.2026" in told
    refused = plan_form(versions, aktion="probe", **{"ziel:antrag:antrag:Pruefen": ""})
    told = text_of(designer.post("/modelle/umzuege/plan", data=refused))
    assert "Können nicht umziehen2" in told
    assert "Pruefen: Hier steht der Vorgang, und das Element hat kein Gegenstück." in told
    assert "Es ist noch nichts umgezogen." in text_of(designer.get("/modelle/umzuege"))


def test_a_choice_by_hand_is_kept_and_a_wrong_one_is_told_at_its_element(
    designer: Visitor, versions: tuple[int, int]
) -> None:
    chosen = plan_form(versions, aktion="probe", **{"ziel:antrag:antrag:Entscheiden": "Neues"})
    shown = page(designer.post("/modelle/umzuege/plan", data=chosen))
    (row,) = [r for r in shown.xpath("//tr") if "Entscheiden" in r.text_content() and r.xpath(".//select")]
    assert row.xpath(".//option[@selected]/@value") == ["Neues"]
    assert "von Hand" in row.text_content()
    wrong = plan_form(versions, aktion="probe", **{"ziel:antrag:antrag:Pruefen": "e"})
    answer = designer.post("/modelle/umzuege/plan", data=wrong)
    assert answer.status_code == 422
    assert "Pruefen (userTask) kann nicht zu e (endEvent) werden" in text_of(answer)


def test_a_batch_runs_and_shows_how_far_it_is(office: Office, designer: Visitor, versions: tuple[int, int]) -> None:
    address = start(designer, versions)
    assert "0 von 2 Vorgängen" in text_of(designer.get(address))
    assert designer.post(f"{address}/anhalten").status_code == 303
    drain(Worker(office.engine, "w"))
    assert "Stand: angehalten" in text_of(designer.get(address))
    assert designer.post(f"{address}/anhalten").status_code == 409
    assert designer.post(f"{address}/fortsetzen").status_code == 303
    drain(Worker(office.engine, "w"))
    told = text_of(designer.get(f"{address}?status=migrated"))
    assert "Stand: fertig" in told
    assert "2 von 2 Vorgängen" in told
    assert "antrag 1 → 2 fertig" in text_of(designer.get("/modelle/umzuege"))


def test_a_batch_is_taken_back_with_a_reason(office: Office, designer: Visitor, versions: tuple[int, int]) -> None:
    address = start(designer, versions)
    drain(Worker(office.engine, "w"))
    designer.post(f"{address}/zuruecknehmen", data={"grund": " "})
    assert "Bitte angeben, warum der Umzug zurückgenommen wird." in text_of(designer.get(address))
    designer.post(f"{address}/zuruecknehmen", data={"grund": "Doch nicht"})
    drain(Worker(office.engine, "w"))
    told = text_of(designer.get(address))
    assert "Stand: fertig, Rücknahme" in told
    assert "zurückgenommen 2" in told


def test_bad_input_is_told(designer: Visitor, versions: tuple[int, int]) -> None:
    answer = designer.post("/modelle/umzuege/plan", data=plan_form(versions, aktion="starten"))
    assert answer.status_code == 422
    assert "Bitte angeben, warum umgezogen wird." in text_of(answer)
    typed = plan_form(versions, aktion="starten", grund="x", vorgaenge="eins")
    assert "Bitte nur Vorgangsnummern" in text_of(designer.post("/modelle/umzuege/plan", data=typed))
    typed["vorgaenge"] = "1, 4711"
    told = "Diese Vorgänge laufen nicht in dieser Version: 4711."
    assert told in text_of(designer.post("/modelle/umzuege/plan", data=typed))
    assert told in text_of(designer.post("/modelle/umzuege/plan", data=typed | {"aktion": "probe"}))
    nobody = plan_form(versions, aktion="starten", grund="x", nur="suspended")
    assert "Kein Vorgang ist ausgewählt." in text_of(designer.post("/modelle/umzuege/plan", data=nobody))
    assert "Es ist noch nichts umgezogen." in text_of(designer.get("/modelle/umzuege"))
    assert designer.get(f"/modelle/umzuege/plan?von={versions[0]}&nach={versions[0]}").status_code == 303
    assert designer.get("/modelle/umzuege/plan?von=4711&nach=1").status_code == 404
    assert designer.get("/modelle/umzuege/4711").status_code == 404


def test_a_dry_run_over_many_instances_is_left_to_the_worker_and_looks_at_all(
    office: Office, designer: Visitor, versions: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "AT_ONCE", 1)
    with office.engine.reading() as rows:
        ended, stays = rows.scalars(select(Instance.id).order_by(Instance.id)).all()
    chosen = plan_form(versions, aktion="probe", **{"ziel:antrag:antrag:Entscheiden": "Neues"})
    answer = designer.post("/modelle/umzuege/plan", data=chosen)
    address = str(answer.headers["Location"])
    assert "Stand: läuft 0 von 2 Vorgängen" in text_of(designer.get(address))
    office.engine.execute(CancelInstance(ended, "doppelt"), SYSTEM)
    drain(Worker(office.engine, "w"))
    told = text_of(designer.get(address))
    assert "Stand: fertig 2 von 2 Vorgängen Ziehen um1" in told
    assert f"{ended} kann nicht Der Vorgang ist beendet." in told
    assert f"{stays} zieht um Pruefen → VorpruefenNeu: Frist Frist, 09.03.2026" in told
    moving = text_of(designer.get(f"{address}?ergebnis=moves"))
    assert f"{stays} zieht um" in moving
    assert "kann nicht" not in moving
    assert "2 von 2 Vorgängen" in text_of(designer.get("/modelle/umzuege"))
    again = page(designer.get(page(designer.get(address)).xpath("//a[contains(@href, 'probelauf=')]/@href")[0]))
    (row,) = [r for r in again.xpath("//tr") if "Entscheiden" in r.text_content() and r.xpath(".//select")]
    assert row.xpath(".//option[@selected]/@value") == ["Neues"], "the plan of the dry run is gone on with"
    assert designer.post(f"{address}/starten", data={"grund": " "}).status_code == 422
    started = designer.post(f"{address}/starten", data={"grund": "Neue Fassung"})
    drain(Worker(office.engine, "w"))
    assert "1 von 1 Vorgängen umgezogen1" in text_of(designer.get(str(started.headers["Location"])))
    assert designer.get("/modelle/umzuege/probelaeufe/4711").status_code == 404


def test_only_those_who_publish_may_move_instances(office: Office, versions: tuple[int, int]) -> None:
    caseworker = office.sign_in("fach")
    assert caseworker.get("/modelle/umzuege").status_code == 404
    assert caseworker.post("/modelle/umzuege/plan", data=plan_form(versions, aktion="probe")).status_code == 404
    assert caseworker.post("/modelle/umzuege/1/zuruecknehmen").status_code == 404
