"""The page of a running process as a desk to operate from: every act with a reason, a preview, and a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from engine.actor import SYSTEM
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.queries import timers
from models.history import HistoryEntry
from models.runtime import Incident, Instance, InstanceStatus
from tests.engine.spiff.drawing import draw
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice
from tests.web.test_supervision import break_down

CASE = "F-2026-000001"


@pytest.fixture
def instance(office: SmallOffice) -> int:
    return office.task_of(CASE).instance_id


def status(office: SmallOffice, instance: int) -> InstanceStatus:
    with office.engine.reading() as rows:
        return rows.get_one(Instance, instance).status


def token_link(page: Page, ending: str, of: str) -> str:
    """The address behind "Versetzen …" or "Entfernen …" of the token at an element."""
    for link in page.document.find_class("pw-line-link"):
        address = str(link.get("href"))
        if address.endswith(ending) and of in link.text_content():
            return address
    raise AssertionError(f"no {ending} for {of}")


def option(page: Page, text: str) -> str:
    """The value of the target with this text."""
    return next(str(o.get("value")) for o in page.document.iter("option") if text in o.text_content())


def waiting_for_its_timer(office: SmallOffice) -> int:
    """Bring the first process to its four weeks of waiting; returns the timer's id."""
    task = office.task_of(CASE)
    values = {"anliegen": "x", "weg": "telefon", "antwort_bis": "2026-11-02"}
    office.engine.execute(CompleteTask(task.id, values), SYSTEM)
    office.engine.execute(CompleteTask(office.task_of(CASE).id, {"antwort": "ja"}), SYSTEM)
    with office.engine.reading() as rows:
        return timers(rows, task.instance_id)[0].id


# ---------------------------------------------------------------------- the process as a whole
def test_a_process_is_stopped_and_goes_on_with_a_reason(lea: Browser, office: SmallOffice, instance: int) -> None:
    assert "Anhalten …" in lea.get(f"/vorgaenge/{instance}").text
    path = f"/vorgaenge/{instance}/anhalten"
    refused = lea.submit(lea.get(path), path, grund=" ")
    assert refused.status == 422
    assert "Bitte einen Grund angeben." in refused.text
    done = lea.submit(refused, path, grund="Akte beim Gericht")
    assert "Der Vorgang ist angehalten." in done.text
    assert status(office, instance) is InstanceStatus.SUSPENDED
    again = lea.submit(refused, path, grund="noch einmal")
    assert again.status == 422
    assert "Vorgang. Erwartet: in Gang. Vorgefunden: angehalten." in again.text
    assert again.value_of("grund") == "noch einmal"
    assert "Fortsetzen …" in lea.get(f"/vorgaenge/{instance}").text
    path = f"/vorgaenge/{instance}/fortsetzen"
    assert "Der Vorgang läuft weiter." in lea.submit(lea.get(path), path, grund="Akte ist zurück").text
    told = lea.get(f"/vorgaenge/{instance}/verlauf").text
    assert "Grund: Akte beim Gericht" in told
    assert "Grund: Akte ist zurück" in told


def test_cancelling_shows_what_ends_before_it_ends(lea: Browser, office: SmallOffice, instance: int) -> None:
    path = f"/vorgaenge/{instance}/abbrechen"
    form = lea.get(path)
    assert "Danach läuft im Fall F-2026-000001 kein Vorgang mehr" in form.text
    preview = lea.submit(form, path, grund="doppelt angelegt", schritt="vorschau")
    assert preview.heading == "Vorschau: Vorgang abbrechen"
    assert "„Anliegen erheben“ abgebrochen" in preview.text
    assert status(office, instance) is InstanceStatus.ACTIVE
    back = lea.submit(preview, path, schritt="aendern")
    assert back.value_of("grund") == "doppelt angelegt"
    done = lea.submit(preview, path, schritt="ausfuehren")
    assert "Der Vorgang ist abgebrochen." in done.text
    assert status(office, instance) is InstanceStatus.CANCELLED
    assert "Marke hinzufügen" not in done.text
    assert "„Beratung“ abgebrochen" in lea.get(f"/faelle/{CASE}/verlauf").text
    assert "Ein beendeter Vorgang hat keine Daten mehr" in lea.get(f"/vorgaenge/{instance}/daten").text
    assert lea.submit(preview, path, schritt="ausfuehren").status == 422


