"""CVs: several from one store, arranged, in 24 languages, as files that others can read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from docx import Document as read_docx
from lxml import etree

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import keep
from tests.portfolio.test_keeping import picture
from tests.portfolio.words import ESCO, classification
from wayline.people import holdings
from wayline.people.models import Membership
from wayline.portfolio.actions import cvs as acts
from wayline.portfolio.actions.items import bin_item
from wayline.portfolio.cv.document import KINDS
from wayline.portfolio.cv.words import tables
from wayline.portfolio.enums import Design
from wayline.portfolio.formats import europass
from wayline.portfolio.models import CV, Item
from wayline.portfolio.queries import cvs as reads
from wayline.portfolio.queries import tailoring
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
LANGUAGES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split()  # noqa: SIM905
AsMember = Callable[[Membership], GuardedClient]


@pytest.fixture
def kept(cast: Cast) -> list[Item]:
    cleo = cast.cleo
    return [
        keep(cleo, title="Shop assistant", organisation="Corner Shop", start="2021-03", ongoing=True,
             description="I **worked the till**.\n\n- opened up\n- closed up", country="IT", place="Rimini"),
        keep(cleo, title="Paper round", start="2018", end="2019-07"),
        keep(cleo, Kind.EDUCATION, "School certificate", details={"eqf": 3, "grade": "B"}),
        keep(cleo, Kind.SKILL, "Serving customers", details={"level": "advanced"}),
        keep(cleo, Kind.LANGUAGE, "English", details={"code": "en", "mother_tongue": True}),
        keep(cleo, Kind.LANGUAGE, "Italian", details={"code": "it", "reading": "B1", "writing": "A2"}),
        keep(cleo, Kind.GOAL, "Nobody’s business"),
    ]  # fmt: skip


@pytest.fixture
def cv(cast: Cast, kept: list[Item]) -> CV:
    return acts.make_cv(cast.cleo.user, title="For shops", language="en")


def fetch(client: GuardedClient, cv: CV, ending: str, name: str = "cv_file") -> bytes:
    answer = client.get(reverse(f"portfolio:{name}", args=[cv.key, ending]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def titles(cv: CV) -> list[str]:
    return [entry.title for entry in reads.record_of_cv(cv).entries]


def test_every_language_has_every_word() -> None:
    every = tables()
    assert set(every) == set(LANGUAGES)
    for language, words in every.items():
        assert set(words) == set(every["en"]), language
        assert all(word.strip() == word and word for word in words.values()), language
    assert {kind.value for kind in KINDS} <= set(every["en"])


def test_no_language_was_copied_from_another() -> None:
    """Words that look alike are fine; a language whose words are mostly those of another was not translated."""
    every = tables()
    for language, words in every.items():
        for other, theirs in every.items():
            if language < other:
                same = sum(words[key] == theirs[key] for key in words)
                assert same <= len(words) * 0.5, (language, other, same)


def test_a_new_cv_shows_all_that_belongs_in_one_newest_first(cv: CV) -> None:
    assert titles(cv) == [
        "Shop assistant", "Paper round", "School certificate", "Serving customers", "Italian", "English",
    ]  # fmt: skip


def test_items_are_chosen_hidden_and_moved(cast: Cast, as_member: AsMember, cv: CV, kept: list[Item]) -> None:
    client = as_member(cast.cleo)
    job, paper, school = kept[0].key, kept[1].key, kept[2].key
    form = {"title": "For shops", "language": "en", "design": "clear", "item": [job, paper, school]}
    client.post(cv.get_absolute_url(), form)
    assert titles(cv) == ["Shop assistant", "Paper round", "School certificate"]
    client.post(cv.get_absolute_url(), {**form, "move": f"down:{job}"})
    assert titles(cv) == ["Paper round", "Shop assistant", "School certificate"]
    client.post(cv.get_absolute_url(), {**form, "move": "section-up:education"})
    cv.refresh_from_db()
    assert titles(cv) == ["School certificate", "Paper round", "Shop assistant"]
    client.post(cv.get_absolute_url(), {**form, "move": f"up:{paper}"})
    client.post(cv.get_absolute_url(), {**form, "move": "section-up:education"})
    assert titles(cv) == ["School certificate", "Paper round", "Shop assistant"]


def test_several_cvs_are_made_from_one_store(cast: Cast, cv: CV, kept: list[Item]) -> None:
    acts.change_cv(cv, shown=[kept[0].key])
    other = acts.copy_cv(cv, title="Another")
    acts.change_cv(other, shown=[kept[3].key], language="it")
    cv.refresh_from_db()
    assert (titles(cv), cv.language) == (["Shop assistant"], "en")
    assert (titles(other), other.language) == (["Serving customers"], "it")
    acts.delete_cv(other)
    assert Item.objects.of(cast.cleo.user).count() == len(kept)


def test_what_is_kept_later_is_offered_and_not_shown_by_itself(cast: Cast, as_member: AsMember, cv: CV) -> None:
    keep(cast.cleo, title="A new job")
    assert (
        "You keep 1 thing that this CV does not know yet"
        in as_member(cast.cleo).get(cv.get_absolute_url()).content.decode()
    )
    as_member(cast.cleo).post(reverse("portfolio:cv_take_up", args=[cv.key]))
    assert "A new job" not in titles(cv)
    assert cv.places.filter(item__title="A new job", is_hidden=True).exists()


def test_what_is_binned_leaves_every_cv(cv: CV, kept: list[Item]) -> None:
    bin_item(kept[0])
    assert "Shop assistant" not in titles(cv)


def test_the_preview_shows_a_choice_without_keeping_it(
    cast: Cast, as_member: AsMember, cv: CV, kept: list[Item]
) -> None:
    asked = {"title": "x", "language": "de", "design": "classic", "item": [kept[1].key]}
    page = as_member(cast.cleo).post(reverse("portfolio:cv_preview", args=[cv.key]), asked).content.decode()
    assert "Erfahrung" in page
    assert "cv--classic" in page
    assert "Paper round" in page
    assert "Shop assistant" not in page
    assert "<html" not in page
    cv.refresh_from_db()
    assert cv.language == "en"
    assert len(titles(cv)) == 6


@pytest.mark.parametrize("name", ["cv", "cv_tailor", "letter", "cv_delete"])
def test_a_cv_is_its_owners_only(cast: Cast, as_member: AsMember, cv: CV, name: str) -> None:
    for other in (cast.cato, cast.ada, cast.admin):
        assert as_member(other).get(reverse(f"portfolio:{name}", args=[cv.key])).status_code == 404
        assert as_member(other).get(reverse("portfolio:cv_file", args=[cv.key, "pdf"])).status_code == 404
        assert as_member(other).post(reverse("portfolio:cv_copy", args=[cv.key])).status_code == 404


class Tree:
    """The structure of a tagged PDF in reading order: (tag, alternative text, own text content ids)."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.root: Any = self.pdf.Root
        self.tags: list[str] = []
        self.alts: list[str] = []
        self.heads: list[Any] = []
        self._walk(self.root.StructTreeRoot)

    def _walk(self, node: Any) -> None:
        if not isinstance(node, pikepdf.Dictionary):
            return
        if "/S" in node:
            tag = str(node.S)
            self.tags.append(tag)
            if tag == "/Figure":
                self.alts.append(str(node.get("/Alt", "")))
            if tag == "/TH":
                self.heads.append(node)
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            self._walk(kid)

    @property
    def enclosed(self) -> dict[str, bytes]:
        return {name: spec.get_file().read_bytes() for name, spec in self.pdf.attachments.items()}


