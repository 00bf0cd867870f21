"""Claims: made and sent by the person, judged by an assessor, each act with its day, method and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayline.people import actions as people
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.actions.credentials import issue_for_claim
from wayline.portfolio.enums import TO_ASSESS, ClaimAct, ClaimState
from wayline.portfolio.models import Assessor, Claim, ClaimEvidence, ClaimStep, Item


@dataclass(frozen=True, slots=True)
class Draft:
    """What the person fills in. `assessor` None: whoever of the office's assessors takes it up first."""

    item: Item
    statement: str
    evidence: Sequence[Item]
    organisation: Organisation
    assessor: Membership | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the assessor did, when, by which methods, and why. `standard`: what it was measured against."""

    act: ClaimAct
    day: date
    methods: Sequence[str]
    reasons: str
    standard: str = ""


class NotNow(ValueError):
    """The claim has moved on since the page was read: this act is no longer possible."""


@transaction.atomic
def draft_claim(owner: User, draft: Draft) -> Claim:
    claim = Claim.objects.create(
        owner=owner,
        item=draft.item,
        title=str(draft.item)[:300],
        statement=draft.statement,
        organisation=draft.organisation,
        assessor=draft.assessor,
    )
    _show(claim, draft.evidence)
    people.record_own(owner, "made claim", claim)
    return claim


@transaction.atomic
def change_claim(claim: Claim, *, statement: str, evidence: Sequence[Item], draft: Draft | None = None) -> None:
    """What is claimed, and to whom it goes, can be changed until it is sent (`draft`); words and evidence later too."""
    claim = _held(claim, ClaimState.DRAFT, ClaimState.MORE)
    if draft is not None and claim.state == ClaimState.DRAFT:
        claim.item, claim.title = draft.item, str(draft.item)[:300]
        claim.organisation, claim.assessor = draft.organisation, draft.assessor
    claim.statement = statement
    claim.save()
    _show(claim, evidence)
    people.record_own(claim.owner, "changed claim", claim, count=len(evidence))


def _show(claim: Claim, evidence: Sequence[Item]) -> None:
    """What went for good stays in the list by its name: it was shown once."""
    own = [one for one in evidence if one.owner_id == claim.owner_id and one.pk != claim.item_id]
    claim.shown.exclude(item=None).delete()
    ClaimEvidence.objects.bulk_create(
        ClaimEvidence(claim=claim, item=item, title=str(item)[:300], position=position)
        for position, item in enumerate(own)
    )


@transaction.atomic
def send_claim(claim: Claim) -> None:
    """The first time, or again after more evidence was asked for."""
    claim = _held(claim, ClaimState.DRAFT, ClaimState.MORE)
    again = claim.state == ClaimState.MORE
    claim.state = ClaimState.ASSESSING if claim.accepted_at else ClaimState.SENT
    claim.sent_at = claim.sent_at or timezone.now()
    claim.save()
    _step(claim, ClaimAct.SEND_AGAIN if again else ClaimAct.SEND, by=claim.owner)
    people.record_own(claim.owner, "sent claim", claim)
    _tell_assessors(claim, _("More evidence came for a claim.") if again else _("A claim waits to be assessed."))


@transaction.atomic
def withdraw_claim(claim: Claim) -> None:
    """From now on no assessor sees it. What was never sent goes without a trace."""
    claim = _held(claim, ClaimState.DRAFT, *TO_ASSESS)
    people.record_own(claim.owner, "withdrew claim", claim)
    if claim.state == ClaimState.DRAFT:
        claim.delete()
        return
    claim.state, claim.ended_at = ClaimState.WITHDRAWN, timezone.now()
    claim.save()
    people.forget_notices(_key(claim))
    _step(claim, ClaimAct.WITHDRAW, by=claim.owner)
    if claim.assessor:
        _tell_assessors(claim, _("A claim that was sent to you was withdrawn."))


@transaction.atomic
def judge(claim: Claim, judgement: Judgement, *, by: Membership) -> None:
    """`access.acts_on` says which acts are possible. Accepting makes the claim this assessor's."""
    claim = _held(claim, *BEFORE[judgement.act])
    now = timezone.now()
    claim.state = AFTER[judgement.act]
    claim.assessor = by
    if judgement.act == ClaimAct.ACCEPT:
        claim.accepted_at = now
        people.forget_notices(_key(claim))  # to the others of the office it is closed from now on
    if judgement.act in (ClaimAct.CERTIFY, ClaimAct.REFUSE):
        claim.ended_at = now
    claim.save()
    step = _step(claim, judgement.act, by=by.user, judgement=judgement)
    people.record(by, "judged claim", claim, about=claim.owner, decision=judgement.act.value)
    people.notify(
        claim.owner, kind="portfolio", text=SAID[judgement.act], url=claim.get_absolute_url(),
        key=f"portfolio.claim:{claim.pk}:{step.pk}",
    )  # fmt: skip
    if judgement.act == ClaimAct.CERTIFY:
        issue_for_claim(claim, step, by=by)


