"""Errands of assessment. They carry keys, never addresses."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django_tasks import task

from wayline.assessment import letters
from wayline.assessment.models import Participant

logger = logging.getLogger(__name__)


@task()
def send_letter(pk: int, reminder: bool) -> None:
    """A letter to somebody on a list; nobody who has answered gets one."""
    found = Participant.objects.select_related("wave__survey__version", "wave__survey__organisation")
    participant = found.filter(pk=pk, answered=False).exclude(email="").first()
    if participant is None or not participant.wave.is_open():
        return
    try:
        letters.send(participant, reminder=reminder)
    except (SMTPException, OSError):
        logger.warning("The mail server refused a letter of survey %s.", participant.wave.survey_id)