def levels(tags: list[str]) -> list[int]:
    return [int(tag[2]) for tag in tags if tag[:2] == "/H" and tag[2:].isdigit()]


@pytest.mark.parametrize("design", Design.values)
def test_the_pdf_is_tagged_named_and_in_reading_order(cast: Cast, as_member: AsMember, cv: CV, design: str) -> None:
    """The right words in the right order, for which no checker of PDF/UA asks; that one looks too (`paper.py`)."""
    client = as_member(cast.cleo)
    client.post(reverse("portfolio:photo"), {"photo": picture()})
    acts.change_cv(cv, design=design, show_photo=True)
    tree = Tree(fetch(client, cv, "pdf"))
    root = tree.root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with tree.pdf.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "Curriculum vitae: Cleo Client"
    assert tree.tags[0] == "/Document"
    assert tree.tags.count("/H1") == 1
    found = levels(tree.tags)
    assert found[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(found))
    assert tree.alts == ["Cleo Client"]
    assert {"/L", "/LI", "/Table", "/TH", "/TD", "/P"} <= set(tree.tags)
    for page in tree.pdf.pages:
        assert str(page.obj.Tabs) == "/S" if "/Annots" in page.obj else True
        assert "/StructParents" in page.obj
    fonts = [font for page in tree.pdf.pages for font in page.obj.Resources.Font.values()]
    assert fonts
    assert all("/ToUnicode" in font for font in fonts)


