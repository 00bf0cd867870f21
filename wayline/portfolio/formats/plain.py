"""Parts of a record as plain JSON values and back, for extensions of formats that allow them."""

from typing import Any

from wayline.portfolio.record import Contact, PartialDate

Value = dict[str, Any]


def contact_value(contact: Contact) -> Value:
    return {"kind": contact.kind, "value": contact.value} | ({"label": contact.label} if contact.label else {})


def contact_of(value: Any) -> Contact | None:
    if not isinstance(value, dict):
        return None
    parts = [value.get(key, "") for key in ("kind", "value", "label")]
    kinds = {"email", "phone", "website", "messaging", "social"}
    if not all(isinstance(part, str) for part in parts) or parts[0] not in kinds or not parts[1]:
        return None
    return Contact(*parts)


def date_of(value: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def text_of(value: Value, key: str) -> str:
    text = value.get(key)
    return text if isinstance(text, str) else ""


def texts_of(value: Value, key: str) -> tuple[str, ...]:
    listed = value.get(key)
    return tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()


def object_at(value: Value, key: str) -> Value:
    inside = value.get(key)
    return dict(inside) if isinstance(inside, dict) else {}
