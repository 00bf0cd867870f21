"""What people type into the pages about themselves and their organisation. Forms validate and never save."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wayline.people import actions, queries
from wayline.people.models import User

INVITATION_KEY = "invitation"


class SignUpDetails(forms.Form):
    """What we ask beside address and password. allauth mixes this into its sign-up forms and calls `signup`."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As colleagues know you."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    terms = forms.BooleanField(
        label=_("I agree to the terms of use"), error_messages={"required": _("Agree to the terms to make an account")}
    )
    field_order: ClassVar[list[str]] = ["name", "email", "password1", "language", "terms"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # allauth's keywords, passed on
        self.fields["language"].initial = translation.get_language()

    def signup(self, request: HttpRequest, user: User) -> None:
        invitation = queries.invitation_by_key(request.session.pop(INVITATION_KEY, None))
        actions.complete_sign_up(user, invitation=invitation)
