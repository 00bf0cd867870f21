"""What facilitators keep a discussion well with: reports, acts on record, links, weekly summaries."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.enums import Act, ReportReason, ReportState, SummaryState
from wayline.discussion.models.comments import Comment
from wayline.discussion.models.spaces import Space, Thread
from wayline.people.models import Membership, User


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(comment__thread__in=Thread.objects.guided_by(viewer))


class Report(models.Model):
    """A reader says that a comment should not stand as it is."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="reports_made")
    reason = models.CharField(_("reason"), max_length=8, choices=ReportReason)
    text = models.TextField(_("what is wrong"), blank=True, max_length=1000)
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.OPEN, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager[Report]] = models.Manager.from_queryset(ReportQuerySet)()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"], condition=Q(state=ReportState.OPEN), name="discussion_report_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN, decided_at=None)
                | (~Q(state=ReportState.OPEN) & Q(decided_at__isnull=False)),
                name="discussion_report_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} – {self.comment_id}"


class ModerationActQuerySet(models.QuerySet["ModerationAct"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(space__in=Space.objects.guided_by(viewer))


class ModerationAct(models.Model):
    """One act of moderation, for the record of the space. The audit trail holds it too."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="acts")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, related_name="acts")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="acts")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="moderation_acts")
    about = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    """The author of the comment, or the member it was about."""
    act = models.CharField(max_length=10, choices=Act)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[ModerationAct]] = models.Manager.from_queryset(ModerationActQuerySet)()

    class Meta:
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["space", "-at"], name="discussion_act_of_space")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"


class CommentLink(models.Model):
    """A facilitator ties two contributions together; both show it."""

    source = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="links_in")
    note = models.CharField(_("what they have in common"), max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("link between comments")
        verbose_name_plural = _("links between comments")
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="discussion_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="discussion_link_two_comments"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} – {self.target_id}"


class WeeklySummaryQuerySet(models.QuerySet["WeeklySummary"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Members read what was sent; drafts are the facilitators' own."""
        sent = Q(state=SummaryState.SENT, space__in=Space.objects.visible_to(viewer))
        return self.filter(sent | Q(space__in=Space.objects.guided_by(viewer)))


class WeeklySummary(models.Model):
    """What happened in a space in a week: drafted from its comments, edited and sent by a facilitator."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="summaries")
    week_of = models.DateField(_("week that begins on"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=20_000)
    html = models.TextField(blank=True, editable=False)
    comments = models.ManyToManyField(Comment, blank=True, related_name="+")
    posted = models.ForeignKey(Comment, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    """The pinned comment as which it was sent."""
    state = models.CharField(max_length=5, choices=SummaryState, default=SummaryState.DRAFT, editable=False)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_to = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[models.Manager[WeeklySummary]] = models.Manager.from_queryset(WeeklySummaryQuerySet)()

    class Meta:
        verbose_name = _("weekly summary")
        verbose_name_plural = _("weekly summaries")
        ordering = ["-week_of", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SummaryState.DRAFT, sent_at=None) | Q(state=SummaryState.SENT, sent_at__isnull=False),
                name="discussion_summary_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title