@pytest.mark.parametrize("language", ["bg", "el", "it", "pl"])
def test_the_pdf_speaks_the_language_of_the_cv(cast: Cast, as_member: AsMember, cv: CV, language: str) -> None:
    """With the letters of three alphabets, and those that Polish adds."""
    acts.change_cv(cv, language=language)
    tree = Tree(fetch(as_member(cast.cleo), cv, "pdf"))
    assert str(tree.root.Lang) == language
    assert tree.tags.count("/H1") == 1


@pytest.mark.parametrize("language", sorted(tables()))
def test_a_cv_speaks_each_language(cast: Cast, as_member: AsMember, cv: CV, language: str) -> None:
    acts.change_cv(cv, language=language)
    page = fetch(as_member(cast.cleo), cv, "html").decode()
    words = tables()[language]
    assert f'<html lang="{language}">' in page
    for key in ("experience", "education", "skill", "language", "mother_tongue", "present", "advanced", "reading"):
        assert words[key] in page, key


def test_europass_data_inside_the_pdf_says_what_the_cv_says(
    cast: Cast, as_member: AsMember, cv: CV, kept: list[Item]
) -> None:
    acts.change_cv(cv, shown=[kept[0].key, kept[5].key], show_birth=False)
    tree = Tree(fetch(as_member(cast.cleo), cv, "pdf"))
    reading = europass.read(tree.enclosed["europass.xml"])
    assert {entry.title for entry in reading.record.entries if entry.kind == Kind.EXPERIENCE} == {"Shop assistant"}
    assert "Paper round" not in tree.enclosed["europass.xml"].decode()
    assert "Nobody" not in tree.enclosed["europass.xml"].decode()


def test_the_docx_has_real_headings_lists_and_a_language(cast: Cast, as_member: AsMember, cv: CV) -> None:
    content = fetch(as_member(cast.cleo), cv, "docx")
    word = read_docx(io.BytesIO(content))
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert styles["Cleo Client"] == "Title"
    assert styles["Experience"] == "Heading 1"
    assert styles["Shop assistant"] == "Heading 2"
    assert styles["opened up"] == "List Bullet"
    assert "I worked the till." in styles
    assert word.core_properties.language == "en"
    assert word.tables[0].cell(0, 2).text == "Reading"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert 'w:val="en"' in archive.read("word/styles.xml").decode()


