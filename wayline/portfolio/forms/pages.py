"""What may be typed in and chosen about a page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.portfolio.forms.shares import last_moment
from wayline.portfolio.models import Block, PortfolioPage

USUAL_DAYS = 180
LONGEST_DAYS = 730


class NewPageForm(forms.ModelForm[PortfolioPage]):
    class Meta:
        model = PortfolioPage
        fields = ("title",)
        help_texts = {"title": _("The heading that readers see, for example: My work in wood.")}


class PageForm(forms.ModelForm[PortfolioPage]):
    class Meta:
        model = PortfolioPage
        fields = ("title", "lead", "with_photo", "with_summary", "with_contacts")
        widgets = {"lead": forms.Textarea({"rows": 2, "maxlength": 300})}
        help_texts = {
            "lead": _("Stands below the heading, and in the preview where somebody passes the link on."),
            "with_contacts": _("E-mail, telephone and web addresses of your profile. Strangers can copy them."),
        }


class WordsForm(forms.ModelForm[Block]):
    """A piece of words alone."""

    class Meta:
        model = Block
        fields = ("heading", "text")
        widgets = {"text": forms.Textarea({"rows": 8, "maxlength": 5000})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("heading") and not cleaned.get("text"):
            self.add_error("text", _("Write a heading or a text"))
        return cleaned


class ThingForm(forms.ModelForm[Block]):
    """Something kept, with one's own words before it."""

    class Meta:
        model = Block
        fields = ("heading", "text", "with_details", "with_files")
        widgets = {"text": forms.Textarea({"rows": 5, "maxlength": 5000})}
        help_texts = {
            "heading": _("Instead of the name that it has in your portfolio."),
            "text": _("Your own words for those who read this page. They stand before the details."),
        }


class PublishForm(forms.Form):
    address = forms.CharField(label=_("Address"), max_length=60)
    ends_on = forms.DateField(
        label=_("Public until"),
        widget=DateInput,
        help_text=_("Half a year unless you say otherwise, two years at most."),
    )
    is_listed = forms.BooleanField(
        label=_("Search engines may list it"),
        required=False,
        help_text=_(
            "Then people may find it by your name. A copy can stay with a search engine for weeks after you end it."
        ),
    )
    looked = forms.BooleanField(
        label=_("I have looked at the page as a stranger sees it"),
        error_messages={"required": _("Look at it first, then tick this")},
    )

    def __init__(self, page: PortfolioPage, data: Any = None) -> None:
        super().__init__(data)
        self.page = page
        today = timezone.localdate()
        until = (
            timezone.localtime(page.public_until).date() if page.public_until else today + timedelta(days=USUAL_DAYS)
        )
        self.fields["address"].initial = page.address or _suggested(page)
        self.fields["ends_on"].initial = until
        self.fields["ends_on"].widget.attrs.update(
            min=today.isoformat(), max=(today + timedelta(days=LONGEST_DAYS)).isoformat()
        )
        self.fields["is_listed"].initial = page.is_listed

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip().lower()
        PortfolioPage._meta.get_field("address").run_validators(address)
        if PortfolioPage.objects.filter(address=address).exclude(pk=self.page.pk).exists():
            raise forms.ValidationError(_("This address is taken. Add a word or a number."))
        return address

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Choose a day from today on, two years from now at most."))
        return day

    @property
    def until(self) -> datetime:
        return last_moment(self.cleaned_data["ends_on"])


def _suggested(page: PortfolioPage) -> str:
    """From the heading, never from the name: that somebody's name stands in an address is their choice."""
    plain = slugify(page.title)[:50].strip("-")
    return plain if len(plain) >= 3 else ""
