"""What assessment adds to the house: navigation, a start-page card, the hourly round, words of the records."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wayline.assessment.actions.surveys import forget_old_drafts, keep_surveys_going, old_drafts
from wayline.assessment.enums import SURVEY_ROLES, Audience, WaveState
from wayline.assessment.learning_wishes import ratings_of
from wayline.assessment.models import Draft, OwnResult, Participant, Survey, Wave
from wayline.people import registers, retention
from wayline.people.models import Membership
from wayline.portfolio import team_sources

VERBS = {
    "changed instrument": _("changed a questionnaire"),
    "changed survey": _("changed a survey"),
    "closed survey": _("closed a survey"),
    "created instrument": _("made a questionnaire"),
    "created survey": _("made a survey"),
    "deleted instrument": _("deleted a questionnaire"),
    "deleted survey": _("deleted a survey"),
    "exported answers": _("took answers to a survey out as a file"),
    "imported instrument": _("brought in a questionnaire"),
    "invited to survey": _("put people on the list of a survey"),
    "opened survey": _("opened a survey"),
    "published instrument": _("published a questionnaire"),
    "read answers": _("read your answers to a survey"),
    "withdrew invitation to survey": _("took somebody off the list of a survey"),
}
COLUMNS = {
    "answered": _("answered"),
    "anonymous": _("anonymous"),
    "answers": _("answers"),
    "day": _("day"),
    "finished_at": _("finished on"),
    "format": _("format"),
    "language": _("language"),
    "version__instrument__title": _("questionnaire"),
    "version__number": _("version"),
    "wave": _("wave"),
    "wave__survey__title": _("survey"),
    "wave__title": _("wave"),
    "waves": _("waves"),
}


def register_own() -> None:
    registers.navigation += [
        registers.NavigationEntry(_("About yourself"), "assessment:own", lambda member: True, order=30),
        registers.NavigationEntry(
            _("Surveys"), "assessment:surveys", lambda member: member.role in SURVEY_ROLES, order=31
        ),
    ]
    registers.cards.append(registers.Card("assessment", "assessment/start_card.html", _card, order=30))
    team_sources.known.ratings = ratings_of
    registers.hourly["surveys"] = keep_surveys_going
    retention.register(
        retention.Rule(
            "survey_drafts",
            _("Answers begun and not handed in"),
            _("Erased 30 days after the last page was saved, with their files, or when the survey closes."),
            _("Nobody hands them in any more (GDPR art. 5 (1) e)."),
            old_drafts,
            forget_old_drafts,
            order=60,
        )
    )
    registers.verbs.update(VERBS)
    registers.columns.update(COLUMNS)


def _card(member: Membership) -> dict[str, object] | None:
    """Surveys that wait for this person's answer, what was begun, and for staff what is open."""
    begun = Draft.objects.filter(user=member.user, wave=None).select_related("version__instrument").first()
    waiting = _waiting(member)
    sent = Survey.objects.visible_to(member).filter(waves__state=WaveState.OPEN).distinct().count()
    results = OwnResult.objects.visible_to(member).count()
    return {"waiting": waiting, "begun": begun, "sent": sent, "results": results}


def _waiting(member: Membership) -> list[dict[str, str]]:
    answered = Participant.objects.filter(user=member.user, answered=True).values("wave")
    waves = (
        Wave.objects.filter(
            state=WaveState.OPEN, survey__audience=Audience.GROUP, survey__organisation=member.organisation_id
        )
        .filter(survey__group_role__in=["", member.role])
        .exclude(pk__in=answered)
        .select_related("survey")
    )
    return [
        {"title": wave.survey.title, "url": reverse("assessment:answer_start", args=[wave.token])}
        for wave in waves
        if wave.is_open()
    ]
