from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wayline.portfolio.actions.credentials import rotate_key
from wayline.portfolio.queries.issuing import key_in_use


class Command(BaseCommand):
    help = "Replaces the key that signs credentials. Shows what it would do; with --write it does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="replace it, instead of showing it")
        parser.add_argument(
            "--distrust", action="store_true", help="others may have the key: what it signed no longer counts"
        )

    def handle(self, *args: Any, write: bool, distrust: bool, **options: Any) -> None:
        former = key_in_use()
        self.stdout.write(f"In use: {former or 'none yet'}")
        if distrust and former:
            self.stdout.write(f"Every credential signed with {former} would have to be issued anew.")
        if not write:
            self.stdout.write("Nothing was changed. Write it with --write.")
            return
        self.stdout.write(f"Signs from now on: {rotate_key(distrust=distrust)}")
