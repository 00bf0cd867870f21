"""Common Cartridges become programmes: real ones of other platforms, and small ones for each rule."""

from __future__ import annotations

import os
import re
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from defusedxml import ElementTree

from tests.learning.packages import cartridges as make
from tests.learning.packages.samples import contents, make_folder, make_zip, sample
from wayline.learning.packages.cartridge import read_cartridge, read_unpacked
from wayline.learning.packages.markdown_folder import read_folder, write_folder
from wayline.learning.packages.outline import Imported, NotTaken, PackageError, StepOutline

CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"


def steps(imported: Imported) -> list[StepOutline]:
    return [step for week in imported.outline.weeks for step in week.steps]


def names(entries: list[NotTaken]) -> set[str]:
    return {entry.name for entry in entries}


# Real ones


def test_python_for_everybody_comes_over_whole(tmp_path: Path) -> None:
    path = sample("imscc/moodle_py4e_export.imscc")
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        links = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xml/WL_")]
    modules = root.findall(f"{CP}organizations/{CP}organization/{CP}item/{CP}item")
    expected = [
        (module.findtext(f"{CP}title"), [leaf.findtext(f"{CP}title") for leaf in module.iter(f"{CP}item")][1:])
        for module in modules
    ]
    imported = read_cartridge(path, tmp_path / "x")
    assert [(week.title, [step.title for step in week.steps]) for week in imported.outline.weeks] == expected
    assert len(modules) == 17
    assert len(steps(imported)) == 172
    addresses = [match[1] for link in links if (match := re.search(r'href="([^"]+)"', link))]
    films = [address for address in addresses if "youtube.com" in address]
    kept = {step.media for step in steps(imported) if step.kind == "video"}
    assert kept == {film.replace("&amp;", "&") for film in films}
    assert sum(step.kind == "video" for step in steps(imported)) == len(films)
    tools = sum(kind.get("type") == "imsbasiclti_xmlv1p0" for kind in root.iter(f"{CP}resource"))
    assert sum(change.what == "LTI link" for change in imported.report.changed) == tools
    assert names(imported.report.not_taken) == {"course_settings/canvas_export.txt", "course_settings/module_meta.xml"}


def test_python_for_everybody_reads_well(tmp_path: Path) -> None:
    imported = read_cartridge(sample("imscc/moodle_py4e_export.imscc"), tmp_path / "x")
    first, second = imported.outline.weeks[:2]
    assert (imported.outline.title, imported.outline.language) == ("Python for Everybody import", "en")
    assert first.steps[0].body == "[Assignment: Installing Python](https://www.py4e.com/install.php)"
    assert (second.steps[0].title, second.steps[0].minutes) == ("Video: Why Program - Part 1 (12:31)", 13)
    assert [step.kind for step in second.steps] == ["video"] * 7 + ["download"] + ["article"] * 3
    assert len({step.key for step in steps(imported)}) == 172
    assert imported.report.source_format == "Common Cartridge 1.1"
    assert Counter(change.what for change in imported.report.changed)["minutes"] == 1


def test_what_was_imported_can_be_written_as_a_folder_and_read_back(tmp_path: Path) -> None:
    outline = read_cartridge(sample("imscc/moodle_py4e_export.imscc"), tmp_path / "x").outline
    assert write_folder(outline, tmp_path / "folder") == []
    assert read_folder(tmp_path / "folder").outline == outline


def test_canvas_assignments_become_exercises(tmp_path: Path) -> None:
    imported = read_cartridge(sample("imscc/canvas_cc_gem_course.imscc"), tmp_path / "x")
    assert [(step.title, step.kind, step.hand_in, step.body) for step in steps(imported)] == [
        ("Course with Known Submission Type", "exercise", "text", "This is assignment content."),
        ("Course with Unknown Submission Type", "exercise", "either", "This is assignment content."),
        ("Course with Missing Submission Type", "exercise", "either", "This is assignment content."),
    ]
    left = {name for name in names(imported.report.not_taken) if name.startswith("course_settings/")}
    with zipfile.ZipFile(sample("imscc/canvas_cc_gem_course.imscc")) as archive:
        assert left == {n for n in archive.namelist() if n.startswith("course_settings/") and not n.endswith("/")}


def test_formulas_stand_as_they_were_typed(tmp_path: Path) -> None:
    imported = read_cartridge(sample("imscc/latex.imscc"), tmp_path / "x")
    assert [step.title for step in steps(imported)] == ["Page 1", "Page 2"]
    assert r"- \\(f(10) - 1\\)" in steps(imported)[0].body
    assert [change.name for change in imported.report.changed if change.what == "formula"] == ["Page 1", "Page 2"]


