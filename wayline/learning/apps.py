from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "wayline.learning"
    label = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from django.utils.translation import gettext

        from wayline.learning import holdings, kinds, shell
        from wayline.learning.packages import words

        words.use(gettext)
        kinds.register_own_kinds()
        holdings.register_own()
        shell.register_own()
