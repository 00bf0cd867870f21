from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "wayline.discussion"
    label = "discussion"
    verbose_name = _("discussion")

    def ready(self) -> None:
        from wayline.discussion.registrations import register_everything

        register_everything()
