"""Records as a person reads them: columns, codes, acts and things in the language of the reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.people import registers
from wayline.people.enums import NoticePace, Role

COLUMNS = {
    "about": _("about you"),
    "about_you": _("it is about you"),
    "accepted_at": _("accepted on"),
    "account__provider": _("service"),
    "after": _("afterwards"),
    "at": _("at"),
    "before": _("before"),
    "by_you": _("done by you"),
    "count": _("number"),
    "created_at": _("made on"),
    "details": _("details"),
    "email": _("e-mail address"),
    "ended_at": _("ended on"),
    "expire_date": _("ends on"),
    "expires_at": _("ends on"),
    "extra_data": _("details"),
    "fields": _("what was changed"),
    "given_at": _("agreed on"),
    "joined_at": _("joined on"),
    "kind": _("kind"),
    "language": _("language"),
    "last_login": _("last sign-in"),
    "last_used_at": _("last used on"),
    "mailed_at": _("sent by e-mail on"),
    "name": _("name"),
    "notice_pace": _("notices by e-mail"),
    "organisation__name": _("organisation"),
    "primary": _("main address"),
    "provider": _("service"),
    "purpose": _("purpose"),
    "read_at": _("read on"),
    "role": _("role"),
    "sent_at": _("sent on"),
    "started_at": _("began on"),
    "text": _("text"),
    "thing": _("thing"),
    "time_zone": _("time zone"),
    "title": _("title"),
    "type": _("kind"),
    "uid": _("account there"),
    "url": _("page"),
    "verb": _("act"),
    "verified": _("confirmed"),
    "withdrawn_at": _("withdrawn on"),
    "wording": _("wording"),
}
KINDS = {"account": _("your account")}


def register_own_words() -> None:
    registers.columns.update(COLUMNS)
    roles = dict(Role.choices)
    for detail in ("role", "before", "after"):
        registers.codes.setdefault(detail, {}).update(roles)
    registers.codes["notice_pace"] = dict(NoticePace.choices)
    registers.codes["language"] = dict(settings.LANGUAGES)
    registers.codes.setdefault("kind", {}).update(KINDS)


def column(name: str) -> str:
    """The heading of a column; one that no room has put into words is shown as it is called."""
    return str(registers.columns.get(name) or name.replace("__", " ").replace("_", " "))


def value(name: str, found: Any, model: type[models.Model] | None = None) -> str:
    """What stands in the column `name`, of `model` if it comes from a table."""
    if name == "verb":
        return str(registers.in_words(str(found)))
    if name == "thing":
        return thing(str(found))
    code = found if isinstance(found, str) else ""
    label = (_choices(model, name) if model else {}).get(code) or registers.codes.get(name, {}).get(code)
    return str(label) if label else _plain(found)


def thing(label: str) -> str:
    """`learning.run:4` reads "run 4"."""
    name, _colon, number = label.partition(":")
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        return label or "–"
    return f"{model._meta.verbose_name} {number}"


def _choices(model: type[models.Model], path: str) -> dict[Any, Any]:
    try:
        for part in path.split("__")[:-1]:
            model = model._meta.get_field(part).related_model  # type: ignore[assignment]  # a path of values()
        field = model._meta.get_field(path.rpartition("__")[2])
    except FieldDoesNotExist:
        return {}
    return dict(getattr(field, "flatchoices", None) or ())


def _plain(found: Any) -> str:
    if found is None or found == "":
        return "–"
    if isinstance(found, bool):
        return gettext("yes") if found else gettext("no")
    if isinstance(found, datetime):
        return formats.date_format(timezone.localtime(found), "DATETIME_FORMAT")
    if isinstance(found, dict):
        return ", ".join(f"{column(key)}: {value(key, inner)}" for key, inner in found.items()) or "–"
    if isinstance(found, (list, tuple)):
        return ", ".join(column(inner) if isinstance(inner, str) else _plain(inner) for inner in found) or "–"
    return str(found)
