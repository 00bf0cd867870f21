"""The portfolio's part of the ground: things of every kind for the client, files for the facilitator."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from wayline.common import uploads
from wayline.home.demo import cast, people
from wayline.people.models import Membership, User
from wayline.people.tokens import hash_token
from wayline.portfolio.actions import claims, cvs, endorsements, holders, incoming, pages, shares
from wayline.portfolio.actions import items as acts
from wayline.portfolio.enums import ClaimState, VideoState
from wayline.portfolio.models import Claim, Endorsement, Item, ItemFile, Share, Video
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


def _pages(job: Item, held: ItemFile) -> dict[str, Any]:
    """Danny's page is his own; Joan's is public and shows a file; Danny shares his with Amara."""
    danny, joan = job.owner, held.item.owner
    own, public = (pages.make_page(user, title="What I made") for user in (danny, joan))
    pages.put_on_page(own, [job])
    words = pages.write_block(own, None, heading="How I work", text="Measure **twice**.")
    pages.put_on_page(public, [held.item])
    shown = public.blocks.get()
    pages.write_block(public, shown, with_files=True)
    pages.change_page(public, with_photo=True, lead="In wood.")
    ends = timezone.now() + timedelta(days=30)
    pages.publish_page(public, address="what-i-made", until=ends, is_listed=True)
    amara = people.member(cast.AMARA.name).user
    shared, _none = shares.share(
        danny, receiver=shares.Receiver(person=amara), items=[], page=own, purpose="To prepare our talk", ends_at=ends
    )
    return {
        "own_page": own.key,
        "page_block": words.pk,
        "page_thing": own.blocks.get(item=job).pk,
        "page_of_joan": public.key,
        "public_page": "what-i-made",
        "share_of_page": shared.key,
    }


def _cvs(danny: User, joan: User) -> dict[str, Any]:
    made, other = (cvs.make_cv(user, title="For a workshop", language="en") for user in (danny, joan))
    cvs.change_cv(
        made, vacancy="Joiner wanted: using hand and power tools safely.", letter_subject="Your vacancy",
        letter_to="Ostrowska Joinery", letter_text="Dear Ms Ostrowska,\n\nI should like to come.",
    )  # fmt: skip
    cvs.change_cv(other, letter_text="Dear all,")
    return {"cv": made.key, "cv_of_joan": other.key}


def film(member: Membership, title: str, *, is_captioned: bool = True, state: str = VideoState.READY) -> Video:
    """As ffmpeg leaves one, without ffmpeg: nobody plays it on a walk."""
    item = acts.add_item(member.user, kind=Kind.FILE, title=title)
    made = Video(item=item, kind="mp4", state=state, seconds=6, language="en", progress=40)
    drawn = io.BytesIO()
    Image.new("RGB", (320, 180), "teal").save(drawn, "JPEG")
    versions = {"large": b"film", "small": b"film", "poster": drawn.getvalue()} if state == VideoState.READY else {}
    for name, content in (versions or {"sent": b"film"}).items():
        getattr(made, name).save(name, ContentFile(content), save=False)
    made.captions = [[0, 2, "I measure twice."]] if is_captioned else []
    made.fault = "no_program" if state == VideoState.FAILED else ""
    made.save()
    return made


def _videos(danny: Membership, joan: Membership) -> dict[str, str]:
    made = {
        f"video_{state}": film(danny, f"Video, {state}", state=state).key
        for state in (VideoState.READY, VideoState.WAITING, VideoState.FAILED)
    }
    of_joan = film(joan, "My work in wood")
    share, _none = shares.share(
        joan.user, receiver=shares.Receiver(person=people.member(cast.AMARA.name).user), items=[of_joan.item],
        purpose="To look at it together", ends_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    return {**made, "video_of_joan": of_joan.key, "share_of_video": share.key}


def films_of_walkers(names: Sequence[str]) -> None:
    for name in names:
        member = Membership.objects.get(user__email=f"{name.lower()}@example.org")
        film(member, "My video", is_captioned=False)
        film(member, "Broken video", is_captioned=False, state=VideoState.FAILED)


RESUME = {
    "basics": {"name": "Danny", "location": {"city": "Leeds"}, "x-own": 1},
    "work": [
        {"position": "Baker", "name": "Mill", "startDate": "2019-07", "endDate": "2020"},
        {"position": "Driver", "startDate": "July 2018"},
    ],
    "languages": [{"language": "English", "fluency": "Native speaker"}],
}


def _incoming(owner: User) -> dict[str, str]:
    """A file that was looked at, and one that was taken over."""
    content = json.dumps(RESUME).encode()
    taken = incoming.bring_along(owner, content=content, name="earlier.json", form="jsonresume")
    incoming.take_over(taken, chosen={"languages[0]"}, with_holder=False)
    brought = incoming.bring_along(owner, content=content, name="my-cv.json", form="jsonresume")
    return {"incoming": brought.key, "incoming_taken": taken.key}


def _claims(danny: Membership, job: Item) -> dict[str, str]:
    """What the demo service holds, and a draft; one with a file, for the assessor."""
    held = {claim.state: claim.key for claim in Claim.objects.of(danny.user)}
    free = Item.objects.of(danny.user).filter(kind=Kind.SKILL, claims=None).order_by("pk")[:2]
    amara = people.member(cast.AMARA.name)
    draft, of_files = (
        claims.draft_claim(danny.user, claims.Draft(item, "I can do it.", [job], danny.organisation, amara))
        for item in free
    )
    claims.send_claim(of_files)
    return {
        "claim": held[ClaimState.SENT],
        "claim_done": held[ClaimState.CERTIFIED],
        "claim_draft": draft.key,
        "claim_of_files": of_files.key,
    }


def _endorsements(skill: Item) -> dict[str, str]:
    """One that waits for Joan, of the demo service; by a link one that waits and one that was given."""
    made: dict[str, str] = {"endorsement_here": Endorsement.objects.exclude(person=None).get().key}
    for name, address in (("waiting", "olga@example.net"), ("given", "otto@example.net")):
        asked = endorsements.ask(skill, email=address, message="Do you remember the chairs?")
        asked.token_hash = hash_token(f"secret-{name}")
        asked.save()
        made |= {f"endorsement_{name}": asked.key, f"endorse_{name}": f"secret-{name}"}
    said = endorsements.Testimony("Otto Master", "Head of the workshop", "He cuts a tenon in one go.")
    endorsements.give(asked, said, by=None)
    return made


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
        **_cvs(danny, joan),
        **_pages(job, held),
        **_incoming(danny),
        **_endorsements(skill),
        **_videos(people.member(cast.DANNY.name), people.member(cast.JOAN.name)),
        **_claims(people.member(cast.DANNY.name), job),
        "job": job.key,
        "skill": skill.key,
        "binned": gone.key,
        "portfolio_file": held.key,
        **{f"item_{kind}": item.key for kind, item in kept.items() if item},
    }
