from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "wayline.portfolio"
    label = "portfolio"
    verbose_name = _("Portfolio")

    def ready(self) -> None:
        from django.utils.translation import gettext

        from wayline.portfolio import holdings, record_words, registrations
        from wayline.portfolio.formats import words

        holdings.register_own()
        record_words.register_words()
        registrations.register_everything()
        words.use(gettext)
