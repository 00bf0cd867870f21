"""Writing a questionnaire in the browser, bringing one in, publishing, and taking those that come with Wayline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.assessment.asking import SHORT, survey, version
from tests.assessment.samples import EVERY_KIND, every_kind
from tests.assessment.test_limesurvey import SMALL
from tests.conftest import GuardedClient
from tests.factories import Cast
from wayline.assessment.actions import instruments
from wayline.assessment.definitions import edit, toml
from wayline.assessment.definitions.check import problems
from wayline.assessment.definitions.parts import Kind, Option
from wayline.assessment.enums import Use
from wayline.assessment.gaps import gaps
from wayline.assessment.learning_wishes import ratings_of
from wayline.assessment.models import Draft, Instrument, InstrumentVersion, OwnResult
from wayline.people.holdings import erase_everything, export_everything
from wayline.people.models import Membership

AsMember = Callable[[Membership], GuardedClient]
FILES = sorted(instruments.READY.glob("*.toml"))


def question(**more: str) -> dict[str, str]:
    return {
        "kind": "single", "text": "Do you have a job?", "code": "job", "required": "on",
        "options": "yes | Yes | 1\n!no | No | 0", "low": "1", "high": "5", **more,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_questionnaire_is_made_question_by_question_and_published(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    client.post(reverse("assessment:instrument_create"), {"title": "Work", "use": "survey", "language": "en"})
    made = Instrument.objects.get()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "There is no question yet." in page
    client.post(reverse("assessment:section_add", args=[made.pk]), {"title": "About work", "code": "work"})
    client.post(reverse("assessment:question_add", args=[made.pk, "work"]), question())
    client.post(
        reverse("assessment:question_add", args=[made.pk, "work"]),
        question(code="hours", kind="number", text="Hours?", options="", show_if="job == 'yes'", minimum="1"),
    )
    made.refresh_from_db()
    definition = toml.read(made.definition)
    assert [one.code for one in definition.questions()] == ["job", "hours"]
    job = definition.question("job")
    assert job is not None
    assert job.options == (Option("yes", {"en": "Yes"}, 1.0), Option("no", {"en": "No"}, 0.0, alone=True))
    assert client.get(reverse("assessment:instrument_preview", args=[made.pk, 2])).status_code == 200
    client.post(reverse("assessment:instrument_publish", args=[made.pk]))
    assert made.versions.get().definition == made.definition


@pytest.mark.django_db
def test_a_mistake_in_a_rule_or_a_line_is_told(cast: Cast, as_member: AsMember) -> None:
    made = version(cast.ada).instrument
    client = as_member(cast.ada)
    add = reverse("assessment:question_add", args=[made.pk, "s"])
    wrong = client.post(add, question(options="yes | Yes | many"))
    assert "Line 1: “many” is no number" in wrong.content.decode()
    assert "This code is taken" in client.post(add, question(code="mood")).content.decode()
    client.post(add, question(show_if="later > 3"))
    page = client.get(made.get_absolute_url()).content.decode()
    assert "The rule asks for “later”, which is no question." in page
    client.post(reverse("assessment:instrument_publish", args=[made.pk]))
    assert made.versions.count() == 1


@pytest.mark.django_db
def test_questions_and_sections_move_and_go(cast: Cast, as_member: AsMember) -> None:
    made = version(cast.ada).instrument
    client = as_member(cast.ada)
    move = reverse("assessment:instrument_move", args=[made.pk])

    def order() -> list[str]:
        made.refresh_from_db()
        return [one.code for one in toml.read(made.definition).questions()]

    client.post(move, {"section": "s", "question": "word", "act": "up"})
    assert order() == ["word", "mood", "again"]
    client.post(move, {"section": "s", "question": "word", "act": "up"})
    assert order() == ["word", "mood", "again"]
    client.post(move, {"section": "s", "question": "word", "act": "remove"})
    assert order() == ["mood", "again"]
    assert client.post(move, {"section": "s", "act": "sideways"}).status_code == 404


@pytest.mark.django_db
def test_old_answers_keep_their_form(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    instrument = made.version.instrument
    before = made.version.definition
    client = as_member(cast.ada)
    client.post(
        reverse("assessment:instrument_text", args=[instrument.pk]),
        {"definition": SHORT.replace("How is it going?", "How do you do?")},
    )
    client.post(reverse("assessment:instrument_publish", args=[instrument.pk]))
    made.refresh_from_db()
    assert made.version.number == 1
    assert made.version.definition == before
    assert InstrumentVersion.objects.get(number=2).definition != before


@pytest.mark.django_db
def test_a_text_that_cannot_be_read_is_refused_with_its_place(cast: Cast, as_member: AsMember) -> None:
    made = version(cast.ada).instrument
    response = as_member(cast.ada).post(
        reverse("assessment:instrument_text", args=[made.pk]), {"definition": SHORT.replace('"scale"', '"slider"')}
    )
    assert response.status_code == 422
    assert "question mood, kind: “slider” is not known" in response.content.decode()


@pytest.mark.django_db
def test_the_preview_checks_answers_and_keeps_none(cast: Cast, as_member: AsMember) -> None:
    made = version(cast.ada, EVERY_KIND).instrument
    client = as_member(cast.ada)
    address = reverse("assessment:instrument_preview", args=[made.pk, 2])
    assert "is shown only if" in client.get(address).content.decode()
    assert client.post(address, {"q-hours": "900"}).status_code == 422
    assert "Nothing was kept" in client.post(address, {"q-hours": "9"}).content.decode()
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_colleague_copies_and_does_not_change(cast: Cast, as_member: AsMember) -> None:
    made = version(cast.ada).instrument
    client = as_member(cast.ben)
    assert client.get(made.get_absolute_url()).status_code == 200
    assert client.post(reverse("assessment:instrument_text", args=[made.pk]), {"definition": SHORT}).status_code == 403
    client.post(reverse("assessment:instrument_copy", args=[made.pk]))
    assert Instrument.objects.filter(created_by=cast.ben).count() == 1
    assert as_member(cast.zoe).get(made.get_absolute_url()).status_code == 404
    assert as_member(cast.cleo).get(made.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_questionnaire_that_was_sent_stays(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    client = as_member(cast.ada)
    address = reverse("assessment:instrument_delete", args=[made.version.instrument_id])
    assert "The answers need its form" in client.get(address).content.decode()
    client.post(address)
    assert Instrument.objects.exists()
    unused = version(cast.ada).instrument
    client.post(reverse("assessment:instrument_delete", args=[unused.pk]))
    assert not Instrument.objects.filter(pk=unused.pk).exists()


@pytest.mark.django_db
def test_a_file_is_brought_in_and_what_is_left_is_listed(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    address = reverse("assessment:instrument_import")
    page = client.post(address, {"file": SimpleUploadedFile("s.lss", SMALL)}).content.decode()
    assert "question total: an equation" in page
    made = Instrument.objects.get()
    assert made.title == "LimeSurvey"
    own = client.post(address, {"file": SimpleUploadedFile("q.toml", EVERY_KIND.encode())})
    assert own.status_code == 302
    broken = client.post(address, {"file": SimpleUploadedFile("s.lss", SMALL[:900])})
    assert broken.status_code == 422
    assert "this is not XML" in broken.content.decode()
    assert Instrument.objects.count() == 2
    file = client.get(reverse("assessment:instrument_file", args=[made.pk]))
    assert toml.read(file.getvalue().decode()).languages == ("it", "en")


def test_texts_are_written_in_one_language_and_stay_in_the_others() -> None:
    options = every_kind().sections[0].questions[0].options
    changed = edit.read_options("yes | Certo | 1\nno | No | 0", options, "it")
    assert changed[0].text == {"en": "Yes", "it": "Certo"}
    assert edit.read_options(edit.option_lines(options, "en"), options, "en") == options


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_instrument_that_comes_with_wayline_can_be_answered_in_both_languages(file: Path) -> None:
    definition = toml.read(file.read_text(encoding="utf-8"))
    assert problems(definition) == []
    assert definition.languages == ("en", "it")
    assert set(definition.source) == {"en", "it"}
    assert definition.licence == "CC BY 4.0"
    if not file.stem.startswith("survey-"):
        assert "validated" in definition.note["en"]


def test_seventeen_statements_and_twentyone_competences() -> None:
    rows = {
        file.stem: sum(len(one.items) for one in toml.read(file.read_text(encoding="utf-8")).questions())
        for file in FILES
    }
    assert rows["10-career-management-skills"] == 17
    assert rows["20-digital-competence"] == 21
    assert rows["40-ict-map"] == 7 * 3


def test_every_gap_of_the_ict_map_has_a_suggestion() -> None:
    definition = toml.read((instruments.READY / "40-ict-map.toml").read_text(encoding="utf-8"))
    matrices = [one for one in definition.questions() if one.kind == Kind.MATRIX]
    none = {one.code: {item.code: "0" for item in one.items} for one in matrices}
    found = gaps(definition, none, "it")
    assert len(found) == 21
    assert all(gap.suggestion and gap.row for gap in found)
    full = {one.code: {item.code: "3" for item in one.items} for one in matrices}
    assert gaps(definition, full, "it") == []


@pytest.mark.django_db
def test_what_people_rate_low_is_of_the_newest_result_of_each_and_of_nobody_else(cast: Cast) -> None:
    instruments.install_ready()
    version = Instrument.objects.get(key="40-ict-map").latest
    assert version is not None
    matrices = [one for one in toml.read(version.definition).questions() if one.kind == Kind.MATRIX]
    for member, values in ((cast.ada, "13"), (cast.ben, "30"), (cast.fia, "00")):
        for days, value in enumerate(reversed(values)):
            answers = {one.code: {item.code: value for item in one.items} for one in matrices}
            at = timezone.now() - timedelta(days=days)
            OwnResult.objects.create(user=member.user, version=version, language="en", answers=answers, finished_at=at)
    found = ratings_of([cast.ada.user_id, cast.ben.user_id], "it")
    assert {person: len(rows) for person, rows in found.items()} == {cast.ben.user_id: 21}
    assert found[cast.ben.user_id][0].answer == "non ancora"


@pytest.mark.django_db
def test_installing_again_changes_nothing_and_a_new_text_makes_a_new_version(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("install_instruments")
    assert f"{len(FILES)} new" in capsys.readouterr().out
    call_command("install_instruments")
    assert f"{len(FILES)} same" in capsys.readouterr().out
    assert InstrumentVersion.objects.count() == len(FILES)
    InstrumentVersion.objects.filter(instrument__key="30-decision-styles").update(definition=SHORT)
    assert instruments.install_ready()["changed"] == 1
    newest = Instrument.objects.get(key="30-decision-styles").latest
    assert newest is not None
    assert newest.number == 2


def take(client: GuardedClient, value: str) -> str:
    """Take the career management skills with one answer for everything; gives the address of the result."""
    instrument = Instrument.objects.get(key="10-career-management-skills")
    address = client.post(reverse("assessment:own_start", args=[instrument.pk]), {"language": "en"})["Location"]
    for section in toml.read(instrument.definition).sections:
        matrix = section.questions[0]
        typed = {f"q-{matrix.code}-{item.code}": value for item in matrix.items}
        address = client.post(address, typed)["Location"]
    return str(client.post(address)["Location"])


@pytest.mark.django_db
def test_a_person_keeps_results_over_time_and_throws_them_away(cast: Cast, as_member: AsMember) -> None:
    instruments.install_ready()
    client = as_member(cast.cleo)
    index = client.get(reverse("assessment:own")).content.decode()
    assert "Career management skills" in index
    assert "Level 2" not in index
    first = take(client, "2")
    page = client.get(first).content.decode()
    assert "for exploration, not validated" in page.lower()
    assert "Over time" not in page
    second = client.get(take(client, "4")).content.decode()
    assert "Over time" in second
    assert "It is a habit" in second or "This is a habit of yours" in second
    assert OwnResult.objects.count() == 2
    client.post(reverse("assessment:own_result_delete", args=[OwnResult.objects.latest("pk").pk]))
    assert OwnResult.objects.count() == 1


@pytest.mark.django_db
def test_nobody_else_reads_an_own_result(cast: Cast, as_member: AsMember) -> None:
    instruments.install_ready()
    address = take(as_member(cast.cleo), "3")
    for other in (cast.cato, cast.ada, cast.admin, cast.mia):
        assert as_member(other).get(address).status_code == 404
    draft = as_member(cast.cleo).post(
        reverse("assessment:own_start", args=[Instrument.objects.get(key="40-ict-map").pk]), {"language": "it"}
    )["Location"]
    assert as_member(cast.cato).get(draft).status_code == 404


@pytest.mark.django_db
def test_what_was_begun_is_gone_on_with_or_dropped(cast: Cast, as_member: AsMember) -> None:
    instruments.install_ready()
    instrument = Instrument.objects.get(key="30-decision-styles")
    client = as_member(cast.cleo)
    start = reverse("assessment:own_start", args=[instrument.pk])
    assert client.post(start)["Location"] == client.post(start)["Location"]
    draft = Draft.objects.get()
    styles = toml.read(instrument.definition).question("style")
    assert styles is not None
    client.post(reverse("assessment:own_page", args=[draft.pk, 1]), {"q-decision": "Moving to another town"})
    later = client.post(
        reverse("assessment:own_page", args=[draft.pk, 2]),
        {**{f"q-style-{one.code}": "3" for one in styles.items}, "later": "1"},
    )
    assert later["Location"] == reverse("assessment:own")
    client.post(reverse("assessment:own_check", args=[draft.pk]), {"drop": "1"})
    assert not Draft.objects.exists()
    assert not OwnResult.objects.exists()


@pytest.mark.django_db
def test_own_results_are_exported_and_erased(cast: Cast, as_member: AsMember) -> None:
    instruments.install_ready()
    take(as_member(cast.cleo), "3")
    assert "Career management skills" in str([rows for _holding, rows in export_everything(cast.cleo.user)])
    erase_everything(cast.cleo.user)
    assert not OwnResult.objects.exists()


@pytest.mark.django_db
def test_an_instrument_for_oneself_is_not_sent_as_a_survey(cast: Cast, as_member: AsMember) -> None:
    instruments.install_ready()
    page = as_member(cast.ada).get(reverse("assessment:survey_create")).content.decode()
    assert "Level 2: before and after" in page
    assert "How I decide about work" not in page
    assert Instrument.objects.filter(use=Use.SELF).count() == 4
