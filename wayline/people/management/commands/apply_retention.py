from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wayline.people import retention


class Command(BaseCommand):
    help = "Shows what the retention rules would end today. With --write it is ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="end it, instead of showing it")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        labels = {rule.key: rule.label for rule in retention.all_rules()}
        counts = retention.apply() if write else {rule.key: count for rule, count in retention.preview()}
        for key, count in counts.items():
            self.stdout.write(f"{count:>8}  {labels[key]}")
        if not write:
            self.stdout.write("Nothing was changed. Write it with --write.")
