from django.http import HttpRequest

from wayline.people.models import Membership, User


class MemberRequest(HttpRequest):
    """A request of a signed-in person who acts in a role. Filled by `people.middleware.membership`."""

    user: User
    member: Membership
    memberships: list[Membership]


class PersonRequest(HttpRequest):
    """A request of a signed-in person who may have no role: views marked `@without_role`."""

    user: User
    member: Membership | None
    memberships: list[Membership]
