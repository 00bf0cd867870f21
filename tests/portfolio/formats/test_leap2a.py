"""Leap2A: a portfolio moved as a whole, files and all; zips that would harm are refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from wayline.portfolio.formats import leap2a, safe_xml, safe_zip
from wayline.portfolio.record import Attachment, Entry, Holder, Kind, Record, UnreadableFile

FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:leap2="http://terms.leapspecs.org/" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><leap2:version>2010-07</leap2:version>{}</feed>'
)
RESOURCE = (
    '<entry><title>My certificate</title><id>portfolio:a1</id><rdf:type rdf:resource="leap2:resource"/>'
    '<link rel="enclosure" type="application/pdf" href="files/0-my%20certificate.pdf"/></entry>'
)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_files_beside_the_feed_go_with_their_entry() -> None:
    content = zipped({"leap2a.xml": FEED.format(RESOURCE).encode(), "files/0-my certificate.pdf": b"%PDF-1.7"})
    (entry,) = leap2a.read(content).record.entries
    assert entry.kind is Kind.FILE
    assert entry.attachments == (Attachment("my certificate.pdf", "application/pdf", b"%PDF-1.7"),)


def test_a_file_that_is_missing_is_told() -> None:
    reading = leap2a.read(FEED.format(RESOURCE).encode())
    assert [note.says for note in reading.notes] == ["The file “files/0-my%20certificate.pdf” is not in the export."]
    assert reading.record.entries[0].title == "My certificate"


@pytest.mark.parametrize(
    ("rdf_type", "category", "kind"),
    [
        ("activity", ("Work", "categories:life_area#"), Kind.EXPERIENCE),
        ("activity", ("Education", "categories:life_area#"), Kind.EDUCATION),
        ("activity", None, Kind.PROJECT),
        ("ability", None, Kind.SKILL),
        ("achievement", None, Kind.ACHIEVEMENT),
        ("publication", None, Kind.ACHIEVEMENT),
        ("entry", None, Kind.JOURNAL),
        ("plan", None, Kind.GOAL),
    ],
)
def test_types_of_other_programs(rdf_type: str, category: tuple[str, str] | None, kind: Kind) -> None:
    said = f'<category term="{category[0]}" scheme="{category[1]}"/>' if category else ""
    entry = f'<entry><title>A</title><id>x</id><rdf:type rdf:resource="leap2:{rdf_type}"/>{said}</entry>'
    assert [one.kind for one in leap2a.read(FEED.format(entry).encode()).record.entries] == [kind]


def test_other_programs_find_type_dates_and_organisation_where_they_look() -> None:
    job = Entry(Kind.EXPERIENCE, title="Baker", organisation="Mill", description="*Bread*", key="1", country="SI")
    feed = safe_xml.load(safe_zip.unpack(leap2a.write(Record(Holder(given_name="Ana"), (job,))))["leap2a.xml"])
    entry = safe_xml.children(feed, "entry")[1]
    assert safe_xml.text_of(safe_xml.found(entry, "orgdata")) == "Mill"
    content = safe_xml.found(entry, "content")
    assert content is not None
    assert content.get("type") == "xhtml"
    assert safe_xml.text_of(safe_xml.found(content, "div/p/em")) == "Bread"


def test_what_shows_things_in_another_program_is_put_back() -> None:
    view = (
        '<entry xmlns:mahara="m"><title>Dashboard</title><id>v</id><rdf:type rdf:resource="leap2:selection"/>'
        '<mahara:view mahara:type="dashboard"/></entry>'
    )
    record = leap2a.read(FEED.format(view).encode()).record
    assert record.entries == ()
    assert b"Dashboard" in safe_zip.unpack(leap2a.write(record))["leap2a.xml"]


@pytest.mark.parametrize("name", ["../up.txt", "/etc/passwd", "a\\b.txt", "C:/x", "files/../../x", "a//b"])
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    content = zipped({"leap2a.xml": FEED.format("").encode(), name: b"x"})
    with pytest.raises(UnreadableFile):
        leap2a.read(content)


def test_a_bomb_is_refused() -> None:
    content = zipped({"leap2a.xml": FEED.format("").encode(), "files/zeros": b"\0" * (30 * 1024**2)})
    with pytest.raises(UnreadableFile) as caught:
        leap2a.read(content)
    assert "size allows" in caught.value.says


def test_links_and_passwords_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("leap2a.xml")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(UnreadableFile):
        leap2a.read(out.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04", zipped({"a.txt": b"x"}), b"<feed/>", b"<rss/>"])
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        leap2a.read(content)
