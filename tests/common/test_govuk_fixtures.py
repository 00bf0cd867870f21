"""Our components against GOV.UK's own fixtures: same elements, classes, words and accessibility attributes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from lxml import html as lxml_html

from wayline.common.forms import DatePartsField
from wayline.common.parts import Crumb, Row, Task

FIXTURES = Path(__file__).parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
LOAD = "{% load components formfields %}"

# What we do differently on purpose. Everything else must be the same.
OURS = {
    "aria-invalid": "Django says it for controls with an error",
    "required": "Django says it; forms carry novalidate",
    "cols": "Django's default; the width comes from the style sheet",
    "role=button": "a link that looks like a button is announced as the link it is",
    "data-i18n": "words of the components in the page's language",
    "data-threshold": "the count shows in the last quarter only",
    "maxlength": "without script the browser stops at the limit",
}
VOID = {"autocomplete"}


def fixture(component: str, name: str) -> str:
    path = FIXTURES / component / "fixtures.json"
    if not path.is_file():
        pytest.skip("GOV.UK Frontend is not installed: run npm ci")
    return str(
        next(each["html"] for each in json.loads(path.read_text(encoding="utf-8"))["fixtures"] if each["name"] == name)
    )


def shape(markup: str) -> list[Any]:
    """A tree of tag, attributes and words, without white space and without what we do on purpose."""
    root = lxml_html.fragment_fromstring(f"<div>{markup}</div>")
    return [_shape(child) for child in root]


def _shape(element: Any) -> Any:
    attributes = {name: " ".join(sorted(value.split())) for name, value in element.attrib.items() if _kept(name)}
    if element.tag == "a" and attributes.get("role") == "button":
        del attributes["role"]
    if element.tag == "a":
        attributes.pop("data-module", None)
    words = [re.sub(r"\s+", " ", text).strip() for text in (element.text, *(child.tail for child in element)) if text]
    return element.tag, attributes, " ".join(filter(None, words)), [_shape(child) for child in element]


def _kept(name: str) -> bool:
    return name not in OURS and name not in VOID and not name.startswith("data-i18n")


def draw(snippet: str, **values: Any) -> str:
    return str(engines["django"].from_string(LOAD + snippet).render(values))


def field(name: str, made: forms.Field, *, error: str = "", **options: Any) -> str:
    """One field of a form whose ids are the field's names, as in the fixtures."""
    form = type("Form", (forms.Form,), {name: made, "mark_optional": False})({} if error else None, auto_id="%s")
    if error:
        form.fields[name].error_messages["required"] = error
        form.is_valid()
    return draw("{% field bound label_size=size %}", bound=form[name], size=options.get("size", ""))


COMPONENTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("button", "default", '{% button "Save and continue" once=False %}', {}),
    ("button", "secondary", '{% button "Secondary button" kind="secondary" name="secondary" once=False %}', {}),
    ("button", "warning", '{% button "Warning button" kind="warning" name="Warning" once=False %}', {}),
    ("button", "start", '{% button "Start now button" kind="start" once=False %}', {}),
    ("button", "prevent double click", '{% button "Submit" %}', {}),
    ("button", "link", '{% link_button "Link button" "/" %}', {}),
    ("tag", "default", '{% tag "Alpha" %}', {}),
    ("tag", "grey", '{% tag "Grey" "grey" %}', {}),
    ("back-link", "default", '{% back_link "#" %}', {}),
    (
        "notification-banner",
        "default",
        '{% notification_banner text="This publication was withdrawn on 7 March 2014." %}',
        {},
    ),
    (
        "notification-banner",
        "with type as success",
        '{% notification_banner text="Email sent to example@email.com" kind="success" %}',
        {},
    ),
    (
        "breadcrumbs",
        "with last breadcrumb as current page",
        "{% breadcrumbs crumbs %}",
        {
            "crumbs": [
                Crumb("Home", "/"),
                Crumb("Passports, travel and living abroad", "/browse/abroad"),
                Crumb("Travel abroad"),
            ]
        },
    ),
    (
        "task-list",
        "default",
        "{% task_list tasks prefix='task-list' %}",
        {
            "tasks": [
                Task("Company Directors", "#", "Completed", done=True),
                Task("Registered company details", "#", "Incomplete"),
                Task("Business plan", "#", "Incomplete"),
            ]
        },
    ),
    (
        "error-summary",
        "without links",
        "{% error_list problems %}",
        {"problems": [("Invalid username or password", "")]},
    ),
]


