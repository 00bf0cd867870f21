"""From the database to a package and back: nothing is lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.learning import writing
from wayline.learning.actions import programmes as actions
from wayline.learning.actions.structure import add_step, withdraw_step
from wayline.learning.drafts import newest_version
from wayline.learning.export import export_package, programme_outline
from wayline.learning.packages.markdown_folder import read_zip
from wayline.learning.packages.outline import Outline
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], GuardedClient]


def plain(outline: Outline) -> Outline:
    """Without the places where the files lie, which differ from machine to machine."""
    assets = [replace(asset, path=Path(asset.name)) for asset in outline.assets]
    return replace(outline, assets=assets)


def test_export_and_import_give_the_same_programme(cast: Cast, tmp_path: Path) -> None:
    programme = writing.programme(cast.fia)
    actions.add_asset(programme, by=cast.fia, file=ContentFile(b"a,b"), name="table.csv", media_type="text/csv")
    export_package(programme, tmp_path / "one.zip")
    imported = read_zip(tmp_path / "one.zip", tmp_path / "one").outline
    again = actions.import_programme(imported, organisation=cast.zeno.organisation, by=cast.zeno)
    assert plain(programme_outline(again)) == plain(programme_outline(programme))
    export_package(again, tmp_path / "two.zip")
    assert (tmp_path / "two.zip").read_bytes() == (tmp_path / "one.zip").read_bytes()


def test_an_outline_comes_back_as_it_went_in(cast: Cast) -> None:
    assert programme_outline(writing.programme(cast.fia)) == writing.outline()


def test_drafts_or_what_learners_read(cast: Cast) -> None:
    programme = writing.programme(cast.fia)
    welcome = writing.step(programme, "welcome")
    actions.publish_step(welcome, by=cast.fia)
    changed = replace(writing.outline().weeks[0].steps[0], title="Good morning")
    actions.save_version(welcome, by=cast.fia, outline=changed)
    drafts = programme_outline(programme)
    read = programme_outline(programme, published=True)
    assert drafts.weeks[0].steps[0].title == "Good morning"
    assert [step.title for week in read.weeks for step in week.steps] == ["Welcome"]


def test_withdrawn_steps_stay_at_home(cast: Cast) -> None:
    programme = writing.programme(cast.fia)
    withdraw_step(writing.step(programme, "hear"), by=cast.fia)
    assert [step.key for step in programme_outline(programme).weeks[0].steps] == ["welcome", "rivers"]


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    programme = writing.programme(cast.fia)
    with CaptureQueriesContext(connection) as few:
        programme_outline(programme)
    for number in range(20):
        add_step(programme.weeks.all()[0], by=cast.fia, kind="article", title=f"Step {number}")
    with CaptureQueriesContext(connection) as many:
        programme_outline(programme)
    assert len(many) == len(few)


def test_the_browser_gets_a_zip(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    response = writing.shown(as_member(cast.fia), reverse("learning:programme_export", args=[programme.slug]))
    assert response["Content-Disposition"] == 'attachment; filename="coaching.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert "programme.toml" in archive.namelist()
        assert (
            newest_version(writing.step(programme, "welcome")).body
            in archive.read("01-listening/01-welcome.md").decode()
        )
    for close in response._resource_closers:  # response.close() would end the connection of the test
        close()