def test_a_page_that_no_module_names_is_not_lost(tmp_path: Path) -> None:
    imported = read_cartridge(sample("imscc/single-page.imscc"), tmp_path / "x")
    assert [week.title for week in imported.outline.weeks] == ["Further material"]
    assert [(step.title, step.body) for step in steps(imported)] == [("Our Purpose", "")]
    assert imported.outline.licence.startswith("Public Domain")


def test_every_item_of_a_cut_cartridge_is_taken_or_named(tmp_path: Path) -> None:
    source = sample("imscc/cc2olx_main")
    files: dict[str, str | bytes] = dict(contents(source))
    files["resource_4_qti/assessment_qti.xml"] = files.pop("assessment_qti.xml")
    imported = read_unpacked(make_folder(tmp_path / "x", files))
    root = ElementTree.parse(source / "imsmanifest.xml")
    space = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
    wanted = [str(entry.findtext(f"{space}title")) for entry in root.iter(f"{space}item") if entry.get("identifierref")]
    named = Counter(entry.name for entry in imported.report.not_taken if entry.what == "item")
    assert [step.title for step in steps(imported)] == ["LTI", "QTI", "Discussion"]
    assert Counter(wanted) - named - Counter(step.title for step in steps(imported)) == Counter()
    questions = steps(imported)[1].questions
    assert [question.kind for question in questions] == [
        "single", "true_false", "multiple", "text", "text", "essay", "essay",
    ]  # fmt: skip


# Every version


@pytest.mark.parametrize(("version", "short"), [("1.0", "v1p0"), ("1.1", "v1p1"), ("1.2", "v1p2"), ("1.3", "v1p3")])
def test_all_four_versions_are_read(tmp_path: Path, version: str, short: str) -> None:
    items = make.item("Modulo", inside=make.item("Sito", "w") + make.item("Pagina", "p"))
    resources = make.resource("w", f"imswl_xml{short}", "w.xml") + make.resource("p", "webcontent", "p.html")
    files: dict[str, str | bytes] = {
        "w.xml": make.web_link("Site", "https://example.org/a", short),
        "p.html": "<p>Ciao</p>",
    }
    imported = read_cartridge(make.cartridge(tmp_path, items, resources, files, version=version), tmp_path / "x")
    assert imported.report.source_format == f"Common Cartridge {version}"
    assert (imported.outline.title, imported.outline.language) == ("Il corso", "it")
    assert [(s.title, s.body) for s in steps(imported)] == [
        ("Sito", "[Sito](https://example.org/a)"),
        ("Pagina", "Ciao"),
    ]


@pytest.mark.parametrize("version", ["1.9", "2.0", ""])
def test_other_versions_are_refused_with_those_that_are_read(tmp_path: Path, version: str) -> None:
    with pytest.raises(PackageError, match=r"1\.0, 1\.1, 1\.2, 1\.3"):
        read_cartridge(make.cartridge(tmp_path, "", "", {}, version=version), tmp_path / "x")


def test_a_thin_cartridge_has_its_links_in_the_manifest(tmp_path: Path) -> None:
    inline = '<webLink><title>x</title><url href="https://example.org/t"/></webLink>'
    resources = make.resource("w", "imswl_xmlv1p3", inside=inline)
    packed = make.cartridge(tmp_path, make.item("Thin", "w"), resources, {}, version="1.3")
    assert [step.body for step in steps(read_cartridge(packed, tmp_path / "x"))] == ["[Thin](https://example.org/t)"]


# The tree


def tree(tmp_path: Path, items: str) -> list[tuple[str, list[str]]]:
    page = make.resource("p", "webcontent", "p.html")
    imported = read_cartridge(make.cartridge(tmp_path, items, page, {"p.html": "<p>x</p>"}), tmp_path / "x")
    return [(week.title, [step.title for step in week.steps]) for week in imported.outline.weeks]


def test_deeper_folders_and_headings_go_before_the_titles(tmp_path: Path) -> None:
    inner = make.item("Texts", inside=make.item("One", "p") + make.item("Deep", inside=make.item("Two", "p")))
    parts = make.item("Start", "p") + inner + make.item("At home") + make.item("Task", "p")
    assert tree(tmp_path, make.item("Week 1", inside=parts) + make.item("Week 2", inside=make.item("Z", "p"))) == [
        ("Week 1", ["Start", "Texts: One", "Texts: Deep: Two", "At home: Task"]),
        ("Week 2", ["Z"]),
    ]


