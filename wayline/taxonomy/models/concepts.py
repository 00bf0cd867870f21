"""Schemes (one version of a classification each), their concepts, labels and texts."""

from __future__ import annotations

from typing import ClassVar, Self
from urllib.parse import quote

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wayline.taxonomy.enums import OCCUPATIONAL, ConceptKind, LabelKind, NoteKind, SkillNeed
from wayline.taxonomy.models.releases import Release


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def public(self) -> Self:
        """Classifications are published; everybody reads them."""
        return self


class Scheme(models.Model):
    """One version of one classification: ESCO 1.1.1, SOC 2020, O*NET-SOC 2019."""

    key = models.SlugField(max_length=40)
    """`esco`, `isco-08`, `soc-2010`, `soc-2020`, `onet-soc`, `onet-content`, `us-soc-2010`, `starter`."""
    version = models.CharField(_("version"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=160)
    publisher = models.CharField(_("publisher"), max_length=160)
    is_current = models.BooleanField(default=True)
    """Of several versions of a key, the one that people see first."""
    facts = models.JSONField(default=dict, blank=True)
    """What belongs to the scheme as a whole: O*NET's scales and job zones."""

    objects: ClassVar[models.Manager[Scheme]] = models.Manager.from_queryset(SchemeQuerySet)()

    class Meta:
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")
        ordering = ["key", "-is_current", "version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="taxonomy_scheme_version"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(is_current=True), name="taxonomy_scheme_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        address = reverse("taxonomy:scheme", args=[self.key])
        return address if self.is_current else f"{address}?version={quote(self.version)}"


class ConceptQuerySet(models.QuerySet["Concept"]):
    def public(self) -> Self:
        """Classifications are published; everybody reads them."""
        return self

    def occupational(self) -> Self:
        return self.filter(kind__in=OCCUPATIONAL)

    def current(self) -> Self:
        return self.filter(scheme__is_current=True, retired=False)

    def of(self, key: str, version: str = "") -> Self:
        """Those of a scheme: of a version, or of the current one."""
        if version:
            return self.filter(scheme__key=key, scheme__version=version)
        return self.filter(scheme__key=key, scheme__is_current=True)

    def below(self, concept: Concept) -> Self:
        """Directly below in the hierarchy, in every scheme: below an ISCO group also the occupations of ESCO."""
        links = Broader.objects.filter(broader=concept).values("concept")
        return self.filter(models.Q(broader=concept) | models.Q(pk__in=links))

    def tops(self) -> Self:
        """Those without one above them in their own scheme."""
        return self.filter(models.Q(broader=None) | ~models.Q(broader__scheme=models.F("scheme")))


class Concept(models.Model):
    """An entry of a scheme: an occupation, a group of them, a skill, a task …"""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="concepts")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="concepts")
    """The release that last said something of it."""
    kind = models.CharField(_("kind"), max_length=16, choices=ConceptKind)
    code = models.CharField(_("code"), max_length=60)
    """As the publisher writes it; where a concept has only an address (ESCO skills), the last part of it."""
    uri = models.CharField(_("address"), max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    """Depth in the hierarchy, 1 is the top."""
    broader = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="narrower")
    """The first broader concept; `Broader` holds all of them where there are several."""
    title = models.CharField(_("title"), max_length=400)
    """The preferred label in the publisher's own language (English for all that we read)."""
    description = models.TextField(_("description"), blank=True)
    retired = models.BooleanField(_("retired"), default=False)
    """Still found, with what replaced it (a mapping), but no longer offered."""
    facts = models.JSONField(default=dict, blank=True)
    """Small things only this scheme says: reuse level, task type, commodity, hot technology …"""

    objects: ClassVar[models.Manager[Concept]] = models.Manager.from_queryset(ConceptQuerySet)()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="taxonomy_concept_code"),
            models.CheckConstraint(condition=models.Q(kind__in=ConceptKind.values), name="taxonomy_concept_kind"),
        ]
        indexes = [
            models.Index(fields=["scheme", "kind"], name="taxonomy_concept_kinds"),
            models.Index(fields=["uri"], name="taxonomy_concept_uri"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Needs the scheme. The current version has the plain address."""
        address = reverse("taxonomy:concept", args=[self.scheme.key, self.code])
        return address if self.scheme.is_current else f"{address}?version={quote(self.scheme.version)}"


class Broader(models.Model):
    """A concept under a broader one, where there may be several (ESCO skills)."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="broader_links")
    broader = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="narrower_links")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("broader concept")
        verbose_name_plural = _("broader concepts")
        constraints = [models.UniqueConstraint(fields=["concept", "broader"], name="taxonomy_broader_once")]

    def __str__(self) -> str:
        return f"{self.concept_id} < {self.broader_id}"


class Label(models.Model):
    """A name of a concept in a language. Entries of a coding index carry their qualifier."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=8)
    kind = models.CharField(_("kind"), max_length=12, choices=LabelKind)
    text = models.CharField(_("text"), max_length=400)
    qualifier = models.CharField(_("qualifier"), max_length=200, blank=True)
    """What narrows the entry: the industry, the employer, further words (ONS: ADD and IND)."""
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    """The first that states it, of those loaded."""

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["concept", "language", "kind", "text"]
        constraints = [
            models.UniqueConstraint(fields=["concept", "language", "text", "qualifier"], name="taxonomy_label_once"),
            models.CheckConstraint(condition=models.Q(kind__in=LabelKind.values), name="taxonomy_label_kind"),
        ]
        # Labels that stand in a text are asked for word by word (mentions.py).
        indexes = [models.Index(Lower("text"), "language", name="taxonomy_label_words")]

    def __str__(self) -> str:
        return self.text


class Note(models.Model):
    """A longer text on a concept: tasks, entry routes, scope, the description in another language."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="notes")
    language = models.CharField(_("language"), max_length=8, default="en")
    kind = models.CharField(_("kind"), max_length=16, choices=NoteKind)
    text = models.TextField(_("text"))
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [models.UniqueConstraint(fields=["concept", "language", "kind"], name="taxonomy_note_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:60]}"


class OccupationSkill(models.Model):
    """That an occupation needs a skill (ESCO), consists of a task or uses a technology (O*NET)."""

    occupation = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="skill_links")
    skill = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="occupation_links")
    need = models.CharField(_("need"), max_length=12, choices=SkillNeed)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("skill of an occupation")
        verbose_name_plural = _("skills of occupations")
        constraints = [
            models.UniqueConstraint(fields=["occupation", "skill"], name="taxonomy_occupation_skill_once"),
            models.CheckConstraint(condition=models.Q(need__in=SkillNeed.values), name="taxonomy_skill_need"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation_id} – {self.skill_id} ({self.need})"


class SkillRelation(models.Model):
    """That a skill is essential or optional for another (ESCO)."""

    skill = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="related_links")
    related = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="related_from")
    need = models.CharField(_("need"), max_length=12, choices=SkillNeed)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("related skill")
        verbose_name_plural = _("related skills")
        constraints = [
            models.UniqueConstraint(fields=["skill", "related"], name="taxonomy_skill_relation_once"),
            models.CheckConstraint(condition=models.Q(need__in=SkillNeed.values), name="taxonomy_skill_relation_need"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} – {self.related_id}"


class Collection(models.Model):
    """A publisher's list across the hierarchy: green skills, digital skills, languages, research …"""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="collections")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=160)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="collections")

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["scheme", "key"], name="taxonomy_collection_key")]

    def __str__(self) -> str:
        return self.title


class CollectionEntry(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="entries")
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="collection_entries")

    class Meta:
        verbose_name = _("entry of a collection")
        verbose_name_plural = _("entries of collections")
        constraints = [models.UniqueConstraint(fields=["collection", "concept"], name="taxonomy_collection_entry_once")]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.concept_id}"
