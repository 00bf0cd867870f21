import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage

from tests.conftest import GuardedClient
from tests.factories import PASSWORD
from wayline.people.models import Membership, User

SignIn = Callable[[Membership], GuardedClient]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A Tuesday morning; `clock.move_to(…)` goes on from there."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def link_in(message: EmailMessage, pattern: str) -> str:
    """The path of the first link of a letter that begins like this."""
    found = re.search(rf"https?://[^/]+({pattern}\S+)", str(message.body))
    assert found, message.body
    return found.group(1)
