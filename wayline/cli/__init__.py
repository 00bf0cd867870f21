"""The `wayline` command."""

from wayline.cli.command import main

__all__ = ["main"]
