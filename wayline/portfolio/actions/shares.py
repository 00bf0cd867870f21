"""Showing chosen things to chosen people, and taking that back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people import actions as people
from wayline.people.models import Membership, Organisation, User
from wayline.people.tokens import hash_token
from wayline.portfolio.enums import ShareWith
from wayline.portfolio.models import Item, PortfolioPage, Share, ShareComment, SharedItem, ShareVisit

USUAL_DAYS = 90
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Receiver:
    """Exactly one of the two, or neither: then a secret link is made."""

    person: User | None = None
    organisation: Organisation | None = None

    @property
    def audience(self) -> ShareWith:
        if self.person:
            return ShareWith.PERSON
        return ShareWith.ORGANISATION if self.organisation else ShareWith.LINK


@transaction.atomic
def share(
    owner: User,
    *,
    receiver: Receiver,
    items: Sequence[Item],
    purpose: str,
    ends_at: datetime,
    message: str = "",
    with_profile: bool = True,
    comments_open: bool = True,
    page: PortfolioPage | None = None,
) -> tuple[Share, str]:
    """Returns the share and the secret of its link ("" where people sign in). We keep only the hash of it.

    Of a page no items are named: it shows what stands on it when it is read.
    """
    secret = secrets.token_urlsafe(24) if receiver.audience == ShareWith.LINK else ""
    made = Share.objects.create(
        owner=owner,
        audience=receiver.audience,
        person=receiver.person,
        organisation=receiver.organisation,
        token_hash=hash_token(secret) if secret else None,
        purpose=purpose,
        message=message,
        with_profile=with_profile,
        comments_open=comments_open and not secret,  # who has only a link has no name to sign with
        ends_at=ends_at,
        page=page,
    )
    _fill(made, items)
    people.record_own(owner, "shared", made, audience=receiver.audience.value, count=len(items))
    if receiver.person:
        _tell(receiver.person, made)
    return made, secret


def _fill(made: Share, items: Sequence[Item]) -> None:
    own = [item for item in items if item.owner_id == made.owner_id]
    SharedItem.objects.bulk_create(
        SharedItem(share=made, item=item, position=position) for position, item in enumerate(own)
    )


def _tell(person: User, made: Share) -> None:
    people.notify(
        person, kind="portfolio", text=_("Something was shared with you from a portfolio."),
        url=made.get_absolute_url(), key=f"portfolio.share:{made.pk}",
    )  # fmt: skip


@transaction.atomic
def revoke(made: Share) -> None:
    """From the next request on nobody opens it any more. The secret of the link is forgotten."""
    if made.revoked_at is None:
        made.revoked_at = timezone.now()
        made.token_hash = None
        made.save(update_fields=["revoked_at", "token_hash"])
        people.forget_notices(f"portfolio.share:{made.pk}")
        people.record_own(made.owner, "revoked share", made)


@transaction.atomic
def change_end(made: Share, *, ends_at: datetime) -> None:
    made.ends_at = ends_at
    made.save(update_fields=["ends_at"])
    people.record_own(made.owner, "changed end of share", made)


@transaction.atomic
def change_items(made: Share, *, items: Sequence[Item]) -> None:
    made.places.all().delete()
    _fill(made, items)
    people.record_own(made.owner, "changed shared items", made, count=len(items))


@transaction.atomic
def note_visit(made: Share, *, viewer: Membership | None) -> None:
    """Who looked when: once a day and person, with the number of times; in the audit trail for who signed in."""
    visit, fresh = ShareVisit.objects.get_or_create(
        share=made, viewer=viewer.user if viewer else None, day=timezone.localdate()
    )
    if not fresh:
        ShareVisit.objects.filter(pk=visit.pk).update(times=models.F("times") + 1)
    if viewer is not None:
        people.record_view(viewer, "viewed shared portfolio", made, about=made.owner)


@transaction.atomic
def comment(made: Share, *, author: User, text: str, item: Item | None = None) -> ShareComment:
    """By the owner or somebody invited; the other side is told."""
    said = ShareComment.objects.create(share=made, author=author, text=text, item=item)
    people.record_own(author, "commented on share", made)
    if author != made.owner:
        people.notify(
            made.owner, kind="portfolio", text=_("Somebody commented on what you shared."),
            url=reverse("portfolio:share", args=[made.key]), key=f"portfolio.comment:{made.pk}",
        )  # fmt: skip
    elif made.person:
        people.notify(
            made.person, kind="portfolio", text=_("There is an answer to your comment on a portfolio."),
            url=made.get_absolute_url(), key=f"portfolio.comment:{made.pk}",
        )  # fmt: skip
    return said
