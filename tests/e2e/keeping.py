"""The portfolio's part of the ground: things of every kind for the client, files for the facilitator."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from wayline.common import uploads
from wayline.home.demo import cast, people
from wayline.portfolio.actions import holders
from wayline.portfolio.actions import items as acts
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind


def picture(name: str = "work.png") -> uploads.Checked:
    drawn = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(drawn, "PNG")
    return uploads.check(ContentFile(drawn.getvalue(), name), kinds=["png"])


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
        "job": job.key,
        "skill": skill.key,
        "binned": gone.key,
        "portfolio_file": held.key,
        **{f"item_{kind}": item.key for kind, item in kept.items() if item},
    }
