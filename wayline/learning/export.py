"""A programme of the database in the neutral shape that packages are written from."""

from __future__ import annotations

from pathlib import Path

from django.db import models
from django.db.models import Prefetch

from wayline.learning.content import outline_of
from wayline.learning.models import Programme, Step, StepVersion
from wayline.learning.packages.markdown_folder import write_zip
from wayline.learning.packages.outline import Asset, NotTaken, Outline, StepOutline, WeekOutline


def programme_outline(programme: Programme, *, published: bool = False) -> Outline:
    """The newest versions, or those that learners read. Withdrawn steps are left out. Five queries."""
    steps = Step.objects.filter(withdrawn_at=None).order_by("position")
    if published:
        steps = steps.filter(published__isnull=False).select_related("published")
    else:
        steps = steps.prefetch_related(Prefetch("versions", newest_versions(), to_attr="newest"))
    weeks = programme.weeks.prefetch_related(Prefetch("steps", steps, to_attr="listed"))
    return Outline(
        title=programme.title,
        language=programme.language,
        summary=programme.summary,
        description=programme.description,
        outcomes=tuple(programme.outcomes),
        authors=tuple(programme.credits),
        licence=programme.licence,
        source=programme.source,
        weeks=[
            WeekOutline(
                title=week.title,
                intro=week.intro,
                key=week.key,
                steps=[step_outline(step, version) for step in week.listed if (version := _version(step, published))],
            )
            for week in weeks
        ],
        assets=[Asset(asset.name, Path(asset.file.path), asset.media_type) for asset in programme.assets.all()],
    )


def newest_versions() -> models.QuerySet[StepVersion]:
    """One version for each step: the newest."""
    return StepVersion.objects.order_by("step_id", "-number").distinct("step_id")


def step_outline(step: Step, version: StepVersion) -> StepOutline:
    return outline_of(
        step.kind,
        title=version.title,
        body=version.body,
        minutes=version.minutes,
        key=step.key,
        content=version.content,
    )


def export_package(programme: Programme, path: Path, *, published: bool = False) -> list[NotTaken]:
    """Write the zip; returns what a package has no place for."""
    return write_zip(programme_outline(programme, published=published), path)


def _version(step: Step, published: bool) -> StepVersion | None:
    if published:
        return step.published
    newest: list[StepVersion] = step.newest  # type: ignore[attr-defined]  # prefetched above
    return newest[0] if newest else None
