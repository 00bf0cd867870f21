"""The audit trail of an organisation, for its administrators."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from wayline.common.csvfile import csv_response
from wayline.common.paging import page_of
from wayline.people import access, actions, queries
from wayline.people.forms import AuditFilter
from wayline.people.http import MemberRequest
from wayline.people.models import AuditRecord, AuditRecordQuerySet

PER_PAGE = 50


@require_safe
def trail(request: MemberRequest) -> HttpResponse:
    form, found = _found(request)
    page = page_of(request, found, per_page=PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "people/audit.html", {"filter": form, "page": page, "query": query.urlencode()})


@require_safe
def download(request: MemberRequest) -> HttpResponseBase:
    _form, found = _found(request)
    actions.record(request.member, "exported audit trail")
    header = [
        gettext("When"), gettext("Who"), gettext("Act"), pgettext("a person", "About"), gettext("Thing"),
        gettext("Details"),
    ]  # fmt: skip
    return csv_response("audit-trail.csv", header, _rows(found))


def _rows(found: AuditRecordQuerySet) -> Iterator[list[str]]:
    for act in found.iterator(chunk_size=1000):
        yield [
            timezone.localtime(act.at).isoformat(timespec="seconds"),
            _name(act, "actor"),
            act.verb,
            _name(act, "about"),
            act.thing,
            ", ".join(f"{key}={value}" for key, value in act.details.items()),
        ]


def _name(act: AuditRecord, field: str) -> str:
    person = getattr(act, field)
    return person.name if person else ""


def _found(request: MemberRequest) -> tuple[AuditFilter, AuditRecordQuerySet]:
    if not access.can_read_audit_trail(request.member):
        raise PermissionDenied
    form = AuditFilter(request.GET, verbs=queries.verbs_seen(request.member))
    wanted = form.cleaned_data if form.is_valid() else {}
    return form, queries.acts(request.member, **wanted)
