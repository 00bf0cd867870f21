from typing import Any

import pytest


@pytest.fixture
def demo_on(settings: Any) -> None:
    """The demo service, on a site that only this machine reaches."""
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["localhost"]
