from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LmiConfig(AppConfig):
    name = "wayline.lmi"
    label = "lmi"
    verbose_name = _("Labour market information")

    def ready(self) -> None:
        from wayline.lmi import holdings, registrations
        from wayline.lmi.sources import all_readers
        from wayline.taxonomy.sources import register

        holdings.register_own()
        registrations.register_everything()
        for source in all_readers():
            register.register(source)
