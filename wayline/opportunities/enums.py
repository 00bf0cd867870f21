"""States and kinds of opportunities. Hours and contract follow schema.org `employmentType` where it has one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    VACANCY = "vacancy", _("Job")
    WORK_EXPERIENCE = "work_experience", _("Work experience")
    TRAINING = "training", _("Training")
    MENTORING = "mentoring", _("Mentoring")


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Waits for review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Ended")


class Remote(TextChoices):
    ON_SITE = "on_site", _("On site")
    HYBRID = "hybrid", _("Partly from home")
    REMOTE = "remote", _("From home")


class Hours(TextChoices):
    FULL_TIME = "full_time", _("Full time")
    PART_TIME = "part_time", _("Part time")
    EITHER = "either", _("Full or part time")


class Contract(TextChoices):
    PERMANENT = "permanent", _("Permanent")
    FIXED_TERM = "fixed_term", _("Fixed term")
    AGENCY = "agency", _("Through an agency")
    SEASONAL = "seasonal", _("Seasonal")
    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    ON_CALL = "on_call", _("On call")
    SELF_EMPLOYED = "self_employed", _("Self-employed")


class PayPer(TextChoices):
    HOUR = "hour", _("an hour")
    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


class Need(TextChoices):
    MUST = "must", _("Needed")
    NICE = "nice", _("Welcome")


class ReadAnswer(TextChoices):
    """To what was read from the text of an offer."""

    MUST = "must", _("Needed")
    NICE = "nice", _("Welcome")
    NO = "no", _("Leave out")


class Accessibility(TextChoices):
    STEP_FREE = "step_free", _("Step-free entrance and rooms")
    TOILET = "toilet", _("Accessible toilet")
    PARKING = "parking", _("Parking close to the door")
    TRANSPORT = "transport", _("Reached by public transport")
    ASSISTIVE = "assistive", _("Screen readers and other aids work here")
    SIGN_LANGUAGE = "sign_language", _("Sign language can be arranged")
    QUIET = "quiet", _("A quiet place to work")
    FLEXIBLE = "flexible", _("Breaks and hours can be adapted")


class EmployerState(TextChoices):
    WAITING = "waiting", _("Waits for a check")
    APPROVED = "approved", _("Checked")
    REFUSED = "refused", _("Refused")


class ApplicationState(TextChoices):
    """Words of applicant tracking (HR Open Standards, candidate status). “Seen” is never stored: somebody looked."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    SEEN = "seen", _("Seen")
    INVITED = "invited", _("Invited")
    OFFERED = "offered", _("Offered")
    TAKEN_ON = "taken_on", _("Taken on")
    NOT_CHOSEN = "not_chosen", _("Not chosen")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AnswerForm(TextChoices):
    """How a question of an employer is answered."""

    TEXT = "text", _("In words")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of several answers")


class Paper(TextChoices):
    """What goes along with an application."""

    CV = "cv", _("CV")
    LETTER = "letter", _("Letter")
    DOCUMENT = "document", _("Document")


class AgreementState(TextChoices):
    """Of the agreement on a stay."""

    OPEN = "open", _("To be signed")
    SIGNED = "signed", _("Signed by all")
    CANCELLED = "cancelled", _("Called off")


class Party(TextChoices):
    """Who signs the agreement on a stay."""

    PARTICIPANT = "participant", _("Participant")
    EMPLOYER = "employer", _("Company")
    SERVICE = "service", _("Service")
    PARENT = "parent", _("Parent or guardian")


class Found(TextChoices):
    """Through whom a place was found: those without relations must find one too."""

    SELF = "self", _("Searched for it here alone")
    SERVICE = "service", _("A practitioner found it")
    KNOWN = "known", _("Through family or friends")
    COMPANY = "company", _("The company asked")


class Shown(TextChoices):
    """Who reads an entry of a diary, besides who wrote it."""

    ME = "me", _("Only me")
    SERVICE = "service", _("Me and my service")
    COMPANY = "company", _("Me, my service and the company")


class CheckInKind(TextChoices):
    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    MESSAGE = "message", _("Message")


class SkillSeen(TextChoices):
    """What a company saw of an agreed skill. Short, and none of the levels is a failure."""

    NOT_TRIED = "not_tried", _("Did not come up")
    WITH_HELP = "with_help", _("With help")
    ALONE = "alone", _("Alone")
    SHOWS = "shows", _("Could show it to others")


class Advice(TextChoices):
    """Whether a participant would advise others to go there."""

    YES = "yes", _("Yes")
    UNSURE = "unsure", _("Not sure")
    NO = "no", _("No")


class MatchPart(TextChoices):
    """The parts of a portfolio that matching may use; the rules in each stand in `matching/rules.py`."""

    SKILLS = "skills", _("Skills")
    EXPERIENCE = "experience", _("Experience")
    QUALIFICATIONS = "qualifications", _("Qualifications and languages")
    ASPIRATIONS = "aspirations", _("What I want to do")
    INTERESTS = "interests", _("Interests")
    CONDITIONS = "conditions", _("Conditions")


class FoundState(TextChoices):
    """How it stands between a company and somebody whom it was shown without a name."""

    SHOWN = "shown", _("Not asked")
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Interested")
    DECLINED = "declined", _("Not interested")


class SuggestionSource(TextChoices):
    """What suggestions may come from; each is off until the person turns it on."""

    PORTFOLIO = "portfolio", _("Your portfolio, as far as matching reads it")
    PLAN = "plan", _("Your goals")
    JOURNAL = "journal", _("Tags in your journal")
    OPENED = "opened", _("What you opened here")


class AsideReason(TextChoices):
    WORK = "work", _("It is not the kind of work I want")
    FAR = "far", _("It is too far away")
    HOURS = "hours", _("The hours do not suit me")
    PAY = "pay", _("The pay is too low")
    EMPLOYER = "employer", _("I do not want to work for this employer")
    SKILLS = "skills", _("My skills or my experience were read wrongly")
    KNOWN = "known", _("I know it already, or have applied")
    OTHER = "other", _("Another reason")
