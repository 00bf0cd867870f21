from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does in an organisation. One person may hold several memberships."""

    CLIENT = "client", _("Client")
    PRACTITIONER = "practitioner", _("Practitioner")
    FACILITATOR = "facilitator", _("Facilitator")
    EMPLOYER = "employer", _("Employer contact")
    RESEARCHER = "researcher", _("Researcher")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class NoticePace(TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never by e-mail")


OPEN_ROLES = (Role.CLIENT, Role.PRACTITIONER)
"""Roles a person may take without being invited, where the organisation allows it."""


class InvitationState(TextChoices):
    WAITING = "waiting", _("Waiting")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