def test_the_html_stands_alone_and_holds_nothing_that_runs(cast: Cast, as_member: AsMember, cv: CV) -> None:
    keep(cast.cleo, Kind.PROJECT, "<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    acts.take_up_new(cv)
    acts.change_cv(cv, shown=[item.key for item in cv.items.all()])
    page = fetch(as_member(cast.cleo), cv, "html").decode()
    tree = etree.HTML(page)
    assert not tree.xpath("//script | //link | //img[not(starts-with(@src, 'data:'))] | //*[@onerror]")
    assert "url(" not in page
    assert len(tree.xpath("//h1")) == 1


def test_an_address_that_is_not_shown_is_in_no_file(cast: Cast, as_member: AsMember, cv: CV) -> None:
    client = as_member(cast.cleo)
    typed = {"given_name": "Cleo", "family_name": "Client", "street": "Secret Street 9", "birth_date": "1999"}
    client.post(reverse("portfolio:profile_edit"), typed)
    acts.change_cv(cv, show_address=False)
    assert "Secret Street" not in fetch(client, cv, "html").decode()
    assert b"Secret Street" not in Tree(fetch(client, cv, "pdf")).enclosed["europass.xml"]
    assert b"1999" not in Tree(fetch(client, cv, "pdf")).enclosed["europass.xml"]
    acts.change_cv(cv, show_address=True)
    assert "Secret Street 9" in fetch(client, cv, "html").decode()


def test_a_letter_goes_along_in_the_same_design(cast: Cast, as_member: AsMember, cv: CV) -> None:
    client = as_member(cast.cleo)
    assert client.get(reverse("portfolio:letter_file", args=[cv.key, "pdf"])).status_code == 404
    typed = {
        "letter_to": "Corner Shop\nHigh Street 1",
        "letter_subject": "Your vacancy",
        "letter_text": "Dear all,\n\nYours\nCleo",
    }
    client.post(reverse("portfolio:letter", args=[cv.key]), typed)
    tree = Tree(fetch(client, cv, "pdf", "letter_file"))
    assert tree.tags.count("/H1") == 1
    assert "High Street 1" in fetch(client, cv, "html", "letter_file").decode()
    word = read_docx(io.BytesIO(fetch(client, cv, "docx", "letter_file")))
    assert {"Your vacancy", "Yours\nCleo"} <= {paragraph.text for paragraph in word.paragraphs}
    assert "Yours<br>" in fetch(client, cv, "html", "letter_file").decode()
    assert client.get(reverse("portfolio:cv_file", args=[cv.key, "exe"])).status_code == 404


def test_a_vacancy_shows_what_is_in_the_portfolio_and_what_is_not(
    cast: Cast, as_member: AsMember, cv: CV, kept: list[Item]
) -> None:
    classification()
    acts.change_cv(
        cv, vacancy="Shop assistant wanted. You serve customers, prepare food and monitor stock level.", shown=[]
    )
    keep(cast.cleo, Kind.SKILL, "Kitchen work", details={"concept": f"{ESCO}skill/cook"})
    found = tailoring.compare(cv, "en")
    assert found.occupation is not None
    assert found.occupation.title == "Shop assistant"
    by_name = {one.term.title: one for one in (*found.named, *found.usual)}
    assert [item.title for item in by_name["Prepare food"].items] == ["Kitchen work"]
    assert by_name["Serve customers"].items == ()
    assert by_name["Monitor stock level"].items == ()
    kept[0].description = "I attend to customers and work the till."
    kept[0].save()
    by_name = {one.term.title: one for one in (*tailoring.compare(cv, "en").named, *tailoring.compare(cv, "en").usual)}
    assert by_name["Serve customers"].items == (kept[0],)
    assert not by_name["Serve customers"].in_cv
    assert by_name["Operate cash point"].items == (kept[0],)
    acts.change_cv(cv, shown=[kept[0].key])
    page = as_member(cast.cleo).get(reverse("portfolio:cv_tailor", args=[cv.key])).content.decode()
    assert "in this CV" in page
    assert "not in your portfolio" in page


def test_cvs_are_exported_and_erased(cast: Cast, cv: CV) -> None:
    exported = {holding.model: rows for holding, rows in holdings.export_everything(cast.cleo.user)}
    assert exported[CV][0]["title"] == "For shops"
    holdings.erase_everything(cast.cleo.user)
    assert not CV.objects.exists()