def test_a_single_folder_around_all_modules_is_opened(tmp_path: Path) -> None:
    modules = make.item("A", inside=make.item("a", "p")) + make.item("B", inside=make.item("b", "p"))
    assert tree(tmp_path, make.item("All", inside=modules)) == [("A", ["a"]), ("B", ["b"])]


def test_a_single_module_stays_a_week(tmp_path: Path) -> None:
    assert tree(tmp_path, make.item("Only", inside=make.item("a", "p"))) == [("Only", ["a"])]


def test_items_without_a_module_form_a_week_and_headings_part_them(tmp_path: Path) -> None:
    items = make.item("a", "p") + make.item("Part two") + make.item("b", "p") + make.item("Empty")
    assert tree(tmp_path, items) == [("Il corso", ["a"]), ("Part two", ["b"])]


# Pages and files


def test_pictures_and_files_of_pages_come_along(tmp_path: Path) -> None:
    html = (
        '<p><img src="%24IMS-CC-FILEBASE%24/My%20pictures/a%20b.png?canvas_download=1" alt="A">'
        '<a href="$IMS-CC-FILEBASE$/doc.pdf">doc</a> <a href="../web_resources/doc.pdf">same</a>'
        '<a href="other.html">other</a> <a href="$WIKI_REFERENCE$/pages/other">wiki</a> '
        '<a href="../../../etc/passwd">out</a> <img src="missing.png" alt="gone"></p>'
    )
    files: dict[str, str | bytes] = {
        "wiki_content/p.html": html,
        "wiki_content/other.html": "<p>Other</p>",
        "web_resources/My pictures/a b.png": b"1",
        "web_resources/doc.pdf": b"2",
        "web_resources/unused.docx": b"3",
        "web_resources/run.js": "alert(1)",
        "stray.xml": "<x/>",
    }
    resources = make.resource("p", "webcontent", "wiki_content/p.html") + make.resource(
        "o", "webcontent", "wiki_content/other.html"
    )
    packed = make.cartridge(tmp_path, make.item("P", "p") + make.item("O", "o"), resources, files)
    imported = read_cartridge(packed, tmp_path / "x")
    assert steps(imported)[0].body == (
        "![A](files/My-pictures/a-b.png)[doc](files/doc.pdf) [same](files/doc.pdf)other wiki out gone"
    )
    assert {asset.name: asset.path.read_bytes() for asset in imported.outline.assets} == {
        "My-pictures/a-b.png": b"1",
        "doc.pdf": b"2",
        "unused.docx": b"3",
    }
    assert {"missing.png", "web_resources/run.js", "stray.xml"} == names(imported.report.not_taken)
    assert sum(change.what == "link" for change in imported.report.changed) == 3


def test_a_pasted_picture_becomes_a_file_once(tmp_path: Path) -> None:
    picture = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="P">'
    files: dict[str, str | bytes] = {"p.html": f'{picture}{picture}<img src="data:image/svg+xml,x" alt="S">'}
    packed = make.cartridge(tmp_path, make.item("P", "p"), make.resource("p", "webcontent", "p.html"), files)
    imported = read_cartridge(packed, tmp_path / "x")
    (asset,) = imported.outline.assets
    assert asset.path.read_bytes() == b"\x89PNG\r\n\x1a\n"
    assert steps(imported)[0].body == f"![P](files/{asset.name})" * 2 + "S"
    assert names(imported.report.not_taken) == {"data:image/svg+xml,x"}


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("slides.pdf", "download", "download"),
        ("film.mp4", "video", "media"),
        ("talk.mp3", "audio", "media"),
    ],
)
def test_a_file_in_a_module_becomes_a_step_of_its_kind(tmp_path: Path, name: str, kind: str, value: str) -> None:
    resources = make.resource("f", "webcontent", f"web_resources/{name}")
    packed = make.cartridge(tmp_path, make.item("File", "f"), resources, {f"web_resources/{name}": b"x"})
    (step,) = steps(read_cartridge(packed, tmp_path / "x"))
    assert (step.kind, getattr(step, value)) == (kind, f"files/{name}")


