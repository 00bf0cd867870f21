from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ShareWith(TextChoices):
    """Who may open a share."""

    PERSON = "person", _("A person, found by e-mail address")
    ORGANISATION = "organisation", _("Everybody who guides people in an organisation")
    LINK = "link", _("Whoever has a secret link")


class ShareState(TextChoices):
    OPEN = "open", _("Open")
    ENDED = "ended", _("Over")
    REVOKED = "revoked", _("Revoked")
