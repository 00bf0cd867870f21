"""The demo service: an invented employment service to try Wayline in."""

from wayline.home.demo.fill import fill, is_filled

__all__ = ["fill", "is_filled"]
