"""Surveys of LimeSurvey: the samples go in whole, what is left is named, broken files are refused with the place."""

from __future__ import annotations

import contextlib
from pathlib import Path
from random import Random

import pytest

from wayline.assessment.definitions import toml
from wayline.assessment.definitions.check import problems
from wayline.assessment.definitions.limesurvey import Unreadable, read
from wayline.assessment.definitions.limesurvey.conditions import NotSayable, Reference, translate
from wayline.assessment.definitions.limesurvey.tables import plain
from wayline.assessment.definitions.parts import Definition, Kind

SMALL = b"""<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>600</DBVersion>
<languages><language>it</language><language>en</language></languages>
<groups><rows><row><gid>1</gid><sid>9</sid><group_order>1</group_order></row></rows></groups>
<group_l10ns><rows>
<row><gid>1</gid><group_name>Lavoro</group_name><language>it</language></row>
<row><gid>1</gid><group_name>Work</group_name><language>en</language></row></rows></group_l10ns>
<questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><sid>9</sid><type>L</type><title>job</title><other>Y</other><mandatory>Y</mandatory><question_order>1</question_order><relevance>1</relevance></row>
<row><qid>2</qid><parent_qid>0</parent_qid><gid>1</gid><sid>9</sid><type>N</type><title>hours</title><question_order>2</question_order><relevance>job == "A1" &amp;&amp; !is_empty(job)</relevance></row>
<row><qid>3</qid><parent_qid>0</parent_qid><gid>1</gid><sid>9</sid><type>X</type><title>hello</title><question_order>0</question_order><relevance>1</relevance></row>
<row><qid>4</qid><parent_qid>0</parent_qid><gid>1</gid><sid>9</sid><type>*</type><title>total</title><question_order>3</question_order><relevance>1</relevance></row>
<row><qid>5</qid><parent_qid>0</parent_qid><gid>1</gid><sid>9</sid><type>S</type><title>why</title><question_order>4</question_order><relevance>strlen(job) &gt; 3</relevance></row>
</rows></questions>
<question_l10ns><rows>
<row><qid>1</qid><question>&lt;p&gt;Hai un &lt;b&gt;lavoro&lt;/b&gt;?&lt;/p&gt;</question><language>it</language></row>
<row><qid>1</qid><question>Do you have a job?</question><language>en</language></row>
<row><qid>2</qid><question>Ore?</question><language>it</language></row>
<row><qid>3</qid><question>Buongiorno</question><language>it</language></row>
<row><qid>4</qid><question>{hours * 4}</question><language>it</language></row>
<row><qid>5</qid><question>Caro {job}, come mai?</question><language>it</language></row>
</rows></question_l10ns>
<answers><rows>
<row><aid>1</aid><qid>1</qid><code>A1</code><sortorder>1</sortorder><assessment_value>0</assessment_value><scale_id>0</scale_id></row>
<row><aid>2</aid><qid>1</qid><code>A2</code><sortorder>2</sortorder><assessment_value>0</assessment_value><scale_id>0</scale_id></row>
</rows></answers>
<answer_l10ns><rows>
<row><aid>1</aid><answer>S\xc3\xac</answer><language>it</language></row><row><aid>1</aid><answer>Yes</answer><language>en</language></row>
<row><aid>2</aid><answer>No</answer><language>it</language></row><row><aid>2</aid><answer>No</answer><language>en</language></row>
</rows></answer_l10ns>
</document>"""  # noqa: E501 - a file of another program


def small() -> tuple[Definition, str]:
    found = read(SMALL)
    return found.definition, "\n".join(found.left)


def test_groups_questions_conditions_and_languages_come_over() -> None:
    definition, _left = small()
    assert problems(definition) == []
    assert definition.languages == ("it", "en")
    section = definition.sections[0]
    assert section.title == {"it": "Lavoro", "en": "Work"}
    assert section.text["it"] == "Buongiorno"
    job, other, hours, why = section.questions
    assert job.text == {"it": "Hai un lavoro?", "en": "Do you have a job?"}
    assert (job.kind, job.required) == (Kind.SINGLE, True)
    assert [(option.code, option.text["en"]) for option in job.options] == [
        ("A1", "Yes"), ("A2", "No"), ("other", "Other")
    ]  # fmt: skip
    assert (other.code, other.show_if) == ("job_other", "job == 'other'")
    assert hours.show_if == 'job == "A1" and answered(job)'
    assert hours.text == {"it": "Ore?", "en": "Ore?"}
    assert why.show_if == ""


