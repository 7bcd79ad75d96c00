"""XML is read with places, and cannot expand, fetch or nest without end."""

import pytest

from configurator.exchange.catalog_draft import ImportHalted, ImportReport
from configurator.exchange.xml_elements import XmlElement, read_xml
from configurator.reading.files import Files


def _read(text: str) -> tuple[XmlElement | None, list[str]]:
    report = ImportReport()
    try:
        found = read_xml(Files({"a.xml": text.encode()}), "a.xml", report)
    except ImportHalted:
        found = None
    return found, [f"{problem.location} {problem.code}" for problem in report.problems]


def test_elements_have_places_attributes_and_text() -> None:
    found, problems = _read('<a x="1">\n  <b>one &amp;\n two</b>\n</a>')
    assert [] == problems
    assert found is not None
    inner = found.find("b")
    assert inner is not None
    assert ("1", "one &\n two", "a.xml:2:3", "a.xml:2:6") == (
        found.attributes["x"],
        inner.text,
        str(inner.location),
        str(inner.text_location),
    )
    assert "a.xml:3:2" == str(inner.location_of(7))
    assert found.find("c") is None


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost/x"> %p;]><a/>',
    ],
)
def test_a_document_type_is_refused(text: str) -> None:
    found, problems = _read(text)
    assert found is None
    assert ["exchange.hostile-xml"] == [problem.split()[1] for problem in problems]


@pytest.mark.parametrize("text", ["", "<a>", "<a></b>", "<a>&x;</a>", "no xml", "<a/><b/>", "<a b=c/>"])
def test_what_is_no_xml_is_told_with_its_place(text: str) -> None:
    found, problems = _read(text)
    assert found is None
    assert ["exchange.syntax"] == [problem.split()[1] for problem in problems]


def test_endless_nesting_ends() -> None:
    found, problems = _read("<a>" * 100_000)
    assert found is None
    assert ["a.xml:1:193 exchange.too-large"] == problems
