"""Other people's vacancies, read from their own samples and from files with faults."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.opportunities.sources import ad, eures, jobtech, jsonresume_job, schema_org, stream, table
from wayline.opportunities.sources.ad import Ad, BrokenFile, Refusal

READERS = [schema_org, jobtech, eures, table]


def read(reader: ModuleType, content: bytes, mapping: Mapping[str, str] | None = None) -> list[Ad | Refusal]:
    return list(reader.read(BytesIO(content), mapping))


def ads(found: list[Ad | Refusal]) -> list[Ad]:
    return [one for one in found if isinstance(one, Ad)]


def posting(**values: object) -> dict[str, object]:
    return {"@type": "JobPosting", "title": "Cook", "description": "You cook.", **values}


def page(*postings: object) -> bytes:
    blocks = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in postings)
    return f"<!DOCTYPE html><html><head>{blocks}</head><body>Jobs</body></html>".encode()


def test_the_samples_of_schema_org(shared: Path) -> None:
    found = read(schema_org, (shared / "samples/schemaorg/JobPosting_eg-0028.txt").read_bytes())
    microdata = [one for one in ads(found) if one.title == "Software Engineer"][-1]
    assert microdata.employer == "ABC Company Inc."
    assert (microdata.town, microdata.region, microdata.hours) == ("Kirkland", "WA", "full_time")
    assert (microdata.pay_from, microdata.pay_per, microdata.currency) == (Decimal(100_000), "year", "USD")
    assert microdata.occupations == (("onet-soc", "15-1132.00"),)
    assert "Web application development using Java/J2EE" in microdata.must
    assert "## Responsibilities" in microdata.text
    assert "<" not in microdata.text
    without_text = list(
        read(schema_org, (shared / "samples/schemaorg/Occupation_JobPosting_eg-0249-0252.txt").read_bytes())
    )
    assert without_text == [Refusal("JSON-LD block 3, posting 1", "it has no text")]


def test_the_sample_of_jobtech(shared: Path) -> None:
    found = read(jobtech, (shared / "samples/jobtech/platsannons_results_eng.json").read_bytes())
    first = ads(found)[0]
    assert (first.key, first.title, first.employer) == ("23174210", "Java-utvecklare", "Not4real dream business AB")
    assert (first.hours, first.contract, first.country, first.town) == ("full_time", "permanent", "SE", "Nacka")
    assert first.occupations == (("isco-08", "2512"), ("", "Backend-utvecklare"))
    assert first.must == ("Java",)
    assert first.deadline == date(2019, 5, 12)
    assert first.text.startswith("Är du en Java-utvecklare")


def test_json_ld_in_pages_feeds_and_graphs() -> None:
    graph = {"@graph": [{"@type": "WebSite"}, posting(title="In a graph")]}
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": posting(title="In a feed")}]}
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": posting(title="In a list")}]}
    found = read(schema_org, page(graph, feed, listed, [posting(title="In an array")]))
    assert [one.title for one in ads(found)] == ["In a graph", "In a feed", "In a list", "In an array"]
    assert [one.title for one in ads(read(schema_org, json.dumps(graph).encode()))] == ["In a graph"]


def test_pay_place_hours_and_dates_of_a_posting() -> None:
    salary = {"@type": "MonetaryAmount", "currency": "eur",
              "value": {"minValue": "2.100,50", "maxValue": 2800, "unitText": "MONTH"}}  # fmt: skip
    place = {"@type": "Place", "address": {"addressLocality": "Torino", "addressCountry": {"name": "IT"}}}
    said = posting(
        baseSalary=salary, jobLocation=[place], employmentType=["FULL_TIME", "PART_TIME", "APPRENTICESHIP"],
        validThrough="2027-01-31T23:59:59Z", totalJobOpenings="3", inLanguage="it", jobLocationType="TELECOMMUTE",
        hiringOrganization={"@type": "Organization", "name": "Officina"}, identifier={"value": "77"},
        skills="saldatura, disegno",
    )  # fmt: skip
    (found,) = ads(read(schema_org, page(said)))
    assert (found.pay_from, found.pay_to, found.pay_per, found.currency) == (
        Decimal("2100.50"), Decimal(2800), "month", "EUR"
    )  # fmt: skip
    assert (found.town, found.country, found.hours, found.contract) == ("Torino", "IT", "either", "apprenticeship")
    assert (found.deadline, found.openings, found.language, found.remote) == (date(2027, 1, 31), 3, "it", "remote")
    assert (found.key, found.employer, found.must) == ("77", "Officina", ("saldatura", "disegno"))


def test_html_is_made_plain_and_nothing_in_it_runs() -> None:
    text = "<p>You <b>cook</b>.</p><script>alert(1)</script><ul><li>Soup</li></ul><img src=x onerror=alert(1)>"
    said = posting(description=text, url="javascript:alert(1)")
    (found,) = ads(read(schema_org, json.dumps(said).encode()))
    assert found.text == "You **cook**.\n\n- Soup"
    assert found.url == ""


def test_a_page_without_a_posting_and_a_broken_block() -> None:
    with pytest.raises(BrokenFile, match="no JobPosting"):
        read(schema_org, b"<html><body>Nothing here</body></html>")
    broken = b'<script type="application/ld+json">{"@type": "JobPosting", "title": </script>'
    (refusal,) = read(schema_org, broken)
    assert isinstance(refusal, Refusal)
    assert refusal.place == "JSON-LD block 1"


def test_jobtech_as_a_list_and_as_lines() -> None:
    one = {"id": "1", "headline": "Kock", "description": {"text": "Du lagar mat."}}
    gone = {"id": "2", "headline": "Borta", "removed": True}
    as_list = read(jobtech, json.dumps([one, gone, "no object"]).encode())
    assert [one.title for one in ads(as_list)] == ["Kock"]
    assert as_list[-1] == Refusal("ad 3", "it is no object")
    lines = read(jobtech, (json.dumps(one) + "\n{broken\n").encode())
    assert lines[-1] == Refusal("line 2", "it is no object")
    for content in (b"", b"<html>", b'{"total": 3}'):
        with pytest.raises(BrokenFile):
            read(jobtech, content)


ADS = [{"id": str(number), "headline": f"Kock i Malmö {number}", "description": {"text": "Du lagar mat."},
        "number_of_vacancies": 10 + number} for number in range(7)]  # fmt: skip


def one_line_each(ads_of_it: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in ads_of_it)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("chunk", [1, 17, 1_000])
@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ADS, ensure_ascii=False),
        json.dumps(
            {"total": {"value": 7}, "hits": {"max": 1.5, "hits": ADS}, "took": 12}, indent=1, ensure_ascii=False
        ),
        one_line_each(ADS),
        one_line_each(ADS) + "\n\n",
    ],
)
def test_jobtech_is_the_same_in_pieces_of_any_size(
    monkeypatch: pytest.MonkeyPatch, content: str, chunk: int, encoding: str
) -> None:
    monkeypatch.setattr(stream, "CHUNK", chunk)
    found = ads(read(jobtech, content.encode(encoding)))
    assert [(one.key, one.title, one.openings) for one in found] == [
        (str(number), f"Kock i Malmö {number}", 10 + number) for number in range(7)
    ]


SAID = st.none() | st.integers() | st.text(max_size=9) | st.lists(st.floats(allow_nan=False), max_size=2)


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.text(max_size=5), SAID, max_size=3), max_size=3))
def test_a_list_in_pieces_is_what_the_whole_list_is(items: list[Any]) -> None:
    text = json.dumps(items)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stream, "CHUNK", 3)
        assert [one for _place, one in stream.objects(StringIO(text))] == items


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (json.dumps(ADS)[:-30], "no JSON after ad 6"),
        (json.dumps({"hits": ADS})[:-1], "no JSON after ad 7"),
        (json.dumps(ADS) + "<!-- the end -->", "no JSON after ad 7"),
        ("[1 2]", "no JSON after ad 1"),
        ('{"hits": ' * 5_000, "nested too deeply"),
        ('[{"id": "1", "headline": "' + "x" * 300 + '"}]', "no JSON"),
    ],
)
def test_a_list_that_breaks_or_an_ad_without_end_is_no_file(
    monkeypatch: pytest.MonkeyPatch, content: str, told: str
) -> None:
    monkeypatch.setattr(stream, "MB", 30)
    monkeypatch.setattr(stream, "CHUNK", 30)
    with pytest.raises(BrokenFile, match=told):
        read(jobtech, content.encode())


def test_a_line_without_end_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MB", 30)
    long = json.dumps({"id": "0", "headline": "x" * 500, "description": {"text": "Du lagar mat."}})
    found = read(jobtech, f"{one_line_each(ADS[:1])}\n{long}\n{one_line_each(ADS[1:2])}".encode())
    assert [one.key for one in ads(found)] == ["0", "1"]
    assert found[1] == Refusal("line 2", "it is no object")


def test_what_no_database_can_hold_is_taken_out() -> None:
    said = {"headline": "K\0ock \ud83c", "description": {"text": "Du \0lagar."},
            "must_have": {"skills": [{"label": "ko\0ka\udfff"}]}}  # fmt: skip
    [one] = ads(read(jobtech, json.dumps([said]).encode()))
    assert (one.title, one.text, one.must) == ("Kock", "Du lagar.", ("koka",))


CSV = (
    "Ref;Stellentitel;Beschreibung;Firma;Ort;hours;pay_from;pay_per;currency;must;deadline\n"
    'A1;Köchin oder Koch;"Sie kochen.\nJeden Tag.";Gasthof;Köln;full time;2.500,00;month;EUR;kochen|würzen;31.12.2099\n'
    "A2;;Ohne Titel;Gasthof;Köln;;;;;;\n"
    "A3;Kellner/in;Sie bedienen.;Gasthof;Köln;sometimes;;;;;\n"
    "A4;Spüler/in;Sie spülen.;Gasthof;Köln;part-time;12;;;;\n"
)
MAPPING = {"key": "Ref", "title": "stellentitel", "text": "Beschreibung", "employer": "Firma", "town": "Ort"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_with_a_mapping_in_any_encoding(encoding: str) -> None:
    found = read(table, CSV.encode(encoding), MAPPING)
    first, last = ads(found)
    assert (first.key, first.title, first.town) == ("A1", "Köchin oder Koch", "Köln")
    assert (first.hours, first.pay_from, first.must) == ("full_time", Decimal(2500), ("kochen", "würzen"))
    assert first.deadline == date(2099, 12, 31)
    assert (last.hours, last.pay_from, last.currency) == ("part_time", None, ""), "a number without a unit says nothing"
    refusals = [one for one in found if isinstance(one, Refusal)]
    assert [one.place for one in refusals] == ["line 4", "line 5"]
    assert "sometimes" in refusals[1].reason


@pytest.mark.parametrize(
    ("content", "mapping", "told"),
    [
        (b"a,b\n1,2\n", {}, "no column is the title"),
        (b"title,text\n", {"employer": "Firma"}, "no column 'Firma'"),
        (b"title,text\n", {"shoe_size": "title"}, "no field 'shoe_size'"),
        (b'title,text\n"never ends,x\n', {}, "line"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(content: bytes, mapping: dict[str, str], told: str) -> None:
    with pytest.raises(BrokenFile, match=told):
        read(table, content, mapping)


def test_a_row_with_too_many_cells_is_refused_and_the_next_is_read() -> None:
    found = read(table, b"title,text\na,b,c\nCook,You cook.\n")
    assert found[0] == Refusal("line 2", "it has more cells than there are headings")
    assert [one.title for one in ads(found)] == ["Cook"]


@pytest.mark.parametrize("reader", READERS)
@given(content=st.binary(max_size=300))
def test_no_bytes_break_a_reader(reader: ModuleType, content: bytes) -> None:
    with contextlib.suppress(BrokenFile):
        read(reader, content)


@pytest.mark.parametrize(
    ("said", "amount"),
    [("12.5", "12.5"), ("12,50", "12.5"), ("30 000", "30000"), ("30,000.00", "30000"), ("1.234.567", "1234567"),
     ("£9.90", "9.9"), (28_000, "28000"), ("", None), ("by agreement", None), (True, None), ("0", None)],
)  # fmt: skip
def test_amounts_as_people_write_them(said: object, amount: str | None) -> None:
    assert ad.money(said) == (None if amount is None else Decimal(amount))


def test_the_sample_of_json_resume(shared: Path) -> None:
    taken = jsonresume_job.read((shared / "samples/jsonresume/sample.job.json").read_bytes())
    assert taken.values["title"] == "Web Developer"
    assert (taken.values["town"], taken.values["postcode"], taken.values["remote"]) == ("Berlin", "10115", "hybrid")
    assert taken.values["hours"] == "full_time"
    assert taken.values["text"].endswith("- Strong understanding of JavaScript, HTML, and CSS")
    assert taken.values["details"]["experience"] == "Mid-level"
    assert len(taken.values["details"]["tasks"]) == 4
    assert taken.skills[:3] == ("Web Development", "Database Management", "HTML")
    assert taken.left == ("company", "date", "salary")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
PARTS = ("description", "location", "type", "remote", "salary", "responsibilities", "qualifications", "skills")


@given(st.fixed_dictionaries({"title": JSON}, optional=dict.fromkeys(PARTS, JSON)))
def test_whatever_a_job_file_says_it_is_read_or_refused(said: dict[str, object]) -> None:
    with contextlib.suppress(BrokenFile):
        taken = jsonresume_job.read(json.dumps(said).encode())
        assert 0 < len(taken.values["title"]) <= 200
        assert "\0" not in json.dumps(taken.values)


VACANCY = """
<PositionOpening xmlns="http://www.hr-xml.org/3" xmlns:oa="http://www.openapplications.org/oagis/9" majorVersionID="3">
  <DocumentID>77</DocumentID><PositionOpeningStatusCode>{status}</PositionOpeningStatusCode>
  <PositionProfile languageCode="sv">
    <PostingInstruction><ApplicationMethod><PersonContact>
      <PersonName><oa:GivenName>Eva</oa:GivenName><FamilyName>Lind</FamilyName></PersonName>
      <Communication><ChannelCode>Email</ChannelCode><oa:URI>eva@example.se</oa:URI></Communication>
      <Communication><ChannelCode>Web</ChannelCode><oa:URI>https://example.se/apply</oa:URI></Communication>
      <Communication><ChannelCode>Telephone</ChannelCode><oa:DialNumber>0123 456</oa:DialNumber></Communication>
    </PersonContact></ApplicationMethod></PostingInstruction>
    <PositionTitle>Receptionist</PositionTitle>
    <PositionLocation><Address><oa:CityName>Malmö</oa:CityName><CountryCode>SE</CountryCode>
      <oa:PostalCode>211 20</oa:PostalCode></Address></PositionLocation>
    <PositionOrganization><OrganizationIdentifiers><OrganizationName>Hotell Ett</OrganizationName>
      </OrganizationIdentifiers></PositionOrganization>
    <PositionOpenQuantity>2</PositionOpenQuantity>
    <JobCategoryCode listName="ISCO2008">4224</JobCategoryCode>
    <JobCategoryCode listName="ESCO_Occupations">http://data.europa.eu/esco/occupation/abc</JobCategoryCode>
    <PositionOfferingTypeCode>ContractHire</PositionOfferingTypeCode>
    <PositionFormattedDescription><Content>&lt;p&gt;Du tar emot &lt;b&gt;gäster&lt;/b&gt;.&lt;/p&gt;</Content>
      </PositionFormattedDescription>
    <PositionScheduleTypeCode>PartTime</PositionScheduleTypeCode>
    <OfferedRemunerationPackage><RemunerationRange><RemunerationTypeCode>BasePay</RemunerationTypeCode>
      <RemunerationIntervalCode>Month</RemunerationIntervalCode>
      <RemunerationMinimumAmount currencyID="SEK">25000</RemunerationMinimumAmount>
      </RemunerationRange></OfferedRemunerationPackage>
    <ApplicationCloseDate>2099-01-31</ApplicationCloseDate>
  </PositionProfile>
