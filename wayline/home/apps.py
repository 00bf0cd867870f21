from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "wayline.home"
    label = "home"
    verbose_name = _("home")

    def ready(self) -> None:
        from wayline.home import demo_guard  # registers its system check
        from wayline.people.registers import NavigationEntry, navigation

        demo_guard.watch()
        navigation.append(NavigationEntry(_("Start"), "home:start", lambda member: True, order=0))
        navigation.append(NavigationEntry(_("Search"), "home:search", lambda member: True, order=90))
