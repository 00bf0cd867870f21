"""Before and after: an anonymous survey of a programme with 60 learners, its report checked on the exported data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.urls import reverse
from scipy import stats

from tests.assessment.asking import answer, begin, fill, first_wave, survey
from tests.assessment.samples import every_kind
from tests.conftest import GuardedClient
from tests.factories import Cast
from wayline.assessment import pairs
from wayline.assessment.actions import instruments, surveys
from wayline.assessment.actions.answering import pair_key
from wayline.assessment.change_page import change_page, report_of
from wayline.assessment.enums import Audience
from wayline.assessment.models import Instrument, Response, Survey, Wave
from wayline.assessment.significance import McNemar, PairedT, Wilcoxon, cronbach
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
ITEMS = ("find", "explain", "talk", "coach", "reflect", "refer")
RIGHT = {"q_hidden": "false", "q_median": "true", "q_online": "false", "q_openq": "true", "q_consent": "false"}


def learner(dice: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    level = dice.gauss(2.6, 0.8)
    first = {item: max(1, min(5, round(level + dice.gauss(0, 0.7)))) for item in ITEMS}
    second = {item: max(1, min(5, round(first[item] + dice.gauss(0.5, 0.8)))) for item in ITEMS}
    quiz = [{code: right if dice.random() < share else "x" for code, right in RIGHT.items()} for share in (0.5, 0.8)]
    wrong = {"true": "false", "false": "true"}
    quiz = [{code: wrong[RIGHT[code]] if got == "x" else got for code, got in one.items()} for one in quiz]
    used = dice.random() < 0.35
    before = {"can": {k: str(v) for k, v in first.items()}, "used": "yes" if used else "no", **quiz[0]}
    after = {"can": {k: str(v) for k, v in second.items()}, "used": "yes" if used or dice.random() < 0.5 else "no"}
    return before, {**after, **quiz[1]}


def take_in(wave: Wave, rows: list[tuple[str, dict[str, Any]]]) -> None:
    for word, answers in rows:
        Response.objects.create(
            wave=wave,
            version=wave.survey.version,
            anonymous=True,
            language="en",
            answers=answers,
            pair_key=pair_key(wave.survey, word),
        )


@pytest.fixture
def programme_survey(cast: Cast) -> Survey:
    """Sixty before; nine of them never answer again; three come without a code word."""
    instruments.install_ready()
    version = Instrument.objects.get(key="survey-2-learning").latest
    assert version is not None
    made = surveys.create_survey(version, by=cast.fia, waves=["Before", "After"], title="Spring", purpose="To learn")
    first, second = made.waves.all()
    dice = Random(8)
    people = [(f"word{number}", *learner(dice)) for number in range(60)]
    take_in(first, [(word, before) for word, before, _ in people])
    take_in(second, [(word, after) for word, _, after in people[9:]])
    take_in(second, [("", learner(dice)[1]) for _ in range(3)])
    return made


def exported(client: GuardedClient, made: Survey, number: int) -> dict[str, dict[str, str]]:
    """The rows of the exported file by their pair number, as anybody would read them."""
    response = client.get(reverse("assessment:results_download", args=[made.pk, number, "csv"]))
    assert isinstance(response, StreamingHttpResponse)
    text = response.getvalue().decode("utf-8-sig")
    return {row["pair"]: row for row in csv.DictReader(io.StringIO(text)) if row["pair"]}


def test_the_report_of_sixty_learners_is_what_scipy_finds_in_the_exported_data(
    programme_survey: Survey, cast: Cast, as_member: AsMember
) -> None:
    client = as_member(cast.fia)
    before, after = exported(client, programme_survey, 1), exported(client, programme_survey, 2)
    both = sorted(set(before) & set(after))
    found = report_of(*programme_survey.waves.all())
    assert (found.answered_before, found.answered_after, found.pairs) == (60, 54, 51)
    assert (found.pairs, found.dropped, found.joined) == (len(both), 9, 0)
    raw: list[float] = []
    for change in found.changes:
        name = f"score_{change.outcome.name}" if change.outcome.score else change.outcome.name.replace(".", "_")
        counted = change.outcome.counted
        old, new = (
            [float(rows[key][name] == counted.code) if counted else float(rows[key][name]) for key in both]
            for rows in (before, after)
        )
        assert change.before == pytest.approx(sum(old) / len(old))
        assert change.after == pytest.approx(sum(new) / len(new))
        moved = [b - a for a, b in zip(old, new, strict=True)]
        match change.test:
            case PairedT():
                expected = stats.ttest_rel(new, old)
                assert change.test.t == pytest.approx(float(expected.statistic))
                assert change.test.dz == pytest.approx(float(stats.tmean(moved) / stats.tstd(moved)))
                p = float(expected.pvalue)
            case Wilcoxon():
                ranks = stats.rankdata([abs(one) for one in moved if one])
                signs = [one > 0 for one in moved if one]
                up = sum(rank for rank, sign in zip(ranks, signs, strict=True) if sign)
                assert change.test.r == pytest.approx((2 * up - sum(ranks)) / sum(ranks))
                p = float(stats.wilcoxon(moved, correction=False, method="approx").pvalue)
            case McNemar():
                p = float(stats.binomtest(moved.count(1), moved.count(1) + moved.count(-1)).pvalue)
        assert change.p == pytest.approx(p)
        raw.append(p)
    assert len(found.changes) == 2 + 6 + 1 + 5
    order = sorted(range(len(raw)), key=lambda place: raw[place])
    highest = 0.0
    for step, place in enumerate(order):
        highest = max(highest, min(1, (len(raw) - step) * raw[place]))
        assert found.changes[place].adjusted == pytest.approx(highest)
    items = [[float(row[f"can_{item}"]) for item in ITEMS] for row in before.values()]
    assert found.reliabilities[0].before == pytest.approx(cronbach(items))


def test_those_who_were_lost_are_compared_with_those_who_stayed(programme_survey: Survey) -> None:
    first, second = programme_survey.waves.all()
    change = report_of(first, second).changes[0]
    assert change.dropped is not None
    assert (change.dropped.first, change.dropped.second) == (51, 9)


def test_the_page_says_it_in_plain_words_first(programme_survey: Survey, cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.fia).get(reverse("assessment:change", args=[programme_survey.pk])).content.decode()
    assert page.index("In plain words") < page.index("The tests")
    assert "On average it rose from" in page
    assert "were right before" in page
    assert "shows that something changed, not why" in page
    assert "Cronbach" in page
    assert "<svg" in page
    table = as_member(cast.fia).get(reverse("assessment:change_csv", args=[programme_survey.pk]))
    assert table.getvalue().decode().count("\n") == 15


def test_no_row_of_the_report_counts_fewer_than_five_people(programme_survey: Survey) -> None:
    first, second = programme_survey.waves.all()
    page = change_page(programme_survey, first, second, "en")
    for said in page.said:
        for number in range(1, 5):
            assert f" {number} people" not in said.words


def test_few_pairs_give_no_report(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada, waves=2)
    for number, wave in enumerate(made.waves.all()):
        for person in range(4):
            answer(wave, mood=2 + number, code=f"an{person + 10}ne")
    page = as_member(cast.ada).get(reverse("assessment:change", args=[made.pk])).content.decode()
    assert "Too few pairs for a report" in page


def test_code_words_bring_answers_together_whatever_their_spelling(cast: Cast) -> None:
    made = survey(cast.ada, waves=2)
    first, second = made.waves.all()
    for person in range(6):
        answer(first, mood=2, code=f"Än{person + 1:02d}NE")
        answer(second, mood=4, code=f"an{person + 1:02d}ne")
    found = report_of(first, second)
    assert found.pairs == 6
    assert isinstance(found.changes[0].test, Wilcoxon)
    assert found.changes[0].test.r == 1


def test_a_kept_report_is_counted_anew_when_somebody_answers(cast: Cast) -> None:
    first, second = survey(cast.ada, waves=2).waves.all()
    for person in range(5):
        for wave in (first, second):
            answer(wave, mood=3, code=f"an{person + 10}ne")
    assert [report_of(first, second).pairs for _ in range(2)] == [5, 5]
    answer(first, mood=2, code="be10to")
    answer(second, mood=5, code="be10to")
    found = report_of(first, second)
    assert (found.pairs, found.answered_after) == (6, 6)
    assert isinstance(found.changes[0].test, Wilcoxon)
    assert found.changes[0].test.rose == 1


def test_a_code_word_that_two_people_have_pairs_neither(cast: Cast) -> None:
    made = survey(cast.ada, waves=2)
    first, second = made.waves.all()
    for word in ["an01ne", "an01ne", *(f"be{n:02d}to" for n in range(1, 6))]:
        answer(first, code=word)
    for word in ["an01ne", *(f"be{n:02d}to" for n in range(1, 6))]:
        answer(second, code=word)
    assert report_of(first, second).pairs == 5


def test_half_a_code_word_is_refused(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, waves=2))
    address = begin(client, wave)
    check = client.post(address, {"q-mood": "3"})["Location"]
    response = client.post(check, {"mother": "an", "day": "", "town": "ne"})
    assert response.status_code == 422
    assert "Give all three parts" in response.content.decode()


def test_named_answers_are_paired_by_the_account(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.mia, waves=2, anonymous=False, audience=Audience.GROUP)
    for mood, wave in zip(("2", "5"), made.waves.all(), strict=True):
        for person in (cast.ada, cast.ben, cast.fia, cast.cleo, cast.cato):
            client = as_member(person)
            fill(client, begin(client, wave), [{"q-mood": mood}])
    assert report_of(*made.waves.all()).pairs == 5


def test_what_cannot_be_compared_is_no_outcome() -> None:
    names = [outcome.name for outcome in pairs.outcomes(every_kind())]
    assert names == ["drive", "job", "hours", "sure", "agree.plan", "agree.wait"]
