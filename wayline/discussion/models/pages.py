"""Pages that the members of a space write together, with every version kept."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.models.spaces import Space, Thread
from wayline.people.models import Membership, User


class PageQuerySet(models.QuerySet["Page"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(space__in=Space.objects.visible_to(viewer))


class Page(models.Model):
    """A page of a space. `version` counts its texts, so that nobody overwrites what they have not seen."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="pages")
    thread = models.OneToOneField(Thread, null=True, on_delete=models.SET_NULL, related_name="page")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, max_length=100_000)
    html = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    objects: ClassVar[models.Manager[Page]] = models.Manager.from_queryset(PageQuerySet)()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("discussion:page", args=[self.pk])


class PageVersion(models.Model):
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    note = models.CharField(_("what you changed"), max_length=200, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="page_versions")
    at = models.DateTimeField(default=timezone.now)
    restored_from = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("version of a page")
        verbose_name_plural = _("versions of pages")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="discussion_page_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
