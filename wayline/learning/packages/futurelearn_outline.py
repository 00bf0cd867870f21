"""A programme made from what a FutureLearn run left behind: its weeks and steps by number, and the discussion."""

from __future__ import annotations

from collections import Counter, defaultdict

from wayline.learning.packages.futurelearn import FutureLearnExport, FutureLearnRun
from wayline.learning.packages.futurelearn_rows import Comment
from wayline.learning.packages.outline import (
    Changed,
    Imported,
    NotTaken,
    Outline,
    PostOutline,
    Report,
    StepOutline,
    WeekOutline,
)
from wayline.learning.packages.plain_text import plain_to_markdown
from wayline.learning.packages.spool import Spool
from wayline.learning.packages.words import gettext as _

Place = tuple[int, int]


def to_outline(export: FutureLearnExport, title: str) -> Imported:
    """Weeks and steps by number, with the comments of every run; texts are not in an export, and the report says so."""
    imported = without_posts(export, title)
    streams = streams_of(export.runs)
    for week in imported.outline.weeks:
        for step in week.steps:
            number, place = step.key.removeprefix("step-").split("-")
            posts = streams.get((int(number), int(place)), ())
            step.posts = sorted(posts, key=lambda post: (post.at is not None, post.at, post.key))
    return imported


def without_posts(export: FutureLearnExport, title: str) -> Imported:
    """The same outline and report, but nothing of what was said: that may be too much to hold."""
    report = Report("FutureLearn run export")
    titles = {(video.week, video.step): video.title for run in export.runs for video in run.videos if video.title}
    quizzes = {(row.week, row.step) for run in export.runs for row in run.quiz_responses}
    assignments = {(row.week, row.step) for run in export.runs for row in run.peer_assignments}
    said = _count_posts(export.runs, report)
    weeks: dict[int, WeekOutline] = {}
    for place in sorted({place for run in export.runs for place in run.steps}):
        week = weeks.setdefault(
            place[0], WeekOutline(_("Week {number}").format(number=place[0]), key=f"week-{place[0]}")
        )
        step = _step(place, titles.get(place, ""), discussed=place in said)
        week.steps.append(step)
        report.count(step.kind)
        report.not_taken.append(NotTaken("text of a step", step.title, _why(place, titles, quizzes, assignments)))
    report.count("week", len(weeks))
    report.count("comment", said.total())
    _tell_rest(export, report)
    names = ", ".join(run.name for run in export.runs if run.name)
    source = f"FutureLearn: {names}" if names else "FutureLearn"
    return Imported(Outline(title=title, source=source, weeks=list(weeks.values())), report)


def _step(place: Place, title: str, *, discussed: bool) -> StepOutline:
    number = f"{place[0]}.{place[1]}"
    return StepOutline(
        title=f"{number} {title}" if title else _("Step {number}").format(number=number),
        kind="discussion" if discussed else "article",
        body=_("The text of this step is not part of a FutureLearn export. Write it before learners see the step."),
        key=f"step-{place[0]}-{place[1]}",
    )


def _why(place: Place, titles: dict[Place, str], quizzes: set[Place], assignments: set[Place]) -> str:
    if place in titles:
        return _("It was a video; the export holds how often it was seen, not the video. Add it and choose the kind.")
    if place in quizzes:
        return _("It was a quiz; the export holds responses, not the questions. Write them and choose the kind.")
    if place in assignments:
        return _("It was a peer-reviewed assignment; the export does not hold the task. Write it and choose the kind.")
    return _("The export holds neither texts nor titles nor kinds of steps. Write them, and say the minutes.")


def _count_posts(runs: list[FutureLearnRun], report: Report) -> Counter[Place]:
    """How many comments are taken at each step; the report names those that are not, or not as they were."""
    said = Counter[Place]()
    for run in runs:
        kept = _places(run)
        for comment in run.comments:
            if comment.moderated:
                report.not_taken.append(NotTaken("comment", comment.key, _("A moderator had hidden it.")))
                continue
            said[comment.week, comment.step] += 1
            if comment.parent and not _answers(comment, kept):
                how = _(
                    "The comment that it answers ({key}) was not taken over, or is at another step; it stands alone."
                ).format(key=comment.parent)
                report.changed.append(Changed("comment", comment.key, how))
    return said


def streams_of(runs: list[FutureLearnRun]) -> dict[Place, Spool[PostOutline]]:
    """What was said at each step, as the files hold it; not in order of time."""
    streams: dict[Place, Spool[PostOutline]] = defaultdict(Spool)
    several = len(runs) > 1
    for run in runs:
        prefix = f"{run.name}-" if several else ""
        names = {member.key: member.name for member in run.team_members if member.name}
        kept = _places(run)
        for comment in run.comments:
            if not comment.moderated:
                parent = prefix + comment.parent if _answers(comment, kept) else ""
                streams[comment.week, comment.step].append(_post(comment, prefix, parent, names))
    return streams


def _places(run: FutureLearnRun) -> dict[str, Place]:
    """Where each comment stands that is taken. One object for all comments of a step: there may be very many."""
    places: dict[Place, Place] = {}
    return {
        comment.key: places.setdefault((comment.week, comment.step), (comment.week, comment.step))
        for comment in run.comments
        if not comment.moderated
    }


def _answers(comment: Comment, kept: dict[str, Place]) -> bool:
    """The comment it answers is taken, and stands at the same step."""
    return comment.parent != comment.key and kept.get(comment.parent) == (comment.week, comment.step)


def _post(comment: Comment, prefix: str, parent: str, names: dict[str, str]) -> PostOutline:
    return PostOutline(
        key=prefix + comment.key,
        author=names.get(comment.author, comment.author),
        text=plain_to_markdown(comment.text),
        at=comment.at,
        parent=parent,
        likes=comment.likes,
    )


def _tell_rest(export: FutureLearnExport, report: Report) -> None:
    for run in export.runs:
        for what, number in (
            ("enrolments", len(run.enrolments)),
            ("step activity", len(run.visits)),
            ("question responses", len(run.quiz_responses)),
            ("peer-reviewed assignments", len(run.peer_assignments)),
            ("peer reviews", len(run.peer_reviews)),
            ("leaving survey responses", len(run.leaving_responses)),
            ("weekly sentiment survey responses", len(run.weekly_sentiments)),
            ("archetype survey responses", len(run.archetypes)),
        ):
            if number:
                reason = _("They belong to the run that ended, not to the programme.")
                report.not_taken.append(
                    NotTaken(what, _("{run}: {number} rows").format(run=run.name, number=number), reason)
                )
    for file, columns in export.unread_columns.items():
        report.not_taken.append(NotTaken("columns", f"{file}: {', '.join(columns)}", _("They are not read.")))
    for file in export.unread_files:
        report.not_taken.append(NotTaken("file", file, _("It is no table of a FutureLearn export.")))
