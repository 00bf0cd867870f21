"""Reader of Moodle course backups (`.mbz`, Moodle 2.0 to 4.5): sections become weeks, activities become steps."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from wayline.learning.packages import archive
from wayline.learning.packages.moodle_activities import READERS, Activity, join, minutes_for, reason_for
from wayline.learning.packages.moodle_questions import QuestionBank, read_bank
from wayline.learning.packages.moodle_xml import Backup, number, read_files, read_people, value
from wayline.learning.packages.outline import (
    Imported,
    Outline,
    PackageError,
    Report,
    StepOutline,
    WeekOutline,
)
from wayline.learning.packages.words import gettext as _

LABELS = frozenset({"label", "qbank"})
"""Modules that are no step: text between steps, and (since 5.0) shared question banks."""


@dataclass(slots=True)
class Section:
    key: str
    number: int
    name: str
    summary: str
    order: list[str]
    """Keys of its modules."""
    hidden: bool = False
    limited: bool = False
    inside: str = ""
    """Of a section that a subsection activity holds (since 4.5): that activity's instance."""


@dataclass(slots=True)
class Course:
    title: str
    weekly: bool
    sections: list[Section]
    activities: dict[str, Activity]
    used: set[str] = field(default_factory=set)

    def subsection(self, activity: Activity) -> Section | None:
        instance = activity.element.get("id", "")
        return next((section for section in self.sections if section.inside == instance), None)