BEFORE = {
    ClaimAct.ACCEPT: (ClaimState.SENT,),
    ClaimAct.ASK: (ClaimState.SENT, ClaimState.ASSESSING),
    ClaimAct.CERTIFY: (ClaimState.ASSESSING,),
    ClaimAct.REFUSE: (ClaimState.ASSESSING,),
}
AFTER = {
    ClaimAct.ACCEPT: ClaimState.ASSESSING,
    ClaimAct.ASK: ClaimState.MORE,
    ClaimAct.CERTIFY: ClaimState.CERTIFIED,
    ClaimAct.REFUSE: ClaimState.REFUSED,
}
SAID: dict[ClaimAct, str | Promise] = {
    ClaimAct.ACCEPT: _("Your claim was accepted for assessment."),
    ClaimAct.ASK: _("Your assessor asks for more evidence."),
    ClaimAct.CERTIFY: _("What you claimed is certified."),
    ClaimAct.REFUSE: _("Your claim was not certified. The reasons stand with it."),
}


def _held(claim: Claim, *states: ClaimState) -> Claim:
    """The row as it is now, locked: two presses, or two assessors at one moment, do not both win."""
    found = Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk, state__in=states).first()
    if found is None:
        raise NotNow(claim.key)
    return found


def _step(claim: Claim, act: ClaimAct, *, by: User, judgement: Judgement | None = None) -> ClaimStep:
    if judgement is None:
        return ClaimStep.objects.create(claim=claim, act=act, by=by)
    return ClaimStep.objects.create(
        claim=claim, act=act, by=by, day=judgement.day, methods=list(judgement.methods),
        standard=judgement.standard, reasons=judgement.reasons,
    )  # fmt: skip


def _tell_assessors(claim: Claim, text: str | Promise) -> None:
    """The one it was sent to; all of the office where nobody was named."""
    chosen = Assessor.objects.of(claim.organisation_id).exclude(membership__user=claim.owner_id)
    if claim.assessor_id:
        chosen = chosen.filter(membership=claim.assessor_id)
    withdrawn = claim.state == ClaimState.WITHDRAWN
    url = reverse("portfolio:to_assess") if withdrawn else reverse("portfolio:assess", args=[claim.key])
    for assessor in chosen.select_related("membership__user"):
        people.notify(assessor.membership.user, kind="portfolio", text=text, url=url, key=_key(claim))


def _key(claim: Claim) -> str:
    return f"portfolio.assess:{claim.pk}"


@transaction.atomic
def allow_to_assess(membership: Membership, *, by: Membership) -> None:
    _made, fresh = Assessor.objects.get_or_create(membership=membership, defaults={"added_by": by})
    if fresh:
        people.record(by, "gave right to assess", membership, about=membership.user)


@transaction.atomic
def stop_assessing(membership: Membership, *, by: Membership) -> int:
    """What this assessor has not decided goes back to the office. Returns how many claims that were."""
    if not Assessor.objects.filter(membership=membership).delete()[0]:
        return 0
    people.record(by, "took right to assess", membership, about=membership.user)
    return Claim.objects.filter(assessor=membership, ended_at=None).update(assessor=None)
