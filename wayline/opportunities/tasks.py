"""Errands of this room: letters to people without an account here. Errands carry keys, never addresses."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django_tasks import task

from wayline.opportunities.enums import AgreementState
from wayline.opportunities.models import Agreement, Application
from wayline.people import mail
from wayline.people.tokens import hash_token


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


@task()
def mail_parent(pk: int) -> None:
    """Makes the secret of the link here, so that it is written down nowhere but in the letter."""
    found = Agreement.objects.filter(pk=pk, state=AgreementState.OPEN, participant__is_demo=False)
    agreement = found.exclude(parent_email="").select_related("participant", "employer", "service").first()
    if agreement is None:
        return
    token = secrets.token_urlsafe(32)
    Agreement.objects.filter(pk=pk).update(parent_token=hash_token(token))
    mail.send(
        agreement.parent_email,
        "agreement",
        language=agreement.participant.language,
        agreement=agreement,
        link=mail.absolute(reverse("opportunities:agreement_parent", args=[token])),
    )
