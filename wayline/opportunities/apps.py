from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpportunitiesConfig(AppConfig):
    name = "wayline.opportunities"
    label = "opportunities"
    verbose_name = _("Opportunities")

    def ready(self) -> None:
        from wayline.opportunities import figures_source, holdings, keeping, shell
        from wayline.taxonomy.sources import register

        register.register(figures_source.OWN)
        holdings.register_own()
        keeping.register_own()
        shell.register_own()
