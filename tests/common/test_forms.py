"""Django forms in GOV.UK's markup."""

import datetime as dt

import pytest
from django import forms
from lxml import html as lxml_html

from wayline.common.formfields import problems
from wayline.common.forms import DatePartsField
from wayline.common.specimens import SpecimenForm


class Birthday(forms.Form):
    born = DatePartsField(required=False)


def dated(day: str, month: str, year: str) -> Birthday:
    return Birthday({"born_day": day, "born_month": month, "born_year": year})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [(("27", "3", "1985"), dt.date(1985, 3, 27)), ((" 1 ", "01", "2024"), dt.date(2024, 1, 1)), (("", "", ""), None)],
)
def test_a_date_in_three_fields(parts: tuple[str, str, str], expected: dt.date | None) -> None:
    form = dated(*parts)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == expected


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("31", "2", "1985"), "Enter a real date"),
        (("1", "", "1985"), "Enter a day, a month and a year"),
        (("x", "1", "1985"), "Enter a real date"),
        (("1", "1", "99999"), "Enter a real date"),
    ],
)
def test_a_date_that_cannot_be_says_why(parts: tuple[str, str, str], says: str) -> None:
    form = dated(*parts)
    assert not form.is_valid()
    assert says in form.errors["born"][0]


def test_what_was_typed_is_shown_again() -> None:
    page = lxml_html.fromstring(str(dated("31", "2", "1985")))
    assert [field.get("value") for field in page.iter("input")] == ["31", "2", "1985"]


def test_every_error_leads_to_a_control_on_the_page() -> None:
    form = SpecimenForm({})
    page = lxml_html.fromstring(f"<main>{form}</main>")
    targets = [link.get("href", "").removeprefix("#") for link in page.cssselect(".govuk-error-summary a")]
    assert len(targets) == len(form.errors)
    for target in targets:
        assert page.get_element_by_id(target).tag in {"input", "select", "textarea"}


def test_every_control_has_a_label_and_every_description_exists() -> None:
    page = lxml_html.fromstring(f"<main>{SpecimenForm({})}</main>")
    labelled = {label.get("for") for label in page.iter("label")}
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    controls = [field for field in page.iter("input", "select", "textarea") if field.get("type") != "hidden"]
    assert controls
    for control in controls:
        assert control.get("id") in labelled
    for element in page.iter():
        assert set((element.get("aria-describedby") or "").split()) <= ids


def test_the_summary_names_the_field_that_is_missing() -> None:
    assert ("Title: This field is required.", "id_title") in problems(SpecimenForm({}))


def test_optional_fields_say_so_unless_the_form_does_not_want_it() -> None:
    class Quiet(Birthday):
        mark_optional = False

    assert "(optional)" in str(Birthday())
    assert "(optional)" not in str(Quiet())


def test_text_of_people_is_escaped() -> None:
    form = SpecimenForm({"title": '"><script>', "language": "<b>"})
    assert "<script>" not in str(form)
    assert "<b>" not in str(form)
