"""Writing programmes: make one of an outline, save and publish versions, name authors, keep files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from wayline.learning.actions.runs import open_threads
from wayline.learning.content import content_of
from wayline.learning.export import step_outline
from wayline.learning.keys import free_key
from wayline.learning.models import Asset, Programme, ProgrammeAuthor, Step, StepVersion, Week
from wayline.learning.packages.outline import Outline, StepOutline, WeekOutline
from wayline.people.actions import notify, record
from wayline.people.models import Membership, Organisation, User

LONGEST_STEP = 6000
"""Minutes; more is a slip of the pen."""


def free_slug(title: str) -> str:
    """A slug that no programme has yet: the title, and a number when needed."""
    base = slugify(title)[:70] or "programme"
    taken = set(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


class EditConflict(Exception):
    """Somebody saved a newer version after the author had opened the step."""

    def __init__(self, newest: StepVersion) -> None:
        super().__init__(f"Version {newest.number} is newer.")
        self.newest = newest


@transaction.atomic
def import_programme(
    outline: Outline, *, organisation: Organisation, by: Membership | None, publish: bool = False
) -> Programme:
    """Make a programme of an outline, all or nothing. Every step gets a first version, published when asked."""
    programme = Programme.objects.create(
        organisation=organisation,
        title=outline.title[:200],
        slug=free_slug(outline.title),
        language=outline.language[:8],
        summary=outline.summary[:400],
        description=outline.description,
        outcomes=list(outline.outcomes),
        credits=list(outline.authors),
        licence=outline.licence[:120],
        source=outline.source[:300],
        published_at=timezone.now() if publish else None,
    )
    if by is not None:
        ProgrammeAuthor.objects.create(programme=programme, user=by.user)
    _Filling(programme, author=by.user if by else None, publish=publish, outline=outline).fill()
    for asset in outline.assets:
        with asset.path.open("rb") as file:
            _keep(programme, file=File(file), name=asset.name, media_type=asset.media_type)
    record(by, "imported programme", programme, steps=sum(len(week.steps) for week in outline.weeks))
    return programme


@dataclass(slots=True)
class _Filling:
    """Weeks, steps and first versions of a new programme. Keys of the outline are kept, missing ones made."""

    programme: Programme
    author: User | None
    publish: bool
    outline: Outline

    def fill(self) -> None:
        weeks = self.outline.weeks
        week_keys = {week.key for week in weeks if week.key}
        step_keys = {step.key for week in weeks for step in week.steps if step.key}
        for position, week in enumerate(weeks, start=1):
            made = Week.objects.create(
                programme=self.programme,
                position=position,
                key=week.key or free_key(week.title, week_keys, fallback=f"week-{position}"),
                title=week.title[:200],
                intro=week.intro,
            )
            for number, step in enumerate(week.steps, start=1):
                key = step.key or free_key(step.title, step_keys, fallback=f"step-{position}-{number}")
                self._add_step(made, step, key, number)

    def _add_step(self, week: Week, outline: StepOutline, key: str, position: int) -> None:
        step = Step.objects.create(programme=self.programme, week=week, position=position, key=key, kind=outline.kind)
        version = write_first_version(step, outline, author=self.author)
        if self.publish:
            step.published = version
            step.save(update_fields=["published"])


def write_first_version(step: Step, outline: StepOutline, *, author: User | None) -> StepVersion:
    return StepVersion.objects.create(
        step=step,
        number=1,
        title=outline.title[:200],
        body=outline.body,
        minutes=min(outline.minutes, LONGEST_STEP),
        content=content_of(outline),
        author=author,
    )


@transaction.atomic
def create_programme(
    *, organisation: Organisation, by: Membership, title: str, language: str, summary: str = ""
) -> Programme:
    """An empty programme with its first week."""
    outline = Outline(title=title, language=language, summary=summary, weeks=[WeekOutline(title=_("Week 1"))])
    return import_programme(outline, organisation=organisation, by=by)


@transaction.atomic
def change_programme(programme: Programme, *, by: Membership, **details: Any) -> None:
    """What stands above the weeks: title, language, summary, description, outcomes, credits, licence, source."""
    changed = [name for name, value in details.items() if getattr(programme, name) != value]
    for name in changed:
        setattr(programme, name, details[name])
    if changed:
        programme.save(update_fields=changed)
        record(by, "changed programme", programme, fields=sorted(changed))


@transaction.atomic
def save_version(
    step: Step, *, by: Membership, outline: StepOutline, note: str = "", base: int | None = None
) -> StepVersion:
    """Write the next version of a step; the newest one when nothing changed. Learners go on reading the published one.

    Raises:
        EditConflict: `base`, the number of the version that the author had opened, is not the newest any more.
    """
    Step.objects.select_for_update().get(pk=step.pk)
    newest = step.versions.order_by("-number").first()
    if newest is not None and base is not None and newest.number != base:
        raise EditConflict(newest)
    wanted: dict[str, Any] = {
        "title": outline.title[:200],
        "body": outline.body,
        "minutes": min(outline.minutes, LONGEST_STEP),
        "content": content_of(outline),
    }
    if newest is not None and all(getattr(newest, name) == value for name, value in wanted.items()):
        return newest
    version = StepVersion.objects.create(
        step=step, number=newest.number + 1 if newest else 1, author=by.user, note=note[:200], **wanted
    )
    record(by, "wrote step", step, version=version.number)
    return version


@transaction.atomic
def restore_version(version: StepVersion, *, by: Membership) -> StepVersion:
    """Write an older state again, as the newest version: history only ever grows."""
    note = _("Version %(number)s again") % {"number": version.number}
    return save_version(version.step, by=by, outline=step_outline(version.step, version), note=note)


@transaction.atomic
def publish_step(step: Step, *, by: Membership) -> bool:
    """Let learners read the newest version. Says whether that changed anything for them."""
    if not _publish_newest(step, by=by):
        return False
    _open_discussions(step.programme)
    return True


@transaction.atomic
def publish_programme(programme: Programme, *, by: Membership) -> int:
    """Publish every step's newest version, and list the programme. Returns how many steps changed for learners."""
    steps = programme.steps.filter(withdrawn_at=None).select_related("published")
    changed = sum(_publish_newest(step, by=by) for step in steps)
    if programme.published_at is None:
        programme.published_at = timezone.now()
        programme.save(update_fields=["published_at"])
    _open_discussions(programme)
    record(by, "published programme", programme, steps=changed)
    return changed


