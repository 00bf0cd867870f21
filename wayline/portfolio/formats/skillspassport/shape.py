"""Europass 3.4 XML in the shape of its JSON: lists without their wrapping element, dates as year, month and day."""

from typing import Any

from wayline.portfolio.formats.safe_xml import Element, name_of

_LISTED = {
    "WorkExperience", "Education", "MotherTongue", "ForeignLanguage", "Certificate", "Experience", "Achievement",
    "Attachment", "Telephone", "Website", "InstantMessaging", "Nationality", "Metadata", "Licence", "ReferenceTo",
}  # fmt: skip
_UNWRAPPED = {
    "WorkExperienceList", "EducationList", "MotherTongueList", "ForeignLanguageList", "VerifiedBy", "AcquiredDuring",
    "AchievementList", "AttachmentList", "TelephoneList", "WebsiteList", "InstantMessagingList", "NationalityList",
    "MetadataList", "Documentation",
}  # fmt: skip
_NAMES = {"locale": "Locale", "id": "Id", "year": "Year", "month": "Month", "day": "Day"}


def value_of(element: Element) -> Any:
    """The JSON value of an element: its text, or an object of its attributes and what is inside."""
    if not len(element) and not element.attrib:
        return (element.text or "").strip()
    value: dict[str, Any] = {}
    for key, text in element.attrib.items():
        name = str(key).rpartition("}")[2]
        value[_NAMES.get(name, name)] = _number(str(text)) if name in {"year", "month", "day"} else str(text)
    _fill(value, element)
    return value


def _fill(value: dict[str, Any], element: Element) -> None:
    for child in element:
        name = name_of(child)
        if name in _UNWRAPPED and len(child):
            _fill(value, child)
        elif name in value or name in _LISTED:
            listed = value.get(name, [])
            value[name] = [*(listed if isinstance(listed, list) else [listed]), _item(child)]
        else:
            value[name] = value_of(child)


def _item(element: Element) -> Any:
    value = value_of(element)
    return {"Licence": value} if name_of(element) == "Licence" and isinstance(value, str) else value


def _number(text: str) -> Any:
    """XML Schema writes the third month `--03` and the tenth day `---10`."""
    digits = text.lstrip("-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 5 else text
