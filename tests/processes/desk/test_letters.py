"""Letters: filled templates, open gaps refused, e-mails through a job that is tried again and becomes an incident."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from engine.executor import Engine
from engine.handlers import OutsideCall
from engine.queries import open_incidents
from engine.worker import Worker, drain
from models.casework import Person
from models.desk import Letter, LetterChannel, LetterState
from models.runtime import Job
from processes.bootstrap import register_rooms
from processes.letters.commands import WriteLetter
from processes.letters.sending import PostOffice
from processes.letters.texts import PLACEHOLDERS, facts_of, filled, open_gaps, templates
from processes.records import case_by_number
from processes.settings import MailSettings, Settings, read_settings
from tests.processes.desk.mail_server import mail_server
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

TEXT = "Guten Tag,\n\nbitte kommen Sie.\n\nFreundliche Grüße"


@pytest.fixture
def posting(tmp_path: Path) -> Jobcenter:
    """An office whose e-mails go to a folder."""
    office = Jobcenter(f"sqlite:///{tmp_path / 'office.sqlite3'}")
    connect(office, MailSettings(folder=tmp_path / "out"))
    return office


def connect(office: Jobcenter, mail: MailSettings) -> None:
    engine: Engine = office.harness.engine
    engine.handlers, _forms = register_rooms(engine.database, Settings(mail=mail))


@pytest.fixture
def client(posting: Jobcenter) -> Client:
    client = posting.open_case()
    with posting.writing() as session:
        session.scalars(select(Person)).one().email = "ada@example.org"
    return client


def write(client: Client, channel: LetterChannel = LetterChannel.EMAIL, **changes: str) -> int:
    given = {"template": "einladung", "subject": "Einladung", "body": TEXT, **changes}
    letter: int = client.office.execute(WriteLetter(client.fall, channel, **given))
    return letter


def letter_of(client: Client) -> Letter:
    with client.office.reading() as session:
        return session.scalars(select(Letter)).one()


def test_an_email_goes_out_once_and_its_letter_says_when(client: Client, tmp_path: Path) -> None:
    write(client)
    (sent,) = (tmp_path / "out").glob("*.eml")
    message = message_from_bytes(sent.read_bytes())
    assert (message["To"], message["Subject"]) == ("ada@example.org", "Einladung")
    assert "bitte kommen Sie" in message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert letter_of(client).state is LetterState.SENT
    assert letter_of(client).sent_at is not None


def test_the_same_job_again_makes_no_second_email(client: Client, tmp_path: Path) -> None:
    letter = write(client)
    post = PostOffice(client.office.harness.engine.database, MailSettings(folder=tmp_path / "again"))
    for _attempt in range(2):
        post.send(OutsideCall(client.office.now, {"schreiben": str(letter)}, "the-same-key"))
    assert len(list((tmp_path / "again").glob("*"))) == 1


def test_a_job_knows_no_name_and_no_text(client: Client, tmp_path: Path) -> None:
    connect(client.office, MailSettings(host="127.0.0.1", port=1, security="none"))
    write(client)
    with client.office.reading() as session:
        (job,) = session.scalars(select(Job))
        assert "ada@example.org" not in job.inputs
        assert "bitte kommen" not in job.inputs


def test_a_server_that_is_away_is_asked_three_times_then_it_is_an_incident(client: Client, tmp_path: Path) -> None:
    connect(client.office, MailSettings(host="127.0.0.1", port=1, security="none"))
    write(client)
    for _attempt in range(3):
        client.office.harness.travel_to(client.office.now + timedelta(minutes=6))
    assert letter_of(client).state is LetterState.SENDING
    with client.office.reading() as session:
        (incident,) = open_incidents(session)
        assert incident.element_id == "senden"
        assert "ada@example.org" not in incident.message


def test_a_mail_server_takes_the_letter(client: Client) -> None:
    with mail_server() as server:
        connect(client.office, MailSettings(host="127.0.0.1", port=server.port, security="none"))
        write(client)
    (taken,) = server.letters
    message = message_from_bytes(taken)
    assert (message["To"], message["From"], message["Subject"]) == (
        "ada@example.org",
        "jobcenter@localhost",
        "Einladung",
    )
    assert "Freundliche Grüße" in message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert letter_of(client).state is LetterState.SENT


def test_an_address_the_mail_server_refuses_is_an_incident_that_does_not_name_it(client: Client) -> None:
    with mail_server(refuses=True) as server:
        connect(client.office, MailSettings(host="127.0.0.1", port=server.port, security="none"))
        write(client)
        for _attempt in range(3):
            client.office.harness.travel_to(client.office.now + timedelta(minutes=6))
    assert server.letters == []
    assert letter_of(client).state is LetterState.SENDING
    with client.office.reading() as session:
        (incident,) = open_incidents(session)
        assert incident.element_id == "senden"
        assert "ada@example.org" not in incident.message


def test_a_letter_with_a_gap_is_not_sent(client: Client) -> None:
    for changes, field in (
        ({"body": "Wann: ____"}, "text"),
        ({"body": "Am {termin}"}, "text"),
        ({"subject": "Am {termin_tag}"}, "betreff"),
        ({"subject": ""}, "betreff"),
        ({"body": " "}, "text"),
        ({"template": "gibt es nicht"}, "vorlage"),
    ):
        with pytest.raises(ValuesRefused) as refused:
            write(client, **changes)
        assert set(refused.value.errors) == {field}
    with pytest.raises(ValuesRefused) as refused:
        write(client, LetterChannel.PAPER)  # no postal address
    assert set(refused.value.errors) == {"weg"}


def test_a_broken_address_is_refused(client: Client) -> None:
    with client.office.writing() as session:
        session.scalars(select(Person)).one().email = "ada@example.org\nBcc: x@example.org"
    with pytest.raises(ValuesRefused):
        write(client)


def test_every_template_names_only_what_there_is(client: Client) -> None:
    with client.office.reading() as session:
        facts = facts_of(session, case_by_number(session, client.fall), client.office.now)
    assert set(facts) == set(PLACEHOLDERS)
    for template in templates().values():
        text = filled(template.subject + template.body, facts)
        assert set(open_gaps(text)) <= {"____"}, template.key
        longest = max(len(sentence.split()) for sentence in re.split(r"[.?:]|\n\n", template.body))
        assert longest <= 20, f"{template.key} has a sentence of {longest} words"


def test_a_value_that_looks_like_a_placeholder_stays_as_it_is() -> None:
    assert filled("{anrede} {fall}", {"anrede": "{fall}", "fall": "F"}) == "{fall} F"


def test_mail_settings_come_from_the_environment() -> None:
    mail = read_settings({"SMTP_HOST": "mail.example.org", "SMTP_PORT": "465", "SMTP_SECURITY": "tls"}).mail
    assert (mail.host, mail.port, mail.security) == ("mail.example.org", 465, "tls")
    assert read_settings({"PHASENWERK_DATA": "/srv/pw"}).mail.folder == Path("/srv/pw/postausgang")
    for wrong in ({"SMTP_PORT": "x"}, {"SMTP_SECURITY": "ssl"}):
        with pytest.raises(ValueError, match="SMTP_"):
            read_settings(wrong)
    assert "geheim" not in repr(read_settings({"SMTP_PASSWORD": "geheim"}))


def test_the_worker_of_the_office_sends_what_waits(client: Client, tmp_path: Path) -> None:
    write(client)
    assert drain(Worker(client.office.harness.engine, "post")) == 0
