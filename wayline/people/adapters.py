"""Where allauth asks the house: who may sign up, how a new account is filled, whom a sign-in lets in."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext

from wayline.people import actions
from wayline.people.forms import INVITATION_KEY
from wayline.people.models import User

# Numbers of people and names of acts only: no address, password, code or link is ever logged.
logger = logging.getLogger("wayline.security")


def sign_up_is_open(request: HttpRequest) -> bool:
    """Open to all, unless the service says by invitation only; an invitation in hand always opens it."""
    return bool(settings.SIGN_UP_OPEN) or INVITATION_KEY in request.session


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return sign_up_is_open(request)

    def save_user(  # type: ignore[override]  # our accounts are people.User
        self, request: HttpRequest, user: User, form: Any, commit: bool = True
    ) -> User:
        user.name = form.cleaned_data.get("name", "")
        user.language = form.cleaned_data.get("language") or translation.get_language()
        super().save_user(request, user, form, commit=commit)
        return user

    def pre_login(  # type: ignore[override]  # our accounts are people.User
        self, request: HttpRequest, user: User, **details: Any
    ) -> HttpResponse | None:
        """A demo account belongs to everybody, so no password or key opens it: only the demo page does."""
        if user.is_demo:
            messages.error(request, gettext("This is a demo account. Choose it on the demo page instead."))
            return redirect(settings.LOGIN_URL)
        response: HttpResponse | None = super().pre_login(request, user, **details)
        return response

    def post_login(  # type: ignore[override]  # our accounts are people.User
        self, request: HttpRequest, user: User, **details: Any
    ) -> HttpResponse:
        actions.note_sign_in(user)
        response: HttpResponse = super().post_login(request, user, **details)
        remember_language(response, user.language)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        person = User.objects.filter(email__iexact=credentials.get("email") or "").values_list("pk", flat=True).first()
        logger.warning("A sign-in with a password was refused: %s", f"person {person}" if person else "nobody we know")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """The letter that tells a person of a change of the own sign-in; the log is told as well."""
        logger.info("The sign-in of person %s changed: %s", user.pk, template_prefix.rsplit("/", 1)[-1])
        super().send_notification_mail(template_prefix, user, context, email)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person it goes to, who need not be the one reading the page."""
        reader = User.objects.filter(email__iexact=email).first()
        if reader and reader.is_demo:
            return
        with translation.override(reader.language if reader else translation.get_language()):
            super().send_mail(template_prefix, email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return sign_up_is_open(request)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        user.name = data.get("name") or " ".join(filter(None, [data.get("first_name"), data.get("last_name")]))
        user.name = user.name[:120]
        return user

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """Our form asks for the name too; what the service says stands in it."""
        return {**super().get_signup_form_initial_data(sociallogin), "name": sociallogin.user.name}


def remember_language(response: HttpResponse, language: str) -> None:
    """The cookie keeps the person's language for the pages after signing out."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
