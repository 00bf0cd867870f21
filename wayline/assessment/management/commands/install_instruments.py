"""`wayline manage install_instruments`: bring in the instruments that come with Wayline, or their newer versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wayline.assessment.actions.instruments import install_ready


class Command(BaseCommand):
    help = "Install the instruments that come with Wayline. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        done = install_ready()
        self.stdout.write(", ".join(f"{number} {what}" for what, number in done.items()))
