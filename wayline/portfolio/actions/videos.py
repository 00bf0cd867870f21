"""Films of oneself: sent in parts or at once, prepared by an errand, with captions, and gone with their item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wayline.common import uploads
from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio import films, tasks
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.captions import Line
from wayline.portfolio.enums import VideoState
from wayline.portfolio.models import Upload, Video
from wayline.portfolio.models.videos import upload_path
from wayline.portfolio.record import Kind

MOST_VIDEOS = 5
MOST_UPLOADS = 3
"""On their way at the same time: the oldest gives way."""


def too_many() -> str:
    return _("You can keep %(most)d videos. Put one into the bin and empty it first.") % {"most": MOST_VIDEOS}


class WrongOffset(Exception):
    """The part does not follow what is here; `received` is how much is."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@transaction.atomic
def begin_upload(owner: User, *, name: str, title: str, size: int) -> Upload:
    """The one that was begun with this very file, or a new one."""
    User.objects.select_for_update().get(pk=owner.pk)  # two presses begin one
    before = Upload.objects.of(owner).filter(name=name[:200], title=title, size=size, video=None).first()
    if before:
        return before
    drop_uploads(Upload.objects.of(owner).filter(video=None)[MOST_UPLOADS - 1 :])
    return Upload.objects.create(owner=owner, name=name[:200], title=title, size=size)


def append(upload: Upload, *, offset: int, part: bytes) -> Upload:
    """The next part. What was written but not noted, since a line or a machine broke, is written again."""
    with transaction.atomic():
        here = Upload.objects.select_for_update().get(pk=upload.pk)
        if offset != here.received or offset + len(part) > here.size:
            raise WrongOffset(here.received)
        path = _path(here)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "wb") as file:
            file.seek(offset)
            file.truncate()
            file.write(part)
        here.received += len(part)
        here.changed_at = timezone.now()
        here.save(update_fields=["received", "changed_at"])
        if here.received == here.size:
            with path.open("rb") as whole:
                here.video = keep_video(here.owner, title=here.title, file=File(whole, name=here.name))
            here.save(update_fields=["video"])
            transaction.on_commit(partial(path.unlink, missing_ok=True))
    return here


def _path(upload: Upload) -> Path:
    return Path(default_storage.path(upload_path(upload)))


def drop_uploads(unfinished: Iterable[Upload]) -> int:
    """With what has arrived of them."""
    count = 0
    for upload in unfinished:
        path = _path(upload)
        upload.delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))
        count += 1
    return count


@transaction.atomic
def keep_video(owner: User, *, title: str, file: File[bytes]) -> Video:
    """An item with a film that an errand prepares; what does not even begin as one is not kept."""
    item = add_item(owner, kind=Kind.FILE, title=title)
    video = Video(item=item, kind=uploads.recognise(file, file.name or ""), language=owner.language)
    if video.kind not in films.READERS:
        video.state, video.fault = VideoState.FAILED, "unreadable"
        video.save()
        return video
    video.sent.save("sent", file, save=False)
    video.save()
    record_own(owner, "sent video", item)
    transaction.on_commit(partial(tasks.prepare_video.enqueue, video.pk))
    return video


@transaction.atomic
def prepare_again(video: Video) -> None:
    """After ffmpeg was installed, say."""
    if video.state == VideoState.FAILED and video.sent:
        Video.objects.filter(pk=video.pk).update(state=VideoState.WAITING, fault="", progress=0)
        transaction.on_commit(partial(tasks.prepare_video.enqueue, video.pk))


@transaction.atomic
def set_captions(video: Video, *, lines: Sequence[Line], language: str) -> None:
    video.captions = [[line.start, line.end, line.text] for line in lines]
    video.language = language
    video.save(update_fields=["captions", "language"])
    record_own(video.item.owner, "wrote captions", video.item, count=len(lines))


@transaction.atomic
def change_end(video: Video, *, shown_until: date) -> None:
    video.shown_until = shown_until
    video.save(update_fields=["shown_until"])
    record_own(video.item.owner, "changed end of video", video.item)
