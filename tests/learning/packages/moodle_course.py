"""Writes a Moodle course backup as Moodle 4.5 or 3.11 lays it out, for the parts that no real sample holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from tests.learning.packages.samples import make_tar, make_zip

COURSE_CONTEXT = "90"


@dataclass
class MoodleCourse:
    """Modules are numbered from 1 in the order of adding; the context of module 7 is 107."""

    parts: dict[str, bytes] = field(default_factory=dict)
    modules: list[tuple[str, str, str]] = field(default_factory=list)
    sections: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def section(self, key: str, number: int, name: str, *, extra: str = "", order: str | None = None) -> None:
        self.sections[key] = []
        self.parts[f"sections/section_{key}/section.xml"] = (
            f'<section id="{key}"><number>{number}</number><name>{escape(name)}</name><summaryformat>1</summaryformat>'
            f"<sequence>{order if order is not None else '#' + key}</sequence>{extra}</section>"
        ).encode()

    def module(self, section: str, kind: str, title: str, inner: str, *, extra: str = "", instance: str = "") -> str:
        key = str(len(self.modules) + 1)
        self.modules.append((key, kind, title))
        self.sections[section].append(key)
        folder = f"activities/{kind}_{key}"
        self.parts[f"{folder}/module.xml"] = (
            f'<module id="{key}"><sectionid>{section}</sectionid>{extra}</module>'.encode()
        )
        self.parts[f"{folder}/{kind}.xml"] = (
            f'<activity id="{instance or key}" moduleid="{key}" contextid="1{key:0>2}"><{kind} id="{instance or key}">'
            f"<name>{escape(title)}</name>{inner}</{kind}></activity>"
        ).encode()
        return key

    def file(
        self, context: str, area: str, name: str, content: bytes, *, item: str = "0", kind: str = "text/plain",
        held: bool = True, folder: str = "/",
    ) -> None:  # fmt: skip
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if held:
            self.parts[f"files/{digest[:2]}/{digest}"] = content
        self.files.append(
            f'<file id="{len(self.files) + 1}"><contenthash>{digest}</contenthash><contextid>{context}</contextid>'
            f"<component>mod_x</component><filearea>{area}</filearea><itemid>{item}</itemid>"
            f"<filepath>{folder}</filepath><filename>{escape(name)}</filename><filesize>{len(content)}</filesize>"
            f"<mimetype>{kind}</mimetype><sortorder>0</sortorder></file>"
        )

    def questions(self, categories: str) -> None:
        self.parts["questions.xml"] = f"<question_categories>{categories}</question_categories>".encode()

    def users(self, *people: tuple[str, str, str, str]) -> None:
        rows = "".join(
            f'<user id="{key}"><username>{user}</username><firstname>{first}</firstname>'
            f"<lastname>{last}</lastname></user>"
            for key, user, first, last in people
        )
        self.parts["users.xml"] = f"<users>{rows}</users>".encode()

    def write(self, path: Path, *, packed: str = "tar") -> Path:
        listed = "".join(
            f"<activity><moduleid>{key}</moduleid><modulename>{kind}</modulename><title>{escape(title)}</title>"
            f"<directory>activities/{kind}_{key}</directory></activity>"
            for key, kind, title in self.modules
        )
        parts = {
            "moodle_backup.xml": (
                "<moodle_backup><information><backup_release>4.5</backup_release>"
                "<original_wwwroot>https://moodle.example</original_wwwroot><original_course_id>5</original_course_id>"
                "<original_course_fullname>Coaching</original_course_fullname>"
                f"<contents><activities>{listed}</activities></contents></information></moodle_backup>"
            ).encode(),
            "course/course.xml": (
                f'<course id="5" contextid="{COURSE_CONTEXT}"><fullname>Coaching</fullname><lang>it</lang>'
                "<summary>&lt;p&gt;How to &lt;b&gt;coach&lt;/b&gt;.&lt;/p&gt;</summary><summaryformat>1</summaryformat>"
                "<format>topics</format></course>"
            ).encode(),
            "files.xml": f"<files>{''.join(self.files)}</files>".encode(),
            **self.parts,
        }
        for key, order in self.sections.items():
            name = f"sections/section_{key}/section.xml"
            parts[name] = parts[name].replace(f"#{key}".encode(), ",".join(order).encode())
        return make_zip(path, parts) if packed == "zip" else make_tar(path, parts)


def html(text: str, name: str = "intro") -> str:
    """A text field in HTML with its format, escaped as Moodle does."""
    return f"<{name}>{escape(text)}</{name}><{name}format>1</{name}format>"
