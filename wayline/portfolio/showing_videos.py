"""What a person reads about a film that could not be prepared, or cannot be shown to others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.portfolio.enums import VideoState
from wayline.portfolio.labels import Label
from wayline.portfolio.models import Video

FAULTS: dict[str, Label] = {
    "unreadable": _("We cannot read this file as a video. Save it as MP4 or WebM and send it again."),
    "no_picture": _("The file has no picture. Send a video."),
    "too_long": _("The video is too long. Make it shorter and send it again."),
    "no_program": _(
        "This service cannot prepare videos yet, because the program ffmpeg is missing. Your file is kept; "
        "please tell the service, and try again later."
    ),
}


def fault_in_words(code: str) -> Label:
    return FAULTS.get(code, "")


def why_not(video: Video) -> Label:
    """Why it cannot be shown to others today; "" when it can."""
    if video.item.deleted_at is not None:
        return _("It lies in the bin.")
    if video.state == VideoState.FAILED:
        return _("It could not be prepared.")
    if video.state != VideoState.READY:
        return _("It is still being prepared.")
    if not video.captions:
        return _("It has no captions yet.")
    return _("Its last day has passed.") if video.is_over else ""
