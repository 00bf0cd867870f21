from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SpaceKind(TextChoices):
    COMMUNITY = "community", _("Community")
    RUN = "run", _("Run of a programme")


class SpaceRole(TextChoices):
    PARTICIPANT = "participant", _("Participant")
    FACILITATOR = "facilitator", _("Facilitator")


class ThreadKind(TextChoices):
    STEP = "step", _("Step")
    TOPIC = "topic", _("Topic")
    PAGE = "page", _("Page")
    SPACE = "space", _("Posts of the space")


class Sort(TextChoices):
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    LIKED = "liked", _("Most liked first")


class Filter(TextChoices):
    ALL = "all", _("All")
    FOLLOWING = "following", _("People I follow")
    MINE = "mine", _("Mine")
    UNANSWERED = "unanswered", _("Unanswered")
    FACILITATORS = "facilitators", _("By facilitators")
    NEW = "new", _("Since my last visit")


class ReportReason(TextChoices):
    """Why a reader reports a comment."""

    RUDE = "rude", _("It insults or excludes somebody")
    PRIVATE = "private", _("It tells personal data of a client or colleague")
    SPAM = "spam", _("It is advertising")
    WRONG = "wrong", _("It is wrong in a way that does harm")
    OTHER = "other", _("Something else")


class ReportState(TextChoices):
    OPEN = "open", _("Open")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


class Act(TextChoices):
    """Acts of moderation."""

    HIDE = "hide", _("hid a comment")
    UNHIDE = "unhide", _("showed a hidden comment again")
    LOCK = "lock", _("closed a discussion")
    UNLOCK = "unlock", _("opened a discussion again")
    SLOW = "slow", _("set slow mode")
    PIN = "pin", _("pinned a comment")
    UNPIN = "unpin", _("took a pin off")
    ENDORSE = "endorse", _("endorsed a comment")
    UNENDORSE = "unendorse", _("took an endorsement back")
    LINK = "link", _("linked two comments")
    UNLINK = "unlink", _("took a link off")
    UPHOLD = "uphold", _("upheld a report")
    DISMISS = "dismiss", _("dismissed a report")
    REOPEN = "reopen", _("opened a report again")
    SETTLE = "settle", _("marked a comment as needing no answer")
    UNSETTLE = "unsettle", _("put a comment back into the queue")
    DELETE = "delete", _("deleted a comment")
    REMOVE = "remove", _("removed a member")


class QueueReason(TextChoices):
    """Why a comment stands in the facilitators' queue, the most pressing first."""

    REPORT = "report", _("Reported")
    FIRST = "first", _("First comment")
    QUESTION = "question", _("Question")
    WAITING = "waiting", _("No reply after 24 hours")


class SummaryState(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
