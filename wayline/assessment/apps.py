from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "wayline.assessment"
    label = "assessment"
    verbose_name = _("Assessment")

    def ready(self) -> None:
        from wayline.assessment import holdings, interest_registrations, shell

        holdings.register_own()
        shell.register_own()
        interest_registrations.register_interests()
