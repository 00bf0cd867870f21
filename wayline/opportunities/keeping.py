"""How long opportunities are kept, by the clock of the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.actions.applications import destroy
from wayline.opportunities.enums import ApplicationState, State
from wayline.opportunities.models import (
    Agreement,
    Application,
    FoundPerson,
    FoundShowing,
    ImportRun,
    Opened,
    Opportunity,
    ShownMatch,
    VacancyFact,
)
from wayline.opportunities.models.about_you import AboutYou
from wayline.opportunities.models.applications import ApplicationQuerySet
from wayline.opportunities.queries.match_person import PURPOSE
from wayline.people import retention
from wayline.people.enums import Role
from wayline.people.models import Consent, Membership

ENDED = timedelta(days=365)
DRAFTS = timedelta(days=365)
READINGS = timedelta(days=180)
OPENED = timedelta(days=90)
UNSENT = timedelta(days=180)
OVER = timedelta(days=365)
STAYS = timedelta(days=5 * 365 + 1)
MATCHES = timedelta(days=365)
ANSWERS = timedelta(days=365)
FACTS = timedelta(days=3653)


def _ended(now: datetime) -> QuerySet[Opportunity]:
    over = Q(state__in=[State.WITHDRAWN, State.EXPIRED], ended_at__lt=now - ENDED)
    left = Q(state=State.DRAFT, changed_at__lt=now - DRAFTS)
    return Opportunity.objects.filter(over | left)


def _readings(now: datetime) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(at__lt=now - READINGS)


def _unsent(now: datetime) -> ApplicationQuerySet:
    return Application.objects.filter(state=ApplicationState.DRAFT, changed_at__lt=now - UNSENT)


def _over(now: datetime) -> ApplicationQuerySet:
    """A year after the other side last could read it, or the person last wrote a note."""
    moment = now - OVER
    sent = Application.objects.exclude(state=ApplicationState.DRAFT)
    withdrawn = Q(state=ApplicationState.WITHDRAWN, state_at__lt=moment)
    closed = Q(open_until__lt=moment.date(), changed_at__lt=moment)
    noted = Q(elsewhere=True, changed_at__lt=moment)
    return sent.filter(withdrawn | closed | noted)


def _stays(now: datetime) -> QuerySet[Agreement]:
    return Agreement.objects.filter(ends_on__lt=(now - STAYS).date())


def _matches(now: datetime) -> QuerySet[ShownMatch]:
    return ShownMatch.objects.filter(last_at__lt=now - MATCHES)


def _opened(now: datetime) -> QuerySet[Opened]:
    """What is old, and all of who does not let matching use anything any more."""
    agreed = Consent.objects.filter(purpose=PURPOSE, withdrawn_at=None).values("user")
    return Opened.objects.filter(Q(at__lt=now - OPENED) | ~Q(user__in=agreed))


def _found(now: datetime) -> QuerySet[FoundPerson]:
    """Nobody was shown them for a year, and nothing was asked or answered since."""
    moment = now - MATCHES
    late = FoundShowing.objects.filter(found=OuterRef("pk"), last_at__gte=moment)
    quiet = Q(asked_at=None) | Q(asked_at__lt=moment)
    return FoundPerson.objects.filter(quiet).exclude(answered_at__gte=moment).exclude(Exists(late))


def _about_you(now: datetime) -> QuerySet[AboutYou]:
    """Of people who are clients nowhere, and have not been for a year."""
    clients = Membership.objects.filter(role=Role.CLIENT)
    late = clients.filter(Q(ended_at=None) | Q(ended_at__gte=now - ANSWERS))
    return AboutYou.objects.exclude(user__in=late.values("user"))


def _facts(now: datetime) -> QuerySet[VacancyFact]:
    return VacancyFact.objects.filter(begun__lt=(now - FACTS).date())


def register_own() -> None:
    _register_applications()
    retention.register(
        retention.Rule(
            "vacancy-facts",
            _("Facts on vacancies that are counted: dates, occupation, skills, pay, without names and texts"),
            _("Deleted ten years after the vacancy was published."),
            _("They tell how the labour market changes, and nothing of a person (GDPR, article 5(1)(e))."),
            _facts,
            lambda now: _facts(now).delete()[0],
            56,
        )
    )
    retention.register(
        retention.Rule(
            "fairness-answers",
            _("Answers about people, for fairness only"),
            _(
                "Deleted when the person withdraws, or a year after they ceased to be a client. Otherwise they stay, "
                "so that a year of figures can be counted."
            ),
            _("The person agreed to this use alone (GDPR, articles 9(2)(a) and 5(1)(e))."),
            _about_you,
            lambda now: _about_you(now).delete()[0],
            57,
        )
    )
    retention.register(
        retention.Rule(
            "found-people",
            _("People whom companies were shown without a name, and what was asked and answered"),
            _("Deleted a year after the last time."),
            _(
                "So that the person can read who was shown what, and a suggestion can be explained "
                "(Regulation (EU) 2024/1689, articles 26(6) and 86; GDPR, article 5(1)(e))."
            ),
            _found,
            lambda now: _found(now).delete()[0],
            55,
        )
    )
    retention.register(
        retention.Rule(
            "opened-things",
            _("Offers and jobs that a client opened, while they let suggestions use it"),
            _("The last 50 of a person, for 90 days; all at once when the person switches it off."),
            _("For suggestions that the person asked for, and nothing else (GDPR, article 6(1)(a))."),
            _opened,
            lambda now: _opened(now).delete()[0],
            53,
        )
    )
    retention.register(
        retention.Rule(
            "shown-matches",
            _("Matches that were shown, with their reasons"),
            _("Deleted a year after the person saw them last."),
            _(
                "So that a suggestion can be explained, and its fairness examined, for longer than the six months "
                "that the AI Act asks for (Regulation (EU) 2024/1689, articles 26(6) and 86; GDPR, article 5(1)(e))."
            ),
            _matches,
            lambda now: _matches(now).delete()[0],
            54,
        )
    )
    retention.register(
        retention.Rule(
            "opportunities",
            _("Opportunities that are over"),
            _(
                "Deleted a year after they ended or were withdrawn, with the contact persons named in them. "
                "Drafts that nobody touched for a year go too."
            ),
            _("Whoever applied may ask what was offered; a year is enough for that (GDPR, article 5(1)(e))."),
            _ended,
            lambda now: _ended(now).delete()[0],
            52,
        )
    )
    retention.register(
        retention.Rule(
            "vacancy-readings",
            _("Reports on vacancies brought in from elsewhere"),
            _("Deleted after 180 days."),
            _("They help to mend a source, and serve nothing else (GDPR, article 5(1)(e))."),
            _readings,
            lambda now: _readings(now).delete()[0],
            53,
        )
    )


def _register_applications() -> None:
    retention.register(
        retention.Rule(
            "applications-closed",
            _("Applications after their last day"),
            _(
                "From the day after the last one that the person named, the employer can open nothing of it. "
                "A year later it is deleted, with its files; withdrawn ones a year after the withdrawal."
            ),
            _("The person agreed until that day (GDPR, articles 6(1)(a) and 7(3)), and may need the record later."),
            _over,
            lambda now: destroy(_over(now)),
            50,
        )
    )
    retention.register(
        retention.Rule(
            "applications-unsent",
            _("Drafts of applications"),
            _("Deleted when nobody has touched them for 180 days, with their files."),
            _("What was never sent serves nothing any more (GDPR, article 5(1)(e))."),
            _unsent,
            lambda now: destroy(_unsent(now)),
            51,
        )
    )
    retention.register(
        retention.Rule(
            "agreements",
            _("Agreements on stays in companies"),
            _("Deleted five years after the last day of the stay, with signatures, diary, check-ins and feedback."),
            _("They prove insurance and hours while a claim can be brought (GDPR, article 17(3)(e))."),
            _stays,
            lambda now: _stays(now).delete()[0],
            54,
        )
    )
