from django.http import HttpRequest

from wayline.people.models import Membership, User


class MemberRequest(HttpRequest):
    """A request of a signed-in person who acts in a role. Filled by `people.middleware.membership`."""

    user: User
    member: Membership