# ---------------------------------------------------------------------- tokens
def test_a_token_is_moved_after_a_preview(lea: Browser, office: SmallOffice, instance: int) -> None:
    path = token_link(lea.get(f"/vorgaenge/{instance}"), "versetzen", "Anliegen erheben")
    form = lea.get(path)
    assert [g.get("label") for g in form.document.iter("optgroup")] == ["Beratung"]
    empty = lea.submit(form, path, grund="Anliegen war klar", schritt="vorschau")
    assert empty.status == 422
    assert "Bitte eine Stelle wählen." in empty.text
    assert empty.value_of("grund") == "Anliegen war klar"
    target = option(form, "Antwort festhalten")
    preview = lea.submit(empty, path, ziel=target, schritt="vorschau")
    assert "Aufgabe „Antwort festhalten“ geöffnet" in preview.text
    assert "Marke von „Anliegen erheben“ nach „Antwort festhalten“ versetzt" in preview.text
    assert office.task_of(CASE).name == "Anliegen erheben"
    back = lea.submit(preview, path, schritt="aendern")
    assert back.document.xpath("//option[@selected]")[0].get("value") == target
    done = lea.submit(preview, path, schritt="ausfuehren")
    assert "Die Marke ist versetzt." in done.text
    assert office.task_of(CASE).name == "Antwort festhalten"
    gone = lea.submit(preview, path, schritt="ausfuehren")
    assert "Die Marke steht dort nicht mehr." in gone.text


def test_a_failed_step_is_skipped(lea: Browser, office: SmallOffice) -> None:
    instance = break_down(office)
    page = lea.get(f"/vorgaenge/{instance}")
    path = next(link for link in page.links() if link.endswith("/versetzen"))
    assert "Überspringen …: Antwort ablegen" in page.text
    form = lea.get(path)
    preview = lea.submit(form, path, ziel=option(form, "Vier Wochen"), grund="von Hand abgelegt", schritt="vorschau")
    done = lea.submit(preview, path, schritt="ausfuehren")
    assert "gestört" not in done.text
    with office.engine.reading() as rows:
        assert rows.scalars(select(Incident.resolved_by)).all() == ["l.nord"]


def test_a_preview_warns_of_an_incident_to_come(lea: Browser, office: SmallOffice, instance: int) -> None:
    office.broken = True
    path = token_link(lea.get(f"/vorgaenge/{instance}"), "versetzen", "Anliegen erheben")
    form = lea.get(path)
    preview = lea.submit(form, path, ziel=option(form, "Antwort ablegen"), grund="x", schritt="vorschau")
    assert "Dabei entsteht eine Störung" in preview.text
    ending = lea.submit(form, path, ziel=option(form, "Anliegen ist erledigt"), grund="x", schritt="vorschau")
    assert "Der Vorgang endet damit." in ending.text


def test_tokens_are_added_and_removed_but_never_the_last(lea: Browser, office: SmallOffice, instance: int) -> None:
    remove = token_link(lea.get(f"/vorgaenge/{instance}"), "entfernen", "Anliegen erheben")
    refused = lea.submit(lea.get(remove), remove, grund="weg damit", schritt="vorschau")
    assert refused.status == 422
    assert "Das ist die letzte Marke" in refused.text
    assert refused.value_of("grund") == "weg damit"
    path = f"/vorgaenge/{instance}/marken/neu"
    form = lea.get(path)
    wrong = lea.submit(form, path, ziel="Gibt_es_nicht|", grund="x", schritt="vorschau")
    assert wrong.status == 404
    preview = lea.submit(form, path, ziel=option(form, "Antwort festhalten"), grund="eilt", schritt="vorschau")
    assert "Die Marke ist hinzugefügt." in lea.submit(preview, path, schritt="ausfuehren").text
    preview = lea.submit(lea.get(remove), remove, grund="nicht mehr nötig", schritt="vorschau")
    assert "Die Marke ist entfernt." in lea.submit(preview, remove, schritt="ausfuehren").text
    assert office.task_of(CASE).name == "Antwort festhalten"


