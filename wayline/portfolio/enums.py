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


class Design(TextChoices):
    """How a CV looks. All four have one column of text in reading order."""

    CLEAR = "clear", _("Clear: plain headings, much air")
    CLASSIC = "classic", _("Classic: centred name, serif headings")
    MARGIN = "margin", _("Margin: headings on the left")
    COMPACT = "compact", _("Compact: small, for much on one page")


class ClaimState(TextChoices):
    """Where a claim stands on its way to a certificate."""

    DRAFT = "draft", _("Not sent yet")
    SENT = "sent", _("Sent")
    ASSESSING = "assessing", _("Being assessed")
    MORE = "more", _("More evidence asked for")
    CERTIFIED = "certified", _("Certified")
    REFUSED = "refused", _("Not certified")
    WITHDRAWN = "withdrawn", _("Withdrawn")


JUDGED = (ClaimState.CERTIFIED, ClaimState.REFUSED)
BEFORE_ASSESSORS = (ClaimState.DRAFT, ClaimState.WITHDRAWN)
"""What no assessor sees."""
TO_ASSESS = (ClaimState.SENT, ClaimState.ASSESSING, ClaimState.MORE)


class ClaimAct(TextChoices):
    """What somebody did with a claim."""

    SEND = "send", _("Sent")
    ACCEPT = "accept", _("Accepted for assessment")
    ASK = "ask", _("More evidence asked for")
    SEND_AGAIN = "send_again", _("Sent again, with more evidence")
    CERTIFY = "certify", _("Certified")
    REFUSE = "refuse", _("Not certified")
    WITHDRAW = "withdraw", _("Withdrawn")


class AssessmentMethod(TextChoices):
    """Ways to find out what somebody can do, after Cedefop, European guidelines for validating non-formal and informal
    learning."""

    PORTFOLIO = "portfolio", _("Reading the evidence")
    CONVERSATION = "conversation", _("Conversation")
    TEST = "test", _("Test or examination")
    OBSERVATION = "observation", _("Observation at work")
    SIMULATION = "simulation", _("A task set for the purpose")
    WORK = "work", _("Things made at work")
    OTHERS = "others", _("Reports of others")


class EndorsementState(TextChoices):
    """What became of a question to endorse a skill."""

    WAITING = "waiting", _("No answer yet")
    GIVEN = "given", _("Endorsed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class VideoState(TextChoices):
    """How far a video is on its way from what was sent to what plays everywhere."""

    WAITING = "waiting", _("Waiting to be prepared")
    WORKING = "working", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be prepared")


class TeamPresence(TextChoices):
    """How a member of staff takes part in what the manager sees of the team's skills."""

    NONE = "none", _("I do not take part")
    COUNTED = "counted", _("I am counted without my name")
    NAMED = "named", _("I am seen with my name")


class TeamPart(TextChoices):
    """What of a person's things the team's page may use."""

    SKILLS = "skills", _("My skills")
    VOUCHED = "vouched", _("That my skills are endorsed or validated")
    CREDENTIALS = "credentials", _("My credentials")
    RATINGS = "ratings", _("What I still want to learn, by my own rating")


class NeedKind(TextChoices):
    SKILL = "skill", _("Skill")
    CREDENTIAL = "credential", _("Credential")


class TrainingState(TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
