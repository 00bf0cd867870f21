"""What the pages of a survey show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from wayline.assessment.enums import WaveState
from wayline.assessment.models import Participant, Survey, Wave
from wayline.people.models import Membership


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A wave with its figures and what can be done with it. `answers` counts people."""

    wave: Wave
    answers: int
    asked: int
    answered: int
    address: str
    waits: bool

    @property
    def is_open(self) -> bool:
        return self.wave.is_open()


def surveys_of(member: Membership) -> QuerySet[Survey]:
    found = Survey.objects.visible_to(member).select_related("organisation", "version__instrument", "created_by__user")
    return found.annotate(
        answers=Count("waves__responses", distinct=True),
        open_waves=Count("waves", filter=Q(waves__state=WaveState.OPEN), distinct=True),
        closed_waves=Count("waves", filter=Q(waves__state=WaveState.CLOSED), distinct=True),
        number_of_waves=Count("waves", distinct=True),
    ).order_by("-created_at", "-pk")


def waves_of(survey: Survey, request: HttpRequest) -> list[WaveRow]:
    figures = {
        wave["pk"]: wave
        for wave in survey.waves.values("pk").annotate(
            answers=Count("responses", distinct=True),
            asked=Count("participants", distinct=True),
            answered=Count("participants", filter=Q(participants__answered=True), distinct=True),
        )
    }
    today = timezone.localdate()
    return [
        WaveRow(
            wave,
            figures[wave.pk]["answers"],
            figures[wave.pk]["asked"],
            figures[wave.pk]["answered"],
            request.build_absolute_uri(wave.get_absolute_url()),
            wave.state == WaveState.OPEN and wave.opens_on is not None and wave.opens_on > today,
        )
        for wave in survey.waves.all()
    ]


def asked_in(survey: Survey) -> QuerySet[Participant]:
    return Participant.objects.filter(wave__survey=survey)


def people_of(survey: Survey) -> QuerySet[Participant]:
    """Each address once, with the number of waves it answered; that number is shown in named surveys only."""
    first = survey.waves.order_by("number").values("pk")[:1]
    return Participant.objects.filter(wave__in=first).order_by("email", "pk")
