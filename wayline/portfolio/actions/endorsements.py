"""Asking somebody to endorse a skill, answering, showing or hiding the answer, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wayline.people import actions as people
from wayline.people.models import Membership, User
from wayline.portfolio import tasks
from wayline.portfolio.actions.credentials import issue_for_skill, revoke
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.models import Endorsement, Ground, IssuedCredential, Item

DAYS = 30
"""How long one may answer."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What an endorser says: who they are, how they know the person, what they saw."""

    name: str
    relation: str
    text: str


class NotNow(ValueError):
    """It was answered, withdrawn or taken back meanwhile."""


@transaction.atomic
def ask(item: Item, *, email: str, message: str = "", person: User | None = None) -> Endorsement:
    """A colleague with an account is told here; everybody else gets a letter with a secret link."""
    made = Endorsement.objects.create(
        item=item,
        email=email.strip().lower(),
        person=person,
        message=message,
        expires_at=timezone.now() + timedelta(days=DAYS),
    )
    people.record_own(item.owner, "asked for endorsement", made)
    if person is not None:
        people.notify(
            person, kind="portfolio", text=_("Somebody asks you to endorse a skill."), url=made.get_absolute_url(),
            key=_key(made),
        )  # fmt: skip
    elif not item.owner.is_demo:  # the demo sends no letters
        transaction.on_commit(partial(tasks.send_endorsement_request.enqueue, made.pk))
    return made


def _key(endorsement: Endorsement) -> str:
    return f"portfolio.endorsement:{endorsement.pk}"


def _held(endorsement: Endorsement, state: EndorsementState) -> Endorsement:
    found = (
        Endorsement.objects.select_for_update(of=("self",))
        .select_related("item__owner")
        .filter(pk=endorsement.pk, state=state)
        .first()
    )
    if found is None:
        raise NotNow(endorsement.key)
    return found


@transaction.atomic
def give(
    endorsement: Endorsement, testimony: Testimony, *, by: Membership | None, as_credential: bool = False
) -> Endorsement:
    """Nobody but the person sees it until the person shows it. `as_credential`: `access.can_endorse` says who may."""
    held = _held(endorsement, EndorsementState.WAITING)
    held.state, held.answered_at = EndorsementState.GIVEN, timezone.now()
    held.name, held.relation, held.text = testimony.name, testimony.relation, testimony.text
    held.save()
    people.record(by, "endorsed skill", held, about=held.item.owner)
    _tell_owner(held, _("Somebody endorsed one of your skills."))
    if by is not None and as_credential:
        issue_for_skill(held.item, by=by, reason=testimony.text)
    return held


@transaction.atomic
def decline(endorsement: Endorsement, *, by: Membership | None) -> None:
    held = _held(endorsement, EndorsementState.WAITING)
    held.state, held.answered_at = EndorsementState.DECLINED, timezone.now()
    held.save(update_fields=["state", "answered_at"])
    people.record(by, "declined to endorse", held, about=held.item.owner)
    _tell_owner(held, _("Somebody you asked does not want to endorse your skill."))


@transaction.atomic
def withdraw(endorsement: Endorsement, *, by: Membership | None) -> None:
    """By who gave it: what was said goes at once, and a credential made of it is revoked."""
    held = _held(endorsement, EndorsementState.GIVEN)
    held.state, held.is_shown = EndorsementState.WITHDRAWN, False
    held.name = held.relation = held.text = ""
    held.save()
    people.record(by, "withdrew endorsement", held, about=held.item.owner)
    if by is not None:
        with override(held.item.owner.language):
            reason = str(_("Whoever endorsed the skill withdrew the endorsement."))
        for credential in made_of(held):
            revoke(credential, by=by, reason=reason)
    _tell_owner(held, _("An endorsement of one of your skills was withdrawn."))


def made_of(endorsement: Endorsement) -> list[IssuedCredential]:
    """The credential that stands because of it, if one was made."""
    source = f"skill:{endorsement.item.key}:{endorsement.person_id}"
    return list(IssuedCredential.objects.public().filter(ground=Ground.SKILL, source=source, revoked_at=None))


@transaction.atomic
def show(endorsement: Endorsement, *, shown: bool) -> None:
    """By the person it is about."""
    held = _held(endorsement, EndorsementState.GIVEN)
    held.is_shown = shown
    held.save(update_fields=["is_shown"])
    people.record_own(held.item.owner, "showed endorsement" if shown else "hid endorsement", held)


@transaction.atomic
def remove(endorsement: Endorsement) -> None:
    """By the person it is about: a question that waits is taken back, an answer is gone. Its link opens no more."""
    people.record_own(endorsement.item.owner, "removed endorsement", endorsement)
    people.forget_notices(_key(endorsement))
    endorsement.delete()


def _tell_owner(endorsement: Endorsement, text: str | Promise) -> None:
    people.notify(
        endorsement.item.owner, kind="portfolio", text=text, url=endorsement.item.get_absolute_url(),
        key=f"portfolio.endorsed:{endorsement.pk}:{endorsement.state}",
    )  # fmt: skip