</PositionOpening>"""


def test_a_vacancy_as_employment_services_exchange_it() -> None:
    [one] = read(eures, VACANCY.format(status="Active").encode())
    assert isinstance(one, Ad)
    assert (one.key, one.title, one.employer, one.language) == ("77", "Receptionist", "Hotell Ett", "sv")
    assert (one.town, one.postcode, one.country, one.openings) == ("Malmö", "211 20", "SE", 2)
    assert (one.hours, one.contract, one.deadline) == ("part_time", "fixed_term", date(2099, 1, 31))
    assert (one.pay_from, one.pay_per, one.currency) == (Decimal(25_000), "month", "SEK")
    assert one.occupations == (("isco-08", "4224"), ("esco", "http://data.europa.eu/esco/occupation/abc"))
    assert one.text == "Du tar emot **gäster**."
    assert (one.contact_name, one.email, one.phone) == ("Eva Lind", "eva@example.se", "0123 456")
    assert one.apply_url == "https://example.se/apply"


def test_many_vacancies_of_eures_as_xml_and_in_an_answer_of_its_service() -> None:
    """Those that are over are no ads; what is broken is refused, and the others are read."""
    active, closed = VACANCY.format(status="Active"), VACANCY.format(status=" Closed ")
    together = f"<list>{active}{closed}<PositionOpening/>{active}</list>".encode()
    found = read(eures, together)
    assert [one.title for one in ads(found)] == ["Receptionist", "Receptionist"]
    assert found[1] == Refusal("vacancy 3", "it has no PositionProfile")
    items = [{"jobVacancy": {"header": {}, "hrxml": text}} for text in (active, closed, "<PositionOpening>", "<a/>")]
    answered = read(eures, json.dumps({"data": {"items": items}}).encode())
    assert len(ads(answered)) == 1
    assert [one.place for one in answered if isinstance(one, Refusal)] == ["vacancy 3", "vacancy 4"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<list/>", "holds no PositionOpening"),
        (b"<list><PositionOpening>", "line 1"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (b'{"data": []}', "no vacancy"),
        (b"{", "no JSON"),
    ],
)
def test_a_file_of_eures_that_cannot_be_read_says_why(content: bytes, told: str) -> None:
    with pytest.raises(BrokenFile, match=told):
        read(eures, content)
