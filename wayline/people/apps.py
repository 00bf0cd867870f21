from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "wayline.people"
    label = "people"
    verbose_name = _("people")

    def ready(self) -> None:
        from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

        from wayline.people.registrations import register_everything

        register_everything()
        # allauth leaves the label of this field to Django, which makes an English one of its name.
        for form in (AddWebAuthnForm, EditWebAuthnForm):
            form.base_fields["name"].label = _("Name")
