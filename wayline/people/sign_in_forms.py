"""The sign-in forms in our words. In a module of its own: allauth loads `forms` before its own forms are there."""

from typing import Any

from allauth.account import forms
from django.forms import Field
from django.utils.translation import gettext_lazy as _

ADDRESSES = ("login", "email")
PASSWORDS = ("password", "oldpassword")


class OurWords:
    """One name for the address everywhere, no label that is repeated in its field, and no second link for a forgotten
    password: our pages have their own below, where the keyboard meets it after the fields."""

    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ADDRESSES:
                field.label = _("E-mail address")
            if name in PASSWORDS:
                field.help_text = ""


class LoginForm(OurWords, forms.LoginForm): ...


class SignupForm(OurWords, forms.SignupForm): ...


class AddEmailForm(OurWords, forms.AddEmailForm): ...


class ChangeEmailForm(OurWords, forms.ChangeEmailForm): ...


class ResetPasswordForm(OurWords, forms.ResetPasswordForm): ...


class ChangePasswordForm(OurWords, forms.ChangePasswordForm): ...


class ReauthenticateForm(OurWords, forms.ReauthenticateForm): ...
