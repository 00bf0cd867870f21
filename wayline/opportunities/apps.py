from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpportunitiesConfig(AppConfig):
    name = "wayline.opportunities"
    label = "opportunities"
    verbose_name = _("Opportunities")

    def ready(self) -> None:
        from wayline.opportunities import holdings, keeping, shell

        holdings.register_own()
        keeping.register_own()
        shell.register_own()
