"""Verbs of whoever offers the place: look at an application, say how it stands, take that back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayline.opportunities import access
from wayline.opportunities.enums import ApplicationState
from wayline.opportunities.models import Application, ApplicationPaper, ApplicationStep, ApplicationVisit
from wayline.opportunities.queries.received import to_take_back
from wayline.people.actions import notify, record, record_view
from wayline.people.models import Membership, Notice

SAID = {
    ApplicationState.INVITED: _("You are invited: {title}"),
    ApplicationState.OFFERED: _("You are offered the place: {title}"),
    ApplicationState.TAKEN_ON: _("You are taken on: {title}"),
    ApplicationState.NOT_CHOSEN: _("You were not chosen this time: {title}"),
}


class TooLate(Exception):
    """The status has moved on, or was set too long ago."""


def look(application: Application, *, by: Membership) -> None:
    """The person reads who looked, on the application and among all looks at their data."""
    ApplicationVisit.objects.bulk_create(
        [ApplicationVisit(application=application, viewer=by.user)], ignore_conflicts=True
    )
    record_view(by, "viewed application", application, about=application.user)


def look_at_paper(paper: ApplicationPaper, *, by: Membership) -> None:
    visit, _is_new = ApplicationVisit.objects.get_or_create(application=paper.application, viewer=by.user)
    visit.opened.add(paper)
    record_view(by, "opened file of application", paper, about=paper.application.user)


@transaction.atomic
def mark(application: Application, *, by: Membership, state: str, message: str = "") -> None:
    """The person is told on the site and by mail. TooLate when the status has moved on meanwhile."""
    marked = Application.objects.select_for_update().get(pk=application.pk)
    if not access.can_mark(marked, state):
        raise TooLate
    now = timezone.now()
    marked.state = ApplicationState(state)
    marked.state_at = marked.changed_at = now
    marked.save(update_fields=["state", "state_at", "changed_at"])
    ApplicationStep.objects.create(application=marked, state=state, message=message, at=now, by=by)
    record(by, "marked application", marked, about=marked.user, status=state)
    said = format_lazy(SAID[ApplicationState(state)], title=marked.offer_title[:120])
    notify(marked.user, kind="application", text=said, url=marked.get_absolute_url(), key=_key(marked))


def _key(application: Application) -> str:
    return f"application:{application.pk}:{application.state}"


@transaction.atomic
def take_back(application: Application, *, by: Membership) -> None:
    """The status before holds again. A notice that nobody has read goes; otherwise the person is told anew."""
    marked = Application.objects.select_for_update().get(pk=application.pk)
    step = to_take_back(marked)
    if step is None:
        raise TooLate
    unread = Notice.objects.filter(user=marked.user_id, key=_key(marked), read_at=None, mailed_at=None).delete()[0]
    step.taken_back_at = timezone.now()
    step.save(update_fields=["taken_back_at"])
    before = marked.steps.filter(taken_back_at=None).order_by("-at", "-pk")[0]
    marked.state, marked.state_at = before.state, before.at
    marked.changed_at = timezone.now()
    marked.save(update_fields=["state", "state_at", "changed_at"])
    record(by, "took back status of application", marked, about=marked.user, status=step.state)
    if not unread:
        said = format_lazy(_("A status was set by mistake and taken back: {title}"), title=marked.offer_title[:120])
        notify(marked.user, kind="application", text=said, url=marked.get_absolute_url(), key=f"{_key(marked)}:back")
