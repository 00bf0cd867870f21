"""Reads a Leap2A feed, alone or in a zip with its files."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wayline.portfolio.fields import faults
from wayline.portfolio.formats import plain, safe_xml, safe_zip, xml_rest
from wayline.portfolio.formats.addresses import is_address
from wayline.portfolio.formats.codes import country_of
from wayline.portfolio.formats.leap2a.content import take_text
from wayline.portfolio.formats.leap2a.extension import fields_of
from wayline.portfolio.formats.leap2a.files import Files
from wayline.portfolio.formats.leap2a.names import FORM, PERSON, SELECTION, WRITTEN, kind_of
from wayline.portfolio.formats.leap2a.person import author, is_self, read_person
from wayline.portfolio.formats.safe_xml import Element, children, found, name_of, text_of
from wayline.portfolio.formats.taking import beyond
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.formats.xml_rest import TakingXml
from wayline.portfolio.record import Entry, Holder, Kind, Note, PartialDate, Reading, Record, UnreadableFile


def read(content: bytes) -> Reading:
    feed, files = _opened(content)
    if name_of(feed) != "feed" or not any(name_of(one) == "version" for one in feed):
        raise UnreadableFile(_("This is not a Leap2A feed: its root is “{name}”.").format(name=name_of(feed)[:60]), "/")
    notes: list[Note] = []
    taken = TakingXml(feed)
    fields = fields_of(taken.element)
    elements = children(taken.element, "entry")
    for element in elements:
        safe_xml.remove(element)
    keys = {_key(element) for element in elements}
    written = text_of(found(taken.element, "updated"))
    ours = text_of(found(taken.element, "generator")) == "Wayline"
    holder = Holder() if ours else author(taken.element)
    entries: list[Entry] = []
    kept: list[str] = []
    for element in elements:
        stamp = found(element, "updated")
        if ours and stamp is not None and text_of(stamp) == written:
            safe_xml.remove(stamp)  # when the file was written, not when the entry was changed
        if is_self(element):
            holder = read_person(element, holder, files)
        elif (entry := _entry(element, keys, files, notes)) is not None:
            entries.append(entry)
        else:
            kept.append(xml_rest.to_text(element))
    record = Record(
        holder,
        tuple(_numbered(entries)),
        plain.text_of(fields, "language") or "en",
        plain.object_at(fields, "beyond") | beyond(FORM, _kept(taken, kept)),
    )
    return Reading(record, tuple(notes))


def _opened(content: bytes) -> tuple[Element, Files]:
    if not content.startswith(b"PK"):
        return safe_xml.load(content), Files({})
    members = safe_zip.unpack(content)
    feeds = [name for name in members if name.endswith(".xml") and "/" not in name]
    if not feeds:
        raise UnreadableFile(_("The zip has no Leap2A feed: no XML file at its top."))
    name = "leap2a.xml" if "leap2a.xml" in feeds else feeds[0]
    return safe_xml.load(members.pop(name)), Files(members)


def _kept(taken: TakingXml, entries: list[str]) -> dict[str, Any]:
    for name in ("version", "updated", "id", "title", "author"):
        taken.take(name)
    generator = found(taken.element, "generator")
    if text_of(generator) == "Wayline" and generator is not None:
        safe_xml.remove(generator)
    rest = taken.rest()
    return ({"xml": rest} if rest else {}) | ({"entries": entries} if entries else {})


def _key(element: Element) -> str:
    return text_of(found(element, "id")).rpartition("portfolio:")[2]


def _numbered(entries: list[Entry]) -> Iterator[Entry]:
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        key = entry.key if entry.key and entry.key not in seen else f"{entry.key}#{number}"
        seen.add(key)
        yield entry if entry.key == key else replace(entry, key=key)


def _entry(element: Element, keys: set[str], files: Files, notes: list[Note]) -> Entry | None:
    """The entry of a feed's entry; None for what is only how another program shows things."""
    own = TakingXml(element)
    fields = fields_of(own.element)
    rdf_type = _type(own)
    terms, tags = _categories(own)
    known = kind_of(rdf_type, terms)
    if known is None or _is_furniture(own, terms):
        return None
    kind, details = known[0], dict(known[1])
    _take_type(own, kind)
    details |= {key: value for key, value in plain.object_at(fields, "details").items() if _fits(kind, key, value)}
    if kind is Kind.JOURNAL and tags and "tags" not in details:
        details["tags"] = tags
        _take_tags(own)
    start, end = _date(own, "start"), _date(own, "end") or _date(own, "target")
    place, country = _spatial(own)
    key = _key(own.element)
    own.take("id")
    attachments = files.of(own, fields, notes)
    return Entry(
        kind,
        title=own.text("title"),
        organisation=_organisation(own),
        place=place,
        country=country,
        start=start,
        end=end,
        ongoing=fields.get("ongoing") is True and end is None,
        description=take_text(own),
        url=_url(own),
        language=plain.text_of(fields, "language"),
        details=details,
        attachments=attachments,
        supports=_supports(own, keys),
        key=key,
        beyond=plain.object_at(fields, "beyond") | beyond(FORM, _rest(own)),
    )


