from __future__ import annotations

from django.core.files.base import File
from django.db import transaction
from PIL import Image

from wayline.common.uploads import Checked
from wayline.discussion.models import Picture, Space
from wayline.people.actions import record
from wayline.people.models import Membership


@transaction.atomic
def add_picture(space: Space, *, by: Membership, picture: Checked, alt: str) -> Picture:
    """Keep a checked, re-encoded picture. Only its uploader sees it until a comment or page shows it."""
    picture.file.seek(0)
    with Image.open(picture.file) as drawn:
        width, height = drawn.size
    picture.file.seek(0)
    made = Picture.objects.create(
        space=space,
        uploaded_by=by.user,
        file=File(picture.file, name=f"picture.{picture.kind}"),
        media_type=picture.content_type,
        alt=alt[:300],
        width=width,
        height=height,
    )
    record(by, "added picture", made, space=space.pk)
    return made


def picture_line(picture: Picture) -> str:
    """Markdown that shows the picture."""
    alt = picture.alt.replace("[", "(").replace("]", ")").replace("\n", " ")
    return f"![{alt}]({picture.get_absolute_url()})"
