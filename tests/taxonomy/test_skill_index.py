"""The index that reads skills: made from what is loaded, read in the language of the text, taken up at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wayline.taxonomy import actions, skill_index
from wayline.taxonomy.models import Concept, Label

pytestmark = pytest.mark.django_db


@pytest.fixture
def trained(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    actions.load_starter()
    assert skill_index.retrain(lambda done, total: None) > 0
    return tmp_path


def test_before_the_first_training_nothing_is_read(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    assert skill_index.read(["Keep records"], ("en",)) is None
    assert skill_index.retrain(lambda done, total: None) == 0
    assert not skill_index.is_fresh()


def test_names_of_what_is_loaded_are_found_where_they_stand(trained: Path) -> None:
    name = Label.objects.filter(concept__kind="skill", language="en", kind="preferred").order_by("text")[0]
    text = f"Come to us. You will {name.text} with us every day."
    found = skill_index.read([text], ("en",))
    assert found is not None
    told = {int(one.found.concept): text[one.found.start : one.found.end] for one in found[0]}
    assert told[name.concept_id].casefold() == name.text.casefold()
    assert skill_index.is_fresh()
    assert skill_index.read(["Olen ahkera"], ("fi",)) is None, "A language without names"
    assert skill_index.read(["Olen ahkera"], ("fi", "en")) == [[]], "reads with those it is given."


def test_a_stream_of_texts_is_read_batch_by_batch_each_as_by_itself(
    trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(skill_index, "TOGETHER", 2)
    names = Label.objects.filter(concept__kind="skill", language="en", kind="preferred").order_by("text")[:5]
    texts = [f"Come to us. You will {name.text} with us every day." for name in names]
    left = iter(tuple(texts))
    found = skill_index.read_each(left, ("en",))
    assert found is not None
    first, after = next(found), next(left)
    assert after == texts[2], "More than a batch is never held."
    texts.remove(after)
    assert [first, *found] == [read[0] for text in texts if (read := skill_index.read([text], ("en",)))]


def test_names_that_came_are_read_without_learning_anew(trained: Path) -> None:
    concept = Concept.objects.filter(kind="skill", scheme__is_current=True).order_by("pk")[0]
    label = Label.objects.filter(concept=concept)[0]
    Label.objects.create(
        concept=concept, language="en", kind="alternative", text="Zymurgical Quenching", release=label.release
    )
    model = (trained / "skills" / "model" / "about.json").stat().st_mtime_ns
    skill_index.refresh(lambda done, total: None)
    assert (trained / "skills" / "model" / "about.json").stat().st_mtime_ns == model
    found = skill_index.read(["Some zymurgical quenching."], ("en",))
    assert found is not None
    assert [int(one.found.concept) for one in found[0]] == [concept.pk]


def test_skills_that_an_occupation_needs_are_favoured() -> None:
    actions.load_starter()
    needed = Concept.objects.filter(kind="occupation", skill_links__isnull=False)[0]
    points = skill_index.usual([needed])
    assert points
    assert set(points) <= set(needed.skill_links.values_list("skill_id", flat=True))
