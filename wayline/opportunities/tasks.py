"""Errands of this room: the letter to the contact of an offer. Errands carry keys, never addresses."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django_tasks import task

from wayline.opportunities.models import Application
from wayline.people import mail


@task()
def mail_application(pk: int) -> None:
    """Says that an application is there, with a link and nothing of what was sent (docs/decisions/0011)."""
    found = Application.objects.filter(pk=pk, opportunity__service__is_demo=False).exclude(
        Q(opportunity__contact_email="") | Q(state="withdrawn")
    )
    application = found.select_related("opportunity__organisation").first()
    if application is None or application.opportunity is None:
        return
    offer = application.opportunity
    known = dict(settings.LANGUAGES)
    mail.send(
        offer.contact_email,
        "application",
        language=offer.language if offer.language in known else settings.LANGUAGE_CODE,
        offer=offer,
        application=application,
        link=mail.absolute(application.received_url),
    )
