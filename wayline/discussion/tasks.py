"""Errands: who hears of what. Each text is written in the language of the person who gets it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from wayline.discussion.enums import ReportState, SpaceRole
from wayline.discussion.models import Comment, Follow, Report, SpaceMember, Thread, WeeklySummary
from wayline.people.actions import notify
from wayline.people.models import User


def shown_name(comment: Comment) -> str:
    """The author as everybody may know them. Notices leave the site by e-mail, so anonymous stays anonymous."""
    if comment.anonymous:
        return _("Somebody")
    return comment.author.name if comment.author else comment.imported_author or _("Somebody")


def _members(thread: Thread, users: Iterable[int]) -> dict[int, User]:
    """Those who still take part: nobody is told of what they can no longer read."""
    current = SpaceMember.objects.current().filter(space=thread.space_id, user__in=set(users), user__is_active=True)
    return {member.user_id: member.user for member in current.select_related("user")}


@task()
def tell_about_comment(pk: int) -> None:
    """The author answered, who is mentioned, followers of the thread and of the person: each once, nearest first."""
    comment = _load(pk)
    if comment is None:
        return
    follows = list(Follow.objects.filter(thread=comment.thread_id).values_list("user", "muted"))
    muted = {user for user, is_muted in follows if is_muted}
    answered = {one.author_id for one in (comment.answers, comment.root) if one and one.author_id} - muted
    mentioned = set(comment.mentions.values_list("user", flat=True))
    following = {user for user, is_muted in follows if not is_muted}
    if comment.author_id and not comment.anonymous:
        admirers = Follow.objects.filter(person=comment.author_id).values_list("user", flat=True)
        following |= set(admirers) - muted
    people = _members(comment.thread, answered | mentioned | following)
    people.pop(comment.author_id or 0, None)
    for user in people.values():
        with override(user.language):
            if user.pk in mentioned:
                _tell_mentioned(comment, user)
            elif user.pk in answered:
                _tell_answered(comment, user)
            else:
                _tell_follower(comment, user)


def _load(pk: int) -> Comment | None:
    """None when it was taken away before the errand ran."""
    related = ("author", "thread__space", "answers", "root")
    return Comment.objects.readable().select_related(*related).filter(pk=pk).first()


def _tell_answered(comment: Comment, user: User) -> None:
    text = _("%(name)s answered you in “%(title)s”") % {"name": shown_name(comment), "title": comment.thread.title}
    key = f"comment-{comment.answers_id}"
    notify(user, kind="answer", text=text, url=comment.get_absolute_url(), key=key)


def _tell_mentioned(comment: Comment, user: User) -> None:
    text = _("%(name)s mentioned you in “%(title)s”") % {"name": shown_name(comment), "title": comment.thread.title}
    notify(user, kind="mention", text=text, url=comment.get_absolute_url(), key=f"mention-{comment.pk}")


def _tell_follower(comment: Comment, user: User) -> None:
    text = _("%(name)s wrote in “%(title)s”") % {"name": shown_name(comment), "title": comment.thread.title}
    notify(user, kind="follow", text=text, url=comment.get_absolute_url(), key=f"thread-{comment.thread_id}")


@task()
def tell_mentioned(pk: int, users: list[int]) -> None:
    """Those whom an edit named."""
    comment = _load(pk)
    if comment is None:
        return
    for user in _members(comment.thread, users).values():
        if user.pk != comment.author_id:
            with override(user.language):
                _tell_mentioned(comment, user)


@task()
def tell_facilitators_of_report(pk: int) -> None:
    report = Report.objects.select_related("comment__thread__space").get(pk=pk)
    space = report.comment.thread.space
    guides = SpaceMember.objects.current().filter(space=space, role=SpaceRole.FACILITATOR).select_related("user")
    for guide in guides:
        with override(guide.user.language):
            text = _("A comment in “%(title)s” was reported: %(reason)s") % {
                "title": report.comment.thread.title,
                "reason": report.get_reason_display(),
            }
            notify(
                guide.user,
                kind="report",
                text=text,
                url=report.comment.get_absolute_url(),
                key=f"report-{report.comment_id}",
            )


@task()
def tell_author_hidden(pk: int) -> None:
    comment = Comment.objects.select_related("author", "thread").get(pk=pk)
    if comment.author is None or comment.hidden_at is None:
        return
    with override(comment.author.language):
        text = _("A facilitator hid your comment in “%(title)s”: %(reason)s") % {
            "title": comment.thread.title,
            "reason": comment.hidden_reason,
        }
        notify(comment.author, kind="hidden", text=text, url=comment.get_absolute_url(), key=f"hidden-{pk}")


@task()
def tell_author_endorsed(pk: int) -> None:
    comment = _load(pk)
    if comment is None or comment.author is None:
        return
    with override(comment.author.language):
        text = _("A facilitator endorsed your comment in “%(title)s”") % {"title": comment.thread.title}
        notify(comment.author, kind="endorsed", text=text, url=comment.get_absolute_url(), key=f"endorsed-{pk}")


@task()
def tell_of_summary(pk: int, url: str) -> None:
    """Tell every member that the summary of the week is there."""
    summary = WeeklySummary.objects.select_related("space").get(pk=pk)
    for member in SpaceMember.objects.current().filter(space=summary.space).select_related("user").iterator():
        with override(member.user.language):
            text = _("The week in “%(space)s”: %(title)s") % {"space": summary.space.name, "title": summary.title}
            notify(member.user, kind="summary", text=text, url=url, key=f"summary-{pk}")


@task()
def tell_reporters(pks: list[int]) -> None:
    """What became of their report. Neither who wrote the comment nor who decided is named."""
    reports = Report.objects.filter(pk__in=pks, reporter__is_active=True).exclude(reporter=F("decided_by"))
    for report in reports.select_related("reporter", "comment__thread"):
        comment, reporter = report.comment, report.reporter
        if reporter is None or reporter.pk not in _members(comment.thread, [reporter.pk]):
            continue
        with override(reporter.language):
            text = _decision(report) % {"title": comment.thread.title}
        url = comment.get_absolute_url() if comment.is_readable else comment.thread.address
        notify(reporter, kind="report decided", text=text, url=url, key=f"report-decided-{report.pk}")


def _decision(report: Report) -> str:
    if report.comment.deleted_at is not None:
        return _("The comment that you reported in “%(title)s” is no longer there. Thank you.")
    if report.state == ReportState.UPHELD:
        return _("A facilitator agreed with your report: the comment in “%(title)s” was taken out of sight. Thank you.")
    return _("A facilitator read the comment that you reported in “%(title)s”. It stays as it is.")
