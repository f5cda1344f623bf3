"""What is accepted as a DMN file, and what is refused before it can do harm."""

from __future__ import annotations

import pytest

from engine.dmn import DmnModelError, DmnXmlError, Model
from engine.dmn.reading import MAX_BYTES, MAX_DEPTH, NAMESPACES
from tests.engine.dmn.build import VERSIONS, decision, definitions, table, text


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_of_the_standard_is_read(version: str) -> None:
    assert Model.from_xml(definitions(decision("d", text("1")), version=version)).decide("d", {}).value == 1


def test_the_versions_are_those_of_the_standard() -> None:
    assert set(VERSIONS.values()) == NAMESPACES


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "well-formed"),
        (b"<definitions", "well-formed"),
        (b"\x00\x01", "well-formed"),
        (b'<definitions xmlns="urn:other"/>', "not the definitions"),
        (definitions().replace(b"definitions", b"description"), "not the definitions"),
        (b"<!DOCTYPE definitions>" + definitions().partition(b"?>")[2], "DOCTYPE"),
        (b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>', "DOCTYPE"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/hostname"><d/>', "DOCTYPE"),
        (b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d>&a;</d>', "DOCTYPE"),
    ],
)
def test_what_is_no_dmn_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DmnXmlError, match=reason):
        Model.from_xml(data)


def test_an_encoded_doctype_is_refused_as_well() -> None:
    data = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'.encode("utf-16")
    with pytest.raises(DmnXmlError, match="DOCTYPE"):
        Model.from_xml(data)


def test_too_large_and_too_deep_files_are_refused() -> None:
    with pytest.raises(DmnXmlError, match="larger"):
        Model.from_xml(b" " * (MAX_BYTES + 1))
    with pytest.raises(DmnXmlError, match="inside each other"):
        Model.from_xml(definitions("<list>" * MAX_DEPTH + "</list>" * MAX_DEPTH))


def test_comments_and_foreign_elements_are_no_part_of_the_model() -> None:
    logic = text("1").replace("1", "1<!-- one --> + 1")
    foreign = '<text xmlns="urn:tool">3</text><literalExpression xmlns="urn:tool"/>'
    data = definitions(decision("d", foreign + logic.replace("<text>", f"{foreign}<text>")))
    assert Model.from_xml(data).decide("d", {}).value == 2


@pytest.mark.parametrize(
    "part, reason",
    [
        ("<decision/>", "no name"),
        (decision("d", table("SOMETIMES", ["1"], [])), "hit policy"),
        (decision("d", table("COLLECT", ["1"], [], aggregation="AVG")), "aggregation"),
        (decision("d", table("UNIQUE", ["1"], [(["1", "2"], ["1"])])), "one cell per column"),
        (decision("d", table("UNIQUE", ["1"], [], results=())), "output column"),
        (decision("d", "<conditional/>"), "no expression in if"),
        (decision("d", "<invocation/>"), "names no function"),
        (decision("d", '<relation><column name="a"/><row/></relation>'), "one cell per column"),
        (
            '<decision name="d"><informationRequirement><requiredInput href="x"/></informationRequirement></decision>',
            "not of the form #id",
        ),
    ],
)
def test_elements_without_what_they_need_are_refused(part: str, reason: str) -> None:
    with pytest.raises(DmnModelError, match=reason):
        Model.from_xml(definitions(part))


def test_a_file_needs_a_namespace() -> None:
    with pytest.raises(DmnModelError, match="namespace"):
        Model.from_xml(definitions().replace(b'namespace="urn:test"', b""))


def test_messages_are_written_in_both_languages() -> None:
    with pytest.raises(DmnXmlError) as caught:
        Model.from_xml(b"<!DOCTYPE d><d/>")
    assert caught.value.message_de == "Eine DOCTYPE-Angabe ist nicht erlaubt"
    assert str(caught.value) == caught.value.message_en