def _rest(own: TakingXml) -> dict[str, Any]:
    rest = own.rest()
    return {"xml": rest} if rest else {}


def _fits(kind: Kind, key: str, value: Any) -> bool:
    return next(faults(kind, {key: value}), None) is None


def _type(own: TakingXml) -> str:
    element = found(own.element, "type")
    said = [] if element is None else list(element.attrib.items())
    resource = next((str(value) for key, value in said if str(key).endswith("resource")), "")
    return resource.rpartition(":")[2].rpartition("/")[2]


def _categories(own: TakingXml) -> tuple[dict[str, str], list[str]]:
    listed = children(own.element, "category")
    terms = {one.get("scheme", ""): one.get("term", "") for one in listed if one.get("scheme")}
    return terms, [term for one in listed if not one.get("scheme") and (term := one.get("term", ""))]


def _take_tags(own: TakingXml) -> None:
    for one in children(own.element, "category"):
        if set(one.attrib) == {"term"}:
            safe_xml.remove(one)


def _take_type(own: TakingXml, kind: Kind) -> None:
    """Take what the writer says of this kind again; another type or category stays."""
    name, term, scheme = WRITTEN[kind]
    if _type(own) == name:
        own.take("type")
    for one in children(own.element, "category"):
        if term and dict(one.attrib) == {"term": term, "scheme": scheme}:
            safe_xml.remove(one)


def _is_furniture(own: TakingXml, terms: dict[str, str]) -> bool:
    """A dashboard, a profile page or the cover of a journal: not something a person keeps, but put back in a feed."""
    view = found(own.element, "view")
    types = {str(v) for k, v in view.attrib.items() if str(k).endswith("type")} if view is not None else set()
    return bool(types & {"profile", "dashboard"}) or terms.get(SELECTION) == "Blog" or terms.get(PERSON) == "Self"


def _date(own: TakingXml, point: str) -> PartialDate | None:
    for one in children(own.element, "date"):
        points = {str(v) for k, v in one.attrib.items() if str(k).endswith("point")}
        if points != {point} or len(one.attrib) != 1:
            continue
        text = text_of(one).partition("T")[0]
        date = plain.date_of(text)
        if date is not None:
            safe_xml.remove(one)
            return date
    return None


def _spatial(own: TakingXml) -> tuple[str, str]:
    place = own.text("spatial/addressline")
    country = found(own.element, "spatial/country")
    said = "" if country is None else next((str(value) for value in country.attrib.values()), "") or text_of(country)
    code = country_of(said)
    if code and country is not None and len(country.attrib) == 1 and not text_of(country):
        safe_xml.remove(country)
    return place, code


def _organisation(own: TakingXml) -> str:
    for one in children(own.element, "orgdata"):
        fields = {str(v) for k, v in one.attrib.items() if str(k).endswith("field")}
        if fields == {"legal_org_name"} and len(one.attrib) == 1 and text_of(one):
            safe_xml.remove(one)
            return text_of(one)
    return ""


def _url(own: TakingXml) -> str:
    for one in children(own.element, "link"):
        href = one.get("href", "")
        outside = is_address(href) and not href.startswith("portfolio:")
        if one.get("rel") == "related" and len(one.attrib) == 2 and outside:
            safe_xml.remove(one)
            return href
    return ""


def _supports(own: TakingXml, keys: set[str]) -> tuple[str, ...]:
    found_keys = []
    for one in children(own.element, "link"):
        key = one.get("href", "").rpartition("portfolio:")[2]
        if one.get("rel") == "leap2:supports" and key in keys and len(one.attrib) == 2:
            found_keys.append(key)
            safe_xml.remove(one)
    return tuple(found_keys)
