"""Everybody who walks: people that are not in the demo service, one for each walk and way (see ground.py)."""

from __future__ import annotations

import time
from functools import cache
from importlib import import_module

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.hashers import make_password

from tests.e2e.words import PASSWORD
from wayline.people import actions, mail
from wayline.people.enums import Role
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import Membership, Organisation, User

WALKERS = ("Ada", "Ben", "Cora", "Dev", "Elif", "Finn", "Hal", "Ida", "Jan", "Kay", "Lou", "Max", "Rob", "Sue", "Tia")
NEW_KEYS = ("Uli", "Zoe")
"""They change their password, which ends every other session of theirs: nobody else's walk may be theirs."""
GUIDES = ("Fia", "Gil", "Una", "Vic")
LEAVING = ("Pat", "Quin")
"""They signed in long ago, so the password is asked again before anything of weight."""
WITHOUT_PASSWORD = ("Wim", "Yan")
PUPILS = ("Mia", "Noa")
"""Seventeen years old, clients of the office, with nothing kept yet."""
COACHES = ("Abe", "Bea")
"""Practitioners who have learnt something elsewhere and keep nothing yet."""
SEEKERS = ("Ole", "Pia")
"""Clients of the office who look for work in wood (ground_matching.py)."""
FOUND = ("Ivo", "Nia")
"""Clients of the office who let matching read what they can, and are found by nobody yet."""
CLIENTS = ("Isa", "Tom")
"""Clients of the office with nothing kept yet."""
ON_THE_WAY = ("Bran", "Gwen")
"""Clients of the office who share a phone that has no network now and then."""
FILMED = ("Nils", "Rosa")
"""Clients of the office with a video that has no captions yet, and nothing else."""
STAYING = ("Val", "Zia")
"""Pupils with a CV, who look for work experience (ground_applying.py)."""
OFFERING = ("Ewa", "Leo")
"""They have an account and belong nowhere yet; each signs a company up."""
APPLYING = ("Ola", "Per")
"""Clients of the office with a CV."""
WHOSE = "account_authentication_methods_user"
"""Session key of allauth, which names it privately: whose authentications the session keeps."""
HOUR = 3600


def session_of(user: User, member: Membership | None = None, *, given: float = HOUR) -> str:
    """The key of a session as a sign-in makes it.

    `given`: when the password was given, in seconds from now; in an hour means that it is never asked again here.
    """
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[USER_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    how = {"method": "password", "at": time.time() + given, "email": user.email, "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [how]
    session[WHOSE] = str(user.pk)
    if member is not None:
        session[SESSION_KEY] = member.pk
    session.save()
    return str(session.session_key)


@cache
def hashed(password: str) -> str:
    """Once for all of them: a hash is slow on purpose."""
    return make_password(password)


def person(name: str, last: str = "Walker", password: str | None = PASSWORD) -> User:
    user = User.objects.create_user(f"{name.lower()}@example.org", name=f"{name} {last}")
    if password:
        user.password = hashed(password)
        user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def newcomer(name: str) -> User:
    """Somebody who signed up and belongs to no organisation."""
    return person(name, "Neu")


def careful_newcomer() -> User:
    """Signs in with a code of an app as well, and has recovery codes."""
    user = newcomer("Carla")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def member(user: User, office: Organisation, role: str = Role.PRACTITIONER) -> Membership:
    return actions.join_organisation(user, organisation=office, role=role)


def gather(north: Organisation) -> dict[str, str]:
    """Makes them all; the sessions of those who are signed in, by name."""
    sessions = {}
    for name in (*WALKERS, *NEW_KEYS):
        user = person(name)
        sessions[name] = session_of(user, member(user, north))
    for name in GUIDES:
        user = person(name, "Guide")
        sessions[name] = session_of(user, member(user, north, Role.FACILITATOR))
    for name in LEAVING:
        user = person(name)
        sessions[name] = session_of(user, member(user, north), given=-HOUR)
    for name in WITHOUT_PASSWORD:
        user = person(name, password=None)
        sessions[name] = session_of(user, member(user, north))
    for name in (*PUPILS, *STAYING):
        user = person(name, "Pupil")
        sessions[name] = session_of(user, member(user, north, Role.CLIENT))
    for name in COACHES:
        user = person(name, "Coach")
        sessions[name] = session_of(user, member(user, north))
    for name in (*APPLYING, *SEEKERS, *FOUND, *CLIENTS, *ON_THE_WAY, *FILMED):
        user = person(name, "Seeker")
        sessions[name] = session_of(user, member(user, north, Role.CLIENT))
    for name in OFFERING:
        sessions[name] = session_of(newcomer(name))
    for name in ("Hal", "Ida"):
        busy(User.objects.get(email=f"{name.lower()}@example.org"), north)
    return sessions | {"newcomer": session_of(newcomer("Nora")), "careful": session_of(careful_newcomer())}


def busy(user: User, office: Organisation) -> None:
    """Has a second role, and three notices to read."""
    member(user, office, Role.RESEARCHER)
    for number in ("first", "second", "third"):
        actions.notify(user, kind="reply", text=f"The {number} notice.", url="/me/")


def unsubscribe_tokens() -> dict[str, str]:
    return {f"unsubscribe_{name}": mail.unsubscribe_token(User.objects.get(name=f"{name} Walker")) for name in WALKERS}