def _publish_newest(step: Step, *, by: Membership) -> bool:
    newest = step.versions.order_by("-number").first()
    if newest is None or newest.pk == step.published_id:
        return False
    step.published = newest
    step.save(update_fields=["published"])
    record(by, "published step", step, version=newest.number)
    return True


def _open_discussions(programme: Programme) -> None:
    """Every run of the programme talks about its new steps too."""
    for run in programme.runs.select_related("space"):
        open_threads(run)


@transaction.atomic
def add_author(programme: Programme, *, user: User, by: Membership) -> bool:
    """Let a person write in this programme, and tell them."""
    _author, added = ProgrammeAuthor.objects.get_or_create(programme=programme, user=user)
    if not added:
        return False
    with override(user.language):
        text = _("You can write in the programme “%(title)s” now.") % {"title": programme.title}
    notify(user, kind="author", text=text, url=edit_address(programme), key=f"author:{programme.pk}")
    record(by, "added author", programme, about=user)
    return True


@transaction.atomic
def remove_author(author: ProgrammeAuthor, *, by: Membership) -> None:
    """Their versions and remarks stay."""
    record(by, "removed author", author.programme, about=author.user)
    author.delete()


@transaction.atomic
def add_asset(programme: Programme, *, by: Membership, file: File[Any], name: str, media_type: str) -> Asset:
    """Keep a file of the programme. A name that is taken gets a number, so that no step changes its file unseen."""
    stem, dot, ending = name[:160].rpartition(".")
    taken = set(programme.assets.values_list("name", flat=True))
    numbered = (f"{stem or ending}-{number}{dot if stem else ''}{ending if stem else ''}" for number in count(2))
    free = name[:160] if name[:160] not in taken else next(each for each in numbered if each not in taken)
    asset = _keep(programme, file=file, name=free, media_type=media_type)
    record(by, "added file", asset)
    return asset


@transaction.atomic
def remove_asset(asset: Asset, *, by: Membership) -> None:
    record(by, "removed file", asset)
    transaction.on_commit(partial(asset.file.storage.delete, asset.file.name or ""))
    asset.delete()


def _keep(programme: Programme, *, file: File[Any], name: str, media_type: str) -> Asset:
    asset = Asset(programme=programme, name=name, media_type=media_type, size=file.size or 0)
    asset.file.save(name, file, save=False)
    asset.save()
    return asset


def edit_address(programme: Programme) -> str:
    return reverse("learning:programme_edit", args=[programme.slug])
