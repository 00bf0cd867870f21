"""Pages that members write together: every text is kept, and nobody overwrites what they have not seen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wayline.discussion.actions.spaces import open_thread
from wayline.discussion.enums import ThreadKind
from wayline.discussion.models import Page, PageVersion, Picture, Space
from wayline.discussion.wording import pictures_in, render_page
from wayline.people.actions import record
from wayline.people.models import Membership


class EditConflict(Exception):
    """Somebody saved the page after this text was begun. Nothing was stored; both texts are at hand."""

    def __init__(self, page: Page, text: str) -> None:
        super().__init__(f"{page.pk}: version {page.version}")
        self.page = page
        self.text = text


@transaction.atomic
def create_page(space: Space, *, by: Membership, title: str, text: str) -> Page:
    page = Page.objects.create(space=space, title=title[:200], text=text, html=render_page(text), changed_by=by.user)
    page.thread = open_thread(space, title=page.title, kind=ThreadKind.PAGE, address=page.get_absolute_url(), by=by)
    page.save(update_fields=["thread"])
    _keep(page, by)
    record(by, "created page", page, title=page.title)
    return page


@transaction.atomic
def change_page(
    page: Page, *, by: Membership, title: str, text: str, seen: int, note: str = "", restored_from: int | None = None
) -> Page:
    """Save a new version, if `seen` is still the newest; otherwise EditConflict."""
    current = Page.objects.select_for_update().get(pk=page.pk)
    if current.version != seen:
        raise EditConflict(current, text)
    if (current.title, current.text) == (title, text):
        return current
    current.title, current.text, current.html = title[:200], text, render_page(text)
    current.version += 1
    current.changed_at, current.changed_by = timezone.now(), by.user
    current.save()
    if current.thread is not None and current.thread.title != current.title:
        current.thread.title = current.title
        current.thread.save(update_fields=["title"])
    _keep(current, by, note=note, restored_from=restored_from)
    record(by, "changed page", current, version=current.version)
    return current


def restore_page(page: Page, *, by: Membership, number: int, seen: int) -> Page:
    """Make an earlier text the newest version; the ones between stay in the history."""
    old = page.versions.get(number=number)
    return change_page(page, by=by, title=old.title, text=old.text, seen=seen, restored_from=number)


def _keep(page: Page, by: Membership, *, note: str = "", restored_from: int | None = None) -> None:
    PageVersion.objects.create(
        page=page, number=page.version, title=page.title, text=page.text, note=note[:200], author=by.user,
        restored_from=restored_from,
    )  # fmt: skip
    Picture.objects.filter(
        pk__in=pictures_in(page.text), space=page.space_id, uploaded_by=by.user, comment=None
    ).update(is_shown=True)