ROUND = draw(
    """
    <startEvent id="s"/><userTask id="fragen" name="Stelle befragen"><multiInstanceLoopCharacteristics
        pw:collection="= stellen" pw:elementVariable="stelle"/></userTask><endEvent id="e"/>
    s -> fragen -> e
    """,
    key="umfrage",
)


def test_a_repeated_activity_gets_one_more_turn_with_what_it_is_about(lea: Browser, office: SmallOffice) -> None:
    office.engine.execute(DeployResources((("umfrage.bpmn", ROUND),)), SYSTEM)
    started = StartInstance("umfrage", {"stellen": ["Amt"]}, business_key=CASE)
    instance = office.engine.execute(started, SYSTEM)
    path = token_link(lea.get(f"/vorgaenge/{instance}"), "durchlauf", "Stelle befragen")
    wrong = lea.submit(lea.get(path), path, eintrag="Kita", grund="", schritt="vorschau")
    assert wrong.status == 422
    assert wrong.value_of("eintrag") == "Kita"
    assert all(wrong.document.get_element_by_id(f"{name}-fehler") is not None for name in ("eintrag", "grund"))
    preview = lea.submit(wrong, path, eintrag='"Kita"', grund="vergessen", schritt="vorschau")
    assert "Durchlauf 2 von „Stelle befragen“ hinzugefügt" in preview.text
    done = lea.submit(preview, path, schritt="ausfuehren")
    assert "Der Durchlauf ist hinzugefügt." in done.text
    assert "Stelle befragen, Durchlauf 2" in done.text
    of_turn = path.replace(path.split("/")[-2], token_link(done, "entfernen", "Durchlauf 2").split("/")[-2])
    refused = lea.submit(lea.get(of_turn), of_turn, grund="vergessen", schritt="vorschau")
    assert refused.status == 422
    assert "selbst ein Durchlauf" in refused.text


def test_the_tokens_of_a_stopped_process_stay_where_they_are(lea: Browser, office: SmallOffice, instance: int) -> None:
    path = f"/vorgaenge/{instance}/anhalten"
    stopped = lea.submit(lea.get(path), path, grund="x")
    assert "bleiben seine Marken stehen" in stopped.text
    assert not [link for link in stopped.links() if "/marken/" in link], "nothing is offered that would be refused"
    path = f"/vorgaenge/{instance}/marken/neu"
    form = lea.get(path)
    refused = lea.submit(form, path, ziel=option(form, "Antwort festhalten"), grund="eilt", schritt="vorschau")
    assert refused.status == 422
    assert "Vorgang. Erwartet: in Gang. Vorgefunden: angehalten." in refused.text
    assert refused.value_of("grund") == "eilt"


# ---------------------------------------------------------------------- deadlines
def test_a_deadline_is_changed_with_a_reason(lea: Browser, office: SmallOffice, instance: int) -> None:
    timer = waiting_for_its_timer(office)
    page = lea.get(f"/vorgaenge/{instance}")
    path = f"/vorgaenge/{instance}/fristen/{timer}"
    assert path in page.links()
    form = lea.get(path)
    assert form.value_of("tag") == "2026-11-16"
    early = lea.submit(form, path, tag="2026-10-01", uhrzeit="09:00", grund="eher")
    assert early.status == 422
    assert "Dieser Zeitpunkt ist vorbei" in early.text
    assert early.value_of("tag") == "2026-10-01"
    nonsense = lea.submit(form, path, tag="bald", uhrzeit="9 Uhr", grund="")
    assert nonsense.status == 422
    assert all(
        nonsense.document.get_element_by_id(f"{name}-fehler") is not None for name in ("tag", "uhrzeit", "grund")
    )
    done = lea.submit(form, path, tag="2026-12-01", uhrzeit="10:00", grund="Urlaub")
    assert "endet jetzt am 01.12.2026, 10:00 Uhr" in done.text
    assert "auf den 01.12.2026 geändert" in lea.get(f"/vorgaenge/{instance}/verlauf").text
    with office.engine.reading() as rows:
        timer = timers(rows, instance)[0].id
    path = f"/vorgaenge/{instance}/fristen/{timer}"
    at_once = lea.submit(lea.get(path), path, tag="2026-10-01", uhrzeit="09:00", grund="gleich", sofort="ja")
    assert at_once.status == 200
    office.settle()
    assert status(office, instance) is InstanceStatus.COMPLETED


