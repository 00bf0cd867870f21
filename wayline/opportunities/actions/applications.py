"""Verbs of whoever applies: keep a draft, add documents, send, withdraw, say until when it is open, note one's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayline.common.uploads import Checked
from wayline.opportunities import access, applying, papers, tasks
from wayline.opportunities.actions.offers import NotReady
from wayline.opportunities.actions.videos import choose_video
from wayline.opportunities.enums import ApplicationState, Paper
from wayline.opportunities.models import (
    Application,
    ApplicationPaper,
    ApplicationStep,
    ApplicationVideo,
    Opportunity,
)
from wayline.opportunities.queries import applications as reads
from wayline.people.actions import notify, record_own
from wayline.people.models import Membership, User
from wayline.portfolio.actions import cvs
from wayline.portfolio.models import CV, Video
from wayline.portfolio.showing_videos import why_not

MOST_DOCUMENTS = 10


class AlreadySent(Exception):
    """There is an application for this offer already; `application` is it."""

    def __init__(self, application: Application) -> None:
        super().__init__(application.key)
        self.application = application


@transaction.atomic
def keep(
    offer: Opportunity,
    *,
    by: Membership,
    cv: CV | None = None,
    letter: CV | None = None,
    video: Video | None = None,
    typed: dict[str, str] | None = None,
    open_until: date | None = None,
) -> Application:
    """The person's draft for this offer, made when there is none. AlreadySent when one is under way."""
    _one_at_a_time(by.user)
    found = Application.objects.current(by.user, offer).first()
    if found is not None and not found.is_draft:
        raise AlreadySent(found)
    draft = found or Application(opportunity=offer, user=by.user)
    draft.offer_title, draft.offered_by = offer.title, offer.offered_by
    draft.cv, draft.letter, draft.typed = cv, letter, typed or {}
    draft.open_until = open_until or reads.last_day_for(offer)
    draft.changed_at = timezone.now()
    draft.save()
    choose_video(draft, video)
    if found is None:
        record_own(by.user, "began application", draft)
    return draft


def _one_at_a_time(user: User) -> None:
    """Two presses at the same moment make one application."""
    User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def tailor(draft: Application, *, text: str) -> CV:
    """A copy of the draft's CV for this offer, beside the offer's text; the draft takes it from now on.

    ValueError when the draft has no CV.
    """
    if draft.cv is None:
        raise ValueError("There is no CV to copy.")
    copy = cvs.copy_cv(draft.cv, title=draft.offer_title[:120])
    cvs.change_cv(copy, vacancy=text[:20_000], letter_to=draft.offered_by[:500], letter_subject=draft.offer_title)
    draft.cv = copy
    draft.save(update_fields=["cv"])
    return copy


@transaction.atomic
def add_document(draft: Application, *, checked: Checked) -> ApplicationPaper:
    paper = ApplicationPaper(
        application=draft,
        part=Paper.DOCUMENT,
        name=checked.name[:200],
        media_type=checked.content_type,
        size=checked.size,
    )
    paper.file.save(paper.key, checked.file, save=False)
    paper.save()
    return paper


@transaction.atomic
def remove_document(paper: ApplicationPaper) -> None:
    _remove_from_disk(paper)
    paper.delete()


def _remove_from_disk(paper: ApplicationPaper) -> None:
    """After the transaction: a file that a rolled back transaction still names must stay."""
    storage, name = paper.file.storage, paper.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def missing(draft: Application) -> list[str]:
    """What must be there before it is sent."""
    offer = draft.opportunity
    if offer is None or not offer.is_public or not access.takes_applications(offer):
        return [str(_("This offer is no longer open."))]
    reasons = []
    if draft.cv is None and draft.letter is None:
        reasons.append(str(_("Choose a CV or a letter.")))
    if draft.letter is not None and not draft.letter.letter_text:
        reasons.append(str(_("The letter is empty.")))
    if draft.open_until is None or draft.open_until < timezone.localdate():
        reasons.append(str(_("The last day has passed. Choose a later one.")))
    film = ApplicationVideo.objects.filter(application=draft).select_related("video__item").first()
    if film is not None and (why := why_not(film.video)):
        reasons.append(str(format_lazy(_("The video “{title}” cannot go along. {why}"), title=str(film), why=why)))
    unanswered = reads.unanswered(draft, reads.questions(offer))
    reasons += [str(format_lazy(_("Answer this question: {question}"), question=one.text)) for one in unanswered]
    return reasons