def test_what_cannot_be_taken_over_is_listed_by_name() -> None:
    _definition, left = small()
    assert "question total: an equation" in left
    assert "question why: the condition “strlen(job) > 3” (strlen())" in left
    assert "question why: its text fills in an earlier answer" in left


@pytest.mark.parametrize(
    ("name", "questions", "sections"),
    [
        ("ls205_em_tailoring.lss", 21, 5),
        ("ls205_group_relevance.lss", 25, 7),
        ("ls205_sample_survey_english.lss", 191, 12),
        ("citric_answers.lss", 2, 1),
        ("citric_group.lsg", 1, 1),
        ("citric_free_text.lsq", 1, 1),
    ],
)
def test_every_sample_goes_in(shared: Path, name: str, questions: int, sections: int) -> None:
    found = read((shared / "samples" / "limesurvey" / name).read_bytes())
    assert problems(found.definition) == []
    assert len(list(found.definition.questions())) >= questions
    assert len(found.definition.sections) == sections
    assert toml.read(toml.write(found.definition)) == found.definition


def test_the_rules_of_a_sample_are_kept(shared: Path) -> None:
    found = read((shared / "samples" / "limesurvey" / "ls205_em_tailoring.lss").read_bytes())
    rules = {question.code: question.show_if for question in found.definition.questions()}
    assert rules["age"] == "answered(name)"
    assert rules["yearsMarried"] == 'married == "Y"'
    assert rules["kid3"] == "numKids >= 3"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<document>", "Line 1: this is not XML"),
        (b"<document>\n\n<a></b></document>", "Line 3: this is not XML"),
        (b"<html/>", "not a survey, group or question of LimeSurvey"),
        (SMALL.replace(b">600<", b">12<"), "The version “12” of the file is not known"),
        (SMALL.replace(b"<type>", b"<type>?"), "There is no question in this file"),
        (b"<" * 10, "this is not XML"),
        (b" " * 6_000_000, "larger than 5 MB"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read(content)


def test_entities_are_not_followed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    found = read(bomb + SMALL.partition(b"?>")[2].replace(b"Buongiorno", b"x&a;y"))
    assert "root" not in toml.write(found.definition)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused_never_worse(seed: int) -> None:
    dice = Random(seed)
    content = bytearray(SMALL)
    for _ in range(dice.randint(1, 12)):
        place = dice.randrange(len(content))
        match dice.randrange(3):
            case 0:
                content[place] = dice.randrange(256)
            case 1:
                del content[place : place + dice.randint(1, 60)]
            case _:
                content[place:place] = content[: dice.randint(1, 90)]
    with contextlib.suppress(Unreadable):
        assert problems(read(bytes(content)).definition) == []


NAMES = {"age": Reference("age"), "Q_a": Reference("Q", "a"), "m_row": Reference("m.row"), "b": Reference("b")}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("1", ""),
        ("age > 5", "age > 5"),
        ("5 < age", "age > 5"),
        ("age.NAOK ge 18 and !is_empty(b)", "age >= 18 and answered(b)"),
        ("is_empty(b)", "not answered(b)"),
        ('b != ""', "answered(b)"),
        ("Q_a == 'Y' || (m_row == 3)", "'a' in Q or ( m.row == 3 )"),
        ("!(age == 3 && b == 'x')", "not ( ( age == 3 and b == 'x' ) )"),
    ],
)
def test_conditions_are_said_in_our_words(theirs: str, ours: str) -> None:
    assert translate(theirs, NAMES.get) == ours


@pytest.mark.parametrize(
    "theirs", ["age + 3 > 5", "strlen(b) > 3", "unknown == 1", "age >", "(age > 3", "sum(that.age)"]
)
def test_what_cannot_be_said_is_refused(theirs: str) -> None:
    with pytest.raises(NotSayable):
        translate(theirs, NAMES.get)


def test_texts_lose_their_tags_and_keep_their_words() -> None:
    assert (
        plain("<p>One<br/>two &amp; three</p><script>x()</script>\n<b>four</b> 3 < 5")
        == "One\ntwo & three\n\nfour 3 < 5"
    )
