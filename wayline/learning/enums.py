from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Access(TextChoices):
    """Who may join a run."""

    OPEN = "open", _("Open to everybody with an account")
    COHORT = "cohort", _("For people of the organisation")
    INVITATION = "invitation", _("By invitation only")


class Pacing(TextChoices):
    AT_ONCE = "at_once", _("All weeks are open at once")
    WEEKLY = "weekly", _("A week opens every seven days")


class RunState(TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class EnrolmentState(TextChoices):
    WAITING = "waiting", _("On the waiting list")
    ENROLLED = "enrolled", _("Taking part")
    LEFT = "left", _("Left")


class TranslationState(TextChoices):
    MISSING = "missing", _("Not translated yet")
    OUTDATED = "outdated", _("The original has changed since")
    CURRENT = "current", _("Translated")


class ImportState(TextChoices):
    """How far the import of a package is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being read")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Not imported")


class StepState(TextChoices):
    """What learners see of a step, beside what its authors wrote."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Changes not published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
