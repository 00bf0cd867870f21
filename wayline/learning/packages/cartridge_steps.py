"""How each kind of resource in a Common Cartridge becomes a step."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from math import ceil
from typing import Literal
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from wayline.learning.packages.cartridge_files import CartridgeFiles
from wayline.learning.packages.ims_manifest import Manifest, Resource, inside, read_xml, text_of
from wayline.learning.packages.markdown_folder import media_type
from wayline.learning.packages.markup import (
    Converted,
    escape,
    is_video,
    link,
    reading_minutes,
    to_markdown,
    watch_address,
)
from wayline.learning.packages.outline import Changed, NotTaken, Report, StepKindName, StepOutline
from wayline.learning.packages.qti12 import read_quiz
from wayline.learning.packages.words import gettext as _

_DURATION = re.compile(r"\((?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)\)\s*$")
_DOCUMENT = re.compile(r"\.(?:pdf|pptx?|docx?|xlsx?|odt|ods|odp|csv|txt|zip|epub|rtf|key|pages|ipynb)$", re.IGNORECASE)
_HTML = re.compile(r"\.x?html?$", re.IGNORECASE)
_EXTRA: dict[StepKindName, int] = {"discussion": 10, "exercise": 20, "download": 5, "video": 5, "audio": 5}
_LINK_MINUTES = 5
_HAND_IN: dict[str, Literal["text", "file"]] = {
    "text": "text",
    "html": "text",
    "url": "text",
    "online_text_entry": "text",
    "online_url": "text",
    "file": "file",
    "online_upload": "file",
    "media_recording": "file",
}


class StepMaker:
    def __init__(self, manifest: Manifest, files: CartridgeFiles, report: Report) -> None:
        self._resources = manifest.resources
        self._files = files
        self._report = report

    def find_pages(self, placed: set[str]) -> None:
        """Learn which pages become steps before any link to them is met."""
        for key, resource in self._resources.items():
            if key in placed or self.is_content(resource):
                self._files.pages.update(path for path in resource.files if _HTML.search(path))
            elif resource.type.startswith("associatedcontent"):
                self._files.settings.update(path for path in resource.files if path.endswith(".xml"))

    def is_content(self, resource: Resource) -> bool:
        """Whether it is for learners even when no item names it; files come in as files instead."""
        if resource.main.startswith("course_settings/"):
            return resource.main.endswith("syllabus.html") and self._files.exists(resource.main)
        return self._maker(resource) not in {self._file, None}

    def make(self, resource: Resource, title: str) -> StepOutline | None:
        """The step, or nothing after a word in the report; an error when its files are missing or broken."""
        maker = self._maker(resource)
        if maker is None:
            self._leave(resource.type or _("unknown"), title or resource.main, _("This kind of content is not known."))
            return None
        step = maker(resource, title)
        if step is not None:
            self._estimate(step)
        return step

    def _maker(self, resource: Resource) -> Callable[[Resource, str], StepOutline | None] | None:
        makers = {
            "imswl": self._web_link,
            "imsdt": self._discussion,
            "imsqti": self._quiz,
            "imsbasiclti": self._tool,
            "imslti": self._tool,
            "assignment": self._assignment,
        }
        for prefix, maker in makers.items():
            if resource.type.lower().startswith(prefix):
                return maker
        if not resource.type.lower().startswith(("webcontent", "associatedcontent")):
            return None
        if self._settings(resource, "assignment_settings.xml"):
            return self._canvas_assignment
        return self._page if _HTML.search(self._main(resource)) else self._file

    # What each kind becomes

    def _page(self, resource: Resource, title: str) -> StepOutline:
        path = self._main(resource)
        page = self._converted(self._files.page(path), resource, title)
        if not page.text:
            self._change(_("page"), title or page.title or path, _("It has no text."))
        return StepOutline(title or page.title or _name_of(path), "article", page.text)

    def _file(self, resource: Resource, title: str) -> StepOutline:
        path = self._main(resource)
        address = self._files.asset(path)
        title = title or _name_of(path)
        kind = media_type(address).partition("/")[0]
        if kind == "video":
            return StepOutline(title, "video", media=address)
        if kind == "audio":
            return StepOutline(title, "audio", media=address)
        if kind == "image":
            return StepOutline(title, "article", f"!{link(title, address)}")
        return StepOutline(title, "download", download=address)

    def _web_link(self, resource: Resource, title: str) -> StepOutline | None:
        root = self._xml(resource)
        url = root.find("url")
        address = "" if url is None else url.get("href", "").strip()
        title = title or text_of(root, "title") or address
        if not re.match(r"https?://", address, re.IGNORECASE):
            self._leave(_("web link"), f"{title} ({address})", _("Only http and https addresses are kept."))
            return None
        if is_video(address):
            return StepOutline(title, "video", media=watch_address(address))
        if _DOCUMENT.search(urlsplit(address).path):
            return StepOutline(title, "download", download=address)
        return StepOutline(title, "article", link(title, address), minutes=_LINK_MINUTES)

    def _tool(self, resource: Resource, title: str) -> StepOutline | None:
        root = self._xml(resource)
        title = title or text_of(root, "title") or _("Tool")
        address = text_of(root, "secure_launch_url") or text_of(root, "launch_url")
        if not re.match(r"https?://", address, re.IGNORECASE):
            self._leave(_("LTI link"), title, _("It has no address to start at."))
            return None
        description = text_of(root, "description")
        known = {title, text_of(root, "title"), address, ""}
        words = "" if description in known else f"{self._text(description, resource, title)}\n\n"
        self._change(
            _("LTI link"),
            title,
            _("It is a plain link now; its settings are not kept, and the tool does not learn who comes."),
        )
        return StepOutline(title, "article", words + link(title, address), minutes=_LINK_MINUTES)

    def _discussion(self, resource: Resource, title: str) -> StepOutline:
        root = self._xml(resource)
        title = title or text_of(root, "title") or _("Discussion")
        body = self._rich(root.find("text"), resource, title) + self._attachments(root, resource)
        return StepOutline(title, "discussion", body.strip())

    def _assignment(self, resource: Resource, title: str) -> StepOutline:
        root = self._xml(resource)
        title = title or text_of(root, "title") or _("Exercise")
        body = self._rich(root.find("text"), resource, title) + self._attachments(root, resource)
        formats = {entry.get("type", "") for entry in root.iter("format")}
        if text_of(root, "instructor_text"):
            self._leave(_("instructor text"), title, _("Exercises have no text for facilitators alone."))
        return self._exercise(title, body.strip(), formats)

    def _canvas_assignment(self, resource: Resource, title: str) -> StepOutline:
        path = self._settings(resource, "assignment_settings.xml")
        root = read_xml(self._files.use(path), path)
        title = title or text_of(root, "title") or _("Exercise")
        page = next((path for path in [resource.main, *resource.files] if _HTML.search(path)), "")
        body = self._converted(self._files.page(page), resource, title).text if page else ""
        return self._exercise(title, body, set(re.split(r"[\s,]+", text_of(root, "submission_types"))))

    def _exercise(self, title: str, body: str, formats: set[str]) -> StepOutline:
        ways = {_HAND_IN[entry] for entry in formats if entry in _HAND_IN}
        self._change(_("assignment"), title, _("It is an exercise now; points, dates and rubrics are not kept."))
        return StepOutline(title, "exercise", body, hand_in=ways.pop() if len(ways) == 1 else "either")

    def _quiz(self, resource: Resource, title: str) -> StepOutline | None:
        path = self._quiz_file(resource)
        quiz = read_quiz(read_xml(self._files.use(path), path), lambda html: self._piece(html, resource))
        title = title or quiz.title or _("Quiz")
        self._report.changed += quiz.changed
        self._report.not_taken += quiz.not_taken
        if not quiz.questions:
            self._leave(_("quiz"), title, _("It has no question that could be taken over."))
            return None
        if "question-bank" in resource.type:
            self._change(_("question bank"), title, _("It is a quiz with all its questions now."))
        intro = "\n\n".join(filter(None, [self._quiz_description(resource, title), quiz.intro]))
        self._report.count("question", len(quiz.questions))
        step = StepOutline(title, "quiz", intro, questions=tuple(quiz.questions))
        step.minutes = len(quiz.questions) + reading_minutes(intro)
        return step

    def _quiz_file(self, resource: Resource) -> str:
        """Canvas's own copy where there is one: the standard one leaves out the kinds that the standard lacks."""
        own = [path for path in self._all_files(resource) if path.endswith(".qti") and self._files.exists(path)]
        if own and self._files.exists(resource.main):
            self._files.use(resource.main)
        return own[0] if own else resource.main

    def _quiz_description(self, resource: Resource, title: str) -> str:
        path = self._settings(resource, "assessment_meta.xml")
        if not path:
            return ""
        root = read_xml(self._files.use(path), path)
        self._change(_("quiz settings"), title, _("Attempts, time limits and dates are not kept."))
        return self._text(root.findtext("description") or "", resource, title)

    # What they share

    def _main(self, resource: Resource) -> str:
        """The file it opens with; some exporters name one that is not there beside one that is."""
        paths = [resource.main, *resource.files]
        return next((path for path in paths if self._files.exists(path)), resource.main)

    def _estimate(self, step: StepOutline) -> None:
        length = _DURATION.search(step.title)
        if length and step.kind in {"video", "audio"}:
            hours, minutes, seconds = (int(part or 0) for part in length.groups())
            step.minutes = ceil(hours * 60 + minutes + seconds / 60)
        elif not step.minutes:
            step.minutes = _EXTRA.get(step.kind, 0) + reading_minutes(step.body)

    def _all_files(self, resource: Resource) -> list[str]:
        needed = (self._resources[key] for key in resource.needs if key in self._resources)
        others = [path for need in needed for path in [need.href, *need.files] if path]
        return [*filter(None, [resource.href]), *resource.files, *others]

    def _settings(self, resource: Resource, name: str) -> str:
        paths = self._all_files(resource)
        return next((path for path in paths if path.endswith(f"/{name}") and self._files.exists(path)), "")

    def _xml(self, resource: Resource) -> Element:
        if resource.inline is not None:
            return resource.inline
        path = next((path for path in [*resource.files, resource.href] if path.endswith(".xml")), resource.main)
        return read_xml(self._files.use(path), path)

    def _converted(self, html: str, resource: Resource, where: str) -> Converted:
        converted = self._piece(html, resource, where)
        self._report.changed += converted.changed
        self._report.not_taken += converted.not_taken
        return converted

    def _piece(self, html: str, resource: Resource, where: str = "") -> Converted:
        base = posixpath.dirname(resource.main)
        return to_markdown(html, address=self._files.address(base), where=where or resource.main)

    def _text(self, text: str, resource: Resource, where: str) -> str:
        if re.search(r"</?[a-zA-Z]+[^<>]*>", text):
            return self._converted(text, resource, where).text
        return escape(" ".join(text.split()))

    def _rich(self, element: Element | None, resource: Resource, where: str) -> str:
        if element is None:
            return ""
        text = "".join(element.itertext())
        if element.get("texttype", "text/html") == "text/plain":
            return escape(text)
        return self._converted(text, resource, where).text

    def _attachments(self, root: Element, resource: Resource) -> str:
        lines = []
        for attachment in root.iter("attachment"):
            href = attachment.get("href", "")
            address = self._files.address(posixpath.dirname(resource.main))(href)
            if address:
                lines.append(f"- {link(_name_of(inside('', href)), address)}")
            else:
                self._leave(_("attachment"), href, _("It is not in the package."))
        return "\n\n" + "\n".join(lines) if lines else ""

    def _change(self, what: str, name: str, how: str) -> None:
        self._report.changed.append(Changed(what, name, how))

    def _leave(self, what: str, name: str, reason: str) -> None:
        self._report.not_taken.append(NotTaken(what, name, reason))


def _name_of(path: str) -> str:
    return posixpath.basename(path).rpartition(".")[0] or posixpath.basename(path)
