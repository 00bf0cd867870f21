"""What a person reads about a film that could not be prepared."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.portfolio.labels import Label

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
