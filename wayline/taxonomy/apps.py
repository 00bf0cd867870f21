from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "wayline.taxonomy"
    label = "taxonomy"
    verbose_name = _("Occupations and skills")

    def ready(self) -> None:
        from wayline.taxonomy import registrations

        registrations.register_own()