# ---------------------------------------------------------------------- data
def test_data_change_only_when_a_second_person_agrees(lea: Browser, sign_in: SignIn, instance: int) -> None:
    data = lea.get(f"/vorgaenge/{instance}/daten")
    assert '"a.beispiel"' in data.text
    path = f"/vorgaenge/{instance}/daten/aendern"
    form = lea.get(f"{path}?auswahl=|zustaendig")
    assert form.value_of("wert-1") == '"a.beispiel"'
    wrong = lea.submit(form, path, {"wert-1": "today()", "grund": "Vertretung"})
    assert wrong.status == 422
    assert "nichts zu Berechnendes" in wrong.text
    assert wrong.value_of("wert-1") == "today()"
    same = lea.submit(form, path, {"grund": "Vertretung"})
    assert "Die Angabe hat diesen Wert schon." in same.text
    sent = lea.submit(form, path, {"wert-1": '"b.muster"', "grund": "Vertretung"})
    assert "Eine andere Person muss ihn genehmigen." in sent.text
    address = next(link for link in sent.links() if "/vorschlaege/" in link)
    own = lea.get(address)
    assert "Sie haben das vorgeschlagen." in own.text
    assert "genehmigen" not in "".join(str(f.get("action")) for f in own.document.forms)
    assert lea.post(f"{address}/genehmigen", {"schritt": "ausfuehren"}).status == 422

    finn = sign_in("f.betreuung")
    assert address in finn.get("/team/vorschlaege").links()
    page = finn.get(address)
    assert "Lea Leitung" in page.text
    preview = finn.submit(page, f"{address}/genehmigen", schritt="vorschau")
    assert 'Daten geändert: zustaendig von "a.beispiel" auf "b.muster"' in preview.text
    done = finn.submit(preview, f"{address}/genehmigen", schritt="ausfuehren")
    assert "Die Daten sind geändert." in done.text
    assert '"b.muster"' in done.text
    assert "Kein Vorschlag wartet." in finn.get("/team/vorschlaege").text
    told = lea.get(f"/vorgaenge/{instance}/verlauf").text
    assert "Daten geändert" in told
    assert "Grund: Vertretung" in told


def test_a_new_value_is_proposed_rejected_and_withdrawn(lea: Browser, sign_in: SignIn, instance: int) -> None:
    path = f"/vorgaenge/{instance}/daten/aendern"
    form = lea.get(path)
    assert lea.submit(form, path, {"wert": "1", "grund": "x"}).document.get_element_by_id("name-fehler") is not None
    bad_name = lea.submit(form, path, {"name": "1 x", "wert": "1", "grund": "x"})
    assert "Das ist kein Name" in bad_name.text
    assert "Bitte 1 bis 20 Werte ändern." in lea.submit(form, path, {"grund": "x"}).text
    sent = lea.submit(form, path, {"name": "eilig", "wert": "true", "grund": "Antrag"})
    address = next(link for link in sent.links() if "/vorschlaege/" in link)
    finn = sign_in("f.betreuung")
    nothing = finn.submit(finn.get(address), f"{address}/ablehnen", grund="")
    assert nothing.status == 422
    assert "abgelehnt" in finn.submit(nothing, f"{address}/ablehnen", grund="nicht nötig").text
    late = finn.post(f"{address}/genehmigen", {"schritt": "ausfuehren"})
    assert late.status == 422
    assert "abgelehnt von Finn Fachbetreuung" in late.text
    sent = lea.submit(form, path, {"name": "eilig", "wert": "true", "grund": "Antrag"})
    address = next(link for link in sent.links() if "/vorschlaege/2" in link)
    assert "zurückgezogen" in lea.submit(lea.get(address), f"{address}/ablehnen", grund="Irrtum").text


