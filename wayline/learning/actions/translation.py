"""Adapting a programme: a copy with its source kept, and its translation step by step."""

from __future__ import annotations

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from wayline.learning.actions.programmes import free_slug, save_version, write_first_version
from wayline.learning.export import newest_versions, step_outline
from wayline.learning.models import Asset, Programme, ProgrammeAuthor, Step, StepVersion, Week
from wayline.learning.packages.outline import StepOutline
from wayline.people.actions import record
from wayline.people.models import Membership


@transaction.atomic
def adapt_programme(original: Programme, *, by: Membership, title: str, language: str) -> Programme:
    """Copy what learners of the original read into a draft of one's own organisation; licence and source are kept.

    In another language, every step waits for its translation and remembers the step it comes from. An author of the
    original copies the newest text of steps that were never published, too.
    """
    copy = Programme.objects.create(
        organisation=by.organisation,
        title=title,
        slug=free_slug(title),
        language=language,
        summary=original.summary,
        description=original.description,
        outcomes=original.outcomes,
        credits=original.credits,
        licence=original.licence,
        source=_source(original),
        adapted_from=original,
    )
    ProgrammeAuthor.objects.create(programme=copy, user=by.user)
    drafts_too = Programme.objects.authored_by(by).filter(pk=original.pk).exists()
    _copy_steps(original, copy, by=by, drafts_too=drafts_too)
    for asset in original.assets.all():
        _copy_asset(asset, copy)
    record(by, "adapted programme", copy, original=original.pk, language=language)
    return copy


def _source(original: Programme) -> str:
    adapted = _("Adapted from “%(title)s” by %(organisation)s") % {
        "title": original.title,
        "organisation": original.organisation.name,
    }
    return f"{adapted}. {original.source}".removesuffix(" ")[:300]


def _copy_steps(original: Programme, copy: Programme, *, by: Membership, drafts_too: bool) -> None:
    newest = {version.step_id: version for version in newest_versions().filter(step__programme=original)}
    steps = original.steps.filter(withdrawn_at=None).select_related("published").order_by("position")
    translating = copy.language != original.language
    for week in original.weeks.all():
        new_week = Week.objects.create(
            programme=copy, position=week.position, key=week.key, title=week.title, intro=week.intro
        )
        texts = [(step, step.published or (newest.get(step.pk) if drafts_too else None)) for step in steps]
        mine = [(step, version) for step, version in texts if step.week_id == week.pk and version is not None]
        for position, (step, version) in enumerate(mine, start=1):
            new_step = Step.objects.create(
                programme=copy,
                week=new_week,
                position=position,
                key=step.key,
                kind=step.kind,
                translated_from=step if translating else None,
            )
            write_first_version(new_step, step_outline(step, version), author=by.user)


def _copy_asset(asset: Asset, copy: Programme) -> None:
    new = Asset(programme=copy, name=asset.name, media_type=asset.media_type, size=asset.size)
    with asset.file.storage.open(asset.file.name or "") as file:
        new.file.save(asset.name, File(file), save=False)
    new.save()


@transaction.atomic
def save_translation(
    step: Step,
    *,
    by: Membership,
    outline: StepOutline,
    original: StepVersion,
    base: int | None,
    complete: bool,
    note: str = "",
) -> StepVersion:
    """Save the text of a translated step; `complete` says that it translates this version of the original."""
    version = save_version(step, by=by, outline=outline, note=note, base=base)
    if complete and step.translated_version_id != original.pk:
        step.translated_version = original
        step.save(update_fields=["translated_version"])
        record(by, "translated step", step, version=version.number, original=original.number)
    return version