def test_old_pages_in_western_characters_are_read(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"><title>Café</title></head><body>Größe</body></html>'
    files: dict[str, str | bytes] = {"p.html": page.encode("latin-1")}
    packed = make.cartridge(tmp_path, make.item("", "p"), make.resource("p", "webcontent", "p.html"), files)
    assert [(step.title, step.body) for step in steps(read_cartridge(packed, tmp_path / "x"))] == [("Café", "Größe")]


# Other kinds


def test_discussions_keep_text_and_attachments(tmp_path: Path) -> None:
    xml = make.topic("T", "<p>What do <b>you</b> think?</p>", '<attachment href="$IMS-CC-FILEBASE$/d.pdf"/>')
    files: dict[str, str | bytes] = {"t.xml": xml, "web_resources/d.pdf": b"x"}
    packed = make.cartridge(tmp_path, make.item("Talk", "t"), make.resource("t", "imsdt_xmlv1p1", "t.xml"), files)
    (step,) = steps(read_cartridge(packed, tmp_path / "x"))
    assert (step.kind, step.title, step.minutes) == ("discussion", "Talk", 11)
    assert step.body == "What do **you** think?\n\n- [d](files/d.pdf)"


def test_the_assignment_extension_says_what_to_hand_in(tmp_path: Path) -> None:
    xml = (
        '<assignment xmlns="http://www.imsglobal.org/xsd/imscc_extensions/assignment"><title>A</title>'
        '<text texttype="text/html">&lt;p&gt;Write.&lt;/p&gt;</text><instructor_text>Be kind</instructor_text>'
        '<submission_formats><format type="file"/></submission_formats></assignment>'
    )
    resources = make.resource("a", "assignment_xmlv1p0", "a.xml")
    packed = make.cartridge(tmp_path, make.item("Essay", "a"), resources, {"a.xml": xml}, version="1.3")
    imported = read_cartridge(packed, tmp_path / "x")
    (step,) = steps(imported)
    assert (step.kind, step.body, step.hand_in) == ("exercise", "Write.", "file")
    assert [(entry.what, entry.name) for entry in imported.report.not_taken] == [("instructor text", "Essay")]


def test_weblinks_that_are_not_http_are_named(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.xml": make.web_link("A", "javascript:alert(1)"),
        "b.xml": make.web_link("B", "https://vimeo.com/1"),
        "c.xml": make.web_link("C", "https://example.org/notes.pdf?v=2"),
    }
    resources = "".join(make.resource(name, "imswl_xmlv1p1", f"{name}.xml") for name in "abc")
    packed = make.cartridge(tmp_path, "".join(make.item(name.upper(), name) for name in "abc"), resources, files)
    imported = read_cartridge(packed, tmp_path / "x")
    assert [(s.kind, s.media or s.download) for s in steps(imported)] == [
        ("video", "https://vimeo.com/1"),
        ("download", "https://example.org/notes.pdf?v=2"),
    ]
    assert names(imported.report.not_taken) == {"A (javascript:alert(1))"}


def test_canvas_quizzes_are_read_from_canvas_own_copy(tmp_path: Path) -> None:
    numeric = make.question(
        "numerical_question",
        "Two and two?",
        '<response_str ident="r"><render_fib/></response_str>',
        '<respcondition><conditionvar><or><varequal respident="r">4</varequal><and><vargte respident="r">3.5</vargte>'
        '<varlte respident="r">4.5</varlte></and></or></conditionvar><setvar action="Set">100</setvar></respcondition>',
        field="question_type",
    )
    meta = "<quiz><description>&lt;p&gt;Good luck&lt;/p&gt;</description></quiz>"
    files: dict[str, str | bytes] = {
        "q/assessment_qti.xml": make.quiz(""),
        "q/assessment_meta.xml": meta,
        "non_cc_assessments/q.xml.qti": make.quiz(numeric),
    }
    resources = make.resource("q", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", "q/assessment_qti.xml", needs="d")
    resources += make.resource("d", "associatedcontent/x", "q/assessment_meta.xml", "non_cc_assessments/q.xml.qti")
    imported = read_cartridge(make.cartridge(tmp_path, make.item("Check", "q"), resources, files), tmp_path / "x")
    (step,) = steps(imported)
    assert (step.body, step.minutes, len(step.questions)) == ("Good luck", 2, 1)
    assert (step.questions[0].answers[0].text, step.questions[0].answers[0].tolerance) == ("4", 0.5)
    assert imported.report.not_taken == []


def test_a_question_bank_becomes_a_quiz_and_an_empty_quiz_is_named(tmp_path: Path) -> None:
    essay = make.question("cc.essay.v0p1", "Why?", '<response_str ident="r"/>', "")
    bank = make.quiz(essay).replace("assessment", "objectbank")
    files: dict[str, str | bytes] = {"b.xml": bank, "e.xml": make.quiz("", title="Empty")}
    resources = make.resource("b", "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank", "b.xml")
    resources += make.resource("e", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", "e.xml")
    imported = read_cartridge(make.cartridge(tmp_path, "", resources, files), tmp_path / "x")
    assert [(step.kind, len(step.questions)) for step in steps(imported)] == [("quiz", 1)]
    assert [(entry.what, entry.name) for entry in imported.report.not_taken] == [("quiz", "Empty")]


# Attacks and accidents


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    bombs = [
        f'<!DOCTYPE m [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
        '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;">]>',
    ]
    for number, bomb in enumerate(bombs):
        text = make.manifest(make.item("&x;"), "").replace("&amp;x;", "&x;").replace("?>\n<m", f"?>\n{bomb}<m", 1)
        packed = make_zip(tmp_path / f"{number}.imscc", {"imsmanifest.xml": text})
        with pytest.raises(PackageError, match="entities"):
            read_cartridge(packed, tmp_path / f"x{number}")


@pytest.mark.parametrize(
    "items", ["<item>" * 3000 + "</item>" * 3000, "<item/>" * 500_000], ids=["nested too deeply", "too many"]
)
def test_a_manifest_that_would_fill_the_memory_is_refused(tmp_path: Path, items: str) -> None:
    with pytest.raises(PackageError, match="too long or nested too deeply"):
        read_cartridge(make.cartridge(tmp_path, items, "", {}), tmp_path / "x")


def test_an_address_longer_than_any_name_is_only_dropped(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"p.html": f'<p><a href="{"a" * 5000}">words</a></p>'}
    packed = make.cartridge(tmp_path, make.item("P", "p"), make.resource("p", "webcontent", "p.html"), files)
    assert [step.body for step in steps(read_cartridge(packed, tmp_path / "x"))] == ["words"]


def test_a_resource_outside_the_package_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("<p>secret</p>")
    resources = make.resource("p", "webcontent", "../secret.html") + make.resource("q", "webcontent", "q.html")
    packed = make.cartridge(tmp_path, make.item("P", "p") + make.item("Q", "q"), resources, {"q.html": "<p>fine</p>"})
    imported = read_cartridge(packed, tmp_path / "x")
    assert [step.body for step in steps(imported)] == ["fine"]
    assert "P" in names(imported.report.not_taken)


def test_one_broken_part_does_not_stop_the_rest(tmp_path: Path) -> None:
    resources = make.resource("t", "imsdt_xmlv1p1", "t.xml") + make.resource("p", "webcontent", "p.html")
    files: dict[str, str | bytes] = {"t.xml": "<topic><title>", "p.html": "<p>fine</p>"}
    packed = make.cartridge(
        tmp_path, make.item("T", "t") + make.item("P", "p") + make.item("?", "no"), resources, files
    )
    imported = read_cartridge(packed, tmp_path / "x")
    assert [step.title for step in steps(imported)] == ["P"]
    assert names(imported.report.not_taken) >= {"T", "?"}


def test_an_unknown_kind_of_content_is_named(tmp_path: Path) -> None:
    resources = make.resource("z", "imsiwb_iwbv1p0", "z.xml") + make.resource("p", "webcontent", "p.html")
    files: dict[str, str | bytes] = {"z.xml": "<x/>", "p.html": "<p>x</p>"}
    packed = make.cartridge(tmp_path, make.item("Board", "z") + make.item("P", "p"), resources, files)
    left = read_cartridge(packed, tmp_path / "x").report.not_taken
    assert ("imsiwb_iwbv1p0", "Board") in {(entry.what, entry.name) for entry in left}


def test_a_cartridge_without_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="no content"):
        read_cartridge(make.cartridge(tmp_path, make.item("Empty"), "", {}), tmp_path / "x")


def test_a_large_cartridge_needs_little_memory(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"p.html": "<p>x</p>", "web_resources/film.mp4": os.urandom(25_000_000)}
    packed = make.cartridge(tmp_path, make.item("P", "p"), make.resource("p", "webcontent", "p.html"), files)
    del files
    tracemalloc.start()
    imported = read_cartridge(packed, tmp_path / "x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [asset.path.stat().st_size for asset in imported.outline.assets] == [25_000_000]
    assert peak < 3_000_000
