"""What people type into the pages about themselves and their organisation. Forms validate and never save."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.people import actions, queries
from wayline.people.enums import OPEN_ROLES, NoticePace, Role
from wayline.people.models import Invitation, Membership, Organisation, User

INVITATION_KEY = "invitation"
MOST_INVITATIONS = 200


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
    field_order = ["name", "email", "password1", "language", "terms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = translation.get_language()

    def signup(self, request: HttpRequest, user: User) -> None:
        invitation = queries.invitation_by_key(request.session.pop(INVITATION_KEY, None))
        actions.complete_sign_up(user, invitation=invitation)


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues know you."))
    about = forms.CharField(
        label=_("About you"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Your work and what you would like to talk about. Colleagues read it if you agree to that."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Dates and times are shown in it."))
    notice_pace = forms.ChoiceField(label=_("Notices by e-mail"), choices=NoticePace.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]  # a ChoiceField


def time_zones() -> list[tuple[str, str]]:
    """By place, since people know their city and not an offset."""
    names = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, erase my account and everything that belongs to it"),
        error_messages={"required": _("Tick the box if you want to erase your account")},
    )


class MemberFilter(forms.Form):
    search = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    order = forms.CharField(required=False, widget=forms.HiddenInput)
    mark_optional = False


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        same = Membership.objects.active().filter(
            user=self.membership.user_id, organisation=self.membership.organisation_id, role=role
        )
        if same.exclude(pk=self.membership.pk).exists():
            raise ValidationError(_("This person has that role already."))
        return role


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    open_role = forms.ChoiceField(
        label=_("Who may join without an invitation"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Nobody: people join by invitation only")),
            (OPEN_ROLES[1].value, _("Everybody who signs up, as a practitioner")),
            (OPEN_ROLES[0].value, _("Everybody who signs up, as a client")),
        ],
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Organisation.objects.filter(name__iexact=name).exclude(pk=self.organisation.pk).exists():
            raise ValidationError(_("Another organisation has this name."))
        return name


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One line of the pasted list: the address, and why it cannot be invited (empty: it can)."""

    number: int
    email: str
    problem: str


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=30_000,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off"}),
        help_text=_("One or many: one on each line, or separated by commas. Names in front are fine."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_addresses(self) -> list[str]:
        addresses = read_addresses(self.cleaned_data["addresses"])
        if not addresses:
            raise ValidationError(_("Enter at least one e-mail address."))
        if len(addresses) > MOST_INVITATIONS:
            raise ValidationError(
                _("This list has %(count)d addresses. Send it in parts of at most %(most)d.")
                % {"count": len(addresses), "most": MOST_INVITATIONS}
            )
        return addresses

    def lines(self) -> list[InvitationLine]:
        """What can be done with each address, in the order they were typed."""
        role, seen, lines = self.cleaned_data["role"], set[str](), []
        members, invited = self._members(role), self._invited(role)
        for number, email in enumerate(self.cleaned_data["addresses"], start=1):
            lines.append(InvitationLine(number, email, _problem(email, seen, members, invited)))
            seen.add(email.lower())
        return lines

    def _members(self, role: str) -> set[str]:
        rows = Membership.objects.active().filter(organisation=self.organisation, role=role)
        return {email.lower() for email in rows.values_list("user__email", flat=True)}

    def _invited(self, role: str) -> set[str]:
        rows = Invitation.objects.waiting().filter(organisation=self.organisation, role=role)
        return {email.lower() for email in rows.values_list("email", flat=True)}


def _problem(email: str, seen: set[str], members: set[str], invited: set[str]) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return gettext("This is not an e-mail address.")
    if len(email) > 254:
        return gettext("This address is too long.")
    if email.lower() in seen:
        return gettext("This address stands in the list twice.")
    if email.lower() in members:
        return gettext("This person has the role already.")
    if email.lower() in invited:
        return gettext("This person has been invited already. Send the invitation again from the list.")
    return ""


def read_addresses(text: str) -> list[str]:
    """The addresses of a pasted list: `Ada <ada@example.org>, ben@example.org`, one a line or separated by , or ;."""
    pieces = (piece.strip() for piece in re.split(r"[\n\r,;]+", text))
    found = []
    for piece in pieces:
        if piece:
            inside = re.search(r"<([^<>]*)>", piece)
            found.append((inside.group(1) if inside else piece.split()[-1]).strip())
    return found


class AuditFilter(forms.Form):
    person = forms.CharField(label=_("Person"), required=False, max_length=120)
    verb = forms.ChoiceField(label=_("Act"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("To"), required=False, widget=DateInput)
    mark_optional = False

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("All acts")), *verbs]  # type: ignore[attr-defined]  # a ChoiceField
