from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LmiConfig(AppConfig):
    name = "wayline.lmi"
    label = "lmi"
    verbose_name = _("Labour market information")

    def ready(self) -> None:
        from wayline.lmi import holdings

        holdings.register_own()
