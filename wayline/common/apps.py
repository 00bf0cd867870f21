from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "wayline.common"
    label = "common"