def read_backup(path: Path, into: Path, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Unpack into an empty folder, where the files of the result stay, and read it."""
    archive.unpack(path, into, progress=progress)
    information = _information(into, path.name)
    report = Report(_("Moodle backup {version}").format(version=value(information, "backup_release")).strip())
    backup = Backup(into, report, site=value(information, "original_wwwroot").rstrip("/"))
    read_files(backup)
    read_people(backup)
    bank = read_bank(backup)
    settings = backup.read("course", "course.xml") if (into / "course" / "course.xml").is_file() else None
    title = value(settings, "fullname") or value(information, "original_course_fullname") or path.stem
    context = "" if settings is None else settings.get("contextid", "")
    weekly = value(settings, "format") == "weeks"
    course = Course(title, weekly, _sections(backup, context), _activities(backup, information))
    outline = _outline(backup, information, settings, title)
    outline.weeks = _weeks(backup, bank, course)
    outline.assets = list(backup.assets.values())
    _count(report, outline)
    _tell_rest(backup, bank)
    return Imported(outline, report)


def _information(root: Path, name: str) -> Element:
    if not (root / "moodle_backup.xml").is_file():
        problem, advice = _("This is not a Moodle course backup."), _("Choose the .mbz file that Moodle’s backup made.")
        if (root / "moodle.xml").is_file():
            problem = _("This backup was made by Moodle 1.9 or older.")
            advice = _("Restore it in a newer Moodle and make a backup there.")
        elif (root / "imsmanifest.xml").is_file():
            problem = _("This is a Common Cartridge or SCORM package, not a Moodle backup.")
            advice = _("Import it as such.")
        raise PackageError(problem, where=name, advice=advice)
    found = Backup(root, Report("")).read("moodle_backup.xml").find("information")
    if found is None:
        advice = _("Make the backup again in Moodle.")
        raise PackageError(_("The file does not say what was backed up."), where="moodle_backup.xml", advice=advice)
    return found


def _outline(backup: Backup, information: Element, settings: Element | None, title: str) -> Outline:
    backup.where = title
    language = value(settings, "lang").replace("_", "-").lower()
    if not language:
        how = _("The backup does not say the language; it was set to English.")
        backup.changed("language", title, how)
    context = "" if settings is None else settings.get("contextid", "")
    summary = value(settings, "summary")
    course = value(information, "original_course_id")
    return Outline(
        title=title,
        language=language or "en",
        summary=textwrap.shorten(backup.plain(summary), 200, placeholder=" …"),
        description=backup.markdown(summary, value(settings, "summaryformat"), context, "summary"),
        source=f"{title}, {backup.site}/course/view.php?id={course}" if backup.site else title,
    )


# What the backup lists


def _sections(backup: Backup, context: str) -> list[Section]:
    found = [_section(backup, path.parent.name, context) for path in sorted(backup.root.glob("sections/*/section.xml"))]
    return sorted(found, key=lambda section: (section.number, section.key))


def _section(backup: Backup, folder: str, context: str) -> Section:
    element = backup.read("sections", folder, "section.xml")
    key, name = element.get("id", ""), value(element, "name")
    backup.where = name or folder
    return Section(
        key=key,
        number=int(number(element, "number")),
        name=backup.plain(name),
        summary=backup.markdown(value(element, "summary"), value(element, "summaryformat"), context, "section", key),
        order=[module for module in re.split(r"[,\s]+", value(element, "sequence")) if module],
        hidden=value(element, "visible") == "0",
        limited=_has_conditions(value(element, "availabilityjson")),
        inside=value(element, "itemid") if value(element, "component") == "mod_subsection" else "",
    )


def _has_conditions(availability: str) -> bool:
    try:
        rule = json.loads(availability or "{}")
    except ValueError:
        return True
    return bool(rule.get("c")) if isinstance(rule, dict) else False


def _activities(backup: Backup, information: Element) -> dict[str, Activity]:
    found: dict[str, Activity] = {}
    for listed in information.findall("contents/activities/activity"):
        key, name, title = (value(listed, part) for part in ("moduleid", "modulename", "title"))
        folder = value(listed, "directory")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not backup.inside(folder, f"{name}.xml").is_file():
            backup.not_taken(name or "activity", title, _("The backup lists it but does not hold it."))
            continue
        root = backup.read(folder, f"{name}.xml")
        element = root.find(name)
        module = backup.read(folder, "module.xml") if backup.inside(folder, "module.xml").is_file() else None
        if element is not None:
            label = backup.plain(value(element, "name") or title)
            found[key] = Activity(key, name, label, root.get("contextid", ""), folder, element, module)
    return found


# Weeks


def _weeks(backup: Backup, bank: QuestionBank, course: Course) -> list[WeekOutline]:
    weeks = [_week(backup, bank, course, section) for section in course.sections if not section.inside]
    lost = [activity for key, activity in course.activities.items() if key not in course.used]
    if lost:
        # A backup of single activities has no sections.
        rest = Section("", 0, course.title, "", [activity.key for activity in lost])
        weeks.append(_week(backup, bank, course, rest))
    return [week for week in weeks if week.steps]


def _week(backup: Backup, bank: QuestionBank, course: Course, section: Section) -> WeekOutline:
    title = section.name or _unnamed(section.number, course.weekly)
    week = WeekOutline(title, section.summary, key=f"section-{section.key}" if section.key else "activities")
    week.steps = _steps(backup, bank, course, section, week)
    if not week.steps and week.intro:
        backup.changed("section", title, _("It has only a text, which became an article."))
        week.steps = [StepOutline(title, "article", week.intro, key=f"{week.key}-text")]
        week.intro = ""
    for step in week.steps:
        step.minutes = step.minutes or minutes_for(step)
    if not week.steps:
        backup.not_taken("section", title, _("It is empty."))
    elif section.hidden:
        backup.changed("hidden section", title, _("Learners will see it; it was hidden."))
    if section.limited:
        backup.changed(
            "section", title, _("The conditions under which it opened are not kept; set a date for the week.")
        )
    return week


def _unnamed(place: int, weekly: bool) -> str:
    if not place:
        return _("General")
    return (_("Week {number}") if weekly else _("Topic {number}")).format(number=place)


def _steps(
    backup: Backup, bank: QuestionBank, course: Course, section: Section, week: WeekOutline
) -> list[StepOutline]:
    """In the order of the section; a label goes to the week's introduction or to the step that follows it."""
    steps: list[StepOutline] = []
    waiting: list[str] = []
    for activity in _in_order(course, section):
        course.used.add(activity.key)
        backup.where = activity.title
        if activity.name in LABELS:
            waiting.append(_label(backup, activity, first=not steps))
            if not steps:
                week.intro = join(week.intro, waiting.pop())
            continue
        made = _made(backup, bank, course, activity, week)
        if made and waiting:
            made[0].body = join(*waiting, made[0].body)
            waiting.clear()
        steps += made
    if waiting:
        steps[-1].body = join(steps[-1].body, *waiting)
    return steps


def _in_order(course: Course, section: Section) -> Iterator[Activity]:
    """The sequence, and behind it modules that say they belong here but were left off it."""
    listed = [course.activities[key] for key in section.order if key in course.activities]
    strays = [
        activity
        for activity in course.activities.values()
        if section.key and value(activity.module, "sectionid") == section.key and activity not in listed
    ]
    yield from listed
    yield from strays


def _label(backup: Backup, activity: Activity, *, first: bool) -> str:
    element = activity.element
    how = (
        _("Its text stands in the introduction of the week.") if first else _("Its text stands in the step beside it.")
    )
    backup.changed("label", activity.title, how)
    return backup.markdown(value(element, "intro"), value(element, "introformat"), activity.context, "intro")


def _made(
    backup: Backup, bank: QuestionBank, course: Course, activity: Activity, week: WeekOutline
) -> list[StepOutline]:
    if activity.name == "subsection":
        return _subsection(backup, bank, course, activity, week)
    reader = READERS.get(activity.name)
    if reader is None:
        backup.not_taken(activity.name, activity.title, reason_for(activity.name))
        return []
    steps = reader(backup, bank, activity)
    if steps:
        _tell_limits(backup, activity)
    return steps


def _subsection(
    backup: Backup, bank: QuestionBank, course: Course, activity: Activity, week: WeekOutline
) -> list[StepOutline]:
    section = course.subsection(activity)
    if section is None:
        backup.not_taken("subsection", activity.title, _("The backup does not hold it."))
        return []
    backup.changed("subsection", activity.title, _("Its steps stand in the week “{week}”.").format(week=week.title))
    inner = WeekOutline(activity.title, section.summary)
    steps = _steps(backup, bank, course, section, inner)
    if inner.intro:
        steps.insert(0, StepOutline(activity.title, "article", inner.intro, key=activity.step_key()))
    return steps


def _tell_limits(backup: Backup, activity: Activity) -> None:
    if value(activity.module, "visible") == "0":
        backup.changed(f"hidden {activity.name}", activity.title, _("Learners will see it; it was hidden."))
    if _has_conditions(value(activity.module, "availability")):
        how = _("The conditions under which it opened are not kept.")
        backup.changed(activity.name, activity.title, how)


# The report


def _count(report: Report, outline: Outline) -> None:
    report.count("week", len(outline.weeks))
    for week in outline.weeks:
        for step in week.steps:
            report.count(step.kind)


def _tell_rest(backup: Backup, bank: QuestionBank) -> None:
    backup.changed(
        "minutes", _("all steps"), _("They are estimated from the length of the texts and the kind of step.")
    )
    for question in bank.unused():
        backup.not_taken("question", question.name, _("It is in the question bank, but no quiz of the backup asks it."))
    for entries in backup.files.values():
        for entry in entries:
            if not entry.used:
                backup.not_taken("file", entry.name, _("No step shows it."))
    for path in sorted(backup.root.glob("course/blocks/*/block.xml")):
        block = backup.read("course", "blocks", path.parent.name, "block.xml")
        backup.not_taken("block", value(block, "blockname") or path.parent.name, _("There are no blocks here."))
    if backup.people:
        reason = _("People join a run themselves; only the names on their posts were taken.")
        backup.not_taken("people", _("{number} people").format(number=len(backup.people)), reason)
