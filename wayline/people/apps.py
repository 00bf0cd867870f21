from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "wayline.people"
    label = "people"
    verbose_name = _("people")

    def ready(self) -> None:
        from wayline.people.registrations import register_everything

        register_everything()
