"""Letters of surveys. Their link holds a secret that is worked out from our key, so it is written down nowhere."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from wayline.assessment.definitions import toml
from wayline.assessment.models import Participant, Wave
from wayline.people.mail import absolute
from wayline.people.models import User

SALT = "assessment.letter"


def secret_of(participant: Participant) -> str:
    return Signer(salt=SALT).sign(str(participant.pk))


def participant_of(wave: Wave, secret: str) -> Participant | None:
    try:
        key = Signer(salt=SALT).unsign(secret)
    except BadSignature:
        return None
    return Participant.objects.filter(wave=wave, pk=key).first()


def address(participant: Participant) -> str:
    path = reverse("assessment:answer_start", args=[participant.wave.token])
    return absolute(f"{path}?i={secret_of(participant)}")


def send(participant: Participant, *, reminder: bool) -> None:
    """Plain text, in the person's language where we know it, else in the first of the questionnaire that we speak."""
    survey = participant.wave.survey
    known = User.objects.filter(email__iexact=participant.email).first()
    language = known.language if known else toml.read(survey.version.definition).languages[0]
    template = "reminder" if reminder else "invitation"
    context = {"survey": survey, "wave": participant.wave, "link": address(participant)}
    with translation.override(language):
        subject, _, body = render_to_string(f"assessment/mail/{template}.txt", context).strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[participant.email]).send()
