"""What Wayline says in a feed beside the words of the format."""

from typing import Any

from wayline.portfolio.formats import safe_json, safe_xml
from wayline.portfolio.formats.safe_xml import Element
from wayline.portfolio.record import UnreadableFile


def fields_of(element: Element) -> dict[str, Any]:
    """What Wayline put beside the words of the format; taken out."""
    own = next((one for one in element if one.tag == "{urn:wayline:leap2a:1}fields"), None)
    if own is None:
        return {}
    safe_xml.remove(own)
    try:
        value = safe_json.load((own.text or "").encode("utf-8", "replace"))
    except UnreadableFile:
        return {}
    return value if isinstance(value, dict) else {}
