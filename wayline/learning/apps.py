from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "wayline.learning"
    label = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from wayline.learning import holdings, kinds, shell

        kinds.register_own_kinds()
        holdings.register_own()
        shell.register_own()