def test_an_outdated_proposal_is_not_approved(lea: Browser, sign_in: SignIn, instance: int) -> None:
    path, finn = f"/vorgaenge/{instance}/daten/aendern", sign_in("f.betreuung")
    for value in ('"b.muster"', '"s.fern"'):
        lea.submit(lea.get(f"{path}?auswahl=|zustaendig"), path, {"wert-1": value, "grund": "x"})
    for number, expected in ((1, 200), (2, 422)):
        address = f"/vorgaenge/{instance}/vorschlaege/{number}/genehmigen"
        assert finn.post(address, {"schritt": "ausfuehren"}).status in (expected, 303)
    assert "Inzwischen haben diese Angaben einen anderen Wert: zustaendig" in finn.page.text  # type: ignore[union-attr]


# ---------------------------------------------------------------------- who, and how much
def test_only_those_who_may_operate_see_the_ways_to(sign_in: SignIn, office: SmallOffice, instance: int) -> None:
    assert sign_in("a.beispiel").get(f"/vorgaenge/{instance}/daten").status == 404
    assert sign_in("a.beispiel").get(f"/vorgaenge/{instance}/abbrechen").status == 404
    foreign = office.task_of("F-2026-000004").instance_id
    lea = sign_in("l.nord")
    for rest in ("abbrechen", "marken/neu", "daten", "verlauf", "daten/aendern"):
        assert lea.get(f"/vorgaenge/{foreign}/{rest}").status == 404, rest
    assert sign_in("f.betreuung").get(f"/vorgaenge/{foreign}/daten").status == 200


def test_a_timer_and_a_proposal_belong_to_their_process(lea: Browser, office: SmallOffice, instance: int) -> None:
    timer = waiting_for_its_timer(office)
    other = office.task_of("F-2026-000002").instance_id
    assert lea.get(f"/vorgaenge/{other}/fristen/{timer}").status == 404
    path = f"/vorgaenge/{instance}/daten/aendern"
    lea.submit(lea.get(path), path, {"name": "eilig", "wert": "true", "grund": "x"})
    assert lea.get(f"/vorgaenge/{instance}/vorschlaege/1").status == 200
    assert lea.get(f"/vorgaenge/{other}/vorschlaege/1").status == 404


def test_several_incidents_of_one_cause_are_retried_at_once(lea: Browser, office: SmallOffice) -> None:
    office.broken = True
    for number in (CASE, "F-2026-000002"):
        values = {"anliegen": "x", "weg": "telefon", "antwort_bis": "2026-11-02"}
        office.engine.execute(CompleteTask(office.task_of(number).id, values), SYSTEM)
        office.engine.execute(CompleteTask(office.task_of(number).id, {"antwort": "ja"}), SYSTEM)
    page = lea.get("/team/stoerungen")
    assert "Alle 2 wiederholen: Der Schritt ist gescheitert (RuntimeError)" in page.text
    again = lea.submit(page, "/team/stoerungen/wiederholen")
    assert "2 Störungen erneut versucht, 2 mit dieser Ursache sind noch offen." in again.text
    office.broken = False
    done = lea.submit(again, "/team/stoerungen/wiederholen")
    assert "2 Störungen erneut versucht, 0 mit dieser Ursache sind noch offen." in done.text
    assert "Keine offenen Störungen." in done.text


def test_the_history_comes_in_pages_with_a_bounded_number_of_statements(
    lea: Browser, office: SmallOffice, instance: int
) -> None:
    def statements() -> int:
        count = 0

        def one_more(*_args: object) -> None:
            nonlocal count
            count += 1

        event.listen(office.engine.database, "before_cursor_execute", one_more)
        lea.get(f"/vorgaenge/{instance}/verlauf")
        event.remove(office.engine.database, "before_cursor_execute", one_more)
        return count

    statements()  # the first look also reads what is kept afterwards
    before = statements()
    with office.engine.database.execution_options(writing=True).begin() as connection:
        row = {"at": office.now, "actor": "l.nord", "kind": "task.claimed", "instance_id": instance, "data": {}}
        rows = [{**row, "at": office.now + timedelta(minutes=n)} for n in range(100)]
        connection.execute(HistoryEntry.__table__.insert(), rows)  # type: ignore[attr-defined]
    assert statements() == before
    first = lea.get(f"/vorgaenge/{instance}/verlauf")
    assert f"/vorgaenge/{instance}/verlauf?seite=2" in first.links()
    last = lea.get(f"/vorgaenge/{instance}/verlauf?seite=3")
    assert "„Beratung“ begonnen" in last.text
    assert "„Beratung“ begonnen" not in first.text
