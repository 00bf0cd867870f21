from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import Role


class Use(TextChoices):
    """What an instrument is for."""

    SELF = "self", _("A person takes it for oneself")
    SURVEY = "survey", _("A service sends it")


class Audience(TextChoices):
    """Who may answer a survey."""

    OPEN = "open", _("Everybody who has the link")
    GROUP = "group", _("People of the organisation, signed in")
    LIST = "list", _("People invited by e-mail")


class WaveState(TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


SURVEY_ROLES = (Role.PRACTITIONER, Role.FACILITATOR, Role.RESEARCHER, Role.MANAGER, Role.ADMINISTRATOR)
"""Who may write instruments and send surveys."""