def send(draft: Application) -> Application:
    """Freezes CV, letter and answers, and tells the other side. NotReady when something is missing."""
    if reasons := missing(draft):
        raise NotReady(reasons)
    made = papers.made_for(draft)  # takes a second or two: not while the row is locked
    with transaction.atomic():
        sent = Application.objects.select_for_update().get(pk=draft.pk)
        if not sent.is_draft:
            raise AlreadySent(sent)
        for one in made:
            _keep_paper(sent, one)
        assert draft.opportunity is not None  # noqa: S101 - `missing` has looked
        sent.answers = [list(pair) for pair in reads.answered(draft, reads.questions(draft.opportunity))]
        sent.typed, sent.cv, sent.letter = {}, None, None
        sent.offer_title, sent.offered_by = draft.opportunity.title, draft.opportunity.offered_by
        _reach(sent, ApplicationState.SENT)
        record_own(sent.user, "sent application", sent)
        _tell_other_side(sent, _("New application: {title}"))
        transaction.on_commit(partial(tasks.mail_application.enqueue, sent.pk))
    return sent


def _keep_paper(application: Application, made: papers.Made) -> None:
    paper = ApplicationPaper(
        application=application, part=made.part, name=made.name[:200], media_type="application/pdf",
        size=len(made.content),
    )  # fmt: skip
    paper.file.save(paper.key, ContentFile(made.content), save=False)
    paper.save()


def _reach(application: Application, state: ApplicationState) -> None:
    now = timezone.now()
    application.state = state
    application.state_at = application.changed_at = now
    application.sent_at = application.sent_at or now
    application.save()
    ApplicationStep.objects.create(application=application, state=state, at=now)


def _tell_other_side(application: Application, text: Any) -> None:
    said = format_lazy(text, title=application.offer_title[:120])
    if application.opportunity is None:
        return
    people = reads.readers(application.opportunity).select_related("user")
    for user in {member.user_id: member.user for member in people}.values():
        notify(user, kind="application", text=said, url=application.received_url, key=_notice_key(application))


def _notice_key(application: Application) -> str:
    return f"application:{application.pk}:{application.state}"


@transaction.atomic
def withdraw(application: Application) -> None:
    """At once everything that was sent is closed to the other side, which is told."""
    _reach(application, ApplicationState.WITHDRAWN)
    record_own(application.user, "withdrew application", application)
    _tell_other_side(application, _("Application withdrawn: {title}"))


@transaction.atomic
def open_until(application: Application, *, day: date) -> None:
    """After this day the other side finds nothing of it."""
    application.open_until = day
    application.changed_at = timezone.now()
    application.save(update_fields=["open_until", "changed_at"])
    record_own(application.user, "changed end of application", application)


def close(application: Application) -> None:
    """As `open_until`, at once."""
    open_until(application, day=timezone.localdate() - timedelta(days=1))


@transaction.atomic
def drop(application: Application) -> None:
    """A draft, or what was only noted here: nobody else has read it."""
    record_own(application.user, "deleted application", application)
    destroy([application])


def destroy(applications: Iterable[Application]) -> int:
    """For good, with the files."""
    count = 0
    for one in applications:
        for paper in one.papers.all():
            _remove_from_disk(paper)
        one.delete()
        count += 1
    return count


@transaction.atomic
def note_elsewhere(offer: Opportunity, *, by: Membership) -> Application:
    """The person applied on the employer's own site. AlreadySent when that is noted."""
    _one_at_a_time(by.user)
    if found := Application.objects.current(by.user, offer).first():
        raise AlreadySent(found)
    noted = Application(
        opportunity=offer, user=by.user, elsewhere=True, offer_title=offer.title, offered_by=offer.offered_by
    )
    _reach(noted, ApplicationState.SENT)
    record_own(by.user, "noted application", noted)
    return noted


@transaction.atomic
def track(noted: Application, *, state: str, note: str) -> None:
    """What became of an application that went another way, as the person notes it."""
    if state not in applying.TRACKED:
        raise ValueError(state)
    noted.note = note
    if state == noted.state:
        noted.changed_at = timezone.now()
        noted.save(update_fields=["note", "changed_at"])
    else:
        _reach(noted, ApplicationState(state))
