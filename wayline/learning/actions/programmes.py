"""Writing programmes: import a package, save and publish versions, name authors."""

from __future__ import annotations

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from wayline.learning.content import content_of
from wayline.learning.models import Asset, Programme, ProgrammeAuthor, Step, StepVersion, Week
from wayline.learning.packages.outline import Outline, StepOutline, WeekOutline
from wayline.people.actions import record
from wayline.people.models import Membership, Organisation, User


def free_slug(title: str) -> str:
    """A slug that no programme has yet: the title, and a number when needed."""
    base = slugify(title)[:70] or "programme"
    taken = set(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


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
    for position, week in enumerate(outline.weeks, start=1):
        _import_week(programme, week, position, author=by.user if by else None, publish=publish)
    for asset in outline.assets:
        with asset.path.open("rb") as file:
            Asset.objects.create(
                programme=programme,
                name=asset.name,
                media_type=asset.media_type,
                size=asset.path.stat().st_size,
                file=File(file, name=asset.name),
            )
    record(by, "imported programme", programme, title=programme.title)
    return programme


def _import_week(
    programme: Programme, outline: WeekOutline, position: int, *, author: User | None, publish: bool
) -> None:
    week = Week.objects.create(
        programme=programme,
        position=position,
        key=outline.key or f"week-{position}",
        title=outline.title[:200],
        intro=outline.intro,
    )
    for number, step_outline in enumerate(outline.steps, start=1):
        key = step_outline.key or f"step-{position}-{number}"
        step = Step.objects.create(
            programme=programme, week=week, position=number, key=key, kind=step_outline.kind
        )
        version = _first_version(step, step_outline, author)
        if publish:
            step.published = version
            step.save(update_fields=["published"])


def _first_version(step: Step, outline: StepOutline, author: User | None) -> StepVersion:
    return StepVersion.objects.create(
        step=step,
        number=1,
        title=outline.title[:200],
        body=outline.body,
        minutes=outline.minutes,
        content=content_of(outline),
        author=author,
    )


@transaction.atomic
def create_programme(*, organisation: Organisation, by: Membership, title: str, language: str, summary: str) -> Programme:
    outline = Outline(title=title, language=language, summary=summary, weeks=[WeekOutline(title=title)])
    return import_programme(outline, organisation=organisation, by=by)


@transaction.atomic
def save_version(
    step: Step, *, by: Membership, outline: StepOutline, note: str = ""
) -> StepVersion:
    """Write the next version of a step. Learners go on reading the published one."""
    Step.objects.select_for_update().get(pk=step.pk)
    latest = step.versions.aggregate(latest=Max("number"))["latest"] or 0
    version = StepVersion.objects.create(
        step=step,
        number=latest + 1,
        title=outline.title,
        body=outline.body,
        minutes=outline.minutes,
        content=content_of(outline),
        author=by.user,
        note=note[:200],
    )
    record(by, "wrote step", step, version=version.number)
    return version


@transaction.atomic
def publish_step(step: Step, *, by: Membership) -> None:
    """Let learners read the newest version."""
    newest = step.versions.order_by("-number").first()
    if newest is None or newest.pk == step.published_id:
        return
    step.published = newest
    step.save(update_fields=["published"])
    record(by, "published step", step, version=newest.number)


@transaction.atomic
def publish_programme(programme: Programme, *, by: Membership) -> int:
    """Publish every step's newest version, and list the programme. Returns how many steps changed for learners."""
    changed = 0
    for step in programme.steps.filter(withdrawn_at=None).select_related("published"):
        before = step.published_id
        publish_step(step, by=by)
        changed += step.published_id != before
    if programme.published_at is None:
        programme.published_at = timezone.now()
        programme.save(update_fields=["published_at"])
    record(by, "published programme", programme, steps=changed)
    return changed
