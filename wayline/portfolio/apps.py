from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "wayline.portfolio"
    label = "portfolio"
    verbose_name = _("Portfolio")

    def ready(self) -> None:
        from wayline.portfolio import holdings, record_words, registrations

        holdings.register_own()
        record_words.register_words()
        registrations.register_everything()
