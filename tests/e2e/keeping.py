"""The portfolio's part of the ground: things of every kind for the client, files for the facilitator."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from wayline.common import uploads
from wayline.home.demo import cast, people
from wayline.people.models import User
from wayline.portfolio.actions import holders, shares
from wayline.portfolio.actions import items as acts
from wayline.portfolio.models import Item, ItemFile, Share
from wayline.portfolio.record import Kind


def picture(name: str = "work.png") -> uploads.Checked:
    drawn = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(drawn, "PNG")
    return uploads.check(ContentFile(drawn.getvalue(), name), kinds=["png"])


def _shares(job: Item, skill: Item, held: ItemFile) -> dict[str, Any]:
    """Danny shares with Amara and by a link; Joan, who has files, with Owen and by a link."""
    ends = timezone.now() + timedelta(days=30)
    danny, joan = job.owner, held.item.owner

    def made(owner: User, receiver: shares.Receiver, *items: Item) -> tuple[Share, str]:
        return shares.share(owner, receiver=receiver, items=items, purpose="To prepare our talk", ends_at=ends)

    amara, owen = people.member(cast.AMARA.name).user, people.member(cast.OWEN.name).user
    share, _none = made(danny, shares.Receiver(person=amara), job, skill)
    shares.comment(share, author=amara, text="Say how many people you **trained**.")
    over, _none = made(danny, shares.Receiver(organisation=people.member(cast.DANNY.name).organisation), job)
    shares.revoke(over)
    _share, secret = made(danny, shares.Receiver(), job, skill)
    of_files, _none = made(joan, shares.Receiver(person=owen), held.item)
    _share, secret_of_files = made(joan, shares.Receiver(), held.item)
    return {
        "share": share.key,
        "share_over": over.key,
        "secret": secret,
        "share_of_files": of_files.key,
        "shared_file": held.key,
        "secret_of_files": secret_of_files,
        "link_file": job.files.get().key,
    }


def portfolio_pages() -> dict[str, Any]:
    danny, joan = people.member(cast.DANNY.name).user, people.member(cast.JOAN.name).user
    kept = {kind: Item.objects.of(danny).filter(kind=kind).first() for kind in Kind}
    job, skill = kept[Kind.EXPERIENCE], kept[Kind.SKILL]
    assert job is not None
    assert skill is not None
    acts.attach(job, checked=picture(), description="The counter that I built")
    acts.set_evidence(skill, evidence=[job])
    gone = acts.add_item(danny, kind=Kind.INTEREST, title="Something I did not mean")
    acts.bin_item(gone)
    held = acts.attach(acts.add_item(joan, kind=Kind.FILE, title="A certificate"), checked=picture())
    holders.set_photo(joan, checked=picture())
    return {
        **_shares(job, skill, held),
        "job": job.key,
        "skill": skill.key,
        "binned": gone.key,
        "portfolio_file": held.key,
        **{f"item_{kind}": item.key for kind, item in kept.items() if item},
    }
