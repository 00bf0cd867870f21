"""Things people keep, for the tests."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from wayline.people.models import Membership
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.captions import Line
from wayline.portfolio.enums import VideoState
from wayline.portfolio.models import Item, Video
from wayline.portfolio.record import Kind

SAID = [Line(0, 2.5, "I am Cleo & I cut <wood>."), Line(2.5, 5, "Ask me about -->\n joints.")]


def keep(member: Membership, kind: Kind = Kind.EXPERIENCE, title: str = "Shop assistant", **columns: Any) -> Item:
    return add_item(member.user, kind=kind, title=title, **columns)


def fetched(answer: Any) -> Any:
    """The answer, read to its end: a file that is left open is a fault of the test."""
    if answer.streaming:
        answer.read = b"".join(answer.streaming_content)
        for close in answer._resource_closers:  # answer.close() would end the connection of the test
            close()
    return answer


def prepared(member: Membership, title: str = "Video CV", *, lines: list[Line] | None = None) -> Video:
    """A film that ffmpeg has been at, without ffmpeg."""
    item = add_item(member.user, kind=Kind.FILE, title=title)
    video = Video(item=item, kind="mp4", state=VideoState.READY, seconds=6, language="en", progress=100)
    picture = io.BytesIO()
    Image.new("RGB", (16, 9)).save(picture, "JPEG")
    for name, content in (("large", b"large"), ("small", b"small"), ("poster", picture.getvalue())):
        getattr(video, name).save(name, ContentFile(content), save=False)
    video.captions = [[line.start, line.end, line.text] for line in (SAID if lines is None else lines)]
    video.save()
    return video
