"""Each Moodle activity as steps of a programme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias
from xml.etree.ElementTree import Element

from wayline.learning.packages.markup import escape, is_video, link, reading_minutes, watch_address
from wayline.learning.packages.moodle_questions import QuestionBank, quiz_questions
from wayline.learning.packages.moodle_xml import Backup, FileEntry, moment, number, value
from wayline.learning.packages.outline import PostOutline, StepOutline
from wayline.learning.packages.words import gettext as _


@dataclass(slots=True)
class Activity:
    """A course module. `element` is its own part of `<module>.xml`, `module` is `module.xml`."""

    key: str
    """Of the course module."""
    name: str
    """Of the module: `page`, `quiz`."""
    title: str
    context: str
    folder: str
    element: Element
    module: Element | None

    def step_key(self, part: str = "") -> str:
        return f"{self.name}-{self.key}-{part}" if part else f"{self.name}-{self.key}"


def intro(backup: Backup, activity: Activity) -> str:
    return text(backup, activity, activity.element, "intro", "intro")


def text(backup: Backup, activity: Activity, element: Element, name: str, area: str, item: str = "") -> str:
    return backup.markdown(value(element, name), value(element, name + "format"), activity.context, area, item)


def join(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


# Texts


def page(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    content = text(backup, activity, activity.element, "content", "content")
    lead = intro(backup, activity)
    body = content if lead == content else join(lead, content)
    return [StepOutline(activity.title, "article", body, key=activity.step_key())]


def book(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    """One article a chapter, in the order of pages; subchapters are headings in it."""
    chapters = sorted(activity.element.findall("chapters/chapter"), key=lambda chapter: number(chapter, "pagenum"))
    steps: list[StepOutline] = []
    for chapter in chapters:
        title, key = value(chapter, "title"), chapter.get("id", "")
        content = text(backup, activity, chapter, "content", "chapter", key)
        if number(chapter, "hidden"):
            backup.changed("hidden chapter", f"{activity.title}: {title}", _("Learners will see it; it was hidden."))
        if number(chapter, "subchapter") and steps:
            steps[-1].body = join(steps[-1].body, "## " + escape(title), content)
        else:
            steps.append(StepOutline(_chapter_title(activity, title), "article", content, key=activity.step_key(key)))
    lead = intro(backup, activity)
    if not steps:
        backup.changed("book", activity.title, _("An article: the book has no chapters."))
        return [StepOutline(activity.title, "article", lead, key=activity.step_key())]
    steps[0].body = join(lead, steps[0].body)
    how = _("{number} articles, one for each chapter; subchapters are headings in them.")
    backup.changed("book", activity.title, how.format(number=len(steps)))
    return steps


def _chapter_title(activity: Activity, title: str) -> str:
    if not title or title.lower().startswith(activity.title.lower()):
        return title or activity.title
    return f"{activity.title}: {title}"


def glossary(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    """An article with a heading for each approved term, in alphabetical order."""
    parts: list[str] = []
    entries = sorted(activity.element.findall("entries/entry"), key=lambda entry: value(entry, "concept").lower())
    for entry in entries:
        term = value(entry, "concept")
        if value(entry, "approved") == "0":
            backup.not_taken("glossary entry", f"{activity.title}: {term}", _("It had not been approved."))
            continue
        meaning = text(backup, activity, entry, "definition", "entry", entry.get("id", ""))
        attached = _file_list(backup, backup.files_in(activity.context, "attachment", entry.get("id", "")))
        parts.append(join("### " + escape(term), meaning, attached))
    how = _("An article with its {number} terms; learners cannot add terms to it.").format(number=len(parts))
    backup.changed("glossary", activity.title, how)
    return [StepOutline(activity.title, "article", join(intro(backup, activity), *parts), key=activity.step_key())]


def web_link(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    address = value(activity.element, "externalurl")
    step = StepOutline(activity.title, "article", intro(backup, activity), key=activity.step_key())
    if is_video(address) and address.startswith("https://"):
        step.kind, step.media = "video", watch_address(address)
    elif re.match(r"https?://", address):
        step.body = join(step.body, link(activity.title, address))
    else:
        backup.not_taken("web link", f"{activity.title} ({address})", _("It does not lead to a web page."))
    return [step]


def tool(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    """An external tool is kept as a link to where it starts."""
    address = value(activity.element, "securetoolurl") or value(activity.element, "toolurl")
    if not address.startswith(("https://", "http://")):
        reason = _("It starts through a tool that was set up on the Moodle site; the backup does not say its address.")
        backup.not_taken("external tool (LTI)", activity.title, reason)
        return []
    how = _("An article with a link to {address}: learners sign in there, and marks do not come back.")
    backup.changed("external tool (LTI)", activity.title, how.format(address=address))
    body = join(intro(backup, activity), link(activity.title, address))
    return [StepOutline(activity.title, "article", body, key=activity.step_key())]


# Files


def resource(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    found = [(entry, backup.address(entry)) for entry in backup.files_in(activity.context, "content")]
    held = [(entry, address) for entry, address in found if address]
    body = intro(backup, activity)
    if not held:
        backup.changed("file", activity.title, _("An article without its file, which the backup does not hold."))
        return [StepOutline(activity.title, "article", body, key=activity.step_key())]
    entry, address = held[0]
    step = StepOutline(activity.title, "download", join(body, _links(held[1:])), key=activity.step_key())
    if entry.media_type.startswith("video/"):
        step.kind, step.media = "video", address
    elif entry.media_type.startswith("audio/"):
        step.kind, step.media = "audio", address
    else:
        step.download = address
    return [step]


def folder(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    body = join(intro(backup, activity), _file_list(backup, backup.files_in(activity.context, "content")))
    backup.changed("folder", activity.title, _("An article with a link to each file."))
    return [StepOutline(activity.title, "article", body, key=activity.step_key())]


def _file_list(backup: Backup, entries: list[FileEntry]) -> str:
    return _links([(entry, backup.address(entry)) for entry in entries])


def _links(found: list[tuple[FileEntry, str]]) -> str:
    return "\n".join(f"- {link(entry.path, address)}" for entry, address in found if address)


# Discussion


def forum(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    kind = value(activity.element, "type")
    step = StepOutline(activity.title, "discussion", intro(backup, activity), key=activity.step_key())
    for discussion in activity.element.findall("discussions/discussion"):
        step.posts += _posts(backup, activity, discussion)
    step.posts.sort(key=lambda post: (post.at.timestamp() if post.at else 0.0, _as_number(post.key)))
    if kind == "news" and not step.posts:
        backup.not_taken("announcements forum", activity.title, _("It holds no announcements."))
        return []
    if kind == "single" and step.posts:
        _open_with_first(step)
    if kind in {"news", "qanda", "eachuser", "blog"}:
        how = _("A discussion in which every learner may write and read; the forum was of the kind “{kind}”.")
        backup.changed("forum", activity.title, how.format(kind=kind))
    backup.report.count("post", len(step.posts))
    return [step]


def _as_number(key: str) -> int:
    return int(key) if key.isdecimal() else 0


def _posts(backup: Backup, activity: Activity, discussion: Element) -> Iterator[PostOutline]:
    title = value(discussion, "name")
    elements = discussion.findall("posts/post")
    kept = {element.get("id", "") for element in elements if not _withheld(element)}
    for element in elements:
        key, subject = element.get("id", ""), value(element, "subject")
        if key not in kept:
            reason = _("It was deleted.") if number(element, "deleted") else _("It was a private reply.")
            backup.not_taken("post", f"{activity.title}: {subject}", reason)
            continue
        parent = value(element, "parent")
        if parent not in {"", "0"} and parent not in kept:
            how = _("It answered a post that was not taken over; it stands alone.")
            backup.changed("post", f"{activity.title}: {subject}", how)
        attached = _file_list(backup, backup.files_in(activity.context, "attachment", key))
        yield PostOutline(
            key=key,
            author=backup.author(value(element, "userid")),
            text=join(text(backup, activity, element, "message", "post", key), attached),
            at=moment(element, "created"),
            parent=parent if parent in kept else "",
            subject=subject or title,
        )


def _withheld(post: Element) -> bool:
    return bool(number(post, "deleted")) or bool(number(post, "privatereplyto"))


def _open_with_first(step: StepOutline) -> None:
    """A single simple discussion: its first post is the question, and the answers to it open the stream."""
    first = next((post for post in step.posts if not post.parent), None)
    if first:
        step.posts.remove(first)
        step.body = first.text if step.body in {"", first.text} else join(step.body, first.text)
        for post in step.posts:
            post.parent = "" if post.parent == first.key else post.parent


# Tasks


def assignment(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    attached = _file_list(backup, backup.files_in(activity.context, "introattachment"))
    task = text(backup, activity, activity.element, "activity", "activityattachment")
    handed_in = activity.element.findall("submissions/submission")
    if handed_in:
        reason = _("Work that learners handed in ({number}) stays in the Moodle course.").format(number=len(handed_in))
        backup.not_taken("submissions", activity.title, reason)
    return [
        StepOutline(
            activity.title,
            "exercise",
            join(intro(backup, activity), attached),
            key=activity.step_key(),
            instructions=task,
            hand_in=_hand_in(backup, activity),
        )
    ]


def _hand_in(backup: Backup, activity: Activity) -> Literal["text", "file", "either"]:
    enabled = {
        value(setting, "plugin")
        for setting in activity.element.findall("plugin_configs/plugin_config")
        if value(setting, "subtype") == "assignsubmission"
        and value(setting, "name") == "enabled"
        and value(setting, "value") == "1"
    }
    if enabled >= {"file", "onlinetext"}:
        return "either"
    if "file" in enabled:
        return "file"
    if "onlinetext" in enabled:
        return "text"
    backup.changed("assignment", activity.title, _("Learners hand in a text or a file; in Moodle they did neither."))
    return "either"


def quiz(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    questions, last = quiz_questions(backup, bank, activity.element)
    body = join(intro(backup, activity), last)
    for feedback in activity.element.findall("feedbacks/feedback"):
        words = backup.plain(value(feedback, "feedbacktext"))
        if words:
            reason = _("Feedback by result is not kept here.")
            backup.not_taken("overall feedback", f"{activity.title}: {words}", reason)
    if not questions:
        backup.changed("quiz", activity.title, _("An article: no question of it could be taken over."))
        return [StepOutline(activity.title, "article", body, key=activity.step_key())]
    step = StepOutline(activity.title, "quiz", body, key=activity.step_key(), questions=questions)
    step.pass_percent = _pass_percent(backup, activity)
    step.minutes = round(number(activity.element, "timelimit") / 60)
    if step.minutes:
        how = _("The time limit of {number} minutes is not kept as a limit.").format(number=step.minutes)
        backup.changed("quiz", activity.title, how)
    return [step]


def _pass_percent(backup: Backup, activity: Activity) -> int:
    if not backup.inside(activity.folder, "grades.xml").is_file():
        return 0
    item = backup.read(activity.folder, "grades.xml").find("grade_items/grade_item")
    least, most = number(item, "gradepass"), number(item, "grademax")
    return min(100, max(0, round(100 * least / most))) if most > 0 else 0


def choice(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    options = [backup.plain(value(option, "text")) for option in activity.element.findall("options/option")]
    options = [option for option in dict.fromkeys(options) if option]
    if len(options) < 2:
        backup.changed("choice", activity.title, _("An article: there is nothing to choose from."))
        return [StepOutline(activity.title, "article", intro(backup, activity), key=activity.step_key())]
    if activity.element.find("answers/answer") is not None:
        number_given = len(activity.element.findall("answers/answer"))
        reason = _("What learners chose ({number}) stays in the Moodle course.").format(number=number_given)
        backup.not_taken("answers", activity.title, reason)
    return [
        StepOutline(
            activity.title,
            "poll",
            intro(backup, activity) or escape(activity.title),
            key=activity.step_key(),
            options=tuple(options),
            several=value(activity.element, "allowmultiple") == "1",
        )
    ]


def feedback(backup: Backup, bank: QuestionBank, activity: Activity) -> list[StepOutline]:
    """A poll for each question with given options; the other questions of the form are named in the report."""
    steps: list[StepOutline] = []
    for item in activity.element.findall("items/item"):
        name, kind = backup.plain(value(item, "name")), value(item, "typ")
        if kind in {"multichoice", "multichoicerated"}:
            options, several = _feedback_options(value(item, "presentation"))
            key = activity.step_key(item.get("id", ""))
            step = StepOutline(f"{activity.title}: {name}", "poll", escape(name), key=key)
            step.options, step.several = options, several
            steps.append(step)
        elif kind not in {"pagebreak", "label", "captcha", ""}:
            reason = _("Only questions with given options become polls. Ask it in an exercise or discussion.")
            backup.not_taken("feedback question", f"{activity.title}: {name}", reason)
    if not steps:
        backup.not_taken("feedback", activity.title, _("It has no question with given options."))
        return []
    steps[0].body = join(intro(backup, activity), steps[0].body)
    how = _("{number} polls, one for each question with given options.").format(number=len(steps))
    backup.changed("feedback", activity.title, how)
    return steps


def _feedback_options(presentation: str) -> tuple[tuple[str, ...], bool]:
    """`r>>>>>one|two<<<<<1`: the kind of control, the options, whether they stand side by side."""
    control, _mark, rest = presentation.partition(">>>>>")
    options = re.sub(r"<<<<<\d*$", "", rest.strip()).split("|")
    # Rated options carry their value: `4####very good`.
    names = [option.rpartition("####")[2].strip() for option in options]
    return tuple(dict.fromkeys(name for name in names if name)), control.strip() == "c"


Reader: TypeAlias = Callable[[Backup, QuestionBank, Activity], list[StepOutline]]
READERS: dict[str, Reader] = {
    "assign": assignment,
    "book": book,
    "choice": choice,
    "feedback": feedback,
    "folder": folder,
    "forum": forum,
    "glossary": glossary,
    "lti": tool,
    "page": page,
    "quiz": quiz,
    "resource": resource,
    "url": web_link,
}


def reason_for(name: str) -> str:
    """Why a module was not taken, and what an author can do."""
    if name in {"scorm", "h5pactivity", "imscp"}:
        return _("Packages that run in a player are not played here. Put what they teach into steps.")
    if name in {"chat", "bigbluebuttonbn", "zoom"}:
        return _("Add a live event in its place.")
    if name in {"survey", "questionnaire"}:
        return _("Ask the questions in a poll or a questionnaire.")
    if name in {"lesson", "workshop", "wiki", "data"}:
        return _("There is no step of this kind. Write its texts into an article or exercise.")
    return _("There is no step of this kind.")


def minutes_for(step: StepOutline) -> int:
    """An estimate of a learner's time: reading at 200 words a minute, and the usual time for what is to be done."""
    reading = reading_minutes(join(step.body, step.instructions))
    doing = {"discussion": 10, "exercise": 30, "poll": 2, "download": 5, "video": 5, "audio": 5}.get(step.kind, 0)
    doing += sum(10 if question.kind == "essay" else 1 for question in step.questions)
    return max(1, reading + doing)
