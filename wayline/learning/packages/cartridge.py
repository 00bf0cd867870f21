"""Reader of Common Cartridge 1.0 to 1.3, with what Canvas and Moodle add to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wayline.learning.packages import archive
from wayline.learning.packages.cartridge_files import CartridgeFiles
from wayline.learning.packages.cartridge_steps import StepMaker
from wayline.learning.packages.ims_manifest import MANIFEST_FILE, Item, Manifest, Resource, read_manifest
from wayline.learning.packages.markdown_folder import slug
from wayline.learning.packages.markup import escape
from wayline.learning.packages.outline import (
    Changed,
    Imported,
    NotTaken,
    Outline,
    PackageError,
    Report,
    StepOutline,
    WeekOutline,
)
from wayline.learning.packages.words import gettext as _

_KEY_LENGTH = 60


def read_cartridge(path: Path, into: Path, progress: archive.Progress | None = None) -> Imported:
    """Unpack into an empty folder and read; the files of the programme lie there afterwards."""
    archive.unpack(path, into, progress=progress)
    return read_unpacked(find_root(into))


def find_root(folder: Path) -> Path:
    """The folder of the manifest: this one, or the only one inside it."""
    inner = [entry for entry in folder.iterdir() if (entry / MANIFEST_FILE).is_file()]
    return inner[0] if not (folder / MANIFEST_FILE).is_file() and len(inner) == 1 else folder


def read_unpacked(root: Path) -> Imported:
    return _Reader(root, read_manifest(root)).read()


@dataclass(slots=True)
class _Reader:
    root: Path
    manifest: Manifest
    report: Report = field(init=False)
    files: CartridgeFiles = field(init=False)
    maker: StepMaker = field(init=False)
    keys: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)
    """Keys of the resources that the tree of items names."""

    def __post_init__(self) -> None:
        self.report = Report(f"Common Cartridge {self.manifest.version}")
        self.files = CartridgeFiles(self.root, self.report)
        self.maker = StepMaker(self.manifest, self.files, self.report)

    def read(self) -> Imported:
        if self.manifest.protected:
            reason = _("The cartridge asks for a licence key; ask its publisher whether you may use it.")
            self.report.not_taken.append(NotTaken(_("authorisation"), self.manifest.title, reason))
        items = self._opened(self.manifest.items)
        self.placed = {part.ref for item in items for part in item.all() if part.ref}
        self.maker.find_pages(self.placed)
        weeks = [*self._weeks(items), self._rest()]
        taken = [self._with_keys(week) for week in weeks if self._is_filled(week)]
        self.files.sweep()
        self._tell_minutes(taken)
        return Imported(self._outline(taken), self.report)

    def _outline(self, weeks: list[WeekOutline]) -> Outline:
        found = self.manifest
        return Outline(
            title=found.title or self.files.course_title() or _("Imported programme"),
            language=found.language or "en",
            description=escape(found.description),
            authors=found.authors,
            licence=found.licence,
            weeks=weeks,
            assets=self.files.assets,
        )

    def _opened(self, items: list[Item]) -> list[Item]:
        """The items that become weeks: inside any single folder that holds further folders or has no title."""
        while len(items) == 1 and not items[0].ref and items[0].parts:
            only = items[0]
            if only.title and not any(part.parts for part in only.parts):
                break
            if only.title and only.title != self.manifest.title:
                how = _("The folders inside it became the weeks.")
                self.report.changed.append(Changed(_("folder"), only.title, how))
            items = only.parts
        return items

    def _weeks(self, items: list[Item]) -> Iterator[WeekOutline]:
        loose: WeekOutline | None = None
        for item in items:
            if item.parts:
                if loose:
                    yield loose
                    loose = None
                yield self._module(item)
            elif not item.ref and item.title:
                if loose:
                    yield loose
                loose = WeekOutline(item.title)
            elif item.ref:
                loose = loose or WeekOutline(self.manifest.title or _("Programme"))
                self._add(loose, item, "")
        if loose:
            yield loose

    def _module(self, item: Item) -> WeekOutline:
        week = WeekOutline(item.title or _("Untitled week"))
        if item.ref:
            self._add(week, item, "")
        self._fill(week, item.parts, "")
        return week

    def _fill(self, week: WeekOutline, parts: list[Item], prefix: str) -> None:
        """Weeks have one level: the titles of folders and headings inside go before the titles of their steps."""
        heading = prefix
        for part in parts:
            if part.parts or not part.ref:
                how = _("Its title stands before the titles of its steps.")
                self.report.changed.append(Changed(_("folder"), part.title or week.title, how))
            if part.ref:
                self._add(week, part, heading)
            if part.parts:
                self._fill(week, part.parts, _joined(prefix, part.title))
            elif not part.ref:
                heading = _joined(prefix, part.title)

    def _add(self, week: WeekOutline, item: Item, prefix: str) -> None:
        resource = self.manifest.resources.get(item.ref)
        if resource is None:
            reason = _("The manifest names it but does not say where it is.")
            self.report.not_taken.append(NotTaken(_("item"), item.title or item.ref, reason))
            return
        self._add_step(week, resource, item.title, prefix)

    def _add_step(self, week: WeekOutline, resource: Resource, title: str, prefix: str = "") -> None:
        try:
            step = self.maker.make(resource, title)
        except PackageError as error:
            name = title or resource.main or resource.key
            self.report.not_taken.append(NotTaken(_("item"), name, str(error)))
            return
        if step is not None:
            step.title = _joined(prefix, step.title)
            self.report.count(step.kind)
            week.steps.append(step)

    def _rest(self) -> WeekOutline:
        """Pages, quizzes and so on that no item names; learners would not find them otherwise."""
        week = WeekOutline(_("Further material"))
        needed = {need for resource in self.manifest.resources.values() for need in resource.needs}
        for key, resource in self.manifest.resources.items():
            if key in self.placed or (key in needed and resource.type.startswith("associatedcontent")):
                continue
            if self.maker.is_content(resource):
                self._add_step(week, resource, "")
        for step in week.steps:
            how = _("It stood outside the modules; it is in “{week}” now.").format(week=week.title)
            self.report.changed.append(Changed(step.kind, step.title, how))
        return week

    def _is_filled(self, week: WeekOutline) -> bool:
        if not week.steps and week.title != _("Further material"):
            reason = _("Nothing in it could be taken over.")
            self.report.not_taken.append(NotTaken(_("module"), week.title, reason))
        return bool(week.steps)

    def _with_keys(self, week: WeekOutline) -> WeekOutline:
        week.key = self._key(week.title, "week")
        for step in week.steps:
            step.key = self._key(step.title, step.kind)
        return week

    def _key(self, title: str, fallback: str) -> str:
        stem = slug(title) or fallback
        if len(stem) > _KEY_LENGTH:
            stem = stem[:_KEY_LENGTH].rpartition("-")[0] or stem[:_KEY_LENGTH]
        key, number = stem, 2
        while key in self.keys:
            key, number = f"{stem}-{number}", number + 1
        self.keys.add(key)
        return key

    def _tell_minutes(self, weeks: list[WeekOutline]) -> None:
        steps: list[StepOutline] = [step for week in weeks for step in week.steps]
        if not steps:
            raise PackageError(
                _("The cartridge has no content that could be taken over."),
                where=MANIFEST_FILE,
                advice=_("Check that the export contains the pages, not only the settings of the course."),
            )
        how = _(
            "A cartridge does not say minutes. They are estimated: reading at 200 words a minute, a quiz question 1, a "
            "link, file or recording 5, a discussion 10, an exercise 20; a length such as (12:31) in a title is taken."
        )
        self.report.changed.append(Changed(_("minutes"), self.manifest.title, how))


def _joined(prefix: str, title: str) -> str:
    """`Reading: Chapter 1`, but not `Chapter 1: Chapter 1`."""
    if not prefix or title.casefold().startswith(prefix.casefold()):
        return title
    return f"{prefix}: {title}" if title else prefix
