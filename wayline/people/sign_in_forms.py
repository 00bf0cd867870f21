"""The sign-in form. In a module of its own, because allauth loads `forms` before its own forms are there."""

from typing import Any

from allauth.account import forms


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Our page has its own link for a forgotten password, below, where the keyboard meets it after the fields."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
