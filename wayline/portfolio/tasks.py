"""Errands: letters to people who are asked to endorse a skill. Errands carry keys, never addresses."""

from __future__ import annotations

import secrets

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from wayline.people.mail import absolute
from wayline.people.tokens import hash_token
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.models import Endorsement


@task()
def send_endorsement_request(pk: int) -> None:
    """Makes the secret of the link here, so that it is written down nowhere but in the letter."""
    asked = Endorsement.objects.filter(pk=pk, state=EndorsementState.WAITING).select_related("item__owner").first()
    if asked is None:
        return
    secret = secrets.token_urlsafe(32)
    Endorsement.objects.filter(pk=pk).update(token_hash=hash_token(secret))
    owner = asked.item.owner
    link = absolute(reverse("portfolio:endorse", args=[secret]))
    context = {"endorsement": asked, "item": asked.item, "owner": owner, "link": link}
    with translation.override(owner.language):
        subject, _, body = render_to_string("portfolio/mail/endorsement.txt", context).strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[asked.email]).send()