@pytest.mark.parametrize(
    ("component", "name", "snippet", "values"), COMPONENTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_component(component: str, name: str, snippet: str, values: dict[str, Any]) -> None:
    assert shape(draw(snippet, **values)) == shape(fixture(component, name))


def test_details() -> None:
    expected = fixture("details", "default")
    root = lxml_html.fromstring(expected)
    summary = root.cssselect(".govuk-details__summary-text")[0].text_content().strip()
    body = root.cssselect(".govuk-details__text")[0].text_content().strip()
    assert shape(draw("{% details summary %}{{ body }}{% enddetails %}", summary=summary, body=body)) == shape(expected)


def test_inset_text() -> None:
    expected = fixture("inset-text", "default")
    words = lxml_html.fromstring(expected).text_content().strip()
    assert shape(draw("{% inset_text %}{{ words }}{% endinset_text %}", words=words)) == shape(expected)


def test_warning_text() -> None:
    expected = fixture("warning-text", "default")
    words = lxml_html.fromstring(expected).cssselect("strong")[0].text_content().replace("Warning", "", 1).strip()
    assert shape(draw("{% warning_text text=words %}", words=words)) == shape(expected)


def test_summary_list() -> None:
    expected = lxml_html.fromstring(fixture("summary-list", "default"))
    rows = [
        Row(row[0].text_content().strip(), row[1].text_content().strip())
        for row in expected.cssselect(".govuk-summary-list__row")
    ]
    drawn = lxml_html.fromstring(draw("{% summary_list rows %}", rows=rows))
    assert [(part.tag, part.get("class")) for part in drawn.iter("dl", "dt", "dd")] == [
        (part.tag, part.get("class")) for part in expected.iter("dl", "dt", "dd")
    ]


def test_text_input_with_error_and_hint() -> None:
    name = "with-error-hint"
    expected = fixture("input", "with error and hint")
    hint = lxml_html.fromstring(expected).cssselect(".govuk-hint")[0].text_content().strip()
    made = forms.CharField(label="National insurance number", help_text=hint)
    drawn = field(name, made, error="Enter a National Insurance number in the correct format")
    assert shape(drawn) == shape(expected)


def test_text_area_with_error_and_hint() -> None:
    made = forms.CharField(label="With hint and error", help_text="Hint", widget=forms.Textarea)
    drawn = field("with-hint-error", made, error="Error message")
    assert shape(drawn) == shape(fixture("textarea", "with hint and error message"))


def test_select_with_error_and_hint() -> None:
    choices = [(str(number), f"GOV.UK frontend option {number}") for number in (1, 2, 3)]
    made = forms.ChoiceField(label="Label text goes here", help_text="Hint text goes here", choices=choices)
    drawn = field("select-2", made, error="Error message goes here")
    assert shape(drawn) == shape(fixture("select", "with hint text and error message"))


def test_checkboxes_with_error_and_hint() -> None:
    expected = fixture("checkboxes", "with error message and hint")
    hint = lxml_html.fromstring(expected).cssselect(".govuk-hint")[0].text_content().strip()
    made = forms.MultipleChoiceField(
        label="What is your nationality?",
        help_text=hint,
        choices=[("british", "British"), ("irish", "Irish")],
        widget=forms.CheckboxSelectMultiple,
    )
    assert shape(field("example", made, error="Please select an option")) == shape(expected)


def test_small_radios_side_by_side() -> None:
    expected = fixture("radios", "small inline")
    made = forms.ChoiceField(
        label="Sort by",
        choices=[("relevance", "relevance"), ("title", "A to Z"), ("created", "creation date")],
        widget=forms.RadioSelect({"class": "wl-small wl-inline"}),
    )
    assert shape(field("sort", made)) == shape(expected.replace('name="example"', 'name="sort"'))


def test_file_with_error_and_hint() -> None:
    expected = fixture("file-upload", "with error message and hint")
    hint = lxml_html.fromstring(expected).cssselect(".govuk-hint")[0].text_content().strip()
    made = forms.FileField(label="Upload a file", help_text=hint)
    assert shape(field("file-upload-3", made, error="Error message goes here")) == shape(expected)


def test_password() -> None:
    made = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "current-password"}))
    assert shape(field("password", made)) == shape(fixture("password-input", "default"))


def test_character_count_with_error_and_hint() -> None:
    expected = fixture("character-count", "with hint and error")
    hint = lxml_html.fromstring(expected).cssselect(".govuk-hint")[0].text_content().strip()
    made = forms.CharField(label="Can you provide more detail?", help_text=hint, max_length=10, widget=forms.Textarea)
    assert shape(field("with-error", made, error="Please provide more detail")) == shape(expected)


def test_date_in_three_fields() -> None:
    """Same parts; our first field carries the id of the group, so that the error summary leads to it."""
    expected = fixture("date-input", "with error message and hint").replace(
        '<div class="govuk-date-input" id="dob-errors">', '<div class="govuk-date-input">'
    )
    expected = expected.replace("dob-errors-day", "dob-errors")
    for part in ("day", "month", "year"):
        expected = expected.replace(f'name="{part}"', f'name="dob-errors_{part}"')
    made = DatePartsField(label="What is your date of birth?", help_text="For example, 31 3 1980")
    assert shape(field("dob-errors", made, error="Error message goes here")) == shape(expected)
