"""Writing with others: remarks, history, adapting and translating."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.learning import writing
from wayline.learning.actions import programmes as actions
from wayline.learning.actions.translation import adapt_programme
from wayline.learning.drafts import draft_weeks, newest_version, translation_counts
from wayline.learning.enums import TranslationState
from wayline.learning.models import Programme, Remark, Step
from wayline.people.models import Membership, Notice

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], GuardedClient]


def rewrite(step: Step, body: str, *, by: Membership, publish: bool = False) -> None:
    version = newest_version(step)
    outline = replace(writing.outline().weeks[0].steps[0], title=version.title, body=body, minutes=version.minutes)
    actions.save_version(step, by=by, outline=outline)
    if publish:
        actions.publish_step(step, by=by)


# Remarks


def test_a_remark_stands_beside_the_draft_and_its_authors_are_told(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    step = writing.step(programme, "welcome")
    data = {"remark-passage": "This is the beginning.", "remark-text": "Which one?"}
    response = as_member(cast.admin).post(reverse("learning:remark_add", args=[programme.slug, step.pk]), data)
    remark = Remark.objects.get()
    assert response["Location"].endswith(f"#remark-{remark.pk}")
    assert remark.version.number == 1
    assert list(Notice.objects.filter(kind="remark").values_list("user", flat=True)) == [cast.fia.user_id]
    editor = reverse("learning:step_edit", args=[programme.slug, step.pk])
    assert "Which one?" in as_member(cast.fia).get(editor).content.decode()


def test_a_remark_is_resolved_and_reopened_and_counted_while_it_waits(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    step, client = writing.step(programme, "welcome"), as_member(cast.fia)
    client.post(reverse("learning:remark_add", args=[programme.slug, step.pk]), {"remark-text": "Shorten"})
    remark = Remark.objects.get()
    address = reverse("learning:remark_resolve", args=[programme.slug, step.pk, remark.pk])

    def waiting() -> int:
        return draft_weeks(programme)[0].steps[0].remarks

    assert waiting() == 1
    client.post(address)
    assert waiting() == 0
    client.post(address, {"reopen": "1"})
    assert waiting() == 1


def test_an_empty_remark_is_refused(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    address = reverse("learning:remark_add", args=[programme.slug, writing.step(programme, "welcome").pk])
    assert as_member(cast.fia).post(address, {"remark-text": "  "}).status_code == 422


def test_remarks_are_of_authors_only(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia, publish=True)
    step = writing.step(programme, "welcome")
    for who in (cast.ada, cast.zeno):
        address = reverse("learning:remark_add", args=[programme.slug, step.pk])
        assert as_member(who).post(address, {"remark-text": "Hi"}).status_code == 404
    assert not Remark.objects.exists()


# History


def test_the_history_shows_who_wrote_what_and_what_changed(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    step = writing.step(programme, "welcome")
    rewrite(step, "Hello.\n\nThis is the very beginning.", by=cast.admin)
    client = as_member(cast.fia)
    page = client.get(reverse("learning:step_history", args=[programme.slug, step.pk])).content.decode()
    assert "Amir Administrator" in page
    assert "Fia Facilitator" in page
    compare = reverse("learning:step_compare", args=[programme.slug, step.pk])
    html = client.get(compare, {"old": 2, "new": 1}).content.decode()
    assert '<ins><span class="govuk-visually-hidden">[added: </span>very ' in html
    assert "[removed:" not in html


def test_restoring_writes_a_new_version(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia, publish=True)
    step = writing.step(programme, "welcome")
    before = newest_version(step).body
    rewrite(step, "Gone wrong", by=cast.fia, publish=True)
    as_member(cast.fia).post(reverse("learning:step_restore", args=[programme.slug, step.pk, 1]))
    assert list(step.versions.order_by("number").values_list("body", flat=True)) == [before, "Gone wrong", before]
    step.refresh_from_db()
    assert step.published is not None
    assert step.published.number == 2, "learners read on until somebody publishes"


@pytest.mark.parametrize("query", [{"old": "9", "new": "1"}, {"old": "0", "new": "1"}])
def test_a_version_that_is_not_there_is_not_found(cast: Cast, as_member: SignIn, query: dict[str, str]) -> None:
    programme = writing.programme(cast.fia)
    step = writing.step(programme, "welcome")
    address = reverse("learning:step_compare", args=[programme.slug, step.pk])
    assert as_member(cast.fia).get(address, query).status_code == 404


def test_answers_of_a_quiz_are_compared_in_words(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    step = writing.step(programme, "rivers")
    client = as_member(cast.fia)
    editor = reverse("learning:step_edit", args=[programme.slug, step.pk])
    client.post(editor, writing.form_of(step, **{"q0-a0-text": "Danube"}))
    address = reverse("learning:step_compare", args=[programme.slug, step.pk])
    compare = writing.shown(client, address, {"old": 1, "new": 2})
    (part,) = compare.context["parts"]
    assert part.label == "Questions"
    assert "Danube" in compare.content.decode()


# Adapting and translating


@pytest.fixture
def original(cast: Cast) -> Programme:
    programme = writing.programme(cast.zeno, title="From the south", publish=True)
    actions.add_asset(programme, by=cast.zeno, file=ContentFile(b"a,b"), name="table.csv", media_type="text/csv")
    return programme


def test_adapting_copies_what_learners_read_and_keeps_source_and_licence(
    cast: Cast, as_member: SignIn, original: Programme
) -> None:
    rewrite(writing.step(original, "welcome"), "A draft nobody else may see", by=cast.zeno)
    address = reverse("learning:programme_adapt", args=[original.slug])
    as_member(cast.fia).post(address, {"title": "For the north", "language": "en"})
    copy = Programme.objects.get(title="For the north")
    assert copy.organisation == cast.fia.organisation
    assert copy.adapted_from == original
    assert (copy.licence, copy.credits) == ("CC BY 4.0", ["Maria Rossi"])
    assert "From the south" in copy.source
    assert "South Office" in copy.source
    assert copy.published_at is None
    assert newest_version(writing.step(copy, "welcome")).body == "Hello.\n\nThis is the beginning."
    with copy.assets.get().file.open() as file:
        assert file.read() == b"a,b"
    assert not any(line.translation for week in draft_weeks(copy) for line in week.steps)


def test_a_draft_of_another_office_is_not_adapted(cast: Cast, as_member: SignIn) -> None:
    draft = writing.programme(cast.zeno)
    address = reverse("learning:programme_adapt", args=[draft.slug])
    assert as_member(cast.fia).get(address).status_code == 404


def test_practitioners_do_not_adapt(cast: Cast, as_member: SignIn, original: Programme) -> None:
    assert as_member(cast.ada).get(reverse("learning:programme_adapt", args=[original.slug])).status_code == 403


def states(programme: Programme) -> dict[TranslationState, int]:
    return dict(translation_counts(draft_weeks(programme)))


def translation_of(step: Step, **changes: object) -> dict[str, object]:
    assert step.translated_from is not None
    original = step.translated_from.published_id
    return writing.form_of(step, original=original, complete="1") | changes


def test_a_translation_is_missing_then_current_then_outdated(
    cast: Cast, as_member: SignIn, original: Programme
) -> None:
    copy = adapt_programme(original, by=cast.fia, title="Dal sud", language="it")
    assert states(copy) == {TranslationState.MISSING: 5, TranslationState.OUTDATED: 0, TranslationState.CURRENT: 0}
    step, client = writing.step(copy, "welcome"), as_member(cast.fia)
    address = reverse("learning:step_translate", args=[copy.slug, step.pk])
    assert "This is the beginning." in client.get(address).content.decode()
    client.post(address, translation_of(step, title="Benvenuti", body="Ciao."))
    assert newest_version(step).title == "Benvenuti"
    assert states(copy)[TranslationState.CURRENT] == 1

    theirs = writing.step(original, "welcome")
    rewrite(theirs, "Hello.\n\nThis is the end.", by=cast.zeno)
    assert states(copy)[TranslationState.OUTDATED] == 0, "a draft of the original changes nothing"
    actions.publish_step(theirs, by=cast.zeno)
    assert states(copy)[TranslationState.OUTDATED] == 1
    page = client.get(address).content.decode()
    assert "What changed in the original" in page
    assert "[removed: </span>beginning" in page
    assert writing.shown(client, reverse("learning:translation", args=[copy.slug])).context["total"] == 5


def test_a_translation_of_a_part_is_not_called_done(cast: Cast, as_member: SignIn, original: Programme) -> None:
    copy = adapt_programme(original, by=cast.fia, title="Dal sud", language="it")
    step = writing.step(copy, "welcome")
    data = translation_of(step, body="Ciao.")
    del data["complete"]
    as_member(cast.fia).post(reverse("learning:step_translate", args=[copy.slug, step.pk]), data)
    assert newest_version(step).body == "Ciao."
    assert states(copy)[TranslationState.MISSING] == 5


def test_what_was_translated_is_what_stood_on_the_page(cast: Cast, as_member: SignIn, original: Programme) -> None:
    """The original is published anew while the translator writes: the translation is outdated, not current."""
    copy = adapt_programme(original, by=cast.fia, title="Dal sud", language="it")
    step = writing.step(copy, "welcome")
    data = translation_of(step, body="Ciao.")
    rewrite(writing.step(original, "welcome"), "New", by=cast.zeno, publish=True)
    as_member(cast.fia).post(reverse("learning:step_translate", args=[copy.slug, step.pk]), data)
    assert states(copy)[TranslationState.OUTDATED] == 1


def test_a_quiz_is_translated_with_its_questions(cast: Cast, as_member: SignIn, original: Programme) -> None:
    copy = adapt_programme(original, by=cast.fia, title="Dal sud", language="it")
    step = writing.step(copy, "rivers")
    data = translation_of(step, **{"q0-text": "Quale è un fiume?"})
    as_member(cast.fia).post(reverse("learning:step_translate", args=[copy.slug, step.pk]), data)
    assert newest_version(step).content["questions"][0]["text"] == "Quale è un fiume?"


def test_what_translates_nothing_has_no_translation_page(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    step, client = writing.step(programme, "welcome"), as_member(cast.fia)
    assert client.get(reverse("learning:translation", args=[programme.slug])).status_code == 404
    assert client.get(reverse("learning:step_translate", args=[programme.slug, step.pk])).status_code == 404
