"""Rules on the whole house. If one fails, the code is wrong, not the rule (DESIGN.md, section 4)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from wayline.people.holdings import all_holdings
from wayline.people.models import Membership, User

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "wayline"
FLOORS = [
    ["common"],
    ["people", "taxonomy"],
    ["lmi", "portfolio", "discussion"],
    ["assessment", "opportunities"],
    ["learning"],
    ["home"],
]
ROOMS = [room for floor in FLOORS for room in floor]
HEIGHT = {room: height for height, floor in enumerate(FLOORS) for room in floor}
DOORS = ("views", "forms", "admin", "urls", "api")

# What one may read without signing in, each for a reason.
PUBLIC_PAGES = {
    "home:start": "who is not signed in learns what Wayline is",
    "home:health": "monitoring has no account",
    "common:worker": "the browser asks for it, whoever is signed in",
    "common:manifest": "the browser asks for it without cookies",
    "common:offline": "kept by the browser and shown when nobody can be asked who is there; it says nothing of anybody",
    "home:demo_sign_in": "only in demo mode: signs in as an invented person",
    "learning:catalogue": "people choose before they sign up",
    "learning:programme": "people choose before they sign up",
    "learning:certificate_search": "whoever holds a certificate may check it",
    "learning:certificate_check": "whoever holds a certificate may check it",
    "learning:certificate_pdf": "whoever holds the code may read it",
    "opportunities:search": "people look for work before they know us",
    "opportunities:vacancy_figures": "figures on what is published are for everybody; they name no employer",
    "opportunities:vacancy_figures_csv": "figures on what is published are for everybody; they name no employer",
    "opportunities:opportunity": "what is published is for everybody",
    "opportunities:company": "who offers something says who it is",
    "opportunities:agreement_parent": "a parent who signs has no account; the link is secret and ends",
    "opportunities:feed": "feed readers have no account",
    "opportunities:sitemap": "search engines have no account",
    "opportunities:sitemap_part": "search engines have no account",
    "lmi:explorer": "published figures are for everybody: clients look jobs up before they know us",
    "lmi:choose_area": "visitors choose an area too; it is kept in their session",
    "lmi:occupation": "published figures are for everybody",
    "lmi:occupation_csv": "published figures are for everybody",
    "lmi:moves": "people ask where they could go before they know us",
    "lmi:moves_csv": "people ask where they could go before they know us",
    "lmi:figure": "whoever reads a figure may know where it comes from",
    "lmi:compare": "published figures are for everybody",
    "lmi:compare_csv": "published figures are for everybody",
    "lmi:rankings": "published figures are for everybody",
    "lmi:rankings_csv": "published figures are for everybody",
    "lmi:shortages": "published figures are for everybody",
    "lmi:areas": "published figures are for everybody",
    "lmi:area": "published figures are for everybody",
    "lmi:area_working": "whoever reads a figure may know what it is worked out from",
    "lmi:area_csv": "published figures are for everybody",
    "lmi:area_pdf": "published figures are for everybody",
    "lmi:widgets": "other sites show our figures",
    "lmi:widget_script": "other sites show our figures",
    "lmi:widget_look": "other sites show our figures",
    "lmi:widget_occupation": "other sites show our figures",
    "lmi:widget_compare": "other sites show our figures",
    "lmi:widget_area": "other sites show our figures",
    "assessment:answer_start": "people who are asked may have no account",
    "assessment:answer": "people who are asked may have no account",
    "assessment:answer_check": "people who are asked may have no account",
    "assessment:answer_later": "people who are asked may have no account",
    "assessment:answer_done": "people who are asked may have no account",
    "people:help": "help is for everybody",
    "people:about": "help is for everybody",
    "people:privacy": "one reads it before signing up",
    "people:retention": "one reads it before signing up",
    "people:accessibility": "help is for everybody",
    "people:terms": "one reads them before signing up",
    "people:invitation": "the invited may have no account yet",
    "people:invitation_sign_up": "the invited may have no account yet",
    "people:unsubscribe": "a link in a mail works without signing in; the address is signed",
    "credentials:check": "an employer who was shown a badge has no account",
    "credentials:credential": "whoever holds the address of a credential may check it",
    "credentials:file": "whoever holds the address of a credential may take it along",
    "credentials:status_list": "checkers elsewhere look up what was revoked",
    "credentials:did": "checkers elsewhere look up the service's keys",
    "portfolio:public": "whoever has the address of a page that its person made public",
    "portfolio:public_file": "whoever has the address of a page that its person made public",
    "portfolio:public_picture": "whoever has the address of a page that its person made public",
    "portfolio:link": "whoever holds the secret link; the page says who made it",
    "portfolio:link_file": "whoever holds the secret link",
    "portfolio:link_picture": "whoever holds the secret link",
    "portfolio:endorse": "whoever was asked for an endorsement may have no account",
    "portfolio:endorse_withdraw": "whoever gave an endorsement takes it back as it was given",
    "taxonomy:schemes": "classifications are published; everybody reads them",
    "taxonomy:scheme": "classifications are published; everybody reads them",
    "taxonomy:concept": "classifications are published; everybody reads them",
    "taxonomy:releases": "everybody may know where a figure comes from",
    "taxonomy:release": "everybody may know where a figure comes from",
    "api:console": "who writes a program reads it before having an account",
    "people:set_language": "the language switch stands on public pages",
}
# Addresses for programs: each API is public as a whole, for a reason.
PUBLIC_APIS = {
    "opportunities:opportunities-v1": "what is on show is for everybody, programs too",
    "api:api-v1": "published figures; clients of LMI for All send no key",
    "api:api-v2": "published figures and classifications",
    "api:api-onet": "published ratings of occupations; clients of O*NET may send a key and need none",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("wayline.")]


def test_every_room_is_on_a_floor() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"config", "cli"}
    assert rooms == set(ROOMS)


def test_no_room_before_its_first_table() -> None:
    # home is the front hall and common has no tables by decision
    with_tables = {model._meta.app_label for model in our_models()}
    assert set(ROOMS) - {"common", "home"} <= with_tables


def test_foreign_keys_point_down() -> None:
    for model in our_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if not (field.concrete and isinstance(target, type) and target.__module__.startswith("wayline.")):
                continue
            assert HEIGHT[target._meta.app_label] <= HEIGHT[model._meta.app_label], f"{model._meta.label}.{field.name}"


def test_there_are_no_generic_keys_and_no_signals() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        assert "GenericForeignKey" not in text, path
        assert not re.search(
            r"^from django\.(db\.models|core|dispatch)\S* import .*(post_save|pre_save|receiver)", text, re.M
        ), path


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("wayline", cache_dir=None)


def test_doors_of_a_room_are_private_to_it(graph: grimp.ImportGraph) -> None:
    for room in ROOMS:
        for door in DOORS:
            top = f"wayline.{room}.{door}"
            if room == "common" or top not in graph.modules:
                continue
            for module in {top, *graph.find_descendants(top)}:
                for importer in graph.find_modules_that_directly_import(module):
                    assert importer.startswith(f"wayline.{room}."), f"{importer} imports {module}"


def test_nobody_imports_config_but_the_command(graph: grimp.ImportGraph) -> None:
    for module in {"wayline.config", *graph.find_descendants("wayline.config")}:
        for importer in graph.find_modules_that_directly_import(module):
            assert importer.startswith(("wayline.config", "wayline.cli")), f"{importer} imports {module}"


ANSWERS = "wayline.opportunities.models.about_you"
READERS_OF_ANSWERS = {
    "actions.about_you", "forms.about_you", "holdings", "keeping", "models", "queries.about_you", "shell",
    "views.about_you",
}  # fmt: skip


def test_what_people_answered_for_fairness_has_few_readers(graph: grimp.ImportGraph) -> None:
    """Matching must not reach it: neither by an import, nor by the name of the table, nor back from an account."""
    readers = {name.removeprefix("wayline.opportunities.") for name in graph.find_modules_that_directly_import(ANSWERS)}
    assert readers <= READERS_OF_ANSWERS
    counting = graph.find_modules_that_directly_import("wayline.opportunities.queries.about_you")
    assert {name.rpartition(".")[2] for name in counting} == {
        "about_you", "match_fairness", "selection_fairness", "stay_figures",
    }  # fmt: skip
    room = PACKAGE / "opportunities"
    may = {room / f"{name.replace('.', '/')}.py" for name in (*READERS_OF_ANSWERS, "models.about_you")}
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts and path not in may:
            assert not re.search(r"\b(opportunities_)?aboutyou\b", path.read_text(), re.I), path
    back = [field.related_model.__name__ for field in User._meta.related_objects if field.get_accessor_name()]
    assert "AboutYou" not in back


UNGUARDED = re.compile(r"\b([A-Z]\w+)\.objects\.(all|get|filter|exclude)\(")


def test_views_fetch_through_reading_rules() -> None:
    """In views, `Model.objects` is followed by `visible_to`, `public` or another named reading rule."""
    allowed = re.compile(
        r"\.filter\((run|step|enrolment|version|user|organisation|programme|space|thread|code|comment|page|source|target|version__step|pk__in=acts)\b"
    )
    offenders = []
    for path in [*PACKAGE.glob("*/views.py"), *PACKAGE.glob("*/views/*.py")]:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if UNGUARDED.search(line) and not allowed.search(line) and "visible_to" not in line:
                offenders.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not offenders, "\n".join(offenders)


def all_patterns(resolver: URLResolver, namespace: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace or "") if part)
            found += all_patterns(entry, inner)
        else:
            found.append((":".join(part for part in (namespace, entry.name or "") if part), entry))
    return found


def test_public_pages_are_a_list() -> None:
    """Every page asks for signing in, but for the list above and the sign-in pages of allauth."""
    public = set()
    for name, pattern in all_patterns(get_resolver()):
        module = getattr(pattern.callback, "__module__", "")
        if not getattr(pattern.callback, "login_required", True) and not module.startswith("allauth"):
            public.add(name)
    public = {name for name in public if name.rpartition(":")[0] not in PUBLIC_APIS}
    assert public <= set(PUBLIC_PAGES), f"not on the list: {sorted(public - set(PUBLIC_PAGES))}"
    assert set(PUBLIC_PAGES) <= public, f"no longer public: {sorted(set(PUBLIC_PAGES) - public)}"


# Tables that name a person and need no entry of their own, each for a reason.
NO_HOLDING: dict[str, str] = {}


def test_every_table_about_a_person_can_be_exported_and_erased() -> None:
    held = {holding.model for holding in all_holdings()}
    for model in our_models():
        if model in {User, Membership} or model._meta.label in NO_HOLDING:
            continue
        about = [
            field.name
            for field in model._meta.get_fields()
            if field.concrete and field.related_model in {User, Membership} and field.name not in ACTORS
        ]
        assert not about or model in held, f"{model._meta.label} ({', '.join(about)}) has no holding"


# Columns that say which member of staff did something; the acts stand in the audit trail, which has a holding.
ACTORS = {
    "actor", "by", "created_by", "feedback_by", "hidden_by", "endorsed_by", "pinned_by", "locked_by", "handled_by",
    "sent_by", "invited_by", "added_by", "uploaded_by",
}  # fmt: skip


def test_migrations_are_named_linear_and_free_of_app_imports() -> None:
    for room in ROOMS:
        files = sorted((PACKAGE / room / "migrations").glob("0*.py"))
        numbers = [int(path.name[:4]) for path in files]
        assert numbers == list(range(1, len(numbers) + 1)), room
        for path in files:
            assert "auto" not in path.stem, path
            # Django writes an import for functions that name a file or a default; nothing else of ours comes in.
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom):
                    assert not (node.module or "").startswith("wayline."), path


def test_files_are_short_and_there_is_no_utils() -> None:
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        if "migrations" in path.parts:
            continue
        assert path.name not in {"utils.py", "misc.py"}, path
        assert len(path.read_text().splitlines()) <= 500, f"{path} has more than 500 lines: split it by noun"


def test_every_room_says_what_it_is_for() -> None:
    for room in ROOMS:
        readme = PACKAGE / room / "README.md"
        assert readme.exists(), f"{readme} is missing"
        if room != "common":
            assert len(readme.read_text().splitlines()) <= 40, f"{readme} is for ten lines or so"


def test_templates_hold_no_inline_script_or_style() -> None:
    """The content security policy refuses both. PDF templates never reach a browser."""
    inline = re.compile(r"<script(?![^>]*(\bsrc=|application/json))|\sstyle=|\son[a-z]+=\"|<style")
    for path in PACKAGE.rglob("templates/**/*.html"):
        if path.stem.endswith("_pdf") or path.name == "print.html" or "mail" in path.parts:
            continue
        found = inline.search(path.read_text())
        assert not found, f"{path.relative_to(ROOT)}: {found.group(0) if found else ''}"


def test_landmarks_of_a_template_have_names_of_their_own() -> None:
    """A screen reader lists them by name; each page is not looked at each day where time is short."""
    landmark = re.compile(r'<(?:section|nav|aside|\w+[^>]* role="region")[^>]* aria-labelledby="([^"{]+)"')
    for page in PACKAGE.rglob("*.html"):
        names = landmark.findall(page.read_text())
        assert len(names) == len(set(names)), page


def test_fields_for_days_and_times_speak_to_browsers_in_every_language() -> None:
    """Django's own write a day as the reader would, which a browser does not understand (common/forms.py does)."""
    bare = re.compile(r"\bforms\.(?:Date|Time|DateTime)Input\(")
    wrong = [path for path in PACKAGE.rglob("*.py") if bare.search(path.read_text())]
    assert wrong == []


def test_the_repository_names_no_machine() -> None:
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "Makefile"]:
        assert "/work/" not in path.read_text(), path
