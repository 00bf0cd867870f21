"""What a reader of XML leaves over, kept as XML; and how a writer puts it back where it stood."""

from copy import deepcopy

from lxml import etree

from wayline.portfolio.formats import safe_xml
from wayline.portfolio.formats.safe_xml import Element, name_of
from wayline.portfolio.record import UnreadableFile

_XML = "http://www.w3.org/XML/1998/namespace"


class TakingXml:
    """A copy of one element from which a reader takes what it understands."""

    def __init__(self, element: Element) -> None:
        self.original = element
        self.element = deepcopy(element)
        self.element.tail = None

    def text(self, path: str) -> str:
        """The text at a path, taken out; an element with attributes or something inside stays as it is."""
        element = safe_xml.found(self.element, path)
        if element is None or element.attrib or len(element):
            return ""
        value = safe_xml.text_of(element)
        safe_xml.remove(element)
        return value

    def peek(self, path: str) -> str:
        return safe_xml.text_of(safe_xml.found(self.element, path))

    def take(self, path: str) -> None:
        if (element := safe_xml.found(self.element, path)) is not None:
            safe_xml.remove(element)

    def rest(self) -> str:
        """What is left, as XML; "" when nothing says anything."""
        safe_xml.prune(self.element)
        if not len(self.element) and not self.element.attrib and not (self.element.text or "").strip():
            return ""
        return to_text(self.element)


def to_text(element: Element) -> str:
    """XML of an element that depends on what it says alone: prefixes by the order of their namespaces."""
    spaces = sorted({space for one in element.iter() for space in _spaces(one)} - {_XML})
    own = _space(str(element.tag))
    prefixes: dict[str | None, str] = {None: own} if own else {}
    prefixes |= {f"n{number}": space for number, space in enumerate((one for one in spaces if one != own), start=1)}
    return str(etree.tostring(_rebuilt(element, prefixes), encoding="unicode"))


def _spaces(element: Element) -> set[str]:
    return {space for name in (element.tag, *element.attrib) if (space := _space(str(name)))}


def _space(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def _rebuilt(element: Element, spaces: dict[str | None, str]) -> Element:
    made = etree.Element(element.tag, dict(element.attrib), nsmap=spaces)
    made.text = element.text if (element.text or "").strip() else None
    for one in element:
        below = _rebuilt(one, spaces)
        below.tail = one.tail if (one.tail or "").strip() else None
        made.append(below)
    return made


def from_text(kept: object) -> Element | None:
    """The element of what an earlier reading left over; None when it is no such thing (people edit files)."""
    if not isinstance(kept, str) or not kept:
        return None
    try:
        return safe_xml.load(kept.encode("utf-8", "replace"))
    except UnreadableFile:
        return None


def same(one: Element, other: Element) -> bool:
    """Whether two elements say the same, blanks and prefixes apart."""
    return etree.tostring(_bare(one), method="c14n") == etree.tostring(_bare(other), method="c14n")


def _bare(element: Element) -> Element:
    bare = etree.Element(element.tag, dict(element.attrib))
    bare.text = (element.text or "").strip() or None
    for one in element:
        below = _bare(one)
        if len(one) or one.attrib or below.text:
            bare.append(below)
    return bare


def merge(built: Element, rest: Element | None, order: tuple[str, ...] = (), apart: tuple[str, ...] = ()) -> None:
    """Put what was left over back into what was built: into its element where there is one, else beside its like."""
    if rest is None:
        return
    for key, value in rest.attrib.items():
        if key not in built.attrib:
            built.set(key, value)
    if not (built.text or "").strip() and (rest.text or "").strip():
        built.text = rest.text
    for child in rest:
        alike = [one for one in built if one.tag == child.tag]
        lonely = len(alike) == 1 and sum(one.tag == child.tag for one in rest) == 1
        if lonely and name_of(child) not in apart and not (_says(alike[0]) and _says(child)):
            merge(alike[0], child)
        else:
            _place(built, deepcopy(child), alike, order)


def _says(element: Element) -> bool:
    return bool((element.text or "").strip())


def _place(built: Element, child: Element, alike: list[Element], order: tuple[str, ...]) -> None:
    child.tail = None
    if alike:
        alike[-1].addnext(child)
        return
    name = name_of(child)
    if name in order:
        later = set(order[order.index(name) + 1 :])
        for one in built:
            if name_of(one) in later:
                one.addprevious(child)
                return
    built.append(child)
