"""What this room holds about a person: how each table is exported and erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.opportunities import stay_holdings
from wayline.opportunities.actions import about_you
from wayline.opportunities.actions.applications import destroy
from wayline.opportunities.models import (
    Agreement,
    Application,
    ApplicationPaper,
    ApplicationStep,
    ApplicationVideo,
    ApplicationVisit,
    Findable,
    FindableClaim,
    FoundPerson,
    FoundShowing,
    JobAside,
    MatchChoice,
    Opened,
    Opportunity,
    PutOff,
    SavedSearch,
    SetAside,
    ShownMatch,
    Signature,
    VideoOpening,
)
from wayline.opportunities.models.about_you import AboutYou
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User


def register_own() -> None:
    stay_holdings.register_own()
    register(Holding(AboutYou, _("Answers about you, for fairness only"), _about_you, about_you.forget))
    register(Holding(SavedSearch, _("Saved searches"), _searches, _erase_searches))
    register(Holding(MatchChoice, _("What you chose for matching"), _choices, _erase_choices))
    register(Holding(SetAside, _("Opportunities that you set aside"), _aside, _erase_aside))
    register(Holding(JobAside, _("Jobs that you set aside"), _jobs_aside, _erase_jobs_aside))
    register(Holding(Opened, _("Offers and jobs that you opened, for suggestions"), _opened, _erase_opened))
    register(Holding(PutOff, _("Suggestions that you put off"), _put_off, _erase_put_off))
    register(Holding(ShownMatch, _("Matches that you were shown, with their reasons"), _shown, _erase_shown))
    register(Holding(Findable, _("What companies may find of you"), _findable, _erase_findable))
    register(Holding(FindableClaim, _("Skills and occupations by which you are found"), _claims, _with_findable))
    register(Holding(FoundPerson, _("Companies that found or asked you"), _found, _erase_found))
    register(Holding(FoundShowing, _("What companies were shown of you"), _showings, _with_found))
    register(
        Holding(
            Opportunity,
            _("Offers that name you as contact"),
            _contacts,
            _erase_contacts,
            _("The offer itself stays: it is the company's. Your name, address and number are taken out of it."),
        )
    )
    register(
        Holding(
            Application,
            _("Applications you wrote, sent or noted"),
            _applications,
            _erase_applications,
        )
    )
    register(Holding(ApplicationPaper, _("Files of your applications"), _papers, _with_applications))
    register(Holding(ApplicationStep, _("How your applications stood"), _steps, _with_applications))
    register(
        Holding(
            ApplicationVisit,
            _("Applications of others that you opened"),
            _visits,
            _erase_visits,
            _("That somebody of your company opened it stays, without your name: whoever applied may know."),
        )
    )
    register(Holding(ApplicationVideo, _("Videos that went with your applications"), _films, _with_applications))
    register(
        Holding(
            VideoOpening,
            _("Videos in applications of others that you opened"),
            _openings,
            _erase_openings,
            _("That somebody of your company opened it stays, without your name: whoever applied may know."),
        )
    )
    register(Holding(Agreement, _("Agreements on your stays in companies"), _agreements, _erase_agreements))
    register(
        Holding(
            Signature,
            _("Agreements that you signed"),
            _signatures,
            _erase_signatures,
            _("Your name under the agreement of somebody else stays, without the link to you: it is their contract."),
        )
    )


def _about_you(user: User) -> Rows:
    return [
        {
            "sex": str(one.get_sex_display()),
            "limits": str(one.get_limits_display()),
            "background": str(one.get_background_display()),
            "changed_at": one.changed_at,
        }
        for one in AboutYou.objects.filter(user=user)
    ]


def _applications(user: User) -> Rows:
    fields = ("key", "offer_title", "offered_by", "elsewhere", "state", "answers", "typed", "open_until", "note",
              "created_at", "changed_at", "sent_at")  # fmt: skip
    return plain(Application.objects.filter(user=user).order_by("pk"), *fields)


def _erase_applications(user: User) -> int:
    """Sent ones too: the employer finds nothing of it any more. Files leave the disk with them."""
    return destroy(Application.objects.filter(user=user))


def _papers(user: User) -> Rows:
    found = ApplicationPaper.objects.filter(application__user=user)
    return plain(found, "application__key", "part", "name", "media_type", "size", "added_at")


def _steps(user: User) -> Rows:
    found = ApplicationStep.objects.filter(application__user=user)
    return plain(found, "application__key", "state", "message", "at", "taken_back_at")


def _with_applications(user: User) -> int:
    """Goes with the applications."""
    return 0


def _visits(user: User) -> Rows:
    return plain(ApplicationVisit.objects.filter(viewer=user), "first_at")


def _erase_visits(user: User) -> int:
    return ApplicationVisit.objects.filter(viewer=user).update(viewer=None)


def _films(user: User) -> Rows:
    found = ApplicationVideo.objects.filter(application__user=user)
    return plain(found, "application__key", "video__key", "added_at", "taken_back_at")


def _openings(user: User) -> Rows:
    return plain(VideoOpening.objects.filter(viewer=user), "at")


def _erase_openings(user: User) -> int:
    return VideoOpening.objects.filter(viewer=user).update(viewer=None)


def _agreements(user: User) -> Rows:
    fields = ("key", "title", "state", "goals", "group", "found", "starts_on", "ends_on", "days", "hours_a_day",
              "hours_a_week", "place", "supervision", "insurance", "born_on", "parent_name", "parent_email",
              "created_at")  # fmt: skip
    return plain(Agreement.objects.filter(participant=user), *fields)


def _erase_agreements(user: User) -> int:
    return Agreement.objects.filter(participant=user).delete()[0]


def _signatures(user: User) -> Rows:
    return plain(Signature.objects.filter(user=user), "agreement__key", "party", "name", "digest", "at")


def _erase_signatures(user: User) -> int:
    return Signature.objects.filter(user=user).update(user=None)


def _searches(user: User) -> Rows:
    return plain(SavedSearch.objects.filter(user=user), "name", "query", "alerts", "created_at")


def _erase_searches(user: User) -> int:
    return SavedSearch.objects.filter(user=user).delete()[0]


def _contacts(user: User) -> Rows:
    found = Opportunity.objects.filter(contact_email__iexact=user.email)
    return plain(found, "title", "contact_name", "contact_email", "contact_phone", "created_at")


def _erase_contacts(user: User) -> int:
    found = Opportunity.objects.filter(contact_email__iexact=user.email)
    return found.update(contact_name="", contact_email="", contact_phone="")


def _choices(user: User) -> Rows:
    found = MatchChoice.objects.filter(user=user).prefetch_related("areas")
    plainly = (
        "parts",
        "suggests",
        "kinds",
        "hours",
        "contracts",
        "remote",
        "pay",
        "currency",
        "tells",
        "looked_at",
        "changed_at",
    )
    return [
        {name: getattr(one, name) for name in plainly} | {"areas": [area.title for area in one.areas.all()]}
        for one in found
    ]


def _erase_choices(user: User) -> int:
    return MatchChoice.objects.filter(user=user).delete()[0]


def _aside(user: User) -> Rows:
    return plain(SetAside.objects.filter(user=user), "opportunity__title", "reason", "note", "at")


def _erase_aside(user: User) -> int:
    return SetAside.objects.filter(user=user).delete()[0]


def _jobs_aside(user: User) -> Rows:
    return plain(JobAside.objects.filter(user=user), "occupation__title", "at")


def _erase_jobs_aside(user: User) -> int:
    return JobAside.objects.filter(user=user).delete()[0]


def _opened(user: User) -> Rows:
    return plain(Opened.objects.filter(user=user), "offer__title", "occupation__title", "at")


def _erase_opened(user: User) -> int:
    return Opened.objects.filter(user=user).delete()[0]


def _put_off(user: User) -> Rows:
    return plain(PutOff.objects.filter(user=user), "key", "title", "at")


def _erase_put_off(user: User) -> int:
    return PutOff.objects.filter(user=user).delete()[0]


def _shown(user: User) -> Rows:
    columns = ("title", "is_job", "score", "place", "version", "record", "times", "first_at", "last_at")
    return plain(ShownMatch.objects.filter(user=user), *columns)


def _erase_shown(user: User) -> int:
    return ShownMatch.objects.filter(user=user).delete()[0]


def _findable(user: User) -> Rows:
    found = Findable.objects.filter(user=user).prefetch_related("not_by")
    return [
        {name: getattr(one, name) for name in ("parts", "kinds", "person", "read_at")}
        | {"not_by": [company.name for company in one.not_by.all()]}
        for one in found
    ]


def _erase_findable(user: User) -> int:
    return Findable.objects.filter(user=user).delete()[0]


def _claims(user: User) -> Rows:
    return plain(FindableClaim.objects.filter(findable__user=user), "concept__title", "value")


def _with_findable(user: User) -> int:
    """Goes with the choice about being found."""
    return 0


def _found(user: User) -> Rows:
    columns = ("key", "opportunity__title", "state", "message", "asked_at", "answer", "answered_at", "named_until")
    return plain(FoundPerson.objects.filter(user=user), *columns)


def _erase_found(user: User) -> int:
    return FoundPerson.objects.filter(user=user).delete()[0]


def _showings(user: User) -> Rows:
    columns = ("found__key", "place", "score", "version", "record", "times", "first_at", "last_at")
    return plain(FoundShowing.objects.filter(found__user=user), *columns)


def _with_found(user: User) -> int:
    """Goes with the companies that found the person."""
    return 0
